//! What nodes that share a PostgreSQL database tell each other: which runs moved, who may have to be told, and that there is work.
//!
//! A hint, like every wake-up: the tables decide. Told by one task over a connection of its own, a batch at a time and outside any
//! run's transaction, because PostgreSQL lets commits that notify wait for each other. What a broken connection or a dying node
//! swallowed is found by a slow look at the runs that are watched here.

use crate::engine::Kind;
use crate::{Core, Error, Store, sql};
use journal::{OrgId, RunId, Seq};
use serde::Serialize;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnection, PgListener};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// The channel that all nodes listen to.
const CHANNEL: &str = "enrich";
/// Between two batches: what happens meanwhile shares the next.
const GAP: Duration = Duration::from_millis(5);
/// Between two looks at the runs that are watched here.
const LOOK: Duration = Duration::from_secs(5);
/// Between two tries to connect.
const RECONNECT: Duration = Duration::from_millis(500);
/// Bytes of one notification. PostgreSQL takes 7,999.
const PAYLOAD_BYTES_MAX: usize = 7_500;
/// Runs of one batch. What happens beyond it is found by looking.
const BATCH_RUNS_MAX: usize = 8_192;
/// Runs looked at with one statement.
const LOOK_RUNS: usize = 1_000;
/// Says that there is work to claim.
const DUE: &str = "due";
/// Stands before an organisation whose endpoints may have to be told of something.
const NOTICE: &str = "notice";

/// What happened here and was not told yet. Nothing is kept while nobody tells.
#[derive(Debug, Default)]
pub(crate) struct News {
    batch: Mutex<Option<Batch>>,
    some: Notify,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Batch {
    moved: BTreeMap<(OrgId, RunId), Seq>,
    noticed: BTreeSet<OrgId>,
    due: bool,
}

impl News {
    fn batch(&self) -> std::sync::MutexGuard<'_, Option<Batch>> {
        self.batch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, change: impl FnOnce(&mut Batch)) {
        if let Some(batch) = &mut *self.batch() {
            change(batch);
            self.some.notify_one();
        }
    }

    pub(crate) fn moved(&self, runs: &[(OrgId, RunId, Seq)]) {
        self.add(|batch| {
            for &(org, run, head) in runs {
                if batch.moved.len() < BATCH_RUNS_MAX {
                    batch.moved.insert((org, run), head);
                }
            }
        });
    }

    pub(crate) fn noticed(&self, orgs: &BTreeSet<OrgId>) {
        self.add(|batch| {
            let room = BATCH_RUNS_MAX.saturating_sub(batch.noticed.len());
            batch.noticed.extend(orgs.iter().take(room));
        });
    }

    pub(crate) fn due(&self) {
        self.add(|batch| batch.due = true);
    }

    /// From now on news is kept, until it is taken.
    fn begin(&self) {
        self.batch().get_or_insert_default();
    }

    /// Nothing is kept any more; what nobody took is given back.
    fn end(&self) -> Option<Batch> {
        self.batch().take().filter(|last| *last != Batch::default())
    }

    async fn take(&self) -> Batch {
        loop {
            self.some.notified().await;
            if let Some(batch) = &mut *self.batch()
                && *batch != Batch::default()
            {
                return std::mem::take(batch);
            }
        }
    }
}

impl Batch {
    /// As many notifications as it takes: `FROM due notice:ORG ORG RUN:HEAD RUN:HEAD ORG RUN:HEAD`.
    fn payloads(&self, from: &str) -> Vec<String> {
        let opening = if self.due { format!("{from} {DUE}") } else { from.to_owned() };
        let mut payloads = vec![opening];
        let mut last = None;
        for org in &self.noticed {
            let word = format!(" {NOTICE}:{org}");
            match payloads.last_mut() {
                Some(payload) if payload.len() + word.len() <= PAYLOAD_BYTES_MAX => *payload += &word,
                _ => payloads.push(format!("{from}{word}")),
            }
        }
        for ((org, run), head) in &self.moved {
            let mut words = if last == Some(org) { String::new() } else { format!(" {org}") };
            let _ = write!(words, " {run}:{head}");
            match payloads.last_mut() {
                Some(payload) if payload.len() + words.len() <= PAYLOAD_BYTES_MAX => *payload += &words,
                _ => payloads.push(format!("{from} {org} {run}:{head}")),
            }
            last = Some(org);
        }
        payloads
    }

