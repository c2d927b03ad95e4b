//! The report and the answer: two forms of the same findings. `docs/report-schema.json` is the shape of the report.

use super::calls::{Made, look_up};
use super::decide::Decision;
use super::lacking::capital;
use super::phrase;
use crate::host::Outcome;
use crate::identify::{Found, Kind};
use crate::plan::{Plan, Planned, fault, subject};
use crate::procedure::{Procedure, Reference, Shown};
use crate::shown::{self, shown};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Version of the report's shape. Members are only ever added within one.
const SHAPE: u32 = 1;
/// Facts of one check.
const FACTS_MAX: usize = 40;

/// Checks of which each is told by itself that its identifier was not given.
const GAPS_TOLD_MAX: usize = 4;

/// Everything that was found out.
pub(crate) struct Report<'p> {
    procedure: &'p Procedure,
    plan: &'p Plan<'p>,
    made: &'p BTreeMap<&'p str, Made>,
    found: &'p [Found],
    subject: BTreeMap<Kind, &'p Found>,
    /// What is shown in part alone.
    hidden: Vec<&'p Found>,
    /// What is said of each step, by its check.
    clauses: BTreeMap<&'p str, String>,
    gaps: Vec<Gap>,
    decision: Option<Decision>,
    /// The plain-language form.
    answer: String,
}

/// Something that was not checked, and why.
struct Gap {
    check: Option<String>,
    identifier: Option<Kind>,
    given: Option<String>,
    /// A sentence without its point.
    reason: String,
}

impl<'p> Report<'p> {
    pub(crate) fn of(
        procedure: &'p Procedure,
        plan: &'p Plan<'p>,
        made: &'p BTreeMap<&'p str, Made>,
        found: &'p [Found],
        decision: Option<Decision>,
    ) -> Self {
        let subject: BTreeMap<_, _> = subject(found).into_iter().filter(|(kind, _)| procedure.inputs.knows(*kind)).collect();
        let hidden = subject.values().copied().filter(|found| shown::is_hidden(found.kind)).collect();
        let steps = plan.phases.iter().flat_map(|phase| &phase.steps);
        let clauses = steps.map(|planned| (planned.step.check.as_str(), clause(planned, made))).collect();
        let (gaps, answer) = (Vec::new(), String::new());
        let mut report = Report { procedure, plan, made, found, subject, hidden, clauses, gaps, decision, answer };
        report.gaps = report.all_gaps();
        report.answer = report.sentences_of_all().join(" ");
        report
    }

    /// The plain-language form.
    pub(crate) fn answer(&self) -> &str {
        &self.answer
    }

    /// The structured form.
    pub(crate) fn json(&self) -> Value {
        let subject = self.subject.iter().map(|(kind, found)| (kind.as_str().to_owned(), shown(found).into()));
        let phases: Vec<Value> = self
            .plan
            .phases
            .iter()
            .map(|phase| {
                let mut told = json!({ "goal": phase.title, "summary": self.summary(&phase.steps) });
                told["checks"] = phase.steps.iter().map(|planned| self.check(planned)).collect();
                told
            })
            .collect();
        let mut report = json!({
            "shape": SHAPE,
            "title": self.procedure.report.title.as_ref().unwrap_or(&self.procedure.name),
            "summary": self.answer,
            "versions": { "agent": env!("CARGO_PKG_VERSION"), "procedure": self.procedure.version },
        });
        // `json!` copies what is handed to it.
        report["subject"] = Value::Object(subject.collect());
        report["emphasis"] = self.emphasis().into();
        report["phases"] = phases.into();
        report["not_checked"] = self.gaps.iter().map(Gap::json).collect();
        if let Some(decision) = &self.decision {
            report["decision"] = decision.json();
        }
        report
    }

