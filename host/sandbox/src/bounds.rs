//! How much memory a guest may take, and whether it asked for more.

use wasmtime::ResourceLimiter;

/// Elements of all tables of one instance. A table holds one entry for each function that is called by pointer.
pub(crate) const TABLE_ELEMENTS_MAX: usize = 20_000;
/// Linear memory of any instance: as much as a slot of the pool has.
pub(crate) const MEMORY_BYTES_MAX: usize = 128 << 20;

/// Counts what one instance takes. A guest that asks for more traps at once: one that was told "no" would go on to fail
/// somewhere else, and that would look like a mistake of its own.
pub(crate) struct Bounds {
    /// What is left.
    memory_bytes: usize,
    /// What was taken.
    pub(crate) memory_bytes_taken: usize,
    table_elements: usize,
    /// The guest asked for more than it may have.
    pub(crate) exceeded: bool,
    /// The machine had no more to give.
    pub(crate) exhausted: bool,
}

impl Bounds {
    /// The instance may take `memory_bytes`, or whatever a slot has if that is less.
    pub(crate) fn new(memory_bytes: usize) -> Self {
        let memory_bytes = memory_bytes.min(MEMORY_BYTES_MAX);
        Bounds { memory_bytes, memory_bytes_taken: 0, table_elements: TABLE_ELEMENTS_MAX, exceeded: false, exhausted: false }
    }
}

/// Takes the growth out of what is left, if it fits.
fn take(left: &mut usize, current: usize, desired: usize, maximum: Option<usize>) -> bool {
    let growth = desired.saturating_sub(current);
    let fits = growth <= *left && maximum.is_none_or(|maximum| desired <= maximum);
    if fits {
        *left -= growth;
    }
    fits
}

impl ResourceLimiter for Bounds {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if take(&mut self.memory_bytes, current, desired, maximum) {
            self.memory_bytes_taken += desired.saturating_sub(current);
            return Ok(true);
        }
        self.exceeded = true;
        wasmtime::bail!("memory of {desired} bytes")
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        self.exhausted = true;
        Err(error)
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if take(&mut self.table_elements, current, desired, maximum) {
            return Ok(true);
        }
        self.exceeded = true;
        wasmtime::bail!("a table of {desired} elements")
    }

    fn table_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        self.exhausted = true;
        Err(error)
    }
}
