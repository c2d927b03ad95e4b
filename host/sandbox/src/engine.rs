//! The engine that all guests share, and what loads them.

use crate::artefacts::Artefacts;
use crate::bounds::{Bounds, MEMORY_BYTES_MAX, TABLE_ELEMENTS_MAX};
use crate::manifest::Invalid;
use crate::v1;
use crate::{Check, Workflow, check, turn};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use wasmtime::component::{Component, InstancePre, Linker};
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store, WasmBacktraceDetails};

/// Calls of checks at one time, if nobody says otherwise. Each may wait for its provider for seconds.
const CALLS_DEFAULT: u32 = 1_000;
/// Turns at one time. A turn never waits; more of them than there are cores only share what there is.
const TURNS_MAX: u32 = 64;
/// Workflows that are kept while they wait for calls. Each may hold its memory; beyond this they start again for their next turn.
const KEPT_MAX: u32 = 128;
/// A component, before compilation.
const COMPONENT_BYTES_MAX: usize = 32 << 20;
/// Instructions, roughly, between two looks at the clock and at other tasks: a quarter of a millisecond.
const FUEL_YIELD_INTERVAL: u64 = 250_000;
/// Core instances and tables of one component. The pool has as many for each slot, so that a slot is all a guest waits for.
const CORE_INSTANCES_MAX: u32 = 40;
const TABLES_MAX: u32 = 20;

/// How a sandbox is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folder of precompiled code, made if missing. It must be the server's own: whoever can write there can run code in the
    /// server. Absent: every start compiles every guest again.
    pub artefacts: Option<PathBuf>,
    /// What is compiled is not put there: only what is there already is used.
    pub keeps_nothing: bool,
    /// Calls of checks at one time; more wait. Absent: 1,000.
    pub calls_max: Option<u32>,
}

/// The engine that all guests share. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

/// Why a component was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine itself cannot be set up on this machine.
    #[error("set up the engine of guests")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The folder of precompiled code is not there, or not the server's own.
    #[error("use {} for precompiled code", folder.display())]
    Artefacts {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        #[source]
        source: std::io::Error,
    },
    /// A core module was given.
    #[error("this is a core module, not a component: wrap it with `wasm-tools component new`")]
    CoreModule,
    /// The bytes are no valid component, or use a feature that guests may not use.
    #[error("not a component that can be loaded: {0}")]
    NotAComponent(String),
    /// The component is too large.
    #[error("the component has {bytes} bytes; {} are allowed", COMPONENT_BYTES_MAX)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It wants a system interface.
    #[error("the component imports `{import}`: guests have no WASI; build it for the target wasm32-unknown-unknown")]
    Wasi {
        /// What it imports.
        import: String,
    },
    /// It wants something that nobody offers.
    #[error("the component imports `{import}`, which {world} does not offer; it offers {}", offered.join(", "))]
    Import {
        /// What it imports.
        import: String,
        /// The world it was loaded as.
        world: &'static str,
        /// What there is.
        offered: &'static [&'static str],
    },
    /// It imports or exports the right names with other types, or lacks an export.
    #[error("the component does not fit {world}: {why}")]
    Mismatch {
        /// The world it was loaded as.
        world: &'static str,
        /// What does not fit.
        why: String,
    },
    /// It could not describe itself.
    #[error("the component could not describe itself: {0}")]
    Describe(String),
    /// It describes itself wrongly.
    #[error("the component's manifest is not valid")]
    Manifest(#[from] Invalid),
}

const WORKFLOW: &str = "enrich:workflow@1.0.0";
const CHECK: &str = "enrich:check@1.0.0";

/// What every guest refers to.
pub(crate) struct Shared {
    engine: Engine,
    /// Slots of the pool. Whoever holds one finds room in the pool: a full pool makes callers wait and never fail.
    pub(crate) turns: Semaphore,
    /// The same for workflows that wait: whoever finds none starts again.
    pub(crate) kept: Arc<Semaphore>,
    /// The same for calls of checks, apart: slow providers must not keep workflows waiting.
    pub(crate) calls: Semaphore,
    workflows: Linker<turn::State>,
    checks: Linker<check::State>,
    artefacts: Option<Artefacts>,
    keeps_nothing: bool,
    /// One component compiles at a time, on all cores; its description takes the pool's spare slot.
    loading: Mutex<()>,
}

