//! A journal as the workflow meets it: what it asked before, with the answers, then what it asks beyond. A journal that grew while the
//! workflow was kept is met in the same way: what it asked beyond is held against the journal as if it were asked again.
//!
//! No engine in here: questions in, answers or a reason to stop out.

mod admit;
mod approved;

use crate::turn::{Ask, CheckCall};
use crate::{Checks, Order, TurnError, object};
use admit::{broke, too_large};
use approved::Approved;
use journal::event::{Approval, Decision, Entry, Event, Outcome, Plan, Recent, Seq};
use journal::{CallId, Json, PlanId, Private, Time, limits};
use std::borrow::Borrow;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// The member of an answer by which a workflow is told that it was had before.
const RECENT_MEMBER: &str = "@recent";
const DAY_SECONDS: u64 = 24 * 60 * 60;

/// Where one turn stands.
pub(crate) struct Replay {
    recorded: VecDeque<Recorded>,
    answers: HashMap<CallId, Answered>,
    decisions: HashMap<PlanId, (Time, Decision)>,
    checks: Arc<Checks>,
    approval: Approval,
    approved: Approved,
    now: Time,
    fresh: Vec<Ask>,
    /// The journal, and what was asked beyond it.
    size: Size,
    /// The journal.
    journal: Size,
}

/// How much there is of a journal.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    events: usize,
    bytes: usize,
    calls: usize,
}

/// Something the workflow asked or said in an earlier turn. What is `None` was erased.
struct Recorded {
    seq: Seq,
    what: What,
}

enum What {
    Calls(Vec<RecordedCall>),
    Plan { id: PlanId, waits: bool, plan: Option<Plan> },
    Narrated(Option<String>),
    Said(Option<String>),
    Reported(Option<Json>),
}

struct RecordedCall {
    call: CallId,
    check: String,
    input: Option<Json>,
}

struct Answered {
    seq: Seq,
    at: Time,
    given: Option<Given>,
}

/// An answer to one call.
pub(crate) struct Given {
    pub(crate) call: CallId,
    pub(crate) outcome: GivenOutcome,
}

/// See [`Given`].
pub(crate) enum GivenOutcome {
    Success(Json),
    NotFound(Json),
    Failed { code: String, message: String, retryable: bool },
}

/// Why the workflow is not to go on. It travels through the guest as a trap.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Halt {
    /// An answer is not there yet.
    #[error("the workflow waits")]
    Waits,
    /// It cannot be answered from this journal.
    #[error(transparent)]
    Unanswerable(TurnError),
    /// It broke a bound.
    #[error("{message}")]
    Broke { code: &'static str, message: String },
}

impl Replay {
    /// The start of a turn over `entries`.
    pub(crate) fn of(entries: &[impl Borrow<Entry>], order: &Order) -> Replay {
        let mut replay = Replay {
            recorded: VecDeque::new(),
            answers: HashMap::new(),
            decisions: HashMap::new(),
            checks: Arc::clone(&order.checks),
            approval: order.approval,
            approved: Approved::default(),
            now: entries.first().map_or_else(Time::default, |entry| entry.borrow().at),
            fresh: Vec::new(),
            size: Size::default(),
            journal: Size::default(),
        };
        replay.read(entries);
        replay
    }

    /// Takes in what the journal has got since.
    fn read(&mut self, entries: &[impl Borrow<Entry>]) {
        self.size = self.journal;
        // The group of the last recorded call: its neighbours were asked with it.
        let mut group = None;
        for entry in entries.iter().map(Borrow::borrow) {
            self.size.events += 1;
            self.size.bytes += entry.event.weight();
            self.index(entry, &mut group);
        }
        self.journal = self.size;
    }

    /// What the workflow asked beyond the journal last, where that is calls: those alone are worth waiting for.
    pub(crate) fn waits_for_calls(&self) -> bool {
        matches!(self.fresh.last(), Some(Ask::Checks(_)))
    }

