//! What may happen next. One function refuses illegal history, live and in recovery; it never guesses.

use crate::event::{Decision, Entry, Event, Seq};
use crate::id::{CallId, PlanId};
use crate::{Credits, Status, Time, limits};
use std::borrow::Borrow;

/// Where a run stands. Small: it is kept for every active run.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The stage of its life.
    pub phase: Phase,
    /// Position of its last entry; 0 before the first.
    pub head: Seq,
    /// When somebody asked to stop: calls may close, nothing may be asked.
    pub cancel_asked_at: Option<Time>,
    /// Calls asked and not answered, in the order asked.
    pub open: Vec<OpenCall>,
    /// Calls ever asked.
    pub calls: usize,
    /// The sum of all charges.
    pub credits_used: Credits,
    /// When its last entry happened.
    pub at: Time,
    /// When it was first executed.
    pub started_at: Option<Time>,
    /// Finer than the status, once it ended.
    pub reason: Option<String>,
}

/// The stage of a run's life.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// No entry yet.
    New,
    /// Admitted.
    Queued,
    /// Begun.
    Running,
    /// A plan was proposed that nobody needs to be asked about: its approval is due at once.
    Proposed {
        /// The plan.
        plan: PlanId,
        /// What it costs at most.
        ceiling: Credits,
    },
    /// Waiting for a decision on a plan.
    Parked {
        /// The plan.
        plan: PlanId,
        /// When the wait ends by itself.
        expires_at: Time,
    },
    /// A plan was declined or expired: only the end may follow.
    Stopped(Decision),
    /// Over.
    Ended(Status),
}

/// A call without an answer yet.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenCall {
    /// Its id.
    pub call: CallId,
    /// Position of its question.
    pub seq: Seq,
    /// When it was asked.
    pub asked_at: Time,
    /// The check.
    pub check: String,
    /// What it can cost at most.
    pub hold: Credits,
}

/// An entry that cannot follow the history before it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{event} cannot follow at {seq} while the run is {phase:?}")]
pub struct Illegal {
    /// Position of the entry.
    pub seq: Seq,
    /// Kind of the event.
    pub event: &'static str,
    /// The phase it met.
    pub phase: Phase,
}

impl Default for State {
    fn default() -> Self {
        State {
            phase: Phase::New,
            head: 0,
            cancel_asked_at: None,
            open: Vec::new(),
            calls: 0,
            credits_used: Credits::ZERO,
            at: Time::default(),
            started_at: None,
            reason: None,
        }
    }
}

impl State {
    /// The state after a whole history.
    pub fn of(entries: &[impl Borrow<Entry>]) -> Result<State, Illegal> {
        let mut state = State::default();
        for entry in entries {
            state.apply(entry.borrow())?;
        }
        Ok(state)
    }

    /// The status that clients see.
    pub fn status(&self) -> Status {
        match self.phase {
            Phase::New | Phase::Queued => Status::Queued,
            Phase::Running | Phase::Proposed { .. } | Phase::Stopped(_) => Status::Running,
            Phase::Parked { .. } => Status::RequiresApproval,
            Phase::Ended(status) => status,
        }
    }

    /// When somebody must look at this run next, if nothing else happens; `None` once it ended.
    pub fn wake_at(&self) -> Option<Time> {
        match self.phase {
            Phase::New | Phase::Ended(_) => None,
            Phase::Parked { expires_at, .. } if !self.cancelling() => Some(expires_at),
            Phase::Queued | Phase::Running | Phase::Proposed { .. } | Phase::Stopped(_) | Phase::Parked { .. } => Some(self.at),
        }
    }

    /// Whether somebody asked to stop.
    pub fn cancelling(&self) -> bool {
        self.cancel_asked_at.is_some()
    }

    /// What open calls can cost at most.
    pub fn held(&self) -> Option<Credits> {
        Credits::sum(self.open.iter().map(|call| call.hold))
    }

