//! The rows of a database as they stand, byte for byte: what must not have changed is looked at twice.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection, Executor, Row};

/// The tables that tell what was done and what it cost.
const TABLES: [(&str, &str); 8] = [
    ("accounts", "org_id, mode"),
    ("artefacts", "digest"),
    ("deliveries", "org_id, event_id, endpoint_id"),
    ("events", "org_id, run_id, seq"),
    ("ledger", "org_id, mode, line"),
    ("payloads", "org_id, run_id, seq"),
    ("runs", "org_id, run_id"),
    ("wakeups", "org_id, run_id"),
];

/// A connection to the database at `url`.
pub async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&url.replace(' ', "%20")).await.unwrap()
}

/// Every row of journals, ledger, accounts, runs and all that follows from them.
pub async fn all(url: &str) -> String {
    let mut on = connect(url).await;
    let mut text = String::new();
    for (table, order) in TABLES {
        // Bytes as text of their hexadecimal digits would differ between the engines; each is compared with itself alone.
        let query = format!("SELECT * FROM {table} ORDER BY {order}");
        let rows = on.fetch_all(sqlx::raw_sql(sqlx::AssertSqlSafe(query))).await.unwrap();
        text += &format!("{table}: {}\n", rows.len());
        rows.iter().for_each(|row| text += &format!("{}\n", (0..row.len()).map(|column| cell(row, column)).collect::<Vec<_>>().join("|")));
    }
    text
}

fn cell(row: &AnyRow, column: usize) -> String {
    if let Ok(number) = row.try_get::<Option<i64>, _>(column) {
        return format!("{number:?}");
    }
    if let Ok(text) = row.try_get::<Option<String>, _>(column) {
        return format!("{text:?}");
    }
    format!("{:?}", row.try_get::<Option<Vec<u8>>, _>(column).unwrap())
}
