//! The work queue: who looks at which run, and when.

use crate::stage::{Run, Stage, lease, narrated, now};
use journal::event::{Event, Started};
use journal::{Mode, RunId, Time};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use store::{Admitted, Lease, Ownership, Store};

const TERM: Duration = Duration::from_secs(30);

async fn claimed(store: &Store, node: &str, at: Time) -> Vec<RunId> {
    store.claim(node, at, at.plus(TERM), 100).await.unwrap().into_iter().map(|claim| claim.run).collect()
}

pub(crate) async fn a_lease_keeps_others_away_until_it_ends(stage: Stage) {
    let began = now();
    let until = began.plus(TERM);
    let mut admission = stage.admission(Mode::Live);
    admission.lease = Some(Lease { node: "a".into(), until });
    let mut run = Run { id: admission.run, record: admission.record.clone() };
    assert_eq!(stage.store.admit(admission).await.unwrap(), Admitted::Fresh);
    let just_before = Time::from_micros(until.micros() - 1);
    assert_eq!(claimed(&stage.store, "b", just_before).await, [], "from the moment it exists");
    assert_eq!(stage.store.of(stage.org).owner(run.id).await.unwrap(), Some(Lease { node: "a".into(), until }));
    // Both an append and a renewal prolong it; neither shortens it.
    let longer = until.plus(TERM);
    run.say_as(&stage.store, vec![Event::Started(Started { memory: vec![] })], lease("a", longer)).await.unwrap();
    assert_eq!(claimed(&stage.store, "b", until).await, []);
    stage.store.renew("a", until).await.unwrap();
    assert_eq!(claimed(&stage.store, "b", until).await, []);
    stage.store.renew("a", longer.plus(TERM)).await.unwrap();
    run.say_as(&stage.store, vec![narrated("meanwhile")], lease("a", until)).await.unwrap();
    assert_eq!(claimed(&stage.store, "b", longer).await, []);
    assert_eq!(claimed(&stage.store, "b", longer.plus(TERM)).await, [run.id], "its node is gone");
    assert_eq!(claimed(&stage.store, "c", longer.plus(TERM)).await, [], "and now b has it");
    // The lease decides nothing: the old node may still be the first to append.
    run.say_as(&stage.store, vec![narrated("still here")], lease("a", longer.plus(3 * TERM))).await.unwrap();
}

pub(crate) async fn two_nodes_never_get_the_same_run(stage: Stage) {
    const RUNS: usize = 60;
    let mut runs = BTreeSet::new();
    for _ in 0..RUNS {
        runs.insert(stage.admitted(Mode::Test).await.id);
    }
    let (at, stage) = (now(), Arc::new(stage));
    let nodes = ["a", "b", "c", "d"].map(|node| {
        let stage = stage.clone();
        tokio::spawn(async move {
            let store = stage.another().await;
            let mut mine = Vec::new();
            loop {
                let claims = store.claim(node, at, at.plus(TERM), 3).await.unwrap();
                assert!(claims.len() <= 3 && claims.iter().all(|claim| claim.org == stage.org && claim.attempts == 1));
                if claims.is_empty() {
                    return mine;
                }
                mine.extend(claims.into_iter().map(|claim| claim.run));
            }
        })
    });
    let mut all = Vec::new();
    for node in nodes {
        all.extend(node.await.unwrap());
    }
    assert_eq!(all.len(), RUNS, "each once");
    assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), runs);
}

pub(crate) async fn claims_are_counted_until_an_append(stage: Stage) {
    let mut run = stage.admitted(Mode::Live).await;
    let mut at = now();
    for attempts in 1..4 {
        let claims = stage.store.claim("a", at, at.plus(TERM), 9).await.unwrap();
        assert_eq!(claims.iter().map(|claim| (claim.run, claim.attempts)).collect::<Vec<_>>(), [(run.id, attempts)]);
        at = at.plus(TERM);
    }
    run.say(&stage.store, vec![Event::Started(Started { memory: vec![] })]).await.unwrap();
    assert_eq!(stage.store.claim("a", at, at.plus(TERM), 9).await.unwrap()[0].attempts, 1);
}

