//! Why a guest stopped before it was done.

use crate::bounds::Bounds;
use wasmtime::{PoolConcurrencyLimitError, Trap};

/// Why a guest stopped before it was done. All but the last are the guest's own doing and happen again each time.
pub(crate) enum Fault {
    /// It used all the processor time it was given.
    OutOfFuel,
    /// It asked for more memory than it may have.
    OutOfMemory,
    /// It passed the host more bytes at once than the host takes.
    TooLarge,
    /// Anything else: a panic, a bad access, an exhausted stack, a malformed value.
    Trapped(String),
    /// The host failed.
    Host(wasmtime::Error),
}

impl Fault {
    /// Tells from what the engine reports and what the instance was last refused.
    pub(crate) fn of(error: wasmtime::Error, bounds: &Bounds) -> Fault {
        let host = bounds.exhausted
            || error.is::<PoolConcurrencyLimitError>()
            || error.is::<std::io::Error>()
            || error.is::<wasmtime::WasmtimeBug>()
            || error.is::<wasmtime::error::OutOfMemory>();
        if host {
            return Fault::Host(error);
        }
        if bounds.exceeded {
            return Fault::OutOfMemory;
        }
        match error.downcast_ref::<Trap>() {
            Some(Trap::OutOfFuel) => Fault::OutOfFuel,
            Some(trap) => Fault::Trapped(trap.to_string().trim_start_matches("wasm trap: ").to_owned()),
            // The engine does not export this error's type; the hostile guests' tests notice when its text changes.
            None if format!("{error:#}").contains("too much data is being copied") => Fault::TooLarge,
            None => Fault::Trapped("a malformed value was passed to the host".into()),
        }
    }
}
