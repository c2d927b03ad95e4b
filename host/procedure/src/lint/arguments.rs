//! Whether each step gives its check what the check takes.

use super::catalogue::{Catalogue, Known};
use super::shape::Shape;
use super::types::{Answers, no_member};
use crate::body::Body;
use crate::diagnostic::{Found, Severity, nearest};
use crate::front::Front;
use crate::step::{PlacedArgument, PlacedStep};
use crate::when::INPUTS;
use crate::{Kind, Source};
use condition::Name;

/// Looks at every step, and at the answers that the report puts first.
pub(crate) fn look(front: &Front, body: &Body, catalogue: &Catalogue, answers: &Answers, found: &mut Found<'_>) {
    for step in body.steps() {
        let Some(check) = catalogue.check(&step.check) else { continue };
        for placed in &step.with {
            bound(step, placed, check, answers, found);
        }
        if step.sound && front.sound {
            lacking(front, step, check, found);
            required_after_all(front, step, check, found);
        }
    }
    for (reference, span) in &body.facts {
        if let Err((member, members)) = answers.answer(&reference.check, &reference.path, &[]) {
            let (message, help) = no_member(&reference.check, &member, &members);
            found.error("unknown_member", span.clone(), message, help);
        }
    }
}

/// Identifiers that every request must have, and that nothing uses.
pub(crate) fn look_at_unused(front: &Front, body: &Body, catalogue: &Catalogue, found: &mut Found<'_>) {
    let given = |step: &PlacedStep, kind: Kind| {
        let members = catalogue.check(&step.check).map(|check| check.input.members().collect::<Vec<_>>()).unwrap_or_default();
        members.into_iter().any(|member| step.source(&front.inputs, member) == Some(Source::Input { input: kind }))
    };
    let conditions = || body.steps().filter_map(|step| step.when.as_ref()).chain(body.rules.iter().filter_map(|rule| rule.when.as_ref()));
    // What was not understood may use them.
    if !found.is_sound() {
        return;
    }
    let asked = |kind: Kind| {
        let named = |name: &Name| name.path[0] == INPUTS && name.path.get(1).is_some_and(|member| member == kind.as_str());
        conditions().any(|when| when.condition.names().iter().any(named))
    };
    for kind in front.inputs.required.iter() {
        if !body.steps().any(|step| given(step, *kind)) && !asked(*kind) {
            let kind = kind.as_str();
            let message = format!("a request without `{kind}` gets no check, and no step and no condition uses it");
            found.add(Severity::Warning, "unused_input", 0..3, message, format!("list `{kind}` under `optional`, or remove it"));
        }
    }
}

fn bound(step: &PlacedStep, placed: &PlacedArgument, check: &Known, answers: &Answers, found: &mut Found<'_>) {
    let name = &placed.argument.name;
    let Some(wanted) = check.input.member(name) else {
        let message = format!("`{}` takes no `{name}`", step.check);
        let help = match nearest(name, check.input.members()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it takes {}", check.input.members().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        return found.error("unknown_argument", placed.name_at.clone(), message, help);
    };
    let given = match &placed.argument.from {
        Source::Input { .. } => Shape::Text,
        Source::Answer(reference) => match answers.answer(&reference.check, &reference.path, &[]) {
            Ok(shape) => shape,
            Err((member, members)) => {
                let (message, help) = no_member(&reference.check, &member, &members);
                return found.error("unknown_member", placed.source_at.clone(), message, help);
            }
        },
    };
    if !given.fits(&wanted) {
        let message = format!("`{name}` of `{}` is {}, and this is {}", step.check, wanted.noun(), given.noun());
        found.error("wrong_argument_type", placed.source_at.clone(), message, "name another member, or take the argument from the request");
    }
}

/// Arguments that the check requires and nothing gives.
fn lacking(front: &Front, step: &PlacedStep, check: &Known, found: &mut Found<'_>) {
    for name in check.required.iter().filter(|name| step.source(&front.inputs, name).is_none()) {
        match Kind::named(name) {
            Some(_) if step.optional => {
                let message = format!("the step is never made: `{}` needs a `{name}`, and the procedure takes none", step.check);
                let help = format!("list `{name}` under `inputs` in the front matter, or remove the step");
                found.error("unreachable_step", step.check_at.clone(), message, help);
            }
            kind => {
                let message = format!("nothing gives `{}` its argument `{name}`", step.check);
                let bind = format!("add ``with `{name}` = `check.member` `` below the step");
                let help = if kind.is_some() { format!("list `{name}` under `inputs` in the front matter, or {bind}") } else { bind };
                found.error("missing_argument", step.check_at.clone(), message, help);
            }
        }
    }
}

/// Identifiers that the front matter calls optional, and without which no run goes on: the step is not optional. Its condition does not
/// matter, since what a run lacks is told before anything is asked.
fn required_after_all(front: &Front, step: &PlacedStep, check: &Known, found: &mut Found<'_>) {
    if step.optional {
        return;
    }
    let mut told = Vec::new();
    for name in &check.required {
        let Some(Source::Input { input: kind }) = step.source(&front.inputs, name) else { continue };
        if told.contains(&kind) || !front.inputs.optional.contains(&kind) {
            continue;
        }
        told.push(kind);
        let kind = kind.as_str();
        let message = format!("this step makes `{kind}` required: a request without it gets no check at all");
        let help = format!("write `optional` below the step, or list `{kind}` under `required` in the front matter");
        found.add(Severity::Warning, "required_after_all", step.check_at.clone(), message, help);
    }
}
