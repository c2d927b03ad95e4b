//! Which steps go out together, and when.

use super::tests::step;
use super::*;
use crate::host::{Answer, Call, CheckInfo, Outcome, Plan};
use serde_json::{Value, json};

/// A host that notes which checks were asked together, and answers each with an empty object.
struct Waves(Vec<Vec<String>>, Value, Vec<usize>);

impl Host for Waves {
    fn call_all(&mut self, calls: Vec<Call>) -> Vec<Answer> {
        self.0.push(calls.iter().map(|call| call.check.clone()).collect());
        calls.iter().map(|call| Answer { id: call.check.clone(), outcome: Outcome::Success(json!({ "x": 1 })), recent: None }).collect()
    }
    fn propose_plan(&mut self, _: Plan) {}
    fn narrate(&mut self, _: &str) {}
    fn say(&mut self, _: &str) {
        self.2.push(self.0.len());
    }
    fn report(&mut self, report: &str) {
        self.1 = serde_json::from_str(report).unwrap();
    }
}

/// Which checks such steps ask together, and the report.
fn waves(steps: &[Value]) -> (Vec<Vec<String>>, Value) {
    let Waves(asked, report, _) = carried_out(steps);
    (asked, report)
}

/// After how many groups of calls something was said.
fn said_after(steps: &[Value]) -> Vec<usize> {
    carried_out(steps).2
}

fn carried_out(steps: &[Value]) -> Waves {
    let procedure =
        json!({ "version": "v", "name": "n", "inputs": { "required": [], "optional": [] }, "phases": [{ "title": "t", "steps": steps }] });
    let info = |step: &Value| CheckInfo { name: step["check"].as_str().unwrap().into(), input_schema: "{}".into() };
    let order =
        Order { message: String::new(), procedure: procedure.to_string(), checks: steps.iter().map(info).collect(), earlier: Vec::new() };
    let mut host = Waves(Vec::new(), Value::Null, Vec::new());
    assert_eq!(carry_out(&order, &mut host), Ok(Finish::Complete));
    host
}

#[test]
fn many_steps_go_out_in_groups_of_at_most_64() {
    let steps: Vec<Value> = (0..130).map(|n| step(&format!("c{n}"), false, json!([]))).collect();
    assert_eq!(waves(&steps).0.iter().map(Vec::len).collect::<Vec<_>>(), [64, 64, 2]);
    assert_eq!(said_after(&steps), [1, 2, 3], "what a group found out is said before the next goes out");
}

/// A step made with the answer of another.
fn after(check: &str, other: &str) -> Value {
    step(check, false, json!([{ "name": "x", "from": { "check": other, "path": ["x"] } }]))
}

#[test]
fn a_step_goes_out_once_all_that_it_waits_for_is_there() {
    let mut last = after("last", "right");
    last["when"] = json!({ "text": "left.x == 1 && first.x == 1", "checks": ["left", "first"] });
    let first = step("first", false, json!([]));
    let others = [after("right", "first"), after("beside", "right"), after("left", "early")];
    let steps: Vec<Value> = [after("early", "first"), first, last].into_iter().chain(others).collect();
    assert_eq!(waves(&steps).0, [vec!["first"], vec!["early", "right"], vec!["beside", "left"], vec!["last"]]);
}

#[test]
fn a_condition_hears_of_a_check_of_the_organisation() {
    let mut behind = step("behind", false, json!([]));
    behind["when"] = json!({ "text": "org.list.x == 1 && org.other.status == \"success\"", "checks": ["org.list", "org.other"] });
    let steps = [step("org.list", false, json!([])), step("org.other", false, json!([])), behind];
    assert_eq!(waves(&steps).0, [vec!["org.list", "org.other"], vec!["behind"]]);
}

#[test]
fn a_circle_keeps_nobody_else_waiting() {
    let steps = [after("one", "other"), step("first", false, json!([])), after("other", "one"), after("behind", "one")];
    let (asked, report) = waves(&steps);
    assert_eq!(asked, [vec!["first"]]);
    let gaps = report["not_checked"].as_array().unwrap();
    let told: Vec<_> = gaps.iter().map(|gap| format!("{}: {}", gap["check"], gap["reason"]).replace('"', "")).collect();
    assert_eq!(told, ["one: it waits for itself", "other: it waits for itself", "behind: it waits for itself"]);
}
