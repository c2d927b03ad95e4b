//! Drives one run: turn, append, perform, append, turn again, until it parks or ends.
//!
//! The order that everything rests on: a question is durable before its act, an answer is durable with its charge before the
//! next turn. Kill the process after any line and the journal says what happens next.

use crate::ask;
use crate::engine::{CLAIMS_MAX, Engine, SETTLE, Stuck, Work};
use futures::future::{BoxFuture, FutureExt};
use futures::stream::{FuturesUnordered, StreamExt};
use journal::event::{CheckAnswered, CheckOutput, Decider, Decision, Event, Outcome, PlanDecided, Problem, Started};
use journal::{CallId, Credits, Illegal, Json, OpenCall, OrgId, Phase, Private, Record, RunId, Seq, Status, Time};
use sandbox::Answer;
use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use store::{Append, AppendError, Ownership};
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

/// How long a failed append waits before the journal is read again, at first and at most.
const RETRY_FIRST: Duration = Duration::from_millis(50);
const RETRY_LAST: Duration = Duration::from_secs(5);

/// A run to drive.
#[derive(Debug)]
pub struct Task {
    /// Whose.
    pub org: OrgId,
    /// Which.
    pub run: RunId,
    /// Its journal, where the caller has it already.
    pub record: Option<Record>,
    /// Claims since its last append, this one included.
    pub attempts: u32,
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
enum Lease {
    /// Its last append gave it up, or another node has the run.
    Given,
    /// It found nothing to do.
    Kept,
}

async fn give_back(engine: &Engine, org: OrgId, run: RunId, not_before: Option<Time>) {
    let mut pause = RETRY_FIRST;
    while let Err(error) = engine.journals.give_back(org, run, &engine.node, not_before).await {
        tracing::warn!(%run, %error, "the lease cannot be given back; trying again");
        engine.sleep(pause).await;
        pause = (pause * 2).min(RETRY_LAST);
    }
}

async fn drive(engine: &Engine, task: Task) -> Result<Lease, Error> {
    let heads = engine.journals.watch(task.run);
    let record = match task.record {
        Some(record) => record,
        None => engine.journals.journal(task.org, task.run).await?.ok_or(Error::Vanished)?,
    };
    let durable = record.head();
    let pins = Arc::new(record.created().pins.clone());
    let mut drive = Drive {
        engine,
        org: task.org,
        run: task.run,
        record,
        durable,
        pins,
        flying: FuturesUnordered::new(),
        asked: HashSet::new(),
        begun: HashSet::new(),
        landed: Vec::new(),
        heads,
        taken_over: false,
        lease: Lease::Kept,
    };
    if task.attempts > CLAIMS_MAX {
        drive.interrupt("resumption_exhausted", "The run could not be resumed.")?;
    }
    drive.to_rest().await?;
    Ok(drive.lease)
}

struct Drive<'a> {
    engine: &'a Engine,
    org: OrgId,
    run: RunId,
    /// May be ahead of the database by what is staged.
    record: Record,
    /// The head that the database is known to have.
    durable: Seq,
    pins: Arc<journal::event::Pins>,
    flying: FuturesUnordered<BoxFuture<'static, (OpenCall, Answer)>>,
    /// Calls that this drive asked: the others were cut off under somebody else, and may have been performed.
    asked: HashSet<CallId>,
    /// Calls that this drive performs: not to be begun twice.
    begun: HashSet<CallId>,
    /// Answers that are not durable yet. They survive a conflict; questions do not.
    landed: Vec<CheckAnswered>,
    heads: watch::Receiver<Seq>,
    /// Another node holds the lease: save what was paid, then leave.
    taken_over: bool,
    /// What the last append left of the lease.
    lease: Lease,
}

/// What to do next, read off the journal.
enum Act {
    Begin,
    Turn,
    Wait { until: Option<Time> },
    CloseCancelled,
    CloseStopped(Decision),
    Expire,
    Rest,
}

