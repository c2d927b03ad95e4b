//! What is said where nothing can be called.

use super::phrase;
use crate::identify::{Found, Kind};
use crate::plan::{Plan, Planned, Skipped, fault};
use crate::procedure::Procedure;

/// Steps of which each is told by itself why it is not made.
const STEPS_TOLD_MAX: usize = 4;

/// Says what the request lacks, and that nothing was called.
pub(crate) fn answer(procedure: &Procedure, plan: &Plan<'_>, found: &[Found]) -> String {
    let mut sentences = vec!["Nothing was checked, and nothing is billed.".to_owned()];
    let again = if plan.missing.is_empty() {
        let skipped = plan.steps.iter().filter_map(|planned| Some((planned, planned.skipped.as_ref()?)));
        // Whatever else is given, some of them would not be made.
        let (wanting, others): (Vec<_>, Vec<_>) = skipped.partition(|(_, skipped)| skipped.lacks.is_some());
        let told = |(planned, skipped): &(&Planned<'_>, &Skipped)| not_made(&planned.step.check, &skipped.reason);
        sentences.extend(others.iter().take(STEPS_TOLD_MAX).map(told));
        sentences.extend(others.len().checked_sub(STEPS_TOLD_MAX + 1).map(|more| format!("So it is with {} more.", more + 1)));
        let again = (!wanting.is_empty() || others.is_empty()).then_some("Send the request again with it.");
        if again.is_some() {
            sentences.push(format!(
                "The request gives nothing that {} can check: {}.",
                procedure.name,
                join(&procedure.inputs.optional, "or")
            ));
        }
        again
    } else {
        let also = plan.missing.iter().filter(|kind| !procedure.inputs.required.contains(kind));
        let needed: Vec<Kind> = procedure.inputs.required.iter().chain(also).copied().collect();
        let missing = nouns(&plan.missing);
        sentences.push(format!("{} needs {}; the request gives no usable {missing}.", procedure.name, join(&needed, "and")));
        Some("Send the request again with what is missing.")
    };
    for fault in found.iter().filter(|found| procedure.inputs.knows(found.kind)).filter_map(fault) {
        sentences.push(format!("{}.", capitalised(&fault)));
    }
    sentences.extend(again.map(str::to_owned));
    sentences.join(" ")
}

/// "PAN not verified: no PAN was given."
pub(crate) fn not_made(check: &str, reason: &str) -> String {
    format!("{}: {reason}.", capitalised(&phrase::was_not(check)))
}

/// "a name, a PAN and a phone number".
fn join(kinds: &[Kind], last: &str) -> String {
    list(kinds.iter().map(|kind| kind.with_article().to_owned()).collect(), last)
}

fn nouns(kinds: &[Kind]) -> String {
    list(kinds.iter().map(|kind| kind.noun().to_owned()).collect(), "and no usable")
}

fn list(mut words: Vec<String>, last: &str) -> String {
    match words.pop() {
        None => "anything".into(),
        Some(only) if words.is_empty() => only,
        Some(end) => format!("{} {last} {end}", words.join(", ")),
    }
}

/// A clause with a capital first letter.
pub(crate) fn capitalised(clause: &str) -> String {
    let mut sentence = String::with_capacity(clause.len());
    capital(clause, &mut sentence);
    sentence
}

/// The same, behind `text`.
pub(crate) fn capital(clause: &str, text: &mut String) {
    let mut rest = clause.chars();
    text.extend(rest.next().into_iter().flat_map(char::to_uppercase));
    text.push_str(rest.as_str());
}