pub(crate) async fn a_released_node_leaves_its_runs_to_others(stage: Stage) {
    let (first, second) = (stage.admitted(Mode::Live).await, stage.admitted(Mode::Live).await);
    let at = now();
    assert_eq!(claimed(&stage.store, "a", at).await, [first.id, second.id], "the longest due first");
    stage.store.release("a").await.unwrap();
    let one = stage.store.claim("b", at, at.plus(TERM), 1).await.unwrap();
    assert_eq!(one.iter().map(|claim| (claim.run, claim.attempts)).collect::<Vec<_>>(), [(first.id, 2)]);
    stage.store.clear_leases().await.unwrap();
    assert_eq!(claimed(&stage.store, "c", at).await, [first.id, second.id]);
}

pub(crate) async fn a_decision_leaves_the_run_with_its_node(stage: Stage) {
    let (mut run, plan) = stage.parked(Mode::Live).await;
    assert_eq!(claimed(&stage.store, "a", now()).await, [], "nobody looks at a parked run before it expires");
    run.decide(&stage.store, plan, stage.key).await.unwrap();
    let at = now();
    assert_eq!(claimed(&stage.store, "a", at).await, [run.id], "nobody had it, so whoever claims it");
    run.cancel(&stage.store, stage.key).await.unwrap();
    assert_eq!(stage.store.of(stage.org).owner(run.id).await.unwrap().unwrap().node, "a", "a client takes it from nobody");
    assert_eq!(claimed(&stage.store, "b", at).await, []);
    let (append, _) = run.append(vec![], Ownership::Free);
    assert!(stage.store.append(append).await.is_err(), "an append of nothing gives nothing up");
    assert_eq!(stage.store.of(stage.org).owner(run.id).await.unwrap().unwrap().node, "a");
}

pub(crate) async fn a_run_given_back_waits_as_long_as_it_was_told(stage: Stage) {
    let run = stage.admitted(Mode::Live).await;
    let at = now();
    assert_eq!(claimed(&stage.store, "a", at).await, [run.id]);
    let tenant = stage.store.of(stage.org);
    tenant.give_back(run.id, "b", None).await.unwrap();
    assert_eq!(tenant.owner(run.id).await.unwrap().unwrap().node, "a", "only its node gives it back");
    let later = at.plus(Duration::from_secs(5));
    tenant.give_back(run.id, "a", Some(later)).await.unwrap();
    assert_eq!(claimed(&stage.store, "b", at).await, []);
    let claims = stage.store.claim("b", later, later.plus(TERM), 9).await.unwrap();
    assert_eq!(claims.iter().map(|claim| (claim.run, claim.attempts)).collect::<Vec<_>>(), [(run.id, 2)]);
}

pub(crate) async fn the_next_due_time_is_known(stage: Stage) {
    assert_eq!(stage.store.next_due().await.unwrap(), None);
    let (run, _) = stage.parked(Mode::Live).await;
    assert_eq!(stage.store.next_due().await.unwrap(), run.record.state().wake_at());
    let mut other = stage.admitted(Mode::Live).await;
    assert_eq!(stage.store.next_due().await.unwrap(), Some(other.record.created_at()));
    let until = now().plus(TERM);
    other.say_as(&stage.store, vec![Event::Started(Started { memory: vec![] })], lease("a", until)).await.unwrap();
    assert_eq!(stage.store.next_due().await.unwrap(), Some(until), "when the lease ends, if its node is gone");
    tokio::time::timeout(TERM, stage.store.wake().due().notified()).await.unwrap();
    let notified = stage.store.wake().due().notified();
    let claimable = stage.admitted(Mode::Live);
    futures::join!(notified, claimable);
}