impl Shared {
    /// A store for one instance.
    pub(crate) fn store<T: Send>(
        &self,
        state: T,
        bounds: fn(&mut T) -> &mut Bounds,
        fuel: u64,
        copy_bytes_max: usize,
    ) -> wasmtime::Result<Store<T>> {
        let mut store = Store::new(&self.engine, state);
        store.limiter(move |state| bounds(state));
        store.set_fuel(fuel)?;
        store.fuel_async_yield_interval(Some(FUEL_YIELD_INTERVAL))?;
        store.set_hostcall_fuel(copy_bytes_max);
        Ok(store)
    }
}

impl Sandbox {
    /// Sets up the engine.
    pub fn new(options: Options) -> Result<Sandbox, Error> {
        let calls = options.calls_max.unwrap_or(CALLS_DEFAULT).max(1);
        let engine = Engine::new(&config(calls + TURNS_MAX + KEPT_MAX + 1)).map_err(engine_error)?;
        let mut workflows = Linker::new(&engine);
        v1::workflow::link(&mut workflows).map_err(engine_error)?;
        let mut checks = Linker::new(&engine);
        v1::check::link(&mut checks).map_err(engine_error)?;
        let artefacts = match options.artefacts {
            Some(folder) => Some(Artefacts::open(folder.clone(), &engine).map_err(|source| Error::Artefacts { folder, source })?),
            None => None,
        };
        let permits = |count: u32| Semaphore::new(usize::try_from(count).unwrap_or(Semaphore::MAX_PERMITS));
        let (turns, kept, calls) = (permits(TURNS_MAX), Arc::new(permits(KEPT_MAX)), permits(calls));
        let keeps_nothing = options.keeps_nothing;
        let shared = Shared { engine, turns, kept, calls, workflows, checks, artefacts, keeps_nothing, loading: Mutex::new(()) };
        Ok(Sandbox { shared: Arc::new(shared) })
    }

    /// Compiles a workflow component, or loads what was compiled before. Takes processor time: not for an async task.
    pub fn workflow(&self, component: &[u8]) -> Result<Workflow, Error> {
        self.known_workflow(&digest(component)?, component)
    }

    /// The same for a component whose SHA-256 is known, in lower-case hexadecimal. Where it was compiled before, its bytes are not read.
    pub fn known_workflow(&self, digest: &str, component: &[u8]) -> Result<Workflow, Error> {
        let (digest, component) = self.load(digest, component, &self.shared.workflows, WORKFLOW, v1::workflow::IMPORTS)?;
        let component = v1::workflow::WorkflowPre::new(component).map_err(|error| mismatch(WORKFLOW, &error))?;
        Ok(Workflow { digest, shared: self.shared.clone(), component })
    }

    /// Compiles a check component, or loads what was compiled before, and reads its manifest. Takes processor time: not for
    /// an async task.
    pub fn check(&self, component: &[u8]) -> Result<Check, Error> {
        self.known_check(&digest(component)?, component)
    }

    /// The same for a component whose SHA-256 is known; see [`Sandbox::known_workflow`].
    pub fn known_check(&self, digest: &str, component: &[u8]) -> Result<Check, Error> {
        let (digest, component) = self.load(digest, component, &self.shared.checks, CHECK, v1::check::IMPORTS)?;
        let component = v1::check::CheckPre::new(component).map_err(|error| mismatch(CHECK, &error))?;
        let _one = self.shared.loading.lock().unwrap_or_else(PoisonError::into_inner);
        Check::describe(digest, self.shared.clone(), component)
    }

