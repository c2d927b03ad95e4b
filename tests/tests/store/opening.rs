//! Opening a database, and what lies in it.

use crate::stage::{MESSAGE, Stage, master};
use futures::future::join_all;
use journal::Mode;
use sqlx::{Executor, Row};
use store::{Error, MasterKey, Store};

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

pub(crate) async fn a_newer_schema_is_refused(stage: Stage) {
    stage.sql().await.execute("INSERT INTO migrations (version, name) VALUES (999, 'from the future')").await.unwrap();
    let refused = Store::open(&stage.url, master()).await.err().unwrap();
    assert!(matches!(refused, Error::Migration { .. }) && refused.to_string().contains("from the future"), "{refused}");
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

pub(crate) fn a_second_server_is_refused(stage: &Stage) {
    let serving = Store::exclusive(&stage.url).unwrap();
    assert!(serving.is_alone());
    assert!(matches!(Store::exclusive(&stage.url), Err(Error::AlreadyServed(_))));
    drop(serving);
    Store::exclusive(&stage.url).unwrap();
}
