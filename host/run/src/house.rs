//! One node's share of the work: its store, its library, and the runs it drives.

use crate::crew::Crew;
use crate::engine::Engine;
use crate::wake;
use library::Library;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long runs may go on after the node was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Everything that a node carries runs out with.
pub struct House {
    /// The database.
    pub store: Store,
    /// What runs can be pinned to.
    pub library: Library,
    /// What drives a run.
    pub engine: Engine,
    pub(crate) crew: Arc<Crew>,
    tasks: TaskTracker,
    kill: CancellationToken,
}

impl House {
    /// A node that drives nothing yet.
    pub fn new(store: Store, library: Library, engine: Engine) -> Arc<House> {
        let (tasks, kill) = (TaskTracker::new(), CancellationToken::new());
        let spawn = {
            let (tasks, kill) = (tasks.clone(), kill.clone());
            Box::new(move |run| drop(tasks.spawn(kill.clone().run_until_cancelled_owned(run))))
        };
        let crew = Arc::new(Crew::new(engine.clone(), spawn));
        Arc::new(House { store, library, engine, crew, tasks, kill })
    }
}

/// Drives runs until told to stop. Then those at work may come to rest for a while; the rest is dropped, for their journals say
/// where to go on, and all leases are given back.
pub async fn serve(house: Arc<House>, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = wake::attend(&house.crew) => {}
    }
    house.crew.close();
    house.tasks.close();
    if tokio::time::timeout(GRACE, house.tasks.wait()).await.is_err() {
        house.kill.cancel();
        house.tasks.wait().await;
    }
    if let Err(error) = house.store.release(&house.engine.node).await {
        tracing::warn!(%error, "the leases could not be given back; they run out by themselves");
    }
}
