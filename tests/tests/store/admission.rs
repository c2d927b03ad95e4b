//! Who may begin a run, decided in one transaction.

use crate::stage::{Run, Stage, micros, narrated, now};
use futures::future::join_all;
use journal::{Mode, Record, Status};
use store::fault::Fault;
use store::{Admission, Admitted, Idempotency, Refusal};
use tokio::sync::oneshot;

fn named(key: &str, request: u8) -> Option<Idempotency> {
    Some(Idempotency { key: key.into(), fingerprint: [request; 32] })
}

/// How many rows the tables of runs hold.
async fn rows(stage: &Stage) -> Vec<i64> {
    use sqlx::{Executor, Row};
    let mut sql = stage.sql().await;
    let mut counts = Vec::new();
    for query in [
        "SELECT count(*) FROM events",
        "SELECT count(*) FROM runs",
        "SELECT count(*) FROM threads",
        "SELECT count(*) FROM wakeups",
        "SELECT count(*) FROM idempotency_keys",
    ] {
        counts.push(sql.fetch_one(query).await.unwrap().get(0));
    }
    counts
}

pub(crate) async fn a_key_that_ended_admits_nothing(stage: Stage) {
    let before = rows(&stage).await;
    let mut foreign = stage.admission(Mode::Live);
    let mut created = stage.created(Mode::Live);
    created.key = stage.test_key;
    foreign.record = Record::begin(now(), created).unwrap();
    assert_eq!(stage.store.admit(foreign).await.unwrap(), Admitted::Refused(Refusal::KeyInactive), "a test key, a live run");
    stage.store.of(stage.org).revoke_key(stage.key, now()).await.unwrap().unwrap();
    let refused = stage.store.admit(stage.admission(Mode::Live)).await.unwrap();
    assert_eq!(refused, Admitted::Refused(Refusal::KeyInactive));
    let (mut expiring, key) = crate::stage::key(Mode::Live);
    expiring.expires_at = Some(now());
    stage.store.of(stage.org).create_key(&expiring).await.unwrap();
    let mut created = stage.created(Mode::Live);
    created.key = key;
    let mut late = stage.admission(Mode::Live);
    late.record = Record::begin(now(), created).unwrap();
    assert_eq!(stage.store.admit(late).await.unwrap(), Admitted::Refused(Refusal::KeyInactive), "expired");
    assert_eq!(rows(&stage).await, before);
}

pub(crate) async fn simultaneous_admissions_with_one_name_make_one_run(stage: Stage) {
    let stores = [stage.store.clone(), stage.another().await, stage.another().await];
    let other_key = stage.new_key(stage.org, Mode::Live).await;
    for round in 0..10 {
        let race: Vec<_> = (0..12)
            .map(|place| {
                let mut admission = stage.admission(Mode::Live);
                // The name belongs to the organisation, whichever key asks.
                let mut created = stage.created(Mode::Live);
                created.key = if place % 2 == 0 { stage.key } else { other_key };
                admission.record = Record::begin(now(), created).unwrap();
                admission.idempotency = named(&format!("order {round}"), 1);
                let (store, run) = (stores[place % 3].clone(), admission.run);
                tokio::spawn(async move { (run, store.admit(admission).await.unwrap()) })
            })
            .collect();
        let outcomes: Vec<_> = join_all(race).await.into_iter().map(Result::unwrap).collect();
        let fresh: Vec<_> = outcomes.iter().filter(|(_, admitted)| *admitted == Admitted::Fresh).map(|(run, _)| *run).collect();
        assert_eq!(fresh.len(), 1, "round {round}: {outcomes:?}");
        let replayed = outcomes.iter().filter(|(_, admitted)| *admitted == Admitted::Replayed(fresh[0])).count();
        assert_eq!(replayed, 11, "round {round}: {outcomes:?}");
    }
    assert_eq!(rows(&stage).await, [10; 5]);
}

pub(crate) async fn refusals_come_in_their_order_and_store_nothing(stage: Stage) {
    // An account without credits, a thread that is not there, a name that stands for another request, a key that ended.
    let poor = stage.new_org(false).await;
    let key = stage.new_key(poor, Mode::Live).await;
    let admission = |new_thread, idempotency| {
        let mut created = stage.created(Mode::Live);
        (created.org, created.key) = (poor, key);
        Admission { record: Record::begin(now(), created).unwrap(), new_thread, idempotency, ..stage.admission(Mode::Live) }
    };
    let tenant = stage.store.of(poor);
    tenant.set_unlimited(true, now()).await.unwrap();
    let first = admission(true, named("taken", 1));
    let run = first.run;
    assert_eq!(stage.store.admit(first).await.unwrap(), Admitted::Fresh);
    tenant.set_unlimited(false, now()).await.unwrap();
    let before = rows(&stage).await;

    let refused = async |admission| stage.store.admit(admission).await.unwrap();
    assert_eq!(refused(admission(true, None)).await, Admitted::Refused(Refusal::NoCredits));
    assert_eq!(refused(admission(false, None)).await, Admitted::Refused(Refusal::NoThread), "told before the credits");
    assert_eq!(refused(admission(false, named("taken", 2))).await, Admitted::Refused(Refusal::KeyReuse { run }), "before the thread");
    assert_eq!(refused(admission(false, named("taken", 1))).await, Admitted::Replayed(run), "a replay costs nothing");
    assert_eq!(tenant.idempotent(Mode::Live, &named("taken", 1).unwrap()).await.unwrap(), Some(Admitted::Replayed(run)));
    let reused = tenant.idempotent(Mode::Live, &named("taken", 2).unwrap()).await.unwrap();
    assert_eq!(reused, Some(Admitted::Refused(Refusal::KeyReuse { run })));
    assert_eq!(tenant.idempotent(Mode::Test, &named("taken", 1).unwrap()).await.unwrap(), None, "the other mode");
    tenant.revoke_key(key, now()).await.unwrap();
    assert_eq!(refused(admission(false, named("taken", 1))).await, Admitted::Refused(Refusal::KeyInactive), "before everything");
    assert_eq!(rows(&stage).await, before);
}

