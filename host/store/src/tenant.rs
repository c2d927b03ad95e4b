//! Everything that belongs to one organisation hangs here: a query without a tenant does not compile.

use crate::row::Row;
use crate::seal::open_event;
use crate::{Admitted, Error, Idempotency, Refusal, Store, Usage, sql};
use journal::{Credits, Entry, Event, Mode, OrgId, Record, RunId, Seq, ThreadId, Time};
use std::sync::atomic::Ordering;

/// One organisation's part of the store.
#[derive(Clone, Copy)]
pub struct Tenant<'a> {
    pub(crate) store: &'a Store,
    pub(crate) org: OrgId,
    pub(crate) actor: &'a str,
}

impl<'a> Tenant<'a> {
    /// The same, with `actor` named in the audit rows of what it changes, for example `cli:root`.
    #[must_use]
    pub fn acting(self, actor: &'a str) -> Tenant<'a> {
        Tenant { actor, ..self }
    }

    /// The run's journal, decrypted. `None`: this organisation has no such run. Private parts read as erased where the thread's
    /// key was destroyed.
    pub async fn journal(&self, run: RunId) -> Result<Option<Record>, Error> {
        let (org, name) = (self.org.to_string(), run.to_string());
        let rows = self.store.core().engine.read(&sql::JOURNAL, |q| q.bind(org.clone()).bind(name.clone())).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let unreadable = |source| Error::unreadable(format!("the journal of {run}"), source);
        let key = match Event::decode(&first.text("facts")?, None).map_err(unreadable)? {
            Event::Created(created) => self.store.thread_key(self.org, created.thread).await?,
            other => return Err(Error::corrupt(format!("the journal of {run}, which begins with {},", other.kind()))),
        };
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let seq = row.count::<Seq>("seq")?;
            let private = match (row.bytes_or_none("sealed")?, &key) {
                (Some(sealed), Some(key)) => {
                    let opened = open_event(key, self.org, run, seq, sealed);
                    Some(opened.ok_or_else(|| Error::corrupt(format!("the payload of entry {seq} of {run}")))?)
                }
                (Some(_), None) | (None, _) => None,
            };
            let event = Event::decode(&row.text("facts")?, private.as_deref()).map_err(unreadable)?;
            entries.push(Entry { seq, at: Time::from_micros(row.number("at")?), event });
        }
        let record = Record::of(entries).map_err(|source| Error::unreadable(format!("the journal of {run}"), source))?;
        Ok(Some(record))
    }

    /// The same for a client that reads: what this process wrote last is not read back where it is known to be the last word.
    /// `told` is the position that [`crate::Wake`] told of since the client asked; 0 where it told nothing yet.
    pub async fn latest(&self, run: RunId, told: Seq) -> Result<Option<Record>, Error> {
        let core = self.store.core();
        let alone = core.alone.load(Ordering::Acquire);
        let Some(record) = core.recent.at(run, told).filter(|record| record.created().org == self.org) else {
            return self.journal(run).await;
        };
        if alone || told > 0 || self.head(run).await? == Some(record.head()) { Ok(Some(record)) } else { self.journal(run).await }
    }

    /// Position of the run's last entry.
    async fn head(&self, run: RunId) -> Result<Option<Seq>, Error> {
        let (org, name) = (self.org.to_string(), run.to_string());
        let rows = self.store.core().engine.read(&sql::HEAD, |q| q.bind(org.clone()).bind(name.clone())).await?;
        rows.first().map(|row| row.count("head")).transpose()
    }

    /// Whether the organisation has that thread in that mode.
    pub async fn thread_exists(&self, mode: Mode, thread: ThreadId) -> Result<bool, Error> {
        let row = self.thread_row(thread).await?;
        Ok(row.map(|row| row.word::<Mode>("mode")).transpose()? == Some(mode))
    }

    pub(crate) async fn thread_row(&self, thread: ThreadId) -> Result<Option<Row>, Error> {
        let (org, name) = (self.org.to_string(), thread.to_string());
        let rows = self.store.core().engine.read(&sql::THREAD, |q| q.bind(org.clone()).bind(name.clone())).await?;
        Ok(rows.into_iter().next())
    }

    /// The thread's runs that have ended and are older than `run`, oldest first: the newest `limit` of them.
    pub async fn earlier(&self, thread: ThreadId, run: RunId, limit: u32) -> Result<Vec<RunId>, Error> {
        let (org, thread, run) = (self.org.to_string(), thread.to_string(), run.to_string());
        let rows = self
            .store
            .core()
            .engine
            .read(&sql::EARLIER, |q| q.bind(org.clone()).bind(thread.clone()).bind(run.clone()).bind(i64::from(limit)));
        rows.await?.iter().rev().map(|row| row.word("run_id")).collect()
    }

    /// What this idempotency key stands for already: the same request (replayed) or another (refused). An admission asks again,
    /// under its lock; this saves the work before it.
    pub async fn idempotent(&self, mode: Mode, idempotency: &Idempotency) -> Result<Option<Admitted>, Error> {
        let (org, key) = (self.org.to_string(), &idempotency.key);
        let core = self.store.core();
        let rows = core.engine.read(&sql::IDEMPOTENT, |q| q.bind(org.clone()).bind(mode.as_str()).bind(key.clone())).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let same = row.bytes("fingerprint")? == core.sealer.fingerprint(self.org, &idempotency.fingerprint);
        let run = row.word("run_id")?;
        Ok(Some(if same { Admitted::Replayed(run) } else { Admitted::Refused(Refusal::KeyReuse { run }) }))
    }

    /// The organisation's account of that mode. All zero where there is no such organisation.
    pub async fn usage(&self, mode: Mode) -> Result<Usage, Error> {
        let org = self.org.to_string();
        let rows = self.store.core().engine.read(&sql::ACCOUNT, |q| q.bind(org.clone()).bind(mode.as_str())).await?;
        let none = Usage { unlimited: false, granted: Credits::ZERO, used: Credits::ZERO };
        rows.first().map_or(Ok(none), |row| Usage::of(row.number("unlimited")?, row.number("granted")?, row.number("used")?))
    }
}
