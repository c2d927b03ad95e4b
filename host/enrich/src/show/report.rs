//! The structured report, readable: what was found, phase after phase, and what was not checked.
//!
//! The built-in workflows write the shape of `docs/report-schema.json`. A report of any other shape is shown as the tree it is.

use super::Look;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Columns of the name of a fact, at most. Longer names push their value along.
const NAME_COLUMNS_MAX: usize = 26;
/// Levels of a tree that are shown one below the other; what lies deeper is shown as JSON.
const DEPTH_MAX: usize = 4;

/// The report for people.
pub fn report(look: &Look, report: &Value) -> String {
    let title = report["title"].as_str().map_or("Report".to_owned(), |title| format!("Report: {title}"));
    let mut text = look.heading(&title);
    match report["phases"].as_array() {
        Some(phases) => {
            text += &subject(look, report);
            text += &decision(look, report);
            let page = Page { look, told: told(report), stressed: stressed(report), name_columns: name_columns(phases) };
            text.extend(phases.iter().map(|phase| page.phase(phase)));
            text += &gaps(look, report);
        }
        None => {
            let members = report.as_object().into_iter().flatten().filter(|(name, _)| name.as_str() != "title");
            text += &tree(look, &Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect()), 4, 0);
        }
    }
    text
}

/// Whom or what the report is about.
fn subject(look: &Look, report: &Value) -> String {
    let parts = report["subject"].as_object().into_iter().flatten();
    let parts: Vec<String> = parts.map(|(kind, value)| format!("{} {}", words(kind), plain(value))).collect();
    if parts.is_empty() { String::new() } else { look.block(&look.dim(&parts.join(" · "))) }
}

/// What was decided, and why.
fn decision(look: &Look, report: &Value) -> String {
    let Some(outcome) = report["decision"]["outcome"].as_str() else { return String::new() };
    let reason = report["decision"]["reason"].as_str().unwrap_or_default();
    format!("\n{}{}", look.block("Decision"), look.block(&format!("{}: {reason}", look.strong(outcome))))
}

/// What the subject says already needs no second line.
fn told(report: &Value) -> BTreeSet<String> {
    report["subject"].as_object().into_iter().flat_map(Map::values).map(plain).collect()
}

/// The facts that the procedure puts first, as `check.fact`.
fn stressed(report: &Value) -> BTreeSet<&str> {
    report["emphasis"].as_array().into_iter().flatten().filter_map(|fact| fact["fact"].as_str()).collect()
}

/// Wide enough for every name of a fact and two spaces.
fn name_columns(phases: &[Value]) -> usize {
    let checks = phases.iter().filter_map(|phase| phase["checks"].as_array()).flatten();
    let facts = checks.filter_map(|check| check["facts"].as_array()).flatten();
    let widest = facts.filter_map(|fact| fact["name"].as_str()).map(str::len).max().unwrap_or(0);
    (widest + 2).min(NAME_COLUMNS_MAX)
}

struct Page<'a> {
    look: &'a Look,
    told: BTreeSet<String>,
    stressed: BTreeSet<&'a str>,
    name_columns: usize,
}

impl Page<'_> {
    fn phase(&self, phase: &Value) -> String {
        let goal = phase["goal"].as_str().unwrap_or("Checks");
        let checks = phase["checks"].as_array().into_iter().flatten();
        format!("\n{}{}", self.look.block(goal), checks.map(|check| self.check(check)).collect::<String>())
    }

    fn check(&self, check: &Value) -> String {
        let look = self.look;
        let name = check["check"].as_str().unwrap_or_default();
        let sign = match check["status"].as_str().unwrap_or_default() {
            "success" => look.good("✓"),
            "failed" => look.bad("✗"),
            _ => look.doubtful("–"),
        };
        let finding = check["finding"].as_str().unwrap_or(name);
        let mut lines = look.wrapped(finding, look.width.saturating_sub(name.len() + 10)).into_iter();
        let mut text = look.edges_within("    ", &format!("{sign} {}", lines.next().unwrap_or_default()), &look.dim(name));
        text.extend(lines.map(|line| format!("      {line}\n")));
        for fact in check["facts"].as_array().into_iter().flatten() {
            let (fact_name, value) = (fact["name"].as_str().unwrap_or_default(), plain(&fact["value"]));
            if !self.told.contains(&value) {
                text += &self.fact(fact_name, &value, self.stressed.contains(format!("{name}.{fact_name}").as_str()));
            }
        }
        text
    }

    fn fact(&self, name: &str, value: &str, stressed: bool) -> String {
        let columns = self.name_columns;
        let lead = 6 + columns;
        let lines = self.look.wrapped(value, self.look.width.saturating_sub(lead));
        let mut text = String::new();
        for (at, line) in lines.iter().enumerate() {
            let name = self.look.dim(&format!("{:<columns$}", if at == 0 { words(name) + "  " } else { String::new() }));
            let line = if stressed { self.look.strong(line) } else { self.look.status(line) };
            text += &format!("      {name}{line}\n");
        }
        text
    }
}

