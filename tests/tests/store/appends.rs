//! The one door: who wins, who is told, and that nothing is lost.

use crate::stage::{Stage, answered, asked, narrated, new_run, now};
use futures::future::join_all;
use journal::event::{Event, Started};
use journal::{Mode, Status};
use sqlx::Executor;
use std::sync::Arc;
use store::fault::Fault;
use store::{Append, AppendError, Error, Ownership, Store};
use tokio::sync::oneshot;

pub(crate) async fn a_journal_reads_back_as_it_was_written(stage: Stage) {
    let run = stage.completed(Mode::Live).await;
    assert_eq!(stage.journal(run.id).await, run.record);
    // Also by somebody who never saw the thread's key.
    let another = stage.another().await;
    assert_eq!(another.of(stage.org).journal(run.id).await.unwrap().unwrap(), run.record);
    assert!(another.of(stage.org).journal(new_run()).await.unwrap().is_none());
}

pub(crate) async fn what_another_node_wrote_is_read_at_once(stage: Stage) {
    let mut run = stage.started(Mode::Live).await;
    let (own, another) = (stage.store.of(stage.org), stage.another().await);
    assert_eq!(own.latest(run.id, 0).await.unwrap().unwrap(), run.record, "kept by whoever wrote it");
    run.say(&another, vec![narrated("by another node")]).await.unwrap();
    assert_eq!(own.latest(run.id, 0).await.unwrap().unwrap(), run.record, "what is kept is not the last word");
    let stranger = stage.new_org(true).await;
    assert!(another.of(stranger).latest(run.id, 0).await.unwrap().is_none(), "nor anybody else's");
}

pub(crate) async fn of_eight_writers_at_one_head_one_wins(stage: Stage) {
    let stores = [stage.store.clone(), stage.another().await];
    for round in 0..20 {
        let run = stage.started(Mode::Live).await;
        let race = (0..8).map(|writer| {
            let (append, record) = run.append(vec![narrated(format!("writer {writer}"))], Ownership::Free);
            let store = stores[writer % 2].clone();
            tokio::spawn(async move { store.append(append).await.map(|()| record) })
        });
        let mut winners = Vec::new();
        for outcome in join_all(race).await {
            match outcome.unwrap() {
                Ok(record) => winners.push(record),
                Err(AppendError::Conflict) => {}
                Err(AppendError::Store(error)) => panic!("round {round}: {error:?}"),
            }
        }
        assert_eq!(winners.len(), 1, "round {round}");
        assert_eq!(stage.journal(run.id).await, winners[0], "round {round}");
    }
}

pub(crate) async fn a_crowd_loses_and_reorders_nothing(stage: Stage) {
    const TASKS: usize = 64;
    const APPENDS: usize = 200;
    let stage = Arc::new(stage);
    let crowd = (0..TASKS).map(|_| {
        let stage = stage.clone();
        tokio::spawn(async move {
            let mut run = stage.started(Mode::Test).await;
            for _ in 0..APPENDS {
                let text = format!("{} says {}", run.id, run.record.head());
                run.say(&stage.store, vec![narrated(text)]).await.unwrap();
            }
            run.end(&stage.store, Status::Completed).await;
            run
        })
    });
    for run in join_all(crowd).await {
        let run = run.unwrap();
        assert_eq!(stage.journal(run.id).await, run.record);
    }
    let proof = stage.store.verify().await.unwrap();
    assert_eq!((proof.runs, proof.faults), (TASKS as u64, vec![]));
}

/// Presents appends while the writer is busy with something else, so that they wait together and make one group.
async fn together(stage: &Stage, appends: impl IntoIterator<Item = Append>) -> Vec<Result<(), AppendError>> {
    let appends: Vec<_> = appends.into_iter().collect();
    let (struck, was_struck) = oneshot::channel();
    let (go_on, resume) = oneshot::channel();
    stage.store.inject(Fault { applied: true, struck, resume });
    let crowd = async {
        was_struck.await.unwrap();
        // Each is in the queue once it was polled for the first time, and that is before the gate is.
        let all = join_all(appends.into_iter().map(|append| stage.store.append(append)).map(Box::pin));
        let gate = async { go_on.send(()).unwrap() };
        futures::join!(all, gate).0
    };
    futures::join!(stage.admitted(Mode::Test), crowd).1
}

pub(crate) async fn appends_of_one_run_in_one_group_are_decided_in_order(stage: Stage) {
    let mut run = stage.started(Mode::Live).await;
    let mut appends = Vec::new();
    for price in [2_000_000, 1_500_000] {
        let asked = asked(run.record.head() + 1, price);
        for event in [Event::CheckAsked(asked.clone()), answered(&asked)] {
            let (append, record) = run.append(vec![event], Ownership::Free);
            run.record = record;
            appends.push(append);
        }
    }
    let late = appends[1].clone();
    let outcomes = together(&stage, appends.into_iter().chain([late])).await;
    assert!(outcomes[..4].iter().all(Result::is_ok), "{outcomes:?}");
    assert!(matches!(outcomes[4], Err(AppendError::Conflict)));
    assert_eq!(stage.journal(run.id).await, run.record);
    assert_eq!(stage.store.of(stage.org).usage(Mode::Live).await.unwrap().used.micros(), 3_500_000);
    assert_eq!(stage.store.verify().await.unwrap().faults, Vec::<String>::new());
}

