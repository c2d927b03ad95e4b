//! What conditions are decided by: the request's identifiers and what became of each step.

use crate::carry_out::Made;
use crate::host::{Answer, Outcome};
use crate::identify::{Found, Kind};
use crate::plan::read;
use crate::procedure::{Inputs, Procedure, When};
use crate::shown;
use condition::{Cause, Condition, Facts, Name, Verdict};
use rustc_hash::FxHashSet;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What stands before the identifiers of the request in conditions.
const INPUTS: &str = "inputs";
/// Characters of a value in a sentence.
const VALUE_CHARS_MAX: usize = 60;

/// What is known of a run. Nothing is kept for a procedure without conditions.
pub struct Known {
    facts: Facts,
    /// The checks that conditions name.
    named: FxHashSet<String>,
    /// The steps of which nobody knows what became.
    open: BTreeSet<String>,
    hidden: Vec<Found>,
}

/// See [`Known::against`].
pub(crate) struct Against {
    /// A sentence without its point.
    pub(crate) reason: String,
    /// Whether it might hold all the same, hanging as it does on what nobody knows.
    pub(crate) open: bool,
    /// The identifier that was not given, where it is for want of identifiers alone.
    pub(crate) lacks: Option<Kind>,
}

impl Known {
    /// At the start: the identifiers that the procedure takes, and no step made.
    pub fn of(procedure: &Procedure, subject: &BTreeMap<Kind, &Found>) -> Known {
        let steps = procedure.phases.iter().flat_map(|phase| &phase.steps);
        let conditions: Vec<&When> =
            steps.filter_map(|step| step.when.as_ref()).chain(procedure.decision.iter().filter_map(|rule| rule.when.as_ref())).collect();
        let named: FxHashSet<String> = conditions.iter().flat_map(|when| when.checks.iter().cloned()).collect();
        let mut facts = Facts::new();
        if !conditions.is_empty() {
            facts.set(INPUTS, given(&procedure.inputs, subject));
            named.iter().for_each(|check| facts.set(check, json!({ "status": "not_made" })));
        }
        let hidden = subject.values().filter(|found| shown::is_hidden(found.kind)).map(|found| (*found).clone()).collect();
        Known { facts, named, open: BTreeSet::new(), hidden }
    }

    /// Notes what became of a step.
    pub(crate) fn settle(&mut self, check: &str, made: &Made) {
        let open = match made {
            Made::Called(answer) => answer.is_open(),
            Made::NotCalled(_) => false,
            Made::Open(_) => true,
        };
        if open {
            self.open.insert(check.to_owned());
            self.facts.forget(check);
        } else if self.named.contains(check) {
            self.facts.set(check, outcome(made));
        }
    }

    /// Whether nobody knows what became of one of these steps.
    pub(crate) fn is_open(&self, mut checks: impl Iterator<Item = impl AsRef<str>>) -> bool {
        checks.any(|check| self.open.contains(check.as_ref()))
    }

    /// Whether a condition holds, and why.
    pub fn judge(&mut self, condition: &Condition) -> Verdict {
        self.facts.judge(condition)
    }

    /// What speaks against making a step: its condition, unless it holds. An error is a fault of the procedure.
    pub(crate) fn against(&mut self, when: &When) -> Result<Option<Against>, String> {
        let condition = read(when)?;
        if self.facts.holds(&condition) {
            return Ok(None);
        }
        Ok(match self.facts.judge(&condition) {
            Verdict::Holds(_) => None,
            Verdict::Fails(names) => {
                Some(Against { reason: self.because("its condition does not hold", &names), open: false, lacks: self.lacks(&names) })
            }
            Verdict::Unknown(cause) => {
                let reason = self.untold("its condition", &cause);
                let lacks = if let Cause::NotKnown(names) = &cause { self.lacks(names) } else { None };
                Some(Against { reason, open: self.is_open(when.checks.iter()), lacks })
            }
        })
    }

    /// The first of these names' identifiers, where all of them are identifiers that were not given.
    fn lacks(&self, names: &[Name]) -> Option<Kind> {
        let given = |name: &Name| name.path[0] != INPUTS || self.facts.get(name).is_some();
        let first = names.first().filter(|_| !names.iter().any(given))?;
        Kind::named(first.path.get(1)?)
    }

    /// What is known under a name, as reports show it.
    pub(crate) fn value(&self, name: &Name) -> Option<Value> {
        let (hidden, last) = (self.hidden.iter().collect::<Vec<_>>(), name.path.last()?);
        self.facts.get(name).and_then(|value| shown::fact(&hidden, last, value)).map(Cow::into_owned)
    }

    /// "…, since pan_verification.status is “not_found”".
    fn because(&self, what: &str, names: &[Name]) -> String {
        if names.is_empty() { what.to_owned() } else { format!("{what}, since {}", self.states(names)) }
    }

    /// "rule 2 cannot be told, since name_match.score is not known", "…: it divides by zero".
    pub(crate) fn untold(&self, what: &str, cause: &Cause) -> String {
        match cause {
            Cause::NotKnown(names) => self.because(&format!("{what} cannot be told"), names),
            Cause::Fault(fault) => format!("{what} cannot be told: {fault}"),
        }
    }

    /// "pan_verification.pan_status is “valid”, name_match.score is 96".
    pub(crate) fn states(&self, names: &[Name]) -> String {
        names.iter().map(|name| self.state(name)).collect::<Vec<_>>().join(", ")
    }

    fn state(&self, name: &Name) -> String {
        match (self.facts.get(name), self.value(name)) {
            (None, _) if name.tested => format!("there is no {name}"),
            (None, _) => format!("{name} is not known"),
            (Some(_), _) if name.tested => format!("{name} is known"),
            (Some(_), Some(Value::String(text))) => {
                format!("{name} is “{}”", shown::cut(&text, VALUE_CHARS_MAX).unwrap_or(text))
            }
            (Some(_), Some(value)) => format!("{name} is {value}"),
            (Some(_), None) => format!("{name} is as its check answered"),
        }
    }
}

fn given(inputs: &Inputs, subject: &BTreeMap<Kind, &Found>) -> Value {
    let given = subject.iter().filter(|(kind, _)| inputs.knows(**kind));
    Value::Object(given.map(|(kind, found)| (kind.as_str().to_owned(), found.value.clone().into())).collect())
}

/// The members of an answer, and how the call came out as `status`.
fn outcome(made: &Made) -> Value {
    let (status, answer) = match made {
        Made::Called(Answer { outcome: Outcome::Success(answer), .. }) => ("success", Some(answer)),
        Made::Called(Answer { outcome: Outcome::NotFound(answer), .. }) => ("not_found", Some(answer)),
        Made::Called(Answer { outcome: Outcome::Failed { .. }, .. }) => ("failed", None),
        Made::NotCalled(_) | Made::Open(_) => ("not_made", None),
    };
    let mut members = answer.and_then(Value::as_object).cloned().unwrap_or_else(Map::new);
    members.insert("status".into(), status.into());
    Value::Object(members)
}