    /// Follows one entry, or refuses it and stays as it was.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Illegal> {
        let illegal = Illegal { seq: entry.seq, event: entry.event.kind(), phase: self.phase.clone() };
        if entry.seq != self.head + 1 {
            return Err(illegal);
        }
        let asking = matches!(self.phase, Phase::Running) && !self.cancelling();
        match &entry.event {
            Event::Created(_) if self.phase == Phase::New => self.phase = Phase::Queued,
            Event::Started(_) if self.phase == Phase::Queued && !self.cancelling() => {
                self.phase = Phase::Running;
                self.started_at = Some(entry.at);
            }
            Event::PlanProposed(e) if asking && self.open.is_empty() => {
                let parked = Phase::Parked { plan: e.plan, expires_at: e.expires_at };
                self.phase = if e.parks { parked } else { Phase::Proposed { plan: e.plan, ceiling: e.ceiling } };
            }
            Event::PlanDecided(e) if self.awaits(e.plan) => {
                self.phase = match e.decision {
                    Decision::Approved => Phase::Running,
                    Decision::Declined | Decision::Expired => Phase::Stopped(e.decision),
                };
            }
            Event::CheckAsked(e) if asking && self.calls < limits::CALLS_MAX && e.group <= entry.seq => {
                self.calls += 1;
                self.open.push(OpenCall { call: e.call, seq: entry.seq, asked_at: entry.at, check: e.check.clone(), hold: e.hold });
            }
            Event::CheckAnswered(e) if !matches!(self.phase, Phase::Ended(_)) => {
                let open = self.open.iter().position(|open| open.call == e.call && e.credits <= open.hold && e.credits >= Credits::ZERO);
                let sum = self.credits_used.checked_add(e.credits);
                let (Some(open), Some(sum)) = (open, sum) else { return Err(illegal) };
                self.open.remove(open);
                self.credits_used = sum;
            }
            Event::Narrated(_) | Event::AnswerDelta(_) | Event::Reported(_) if asking => {}
            Event::CancelAsked(_) if self.may_be_cancelled() => self.cancel_asked_at = Some(entry.at),
            Event::Ended(e) if self.may_end(e.status) && e.credits_used == self.credits_used => {
                self.phase = Phase::Ended(e.status);
                self.reason.clone_from(&e.reason);
            }
            Event::Created(_)
            | Event::Started(_)
            | Event::PlanProposed(_)
            | Event::PlanDecided(_)
            | Event::CheckAsked(_)
            | Event::CheckAnswered(_)
            | Event::Narrated(_)
            | Event::AnswerDelta(_)
            | Event::Reported(_)
            | Event::CancelAsked(_)
            | Event::Ended(_) => return Err(illegal),
        }
        self.head = entry.seq;
        self.at = entry.at;
        Ok(())
    }

    fn awaits(&self, decided: PlanId) -> bool {
        let plan = match self.phase {
            Phase::Proposed { plan, .. } | Phase::Parked { plan, .. } => plan,
            Phase::New | Phase::Queued | Phase::Running | Phase::Stopped(_) | Phase::Ended(_) => return false,
        };
        !self.cancelling() && plan == decided
    }

    fn may_be_cancelled(&self) -> bool {
        let alive = matches!(self.phase, Phase::Queued | Phase::Running | Phase::Proposed { .. } | Phase::Parked { .. });
        alive && !self.cancelling()
    }

    /// A run ends once, with every call closed. Only one that nobody stopped can have completed.
    fn may_end(&self, status: Status) -> bool {
        let alive = !matches!(self.phase, Phase::New | Phase::Ended(_));
        let stopped = self.cancelling() || matches!(self.phase, Phase::Stopped(_));
        let fits = match status {
            Status::Completed => self.phase == Phase::Running && !stopped,
            Status::Cancelled => stopped || self.phase == Phase::Running,
            Status::Failed | Status::Interrupted => true,
            Status::Queued | Status::Running | Status::RequiresApproval => false,
        };
        alive && self.open.is_empty() && fits
    }
}
