//! Opening a database, and what lies in it.

use crate::stage::{MESSAGE, Stage, master, micros, now};
use futures::future::join_all;
use journal::Mode;
use sqlx::{Executor, Row};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Error, Fit, Look, MasterKey, Store};

pub(crate) async fn every_statement_prepares(stage: Stage) {
    assert!(stage.store.prepare_all().await.unwrap() > 40);
}

pub(crate) async fn a_wrong_master_key_is_refused(stage: Stage) {
    let wrong = Store::open(&stage.url, MasterKey::from_bytes([1; 32])).await;
    assert!(matches!(wrong, Err(Error::WrongMasterKey)));
    Store::open(&stage.url, master()).await.unwrap();
    assert!(matches!(store::created_master_key(&stage.url).await, Err(Error::WrongMasterKey)), "it was sealed with a key from outside");
}

/// The address of a database that does not exist yet.
fn fresh(stage: &Stage) -> String {
    match stage.base {
        crate::Base::Sqlite => stage.url.replace("store.db", "fresh.db"),
        crate::Base::Postgres => stage.url.replacen("/test_", "/fresh_", 1),
    }
}

pub(crate) async fn a_database_may_keep_its_own_master_key(stage: Stage) {
    let url = fresh(&stage);
    let keys = join_all((0..4).map(|_| store::created_master_key(&url))).await;
    let bytes: Vec<_> = keys.into_iter().map(|key| *key.unwrap().as_bytes()).collect();
    assert!(bytes.iter().all(|key| *key == bytes[0] && *key != [0; 32]), "made once");
    Store::open(&url, MasterKey::from_bytes(bytes[0])).await.unwrap();
    assert_eq!(*store::created_master_key(&url).await.unwrap().as_bytes(), bytes[0]);
    assert!(matches!(Store::open(&url, master()).await, Err(Error::WrongMasterKey)));
}

pub(crate) async fn openers_at_the_same_time_migrate_once(stage: Stage) {
    let url = fresh(&stage);
    let stores = join_all((0..6).map(|_| Store::open(&url, master()))).await;
    for store in stores {
        store.unwrap();
    }
}

/// What the newest build says of those before it.
async fn served_from(stage: &Stage, version: usize) {
    let say = sqlx::query("UPDATE meta SET value = $1 WHERE name = 'schema_served_from'").bind(version.to_string().into_bytes());
    assert_eq!(say.execute(&mut stage.sql().await).await.unwrap().rows_affected(), 1);
}

pub(crate) async fn a_newer_schema_is_refused(stage: Stage) {
    served_from(&stage, 999).await;
    stage.sql().await.execute("INSERT INTO migrations (version, name) VALUES (999, 'from the future')").await.unwrap();
    let refused = Store::open(&stage.url, master()).await.err().unwrap();
    assert!(matches!(refused, Error::Migration { .. }) && refused.to_string().contains("from the future"), "{refused}");
}

/// Tables that a newer build adds a column to.
const GROWN: [&str; 16] = [
    "meta",
    "orgs",
    "accounts",
    "ledger",
    "keys",
    "key_hashes",
    "threads",
    "events",
    "payloads",
    "runs",
    "idempotency_keys",
    "wakeups",
    "nodes",
    "endpoints",
    "workflows",
    "workflow_versions",
];

