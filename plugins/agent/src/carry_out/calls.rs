//! Makes the calls of a plan: whatever waits for nothing goes out together.

use crate::host::{Answer, CALLS_TOGETHER_MAX, Call, Host, Outcome};
use crate::known::Known;
use crate::plan::{Plan, Planned, read};
use crate::procedure::{Reference, Source};
use condition::Verdict;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Made {
    /// It was called.
    Called(Answer),
    /// It was not, for this reason.
    NotCalled(String),
    /// Nobody knows whether it would have been, for this reason.
    Open(String),
}

/// Calls every step of the plan that runs, and returns what became of each, by check. An error is a fault of the procedure.
pub(crate) fn make<'p>(plan: &'p Plan<'p>, known: &mut Known, host: &mut dyn Host) -> Result<BTreeMap<&'p str, Made>, String> {
    let mut made: BTreeMap<&str, Made> = BTreeMap::new();
    let mut waiting: Vec<&Planned<'_>> = plan.running().collect();
    let mut pending: BTreeSet<&str> = waiting.iter().map(|planned| planned.step.check.as_str()).collect();
    while !waiting.is_empty() {
        let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|planned| is_ready(planned, &pending));
        ready.iter().for_each(|planned| _ = pending.remove(planned.step.check.as_str()));
        if ready.is_empty() {
            // A circle, which no procedure has that was read by the host.
            for planned in later {
                made.insert(&planned.step.check, Made::NotCalled("it waits for itself".into()));
            }
            break;
        }
        let mut calls = Vec::new();
        for planned in ready {
            let check = planned.step.check.as_str();
            let verdict = planned.when.map(|when| Ok::<_, String>(known.judge(&read(when)?))).transpose()?;
            match input(planned, &made).and_then(|input| allowed(verdict.as_ref(), known).map(|()| input)) {
                Ok(input) => calls.push((check, Call { check: check.to_owned(), input })),
                Err(reason) if is_open(planned, verdict.as_ref(), known) => {
                    let open = Made::Open(reason);
                    known.settle(check, &open);
                    made.insert(check, open);
                }
                Err(reason) => _ = made.insert(check, Made::NotCalled(reason)),
            }
        }
        while !calls.is_empty() {
            let wave = calls.drain(..calls.len().min(CALLS_TOGETHER_MAX));
            let (names, wave): (Vec<&str>, Vec<Call>) = wave.unzip();
            host.narrate(&format!("Asking {}.", names.join(", ")));
            for (check, answer) in names.into_iter().zip(host.call_all(wave)) {
                let answer = Made::Called(answer);
                known.settle(check, &answer);
                made.insert(check, answer);
            }
        }
        waiting = later;
    }
    Ok(made)
}

/// Whether nothing that a step waits for is still to come.
fn is_ready(planned: &Planned<'_>, pending: &BTreeSet<&str>) -> bool {
    let conditions = planned.step.when.iter().flat_map(|when| when.checks.iter().map(String::as_str));
    planned.step.sources().map(|reference| reference.check.as_str()).chain(conditions).all(|check| !pending.contains(check))
}

/// Whether a step's condition lets it be called. An error says why not.
fn allowed(verdict: Option<&Verdict>, known: &Known) -> Result<(), String> {
    match verdict {
        Some(Verdict::Holds(_)) | None => Ok(()),
        Some(Verdict::Fails(names)) => Err(known.because("its condition does not hold", names)),
        Some(Verdict::Unknown(names)) => Err(known.because("its condition cannot be told", names)),
    }
}

/// Whether a step that is not called might have been, hanging as it does on what nobody knows.
fn is_open(planned: &Planned<'_>, verdict: Option<&Verdict>, known: &Known) -> bool {
    match verdict {
        Some(Verdict::Fails(_)) => false,
        Some(Verdict::Unknown(_)) => known.is_open(planned.when.iter().flat_map(|when| &when.checks)),
        Some(Verdict::Holds(_)) | None => known.is_open(planned.step.sources().map(|reference| &reference.check)),
    }
}

/// What the request gives, and what earlier answers give. An error says why there is nothing to call with.
fn input(planned: &Planned<'_>, made: &BTreeMap<&str, Made>) -> Result<Value, String> {
    let mut input = planned.given.clone();
    for argument in &planned.step.with {
        if let Source::Answer(reference) = &argument.from {
            input.insert(argument.name.clone(), look_up(reference, made)?.clone());
        }
    }
    Ok(Value::Object(input))
}

/// The member of an answer that a reference means. An error says why there is none.
pub(crate) fn look_up<'m>(reference: &Reference, made: &'m BTreeMap<&str, Made>) -> Result<&'m Value, String> {
    let check = &reference.check;
    let answer = match made.get(check.as_str()) {
        Some(Made::Called(Answer { outcome: Outcome::Success(answer), .. })) => answer,
        Some(Made::Called(Answer { outcome: Outcome::NotFound(_), .. })) => return Err(format!("{check} found no record")),
        Some(Made::Called(Answer { outcome: Outcome::Failed { .. }, .. })) => return Err(format!("{check} was not answered")),
        Some(Made::NotCalled(_) | Made::Open(_)) | None => return Err(format!("{check} was not asked")),
    };
    let value = reference.path.iter().try_fold(answer, |value, member| value.get(member));
    let empty = |value: &&Value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
    value.filter(|value| !empty(value)).ok_or_else(|| format!("the answer of {check} has no {}", reference.path.join(".")))
}
