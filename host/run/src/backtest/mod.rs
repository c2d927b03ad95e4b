//! What recorded runs would have come to under another page: their own answers, asked for again by name of check and input.
//!
//! Nobody is called and nothing is written: there is no way out in here, and of the store only what reads. What no run has an answer to
//! is unknown, and so is whatever follows from it.

mod answers;
mod outline;

pub use outline::{Change, CheckChange, Compared, Cost, UNKNOWN, Verdict};

use crate::ask;
use crate::clock::{Clock, SystemClock};
use crate::past::Past;
use crate::rehearse::{self, rehearse};
use answers::Answers;
use futures::future::BoxFuture;
use futures::{StreamExt, TryStreamExt};
use journal::event::{Created, Pins};
use journal::{Mode, OrgId, Record, RunId, Status, Time};
use library::Page;
use outline::Outline;
use sandbox::EarlierRun;
use std::collections::BTreeSet;
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
    let looked_for = |check: &str| recorded.created().pins.check(check).and_then(|check| check.recent).map_or(0, |terms| terms.days);
    let wider = page.pins.checks.iter().filter(|check| check.recent.is_some_and(|terms| terms.days > looked_for(&check.name)));
    let wider = wider.map(|check| check.name.clone()).collect();
    Ok(Compared::of(run, &Outline::of(recorded, &BTreeSet::new()), &Outline::of(&after, &wider)))
}

/// The journal that the run would have had.
async fn after(page: &Page, run: RunId, recorded: &Record, memory: Vec<EarlierRun>) -> Result<Record, Error> {
    let created = recorded.created();
    let message = created.private.known().map(|request| request.message.clone()).unwrap_or_default();
    let execution = &page.execution;
    let pins = priced(&page.pins, &created.pins);
    let clock = Then { at: recorded.created_at(), chance: SystemClock::default() };
    let begun = Record::begin(clock.at, Created { pins: pins.clone(), retry_of: None, ..created.clone() })?;
    let order = execution.order(message, memory, ask::approval(&begun));
    let mut answers = Answers::of(recorded, &pins);
    let answer = |open, input| std::future::ready(answers.take(&open, &input));
    let played = rehearse(&execution.workflow, &order, &clock, begun, answer, |_| {}).await;
    played.map_err(|source| Error::Rehearse { run, source })
}

/// The moment at which a run was asked for: what is a matter of age is as it was then.
struct Then {
    at: Time,
    chance: SystemClock,
}

impl Clock for Then {
    fn now(&self) -> Time {
        self.at
    }

    fn random(&self, bytes: &mut [u8]) {
        self.chance.random(bytes);
    }

    fn sleep_until(&self, _: Time) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
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
