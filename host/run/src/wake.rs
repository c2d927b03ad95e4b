//! Takes up runs that are due and that nobody drives: fresh ones, approved ones, timers, and those of a node that died.

use crate::advance::Task;
use crate::engine::LEASE;
use crate::house::House;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Runs taken in one claim.
const CLAIM_MAX: usize = 64;
/// A wake-up that nobody told of is found this much later: timers, and runs of a node that died.
const POLL: Duration = Duration::from_secs(1);
/// How often leases are renewed.
const RENEW: Duration = Duration::from_secs(3);
/// How long runs may go on after the node was told to stop.
const GRACE: Duration = Duration::from_secs(5);

const _: () = assert!(RENEW.as_secs() * 3 < LEASE.as_secs());

/// Drives runs until told to stop; then lets them rest and gives them back.
pub async fn serve(house: Arc<House>, stop: CancellationToken) {
    tokio::join!(claim(&house, &stop), renew(&house, &stop));
    house.drain(GRACE).await;
    if let Err(error) = house.store.release(&house.engine.node).await {
        tracing::warn!(%error, "the leases could not be given back; they run out by themselves");
    }
}

async fn claim(house: &House, stop: &CancellationToken) {
    loop {
        let due = house.store.wake().due().notified();
        let taken = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            taken = take(house) => taken,
        };
        if taken == CLAIM_MAX {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = due => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Claims what there is room for and begins it. How many runs that were.
async fn take(house: &House) -> usize {
    let Ok(first) = Arc::clone(house.slots()).acquire_owned().await else { return 0 };
    let mut slots = vec![first];
    slots.extend(std::iter::from_fn(|| house.slot()).take(CLAIM_MAX - 1));
    let engine = &house.engine;
    let now = engine.now();
    let limit = u32::try_from(slots.len()).unwrap_or(u32::MAX);
    match engine.journals.claim(&engine.node, now, now.plus(LEASE), limit).await {
        Ok(claims) => {
            let taken = claims.len();
            for (claim, slot) in claims.into_iter().zip(slots) {
                house.begin(slot, Task { org: claim.org, run: claim.run, record: None, attempts: claim.attempts });
            }
            taken
        }
        Err(error) => {
            tracing::warn!(%error, "due runs cannot be claimed; trying again");
            0
        }
    }
}

async fn renew(house: &House, stop: &CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(RENEW) => {}
        }
        let engine = &house.engine;
        if let Err(error) = house.store.renew(&engine.node, engine.now().plus(LEASE)).await {
            tracing::warn!(%error, "the leases cannot be renewed; trying again");
        }
    }
}