pub(crate) async fn an_empty_account_refuses_live_runs_alone(stage: Stage) {
    let tenant = stage.store.of(stage.org);
    let mut run = stage.started(Mode::Live).await;
    run.checks(&stage.store, &[499_999_999]).await;
    assert_eq!(stage.store.admit(stage.admission(Mode::Live)).await.unwrap(), Admitted::Fresh, "a millionth is left");
    run.checks(&stage.store, &[2_000_000]).await;
    let usage = tenant.usage(Mode::Live).await.unwrap();
    assert_eq!(usage.used.micros() - usage.granted.micros(), 1_999_999, "a run admitted runs to its end");
    assert_eq!(stage.store.admit(stage.admission(Mode::Live)).await.unwrap(), Admitted::Refused(Refusal::NoCredits));
    assert_eq!(stage.store.admit(stage.admission(Mode::Test)).await.unwrap(), Admitted::Fresh, "the test account has no limit");
    tenant.grant(Mode::Live, micros(1_999_999), "not enough", now()).await.unwrap();
    assert_eq!(stage.store.admit(stage.admission(Mode::Live)).await.unwrap(), Admitted::Refused(Refusal::NoCredits), "exactly nothing");
    tenant.set_unlimited(true, now()).await.unwrap();
    assert_eq!(stage.store.admit(stage.admission(Mode::Live)).await.unwrap(), Admitted::Fresh);
}

pub(crate) async fn a_thread_belongs_to_its_mode(stage: Stage) {
    let mut first = stage.started(Mode::Live).await;
    let thread = first.record.created().thread;
    let another = stage.another().await;
    let follow = |mode| {
        let mut created = stage.created(mode);
        created.thread = thread;
        Admission { record: Record::begin(now(), created).unwrap(), new_thread: false, ..stage.admission(mode) }
    };
    let second = follow(Mode::Live);
    let mut run = Run { id: second.run, record: second.record.clone() };
    assert_eq!(another.admit(second).await.unwrap(), Admitted::Queued, "by a node that never saw the thread, behind the first");
    assert_eq!(another.admit(follow(Mode::Test)).await.unwrap(), Admitted::Refused(Refusal::NoThread));
    assert_eq!(stage.store.admit(follow(Mode::Test)).await.unwrap(), Admitted::Refused(Refusal::NoThread));
    let id = run.id;
    let due = async || {
        let claims = another.claim("b", now(), now().plus(std::time::Duration::from_secs(9)), 10).await.unwrap();
        claims.into_iter().any(|claim| claim.run == id)
    };
    assert!(!due().await, "it waits for its turn");
    let before = stage.store.of(stage.org).explain(id).await.unwrap().unwrap().others;
    assert_eq!(before.iter().map(|row| row.run).collect::<Vec<_>>(), [first.id], "and says for whom");
    first.end(&stage.store, Status::Completed).await;
    assert!(due().await, "its turn came with the end of the first");
    let started = journal::event::Event::Started(journal::event::Started { memory: vec![first.id] });
    run.say(&stage.store, vec![started, narrated("in the same thread")]).await.unwrap();
    assert_eq!(stage.journal(run.id).await, run.record);
    let tenant = stage.store.of(stage.org);
    assert!(tenant.thread_exists(Mode::Live, thread).await.unwrap() && !tenant.thread_exists(Mode::Test, thread).await.unwrap());
}

pub(crate) async fn a_lost_admission_is_found_again(stage: Stage) {
    for applied in [true, false] {
        let (struck, was_struck) = oneshot::channel();
        let (go_on, resume) = oneshot::channel();
        stage.store.inject(Fault { applied, struck, resume });
        let mut admission = stage.admission(Mode::Live);
        admission.idempotency = named(&format!("lost {applied}"), 1);
        let (run, record) = (admission.run, admission.record.clone());
        drop(go_on);
        let (admitted, hit) = futures::join!(stage.store.admit(admission), was_struck);
        hit.unwrap();
        assert_eq!(admitted.unwrap(), Admitted::Fresh, "applied: {applied}");
        assert_eq!(stage.journal(run).await, record);
    }
    assert_eq!(rows(&stage).await, [2; 5]);
}