pub(crate) async fn a_conflict_writes_nothing(stage: Stage) {
    let mut run = stage.started(Mode::Live).await;
    let question = asked(run.record.head() + 1, 2_000_000);
    run.say(&stage.store, vec![Event::CheckAsked(question.clone())]).await.unwrap();
    let (late, _) = run.append(vec![answered(&question)], Ownership::Free);
    run.say(&stage.store, vec![narrated("first")]).await.unwrap();
    let before = stage.store.of(stage.org).explain(run.id).await.unwrap();
    assert!(matches!(stage.store.append(late).await, Err(AppendError::Conflict)));
    assert_eq!(stage.journal(run.id).await, run.record);
    assert_eq!(stage.store.of(stage.org).explain(run.id).await.unwrap(), before);
    assert_eq!(stage.store.of(stage.org).usage(Mode::Live).await.unwrap().used.micros(), 0, "nothing was debited");
    assert_eq!(stage.store.verify().await.unwrap().faults, Vec::<String>::new());
}

pub(crate) async fn what_stands_on_nothing_is_a_conflict(stage: Stage) {
    let mut run = stage.started(Mode::Live).await;
    let (_, ahead) = run.append(vec![narrated("never written")], Ownership::Free);
    run.record = ahead;
    let (append, _) = run.append(vec![narrated("on top of it")], Ownership::Free);
    assert!(matches!(stage.store.append(append.clone()).await, Err(AppendError::Conflict)));
    let stranger = store::Append { run: new_run(), ..append };
    assert!(matches!(stage.store.append(stranger).await, Err(AppendError::Conflict)), "no such run");
}

pub(crate) async fn a_poisoned_member_fails_alone(stage: Stage) {
    let mut runs = Vec::new();
    for _ in 0..6 {
        runs.push(stage.started(Mode::Live).await);
    }
    let mut appends: Vec<_> = runs.iter().map(|run| run.append(vec![narrated("sound")], Ownership::Free).0).collect();
    // The place of its debit is taken in the ledger.
    let question = asked(runs[2].record.head() + 1, 2_000_000);
    let (poisoned, with) = runs[2].append(vec![Event::CheckAsked(question.clone()), answered(&question)], Ownership::Free);
    let run = runs[2].id;
    let squatter = format!(
        "INSERT INTO ledger (org_id, mode, line, kind, run_id, seq, amount, balance, at) \
         VALUES ('{}', 'live', 1000000, 'debit', '{run}', {}, 0, 0, 0)",
        stage.org,
        with.head()
    );
    stage.sql().await.execute(sqlx::AssertSqlSafe(squatter)).await.unwrap();
    appends[2] = poisoned;
    let outcomes = together(&stage, appends).await;
    for (place, outcome) in outcomes.iter().enumerate() {
        match (place, outcome) {
            (2, Err(AppendError::Store(Error::Database(_)))) => {}
            (2, other) => panic!("the poisoned one: {other:?}"),
            (_, outcome) => assert!(outcome.is_ok(), "{place}: {outcome:?}"),
        }
    }
    assert_eq!(stage.journal(runs[2].id).await, runs[2].record, "nothing of it was written");
    stage.sql().await.execute("DELETE FROM ledger WHERE line = 1000000").await.unwrap();
    assert_eq!(stage.store.verify().await.unwrap().faults, Vec::<String>::new());
    runs[2].say(&stage.store, vec![narrated("it goes on")]).await.unwrap();
}

/// The next commit's outcome is lost; `between` happens before the writer finds out.
async fn lose<T>(store: &Store, applied: bool, work: impl Future<Output = T>, between: impl Future<Output = ()>) -> T {
    let (struck, was_struck) = oneshot::channel();
    let (go_on, resume) = oneshot::channel();
    store.inject(Fault { applied, struck, resume });
    let meanwhile = async {
        was_struck.await.unwrap();
        between.await;
        go_on.send(()).unwrap();
    };
    futures::join!(work, meanwhile).0
}

