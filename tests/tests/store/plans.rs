//! How the databases find the rows of the statements that every run asks: by index, on a fresh database and on a full one.

use crate::stage::{Base, Stage};
use journal::Mode;
use sqlx::{AssertSqlSafe, Executor, Row};

macro_rules! texts {
    ($($name:literal),*) => {
        [$((
            $name,
            include_str!(concat!("../../../host/store/src/sql/", $name, ".sqlite.sql")),
            include_str!(concat!("../../../host/store/src/sql/", $name, ".postgres.sql")),
        )),*]
    };
}

macro_rules! both {
    ($($name:literal),*) => {
        [$(($name, include_str!(concat!("../../../host/store/src/sql/", $name, ".sql")))),*]
    };
}

/// All of one text, by engine.
fn statements(base: Base) -> Vec<(&'static str, &'static str)> {
    let each = texts!["lock_group", "replays", "append_ids", "write_group", "claim", "release"];
    let one = both!["journal", "key", "thread", "owned", "account", "idempotent", "wakeup", "renew", "next_due", "give_back", "run", "thread_others"];
    let text = |(name, sqlite, postgres)| (name, if base == Base::Sqlite { sqlite } else { postgres });
    each.into_iter().map(text).chain(one).collect()
}

/// Small, or without an index that could serve: nodes that are alive are few.
const MAY_BE_SCANNED: [&str; 1] = ["nodes"];

async fn sqlite_plan(stage: &Stage, text: &'static str) -> Vec<String> {
    let mut sql = stage.sql().await;
    let mut plan = Vec::new();
    let text: String = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    for statement in text.split(';').map(str::trim).filter(|part| !["", "COMMIT", "BEGIN IMMEDIATE"].contains(part)) {
        for row in sql.fetch_all(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"))).await.unwrap() {
            plan.push(row.get::<String, _>("detail"));
        }
    }
    plan
}

async fn postgres_plan(stage: &Stage, text: &'static str) -> Vec<String> {
    let mut sql = stage.sql().await;
    sql.execute(sqlx::raw_sql(include_str!("../../../host/store/src/sql/connect.postgres.sql"))).await.unwrap();
    sql.execute("SET plan_cache_mode = force_generic_plan").await.unwrap();
    let parameters = (1..20).take_while(|number| text.contains(&format!("${number}"))).count();
    sql.execute(AssertSqlSafe(format!("PREPARE asked AS {text}"))).await.unwrap();
    let values = if parameters == 0 { String::new() } else { format!("({})", vec!["NULL"; parameters].join(", ")) };
    let rows = sql.fetch_all(AssertSqlSafe(format!("EXPLAIN EXECUTE asked{values}"))).await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

async fn check(stage: &Stage, when: &str) {
    for (name, text) in statements(stage.base) {
        let (plan, scan) = match stage.base {
            Base::Sqlite => (sqlite_plan(stage, text).await, "SCAN "),
            Base::Postgres => (postgres_plan(stage, text).await, "Seq Scan on "),
        };
        // An insertion of given values has no plan to show.
        assert!(!plan.is_empty() || text.contains("VALUES"), "{name} has a plan");
        let tables = ["events", "payloads", "runs", "threads", "accounts", "ledger", "keys", "key_hashes", "idempotency_keys", "wakeups"];
        for line in &plan {
            let Some((_, scanned)) = line.split_once(scan) else { continue };
            let by_index = scanned.contains("USING INDEX") || scanned.contains("VIRTUAL TABLE") || scanned.starts_with("CONSTANT");
            let table = scanned.split(' ').next().unwrap();
            // An alias is one letter in these texts; the tables they stand for are all named here.
            let known = tables.contains(&table) || table.len() == 1;
            assert!(by_index || !known || MAY_BE_SCANNED.contains(&table) || table == "n", "{name}, {when}:\n{}", plan.join("\n"));
        }
    }
}

pub async fn hot_statements_find_their_rows_by_index(stage: Stage) {
    check(&stage, "fresh").await;
    stage.completed(Mode::Live).await;
    stage.parked(Mode::Live).await;
    // Many more of the same, without going through the door.
    let number = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)";
    for copy in [
        format!(
            "{number} INSERT INTO runs SELECT r.org_id, r.run_id || n.i, r.mode, r.thread_id, r.key_id, r.workflow, r.status,
             r.status_reason, r.head, r.chain, r.credits_used, r.retry_of, r.created_at, r.started_at, r.completed_at FROM n, runs r"
        ),
        format!("{number} INSERT INTO wakeups SELECT w.org_id, w.run_id || n.i, w.due + n.i, NULL, 0 FROM n, wakeups w"),
        format!(
            "{number} INSERT INTO events SELECT e.org_id, e.run_id || n.i, e.seq, e.at, e.facts, e.digest, e.chain, e.append_id,
             NULL FROM n, events e WHERE e.seq < 4"
        ),
    ] {
        // SQLite takes WITH before INSERT, PostgreSQL too.
        stage.sql().await.execute(AssertSqlSafe(copy)).await.unwrap();
    }
    check(&stage, "full, without statistics").await;
    // PostgreSQL gathers statistics by itself; SQLite only when told, and nobody tells it.
    if stage.base == Base::Postgres {
        stage.sql().await.execute("ANALYZE").await.unwrap();
        check(&stage, "full, with statistics").await;
    }
}
