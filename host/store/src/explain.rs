//! Why a run is where it is: what the database keeps of it beside its journal.

use crate::row::Row;
use crate::writes::NEVER;
use crate::{Error, Lease, Tenant, sql};
use journal::{Credits, KeyId, Mode, RunId, Seq, Status, ThreadId, Time};

/// A row of `runs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// The run.
    pub run: RunId,
    /// Which account it debits.
    pub mode: Mode,
    /// Its conversation.
    pub thread: ThreadId,
    /// The key that created it.
    pub key: KeyId,
    /// The slug the client asked for.
    pub workflow: Option<String>,
    /// The status that clients see.
    pub status: Status,
    /// Finer, once it ended.
    pub status_reason: Option<String>,
    /// Position of its last entry.
    pub head: Seq,
    /// The sum of all charges.
    pub credits_used: Credits,
    /// The interrupted run that it repeats.
    pub retry_of: Option<RunId>,
    /// When it was admitted.
    pub created_at: Time,
    /// When it was first executed.
    pub started_at: Option<Time>,
    /// When it ended.
    pub completed_at: Option<Time>,
}

/// A row of `wakeups`: who must look at a run, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WakeRow {
    /// When somebody must look at it; `None`: once another run of its thread lets it begin.
    pub due: Option<Time>,
    /// The node that has it, and until when.
    pub lease: Option<Lease>,
    /// Claims since its last append.
    pub attempts: u32,
}

/// What there is to say about a run beside its journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Its row.
    pub row: RunRow,
    /// Its wake-up; none once it ended.
    pub wake: Option<WakeRow>,
    /// The thread's other runs that have not ended, oldest first; at most [`OTHERS_MAX`].
    pub others: Vec<RunRow>,
}

/// Other runs of a thread that an explanation shows.
pub const OTHERS_MAX: usize = 32;

impl RunRow {
    fn of(row: &Row) -> Result<RunRow, Error> {
        let moment = |column| Ok::<_, Error>(row.number_or_none(column)?.map(Time::from_micros));
        Ok(RunRow {
            run: row.word("run_id")?,
            mode: row.word("mode")?,
            thread: row.word("thread_id")?,
            key: row.word("key_id")?,
            workflow: row.text_or_none("workflow")?,
            status: row.word("status")?,
            status_reason: row.text_or_none("status_reason")?,
            head: row.count("head")?,
            credits_used: Credits::from_micros(row.number("credits_used")?),
            retry_of: row.word_or_none("retry_of")?,
            created_at: Time::from_micros(row.number("created_at")?),
            started_at: moment("started_at")?,
            completed_at: moment("completed_at")?,
        })
    }
}

impl WakeRow {
    pub(crate) fn of(row: &Row) -> Result<WakeRow, Error> {
        let (owner, until) = (row.text_or_none("owner")?, row.number_or_none("lease_until")?);
        let lease = owner.zip(until).map(|(node, until)| Lease { node, until: Time::from_micros(until) });
        let due = Some(row.number("due")?).filter(|due| *due != NEVER).map(Time::from_micros);
        Ok(WakeRow { due, lease, attempts: row.count("attempts")? })
    }
}

impl Tenant<'_> {
    /// What there is to say about a run beside its journal. `None`: this organisation has no such run.
    pub async fn explain(&self, run: RunId) -> Result<Option<Explanation>, Error> {
        let engine = &self.store.core().engine;
        let (org, name) = (self.org.to_string(), run.to_string());
        let rows = engine.read(&sql::RUN, |q| q.bind(org.clone()).bind(name.clone())).await?;
        let Some(row) = rows.first().map(RunRow::of).transpose()? else { return Ok(None) };
        let wake = self.wakeup(run).await?;
        let others = engine.read(&sql::THREAD_OTHERS, |q| {
            let q = q.bind(org.clone()).bind(row.thread.to_string()).bind(name.clone());
            q.bind(i64::try_from(OTHERS_MAX).unwrap_or(i64::MAX))
        });
        let others = others.await?.iter().map(RunRow::of).collect::<Result<_, Error>>()?;
        Ok(Some(Explanation { wake, row, others }))
    }
}
