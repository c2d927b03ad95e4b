//! Conditions that do not fit, cannot hold, or keep a step or a rule from ever being reached.

use super::part::{self, Part};
use super::truth::{Alternative, alternatives, answered, both, possible};
use super::types::{Answers, misfits};
use crate::body::Body;
use crate::diagnostic::{Found, Severity};
use crate::rule::PlacedRule;
use crate::step::PlacedStep;
use crate::when::PlacedWhen;
use crate::{Outcome, Source};
use std::collections::BTreeMap;

/// Looks at every condition of a procedure.
pub(crate) fn look(body: &Body, answers: &Answers, found: &mut Found<'_>) {
    let mut looker = Looker { answers, steps: body.steps().map(|step| (step.check.as_str(), step)).collect(), cases: BTreeMap::new() };
    for step in body.steps() {
        if let Some(cases) = step.when.as_ref().and_then(|when| looker.fits(when, found)) {
            looker.cases.insert(&step.check, cases);
        }
    }
    for step in body.steps() {
        looker.reach_step(step, found);
    }
    looker.rules(&body.rules, found);
}

struct Looker<'a> {
    answers: &'a Answers,
    steps: BTreeMap<&'a str, &'a PlacedStep>,
    /// In which cases the condition of a step holds, where it can.
    cases: BTreeMap<&'a str, Vec<Alternative>>,
}

impl<'a> Looker<'a> {
    /// In which cases a condition holds; nothing where that was told to be wrong, or is not known.
    fn fits(&self, when: &PlacedWhen, found: &mut Found<'_>) -> Option<Vec<Alternative>> {
        let part = self.part(when, found)?;
        let cases = possible(alternatives(&part, true)?, self.answers);
        let code = when.code.span.clone();
        if cases.is_empty() {
            let help = "no answer meets all it asks for: join what excludes each other with `||`, or remove it";
            found.error("never_true", code, "this condition cannot be true", help);
            return None;
        }
        if alternatives(&part, false).is_some_and(|cases| possible(cases, self.answers).is_empty()) {
            let help = "remove it, or ask for less";
            found.add(Severity::Warning, "always_true", code, "this condition holds wherever it can be told", help);
        }
        Some(cases)
    }

    fn part(&self, when: &PlacedWhen, found: &mut Found<'_>) -> Option<Part> {
        if !when.sound {
            return None;
        }
        let part = part::read(&when.condition);
        let misfits = misfits(&part, self.answers);
        for misfit in &misfits {
            found.error(misfit.code, when.at(misfit.span.clone()), misfit.message.as_str(), misfit.help.as_str());
        }
        misfits.is_empty().then_some(part)
    }

    /// A step that takes an argument from an answer is made only where there is one.
    fn reach_step(&self, step: &PlacedStep, found: &mut Found<'_>) {
        let own = match (&step.when, self.cases.get(step.check.as_str())) {
            (Some(_), None) => return,
            (_, cases) => cases.cloned().unwrap_or_else(|| vec![Vec::new()]),
        };
        let mut cases = own;
        for placed in &step.with {
            let Source::Answer(reference) = &placed.argument.from else { continue };
            let before = self.before(&reference.check, 0);
            let Some(joined) = before.and_then(|before| both(cases, &before)) else { return };
            cases = possible(joined, self.answers);
            if cases.is_empty() {
                let at = step.when.as_ref().map_or_else(|| placed.source_at.clone(), |when| when.code.span.clone());
                let message = format!("the step is never made: where its condition holds, `{}` was not answered", reference.check);
                found.error("unreachable_step", at, message, "change one of the two conditions, or take the argument from elsewhere");
                return;
            }
        }
    }

    /// In which cases a step was answered, what it takes from others considered.
    fn before(&self, check: &str, depth: usize) -> Option<Vec<Alternative>> {
        let mut cases = answered(check);
        let step = self.steps.get(check)?;
        if let Some(own) = self.cases.get(check) {
            cases = both(cases, own)?;
        }
        for placed in step.with.iter().filter(|_| depth < 8) {
            if let Source::Answer(reference) = &placed.argument.from {
                cases = possible(both(cases, &self.before(&reference.check, depth + 1)?)?, self.answers);
            }
        }
        Some(cases)
    }

    /// Rules that others leave nothing to, and a decision that leaves cases over.
    fn rules(&self, rules: &[PlacedRule], found: &mut Found<'_>) {
        // The cases that all rules so far leave over, as far as they can be told.
        let mut left = Some(vec![Vec::new()]);
        let mut rest: Option<usize> = None;
        for (place, rule) in rules.iter().enumerate() {
            if let Some(place) = rest {
                let message = format!("this rule is never reached: rule {} applies to all remaining cases", place + 1);
                found.error("unreachable_rule", rule.at.clone(), message, "put it before that rule, or remove it");
                return;
            }
            let Some(when) = &rule.when else {
                rest = Some(place);
                continue;
            };
            let Some(cases) = self.fits(when, found) else { continue };
            if let Some(joined) = left.clone().and_then(|left| both(left, &cases))
                && possible(joined, self.answers).is_empty()
            {
                let message = "this rule is never reached: the rules before it take all of its cases";
                found.error("unreachable_rule", when.code.span.clone(), message, "put it before them, or remove it");
                continue;
            }
            let part = part::read(&when.condition);
            let over = alternatives(&part, false);
            left = left.zip(over).and_then(|(left, over)| both(left, &over)).map(|cases| possible(cases, self.answers));
        }
        if let Some(last) = rules.last().filter(|_| rest.is_none() && left.as_ref().is_none_or(|left| !left.is_empty())) {
            let help = format!("add `{} otherwise` as the last rule, or another outcome", Outcome::Review.as_str());
            found.add(Severity::Note, "no_otherwise", last.at.clone(), "where none of the rules applies, the decision is `review`", help);
        }
    }
}
