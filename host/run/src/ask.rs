//! From what a workflow asks to the events that say so.

use crate::engine::{APPROVAL, Engine};
use journal::event::{
    AnswerDelta, CheckAsked, CheckInput, Decider, Decision, Ended, Event, Narrated, Plan, PlanDecided, PlanProposed, Problem, Report,
    Reported, Text,
};
use journal::{Credits, PlanId, Private, Record, Status, limits};
use sandbox::{Ask, End, Turn};

/// Why asks cannot become events. The run fails with it.
pub(crate) type Refused = Problem;

/// The events that follow `record` when its workflow took `turn`, its end included.
pub(crate) fn events(engine: &Engine, record: &Record, turn: Turn) -> Vec<Event> {
    match asked(engine, record, turn.fresh) {
        Ok(mut events) => {
            match turn.end {
                Some(End::Failed { code, message }) => {
                    // The guest's words may hold personal data; an end is public for ever.
                    events.push(Event::Narrated(Narrated { private: Private::Known(Text { text: message }) }));
                    events.push(failed(record, refusal(code, "The workflow failed.".into())));
                }
                Some(End::Complete) => events.push(end(record, Status::Completed, None, None)),
                Some(End::MissingInput) => events.push(end(record, Status::Completed, Some("missing_input"), None)),
                None => {}
            }
            events
        }
        Err(problem) => vec![failed(record, problem)],
    }
}

/// The end of a run that failed for `problem`. Its open calls must be closed before.
pub(crate) fn failed(record: &Record, problem: Problem) -> Event {
    end(record, Status::Failed, None, Some(problem))
}

/// The end of a run. What it charged is the journal's sum.
pub(crate) fn end(record: &Record, status: Status, reason: Option<&str>, error: Option<Problem>) -> Event {
    Event::Ended(Ended { status, reason: reason.map(str::to_owned), error, credits_used: record.state().credits_used })
}

fn asked(engine: &Engine, record: &Record, asks: Vec<Ask>) -> Result<Vec<Event>, Refused> {
    let mut events = Vec::new();
    let mut seq = record.head();
    for ask in asks {
        let fresh = match ask {
            Ask::Checks(calls) => checks(engine, record, seq + 1, calls)?,
            Ask::Plan(plan) => propose(engine, record, plan)?,
            Ask::Narrate(text) => vec![Event::Narrated(Narrated { private: Private::Known(Text { text }) })],
            Ask::Say(text) => vec![Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text }) })],
            Ask::Report(report) => vec![Event::Reported(Reported { private: Private::Known(Report { report }) })],
        };
        seq += fresh.len() as u64;
        events.extend(fresh);
    }
    room(record, &events)?;
    Ok(events)
}

fn checks(engine: &Engine, record: &Record, group: u64, calls: Vec<sandbox::CheckCall>) -> Result<Vec<Event>, Refused> {
    if record.state().calls + calls.len() > limits::CALLS_MAX {
        return Err(refusal("too_many_calls", format!("A run may call checks {} times at most.", limits::CALLS_MAX)));
    }
    let ask = |call: sandbox::CheckCall| {
        let hold = price(record, &call.check)?;
        let private = Private::Known(CheckInput { input: call.input });
        Ok(Event::CheckAsked(CheckAsked { call: engine.new_call(), group, check: call.check, hold, private }))
    };
    calls.into_iter().map(ask).collect()
}

fn price(record: &Record, check: &str) -> Result<Credits, Refused> {
    let pinned = record.created().pins.check(check);
    pinned.map(|check| check.price).ok_or_else(|| refusal("unknown_check", "The workflow asked for a check it was not granted.".into()))
}

/// A plan is always recorded, and so is its approval: by a person, or at once by whoever approved beforehand.
fn propose(engine: &Engine, record: &Record, plan: Plan) -> Result<Vec<Event>, Refused> {
    let names: Vec<String> = plan.tasks.iter().flat_map(|task| task.checks.iter().cloned()).collect();
    let prices = names.iter().map(|name| price(record, name)).collect::<Result<Vec<_>, _>>()?;
    let ceiling = Credits::sum(prices).ok_or_else(|| refusal("plan_too_large", "The plan's cost is out of range.".into()))?;
    Ok(vec![Event::PlanProposed(PlanProposed {
        plan: engine.new_plan(),
        parks: approver(record, ceiling).is_none(),
        expires_at: engine.now().plus(APPROVAL),
        ceiling,
        checks: names,
        private: Private::Known(plan),
    })])
}

/// Who approved a plan of that cost beforehand, if anybody did.
fn approver(record: &Record, ceiling: Credits) -> Option<Decider> {
    let created = record.created();
    match (created.pins.approval.parks(ceiling), created.auto_approve) {
        (false, _) => Some(Decider::Policy),
        (true, true) => Some(Decider::Key(created.key)),
        (true, false) => None,
    }
}

/// The approval of a plan that nobody needs to be asked about.
pub(crate) fn approved(record: &Record, plan: PlanId, ceiling: Credits) -> Event {
    let by = approver(record, ceiling).unwrap_or(Decider::Policy);
    Event::PlanDecided(PlanDecided { plan, decision: Decision::Approved, by })
}

/// Whether the journal can hold `events` and still be closed properly afterwards.
fn room(record: &Record, events: &[Event]) -> Result<(), Refused> {
    let entries = record.entries().len() + events.len();
    let bytes = record.bytes() + events.iter().map(Event::weight).sum::<usize>();
    // Every open call may still be answered with a whole output.
    let answers = events.iter().filter(|event| matches!(event, Event::CheckAsked(_))).count() * limits::CHECK_OUTPUT_BYTES_MAX;
    let fits = entries + limits::ENDING_EVENTS_RESERVE <= limits::JOURNAL_EVENTS_MAX
        && bytes + answers + limits::ENDING_BYTES_RESERVE <= limits::JOURNAL_BYTES_MAX;
    if fits {
        return Ok(());
    }
    Err(refusal("journal_full", "The run did more than one journal may hold.".into()))
}

fn refusal(code: &str, message: String) -> Refused {
    Problem { code: code.to_owned(), message, retryable: false }
}
