//! One node's share of the work: its store, its library, its engine, and room for so many runs at once.

use crate::advance::{self, Task};
use crate::engine::Engine;
use library::Library;
use std::sync::Arc;
use store::Store;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Runs that one node drives at once. A run that waits for a provider is a small task; beyond this they wait in the database.
pub const ACTIVE_RUNS_MAX: usize = 16_384;

/// Everything that a node carries runs out with.
pub struct House {
    /// The database.
    pub store: Store,
    /// What runs can be pinned to.
    pub library: Library,
    /// What drives a run.
    pub engine: Engine,
    slots: Arc<Semaphore>,
    tasks: TaskTracker,
    kill: CancellationToken,
}

impl House {
    /// A node that drives nothing yet.
    pub fn new(store: Store, library: Library, engine: Engine) -> Arc<House> {
        let slots = Arc::new(Semaphore::new(ACTIVE_RUNS_MAX));
        Arc::new(House { store, library, engine, slots, tasks: TaskTracker::new(), kill: CancellationToken::new() })
    }

    /// Room for one more run, if there is any and the node is not stopping.
    pub(crate) fn slot(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.slots).try_acquire_owned().ok()
    }

    pub(crate) fn slots(&self) -> &Arc<Semaphore> {
        &self.slots
    }

    /// Drives a run in the background. The caller holds its lease.
    pub(crate) fn begin(&self, slot: OwnedSemaphorePermit, task: Task) {
        let engine = self.engine.clone();
        let kill = self.kill.clone();
        self.tasks.spawn(async move {
            let _slot = slot;
            let run = task.run;
            tokio::select! {
                biased;
                () = kill.cancelled() => {}
                outcome = advance::advance(&engine, task) => {
                    if let Err(error) = outcome {
                        let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
                        let causes: Vec<String> = causes.map(ToString::to_string).collect();
                        tracing::error!(%run, %error, ?causes, "a run could not be driven on; it is tried again when its lease runs out");
                    }
                }
            }
        });
    }

    /// Takes no more runs, gives those at work `grace` to rest, then drops them: their journals say where to go on.
    pub(crate) async fn drain(&self, grace: std::time::Duration) {
        self.slots.close();
        self.tasks.close();
        if tokio::time::timeout(grace, self.tasks.wait()).await.is_err() {
            self.kill.cancel();
            self.tasks.wait().await;
        }
    }
}
