//! Copies of one executed run under fresh ids, written by SQL alone: step by step as the product commits them, or all at once to
//! fill a database.
//!
//! A copy has every row that its original has, byte for byte but for ids and ledger lines. Only its hash chain and its payloads
//! belong to the original, and nobody reads those.

use journal::{RunId, ThreadId, Time};
use serde_json::json;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection, Executor, Row};

/// Runs that are filled in with one commit.
const FILL_RUNS: u64 = 2_000;

/// Both engines take `$1` (list of fresh ids), `$2` and `$3` (first and last step to write) and `$4` (the run's last step).
const WRITE_SQLITE: &str = include_str!("write.sqlite.txt");
const WRITE_POSTGRES: &str = include_str!("write.postgres.txt");

/// What a copy consists of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template {
    /// Commits of one run: its admission and its appends.
    pub(crate) steps: i64,
    /// Rows that stay.
    pub(crate) rows: i64,
    /// Bytes of its events and payloads.
    pub(crate) bytes: i64,
    /// Lines of the ledger.
    lines: i64,
}

/// A connection that writes copies.
pub(crate) struct Copies {
    connection: AnyConnection,
    is_postgres: bool,
    template: Option<Template>,
    /// Organisations with the last line of their ledger.
    orgs: Vec<(String, i64)>,
    /// How many copies were made: what tells their ids apart.
    made: u64,
    /// The first copy's time, in microseconds.
    from: i64,
}

impl Copies {
    /// Opens a database that no server has open, as durable as a server does.
    pub(crate) async fn open(url: &str) -> Copies {
        sqlx::any::install_default_drivers();
        let is_postgres = url.starts_with("postgres");
        let options: AnyConnectOptions = url.parse().unwrap();
        let mut connection = options.disable_statement_logging().connect().await.unwrap();
        let settings = if is_postgres {
            include_str!("../../../host/store/src/sql/connect.postgres.sql")
        } else {
            include_str!("../../../host/store/src/sql/connect_writer.sqlite.sql")
        };
        connection.execute(sqlx::raw_sql(settings)).await.unwrap();
        let asked = "SELECT org_id, lines FROM accounts WHERE mode = 'test' ORDER BY org_id";
        let rows = sqlx::query(asked).fetch_all(&mut connection).await.unwrap();
        let orgs = rows.iter().map(|row| (row.get("org_id"), row.get("lines"))).collect();
        Copies { connection, is_postgres, template: None, orgs, made: 0, from: 0 }
    }

    /// Takes a completed run for the original. It must be asked once before anything is written.
    pub(crate) async fn template(&mut self) -> Template {
        let newest = "SELECT run_id FROM runs WHERE status = 'completed' AND credits_used > 0 ORDER BY run_id DESC LIMIT 1";
        let run: String = sqlx::query(newest).fetch_one(&mut self.connection).await.unwrap().get(0);
        for statement in include_str!("template.txt").split(";\n") {
            let statement = statement.replace("$RUN", &format!("'{run}'"));
            self.connection.execute(sqlx::raw_sql(AssertSqlSafe(statement))).await.unwrap();
        }
        let count = "SELECT CAST((SELECT max(step) FROM t_events) AS BIGINT) AS steps,
            (SELECT count(*) FROM t_events) + (SELECT count(*) FROM t_payloads) + (SELECT count(*) FROM t_ledger) + 2 AS rows,
            CAST((SELECT sum(length(facts) + 80) FROM t_events) + (SELECT sum(length(sealed)) FROM t_payloads) AS BIGINT) AS bytes,
            (SELECT count(*) FROM t_ledger) AS lines, (SELECT created_at FROM t_runs LIMIT 1) AS created_at";
        let row = sqlx::query(count).fetch_one(&mut self.connection).await.unwrap();
        let template = Template { steps: row.get("steps"), rows: row.get("rows"), bytes: row.get("bytes"), lines: row.get("lines") };
        self.from = row.get("created_at");
        self.template = Some(template);
        template
    }

    /// One list of fresh ids.
    fn fresh(&mut self, runs: u64) -> String {
        let lines = self.template.unwrap().lines;
        let orgs = self.orgs.len();
        let fresh = (0..runs).map(|_| {
            let n = self.made;
            self.made += 1;
            let at = Time::from_micros(self.from + i64::try_from(n).unwrap() * 1_000);
            let mut random = [0; 10];
            random[2..].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
            let (org, last) = &mut self.orgs[usize::try_from(n).unwrap() % orgs];
            let first = *last + 1;
            *last += lines;
            json!({ "org": org, "run": RunId::new(at, &random), "thread": ThreadId::new(at, &random), "line": first })
        });
        serde_json::Value::from_iter(fresh).to_string()
    }

    async fn write(&mut self, fresh: &str, first: i64, last: i64) {
        let text = if self.is_postgres { WRITE_POSTGRES } else { WRITE_SQLITE };
        let steps = self.template.unwrap().steps;
        let statement = sqlx::query(text).bind(fresh.to_owned()).bind(first).bind(last).bind(steps);
        statement.execute(&mut self.connection).await.unwrap();
    }

    /// Writes `runs` copies side by side, with one commit for each of their steps.
    pub(crate) async fn write_by_step(&mut self, runs: usize) {
        let fresh = self.fresh(runs as u64);
        for step in 1..=self.template.unwrap().steps {
            self.write(&fresh, step, step).await;
        }
    }

    /// Adds `runs` copies, older than the original, as fast as the engine takes them, and leaves the database at rest.
    pub(crate) async fn fill(&mut self, runs: u64) {
        self.from -= (i64::try_from(runs).unwrap() + 1_000) * 1_000;
        let quick = if self.is_postgres { "SET synchronous_commit = off" } else { "PRAGMA synchronous = OFF" };
        self.connection.execute(quick).await.unwrap();
        let steps = self.template.unwrap().steps;
        while self.made < runs {
            let fresh = self.fresh(FILL_RUNS.min(runs - self.made));
            self.write(&fresh, 1, steps).await;
        }
        for table in ["t_events", "t_payloads", "t_runs", "t_threads", "t_ledger"] {
            self.connection.execute(sqlx::raw_sql(AssertSqlSafe(format!("DROP TABLE {table}")))).await.unwrap();
        }
        // What the engine would otherwise do later, beside what is measured.
        let settle: &[&'static str] =
            if self.is_postgres { &["VACUUM (ANALYZE)", "CHECKPOINT"] } else { &["PRAGMA wal_checkpoint(TRUNCATE)"] };
        for statement in settle {
            self.connection.execute(*statement).await.unwrap();
        }
    }

    /// Gives the database back.
    pub(crate) async fn close(self) {
        self.connection.close().await.unwrap();
    }
}
