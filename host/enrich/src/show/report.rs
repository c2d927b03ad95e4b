//! The structured report, readable: its title, what was found, and whatever else it holds.

use super::Look;
use serde_json::Value;

/// The report for people.
pub fn report(look: &Look, report: &Value) -> String {
    look.heading("Report") + &look.block(&serde_json::to_string_pretty(report).unwrap_or_default())
}
