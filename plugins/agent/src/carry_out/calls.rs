//! Makes the calls of a plan: whatever waits for nothing goes out together.

use super::answer::Telling;
use crate::host::{Answer, CALLS_TOGETHER_MAX, Call, Host, Outcome};
use crate::known::Known;
use crate::plan::{Plan, Planned};
use crate::procedure::{Reference, Source};
use serde_json::Value;

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

/// What became of the steps of a plan.
pub(crate) struct Calls<'p> {
    plan: &'p Plan<'p>,
    /// By the place of the step.
    made: Vec<Option<Made>>,
}

/// Calls every step of the plan that runs. An error is a fault of the procedure.
pub(crate) fn make<'p>(plan: &'p Plan<'p>, known: &mut Known, answer: &mut Telling<'p>, host: &mut dyn Host) -> Result<Calls<'p>, String> {
    let mut calls = Calls { plan, made: plan.steps.iter().map(|_| None).collect() };
    let mut waiting = Waiting::of(plan);
    while let Some(ready) = waiting.ready() {
        let mut wave = Vec::new();
        for place in &ready {
            if let Some(call) = calls.call(*place, known)? {
                wave.push((*place, call));
            }
            if wave.len() == CALLS_TOGETHER_MAX {
                calls.ask(std::mem::take(&mut wave), known, host);
                answer.go_on(&calls.made, host);
            }
        }
        if !wave.is_empty() {
            calls.ask(wave, known, host);
        }
        ready.into_iter().for_each(|place| waiting.settle(place));
        answer.go_on(&calls.made, host);
    }
    // A circle, which no procedure has that was read by the host.
    let left = calls.made.iter_mut().zip(&plan.steps).filter(|(made, planned)| made.is_none() && planned.skipped.is_none());
    left.for_each(|(made, _)| *made = Some(Made::NotCalled("it waits for itself".into())));
    answer.go_on(&calls.made, host);
    Ok(calls)
}

impl Calls<'_> {
    /// What became of the step at a place; nothing where the plan left it out.
    pub(crate) fn made(&self, place: usize) -> Option<&Made> {
        self.made.get(place)?.as_ref()
    }

    /// The call of a step whose turn it is. Nothing where it is not to be called, which is noted.
    fn call(&mut self, place: usize, known: &mut Known) -> Result<Option<Call>, String> {
        let planned = &self.plan.steps[place];
        let against = planned.when.map(|when| known.against(when)).transpose()?.flatten();
        let open = match &against {
            Some(against) => against.open,
            None => known.is_open(planned.step.sources().map(|reference| &reference.check)),
        };
        let reason = match (self.input(planned), against) {
            (Ok(input), None) => return Ok(Some(Call { check: planned.step.check.clone(), input })),
            (Ok(_), Some(against)) => against.reason,
            (Err(reason), _) => reason,
        };
        self.made[place] = Some(if open {
            let open = Made::Open(reason);
            known.settle(&planned.step.check, &open);
            open
        } else {
            Made::NotCalled(reason)
        });
        Ok(None)
    }

    /// Makes calls side by side.
    fn ask(&mut self, wave: Vec<(usize, Call)>, known: &mut Known, host: &mut dyn Host) {
        let (places, wave): (Vec<usize>, Vec<Call>) = wave.into_iter().unzip();
        let names: Vec<&str> = wave.iter().map(|call| call.check.as_str()).collect();
        host.narrate(&format!("Asking {}.", names.join(", ")));
        for (place, answer) in places.into_iter().zip(host.call_all(wave)) {
            let answer = Made::Called(answer);
            known.settle(&self.plan.steps[place].step.check, &answer);
            self.made[place] = Some(answer);
        }
    }

    /// What the request gives, and what earlier answers give. An error says why there is nothing to call with.
    fn input(&self, planned: &Planned<'_>) -> Result<Value, String> {
        let mut input = planned.given.clone();
        for argument in &planned.step.with {
            if let Source::Answer(reference) = &argument.from {
                input.insert(argument.name.clone(), self.look_up(reference)?.clone());
            }
        }
        Ok(Value::Object(input))
    }

    /// The member of an answer that a reference means. An error says why there is none.
    pub(crate) fn look_up(&self, reference: &Reference) -> Result<&Value, String> {
        let check = &reference.check;
        let answer = match self.plan.place(check).and_then(|place| self.made(place)) {
            Some(Made::Called(Answer { outcome: Outcome::Success(answer), .. })) => answer,
            Some(Made::Called(Answer { outcome: Outcome::NotFound(_), .. })) => return Err(format!("{check} found no record")),
            Some(Made::Called(Answer { outcome: Outcome::Failed { .. }, .. })) => return Err(format!("{check} was not answered")),
            Some(Made::NotCalled(_) | Made::Open(_)) | None => return Err(format!("{check} was not asked")),
        };
        let value = reference.path.iter().try_fold(answer, |value, member| value.get(member));
        let empty = |value: &&Value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
        value.filter(|value| !empty(value)).ok_or_else(|| format!("the answer of {check} has no {}", reference.path.join(".")))
    }
}

/// The order of calls: a step's turn comes once all that it waits for is settled.
struct Waiting {
    /// Whose turn it is.
    ready: Vec<usize>,
    /// By place: how many steps it still waits for.
    for_others: Vec<usize>,
    /// By place: which steps wait for it.
    others: Vec<Vec<usize>>,
}

impl Waiting {
    fn of(plan: &Plan<'_>) -> Waiting {
        let count = plan.steps.len();
        let mut waiting = Waiting { ready: Vec::new(), for_others: vec![0; count], others: vec![Vec::new(); count] };
        for (place, planned) in plan.running() {
            let conditions = planned.step.when.iter().flat_map(|when| when.checks.iter().map(String::as_str));
            let awaited = planned.step.sources().map(|reference| reference.check.as_str()).chain(conditions);
            for other in awaited.filter_map(|check| plan.place(check)).filter(|other| plan.steps[*other].skipped.is_none()) {
                waiting.for_others[place] += 1;
                waiting.others[other].push(place);
            }
            if waiting.for_others[place] == 0 {
                waiting.ready.push(place);
            }
        }
        waiting
    }

    /// The steps whose turn it is, if there are any, in the order of the procedure; each is told once.
    fn ready(&mut self) -> Option<Vec<usize>> {
        let mut ready = std::mem::take(&mut self.ready);
        ready.sort_unstable();
        Some(ready).filter(|ready| !ready.is_empty())
    }

    fn settle(&mut self, place: usize) {
        for other in std::mem::take(&mut self.others[place]) {
            self.for_others[other] -= 1;
            if self.for_others[other] == 0 {
                self.ready.push(other);
            }
        }
    }
}
