//! What the linter knows of the checks.

use super::shape::Shape;
use journal::Credits;
use serde_json::Value;
use std::collections::BTreeMap;

/// Keyword beside a member of a check's input that is compared with what a provider answers and never sent to it, as the check says.
pub const STAYS_HERE: &str = "x-stays-here";

/// A check, as it describes itself.
#[derive(Clone, Debug)]
pub struct DescribedCheck {
    /// As steps name it.
    pub name: String,
    /// JSON Schema of its input.
    pub input_schema: Value,
    /// JSON Schema of its answer.
    pub output_schema: Value,
    /// What a success costs.
    pub price: Credits,
    /// Whether "no such record" costs as much.
    pub bills_not_found: bool,
    /// The hosts that a call speaks to; none: it works offline.
    pub hosts: Vec<String>,
    /// Whether it answers out of what this server has loaded by then, official lists say: an older answer may not stand for a new one.
    pub of_the_day: bool,
    /// JSON Pointers of members that hold personal data.
    pub personal_fields: Vec<String>,
}

/// The checks that procedures are linted against.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    checks: BTreeMap<String, Known>,
}

/// What is known of one check.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) input: Shape,
    pub(crate) required: Vec<String>,
    pub(crate) output: Shape,
    pub(crate) price: Credits,
    pub(crate) bills_not_found: bool,
    pub(crate) hosts: Vec<String>,
    pub(crate) of_the_day: bool,
    /// Members of its input and of its answer that hold personal data.
    pub(crate) personal: Vec<String>,
    /// Members of its input that may be sent.
    pub(crate) sent: Vec<String>,
}

impl Catalogue {
    /// These checks. Of two with one name the last counts.
    pub fn of(checks: impl IntoIterator<Item = DescribedCheck>) -> Catalogue {
        let known = |check: DescribedCheck| {
            let input = Shape::of(&check.input_schema);
            let required = check.input_schema.get("required").and_then(Value::as_array).into_iter().flatten();
            let members = check.input_schema.get("properties").and_then(Value::as_object).into_iter().flatten();
            let sent = members.filter(|(_, member)| member.get(STAYS_HERE).and_then(Value::as_bool) != Some(true));
            let mut sent: Vec<String> = sent.map(|(name, _)| name.clone()).collect();
            // Of what is deeper the member that holds it.
            let personal = check.personal_fields.iter().filter_map(|pointer| pointer.strip_prefix('/')?.split('/').next());
            let personal: Vec<String> = personal.map(str::to_owned).collect();
            // In the order of the check's author, which a schema's members do not keep.
            sent.sort_by_key(|member| personal.iter().position(|one| one == member).unwrap_or(personal.len()));
            let known = Known {
                required: required.filter_map(|name| name.as_str().map(str::to_owned)).collect(),
                sent,
                personal,
                output: Shape::of(&check.output_schema),
                input,
                price: check.price,
                bills_not_found: check.bills_not_found,
                hosts: check.hosts,
                of_the_day: check.of_the_day,
            };
            (check.name, known)
        };
        Catalogue { checks: checks.into_iter().map(known).collect() }
    }

    /// The names of all checks, in order.
    pub fn names(&self) -> Vec<&str> {
        self.checks.keys().map(String::as_str).collect()
    }

    pub(crate) fn check(&self, name: &str) -> Option<&Known> {
        self.checks.get(name)
    }
}