    fn sentences_of_all(&self) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        for phase in &self.plan.phases {
            // What was left out for want of an identifier is told with the gaps.
            let told: Vec<&Planned<'_>> = phase.steps.iter().filter(|planned| planned.skipped.is_none()).collect();
            sentences.extend(self.sentences(&told));
        }
        let gaps = self.gaps.iter().filter(|gap| gap.identifier.is_some());
        let (absent, others): (Vec<&Gap>, Vec<&Gap>) = gaps.partition(|gap| gap.check.is_some() && gap.given.is_none());
        // A procedure for whatever is given names what was not in one sentence; the report tells for each check.
        if absent.len() > GAPS_TOLD_MAX {
            sentences.push(not_given(&absent));
        } else {
            sentences.extend(absent.into_iter().map(Gap::sentence));
        }
        sentences.extend(others.into_iter().map(Gap::sentence));
        sentences.extend(self.decision.as_ref().map(Decision::sentence));
        sentences
    }

    /// Successes of one phase belong together: "PAN verified — name match 96%." Everything else is a sentence by itself.
    fn sentences(&self, steps: &[&Planned<'_>]) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        let mut joins = false;
        for planned in steps {
            let success = matches!(self.made.get(planned.step.check.as_str()), Some(Made::Called(answer)) if matches!(answer.outcome, Outcome::Success(_)));
            let clause = self.clause(planned);
            match sentences.last_mut() {
                Some(last) if joins && success => {
                    last.push_str(" — ");
                    last.push_str(clause);
                }
                _ => sentences.push(clause.to_owned()),
            }
            joins = success;
        }
        sentences.iter().map(|sentence| format!("{}.", capital(sentence))).collect()
    }

    fn summary(&self, steps: &[Planned<'_>]) -> String {
        self.sentences(&steps.iter().collect::<Vec<_>>()).join(" ")
    }

    fn clause(&self, planned: &Planned<'_>) -> &str {
        self.clauses.get(planned.step.check.as_str()).map_or("", String::as_str)
    }

    fn check(&self, planned: &Planned<'_>) -> Value {
        let check = planned.step.check.as_str();
        let mut entry = json!({ "check": check, "finding": capital(self.clause(planned)) });
        let (status, facts) = match self.made.get(check).filter(|_| planned.skipped.is_none()) {
            Some(Made::Called(answer)) => {
                entry["call_id"] = answer.id.as_str().into();
                if let Some(recent) = &answer.recent {
                    entry["recent"] = recent.told.clone();
                }
                match &answer.outcome {
                    Outcome::Success(value) => ("success", self.facts(check, value)),
                    Outcome::NotFound(value) => ("not_found", self.facts(check, value)),
                    Outcome::Failed { .. } if answer.is_open() => ("unknown", Vec::new()),
                    Outcome::Failed { code, message, retryable } => {
                        entry["error"] = json!({ "code": code, "message": message, "retryable": retryable });
                        ("failed", Vec::new())
                    }
                }
            }
            Some(Made::Open(_)) => ("unknown", Vec::new()),
            Some(Made::NotCalled(_)) | None => ("not_made", Vec::new()),
        };
        entry["status"] = status.into();
        entry["facts"] = facts.into();
        entry
    }

    /// The members of an answer that are texts, numbers or truth values, and lists of texts.
    fn facts(&self, check: &str, answer: &Value) -> Vec<Value> {
        let named = |name: &String| {
            let is_it = |reference: &Reference| reference.check == check && reference.path.first() == Some(name);
            self.procedure.report.shown == Shown::All || self.procedure.report.facts.iter().any(is_it)
        };
        let members = answer.as_object().into_iter().flatten().filter(|(name, _)| named(name));
        let facts = members.filter_map(|(name, value)| {
            let value = shown::fact(&self.hidden, value)?;
            Some(Value::Object(Map::from_iter([("name".to_owned(), name.as_str().into()), ("value".to_owned(), value)])))
        });
        facts.take(FACTS_MAX).collect()
    }

    /// What the procedure puts first.
    fn emphasis(&self) -> Vec<Value> {
        let facts = self.procedure.report.facts.iter().map(|reference| match look_up(reference, self.made) {
            Ok(value) => json!({ "fact": reference.written(), "value": shown::fact(&self.hidden, value) }),
            Err(reason) => json!({ "fact": reference.written(), "value": null, "reason": reason }),
        });
        facts.collect()
    }

    /// Steps that did not run, and identifiers that nothing was asked about.
    fn all_gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for planned in self.plan.phases.iter().flat_map(|phase| &phase.steps) {
            let check = planned.step.check.as_str();
            if let Some(skipped) = &planned.skipped {
                let given = skipped.lacks.and_then(|kind| self.found.iter().find(|found| found.kind == kind && !found.is_whole()));
                let given = given.map(shown);
                gaps.push(Gap { check: Some(check.to_owned()), identifier: skipped.lacks, given, reason: skipped.reason.clone() });
            } else if let Some(Made::NotCalled(reason) | Made::Open(reason)) = self.made.get(check) {
                gaps.push(Gap { check: Some(check.to_owned()), identifier: None, given: None, reason: reason.clone() });
            }
        }
        for found in self.found {
            let told = gaps.iter().any(|gap| gap.given.as_deref() == Some(shown(found).as_str()));
            if let Some(reason) = self.overlooked(found).filter(|_| !told) {
                gaps.push(Gap { check: None, identifier: Some(found.kind), given: Some(shown(found)), reason });
            }
        }
        gaps
    }

    /// Why nothing was asked about an identifier of the request, if nothing was.
    fn overlooked(&self, found: &Found) -> Option<String> {
        let noun = found.kind.noun();
        if let Some(fault) = fault(found) {
            return Some(fault);
        }
        let shown = shown(found);
        match self.subject.get(&found.kind) {
            // A name that nothing asks about says whom the rest belongs to.
            None if found.kind == Kind::Name => None,
            None => Some(format!("{} takes no {noun}, and {shown} was given", self.procedure.name)),
            Some(subject) if subject.value != found.value => Some(format!("one request is about one {noun}, and {shown} is another")),
            Some(_) => None,
        }
    }
}

