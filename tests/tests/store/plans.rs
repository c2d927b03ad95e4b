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
    let each = texts![
        "lock_group",
        "standing",
        "append_ids",
        "write_group",
        "claim",
        "release",
        "claim_deliveries",
        "claim_queues",
        "settle_deliveries"
    ];
    let one = both![
        "journal",
        "key",
        "thread",
        "owned",
        "account",
        "idempotent",
        "wakeup",
        "renew",
        "next_due",
        "give_back",
        "run",
        "thread_others",
        "list_edge",
        "list_runs",
        "list_thread",
        "superseded_by",
        "ledger_newest",
        "ledger_oldest",
        "charges",
        "claim_pulled",
        "next_pulled",
        "held",
        "deliveries",
        "owned_deliveries",
        "next_mail",
        "claim_mails",
        "sweep_deliveries",
        "sweep_mails"
    ];
    let text = |(name, sqlite, postgres)| (name, if base == Base::Sqlite { sqlite } else { postgres });
    each.into_iter().map(text).chain(one).collect()
}

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

/// Indexes other than primary keys that a statement is meant to use.
const MEANT: [(&str, &str); 22] = [
    ("claim_deliveries", "deliveries_waiting"),
    ("claim_queues", "deliveries_queued"),
    ("owned_deliveries", "deliveries_owned"),
    ("next_mail", "mails_"),
    ("claim_mails", "mails_waiting"),
    ("sweep_deliveries", "deliveries_over"),
    ("sweep_mails", "mails_by_age"),
    ("claim", "wakeups_waiting"),
    ("claim", "wakeups_owned"),
    ("release", "wakeups_owned"),
    ("owned", "wakeups_owned"),
    ("next_due", "wakeups_"),
    ("thread_others", "runs_by_thread"),
    ("thread_others", "runs_waiting"),
    ("standing", "runs_active"),
    ("standing", "runs_waiting"),
    ("list_thread", "runs_by_thread"),
    ("superseded_by", "runs_by_retry"),
    ("charges", "ledger_by_entry"),
    ("claim_pulled", "deliveries_pulled"),
    ("next_pulled", "deliveries_pulled"),
    ("deliveries", "deliveries_by_endpoint"),
];

/// What one line of a plan says of a table: which index it is read by, if any.
fn read_by(line: &str) -> Option<Option<&str>> {
    let word = |text: &'static str| line.split_once(text).and_then(|(_, rest)| rest.split([' ', '(']).next());
    let index = word(" USING INDEX ").or_else(|| word(" USING COVERING INDEX ")).or_else(|| word("Index Scan using "));
    let index = index.or_else(|| word("Index Only Scan using ")).or_else(|| word("Bitmap Index Scan on "));
    // Lists of values, nodes, of which few are alive, and queues just found by index are read whole.
    let scanned = word("Seq Scan on ").or_else(|| word("SCAN ")).filter(|_| !line.contains("VIRTUAL TABLE"));
    index.map(Some).or_else(|| scanned.filter(|table| !["nodes", "n", "q", "CONSTANT", ""].contains(table)).map(|_| None))
}

async fn check(stage: &Stage, when: &str) {
    for (name, text) in statements(stage.base) {
        let plan = match stage.base {
            Base::Sqlite => sqlite_plan(stage, text).await,
            Base::Postgres => postgres_plan(stage, text).await,
        };
        // An insertion of given values has no plan to show.
        assert!(!plan.is_empty() || text.contains("VALUES"), "{name} has a plan");
        for index in plan.iter().filter_map(|line| read_by(line)) {
            let primary = |index: &str| index.ends_with("_pkey") || (index.starts_with("sqlite_autoindex_") && index.ends_with("_1"));
            let meant = |index: &str| MEANT.iter().any(|(who, prefix)| *who == name && index.starts_with(prefix));
            assert!(index.is_some_and(|index| primary(index) || meant(index)), "{name}, {when}: {index:?} in\n{}", plan.join("\n"));
        }
    }
}

pub(crate) async fn hot_statements_find_their_rows_by_index(stage: Stage) {
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
        // Half of them sent, half of them pulled; most are over.
        format!(
            "{number} INSERT INTO deliveries (org_id, event_id, endpoint_id, event_type, created_at, status, attempts, due, pulled)
             SELECT 'org', 'event' || n.i, 'endpoint' || (n.i % 2), 'ping', n.i,
             CASE WHEN n.i % 10 = 0 THEN 'pending' ELSE 'delivered' END, 0, n.i, n.i % 2 FROM n"
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
