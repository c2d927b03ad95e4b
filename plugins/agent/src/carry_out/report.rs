//! The report and the answer: two forms of the same findings.

use super::calls::{Calls, Made};
use super::decide::Decision;
use super::lacking::{capital, capitalised, not_made};
use super::phrase;
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
    /// The plain-language form.
    answer: String,
}

/// What became of a step.
struct Finding<'p> {
    planned: &'p Planned<'p>,
    /// Nothing where the plan left it out.
    made: Option<&'p Made>,
    /// What is said of it.
    clause: String,
}

impl<'p> Report<'p> {
    pub(crate) fn of(
        procedure: &'p Procedure,
        plan: &'p Plan<'p>,
        calls: &'p Calls<'p>,
        found: &'p [Found],
        decision: Option<Decision>,
    ) -> Self {
        let subject: BTreeMap<_, _> = subject(found).into_iter().filter(|(kind, _)| procedure.inputs.knows(*kind)).collect();
        let hidden = subject.values().copied().filter(|found| shown::is_hidden(found.kind)).collect();
        let finding = |(place, planned): (usize, &'p Planned<'p>)| {
            let made = calls.made(place);
            Finding { planned, made, clause: clause(planned, made) }
        };
        let phases = plan.phases.iter().map(|phase| (phase.title, plan.of(phase).map(finding).collect())).collect();
        let (gaps, answer) = (Vec::new(), String::new());
        let mut report = Report { procedure, calls, subject, hidden, phases, gaps, decision, answer };
        report.gaps = report.all_gaps(found);
        report.answer = report.in_words();
        report
    }

    /// The plain-language form.
    pub(crate) fn answer(&self) -> &str {
        &self.answer
    }

    /// The structured form.
    pub(crate) fn json(&self) -> String {
        let phases = self.phases.iter().map(|(goal, findings)| {
            let mut summary = String::new();
            tell(findings.iter(), &mut summary);
            Phase { goal, summary, checks: findings.iter().map(|finding| self.check(finding)).collect() }
        });
        let told = Told {
            shape: SHAPE,
            title: self.procedure.report.title.as_ref().unwrap_or(&self.procedure.name),
            summary: &self.answer,
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

    fn in_words(&self) -> String {
        let mut answer = String::new();
        for (_, findings) in &self.phases {
            // What was left out for want of an identifier is told with the gaps.
            tell(findings.iter().filter(|finding| finding.planned.skipped.as_ref().is_none_or(|skipped| !skipped.for_want)), &mut answer);
        }
        let mut say = |sentence: &str| {
            if !answer.is_empty() {
                answer.push(' ');
            }
            answer.push_str(sentence);
        };
        let gaps = self.gaps.iter().filter(|gap| gap.identifier.is_some());
        let (absent, others): (Vec<&Gap>, Vec<&Gap>) = gaps.partition(|gap| gap.check.is_some() && gap.given.is_none());
        // A procedure for whatever is given names what was not in one sentence; the report tells for each check.
        if absent.len() > GAPS_TOLD_MAX {
            say(&not_given(&absent));
        } else {
            absent.iter().for_each(|gap| say(&gap.sentence()));
        }
        others.iter().for_each(|gap| say(&gap.sentence()));
        self.decision.iter().for_each(|decision| say(&decision.sentence()));
        answer
    }

    fn check(&self, finding: &'p Finding<'p>) -> Check<'_> {
        let check = finding.planned.step.check.as_str();
        let mut told = Check {
            check,
            status: "not_made",
            call_id: None,
            finding: capitalised(&finding.clause),
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

    /// The members of an answer that are texts, numbers or truth values, and lists of texts.
    fn facts<'r>(&self, check: &str, answer: &'r Value) -> Vec<Fact<'r>> {
        let named = |name: &String| {
            let is_it = |reference: &Reference| reference.check == check && reference.path.first() == Some(name);
            self.procedure.report.shown == Shown::All || self.procedure.report.facts.iter().any(is_it)
        };
        let members = answer.as_object().into_iter().flatten().filter(|(name, _)| named(name));
        members.filter_map(|(name, value)| Some(Fact { name, value: shown::fact(&self.hidden, value)? })).take(FACTS_MAX).collect()
    }

    /// What the procedure puts first.
    fn emphasis(&self) -> Vec<Stated<'_>> {
        let facts = self.procedure.report.facts.iter().map(|reference| {
            let (value, reason) = match self.calls.look_up(reference) {
                Ok(value) => (shown::fact(&self.hidden, value), None),
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

/// Sentences. Successes beside each other belong together: "PAN verified — name match 96%." Everything else is one by itself.
fn tell<'f>(findings: impl Iterator<Item = &'f Finding<'f>>, text: &mut String) {
    let (mut open, mut joins) = (false, false);
    for finding in findings {
        let success = matches!(finding.made, Some(Made::Called(answer)) if matches!(answer.outcome, Outcome::Success(_)));
        if joins && success {
            text.push_str(" — ");
            text.push_str(&finding.clause);
        } else {
            if open {
                text.push('.');
            }
            if !text.is_empty() {
                text.push(' ');
            }
            capital(&finding.clause, text);
        }
        (open, joins) = (true, success);
    }
    if open {
        text.push('.');
    }
}

/// What is said of a step.
fn clause(planned: &Planned<'_>, made: Option<&Made>) -> String {
    let check = planned.step.check.as_str();
    if let Some(skipped) = &planned.skipped {
        return format!("{}: {}", phrase::was_not(check), skipped.reason);
    }
    match made {
        Some(Made::Called(answer)) => {
            let recent = answer.recent.iter().map(|recent| format!(" {}", recent.words()));
            phrase::outcome(check, &answer.outcome) + &recent.collect::<String>()
        }
        Some(Made::NotCalled(reason) | Made::Open(reason)) => format!("{}: {reason}", phrase::was_not(check)),
        None => phrase::was_not(check),
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
