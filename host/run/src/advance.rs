//! Drives one run: turn, append, perform, append, turn again, until it parks or ends.
//!
//! The order that everything rests on: a question is durable before its act, an answer is durable with its charge before the
//! next turn. Kill the process after any line and the journal says what happens next.

use crate::ask;
use crate::commit::give_back;
use crate::engine::{CLAIMS_MAX, Engine, Kept, Played, SETTLE, Source, Stuck};
use crate::fair::Pass;
use crate::past::{CUT_OFF, MEMORY_RUNS_MAX, Past};
use crate::perform::{Landed, answered, failure};
use futures::future::{BoxFuture, FutureExt};
use futures::stream::FuturesUnordered;
use journal::event::{CheckAnswered, Decider, Decision, Event, Pins, PlanDecided, Problem, Started};
use journal::{CallId, Credits, Illegal, OpenCall, OrgId, Phase, PlanId, Record, RunId, Seq, Status, Time};
use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Why a run could not be driven on from here. Somebody tries again, later each time.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not give the journal.
    #[error("read the journal")]
    Store(#[from] store::Error),
    /// The journal and this build disagree.
    #[error("extend the journal")]
    Illegal(#[from] Illegal),
    /// A bug, here or in a library. The panic itself was printed.
    #[error("driving the run panicked")]
    Panicked,
    /// A journal never shrinks: this is a fault of the database.
    #[error("the journal vanished")]
    Vanished,
    /// The guests cannot be run here at present.
    #[error("take a turn")]
    Stuck(#[from] Stuck),
}

/// How long a run that could not be driven on waits before somebody tries again, at first and at most; doubled each time.
const PAUSE_FIRST: Duration = Duration::from_secs(1);
const PAUSE_LAST: Duration = Duration::from_secs(300);

/// A run to drive.
#[derive(Debug)]
pub struct Task {
    /// Whose.
    pub org: OrgId,
    /// Which.
    pub run: RunId,
    /// Its journal, where the caller has just admitted it: what it asks then was asked by nobody else.
    pub record: Option<Record>,
    /// Its workflow, as the turn that was taken before it was admitted left it.
    pub kept: Option<Kept>,
    /// Claims since its last append, this one included.
    pub attempts: u32,
    /// Whether a claim brought it: then a plan that waits has waited long enough, by whatever clock made it due.
    pub claimed: bool,
}

/// Drives a run that this node holds the lease of, as far as it goes without waiting for a person.
///
/// However it comes out, the lease is given up: this node prolongs all its leases together, so a run that nobody drives under
/// such a lease would never be taken up again.
pub async fn advance(engine: &Engine, task: Task) -> Result<(), Error> {
    let Task { org, run, attempts, .. } = task;
    let outcome = AssertUnwindSafe(drive(engine, task)).catch_unwind().await.unwrap_or(Err(Error::Panicked));
    match outcome {
        Ok(Lease::Given) => Ok(()),
        Ok(Lease::Kept) => {
            give_back(engine, org, run, None).await;
            Ok(())
        }
        Err(error) => {
            let doubled = PAUSE_FIRST.saturating_mul(1 << attempts.saturating_sub(1).min(16)).min(PAUSE_LAST);
            give_back(engine, org, run, Some(engine.now().plus(doubled))).await;
            Err(error)
        }
    }
}

/// What a drive left of its lease.
pub(crate) enum Lease {
    /// Its last append gave it up, or another node has the run.
    Given,
    /// It found nothing to do.
    Kept,
}

async fn drive(engine: &Engine, task: Task) -> Result<Lease, Error> {
    let pass = engine.fair.pass(task.org).await;
    let heads = engine.journals.watch(task.org, task.run);
    let (record, asked) = match task.record {
        Some(record) => {
            let asked = record.state().open.iter().map(|open| open.call).collect();
            (record, asked)
        }
        None => (engine.journals.journal(task.org, task.run).await?.ok_or(Error::Vanished)?, HashSet::new()),
    };
    let durable = record.head();
    let expired = match record.state().phase {
        Phase::Parked { plan, .. } if task.claimed => Some(plan),
        _ => None,
    };
    let past = Past::of(&*engine.journals, task.org, &record).await?;
    let pins = Arc::new(record.created().pins.clone());
    let mut drive = Drive {
        engine,
        org: task.org,
        run: task.run,
        record,
        past,
        kept: task.kept,
        expired,
        durable,
        pins,
        flying: FuturesUnordered::new(),
        asked,
        begun: HashSet::new(),
        landed: Vec::new(),
        heads,
        pass: Some(pass),
        taken_over: false,
        lease: Lease::Kept,
    };
    if task.attempts > CLAIMS_MAX {
        drive.interrupt("resumption_exhausted", "The run could not be resumed.")?;
    }
    drive.until_rest().await?;
    Ok(drive.lease)
}

/// One run under this node's lease.
pub(crate) struct Drive<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) org: OrgId,
    pub(crate) run: RunId,
    /// May be ahead of the database by what is staged.
    pub(crate) record: Record,
    /// What came before it and still matters.
    past: Past,
    /// The workflow as its last turn over this record left it.
    pub(crate) kept: Option<Kept>,
    /// The plan whose time is over, whatever the clock of this node says.
    expired: Option<PlanId>,
    /// The head that the database is known to have.
    pub(crate) durable: Seq,
    pub(crate) pins: Arc<Pins>,
    pub(crate) flying: FuturesUnordered<BoxFuture<'static, (OpenCall, Landed)>>,
    /// Calls that this drive asked: the others were cut off under somebody else, and may have been performed.
    pub(crate) asked: HashSet<CallId>,
    /// Calls that this drive performs: not to be begun twice.
    pub(crate) begun: HashSet<CallId>,
    /// Answers that are not durable yet. They survive a conflict; questions do not.
    pub(crate) landed: Vec<CheckAnswered>,
    pub(crate) heads: watch::Receiver<Seq>,
    /// Leave to go on; given up while it waits.
    pass: Option<Pass>,
    /// Another node holds the lease: save what was paid, then leave.
    pub(crate) taken_over: bool,
    /// What the last append left of the lease.
    pub(crate) lease: Lease,
}

