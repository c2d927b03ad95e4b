//! What the database says of itself: proofs find what was tampered with, and rebuilding changes nothing.

use crate::stage::{Stage, answered, asked, micros, now};
use futures::future::join_all;
use journal::event::Event;
use journal::{Mode, Status};
use sqlx::any::AnyRow;
use sqlx::{Executor, Row};
use std::sync::Arc;

async fn faults(stage: &Stage) -> Vec<String> {
    stage.store.verify().await.unwrap().faults
}

/// Live runs of every kind, and accounts with lines of both.
async fn history(stage: &Stage) {
    for _ in 0..3 {
        stage.completed(Mode::Live).await;
    }
    stage.completed(Mode::Test).await;
    stage.admitted(Mode::Live).await;
    let mut open = stage.started(Mode::Live).await;
    open.checks(&stage.store, &[1_500_000]).await;
    open.say(&stage.store, vec![Event::CheckAsked(asked(open.record.head() + 1, 2_000_000))]).await.unwrap();
    stage.store.of(stage.org).grant(Mode::Live, micros(1), "a top-up between debits", now()).await.unwrap();
    stage.parked(Mode::Live).await;
    let mut cancelled = stage.started(Mode::Live).await;
    cancelled.cancel(&stage.store, stage.key).await.unwrap();
    cancelled.end(&stage.store, Status::Cancelled).await;
}

pub(crate) async fn a_sound_database_is_proved(stage: Stage) {
    history(&stage).await;
    let proof = stage.store.verify().await.unwrap();
    assert_eq!((proof.accounts, proof.runs, proof.lines), (2, 8, 15));
    assert_eq!(proof.faults, Vec::<String>::new());
}

pub(crate) async fn balances_are_exact_under_load(stage: Stage) {
    let stage = Arc::new(stage);
    let nodes = [stage.store.clone(), stage.another().await];
    let crowd = (0..24).map(|place| {
        let (stage, store) = (stage.clone(), nodes[place % 2].clone());
        tokio::spawn(async move {
            let mut run = stage.started(Mode::Live).await;
            run.checks(&store, &[2_000_000, 1, 1_500_000, 200_000]).await;
            run.end(&store, Status::Completed).await;
            if place % 8 == 0 {
                stage.store.of(stage.org).grant(Mode::Live, micros(3), "meanwhile", now()).await.unwrap().unwrap();
            }
        })
    });
    for task in join_all(crowd).await {
        task.unwrap();
    }
    let usage = stage.store.of(stage.org).usage(Mode::Live).await.unwrap();
    assert_eq!((usage.granted.micros(), usage.used.micros()), (500_000_009, 24 * 3_700_001));
    assert_eq!(faults(&stage).await, Vec::<String>::new());
}

/// Every column of every row, as text.
async fn dump(stage: &Stage, query: &'static str) -> Vec<String> {
    let shown = |row: &AnyRow, column: usize| {
        if let Ok(text) = row.try_get::<Option<String>, _>(column) {
            return format!("{text:?}");
        }
        let number = row.try_get::<Option<i64>, _>(column).map(|number| format!("{number:?}"));
        number.unwrap_or_else(|_| format!("{:?}", row.get::<Option<Vec<u8>>, _>(column)))
    };
    let rows = stage.sql().await.fetch_all(query).await.unwrap();
    rows.iter().map(|row| (0..row.len()).map(|column| shown(row, column)).collect::<Vec<_>>().join(" ")).collect()
}

const DERIVED: [&str; 4] = [
    "SELECT * FROM runs ORDER BY org_id, run_id",
    "SELECT * FROM ledger ORDER BY org_id, mode, line",
    "SELECT * FROM accounts ORDER BY org_id, mode",
    "SELECT * FROM wakeups ORDER BY org_id, run_id",
];