pub(crate) async fn a_commit_whose_answer_was_lost_is_found_again(stage: Stage) {
    let mut run = stage.started(Mode::Live).await;
    let rival = stage.another().await;
    let question = asked(run.record.head() + 1, 2_000_000);
    let (append, record) = run.append(vec![Event::CheckAsked(question.clone()), answered(&question)], Ownership::Free);
    let id = run.id;
    // Even though somebody wrote on top of it meanwhile.
    let between = async {
        let mut seen = crate::stage::Run { id, record: rival.of(stage.org).journal(id).await.unwrap().unwrap() };
        seen.say(&rival, vec![narrated("on top")]).await.unwrap();
    };
    lose(&stage.store, true, stage.store.append(append), between).await.unwrap();
    run.record = stage.journal(run.id).await;
    assert_eq!(run.record.entries()[..record.entries().len()], *record.entries(), "written once");
    assert_eq!(run.record.head(), record.head() + 1);
    assert_eq!(stage.store.of(stage.org).usage(Mode::Live).await.unwrap().used.micros(), 2_000_000, "debited once");
    assert_eq!(stage.store.verify().await.unwrap().faults, Vec::<String>::new());
}

pub(crate) async fn a_lost_commit_is_repeated(stage: Stage) {
    let run = stage.started(Mode::Live).await;
    let (append, record) = run.append(vec![narrated("twice sent, once written")], Ownership::Free);
    lose(&stage.store, false, stage.store.append(append), async {}).await.unwrap();
    assert_eq!(stage.journal(run.id).await, record);
}

pub(crate) async fn after_a_lost_commit_another_may_have_won(stage: Stage) {
    let run = stage.started(Mode::Live).await;
    let rival = stage.another().await;
    let (append, _) = run.append(vec![narrated("mine")], Ownership::Free);
    let mut theirs = run.clone();
    let between = async { theirs.say(&rival, vec![narrated("theirs")]).await.unwrap() };
    let lost = lose(&stage.store, false, stage.store.append(append), between).await;
    assert!(matches!(lost, Err(AppendError::Conflict)), "{lost:?}");
    assert_eq!(stage.journal(run.id).await, theirs.record);
}

pub(crate) async fn watchers_hear_of_commits(stage: Stage) {
    let mut run = stage.admitted(Mode::Live).await;
    let mut heads = stage.store.wake().watch(stage.org, run.id);
    assert!(!heads.has_changed().unwrap());
    run.say(&stage.store, vec![Event::Started(Started { memory: Vec::new() })]).await.unwrap();
    assert_eq!(*heads.borrow_and_update(), 2, "told before the append returned");
    let (append, _) = run.append(vec![narrated("unheard")], Ownership::Free);
    let beyond = store::Append { base: 9, ..append };
    stage.store.append(beyond).await.unwrap_err();
    assert!(!heads.has_changed().unwrap(), "what was not written is not told");
}

pub(crate) async fn who_cannot_wait_is_told(stage: Stage) {
    const CROWD: usize = 8_250;
    let run = stage.started(Mode::Test).await;
    let outcomes = together(&stage, (0..CROWD).map(|_| run.append(vec![narrated("me")], Ownership::Free).0)).await;
    let told = |kind: fn(&Result<(), AppendError>) -> bool| outcomes.iter().filter(|outcome| kind(outcome)).count();
    assert_eq!(told(|outcome| outcome.is_ok()), 1);
    let overloaded = told(|outcome| matches!(outcome, Err(AppendError::Store(Error::Overloaded))));
    assert!((1..CROWD / 10).contains(&overloaded), "{overloaded}");
    assert_eq!(told(|outcome| matches!(outcome, Err(AppendError::Conflict))), CROWD - 1 - overloaded, "nobody else was dropped");
    assert_eq!(stage.journal(run.id).await.head(), run.record.head() + 1);
}

pub(crate) async fn connections_that_died_are_replaced(stage: Stage) {
    let mut run = stage.started(Mode::Live).await;
    for round in 0..3 {
        stage.disconnect().await;
        assert_eq!(stage.journal(run.id).await, run.record, "round {round}");
        stage.disconnect().await;
        run.say(&stage.store, vec![narrated("after the storm")]).await.unwrap();
        stage.disconnect().await;
        stage.store.renew("a", crate::stage::now()).await.unwrap();
    }
    assert_eq!(stage.store.verify().await.unwrap().faults, Vec::<String>::new());
}

pub(crate) async fn another_organisation_sees_nothing(stage: Stage) {
    let run = stage.started(Mode::Live).await;
    let stranger = stage.new_org(true).await;
    assert!(stage.store.of(stranger).journal(run.id).await.unwrap().is_none());
    assert!(stage.store.of(stranger).explain(run.id).await.unwrap().is_none());
    let created = journal::event::Created { org: stranger, ..run.record.created().clone() };
    let mut forged = journal::Record::begin(run.record.created_at(), created).unwrap();
    forged.extend(now(), run.record.after(1).iter().map(|entry| entry.event.clone())).unwrap();
    let (append, _) = crate::stage::Run { id: run.id, record: forged }.append(vec![narrated("not mine")], Ownership::Free);
    assert!(matches!(stage.store.append(append).await, Err(AppendError::Conflict)));
    assert_eq!(stage.journal(run.id).await, run.record);
}