    /// What another node told; `None`: it was this one. Words that a newer node may say are passed over.
    fn parse(payload: &str, own: &str) -> Option<Batch> {
        let mut words = payload.split(' ');
        if words.next() == Some(own) {
            return None;
        }
        let (mut batch, mut of) = (Batch::default(), None);
        for word in words {
            if word == DUE {
                batch.due = true;
            } else if let Ok(org) = word.parse::<OrgId>() {
                of = Some(org);
            } else if let Some((NOTICE, org)) = word.split_once(':') {
                batch.noticed.extend(org.parse::<OrgId>());
            } else if let Some((run, head)) = word.split_once(':')
                && let (Some(org), Ok(run), Ok(head)) = (of, run.parse(), head.parse())
            {
                batch.moved.insert((org, run), head);
            }
        }
        Some(batch)
    }
}

impl Store {
    /// Tells the other nodes of this PostgreSQL database what happens here and hears what happens there, until `stop`. There is
    /// nobody to tell where one process alone serves a SQLite file.
    pub async fn exchange_news(&self, stop: CancellationToken) {
        let core = self.core();
        if core.engine.kind == Kind::Sqlite {
            return stop.cancelled().await;
        }
        let Ok(name) = crate::seal::random::<8>().map(|random| data_encoding::HEXLOWER.encode(&random)) else { return };
        core.wake.news().begin();
        tokio::select! {
            () = core.tell(&name) => {}
            () = core.hear(&name) => {}
            () = core.look_again_and_again() => {}
            () = stop.cancelled() => {}
        }
        // Those that take over what this node leaves hear of it at once.
        let last = core.wake.news().end();
        if let Some(last) = last {
            let _ = tokio::time::timeout(RECONNECT, core.tell_once(&mut None, &last.payloads(&name))).await;
        }
    }
}

impl Core {
    async fn tell(&self, name: &str) {
        let mut connection = None;
        loop {
            let batch = self.wake.news().take().await;
            if let Err(error) = self.tell_once(&mut connection, &batch.payloads(name)).await {
                connection = None;
                tracing::warn!(error = &error as &dyn std::error::Error, "other nodes could not be told what happened here; they look");
                tokio::time::sleep(RECONNECT).await;
            }
            tokio::time::sleep(GAP).await;
        }
    }

    async fn tell_once(&self, connection: &mut Option<PgConnection>, payloads: &[String]) -> Result<(), sqlx::Error> {
        let connection = match connection {
            Some(connection) => connection,
            None => {
                let mut fresh = self.engine.postgres()?.connect().await?;
                // Losing a hint loses nothing: no disk need be waited for.
                sqlx::query("SET synchronous_commit = off").execute(&mut fresh).await?;
                connection.insert(fresh)
            }
        };
        let notify = "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload";
        sqlx::query(notify).bind(CHANNEL).bind(payloads).execute(connection).await.map(|_| ())
    }

