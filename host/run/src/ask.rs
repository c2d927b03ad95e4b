//! From what a workflow asks to the events that say so.

use crate::clock::{Clock, id};
use crate::engine::APPROVAL;
use crate::past::Past;
use journal::event::{
    AnswerDelta, Approval, CheckAnswered, CheckAsked, CheckInput, Decider, Decision, Ended, Event, Narrated, Plan, PlanDecided,
    PlanProposed, Problem, Report, Reported, Text,
};
use journal::{CallId, Credits, PlanId, Private, Record, Status, limits};
use sandbox::{Ask, End, Turn};
use std::collections::HashSet;

/// Why asks cannot become events.
enum Refused {
    /// The run fails with it.
    Failed(Problem),
    /// The calls may cost more than the client allows: none of them is made, and the run ends.
    Budget,
}

/// The events that follow `record` when its workflow took `turn`, its end included. At least one: a workflow that neither asks nor ends
/// waits for ever.
pub(crate) fn events(clock: &dyn Clock, record: &Record, past: &Past, turn: Turn) -> Vec<Event> {
    let mut events = Vec::new();
    match asked(clock, record, past, turn.fresh, &mut events).and_then(|()| room(record, &events)) {
        Ok(()) => match turn.end {
            Some(End::Failed { code, message }) => {
                // The guest's words may hold personal data; an end is public for ever.
                events.push(Event::Narrated(Narrated { private: Private::Known(Text { text: message }) }));
                events.push(failed(record, problem(code, "The workflow failed.".into())));
            }
            Some(End::Complete) => events.push(end(record, Status::Completed, None, None)),
            Some(End::MissingInput) => events.push(end(record, Status::Completed, Some("missing_input"), None)),
            None => {}
        },
        Err(Refused::Budget) => events.push(end(record, Status::Cancelled, Some("budget"), None)),
        Err(Refused::Failed(problem)) => events = vec![failed(record, problem)],
    }
    if events.is_empty() {
        let stalled = "The workflow waits for an answer that it did not ask for.";
        events.push(failed(record, problem("workflow_stalled", stalled.into())));
    }
    events
}

/// The end of a run that failed for `problem`. Its open calls must be closed before.
pub(crate) fn failed(record: &Record, problem: Problem) -> Event {
    end(record, Status::Failed, None, Some(problem))
}

/// The end of a run. What it charged is the journal's sum.
pub(crate) fn end(record: &Record, status: Status, reason: Option<&str>, error: Option<Problem>) -> Event {
    Event::Ended(Ended { status, reason: reason.map(str::to_owned), error, credits_used: record.state().credits_used })
}

fn asked(clock: &dyn Clock, record: &Record, past: &Past, asks: Vec<Ask>, events: &mut Vec<Event>) -> Result<(), Refused> {
    for ask in asks {
        match ask {
            Ask::Checks(calls) => {
                let group = record.head() + 1 + events.len() as u64;
                let fresh = checks(clock, record, past, group, calls)?;
                within_budget(record, &fresh)?;
                events.extend(fresh);
            }
            Ask::Plan(plan) => events.extend(propose(clock, record, plan)?),
            Ask::Narrate(text) => events.push(Event::Narrated(Narrated { private: Private::Known(Text { text }) })),
            Ask::Say(text) => events.push(Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text }) })),
            Ask::Report(report) => events.push(Event::Reported(Reported { private: Private::Known(Report { report }) })),
        }
    }
    Ok(())
}

/// A group of questions, and at once the answers that an interrupted run paid for.
fn checks(clock: &dyn Clock, record: &Record, past: &Past, group: u64, calls: Vec<sandbox::CheckCall>) -> Result<Vec<Event>, Refused> {
    if record.state().calls + calls.len() > limits::CALLS_MAX {
        return refuse("too_many_calls", format!("A run may call checks {} times at most.", limits::CALLS_MAX));
    }
    let mut taken: HashSet<CallId> = record.entries().iter().filter_map(|entry| call_of(&entry.event)).collect();
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    for sandbox::CheckCall { check, input } in calls {
        let price = price(record, &check)?;
        let left = past.left(&check, &input, |call| taken.contains(&call));
        let call = left.as_ref().map_or_else(|| id(clock, CallId::new), |left| left.call);
        taken.insert(call);
        let carried = left.and_then(|left| left.answered);
        let hold = if carried.is_some() { Credits::ZERO } else { price };
        asked.push(Event::CheckAsked(CheckAsked { call, group, check, hold, private: Private::Known(CheckInput { input }) }));
        answered.extend(carried.map(|(run, earlier)| {
            Event::CheckAnswered(CheckAnswered { credits: Credits::ZERO, latency_ms: 0, carried_from: Some(run), ..earlier })
        }));
    }
    asked.append(&mut answered);
    Ok(asked)
}

fn call_of(event: &Event) -> Option<CallId> {
    if let Event::CheckAsked(asked) = event { Some(asked.call) } else { None }
}

/// A group is admitted whole or not at all.
fn within_budget(record: &Record, fresh: &[Event]) -> Result<(), Refused> {
    let Some(most) = record.created().max_credits else { return Ok(()) };
    let holds = fresh.iter().filter_map(|event| if let Event::CheckAsked(asked) = event { Some(asked.hold) } else { None });
    let state = record.state();
    let worst = Credits::sum([Some(state.credits_used), state.held(), Credits::sum(holds)].into_iter().flatten());
    if worst.is_some_and(|worst| worst <= most) { Ok(()) } else { Err(Refused::Budget) }
}

fn price(record: &Record, check: &str) -> Result<Credits, Refused> {
    let pinned = record.created().pins.check(check);
    let ungranted = || problem("unknown_check", "The workflow asked for a check it was not granted.".into());
    pinned.map(|check| check.price).ok_or_else(|| Refused::Failed(ungranted()))
}

/// A plan is always recorded, and so is its approval: by a person, or at once by whoever approved beforehand.
fn propose(clock: &dyn Clock, record: &Record, plan: Plan) -> Result<Vec<Event>, Refused> {
    let names: Vec<String> = plan.tasks.iter().flat_map(|task| task.checks.iter().cloned()).collect();
    let prices = names.iter().map(|name| price(record, name)).collect::<Result<Vec<_>, _>>()?;
    let too_large = || problem("plan_too_large", "The plan's cost is out of range.".into());
    let ceiling = Credits::sum(prices).ok_or_else(|| Refused::Failed(too_large()))?;
    let (id, by) = (id(clock, PlanId::new), approver(record, ceiling));
    let proposed = PlanProposed {
        plan: id,
        parks: by.is_none(),
        expires_at: clock.now().plus(APPROVAL),
        ceiling,
        checks: names,
        private: Private::Known(plan),
    };
    let decided = by.map(|by| Event::PlanDecided(PlanDecided { plan: id, decision: Decision::Approved, by }));
    Ok([Event::PlanProposed(proposed)].into_iter().chain(decided).collect())
}

/// Which plans wait for somebody's word, whoever approved beforehand taken into account.
pub(crate) fn approval(record: &Record) -> Approval {
    let created = record.created();
    if created.auto_approve { Approval::Never } else { created.pins.approval }
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

/// The approval of a plan that nobody needs to be asked about, where the journal ends with the plan.
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
    refuse("journal_full", "The run did more than one journal may hold.".into())
}

fn refuse<T>(code: &str, message: String) -> Result<T, Refused> {
    Err(Refused::Failed(problem(code, message)))
}

fn problem(code: &str, message: String) -> Problem {
    Problem { code: code.to_owned(), message, retryable: false }
}