    /// What was asked beyond the journal.
    pub(crate) fn fresh(&self) -> &[Ask] {
        &self.fresh
    }

    /// The answers that a workflow waits for which asked calls last, out of what the journal has got since.
    pub(crate) fn go_on(&mut self, entries: &[impl Borrow<Entry>]) -> Result<Vec<Given>, Halt> {
        self.read(entries);
        let mut given = Vec::new();
        for asked in std::mem::take(&mut self.fresh) {
            match asked {
                Ask::Checks(calls) => given = self.called(&calls)?,
                Ask::Plan(plan) => self.plan(plan)?,
                Ask::Report(report) => self.report(report.as_str().to_owned())?,
                told @ (Ask::Narrate(_) | Ask::Say(_)) => self.tell(told)?,
            }
        }
        Ok(given)
    }

    /// The answers to calls that were asked before the journal had them.
    fn called(&mut self, calls: &[CheckCall]) -> Result<Vec<Given>, Halt> {
        let next = self.recorded.pop_front().ok_or(Halt::Waits)?;
        self.answered(&next, calls.iter().map(|call| (call.check.as_str(), call.input.as_str())))
    }

    fn index(&mut self, entry: &Entry, group: &mut Option<Seq>) {
        let what = match &entry.event {
            Event::Created(_) | Event::CancelAsked(_) | Event::Ended(_) => return,
            Event::Started(_) => {
                self.now = entry.at;
                return;
            }
            Event::PlanDecided(e) => {
                self.decisions.insert(e.plan, (entry.at, e.decision));
                return;
            }
            Event::CheckAnswered(e) => {
                let given = e.private.known().map(|output| Given {
                    call: e.call,
                    outcome: match &e.outcome {
                        Outcome::Success => GivenOutcome::Success(labelled(&output.output, e.recent, entry.at)),
                        Outcome::NotFound => GivenOutcome::NotFound(labelled(&output.output, e.recent, entry.at)),
                        Outcome::Failed { code, retryable } => GivenOutcome::Failed {
                            code: code.clone(),
                            message: output.message.clone().unwrap_or_default(),
                            retryable: *retryable,
                        },
                    },
                });
                self.answers.insert(e.call, Answered { seq: entry.seq, at: entry.at, given });
                return;
            }
            Event::CheckAsked(e) => {
                self.size.calls += 1;
                let input = e.private.known().map(|asked| asked.input.clone());
                let call = RecordedCall { call: e.call, check: e.check.clone(), input };
                if *group == Some(e.group)
                    && let Some(Recorded { what: What::Calls(calls), .. }) = self.recorded.back_mut()
                {
                    calls.push(call);
                    return;
                }
                *group = Some(e.group);
                What::Calls(vec![call])
            }
            Event::PlanProposed(e) => What::Plan { id: e.plan, waits: e.parks, plan: e.private.known().cloned() },
            Event::Narrated(e) => What::Narrated(text(&e.private)),
            Event::AnswerDelta(e) => What::Said(text(&e.private)),
            Event::Reported(e) => What::Reported(e.private.known().map(|private| private.report.clone())),
        };
        self.recorded.push_back(Recorded { seq: entry.seq, what });
    }

    /// The time of the newest answer that the workflow was given.
    pub(crate) fn now(&self) -> Time {
        self.now
    }

    /// Calls of checks, each a name and an input.
    pub(crate) fn calls(&mut self, asked: Vec<(String, String)>) -> Result<Vec<Given>, Halt> {
        self.approved.call(&self.checks, asked.iter().map(|(check, _)| check.as_str()));
        let Some(next) = self.recorded.pop_front() else {
            let calls = self.admit(asked)?;
            let bytes = calls.iter().map(|call| call.input.as_str().len()).sum();
            self.count(calls.len(), bytes)?;
            self.fresh.push(Ask::Checks(calls));
            return Err(Halt::Waits);
        };
        self.answered(&next, asked.iter().map(|(check, input)| (check.as_str(), input.as_str())))
    }

