//! Which steps of a procedure can run with what a request gives, and what is missing for the others.

use crate::host::{self, CheckInfo, Task};
use crate::identify::{Found, Kind, State};
use crate::known::{Against, Known};
use crate::procedure::{Procedure, Step, When};
use crate::shown::shown;
use crate::wanted::arguments;
use condition::Condition;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// A procedure and a request, brought together.
pub struct Plan<'p> {
    /// All steps in the order of the procedure, those that cannot run included.
    pub steps: Vec<Planned<'p>>,
    /// Its phases, which follow each other.
    pub phases: Vec<Phase<'p>>,
    /// Identifiers without which nothing is called.
    pub missing: Vec<Kind>,
    /// Where the step of each check stands.
    places: FxHashMap<&'p str, usize>,
}

/// One phase.
pub struct Phase<'p> {
    /// What is to be found out.
    pub title: &'p str,
    /// Where its steps stand.
    pub steps: Range<usize>,
}

/// One step.
pub struct Planned<'p> {
    /// As the procedure has it.
    pub step: &'p Step,
    /// The arguments that the request gives.
    pub given: Map<String, Value>,
    /// What must hold once the steps it waits for are settled. It is read then: each turn reads what it needs.
    pub when: Option<&'p When>,
    /// Why it will not run.
    pub skipped: Option<Skipped>,
}

/// Why a step does not run.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// The identifier that was not given, if that is why, be it that another step lacks it whose answer this one needs. The answer tells
    /// those together.
    pub lacks: Option<Kind>,
    /// The rest of a sentence: "no phone number was given".
    pub reason: String,
}

/// The identifiers that a run is about: of each kind the first that is whole.
pub fn subject(found: &[Found]) -> BTreeMap<Kind, &Found> {
    let mut subject = BTreeMap::new();
    for found in found.iter().filter(|found| found.is_whole()) {
        subject.entry(found.kind).or_insert(found);
    }
    subject
}

/// Why there is no such identifier to work with, as a sentence without its point.
pub fn lack(kind: Kind, found: &[Found]) -> String {
    let of_kind = found.iter().find(|found| found.kind == kind && !found.is_whole());
    of_kind.and_then(fault).unwrap_or_else(|| format!("no {} was given", kind.noun()))
}

/// What is wrong with an identifier, as a sentence without its point.
pub fn fault(found: &Found) -> Option<String> {
    let (state, why) = match &found.state {
        State::Whole => return None,
        State::Incomplete(why) => ("incomplete", why),
        State::Malformed(why) => ("malformed", why),
    };
    Some(format!("the {} “{}” (character {} of the request) is {state}: {why}", found.kind.noun(), shown(found), found.position))
}

/// A condition as it is evaluated.
pub fn read(when: &When) -> Result<Condition, String> {
    Condition::parse(&when.text).map_err(|fault| format!("the condition {} of the procedure: {}", when.text, fault.message))
}

