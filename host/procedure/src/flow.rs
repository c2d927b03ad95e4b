//! What waits for what: names and references between steps, that they lead somewhere, and never in a circle.

use crate::body::Body;
use crate::diagnostic::{Found, nearest};
use crate::front::{Front, unknown_identifier};
use crate::step::PlacedStep;
use crate::when::{self, INPUTS, Known};
use crate::{Reference, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// `check.member.member`, where the check may itself hold a point (`org.check`): the longest known check wins, and what names
/// no known check is split at the first point. `None` where the text has another shape.
pub(crate) fn parse_reference(text: &str, checks: &[&str]) -> Option<Reference> {
    let is_member = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if !text.split('.').all(is_member) {
        return None;
    }
    let mut splits = text.rmatch_indices('.').map(|(at, _)| text.split_at(at));
    let known = splits.clone().find(|(check, _)| checks.contains(check));
    let (check, path) = known.or_else(|| splits.next_back())?;
    Some(Reference { check: check.to_owned(), path: path[1..].split('.').map(str::to_owned).collect() })
}

/// Every reference leads to a step, no check is two steps, and no steps wait for one another.
pub(crate) fn examine(front: &Front, body: &mut Body, checks: &[&str], found: &mut Found<'_>) {
    let steps: BTreeSet<String> = body.steps().map(|step| step.check.clone()).collect();
    let unread = std::mem::take(&mut body.unread);
    let of_steps = body.phases.iter_mut().flat_map(|(_, steps)| steps).filter_map(|step| step.when.as_mut());
    for when in of_steps.chain(body.rules.iter_mut().filter_map(|rule| rule.when.as_mut())) {
        when.resolve(&Known { steps: &steps, unread: &unread, checks }, front, found);
    }
    let mut seen: Vec<&str> = Vec::new();
    for step in body.steps() {
        if seen.contains(&step.check.as_str()) {
            let help = "keep one of them: other steps refer to its answer by the check's name";
            found.error("check_twice", step.check_at.clone(), format!("`{}` is already a step", step.check), help);
        }
        seen.push(&step.check);
        for placed in &step.with {
            match &placed.argument.from {
                Source::Answer(reference) => leads(reference, &placed.source_at, &steps, &unread, checks, found),
                Source::Input { input } if front.sound && !front.inputs.takes(*input) => {
                    let message = format!("the procedure takes no `{}`", input.as_str());
                    found.error("unknown_name", placed.source_at.clone(), message, "list it under `inputs` in the front matter");
                }
                Source::Input { .. } => {}
            }
        }
    }
    for (reference, span) in &body.facts {
        leads(reference, span, &steps, &unread, checks, found);
    }
    cycles(body, found);
}

fn leads(reference: &Reference, at: &Range<usize>, steps: &BTreeSet<String>, unread: &[String], checks: &[&str], found: &mut Found<'_>) {
    let check = &reference.check;
    if steps.contains(check) || unread.contains(check) {
        return;
    }
    if check == INPUTS {
        let message = format!("`{INPUTS}.{}` is no identifier", reference.path.join("."));
        return found.error("unknown_name", at.clone(), message, unknown_identifier(&reference.path.join(".")));
    }
    let help = missing_step(check, steps, checks);
    found.error("no_such_step", at.clone(), format!("`{check}` is no step of this procedure"), help);
}

/// What to do where `check` is meant to be a step and is none.
pub(crate) fn missing_step(check: &str, steps: &BTreeSet<String>, checks: &[&str]) -> String {
    if checks.contains(&check) {
        return "add a step that names it, or refer to a check that a step of this procedure names".into();
    }
    match nearest(check, steps.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "refer to a check that a step of this procedure names".into(),
    }
}

/// Walks along what steps wait for, depth first; a way back to a step on the present path is a cycle. Recursion is as deep as
/// the longest chain of steps, which [`crate::STEPS_MAX`] bounds.
fn cycles(body: &Body, found: &mut Found<'_>) {
    let mut by_check: BTreeMap<&str, &PlacedStep> = BTreeMap::new();
    for step in body.steps() {
        by_check.entry(&step.check).or_insert(step);
    }
    let mut walk = Walk { by_check: &by_check, path: Vec::new(), done: Vec::new() };
    for step in body.steps() {
        walk.visit(step, found);
    }
}

struct Walk<'a> {
    by_check: &'a BTreeMap<&'a str, &'a PlacedStep>,
    path: Vec<&'a str>,
    done: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, step: &'a PlacedStep, found: &mut Found<'_>) {
        let check = step.check.as_str();
        if self.done.contains(&check) {
            return;
        }
        self.path.push(check);
        for (wanted, span) in waits(step) {
            if let Some(begin) = self.path.iter().position(|&on_path| on_path == wanted) {
                let circle: Vec<String> = self.path[begin..].iter().chain([&wanted]).map(|name| format!("`{name}`")).collect();
                let message = format!("steps wait for one another: {}", circle.join(" waits for "));
                let help = "take one of these from the request, or from another check";
                found.error("cycle", span, message, help);
            } else if let Some(next) = self.by_check.get(wanted) {
                self.visit(next, found);
            }
        }
        self.path.pop();
        self.done.push(check);
    }
}

/// What a step waits for, and where the page says so.
fn waits(step: &PlacedStep) -> Vec<(&str, Range<usize>)> {
    let arguments = step.with.iter().filter_map(|placed| Some((placed.argument.from.check()?, placed.source_at.clone())));
    let mut waits: Vec<(&str, Range<usize>)> = arguments.collect();
    if let Some(placed) = &step.when {
        for check in &placed.checks {
            let names = placed.condition.names().iter().zip(placed.condition.places());
            let place =
                names.into_iter().find(|(name, _)| when::split(&name.path, |spelled| spelled == check).is_some()).map(|(_, place)| place);
            waits.push((check, place.map_or_else(|| placed.code.span.clone(), |place| placed.at(place))));
        }
    }
    waits
}
