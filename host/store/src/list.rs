//! Which runs there are, newest first: by what their rows tell, and by what their requests say.

use crate::row::Row;
use crate::seal::open_event;
use crate::{Error, Tenant, sql};
use journal::event::Request;
use journal::{Event, Mode, RunId, Status, ThreadId};

/// Rows that one look passes over. What is asked for may be rare, and nobody waits for a walk over years of runs.
pub const ROWS_LOOKED_AT_MAX: i64 = 10_000;
/// Requests that one look decrypts.
pub const REQUESTS_OPENED_MAX: usize = 1_000;
/// Requests read at once; each may take 32 KiB.
const REQUESTS_READ: usize = 100;

/// After every run.
const LAST: &str = "run_z";

/// Runs of one organisation that somebody wants to see.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Which account they debit.
    pub mode: Mode,
    /// Where they stand.
    pub status: Option<Status>,
    /// The slug that their clients asked for.
    pub workflow: Option<&'a str>,
    /// What their requests are like. One that was erased is like nothing.
    pub request: Option<&'a (dyn Fn(&Request) -> bool + Send + Sync)>,
}

/// A page of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The runs, newest first. Fewer than wanted does not mean that there are no more.
    pub runs: Vec<RunId>,
    /// What the next page comes after; `None`: nothing is left.
    pub next: Option<RunId>,
}

impl Tenant<'_> {
    /// At most `limit` runs that are older than `before`.
    pub async fn runs(&self, wanted: &Wanted<'_>, before: Option<RunId>, limit: usize) -> Result<Found, Error> {
        let mut before = before.map_or_else(|| LAST.to_owned(), |run| run.to_string());
        let edge = self.edge(&before).await?;
        let at_once = if wanted.request.is_some() { REQUESTS_READ } else { limit + 1 };
        let (mut runs, mut opened) = (Vec::new(), 0);
        loop {
            let rows = self.candidates(wanted, &before, edge, at_once).await?;
            for row in &rows {
                let run = row.word("run_id")?;
                if self.is_wanted(wanted, run, row).await? {
                    if runs.len() == limit {
                        return Ok(Found { next: runs.last().copied(), runs });
                    }
                    runs.push(run);
                }
                before = run.to_string();
            }
            opened += rows.len();
            if rows.len() < at_once {
                return Ok(Found { runs, next: edge });
            }
            if opened >= REQUESTS_OPENED_MAX {
                return Ok(Found { runs, next: before.parse().ok() });
            }
        }
    }

    /// The last run that a look passes over; `None`: it comes to the end.
    async fn edge(&self, before: &str) -> Result<Option<RunId>, Error> {
        let org = self.org.to_string();
        let bind = |q: crate::engine::Bound| q.bind(org.clone()).bind(before.to_owned()).bind(ROWS_LOOKED_AT_MAX - 1);
        self.store.core().engine.read(&sql::LIST_EDGE, bind).await?.first().map(|row| row.word("run_id")).transpose()
    }

    async fn candidates(&self, wanted: &Wanted<'_>, before: &str, edge: Option<RunId>, rows: usize) -> Result<Vec<Row>, Error> {
        let org = self.org.to_string();
        let edge = edge.map_or_else(String::new, |run| run.to_string());
        let (status, workflow) = (wanted.status.map_or("", Status::as_str), wanted.workflow.unwrap_or_default());
        let rows = i64::try_from(rows).map_err(|_| Error::Invalid("a page of runs is too long"))?;
        let page = self.store.core().engine.read(&sql::LIST_RUNS, |q| {
            let q = q.bind(org.clone()).bind(before.to_owned()).bind(edge.clone()).bind(wanted.mode.as_str());
            q.bind(status).bind(workflow.to_owned()).bind(rows)
        });
        page.await
    }

    async fn is_wanted(&self, wanted: &Wanted<'_>, run: RunId, row: &Row) -> Result<bool, Error> {
        let Some(is_like) = wanted.request else { return Ok(true) };
        let Some(sealed) = row.bytes_or_none("sealed")? else { return Ok(false) };
        let Some(key) = self.store.thread_key(self.org, row.word("thread_id")?).await? else { return Ok(false) };
        let opened =
            open_event(&key, self.org, run, 1, sealed).ok_or_else(|| Error::corrupt(format!("the payload of entry 1 of {run}")))?;
        let event = Event::decode(&row.text("facts")?, Some(&opened));
        match event.map_err(|source| Error::unreadable(format!("the journal of {run}"), source))? {
            Event::Created(created) => Ok(created.private.known().is_some_and(is_like)),
            other => Err(Error::corrupt(format!("the journal of {run}, which begins with {},", other.kind()))),
        }
    }

    /// At most `limit` runs of a thread, newest first, after the first `offset`.
    pub async fn thread_runs(&self, thread: ThreadId, limit: u32, offset: u32) -> Result<Vec<RunId>, Error> {
        let (org, name) = (self.org.to_string(), thread.to_string());
        let bind = |q: crate::engine::Bound| q.bind(org.clone()).bind(name.clone()).bind(i64::from(limit)).bind(i64::from(offset));
        self.store.core().engine.read(&sql::LIST_THREAD, bind).await?.iter().map(|row| row.word("run_id")).collect()
    }

    /// The run that repeats this one, which was interrupted.
    pub async fn superseded_by(&self, run: RunId) -> Result<Option<RunId>, Error> {
        let (org, name) = (self.org.to_string(), run.to_string());
        let rows = self.store.core().engine.read(&sql::SUPERSEDED_BY, |q| q.bind(org.clone()).bind(name.clone())).await?;
        rows.first().map(|row| row.word("run_id")).transpose()
    }
}