    /// The answers to recorded calls, where the same is asked.
    fn answered<'a>(&mut self, next: &Recorded, asked: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Result<Vec<Given>, Halt> {
        let names = || self.names(asked.clone().map(|(check, _)| check));
        let What::Calls(recorded) = &next.what else { return Err(self.strayed(next, &names())) };
        let same_checks = recorded.iter().map(|call| call.check.as_str()).eq(asked.clone().map(|(check, _)| check));
        if !same_checks {
            return Err(self.strayed(next, &names()));
        }
        for (position, (call, (_, input))) in (next.seq..).zip(recorded.iter().zip(asked.clone())) {
            let known = call.input.as_ref().ok_or(Halt::Unanswerable(TurnError::Erased { seq: position }))?;
            if !same_json(known, input) {
                return Err(self.strayed(next, &format!("{} with another input", names())));
            }
        }
        self.answers_to(recorded)
    }

    fn answers_to(&mut self, calls: &[RecordedCall]) -> Result<Vec<Given>, Halt> {
        let mut now = self.now;
        let mut given = Vec::with_capacity(calls.len());
        for call in calls {
            let answered = self.answers.remove(&call.call).ok_or(Halt::Waits)?;
            now = now.max(answered.at);
            given.push(answered.given.ok_or(Halt::Unanswerable(TurnError::Erased { seq: answered.seq }))?);
        }
        self.now = now;
        Ok(given)
    }

    /// A plan. Returns once it was approved, at once where nobody has to be asked.
    fn plan(&mut self, asked: Plan) -> Result<(), Halt> {
        let Some(next) = self.recorded.pop_front() else {
            self.admit_plan(&asked)?;
            let tasks = asked.tasks.iter().map(|task| task.goal.len()).sum::<usize>();
            // With its decision.
            self.count(2, asked.summary.len() + tasks)?;
            let waits = self.waits(&asked);
            self.fresh.push(Ask::Plan(asked));
            return if waits { Err(Halt::Waits) } else { Ok(()) };
        };
        let What::Plan { id, waits, plan } = &next.what else { return Err(self.strayed(&next, "plan_proposed")) };
        match plan {
            None => return Err(Halt::Unanswerable(TurnError::Erased { seq: next.seq })),
            Some(recorded) if *recorded != asked => return Err(self.strayed(&next, "another plan_proposed")),
            Some(_) => {}
        }
        match self.decisions.get(id) {
            Some((at, Decision::Approved)) => {
                // What nobody was asked about took no time.
                if *waits {
                    self.now = self.now.max(*at);
                }
                Ok(())
            }
            // Whoever declined the plan ends the run; the workflow hears of nothing any more.
            Some((_, Decision::Declined | Decision::Expired)) | None => Err(Halt::Waits),
        }
    }

    /// A report, which has to be a JSON object.
    pub(crate) fn report(&mut self, asked: String) -> Result<(), Halt> {
        if let Some(Recorded { what: What::Reported(Some(recorded)), .. }) = self.recorded.front()
            && same_json(recorded, &asked)
        {
            self.recorded.pop_front();
            return Ok(());
        }
        if asked.len() > limits::STATEMENT_BYTES_MAX {
            return broke("workflow_statement_too_large", too_large("a report", limits::STATEMENT_BYTES_MAX));
        }
        match object::keep(asked) {
            Some(report) => self.tell(Ask::Report(report)),
            None => broke("workflow_bad_report", "the workflow wrote a report that is no JSON object"),
        }
    }

    /// Something that needs no answer.
    pub(crate) fn tell(&mut self, told: Ask) -> Result<(), Halt> {
        let Some(next) = self.recorded.pop_front() else {
            let bytes = match &told {
                Ask::Narrate(text) | Ask::Say(text) => text.len(),
                Ask::Report(report) => report.as_str().len(),
                Ask::Checks(_) | Ask::Plan(_) => 0,
            };
            if bytes > limits::STATEMENT_BYTES_MAX {
                return broke("workflow_statement_too_large", too_large("a statement", limits::STATEMENT_BYTES_MAX));
            }
            self.count(1, bytes)?;
            self.fresh.push(told);
            return Ok(());
        };
        let (kind, same) = match (&next.what, &told) {
            (What::Narrated(recorded), Ask::Narrate(text)) => ("narrated", recorded.as_ref().map(|recorded| recorded == text)),
            (What::Said(recorded), Ask::Say(text)) => ("answer_delta", recorded.as_ref().map(|recorded| recorded == text)),
            (What::Reported(recorded), Ask::Report(report)) => {
                ("reported", recorded.as_ref().map(|recorded| same_json(recorded, report.as_str())))
            }
            (_, Ask::Narrate(_)) => return Err(self.strayed(&next, "narrated")),
            (_, Ask::Say(_)) => return Err(self.strayed(&next, "answer_delta")),
            (_, Ask::Report(_) | Ask::Checks(_) | Ask::Plan(_)) => return Err(self.strayed(&next, "reported")),
        };
        match same {
            Some(true) => Ok(()),
            Some(false) => Err(self.strayed(&next, &format!("another {kind}"))),
            None => Err(Halt::Unanswerable(TurnError::Erased { seq: next.seq })),
        }
    }

    /// What was asked beyond the journal, once the guest is gone. Refused if `ended` and the journal has more.
    pub(crate) fn close(&mut self, ended: bool) -> Result<Vec<Ask>, TurnError> {
        match self.recorded.front() {
            Some(next) if ended => Err(TurnError::Strayed { seq: next.seq, recorded: next.kind(), asked: "the end".into() }),
            Some(_) | None => Ok(std::mem::take(&mut self.fresh)),
        }
    }

    fn strayed(&self, next: &Recorded, asked: &str) -> Halt {
        Halt::Unanswerable(TurnError::Strayed { seq: next.seq, recorded: next.kind(), asked: asked.to_owned() })
    }

    /// Calls as a stray tells of them. A name that is no check's might be anything, also somebody's.
    fn names<'a>(&self, asked: impl Iterator<Item = &'a str>) -> String {
        let known = |check| if self.checks.get(check).is_some() { check } else { "(no check)" };
        let names: Vec<_> = asked.take(limits::GROUP_CALLS_MAX).map(known).collect();
        format!("check_asked {}", names.join(", "))
    }
}