    /// Hears, and looks whenever something may have been missed: after each new connection.
    async fn hear(&self, name: &str) {
        loop {
            if let Err(error) = self.hear_on(name).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "other nodes are not heard at present; connecting again");
            }
            tokio::time::sleep(RECONNECT).await;
        }
    }

    async fn hear_on(&self, name: &str) -> Result<(), Error> {
        let pool = sqlx::postgres::PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let mut listener = PgListener::connect_with(&pool.connect_lazy_with(self.engine.postgres()?)).await?;
        listener.listen(CHANNEL).await?;
        loop {
            self.look().await?;
            self.wake.missed_notices();
            while let Some(told) = listener.try_recv().await? {
                let Some(batch) = Batch::parse(told.payload(), name) else { continue };
                self.wake.heard(batch.moved.into_iter().map(|((org, run), head)| (org, run, head)));
                if !batch.noticed.is_empty() {
                    self.wake.heard_notice(batch.noticed);
                }
                if batch.due {
                    self.wake.due().notify_one();
                }
            }
        }
    }

    async fn look_again_and_again(&self) {
        loop {
            tokio::time::sleep(LOOK).await;
            if let Err(error) = self.look().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "the runs that clients wait for cannot be looked at");
            }
        }
    }

    /// Asks the tables how far the runs are that are watched here.
    async fn look(&self) -> Result<(), Error> {
        #[derive(Serialize)]
        struct Watched {
            org_id: OrgId,
            run_id: RunId,
        }
        for some in self.wake.watched_runs().chunks(LOOK_RUNS) {
            let list: Vec<_> = some.iter().map(|&(org_id, run_id)| Watched { org_id, run_id }).collect();
            let list = crate::writes::json(&list)?;
            let rows = self.engine.read(&sql::HEADS, |q| q.bind(list.clone())).await?;
            let heads: Result<Vec<_>, Error> =
                rows.iter().map(|row| Ok((row.word("org_id")?, row.word("run_id")?, row.count("head")?))).collect();
            self.wake.heard(heads?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::Time;

    fn org(n: u8) -> OrgId {
        OrgId::new(Time::from_micros(1_000), &[n; 10])
    }

    fn run(n: i64) -> RunId {
        RunId::new(Time::from_micros(n * 1_000), &[0; 10])
    }

    #[test]
    fn what_is_told_is_heard_whole_in_pieces_that_fit() {
        let mut batch = Batch { due: true, ..Batch::default() };
        for n in 0..3_000 {
            batch.moved.insert((org((n % 7) as u8), run(n)), n as Seq + 1);
        }
        batch.noticed.extend((0..=255).map(org));
        let payloads = batch.payloads("here");
        assert!(payloads.len() > 1 && payloads.iter().all(|payload| payload.len() <= PAYLOAD_BYTES_MAX));
        let mut heard = Batch::default();
        for payload in &payloads {
            assert_eq!(Batch::parse(payload, "here"), None, "a node does not hear itself");
            let piece = Batch::parse(payload, "there").unwrap();
            heard.due |= piece.due;
            heard.noticed.extend(piece.noticed);
            heard.moved.extend(piece.moved);
        }
        assert_eq!(heard, batch);
    }

    #[test]
    fn what_cannot_be_understood_is_passed_over() {
        let heard =
            Batch::parse(&format!("x new-word {0} {1}:7 {1} nonsense:1 {1}:many notice:x notice:{0} due", org(1), run(1)), "here").unwrap();
        let (moved, noticed) = (BTreeMap::from([((org(1), run(1)), 7)]), BTreeSet::from([org(1)]));
        assert_eq!(heard, Batch { due: true, moved, noticed });
        assert_eq!(Batch::parse(&format!("x {}:7", run(1)), "here"), Some(Batch::default()), "a run of nobody");
        assert_eq!(Batch::parse("", "here"), Some(Batch::default()));
    }

    #[test]
    fn nothing_is_kept_while_nobody_tells() {
        let news = News::default();
        news.moved(&[(org(1), run(1), 1)]);
        assert!(news.batch().is_none());
        news.begin();
        news.moved(&(0..20_000).map(|n| (org(1), run(n), 1)).collect::<Vec<_>>());
        assert_eq!(news.batch().as_ref().unwrap().moved.len(), BATCH_RUNS_MAX);
        news.end();
        assert!(news.batch().is_none());
    }
}
