//! What runs of a procedure may cost, who is asked about it, and whom they tell of a person.

use super::catalogue::{Catalogue, Known};
use crate::Approval;
use crate::body::Body;
use crate::diagnostic::{Found, Severity};
use crate::front::Front;
use crate::step::PlacedStep;
use crate::{Reference, Source};
use journal::Credits;
use serde::Serialize;
use std::ops::Range;

/// What one run may cost, in credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Where every identifier is given, providers hold no record, and there is a recent answer wherever one may be taken. A call that
    /// fails is never billed.
    pub least: Credits,
    /// Where what is required is given and all of it is answered; steps with a condition are not counted.
    pub expected: Credits,
    /// Where every step is made and answered.
    pub most: Credits,
}

/// Personal data that a step sends to somebody outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disclosure {
    /// The check.
    pub check: String,
    /// What it is given and does not say it keeps: identifiers of the request (`pan`), members of answers
    /// (`pan_verification.registered_name`); of a component, which says not what it gives, members of the check's input.
    pub data: Vec<String>,
    /// The hosts it speaks to.
    pub hosts: Vec<String>,
}

/// Says where a recent answer would not do, or would cost more than a new one.
pub(crate) fn look_at_recent(body: &Body, catalogue: &Catalogue, found: &mut Found<'_>) {
    for step in body.steps() {
        let Some((recent, check)) = step.recent.as_ref().zip(catalogue.check(&step.check)) else { continue };
        if check.of_the_day {
            let message = format!("an answer of `{}` holds for the lists of its day: an older one misses whom they name since", step.check);
            found.error("wrong_age", recent.at.clone(), message, "leave `at most` out: lists are compared anew each time");
            continue;
        }
        let Some(price) = recent.price.filter(|price| *price > check.price) else { continue };
        let message = format!("a recent answer would cost {price} credits, and `{}` costs {} anew", step.check, check.price);
        found.error(
            "wrong_price",
            recent.at.clone(),
            message,
            "say at most what the check costs, or leave the price out: it is nothing then",
        );
    }
}

/// What a step costs whose check has a price.
type Price = fn(&PlacedStep, Credits) -> Credits;

/// What it may cost; nothing where the sum is beyond counting.
pub(crate) fn cost(body: &Body, catalogue: &Catalogue) -> Option<Cost> {
    let sum = |price: Price, counts: &dyn Fn(&PlacedStep) -> bool| {
        let steps = body.steps().filter(|step| counts(step));
        Credits::sum(steps.filter_map(|step| Some(price(step, catalogue.check(&step.check)?.price))))
    };
    let anew: Price = |_, price| price;
    let again: Price = |step, price| step.recent.as_ref().map_or(price, |recent| recent.price.unwrap_or(Credits::ZERO).min(price));
    let bills = |step: &PlacedStep| catalogue.check(&step.check).is_some_and(|check| check.bills_not_found);
    let waits = |step: &PlacedStep| step.when.is_some() || step.with.iter().any(|placed| placed.argument.from.check().is_some());
    Some(Cost {
        least: sum(again, &|step| !step.optional && !waits(step) && bills(step))?,
        expected: sum(anew, &|step| !step.optional && step.when.is_none())?,
        most: sum(anew, &|_| true)?,
    })
}

/// Says where the approval policy and the price do not go together.
pub(crate) fn look(front: &Front, cost: Cost, found: &mut Found<'_>) {
    let most = cost.most;
    let at = front.approval_at.clone();
    let mut say = |severity, message: String, help: &str| found.add(severity, "price_ceiling", at.clone(), message, help);
    match front.approval {
        Approval::Over(limit) if most <= limit => say(
            Severity::Warning,
            format!("a run costs {most} credits at most: no plan is over {limit}, and none ever waits for a person"),
            "lower the amount, or write `never` to say so",
        ),
        Approval::Over(limit) => {
            let message = format!("a run may cost {most} credits: plans over {limit} wait for a person");
            say(Severity::Note, message, "nothing is to be done where that is meant");
        }
        Approval::Auto if Approval::Auto.parks(most) => {
            let message = format!("a run may cost {most} credits: plans over {} wait for a person", Approval::AUTO_CEILING);
            say(Severity::Note, message, "write `over N` for another limit");
        }
        Approval::Never if Approval::Auto.parks(most) => say(
            Severity::Warning,
            format!("a run may cost {most} credits, and nobody is asked before"),
            "write `auto`, or `over N` for a limit",
        ),
        Approval::Auto | Approval::Always | Approval::Never => {}
    }
}

/// What goes to whom, step by step.
pub(crate) fn disclosures(front: &Front, body: &Body, catalogue: &Catalogue, found: &mut Found<'_>) -> Vec<Disclosure> {
    let mut disclosures = Vec::new();
    for step in body.steps() {
        let Some(check) = catalogue.check(&step.check) else { continue };
        // What is personal stays so, whatever the argument is called that it is given as.
        let given = |member: &String| match step.source(&front.inputs, member)? {
            Source::Input { input } => (input.is_personal() || check.personal.contains(member)).then(|| input.as_str().to_owned()),
            Source::Answer(Reference { check: other, path }) => {
                let personal = catalogue.check(&other).is_some_and(|other| other.personal.contains(&path[0]));
                (personal || check.personal.contains(member)).then(|| format!("{other}.{}", path.join(".")))
            }
        };
        let mut data: Vec<String> = Vec::new();
        for given in check.sent.iter().filter_map(given) {
            if !data.contains(&given) {
                data.push(given);
            }
        }
        disclosures.extend(check.discloses(&step.check, &step.check_at, data, found));
    }
    disclosures
}

impl Known {
    /// All that it could be told.
    pub(crate) fn personal_input(&self) -> Vec<String> {
        self.sent.iter().filter(|member| self.personal.contains(member)).cloned().collect()
    }

    /// That a check tells somebody of this `data`, said where the check is named.
    pub(crate) fn discloses(&self, name: &str, at: &Range<usize>, data: Vec<String>, found: &mut Found<'_>) -> Option<Disclosure> {
        if self.hosts.is_empty() || data.is_empty() {
            return None;
        }
        let message = format!("`{name}` sends personal data ({}) to {}", data.join(", "), self.hosts.join(", "));
        let help = "see that those whom it is about know of it, and that you may";
        found.add(Severity::Note, "personal_data", at.clone(), message, help);
        Some(Disclosure { check: name.to_owned(), data, hosts: self.hosts.clone() })
    }
}