/// Brings them together. An error is a fault of the procedure, not of the request.
pub fn plan<'p>(procedure: &'p Procedure, checks: &[CheckInfo], found: &[Found], known: &mut Known) -> Result<Plan<'p>, String> {
    let checks: FxHashMap<&str, &CheckInfo> = checks.iter().map(|info| (info.name.as_str(), info)).collect();
    let subject = subject(found);
    let given = |kind: Kind| subject.get(&kind).filter(|_| procedure.inputs.knows(kind));
    let mut missing: Vec<Kind> = procedure.inputs.required.iter().copied().filter(|kind| given(*kind).is_none()).collect();
    let (mut steps, mut phases) = (Vec::new(), Vec::new());
    for phase in &procedure.phases {
        let first = steps.len();
        for step in &phase.steps {
            let mut planned = Planned { step, given: Map::new(), when: step.when.as_ref(), skipped: None };
            let info = checks.get(step.check.as_str());
            let info = info.ok_or_else(|| format!("the procedure names the check {}, which this run may not call", step.check))?;
            for argument in arguments(step, info)? {
                if let Some(found) = argument.kind.and_then(given) {
                    planned.given.insert(argument.name.into(), found.value.clone().into());
                } else if argument.required {
                    let Some(kind) = argument.kind else {
                        return Err(format!("nothing gives the check {} its argument {}", step.check, argument.name));
                    };
                    let taken = procedure.inputs.knows(kind);
                    if step.optional {
                        let untaken = || format!("{} takes no {}", procedure.name, kind.noun());
                        let reason = if taken { lack(kind, found) } else { untaken() };
                        planned.skipped.get_or_insert(Skipped { lacks: Some(kind), reason });
                    } else if !taken {
                        return Err(format!("the check {} needs {}, which the procedure does not take", step.check, kind.with_article()));
                    } else if !missing.contains(&kind) {
                        missing.push(kind);
                    }
                }
            }
            planned.ask_the_request(known)?;
            steps.push(planned);
        }
        phases.push(Phase { title: &phase.title, steps: first..steps.len() });
    }
    let places = steps.iter().enumerate().map(|(place, planned)| (planned.step.check.as_str(), place)).collect();
    let mut plan = Plan { steps, phases, missing, places };
    plan.skip_dependent();
    Ok(plan)
}

impl Planned<'_> {
    /// A condition that waits for no step is decided before anything is proposed.
    fn ask_the_request(&mut self, known: &mut Known) -> Result<(), String> {
        let Some(when) = self.when.take_if(|when| when.checks.is_empty()) else { return Ok(()) };
        if let Some(against) = known.against(when)? {
            let Against { reason, lacks, .. } = against;
            self.skipped.get_or_insert(Skipped { lacks, reason });
        }
        Ok(())
    }
}

impl Plan<'_> {
    /// All steps that run, each with its place.
    pub fn running(&self) -> impl Iterator<Item = (usize, &Planned<'_>)> {
        self.steps.iter().enumerate().filter(|(_, planned)| planned.skipped.is_none())
    }

    /// The steps of a phase, each with its place.
    pub fn of(&self, phase: &Phase<'_>) -> impl Iterator<Item = (usize, &Planned<'_>)> {
        phase.steps.clone().zip(&self.steps[phase.steps.clone()])
    }

    /// Where the step of a check stands.
    pub fn place(&self, check: &str) -> Option<usize> {
        self.places.get(check).copied()
    }

    /// A step that needs the answer of one that does not run does not run either; and so on along the chain.
    fn skip_dependent(&mut self) {
        while let Some((place, source)) = self.dependent() {
            let reason = format!("it needs the answer of {}, which was not asked", self.steps[source].step.check);
            let lacks = self.steps[source].skipped.as_ref().and_then(|skipped| skipped.lacks);
            self.steps[place].skipped = Some(Skipped { lacks, reason });
        }
    }

    /// The first step that would run and needs the answer of one that does not, and the place of that one.
    fn dependent(&self) -> Option<(usize, usize)> {
        let skipped = |place: &usize| self.steps[*place].skipped.is_some();
        self.running().find_map(|(place, planned)| {
            let lacking = planned.step.sources().filter_map(|source| self.place(&source.check)).find(skipped)?;
            Some((place, lacking))
        })
    }

    /// What is proposed: a task for each phase that calls something.
    pub fn proposal(&self, procedure: &Procedure) -> host::Plan {
        let tasks = self.phases.iter().map(|phase| {
            let running = self.of(phase).filter(|(_, planned)| planned.skipped.is_none());
            Task { goal: phase.title.to_owned(), checks: running.map(|(_, planned)| planned.step.check.clone()).collect() }
        });
        let tasks: Vec<Task> = tasks.filter(|task| !task.checks.is_empty()).collect();
        let calls = tasks.iter().map(|task| task.checks.len()).sum();
        let summary = format!("{}: {} in {}", procedure.name, counted(calls, "check"), counted(tasks.len(), "phase"));
        host::Plan { summary, tasks }
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
