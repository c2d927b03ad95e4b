//! The answer, as it grows: what became of a step is said as soon as it is known of all steps before it, so that a run which ends early
//! has said what it found out.

use super::calls::Made;
use super::lacking::capital;
use super::phrase;
use crate::host::{Host, Outcome};
use crate::plan::{Plan, Planned};

/// The plain-language form.
pub(crate) struct Telling<'p> {
    plan: &'p Plan<'p>,
    /// What is said of each step, as far as that is known of all before it.
    clauses: Vec<String>,
    sentences: Sentences,
    /// Bytes of it that the host was told.
    said: usize,
}

/// Text that grows by clauses. Successes beside each other belong together: "PAN verified — name match 96%." Everything else is a
/// sentence by itself.
#[derive(Default)]
pub(crate) struct Sentences {
    pub(crate) text: String,
    open: bool,
    joins: bool,
}

impl<'p> Telling<'p> {
    pub(crate) fn of(plan: &'p Plan<'p>) -> Telling<'p> {
        Telling { plan, clauses: Vec::with_capacity(plan.steps.len()), sentences: Sentences::default(), said: 0 }
    }

    /// Says what became of the steps that nothing before them keeps waiting.
    pub(crate) fn go_on(&mut self, made: &[Option<Made>], host: &mut dyn Host) {
        while let Some(planned) = self.plan.steps.get(self.clauses.len()) {
            let place = self.clauses.len();
            let made = made[place].as_ref();
            if made.is_none() && planned.skipped.is_none() {
                break;
            }
            if self.plan.phases.iter().any(|phase| phase.steps.start == place) {
                self.sentences.end();
            }
            let clause = clause(planned, made);
            // What was left out for want of an identifier is told at the end, all of it together.
            if planned.skipped.as_ref().is_none_or(|skipped| skipped.lacks.is_none()) {
                self.sentences.add(&clause, is_success(made));
            }
            self.clauses.push(clause);
        }
        // The end is said with what follows it.
        let rest = &self.sentences.text[self.said..];
        if !rest.is_empty() && self.clauses.len() < self.plan.steps.len() {
            host.say(rest);
            self.said = self.sentences.text.len();
        }
    }

    /// What is said of a step.
    pub(crate) fn clause(&self, place: usize) -> &str {
        self.clauses.get(place).map_or("", String::as_str)
    }

    /// All of it, which ends with these sentences.
    pub(crate) fn concluded(&self, closing: &[String]) -> String {
        let mut text = self.sentences.text.clone();
        if self.sentences.open {
            text.push('.');
        }
        for sentence in closing {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(sentence);
        }
        text
    }

    /// What the host was not told yet of all of it.
    pub(crate) fn rest<'t>(&self, whole: &'t str) -> &'t str {
        whole.get(self.said..).unwrap_or_default()
    }
}

impl Sentences {
    pub(crate) fn add(&mut self, clause: &str, success: bool) {
        if self.joins && success {
            self.text.push_str(" — ");
            self.text.push_str(clause);
        } else {
            self.end();
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            capital(clause, &mut self.text);
        }
        (self.open, self.joins) = (true, success);
    }

    /// Whatever follows is a sentence of its own.
    pub(crate) fn end(&mut self) {
        if self.open {
            self.text.push('.');
        }
        (self.open, self.joins) = (false, false);
    }
}

pub(crate) fn is_success(made: Option<&Made>) -> bool {
    matches!(made, Some(Made::Called(answer)) if matches!(answer.outcome, Outcome::Success(_)))
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