impl Drive<'_> {
    async fn to_rest(&mut self) -> Result<(), Error> {
        loop {
            if self.taken_over {
                return self.leave().await;
            }
            match self.act() {
                Act::Begin => self.stage([Event::Started(Started { memory: Vec::new() })])?,
                Act::Turn => self.turn().await?,
                // An act needs its question to be durable, and a paid answer should not wait for the next one.
                Act::Wait { .. } | Act::Rest if self.is_ahead() => self.commit().await?,
                Act::Wait { until } => self.wait(until).await?,
                Act::CloseCancelled => self.close(Status::Cancelled, "cancelled", "The run was cancelled.", Some("requested"), None)?,
                Act::CloseStopped(decision) => {
                    let end = ask::end(&self.record, Status::Cancelled, Some(reason(decision)), None);
                    self.stage([end])?;
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
            (Phase::Parked { expires_at, .. }, None) if now >= *expires_at => Act::Expire,
            (Phase::Parked { .. }, None) => Act::Rest,
            (Phase::Queued, None) => Act::Begin,
            (Phase::Running, None) if state.open.is_empty() => Act::Turn,
            (Phase::Running, None) => Act::Wait { until: None },
        }
    }

    fn is_ahead(&self) -> bool {
        self.record.head() > self.durable
    }

    fn stage(&mut self, events: impl IntoIterator<Item = Event>) -> Result<(), Error> {
        Ok(self.record.extend(self.engine.now(), events)?)
    }

    async fn turn(&mut self) -> Result<(), Error> {
        let events = match self.engine.workshop.turn(&self.record).await {
            Ok(turn) => ask::events(self.engine, &self.record, turn),
            Err(Stuck::Strayed(source)) => {
                tracing::warn!(run = %self.run, %source, "the workflow strayed from its journal");
                vec![ask::failed(
                    &self.record,
                    problem("workflow_strayed", "The workflow asked something else than its journal says.", false),
                )]
            }
            Err(Stuck::Gone(source)) => {
                tracing::warn!(run = %self.run, %source, "a pinned component is gone");
                return self.interrupt("component_gone", "What the run was pinned to is gone.");
            }
            Err(unavailable @ Stuck::Unavailable(_)) => {
                // The answers that led here are paid; whoever takes the next turn must find them.
                self.save().await?;
                return Err(unavailable.into());
            }
        };
        if events.is_empty() {
            let stalled = problem("workflow_stalled", "The workflow waits for an answer that it did not ask for.", false);
            return self.stage([ask::failed(&self.record, stalled)]);
        }
        self.asked.extend(events.iter().filter_map(|event| if let Event::CheckAsked(asked) = event { Some(asked.call) } else { None }));
        self.stage(events)
    }

    /// Performs what is open and stages the next answers, or notices that the journal grew elsewhere.
    async fn wait(&mut self, until: Option<Time>) -> Result<(), Error> {
        if self.take_up()? {
            return Ok(());
        }
        let engine = self.engine;
        let deadline = async {
            match until {
                Some(until) => engine.clock.sleep_until(until).await,
                None => futures::future::pending().await,
            }
        };
        let grown = grown(&mut self.heads, self.durable);
        let first = tokio::select! {
            biased;
            Some(landed) = self.flying.next() => landed,
            () = grown => return self.reread().await,
            () = deadline => return Ok(()),
        };
        self.land(first)?;
        while let Some(Some(landed)) = self.flying.next().now_or_never() {
            self.land(landed)?;
        }
        Ok(())
    }

    /// Begins every open call that is not in flight here. Whether the run had to be interrupted instead.
    fn take_up(&mut self) -> Result<bool, Error> {
        let idle: Vec<OpenCall> = self.record.state().open.iter().filter(|open| !self.begun.contains(&open.call)).cloned().collect();
        if self.record.state().cancelling() {
            return Ok(false);
        }
        let cut_off =
            |open: &OpenCall| !self.asked.contains(&open.call) && !self.pins.check(&open.check).is_some_and(|check| check.repeatable);
        if idle.iter().any(cut_off) {
            self.interrupt("call_not_repeatable", "A call was cut off that must not be repeated.")?;
            return Ok(true);
        }
        for open in idle {
            self.begun.insert(open.call);
            let work = self.work(&open);
            let workshop = Arc::clone(&self.engine.workshop);
            self.flying.push(Box::pin(async move {
                let answer = match work {
                    Some(work) => workshop.perform(work).await,
                    None => failure("erased", "The call's input was erased.", false),
                };
                (open, answer)
            }));
        }
        Ok(false)
    }

    fn work(&self, open: &OpenCall) -> Option<Work> {
        let Some(Event::CheckAsked(asked)) = self.record.entry(open.seq).map(|entry| &entry.event) else { return None };
        Some(Work {
            pins: Arc::clone(&self.pins),
            org: self.org,
            mode: self.record.created().mode,
            call: open.call,
            check: open.check.clone(),
            input: asked.private.known()?.input.clone(),
            asked_at: open.asked_at,
        })
    }

    /// Stages an answer with its charge, unless its call was closed meanwhile.
    fn land(&mut self, (open, answer): (OpenCall, Answer)) -> Result<(), Error> {
        let latency_ms = u64::try_from(self.engine.now().since(open.asked_at).as_millis()).unwrap_or(u64::MAX);
        let answered = answered(&open, answer, self.pins.check(&open.check).is_some_and(|check| check.bills_not_found), latency_ms);
        self.take_in(answered)
    }

    fn take_in(&mut self, answered: CheckAnswered) -> Result<(), Error> {
        if self.record.state().open.iter().any(|open| open.call == answered.call) {
            self.landed.push(answered.clone());
            self.stage([Event::CheckAnswered(answered)])?;
        }
        Ok(())
    }

    /// Writes what is staged. After anything but success the journal is read again: it alone knows.
    async fn commit(&mut self) -> Result<(), Error> {
        let resting = matches!(self.record.state().phase, Phase::Ended(_) | Phase::Parked { .. });
        let ownership = match (self.taken_over, resting) {
            (true, _) => Ownership::Keep,
            (false, true) => Ownership::Free,
            (false, false) => Ownership::Hold(self.engine.lease()),
        };
        let append = Append {
            run: self.run,
            base: self.durable,
            entries: self.record.after(self.durable).to_vec(),
            projection: self.record.projection(self.durable),
            lease: ownership,
        };
        match self.engine.journals.append(append).await {
            Ok(()) => {
                self.durable = self.record.head();
                self.landed.clear();
                self.lease = if resting { Lease::Given } else { Lease::Kept };
                Ok(())
            }
            Err(AppendError::Conflict) => self.reread().await,
            Err(AppendError::Store(source)) => {
                tracing::warn!(run = %self.run, error = %source, "an append failed; the journal is read again");
                self.engine.sleep(RETRY_FIRST).await;
                self.reread().await
            }
        }
    }

    /// Takes the journal as it is, puts the answers that are still wanted on top, and drops whatever else was staged.
    async fn reread(&mut self) -> Result<(), Error> {
        let mut pause = RETRY_FIRST;
        let (record, owner) = loop {
            let journals = &self.engine.journals;
            match futures::try_join!(journals.journal(self.org, self.run), journals.owner(self.org, self.run)) {
                Ok((Some(record), owner)) => break (record, owner),
                Ok((None, _)) => return Err(Error::Vanished),
                Err(source) => tracing::warn!(run = %self.run, error = %source, "the journal cannot be read; trying again"),
            }
            self.engine.sleep(pause).await;
            pause = (pause * 2).min(RETRY_LAST);
        };
        self.durable = record.head();
        self.record = record;
        self.lease = Lease::Kept;
        self.taken_over = owner.is_some_and(|lease| *lease.node != *self.engine.node && lease.until > self.engine.now());
        for answered in std::mem::take(&mut self.landed) {
            self.take_in(answered)?;
        }
        Ok(())
    }

    /// Writes what is staged, however often the journal grows elsewhere meanwhile.
    async fn save(&mut self) -> Result<(), Error> {
        while self.is_ahead() {
            self.commit().await?;
        }
        Ok(())
    }

    /// Another node drives the run. What was paid here is still worth saving.
    async fn leave(&mut self) -> Result<(), Error> {
        self.save().await?;
        tracing::info!(run = %self.run, "another node drives this run");
        self.lease = Lease::Given;
        Ok(())
    }

    fn expire(&mut self) -> Result<(), Error> {
        let Phase::Parked { plan, .. } = self.record.state().phase else { return Ok(()) };
        let decided = PlanDecided { plan, decision: Decision::Expired, by: Decider::Clock };
        let end = ask::end(&self.record, Status::Cancelled, Some(reason(Decision::Expired)), None);
        self.stage([Event::PlanDecided(decided), end])
    }

    fn interrupt(&mut self, code: &str, message: &str) -> Result<(), Error> {
        self.close(Status::Interrupted, "interrupted", message, None, Some(problem(code, message, true)))
    }

    /// Closes every open call, unbilled, and ends the run.
    fn close(&mut self, status: Status, code: &str, message: &str, reason: Option<&str>, error: Option<Problem>) -> Result<(), Error> {
        let open = self.record.state().open.clone();
        let closed = open.iter().map(|open| Event::CheckAnswered(answered(open, failure(code, message, true), false, 0)));
        let end = ask::end(&self.record, status, reason, error);
        self.stage(closed.chain([end]))
    }
}

/// Resolves when somebody else lengthened the journal past `durable`.
async fn grown(heads: &mut watch::Receiver<Seq>, durable: Seq) {
    if heads.wait_for(|head| *head > durable).await.is_err() {
        // Nobody tells any more; the next append finds out.
        futures::future::pending::<()>().await;
    }
}

/// The event of an answer. Only what was answered is billed; the price was fixed when the call was held.
fn answered(open: &OpenCall, answer: Answer, bills_not_found: bool, latency_ms: u64) -> CheckAnswered {
    let nothing = Json::empty();
    let (outcome, credits, output, message) = match answer {
        Answer::Success(output) => (Outcome::Success, open.hold, output, None),
        Answer::NotFound(output) => (Outcome::NotFound, if bills_not_found { open.hold } else { Credits::ZERO }, output, None),
        Answer::Failed { code, message, retryable } => (Outcome::Failed { code, retryable }, Credits::ZERO, nothing, Some(message)),
    };
    let private = Private::Known(CheckOutput { output, message });
    CheckAnswered { call: open.call, check: open.check.clone(), outcome, credits, latency_ms, private }
}

pub(crate) fn reason(decision: Decision) -> &'static str {
    match decision {
        Decision::Approved => "approved",
        Decision::Declined => "declined",
        Decision::Expired => "approval_timeout",
    }
}

fn failure(code: &str, message: &str, retryable: bool) -> Answer {
    Answer::Failed { code: code.to_owned(), message: message.to_owned(), retryable }
}

fn problem(code: &str, message: &str, retryable: bool) -> Problem {
    Problem { code: code.to_owned(), message: message.to_owned(), retryable }
}
