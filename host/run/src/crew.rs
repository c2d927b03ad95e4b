//! The runs that this node drives at present, and room for so many more.

use crate::advance::{Task, advance};
use crate::engine::Engine;
use futures::future::BoxFuture;
use journal::RunId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Runs that one node drives at once. A run that waits for a provider is a small task; beyond this they wait in the database.
pub const ACTIVE_RUNS_MAX: usize = 16_384;

/// Begins a future in the background.
pub type Spawn = Box<dyn Fn(BoxFuture<'static, ()>) + Send + Sync>;

/// What this node drives.
pub struct Crew {
    /// What drives a run.
    pub engine: Engine,
    spawn: Spawn,
    slots: Arc<Semaphore>,
    active: Arc<Mutex<HashMap<RunId, usize>>>,
}

/// Room for one run.
pub struct Slot(#[expect(dead_code, reason = "room is taken for as long as it lives")] OwnedSemaphorePermit);

impl Crew {
    /// A crew that drives nothing yet.
    pub fn new(engine: Engine, spawn: Spawn) -> Crew {
        Crew { engine, spawn, slots: Arc::new(Semaphore::new(ACTIVE_RUNS_MAX)), active: Arc::default() }
    }

    /// Room for one more run, if there is any and the node is not stopping.
    pub(crate) fn slot(&self) -> Option<Slot> {
        Arc::clone(&self.slots).try_acquire_owned().ok().map(Slot)
    }

    /// Waits for room. `None`: the node is stopping.
    pub(crate) async fn free_slot(&self) -> Option<Slot> {
        Arc::clone(&self.slots).acquire_owned().await.ok().map(Slot)
    }

    /// Takes no more runs.
    pub(crate) fn close(&self) {
        self.slots.close();
    }

    /// Drives a run in the background. The caller holds its lease. An earlier drive may just be leaving: they are counted.
    pub(crate) fn begin(&self, slot: Slot, task: Task) {
        let run = task.run;
        *self.active().entry(run).or_default() += 1;
        let engine = self.engine.clone();
        let at_work = AtWork { run, active: Arc::clone(&self.active), _slot: slot };
        self.spawn(Box::pin(async move {
            let _at_work = at_work;
            if let Err(error) = advance(&engine, task).await {
                let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
                let causes: Vec<String> = causes.map(ToString::to_string).collect();
                tracing::error!(%run, %error, ?causes, "a run could not be driven on; it is tried again later");
            }
        }));
    }

    /// Begins a future in the background.
    pub(crate) fn spawn(&self, future: BoxFuture<'static, ()>) {
        (self.spawn)(future);
    }

    /// Whether the run is at work here.
    pub(crate) fn drives(&self, run: RunId) -> bool {
        self.active().contains_key(&run)
    }

    fn active(&self) -> std::sync::MutexGuard<'_, HashMap<RunId, usize>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets the run when its task ends, however it ends.
struct AtWork {
    run: RunId,
    active: Arc<Mutex<HashMap<RunId, usize>>>,
    _slot: Slot,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut active = self.active.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = active.get_mut(&self.run) {
            *count -= 1;
            if *count == 0 {
                active.remove(&self.run);
            }
        }
    }
}
