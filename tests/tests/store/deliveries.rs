//! Deliveries: who takes them, what came of them, and what that says of their endpoints.

use crate::stage::{Stage, new_run, now};
use journal::{EndpointId, EventId, Mode};
use sqlx::{AssertSqlSafe, Executor};
use std::time::Duration;
use store::{Endpoint, NewEndpoint, Parcel, Room, Settled};

const MINUTE: Duration = Duration::from_secs(60);
const ROOM: Room<'static> = Room { limit: 8, share: 8, busy: &[], slow: &[] };

async fn endpoint(stage: &Stage) -> Endpoint {
    let (at, random) = (now(), rand());
    let id = EndpointId::new(at, &random);
    let url = Some("https://hooks.example.com/".to_owned());
    let new = NewEndpoint { id, mode: Mode::Test, url, event_types: None, scheme: "document".into(), secret: "whsec_".into(), at };
    assert!(stage.store.of(stage.org).create_endpoint(&new).await.unwrap());
    stage.store.of(stage.org).endpoint(Mode::Test, id).await.unwrap().unwrap()
}

/// Never the same twice.
fn rand() -> [u8; 10] {
    let text = new_run().to_string();
    text.as_bytes()[text.len() - 10..].try_into().unwrap()
}

async fn pinged(stage: &Stage, endpoint: &Endpoint, times: usize) {
    for _ in 0..times {
        let at = now();
        stage.store.of(stage.org).ping(endpoint, EventId::new(at, &rand()), at).await.unwrap();
    }
}

async fn claimed(stage: &Stage, node: &str, room: Room<'_>) -> Vec<Parcel> {
    let at = now();
    stage.store.claim_parcels(node, at, at.plus(MINUTE), room).await.unwrap()
}

fn settled(parcel: Parcel, error: Option<&'static str>, sent: bool, gone: bool) -> Settled {
    let answer = if gone { Some(410) } else { error.is_none().then_some(200) };
    Settled { parcel, at: now(), sent, answer, latency: Duration::ZERO, error, next: None, gone }
}

pub(crate) async fn of_a_batch_the_gravest_word_counts(stage: Stage) {
    let own = stage.store.of(stage.org);
    for place in 0..3 {
        let endpoint = endpoint(&stage).await;
        pinged(&stage, &endpoint, 3).await;
        let mut batch = claimed(&stage, "node", ROOM).await.into_iter();
        let mut words = [(None, false), (Some("status"), false), (Some("gone"), true)];
        words.rotate_left(place);
        let batch: Vec<Settled> = words.map(|(error, gone)| settled(batch.next().unwrap(), error, true, gone)).to_vec();
        let off = stage.store.settle("node", &batch, true).await.unwrap();
        assert_eq!((off.len(), off[0].endpoint, off[0].reason, off[0].mails), (1, endpoint.id, "gone", 0));
        let after = own.endpoint(Mode::Test, endpoint.id).await.unwrap().unwrap();
        assert_eq!((after.is_active, after.disabled_reason.as_deref()), (false, Some("gone")), "the order is {words:?}");
    }
    assert_eq!(own.audit(9).await.unwrap().iter().filter(|row| row.action == "webhook.auto_disable").count(), 3);
}

pub(crate) async fn what_was_never_sent_says_nothing_of_an_endpoint(stage: Stage) {
    let endpoint = endpoint(&stage).await;
    pinged(&stage, &endpoint, 2).await;
    let parcels = claimed(&stage, "node", ROOM).await;
    let standing = async || stage.store.of(stage.org).endpoint(Mode::Test, endpoint.id).await.unwrap().unwrap().failing_since;
    stage.store.settle("node", &[settled(parcels[0].clone(), Some("run_gone"), false, false)], true).await.unwrap();
    assert_eq!(standing().await, None);
    let failed = settled(parcels[1].clone(), Some("status"), true, false);
    stage.store.settle("node", std::slice::from_ref(&failed), true).await.unwrap();
    assert_eq!(standing().await, Some(failed.at));
}

