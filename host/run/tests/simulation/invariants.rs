//! What must be true of every history, whatever went wrong.

use super::chaos::Outcome;
use super::script;
use super::world::{Shared, World};
use journal::event::{Event, Outcome as CallOutcome};
use journal::{Credits, Record, RunId, Status, view};

pub(super) fn judge(shared: &Shared, runs: &[RunId]) -> Outcome {
    shared.with(|world| {
        let mut outcome = Outcome { violations: std::mem::take(&mut world.violations), ..Outcome::default() };
        for run in runs {
            let record = Record::of(world.database.runs[run].entries.clone()).unwrap();
            let status = record.state().status();
            *outcome.ended.entry(status.as_str()).or_default() += 1;
            outcome.cut_off += record.entries().iter().filter(|entry| is_cut_off(&entry.event)).count();
            outcome
                .violations
                .extend(faults(world, *run, &record).into_iter().map(|fault| format!("{run} ({}): {fault}", status.as_str())));
        }
        outcome.repeated = world.performed.values().filter(|times| **times > 1).count();
        outcome
    })
}

fn faults(world: &World, run: RunId, record: &Record) -> Vec<String> {
    let mut faults = Vec::new();
    let mut claim = |holds: bool, fault: &str| {
        if !holds {
            faults.push(fault.to_owned());
        }
    };
    let resource = view::Resource::of(run, record, None);
    let status = record.state().status();
    let created = record.created();
    claim(status.is_terminal(), "it never ended");
    claim(status != Status::Failed, "it failed, and nothing in this world makes a run fail");
    if status == Status::Completed {
        let message = &created.private.known().unwrap().message;
        claim(resource.answer.as_deref() == Some(&script::expected(message)), "its answer is not that of an undisturbed run");
        claim(resource.tool_calls.iter().all(|call| call.status == "success"), "an answer was lost");
    }
    if status == Status::Interrupted {
        let reason = resource.error.map(|error| error.code).unwrap_or_default();
        let excused = reason == "resumption_exhausted" || (reason == "call_not_repeatable" && created.pins.check(script::ONCE).is_some());
        claim(excused, "it was interrupted without need");
    }
    let billed = Credits::sum(resource.tool_calls.iter().map(|call| call.credits));
    claim(billed == Some(resource.credits_used), "its calls do not add up to its bill");
    claim(world.database.runs[&run].debited == resource.credits_used, "the ledger does not say what the run says");
    for entry in record.entries() {
        let Event::CheckAnswered(answered) = &entry.event else { continue };
        let performed = world.performed.get(&answered.call).copied().unwrap_or(0);
        match answered.outcome {
            CallOutcome::Success | CallOutcome::NotFound => claim(performed > 0, "a call was billed that nobody performed"),
            CallOutcome::Failed { .. } => claim(answered.credits == Credits::ZERO, "a failed call was billed"),
        }
        if answered.check == script::ONCE {
            claim(performed <= 1, "a call was repeated that must not be");
        }
    }
    claim(decisions(record) <= 1, "two decisions won");
    let cancelled = record.entries().iter().position(|entry| matches!(entry.event, Event::CancelAsked(_))).unwrap_or(usize::MAX);
    let asked_after = record.entries().iter().skip(cancelled).any(|entry| matches!(entry.event, Event::CheckAsked(_)));
    claim(!asked_after, "something was asked after the cancel");
    faults
}

fn decisions(record: &Record) -> usize {
    record.entries().iter().filter(|entry| matches!(entry.event, Event::PlanDecided(_))).count()
}

/// A call in flight that a cancel closed without its answer.
fn is_cut_off(event: &Event) -> bool {
    matches!(event, Event::CheckAnswered(answered) if matches!(&answered.outcome, CallOutcome::Failed { code, .. } if code == "cancelled"))
}