pub(crate) async fn rebuilding_changes_nothing(stage: Stage) {
    history(&stage).await;
    let stage = Arc::new(stage);
    // Runs that charge at the same time, so that their lines of the ledger alternate.
    let crowd = (0..8).map(|_| {
        let stage = stage.clone();
        tokio::spawn(async move { stage.completed(Mode::Live).await })
    });
    join_all(crowd).await;
    let mut before = Vec::new();
    for table in DERIVED {
        before.push(dump(&stage, table).await);
    }
    assert!(before.iter().all(|rows| rows.len() >= 2) && before[3].len() == 3, "there is something to rebuild");
    for ruin in [
        "DELETE FROM runs",
        "UPDATE ledger SET amount = -1, check_name = 'x' WHERE kind = 'debit'",
        "UPDATE accounts SET used = 7, granted = 7, lines = 7",
        "UPDATE wakeups SET due = 7, attempts = 7",
    ] {
        stage.sql().await.execute(ruin).await.unwrap();
    }
    assert_eq!(stage.store.rebuild().await.unwrap(), 16);
    for (table, before) in DERIVED.into_iter().zip(before) {
        assert_eq!(dump(&stage, table).await, before, "{table}");
    }
    assert_eq!(faults(&stage).await, Vec::<String>::new());
}

async fn tampered(stage: &Stage, with: &'static str) -> String {
    history(stage).await;
    assert_eq!(faults(stage).await, Vec::<String>::new());
    assert!(stage.sql().await.execute(with).await.unwrap().rows_affected() > 0, "{with}");
    faults(stage).await.join("\n")
}

pub(crate) async fn a_tampered_line_is_found(stage: Stage) {
    let found = tampered(&stage, "UPDATE ledger SET amount = amount + 1 WHERE kind = 'debit' AND line = 4").await;
    assert!(found.contains("line 4 of the ledger is not what entry"), "{found}");
    assert!(found.contains("its balance is not the sum of its lines"), "{found}");
    assert!(found.contains("line 4 does not follow"), "{found}");
}

pub(crate) async fn a_tampered_event_is_found(stage: Stage) {
    let found =
        tampered(&stage, "UPDATE events SET facts = replace(facts, '\"latency_ms\":210', '\"latency_ms\":211') WHERE line = 9").await;
    assert!(found.contains("the hash chain is broken") && found.lines().count() == 1, "{found}");
    stage
        .sql()
        .await
        .execute("UPDATE events SET facts = replace(facts, '\"credits\":200000', '\"credits\":100000') WHERE line = 10")
        .await
        .unwrap();
    let found = faults(&stage).await.join("\n");
    assert!(found.contains("ended cannot follow"), "charges and the end disagree: {found}");
}

pub(crate) async fn a_tampered_balance_is_found(stage: Stage) {
    let found = tampered(&stage, "UPDATE accounts SET used = used - 1 WHERE mode = 'live'").await;
    assert!(found.contains("the live account of") && found.contains("is not the sum of its lines"), "{found}");
}

pub(crate) async fn a_tampered_payload_is_found(stage: Stage) {
    let found =
        tampered(&stage, "UPDATE payloads SET sealed = (SELECT o.sealed FROM payloads AS o WHERE o.seq > 1 LIMIT 1) WHERE seq = 1").await;
    assert!(found.contains("the payload of entry 1 is not the one it was written with"), "{found}");
}

pub(crate) async fn a_lost_row_is_found(stage: Stage) {
    let found = tampered(&stage, "DELETE FROM runs WHERE status = 'requires_approval'").await;
    assert!(found.contains("no row in runs") && found.lines().count() == 1, "{found}");
    // A charge whose debit never was, with everything else consistent.
    let mut run = stage.started(Mode::Test).await;
    let question = asked(run.record.head() + 1, 2_000_000);
    run.say(&stage.store, vec![Event::CheckAsked(question.clone())]).await.unwrap();
    run.say(&stage.store, vec![answered(&question)]).await.unwrap();
    let (org, id) = (stage.org, run.id);
    for forget in [
        format!("DELETE FROM ledger WHERE run_id = '{id}'"),
        format!("UPDATE accounts SET used = used - 2000000, lines = lines - 1 WHERE org_id = '{org}' AND mode = 'test'"),
        format!("UPDATE events SET line = NULL WHERE run_id = '{id}' AND line IS NOT NULL"),
    ] {
        let done = stage.sql().await.execute(sqlx::AssertSqlSafe(forget)).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
    }
    let found = faults(&stage).await.join("\n");
    assert!(found.contains("charged 2.0 and nothing was debited"), "{found}");
}