pub(crate) async fn a_build_serves_on_while_a_newer_one_adds_to_the_schema(stage: Stage) {
    // However many runs a quick machine fits in.
    stage.store.of(stage.org).grant(Mode::Live, micros(500_000_000_000), "enough", now()).await.unwrap().unwrap();
    let before = stage.completed(Mode::Live).await;
    let stage = Arc::new(stage);
    let enough = Arc::new(AtomicBool::new(false));
    // Runs go on from before the migration until after it, on connections whose statements are prepared.
    let crowd: Vec<_> = (0..4)
        .map(|_| {
            let (stage, enough) = (stage.clone(), enough.clone());
            tokio::spawn(async move {
                let mut runs = 0;
                while !enough.load(Ordering::Relaxed) || runs == 0 {
                    stage.completed(Mode::Live).await;
                    runs += 1;
                }
                runs
            })
        })
        .collect();
    // As a newer build does it, but for one transaction each: which of two that wait for each other gives way is not the story.
    let mut newer = stage.sql().await;
    newer.execute("CREATE TABLE of_the_future (org_id TEXT NOT NULL PRIMARY KEY, value BIGINT)").await.unwrap();
    for table in GROWN {
        newer.execute(sqlx::AssertSqlSafe(format!("ALTER TABLE {table} ADD COLUMN of_the_future TEXT"))).await.unwrap();
    }
    newer.execute("CREATE INDEX runs_of_the_future ON runs (org_id, of_the_future) WHERE of_the_future IS NOT NULL").await.unwrap();
    newer.execute("INSERT INTO migrations (version, name) VALUES (999, 'from the future')").await.unwrap();
    enough.store(true, Ordering::Relaxed);
    let mut runs = 0;
    for task in join_all(crowd).await {
        runs += task.unwrap();
    }
    assert_eq!(stage.journal(before.id).await.head(), before.record.head());
    stage.parked(Mode::Live).await;
    assert!(stage.store.prepare_all().await.unwrap() > 40);
    assert_eq!(stage.store.verify().await.unwrap().faults, Vec::<String>::new());
    assert_eq!(stage.store.rebuild().await.unwrap(), runs + 2);
    assert_eq!(stage.store.verify().await.unwrap().faults, Vec::<String>::new());

    // A node of the old build that starts now: whether it may is for the newer build to say.
    let look = Look::at(&stage.url).unwrap();
    let known = look.schema().await.unwrap().applied.len();
    for (from, may) in [(known + 1, false), (known, true), (1, true)] {
        served_from(&stage, from).await;
        assert_eq!(Store::open(&stage.url, master()).await.is_ok(), may, "served from {from}");
        let schema = look.schema().await.unwrap();
        assert_eq!((schema.newer.len(), schema.served), (1, may));
    }
}

pub(crate) async fn a_look_finds_things_as_they_are(stage: Stage) {
    let look = Look::at(&stage.url).unwrap();
    let schema = look.schema().await.unwrap();
    assert!(schema.applied.len() >= 3 && schema.pending.is_empty() && schema.newer.is_empty());
    assert_eq!(look.fits(&master()).await.unwrap(), Fit::Opens);
    assert_eq!(look.fits(&MasterKey::from_bytes([1; 32])).await.unwrap(), Fit::Other);
    assert!(look.created_master_key().await.unwrap().is_none());
    stage.sql().await.execute("DELETE FROM migrations WHERE version = 2").await.unwrap();
    let schema = look.schema().await.unwrap();
    assert_eq!((schema.applied.len(), schema.newer.is_empty(), schema.served), (1, false, false), "a step that is missing is no step");
    let missing = Look::at(&fresh(&stage));
    match stage.base {
        crate::Base::Sqlite => assert!(matches!(missing, Err(Error::Address(_)))),
        crate::Base::Postgres => assert!(missing.unwrap().schema().await.unwrap_err().is_missing_database()),
    }
}

pub(crate) async fn a_message_is_nowhere_in_the_database(stage: Stage) {
    let run = stage.completed(Mode::Live).await;
    stage.parked(Mode::Test).await;
    assert_eq!(stage.journal(run.id).await.created().private.known().unwrap().message, MESSAGE);
    let mut sql = stage.sql().await;
    let mut seen = 0;
    for (query, columns) in [
        ("SELECT facts, sealed FROM events e LEFT JOIN payloads p ON p.org_id = e.org_id AND p.run_id = e.run_id AND p.seq = e.seq", 2),
        ("SELECT wrapped_key FROM threads", 1),
        ("SELECT coalesce(workflow, '') FROM runs", 1),
    ] {
        for row in sql.fetch_all(query).await.unwrap() {
            for column in 0..columns {
                let text = row.try_get::<Vec<u8>, _>(column).or_else(|_| row.try_get::<String, _>(column).map(String::into_bytes));
                let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
                for word in ["Rahul", "ABCDE1234F"] {
                    assert!(!text.contains(word), "{query} shows {word}");
                }
                seen += usize::from(!text.is_empty());
            }
        }
    }
    assert!(seen > 10, "there was something to look at");
}

/// The file, and what SQLite keeps beside it.
#[cfg(unix)]
pub(crate) fn nobody_else_may_read(stage: &Stage) {
    let path = stage.url.strip_prefix("sqlite://").unwrap();
    for ending in ["", "-wal", "-shm"] {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(format!("{path}{ending}")).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "{ending}");
    }
}

pub(crate) fn a_second_server_is_refused(stage: &Stage) {
    let serving = Store::exclusive(&stage.url).unwrap();
    assert!(serving.is_alone());
    assert!(matches!(Store::exclusive(&stage.url), Err(Error::AlreadyServed(_))));
    drop(serving);
    Store::exclusive(&stage.url).unwrap();
}