/// What is said of a step.
fn clause(planned: &Planned<'_>, made: &BTreeMap<&str, Made>) -> String {
    let check = planned.step.check.as_str();
    if let Some(skipped) = &planned.skipped {
        return format!("{}: {}", phrase::was_not(check), skipped.reason);
    }
    match made.get(check) {
        Some(Made::Called(answer)) => {
            let recent = answer.recent.iter().map(|recent| format!(" {}", recent.words()));
            phrase::outcome(check, &answer.outcome) + &recent.collect::<String>()
        }
        Some(Made::NotCalled(reason) | Made::Open(reason)) => format!("{}: {reason}", phrase::was_not(check)),
        None => phrase::was_not(check),
    }
}

impl Gap {
    fn json(&self) -> Value {
        let mut gap = json!({ "reason": self.reason });
        if let Some(check) = &self.check {
            gap["check"] = check.as_str().into();
        }
        if let Some(kind) = self.identifier {
            gap["identifier"] = kind.as_str().into();
        }
        if let Some(given) = &self.given {
            gap["given"] = given.as_str().into();
        }
        gap
    }

    fn sentence(&self) -> String {
        match &self.check {
            Some(check) => format!("{}: {}.", capital(&phrase::was_not(check)), self.reason),
            None => format!("Not checked: {}.", self.reason),
        }
    }
}

/// "Not given, and so not checked: PAN, GSTIN and CIN."
fn not_given(gaps: &[&Gap]) -> String {
    let mut nouns: Vec<&str> = Vec::new();
    for noun in gaps.iter().filter_map(|gap| gap.identifier).map(Kind::noun) {
        if !nouns.contains(&noun) {
            nouns.push(noun);
        }
    }
    let listed = match nouns.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        nouns => nouns.concat(),
    };
    format!("Not given, and so not checked: {listed}.")
}
