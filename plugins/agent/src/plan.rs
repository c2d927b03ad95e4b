//! Which steps of a procedure can run with what a request gives, and what is missing for the others.

use crate::host::{self, CheckInfo, Task};
use crate::identify::{Found, Kind, State};
use crate::known::Known;
use crate::procedure::{Procedure, Source, Step, When};
use crate::shown::shown;
use condition::{Condition, Verdict};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A procedure and a request, brought together.
pub struct Plan<'p> {
    /// All steps, by phase, in the order of the procedure.
    pub phases: Vec<Phase<'p>>,
    /// Identifiers without which nothing is called.
    pub missing: Vec<Kind>,
}

/// One phase.
pub struct Phase<'p> {
    /// What is to be found out.
    pub title: &'p str,
    /// Its steps, those that cannot run included.
    pub steps: Vec<Planned<'p>>,
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
    /// The identifier it lacks, if that is why.
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
    let checks: BTreeMap<&str, &CheckInfo> = checks.iter().map(|info| (info.name.as_str(), info)).collect();
    let subject = subject(found);
    let given = |kind: Kind| subject.get(&kind).filter(|_| procedure.inputs.knows(kind));
    let mut missing: Vec<Kind> = procedure.inputs.required.iter().copied().filter(|kind| given(*kind).is_none()).collect();
    let mut phases = Vec::new();
    for phase in &procedure.phases {
        let mut steps = Vec::new();
        for step in &phase.steps {
            let mut planned = Planned { step, given: Map::new(), when: step.when.as_ref(), skipped: None };
            for argument in arguments(step, &checks)? {
                if let Some(found) = argument.kind.and_then(given) {
                    planned.given.insert(argument.name, found.value.clone().into());
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
        phases.push(Phase { title: &phase.title, steps });
    }
    let mut plan = Plan { phases, missing };
    plan.skip_dependent();
    Ok(plan)
}

/// One argument of a check that the request is to give.
struct Wanted {
    name: String,
    kind: Option<Kind>,
    required: bool,
}

/// Of a check's input what planning asks: its members, by name, and which of them it must have.
#[derive(Deserialize)]
struct Schema<'s> {
    #[serde(borrow, default)]
    properties: BTreeMap<Cow<'s, str>, IgnoredAny>,
    #[serde(borrow, default)]
    required: Vec<Cow<'s, str>>,
}

/// The arguments of a step's check that come from the request, in the order of their names.
fn arguments(step: &Step, checks: &BTreeMap<&str, &CheckInfo>) -> Result<Vec<Wanted>, String> {
    let info = checks.get(step.check.as_str());
    let info = info.ok_or_else(|| format!("the procedure names the check {}, which this run may not call", step.check))?;
    let schema: Schema<'_> =
        serde_json::from_str(&info.input_schema).map_err(|error| format!("the input schema of the check {}: {error}", step.check))?;
    let bound = |name: &str| step.with.iter().find(|argument| argument.name == name).map(|argument| &argument.from);
    let wanted = schema.properties.into_keys().filter_map(|name| {
        let kind = match bound(&name) {
            Some(Source::Answer(_)) => return None,
            Some(Source::Input { input }) => Some(*input),
            None => Kind::ALL.into_iter().find(|kind| kind.as_str() == &*name),
        };
        let required = schema.required.contains(&name);
        Some(Wanted { name: name.into_owned(), kind, required })
    });
    Ok(wanted.collect())
}

impl Planned<'_> {
    /// A condition that waits for no step is decided before anything is proposed.
    fn ask_the_request(&mut self, known: &mut Known) -> Result<(), String> {
        let Some(when) = self.when.take_if(|when| when.checks.is_empty()) else { return Ok(()) };
        let reason = match known.judge(&read(when)?) {
            Verdict::Holds(_) => return Ok(()),
            Verdict::Fails(names) => known.because("its condition does not hold", &names),
            Verdict::Unknown(names) => known.because("its condition cannot be told", &names),
        };
        self.skipped.get_or_insert(Skipped { lacks: None, reason });
        Ok(())
    }
}

impl Plan<'_> {
    /// All steps that run.
    pub fn running(&self) -> impl Iterator<Item = &Planned<'_>> {
        self.phases.iter().flat_map(|phase| &phase.steps).filter(|planned| planned.skipped.is_none())
    }

    /// A step that needs the answer of one that does not run does not run either; and so on along the chain.
    fn skip_dependent(&mut self) {
        loop {
            let skipped: Vec<&str> =
                self.steps().filter(|planned| planned.skipped.is_some()).map(|planned| planned.step.check.as_str()).collect();
            let needs = |planned: &Planned<'_>| {
                let mut sources = planned.step.sources().map(|reference| reference.check.as_str());
                sources.find(|check| skipped.contains(check)).map(str::to_owned)
            };
            let next = self
                .steps()
                .enumerate()
                .filter(|(_, planned)| planned.skipped.is_none())
                .find_map(|(index, planned)| Some((index, needs(planned)?)));
            let Some((index, check)) = next else { return };
            let reason = format!("it needs the answer of {check}, which was not asked");
            if let Some(planned) = self.phases.iter_mut().flat_map(|phase| &mut phase.steps).nth(index) {
                planned.skipped = Some(Skipped { lacks: None, reason });
            }
        }
    }

    fn steps(&self) -> impl Iterator<Item = &Planned<'_>> {
        self.phases.iter().flat_map(|phase| &phase.steps)
    }

    /// What is proposed: a task for each phase that calls something.
    pub fn proposal(&self, procedure: &Procedure) -> host::Plan {
        let tasks = self.phases.iter().map(|phase| {
            let running = phase.steps.iter().filter(|planned| planned.skipped.is_none());
            Task { goal: phase.title.to_owned(), checks: running.map(|planned| planned.step.check.clone()).collect() }
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