/// What to do next, read off the journal.
enum Act {
    Begin,
    Turn,
    Wait { until: Option<Time> },
    CloseCancelled,
    CloseStopped(Decision),
    Approve { plan: PlanId, ceiling: Credits },
    Expire,
    Rest,
}

impl Drive<'_> {
    async fn until_rest(&mut self) -> Result<(), Error> {
        loop {
            if self.taken_over {
                return self.leave().await;
            }
            match self.act() {
                Act::Begin => self.begin().await?,
                Act::Turn => self.turn().await?,
                // An act needs its question to be durable, and a paid answer should not wait for the next one.
                Act::Wait { .. } | Act::Rest if self.is_ahead() => self.commit().await?,
                Act::Wait { until } => {
                    self.pass = None;
                    self.wait(until).await?;
                    self.pass = Some(self.engine.fair.pass(self.org).await);
                }
                Act::CloseCancelled => self.close(Status::Cancelled, "cancelled", "The run was cancelled.", Some("requested"), None)?,
                Act::CloseStopped(decision) => {
                    let end = ask::end(&self.record, Status::Cancelled, Some(reason(decision)), None);
                    self.stage([end])?;
                }
                Act::Approve { plan, ceiling } => {
                    let approved = ask::approved(&self.record, plan, ceiling);
                    self.stage([approved])?;
                }
                Act::Expire => self.expire()?,
                Act::Rest => return Ok(()),
            }
        }
    }

    fn act(&self) -> Act {
        let state = self.record.state();
        let now = self.engine.now();
        match (&state.phase, state.cancel_asked_at) {
            (Phase::Ended(_) | Phase::New, _) => Act::Rest,
            (_, Some(asked_at)) => {
                let until = asked_at.plus(SETTLE);
                let in_flight = state.open.iter().any(|open| self.begun.contains(&open.call));
                if in_flight && now < until { Act::Wait { until: Some(until) } } else { Act::CloseCancelled }
            }
            (Phase::Stopped(decision), None) => Act::CloseStopped(*decision),
            (Phase::Parked { plan, expires_at }, None) if now >= *expires_at || self.expired == Some(*plan) => Act::Expire,
            (Phase::Parked { .. }, None) => Act::Rest,
            (Phase::Proposed { plan, ceiling }, None) => Act::Approve { plan: *plan, ceiling: *ceiling },
            (Phase::Queued, None) => Act::Begin,
            (Phase::Running, None) if state.open.is_empty() => Act::Turn,
            (Phase::Running, None) => Act::Wait { until: None },
        }
    }

    pub(crate) fn is_ahead(&self) -> bool {
        self.record.head() > self.durable
    }

    pub(crate) fn stage(&mut self, events: impl IntoIterator<Item = Event>) -> Result<(), Error> {
        Ok(self.record.extend(self.engine.now(), events)?)
    }

    /// What the run remembers is fixed when it begins: runs that end later are not told of.
    async fn begin(&mut self) -> Result<(), Error> {
        let created = self.record.created();
        let memory = match created.continues {
            true => self.engine.journals.earlier(self.org, created.thread, self.run, MEMORY_RUNS_MAX).await?,
            false => Vec::new(),
        };
        self.stage([Event::Started(Started { memory })])?;
        if self.record.created().continues {
            self.past = Past::of(&*self.engine.journals, self.org, &self.record).await?;
        }
        Ok(())
    }

    async fn turn(&mut self) -> Result<(), Error> {
        let kept = self.kept.take();
        let events = match self.engine.workshop.turn(&self.record, &self.past.memory, kept).await {
            Ok((turn, kept)) => {
                self.kept = kept;
                ask::events(&*self.engine.clock, &self.record, &self.past, turn)
            }
            Err(Stuck::Strayed(source)) => {
                self.warn(&source, "the workflow strayed from its journal");
                vec![ask::failed(
                    &self.record,
                    problem("workflow_strayed", "The workflow asked something else than its journal says.", false),
                )]
            }
            Err(Stuck::Gone(source)) => {
                self.warn(&source, "a pinned component is gone");
                return self.interrupt("component_gone", "What the run was pinned to is gone.");
            }
            Err(unavailable @ Stuck::Unavailable(_)) => {
                // The answers that led here are paid; whoever takes the next turn must find them.
                self.save().await?;
                return Err(unavailable.into());
            }
        };
        self.asked.extend(events.iter().filter_map(|event| if let Event::CheckAsked(asked) = event { Some(asked.call) } else { None }));
        self.stage(events)
    }

    /// Tells the operator, unless it is played.
    fn warn(&self, source: &Source, what: &str) {
        if !source.is::<Played>() {
            tracing::warn!(run = %self.run, %source, "{what}");
        }
    }

    fn expire(&mut self) -> Result<(), Error> {
        let Phase::Parked { plan, .. } = self.record.state().phase else { return Ok(()) };
        let decided = PlanDecided { plan, decision: Decision::Expired, by: Decider::Clock };
        let end = ask::end(&self.record, Status::Cancelled, Some(reason(Decision::Expired)), None);
        self.stage([Event::PlanDecided(decided), end])
    }

    pub(crate) fn interrupt(&mut self, code: &str, message: &str) -> Result<(), Error> {
        self.close(Status::Interrupted, CUT_OFF, message, None, Some(problem(code, message, true)))
    }

    /// Closes every open call, unbilled, and ends the run.
    fn close(&mut self, status: Status, code: &str, message: &str, reason: Option<&str>, error: Option<Problem>) -> Result<(), Error> {
        let open = self.record.state().open.clone();
        let closed = open.iter().map(|open| Event::CheckAnswered(answered(open, failure(code, message, true), false, 0)));
        let end = ask::end(&self.record, status, reason, error);
        self.stage(closed.chain([end]))
    }
}

pub(crate) fn reason(decision: Decision) -> &'static str {
    match decision {
        Decision::Approved => "approved",
        Decision::Declined => "declined",
        Decision::Expired => "approval_timeout",
    }
}

fn problem(code: &str, message: &str, retryable: bool) -> Problem {
    Problem { code: code.to_owned(), message: message.to_owned(), retryable }
}
