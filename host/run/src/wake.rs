//! Takes up runs that are due and that nobody drives: fresh ones, approved ones, timers, and those of a node that died.

use crate::advance::Task;
use crate::crew::Crew;
use journal::{OrgId, RunId};
use std::collections::HashSet;
use std::time::Duration;

/// Runs taken in one claim.
const CLAIM_MAX: usize = 64;
/// A wake-up that nobody told of is found this much later: timers, and runs of a node that died.
const POLL: Duration = Duration::from_secs(1);
/// Leases are prolonged so many times before they would end: one that fails is made good by the next.
const RENEWALS: u32 = 4;

/// Takes up what is due, for ever. Dropping it takes up no more.
pub async fn attend(crew: &Crew) {
    futures::join!(claim(crew), renew(crew));
}

async fn claim(crew: &Crew) {
    loop {
        let told = crew.engine.journals.due();
        let Some(taken) = take(crew).await else { return };
        if taken < CLAIM_MAX {
            let poll = crew.engine.sleep(POLL);
            futures::future::select(told, poll).await;
        }
    }
}

/// Claims what there is room for and begins it. How many runs that were; `None`: the node is stopping.
async fn take(crew: &Crew) -> Option<usize> {
    let mut slots = vec![crew.free_slot().await?];
    slots.extend(std::iter::from_fn(|| crew.slot()).take(CLAIM_MAX - 1));
    let engine = &crew.engine;
    let (now, until) = (engine.now(), engine.leased_until());
    let limit = u32::try_from(slots.len()).unwrap_or(u32::MAX);
    match engine.journals.claim(&engine.node, now, until, limit).await {
        Ok(claims) => {
            let taken = claims.len();
            for (claim, slot) in claims.into_iter().zip(slots) {
                crew.begin(
                    slot,
                    Task { org: claim.org, run: claim.run, record: None, kept: None, attempts: claim.attempts, claimed: true },
                );
            }
            Some(taken)
        }
        Err(error) => {
            tracing::warn!(%error, "due runs cannot be claimed; trying again");
            Some(0)
        }
    }
}

/// Prolongs this node's leases, and gives back those that it holds without knowing: of a claim whose answer was lost, say.
async fn renew(crew: &Crew) {
    let engine = &crew.engine;
    let mut suspects: HashSet<(OrgId, RunId)> = HashSet::new();
    loop {
        engine.sleep(engine.lease / RENEWALS).await;
        if let Err(error) = engine.journals.renew(&engine.node, engine.leased_until()).await {
            tracing::warn!(%error, "the leases cannot be prolonged; trying again");
        }
        match engine.journals.owned(&engine.node).await {
            Ok(owned) => suspects = give_back_unknown(crew, owned, &suspects).await,
            Err(error) => tracing::warn!(%error, "the leases cannot be read; trying again"),
        }
    }
}

/// A run that is owned and not driven may just be beginning; one that is so twice in a row is not.
async fn give_back_unknown(crew: &Crew, owned: Vec<(OrgId, RunId)>, suspects: &HashSet<(OrgId, RunId)>) -> HashSet<(OrgId, RunId)> {
    let engine = &crew.engine;
    let mut idle: HashSet<_> = owned.into_iter().filter(|(_, run)| !crew.drives(*run)).collect();
    for (org, run) in idle.intersection(suspects) {
        if let Err(error) = engine.journals.give_back(*org, *run, &engine.node, None).await {
            tracing::warn!(%run, %error, "a lease cannot be given back; trying again");
        }
    }
    idle.retain(|lease| !suspects.contains(lease));
    idle
}