impl Recorded {
    /// Kind and checks: no personal data.
    fn kind(&self) -> String {
        match &self.what {
            What::Calls(calls) => {
                let names: Vec<_> = calls.iter().map(|call| call.check.as_str()).collect();
                format!("check_asked {}", names.join(", "))
            }
            What::Plan { .. } => "plan_proposed".into(),
            What::Narrated(_) => "narrated".into(),
            What::Said(_) => "answer_delta".into(),
            What::Reported(_) => "reported".into(),
        }
    }
}

/// An answer, with where it was had before in a member that no check's answer has: its name is none that a condition could write. The
/// journal alone says it, so it is the same in every turn.
fn labelled(output: &Json, recent: Option<Recent>, at: Time) -> Json {
    let Some(recent) = recent else { return output.clone() };
    let Some(mut answer) = object::read(output.as_str()) else { return output.clone() };
    let days = at.since(recent.answered_at).as_secs() / DAY_SECONDS;
    let told = serde_json::json!({ "run_id": recent.run, "answered_at": recent.answered_at, "days": days });
    answer.insert(RECENT_MEMBER.to_owned(), told);
    Json::of(&answer).unwrap_or_else(|_| output.clone())
}

fn text(private: &Private<journal::event::Text>) -> Option<String> {
    private.known().map(|said| said.text.clone())
}

/// Equal as JSON, whatever the spelling. Almost always the texts are equal already.
fn same_json(recorded: &Json, asked: &str) -> bool {
    recorded.as_str() == asked || object::read(asked).is_some_and(|asked| serde_json::Value::Object(asked) == recorded.value())
}
