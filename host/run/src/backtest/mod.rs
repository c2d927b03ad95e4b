//! What recorded runs would have come to under another page: their own answers, asked for again by name of check and input.
//!
//! Nobody is called and nothing is written: there is no way out in here, and of the store only what reads. What no run has an answer to
//! is unknown, and so is whatever follows from it.

mod answers;
mod outline;

pub use outline::{Change, CheckChange, Compared, Cost, UNKNOWN, Verdict};

use crate::clock::SystemClock;
use crate::past::Past;
use crate::rehearse::{self, rehearse};
use answers::Answers;
use futures::{StreamExt, TryStreamExt};
use journal::event::{Created, Pins};
use journal::{Mode, OrgId, Record, RunId, Status};
use library::Page;
use outline::Outline;
use sandbox::{EarlierRun, Order};
use std::sync::Arc;
use store::{Progress, Store, Wanted};

/// Runs looked up at once.
const PAGE_RUNS: usize = 500;
/// Runs under way for each core: while some wait for the database, others take turns.
const RUNS_PER_CORE: usize = 4;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not give a journal.
    #[error("read the journals")]
    Store(#[from] store::Error),
    /// A run could not be carried out again.
    #[error("carry out {run} again")]
    Rehearse {
        /// Which.
        run: RunId,
        /// Why.
        #[source]
        source: rehearse::Error,
    },
    /// A bug, here or in a library.
    #[error("wait for a run that is carried out again")]
    Broken(#[from] tokio::task::JoinError),
    /// The recorded request is none.
    #[error("begin a journal")]
    Journal(#[from] journal::record::Broken),
}

/// Which recorded runs.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Whose.
    pub org: OrgId,
    /// Live runs or test runs.
    pub mode: Mode,
    /// The slug that their clients asked for.
    pub slug: String,
    /// The newest so many that completed.
    pub last: usize,
}

/// Carries out the selected runs again with `page`, on all cores. Newest first.
pub async fn backtest(store: &Store, page: &Arc<Page>, selection: &Selection, progress: &Progress) -> Result<Vec<Compared>, Error> {
    progress.begin("runs looked up", 0);
    let runs = runs(store, selection, progress).await?;
    progress.begin("runs carried out again", u64::try_from(runs.len()).unwrap_or(u64::MAX));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let again = futures::stream::iter(runs).map(|run| {
        let again = again(store.clone(), Arc::clone(page), selection.org, run);
        async move {
            let compared = tokio::spawn(again).await?;
            progress.add(1);
            compared
        }
    });
    again.buffered(cores * RUNS_PER_CORE).try_collect().await
}

async fn runs(store: &Store, selection: &Selection, progress: &Progress) -> Result<Vec<RunId>, Error> {
    let wanted = Wanted { mode: selection.mode, status: Some(Status::Completed), workflow: Some(&selection.slug), request: None };
    let (mut runs, mut before) = (Vec::new(), None);
    while runs.len() < selection.last {
        let some = (selection.last - runs.len()).min(PAGE_RUNS);
        let found = store.of(selection.org).runs(&wanted, before, some).await?;
        progress.add(u64::try_from(found.runs.len()).unwrap_or(u64::MAX));
        runs.extend(found.runs);
        before = found.next;
        if before.is_none() {
            break;
        }
    }
    Ok(runs)
}

async fn again(store: Store, page: Arc<Page>, org: OrgId, run: RunId) -> Result<Compared, Error> {
    let recorded = store.of(org).journal(run).await?;
    let Some(recorded) = recorded.filter(|recorded| recorded.created().private.known().is_some()) else {
        return Ok(Compared::unreadable(run));
    };
    let memory = Past::of(&store, org, &recorded).await?.memory;
    compare(&page, run, &recorded, memory).await
}

/// One recorded run, whose request is readable, against what it would come to with `page`. `memory` is what its thread's earlier runs
/// came to.
pub async fn compare(page: &Page, run: RunId, recorded: &Record, memory: Vec<EarlierRun>) -> Result<Compared, Error> {
    let after = after(page, run, recorded, memory).await?;
    Ok(Compared::of(run, &Outline::of(recorded), &Outline::of(&after)))
}

/// The journal that the run would have had.
async fn after(page: &Page, run: RunId, recorded: &Record, memory: Vec<EarlierRun>) -> Result<Record, Error> {
    let created = recorded.created();
    let message = created.private.known().map(|request| request.message.clone()).unwrap_or_default();
    let execution = &page.execution;
    let order = Order { message, procedure: execution.procedure.clone(), checks: execution.infos.clone(), memory };
    let begun =
        Record::begin(recorded.created_at(), Created { pins: priced(&page.pins, &created.pins), retry_of: None, ..created.clone() })?;
    let mut answers = Answers::of(recorded);
    let answer = |open, input| std::future::ready(answers.take(&open, &input));
    let played = rehearse(&execution.workflow, &order, &SystemClock::default(), begun, answer, |_| {}).await;
    played.map_err(|source| Error::Rehearse { run, source })
}

/// What a check cost the run is what it costs again: an edited page is compared, not another price list.
fn priced(page: &Pins, recorded: &Pins) -> Pins {
    let mut pins = page.clone();
    for check in &mut pins.checks {
        if let Some(known) = recorded.check(&check.name) {
            (check.price, check.bills_not_found) = (known.price, known.bills_not_found);
        }
    }
    pins
}