fn gaps(look: &Look, report: &Value) -> String {
    let gaps = report["not_checked"].as_array().map(Vec::as_slice).unwrap_or_default();
    if gaps.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}", look.block("Not checked"));
    for gap in gaps {
        let what = gap["check"].as_str().or(gap["identifier"].as_str()).unwrap_or("request");
        let reason = gap["reason"].as_str().unwrap_or_default();
        let mut lines = look.wrapped(&format!("{what}: {reason}"), look.width.saturating_sub(8)).into_iter();
        text += &format!("    {} {}\n", look.doubtful("–"), lines.next().unwrap_or_default());
        text.extend(lines.map(|line| format!("      {line}\n")));
    }
    text
}

/// `registered_name` as people write it.
fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "–".to_owned(),
        Value::Bool(truth) => (if *truth { "yes" } else { "no" }).to_owned(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// Any JSON, a member to a line.
fn tree(look: &Look, value: &Value, indent: usize, depth: usize) -> String {
    let branch = |name: String, below: &Value| {
        if depth < DEPTH_MAX && (below.is_object() || below.is_array()) {
            return format!("{:indent$}{}\n{}", "", look.dim(&name), tree(look, below, indent + 2, depth + 1));
        }
        let lines = look.wrapped(&format!("{name}: {}", plain(below)), look.width.saturating_sub(indent + 2));
        let lead = |at: usize| if at == 0 { indent } else { indent + 2 };
        lines.iter().enumerate().map(|(at, line)| format!("{:lead$}{line}\n", "", lead = lead(at))).collect()
    };
    match value {
        Value::Object(members) => members.iter().map(|(name, below)| branch(words(name), below)).collect(),
        Value::Array(items) => (1..).zip(items).map(|(number, below)| branch(number.to_string(), below)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => format!("{:indent$}{}\n", "", plain(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn findings_stand_with_their_facts_and_gaps_are_told() {
        let text = report(
            &Look::plain(60),
            &json!({
                "shape": 1, "title": "Kyc Verification", "subject": { "name": "Rahul Sharma", "pan": "ABCDE1234F" },
                "emphasis": [{ "fact": "pan_verification.pan_status", "value": "valid" }],
                "phases": [{ "goal": "Verify the PAN", "checks": [
                    { "check": "pan_verification", "status": "success", "finding": "PAN verified", "facts": [
                        { "name": "pan", "value": "ABCDE1234F" }, { "name": "registered_name", "value": "RAHUL KUMAR SHARMA" },
                        { "name": "valid", "value": true } ] },
                    { "check": "name_match", "status": "failed", "finding": "Name match failed", "facts": [] } ] }],
                "not_checked": [{ "check": "mobile_intelligence", "identifier": "phone", "reason": "the number is incomplete" }],
            }),
        );
        let expected = "  Report: Kyc Verification
    name Rahul Sharma · pan ABCDE1234F

    Verify the PAN
    ✓ PAN verified                          pan_verification
      registered name  RAHUL KUMAR SHARMA
      valid            yes
    ✗ Name match failed                           name_match

    Not checked
    – mobile_intelligence: the number is incomplete
";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_report_of_another_shape_is_shown_as_the_tree_it_is() {
        let text = report(&Look::plain(60), &json!({ "title": "Own", "risk": { "score": 7, "reasons": ["new", "far"] }, "ok": true }));
        assert_eq!(text, "  Report: Own\n    ok: yes\n    risk\n      reasons\n        1: new\n        2: far\n      score: 7\n");
        assert!(report(&Look::plain(60), &json!("text")).contains("Report"));
    }

    #[test]
    fn a_decision_is_shown_with_its_reason() {
        let decided = json!({ "phases": [], "decision": { "outcome": "review", "reason": "no rule applies" } });
        let text = report(&Look::plain(60), &decided);
        assert!(text.contains("\n    Decision\n    review: no rule applies\n"), "{text}");
    }
}