pub(crate) async fn a_long_queue_stands_before_no_other(stage: Stage) {
    let (long, short) = (endpoint(&stage).await, endpoint(&stage).await);
    pinged(&stage, &long, 1).await;
    let copies = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO deliveries (org_id, event_id, endpoint_id, event_type, created_at, status, attempts, due)
        SELECT d.org_id, 'evt_00000000000000000000' || (100000 + n.i), d.endpoint_id, d.event_type, d.created_at, d.status, 0, d.due
        FROM n, deliveries d";
    stage.sql().await.execute(copies).await.unwrap();
    pinged(&stage, &short, 3).await;
    let busy = [long.id];
    let taken = claimed(&stage, "node", Room { busy: &busy, ..ROOM }).await;
    assert_eq!((taken.len(), taken.iter().all(|parcel| parcel.endpoint == short.id)), (3, true), "however long the other queue is");
    pinged(&stage, &short, 3).await;
    let taken = claimed(&stage, "node", Room { slow: &busy, ..ROOM }).await;
    let slow = taken.iter().filter(|parcel| parcel.endpoint == long.id).count();
    assert!((1..=2).contains(&slow) && taken.len() - slow == 3, "a slow one gets little, the other all: {slow} of {}", taken.len());
    let taken = claimed(&stage, "node", Room { share: 4, ..ROOM }).await;
    assert!(taken.len() >= 4, "its share, and what is left of the room");
}

pub(crate) async fn of_two_nodes_one_takes_a_delivery(stage: Stage) {
    let endpoint = endpoint(&stage).await;
    pinged(&stage, &endpoint, 200).await;
    let other = stage.another().await;
    let (slow, mut taken) = ([endpoint.id], Vec::new());
    for round in 0..40 {
        // Both ways of taking.
        let room = if round % 2 == 0 { ROOM } else { Room { slow: &slow, ..ROOM } };
        let at = now();
        let (one, two) = tokio::join!(
            stage.store.claim_parcels("one", at, at.plus(MINUTE), room),
            other.claim_parcels("two", at, at.plus(MINUTE), room)
        );
        taken.extend(one.unwrap().into_iter().chain(two.unwrap()).map(|parcel| parcel.event));
    }
    let all = taken.len();
    taken.sort_unstable();
    taken.dedup();
    assert!(taken.len() == all && all > 100, "{} of {all}", taken.len());
}

/// A node that stops stops with its runs first: what it is still sending is not to be sent by another meanwhile.
pub(crate) async fn who_gives_its_runs_back_keeps_its_deliveries(stage: Stage) {
    let endpoint = endpoint(&stage).await;
    pinged(&stage, &endpoint, 1).await;
    assert_eq!(claimed(&stage, "old", ROOM).await.len(), 1);
    stage.store.release("old").await.unwrap();
    assert_eq!(stage.store.take_over_parcels(now()).await.unwrap(), 0, "its lease still stands");
    assert_eq!(claimed(&stage, "new", ROOM).await, []);
    stage.store.release_parcels("old").await.unwrap();
    let parcels = claimed(&stage, "new", ROOM).await;
    assert_eq!(parcels.len(), 1);
    assert_eq!(stage.store.owned_parcels("new").await.unwrap(), [parcels[0].key()]);
    assert_eq!(stage.store.take_over_parcels(now().plus(2 * MINUTE)).await.unwrap(), 1, "a dead node's are free");
    assert_eq!(claimed(&stage, "third", ROOM).await.len(), 1);
}

/// More than one step removes, and no step more than its part.
pub(crate) async fn old_deliveries_go_in_small_steps(stage: Stage) {
    let endpoint = endpoint(&stage).await;
    pinged(&stage, &endpoint, 1).await;
    let parcel = claimed(&stage, "node", ROOM).await.remove(0);
    stage.store.settle("node", &[settled(parcel, None, true, false)], false).await.unwrap();
    let copies = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
        INSERT INTO deliveries (org_id, event_id, endpoint_id, event_type, created_at, status, attempts, due)
        SELECT d.org_id, 'evt_00000000000000000000' || (100000 + n.i), d.endpoint_id, d.event_type, d.created_at, d.status, 1, d.due
        FROM n, deliveries d";
    stage.sql().await.execute(AssertSqlSafe(copies)).await.unwrap();
    assert_eq!(stage.store.sweep(now().plus(store::DELIVERIES_KEPT).minus(MINUTE)).await.unwrap(), store::Swept::All);
    let late = now().plus(store::DELIVERIES_KEPT).plus(MINUTE);
    let mut steps = 1;
    while stage.store.sweep(late).await.unwrap() == store::Swept::Part {
        steps += 1;
    }
    assert_eq!((steps, stage.store.of(stage.org).deliveries(endpoint.id, None, 9).await.unwrap()), (3, vec![]));
    assert_eq!(stage.store.next_parcel().await.unwrap(), None);
}
