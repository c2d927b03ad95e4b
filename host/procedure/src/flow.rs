//! What waits for what: references between steps, and that they lead somewhere.

use crate::Reference;
use crate::body::{Body, PlacedStep};
use crate::diagnostic::{Found, nearest};
use std::collections::BTreeMap;

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
pub(crate) fn examine(body: &Body, found: &mut Found<'_>) {
    let mut by_check: BTreeMap<&str, &PlacedStep> = BTreeMap::new();
    for placed in body.steps() {
        let check = placed.step.check.as_str();
        if by_check.contains_key(check) {
            let help = "keep one of them: other steps refer to its answer by the check's name";
            found.add("check_twice", placed.check_at.clone(), format!("`{check}` is already a step"), help);
        } else {
            by_check.insert(check, placed);
        }
    }
    let arguments = body.steps().flat_map(|placed| placed.step.with.iter().map(|argument| &argument.from).zip(&placed.references_at));
    let facts = body.facts.iter().map(|(reference, span)| (reference, span));
    for (reference, span) in arguments.chain(facts) {
        if by_check.contains_key(reference.check.as_str()) {
            continue;
        }
        let help = match nearest(&reference.check, by_check.keys().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "refer to a check that a step of this procedure names".into(),
        };
        found.add("no_such_step", span.clone(), format!("`{}` is no step of this procedure", reference.check), help);
    }
    cycles(&by_check, body, found);
}

/// Walks along references, depth first; a way back to a step on the present path is a cycle. Recursion is as deep as the
/// longest chain of steps, which [`crate::STEPS_MAX`] bounds.
fn cycles(by_check: &BTreeMap<&str, &PlacedStep>, body: &Body, found: &mut Found<'_>) {
    let mut walk = Walk { by_check, path: Vec::new(), done: Vec::new() };
    for placed in body.steps() {
        walk.visit(placed, found);
    }
}

struct Walk<'a> {
    by_check: &'a BTreeMap<&'a str, &'a PlacedStep>,
    path: Vec<&'a str>,
    done: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, placed: &'a PlacedStep, found: &mut Found<'_>) {
        let check = placed.step.check.as_str();
        if self.done.contains(&check) {
            return;
        }
        self.path.push(check);
        for (argument, span) in placed.step.with.iter().zip(&placed.references_at) {
            let wanted = argument.from.check.as_str();
            if let Some(begin) = self.path.iter().position(|&on_path| on_path == wanted) {
                let circle: Vec<String> = self.path[begin..].iter().chain([&wanted]).map(|name| format!("`{name}`")).collect();
                let message = format!("steps wait for one another: {}", circle.join(" waits for "));
                found.add("cycle", span.clone(), message, "take one of these arguments from the request, or from another check");
            } else if let Some(next) = self.by_check.get(wanted) {
                self.visit(next, found);
            }
        }
        self.path.pop();
        self.done.push(check);
    }
}
