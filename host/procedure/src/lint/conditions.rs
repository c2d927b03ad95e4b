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
    let steps = body.steps().map(|step| (step.check.as_str(), step)).collect();
    let mut looker = Looker { answers, steps, cases: BTreeMap::new(), made: BTreeMap::new() };
    for step in body.steps() {
        if let Some(cases) = step.when.as_ref().and_then(|when| looker.fits(when, found)) {
            looker.cases.insert(&step.check, cases.holds);
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
    /// In which cases a step was answered, as far as that was asked for.
    made: BTreeMap<&'a str, Vec<Alternative>>,
}

/// In which cases a condition holds, and fails, as far as that can be told.
struct Cases {
    holds: Vec<Alternative>,
    fails: Option<Vec<Alternative>>,
}

impl<'a> Looker<'a> {
    /// In which cases a condition holds; nothing where that was told to be wrong, or is not known.
    fn fits(&self, when: &PlacedWhen, found: &mut Found<'_>) -> Option<Cases> {
        let part = self.part(when, found)?;
        let holds = possible(alternatives(&part, true, self.answers)?);
        let code = when.code.span.clone();
        if holds.is_empty() {
            let help = "no answer meets all it asks for: join what excludes each other with `||`, or remove it";
            found.error("never_true", code, "this condition cannot be true", help);
            return None;
        }
        let fails = alternatives(&part, false, self.answers).map(possible);
        if fails.as_ref().is_some_and(Vec::is_empty) {
            let help = "remove it, or ask for less";
            found.add(Severity::Warning, "always_true", code, "this condition holds wherever it can be told", help);
        }
        Some(Cases { holds, fails })
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
    fn reach_step(&mut self, step: &'a PlacedStep, found: &mut Found<'_>) {
        if step.when.is_some() && !self.cases.contains_key(step.check.as_str()) {
            return;
        }
        let mut cases = self.own(&step.check);
        for placed in &step.with {
            let Source::Answer(reference) = &placed.argument.from else { continue };
            let Some(joined) = both(&cases, &self.made(&reference.check)) else { return };
            cases = possible(joined);
            if cases.is_empty() {
                let at = step.when.as_ref().map_or_else(|| placed.source_at.clone(), |when| when.code.span.clone());
                let message = format!("the step is never made: where its condition holds, `{}` was not answered", reference.check);
                found.error("unreachable_step", at, message, "change one of the two conditions, or take the argument from elsewhere");
                return;
            }
        }
    }

    /// In which cases the condition of a step holds.
    fn own(&self, check: &str) -> Vec<Alternative> {
        self.cases.get(check).cloned().unwrap_or_else(|| vec![Vec::new()])
    }

    /// In which cases a step was answered, what it takes from others considered. Where that is too much to look at, what stands
    /// further back is left out: it could only make the cases fewer.
    fn made(&mut self, check: &str) -> Vec<Alternative> {
        if let Some(made) = self.made.get(check) {
            return made.clone();
        }
        let mut cases = both(&answered(check), &self.own(check)).unwrap_or_else(|| answered(check));
        let Some((name, step)) = self.steps.get_key_value(check).map(|(name, step)| (*name, *step)) else { return cases };
        // Before it goes on, so that a circle, which is told of elsewhere, ends here.
        self.made.insert(name, cases.clone());
        for placed in &step.with {
            if let Source::Answer(reference) = &placed.argument.from
                && let Some(joined) = both(&cases, &self.made(&reference.check))
            {
                cases = possible(joined);
            }
        }
        self.made.insert(name, cases.clone());
        cases
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
            if left.as_ref().and_then(|left| both(left, &cases.holds)).is_some_and(|joined| possible(joined).is_empty()) {
                let message = "this rule is never reached: the rules before it take all of its cases";
                found.error("unreachable_rule", when.code.span.clone(), message, "put it before them, or remove it");
                continue;
            }
            left = left.zip(cases.fails).and_then(|(left, fails)| both(&left, &fails)).map(possible);
        }
        if let Some(last) = rules.last().filter(|_| rest.is_none() && left.as_ref().is_none_or(|left| !left.is_empty())) {
            let help = format!("add `{} otherwise` as the last rule, or another outcome", Outcome::Review.as_str());
            found.add(Severity::Note, "no_otherwise", last.at.clone(), "where none of the rules applies, the decision is `review`", help);
        }
    }
}
