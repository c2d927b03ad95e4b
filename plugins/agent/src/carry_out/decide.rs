//! The decision: the first rule that holds. A rule that cannot be told is never passed over, since what stands below it may be
//! more lenient: a person has to look at it then.

use super::shape::Stated;
use crate::known::Known;
use crate::plan::read;
use crate::procedure::{Procedure, Rule};
use condition::{Cause, Name, Verdict};
use serde::Serialize;
use std::borrow::Cow;

/// What was decided, and why.
#[derive(Serialize)]
pub(crate) struct Decision {
    outcome: String,
    /// Why, as the rest of a sentence.
    reason: String,
    /// The rule that decided, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    facts: Vec<Stated<'static>>,
}

/// Decides, if the procedure does. An error is a fault of the procedure.
pub(crate) fn decide(procedure: &Procedure, known: &mut Known) -> Result<Option<Decision>, String> {
    if procedure.decision.is_empty() {
        return Ok(None);
    }
    for (place, rule) in procedure.decision.iter().enumerate() {
        let Some(when) = &rule.when else {
            return Ok(Some(Decision::by(rule, place, "no rule before it applies".into(), Vec::new())));
        };
        let decision = match known.judge(&read(when)?) {
            Verdict::Fails(_) => continue,
            Verdict::Holds(names) => Decision::by(rule, place, known.states(&names), facts(known, &names)),
            Verdict::Unknown(cause) => Decision {
                // Never said of a run: there every step has come to something.
                outcome: if known.is_open(when.checks.iter()) { "unknown".into() } else { "review".into() },
                rule: Some(place + 1),
                condition: Some(when.text.clone()),
                reason: known.untold(&format!("rule {}", place + 1), &cause),
                facts: match &cause {
                    Cause::NotKnown(names) => facts(known, names),
                    Cause::Fault(_) => Vec::new(),
                },
            },
        };
        return Ok(Some(decision));
    }
    let reason = "no rule applies".into();
    Ok(Some(Decision { outcome: "review".into(), reason, rule: None, condition: None, facts: Vec::new() }))
}

fn facts(known: &Known, names: &[Name]) -> Vec<Stated<'static>> {
    names.iter().map(|name| Stated { fact: name.to_string(), value: known.value(name).map(Cow::Owned), reason: None }).collect()
}

impl Decision {
    fn by(rule: &Rule, place: usize, because: String, facts: Vec<Stated<'static>>) -> Decision {
        let reason = if rule.reason.is_empty() { because } else { format!("{} ({because})", rule.reason) };
        let condition = rule.when.as_ref().map(|when| when.text.clone());
        Decision { outcome: rule.outcome.clone(), reason, rule: Some(place + 1), condition, facts }
    }

    pub(crate) fn sentence(&self) -> String {
        format!("Decision: {}: {}.", self.outcome, self.reason)
    }
}