    fn load<T>(
        &self,
        digest: &str,
        bytes: &[u8],
        linker: &Linker<T>,
        world: &'static str,
        offered: &'static [&'static str],
    ) -> Result<(Arc<str>, InstancePre<T>), Error> {
        if bytes.starts_with(b"\0asm\x01\0\0\0") {
            return Err(Error::CoreModule);
        }
        let component = {
            let _one = self.shared.loading.lock().unwrap_or_else(PoisonError::into_inner);
            self.compiled(digest, bytes)?
        };
        for (import, _) in component.component_type().imports(&self.shared.engine) {
            if !offered.contains(&import) {
                let import = import.to_owned();
                return Err(if import.starts_with("wasi:") { Error::Wasi { import } } else { Error::Import { import, world, offered } });
            }
        }
        let component = linker.instantiate_pre(&component).map_err(|error| mismatch(world, &error))?;
        Ok((digest.into(), component))
    }

    fn compiled(&self, digest: &str, bytes: &[u8]) -> Result<Component, Error> {
        if let Some(artefacts) = &self.shared.artefacts
            && let Some(component) = artefacts.load(&self.shared.engine, digest)
        {
            return Ok(component);
        }
        let component = Component::from_binary(&self.shared.engine, bytes).map_err(|error| Error::NotAComponent(format!("{error:#}")))?;
        let Some(artefacts) = self.shared.artefacts.as_ref().filter(|_| !self.shared.keeps_nothing) else { return Ok(component) };
        artefacts.keep(digest, &component);
        // What was compiled lies in memory whole; from its file only what runs does.
        Ok(artefacts.load(&self.shared.engine, digest).unwrap_or(component))
    }
}

/// SHA-256, of what is not too large to be a component.
fn digest(bytes: &[u8]) -> Result<String, Error> {
    if bytes.len() > COMPONENT_BYTES_MAX {
        return Err(Error::TooLarge { bytes: bytes.len() });
    }
    Ok(data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref()))
}

fn engine_error(error: wasmtime::Error) -> Error {
    Error::Engine(error.into())
}

fn mismatch(world: &'static str, error: &wasmtime::Error) -> Error {
    Error::Mismatch { world, why: format!("{error:#}") }
}

/// `slots` instances at one time.
///
/// Fuel alone meters guests, checks too. Against a bare instance (`cargo bench -p tests --bench sandbox`) a whole name comparison
/// took 1.25 times with fuel and 1.13 with epochs, a trivial call the same; a tight loop over memory was measured at 1.6 with fuel
/// and 2.5 with epochs. So neither wins everywhere, and fuel stops a guest at the same instruction on every machine, needs no
/// ticking thread, and lets workflows and checks share one engine.
fn config(slots: u32) -> Config {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(slots)
        .total_core_instances(slots.saturating_mul(CORE_INSTANCES_MAX))
        .max_core_instances_per_component(CORE_INSTANCES_MAX)
        .total_tables(slots.saturating_mul(TABLES_MAX))
        .max_tables_per_component(TABLES_MAX)
        .table_elements(TABLE_ELEMENTS_MAX)
        .total_memories(slots)
        .max_memories_per_component(1)
        .max_memory_size(MEMORY_BYTES_MAX)
        .total_stacks(slots)
        .max_component_instance_size(1 << 20)
        // What a slot keeps of its last guest is zeroed by a scan of the pages that were written, where the kernel can tell.
        .linear_memory_keep_resident(2 << 20)
        .table_keep_resident(64 << 10)
        .async_stack_keep_resident(64 << 10)
        .pagemap_scan(Enabled::Auto);
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .consume_fuel(true)
        .concurrency_support(false)
        .memory_init_cow(true)
        .memory_reservation(128 << 20)
        .memory_guard_size(32 << 20)
        .max_wasm_stack(256 << 10)
        .async_stack_size(1 << 20)
        // The same bits on every processor: a turn on another node must ask the same.
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true)
        // A waiting workflow ends by a trap that nobody reads.
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .wasm_backtrace_max_frames(None);
    config
}
