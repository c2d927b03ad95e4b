//! The report: the findings in their structured form.

use super::answer::{Sentences, Telling, is_success};
use super::calls::{Calls, Made};
use super::decide::Decision;
use super::lacking::{capitalised, not_made};
use super::shape::{Check, Error, Fact, Gap, Phase, SHAPE, Stated, Told, Versions};
use crate::host::Outcome;
use crate::identify::{Found, Kind};
use crate::plan::{Plan, Planned, fault, subject};
use crate::procedure::{Procedure, Reference, Shown};
use crate::shown::{self, shown};
use serde_json::Value;
use std::collections::BTreeMap;

/// Facts of one check.
const FACTS_MAX: usize = 40;

/// Checks of which each is told by itself that its identifier was not given.
const GAPS_TOLD_MAX: usize = 4;

/// Everything that was found out.
pub(crate) struct Report<'p> {
    procedure: &'p Procedure,
    calls: &'p Calls<'p>,
    subject: BTreeMap<Kind, &'p Found>,
    /// What is shown in part alone.
    hidden: Vec<&'p Found>,
    phases: Vec<(&'p str, Vec<Finding<'p>>)>,
    gaps: Vec<Gap>,
    decision: Option<Decision>,
}

/// What became of a step.
struct Finding<'p> {
    planned: &'p Planned<'p>,
    /// Nothing where the plan left it out.
    made: Option<&'p Made>,
    /// What is said of it.
    clause: &'p str,
}

impl<'p> Report<'p> {
    pub(crate) fn of(
        procedure: &'p Procedure,
        plan: &'p Plan<'p>,
        calls: &'p Calls<'p>,
        found: &'p [Found],
        answer: &'p Telling<'_>,
        decision: Option<Decision>,
    ) -> Self {
        let subject: BTreeMap<_, _> = subject(found).into_iter().filter(|(kind, _)| procedure.inputs.knows(*kind)).collect();
        let hidden = subject.values().copied().filter(|found| shown::is_hidden(found.kind)).collect();
        let finding =
            |(place, planned): (usize, &'p Planned<'p>)| Finding { planned, made: calls.made(place), clause: answer.clause(place) };
        let phases = plan.phases.iter().map(|phase| (phase.title, plan.of(phase).map(finding).collect())).collect();
        let mut report = Report { procedure, calls, subject, hidden, phases, gaps: Vec::new(), decision };
        report.gaps = report.all_gaps(found);
        report
    }

    /// As JSON, with the plain-language form as its summary.
    pub(crate) fn json(&self, summary: &str) -> String {
        let phases = self.phases.iter().map(|(goal, findings)| {
            let mut sentences = Sentences::default();
            findings.iter().for_each(|finding| sentences.add(finding.clause, is_success(finding.made)));
            sentences.end();
            Phase { goal, summary: sentences.text, checks: findings.iter().map(|finding| self.check(finding)).collect() }
        });
        let told = Told {
            shape: SHAPE,
            title: self.procedure.report.title.as_ref().unwrap_or(&self.procedure.name),
            summary,
            decision: self.decision.as_ref(),
            subject: self.subject.iter().map(|(kind, found)| (*kind, shown(found))).collect(),
            emphasis: self.emphasis(),
            phases: phases.collect(),
            not_checked: &self.gaps,
            versions: Versions { agent: env!("CARGO_PKG_VERSION"), procedure: &self.procedure.version },
        };
        // All that it holds are texts, numbers and truth values: it can be written.
        serde_json::to_string(&told).unwrap_or_default()
    }

    /// The sentences that the answer ends with once all steps are told of.
    pub(crate) fn closing(&self) -> Vec<String> {
        let gaps = self.gaps.iter().filter(|gap| gap.identifier.is_some());
        let (absent, others): (Vec<&Gap>, Vec<&Gap>) = gaps.partition(|gap| gap.check.is_some() && gap.given.is_none());
        // A procedure for whatever is given names what was not in one sentence; the report tells for each check.
        let absent: Vec<String> =
            if absent.len() > GAPS_TOLD_MAX { vec![not_given(&absent)] } else { absent.into_iter().map(Gap::sentence).collect() };
        let others = others.into_iter().map(Gap::sentence).chain(self.decision.iter().map(Decision::sentence));
        absent.into_iter().chain(others).collect()
    }

    fn check(&self, finding: &'p Finding<'p>) -> Check<'_> {
        let check = finding.planned.step.check.as_str();
        let mut told = Check {
            check,
            status: "not_made",
            call_id: None,
            finding: capitalised(finding.clause),
            facts: Vec::new(),
            error: None,
            recent: None,
        };
        match finding.made {
            Some(Made::Called(answer)) => {
                told.call_id = Some(&answer.id);
                told.recent = answer.recent.as_ref().map(|recent| &recent.told);
                match &answer.outcome {
                    Outcome::Success(value) => (told.status, told.facts) = ("success", self.facts(check, value)),
                    Outcome::NotFound(value) => (told.status, told.facts) = ("not_found", self.facts(check, value)),
                    Outcome::Failed { .. } if answer.is_open() => told.status = "unknown",
                    Outcome::Failed { code, message, retryable } => {
                        told.status = "failed";
                        told.error = Some(Error { code, message, retryable: *retryable });
                    }
                }
            }
            Some(Made::Open(_)) => told.status = "unknown",
            Some(Made::NotCalled(_)) | None => {}
        }
        told
    }

    /// The members of an answer that are texts, numbers or truth values, and lists of texts; others where the procedure names them.
    fn facts<'r>(&self, check: &str, answer: &'r Value) -> Vec<Fact<'r>> {
        let named = |(name, value): &(&String, &Value)| {
            let is_it = |reference: &Reference| reference.check == check && reference.path.first() == Some(*name);
            self.procedure.report.shown == Shown::All && shown::is_flat(value) || self.procedure.report.facts.iter().any(is_it)
        };
        let members = answer.as_object().into_iter().flatten().filter(named);
        members.filter_map(|(name, value)| Some(Fact { name, value: shown::fact(&self.hidden, name, value)? })).take(FACTS_MAX).collect()
    }

    /// What the procedure puts first.
    fn emphasis(&self) -> Vec<Stated<'_>> {
        let facts = self.procedure.report.facts.iter().map(|reference| {
            let (value, reason) = match self.calls.look_up(reference) {
                Ok(value) => {
                    let shown = shown::fact(&self.hidden, reference.path.last().map_or("", String::as_str), value);
                    let empty = shown.is_none().then(|| format!("{} is empty", reference.written()));
                    (shown, empty)
                }
                Err(reason) => (None, Some(reason)),
            };
            Stated { fact: reference.written(), value, reason }
        });
        facts.collect()
    }

    /// Steps that did not run, and identifiers that nothing was asked about.
    fn all_gaps(&self, all_found: &[Found]) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for Finding { planned, made, .. } in self.phases.iter().flat_map(|(_, findings)| findings) {
            let check = || Some(planned.step.check.clone());
            if let Some(skipped) = &planned.skipped {
                let given = skipped.lacks.and_then(|kind| all_found.iter().find(|found| found.kind == kind && !found.is_whole()));
                gaps.push(Gap { check: check(), identifier: skipped.lacks, given: given.map(shown), reason: skipped.reason.clone() });
            } else if let Some(Made::NotCalled(reason) | Made::Open(reason)) = made {
                gaps.push(Gap { check: check(), identifier: None, given: None, reason: reason.clone() });
            }
        }
        for found in all_found {
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

impl Gap {
    fn sentence(&self) -> String {
        match &self.check {
            Some(check) => not_made(check, &self.reason),
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
