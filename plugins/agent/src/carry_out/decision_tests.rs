//! Conditions and decisions, carried out against a host that answers from a table.

use super::tests::{QUICKSTART, but, failed, good, kyc, run};
use crate::host::{Finish, NOT_RECORDED, Outcome};
use serde_json::{Value, json};

fn when(text: &str, checks: &[&str]) -> Value {
    json!({ "text": text, "checks": checks })
}

const APPROVE: &str = r#"pan_verification.pan_status == "valid" && name_match.score >= 90"#;

/// The procedure with three rules.
fn deciding() -> Value {
    let mut procedure = kyc();
    procedure["decision"] = json!([
        { "outcome": "decline", "when": when(r#"pan_verification.status == "not_found""#, &["pan_verification"]), "reason": "there is no such PAN" },
        { "outcome": "approve", "when": when(APPROVE, &["pan_verification", "name_match"]) },
        { "outcome": "review" },
    ]);
    procedure
}

#[test]
fn the_first_rule_that_holds_decides_and_says_by_what() {
    let (finish, host) = run(&deciding(), QUICKSTART, good());
    assert_eq!(finish, Ok(Finish::Complete));
    let reason = "pan_verification.pan_status is “valid”, name_match.score is 96";
    assert!(host.said.ends_with(&format!("Mobile active (Bharti Airtel). Decision: approve: {reason}.")), "{}", host.said);
    let facts = json!([{ "fact": "pan_verification.pan_status", "value": "valid" }, { "fact": "name_match.score", "value": 96 }]);
    let expected = json!({ "outcome": "approve", "rule": 2, "condition": APPROVE, "reason": reason, "facts": facts });
    assert_eq!(host.report["decision"], expected);

    let (_, host) = run(&deciding(), QUICKSTART, but("pan_verification", Outcome::NotFound(json!({}))));
    let told = "Decision: decline: there is no such PAN (pan_verification.status is “not_found”).";
    assert!(host.said.ends_with(told), "{}", host.said);

    let (_, host) = run(&deciding(), QUICKSTART, but("name_match", Outcome::Success(json!({ "result": "review", "score": 70 }))));
    let expected = json!({ "outcome": "review", "rule": 3, "reason": "no rule before it applies", "facts": [] });
    assert_eq!(host.report["decision"], expected);
}

#[test]
fn a_rule_that_cannot_be_told_is_not_passed_over() {
    let mut lenient = deciding();
    lenient["decision"][2]["outcome"] = "approve".into();
    let (_, host) = run(&lenient, QUICKSTART, but("name_match", failed("timeout", "Too slow.")));
    let reason = "rule 2 cannot be told, since name_match.score is not known";
    let facts = json!([{ "fact": "name_match.score", "value": null }]);
    assert_eq!(host.report["decision"], json!({ "outcome": "review", "rule": 2, "condition": APPROVE, "reason": reason, "facts": facts }));
    lenient["decision"].as_array_mut().unwrap().pop();
    let (_, host) = run(&lenient, QUICKSTART, but("name_match", Outcome::Success(json!({ "score": 3 }))));
    assert_eq!(host.report["decision"], json!({ "outcome": "review", "reason": "no rule applies", "facts": [] }));
}

#[test]
fn a_condition_that_cannot_be_computed_says_why() {
    let mut procedure = deciding();
    procedure["decision"][1]["when"] = when("name_match.score % 0 == 1", &["name_match"]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    assert!(host.said.ends_with("Decision: review: rule 2 cannot be told: it divides by zero."), "{}", host.said);
    procedure["phases"][1]["steps"][0]["when"] = when("name_match.score > \"9\"", &["name_match"]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    let reason = "its condition cannot be told: what it compares is of different kinds";
    assert_eq!(host.report["not_checked"][0]["reason"], reason);
}

#[test]
fn a_step_is_made_where_its_condition_holds() {
    let mut procedure = kyc();
    procedure["phases"][1]["steps"][0]["when"] = when("name_match.score < 90", &["name_match"]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    assert!(host.heard.iter().all(|heard| !heard.contains("mobile_intelligence")));
    let reason = "its condition does not hold, since name_match.score is 96";
    assert_eq!(host.said, format!("PAN verified — name match 96%. Mobile number not checked: {reason}."));
    assert_eq!(host.report["not_checked"], json!([{ "check": "mobile_intelligence", "reason": reason }]));
    assert_eq!(host.plan.unwrap().tasks.len(), 2, "what may be called is proposed");

    let unsure = Outcome::Success(json!({ "result": "review", "score": 70 }));
    let (_, host) = run(&procedure, QUICKSTART, but("name_match", unsure));
    assert_eq!(host.heard.last().map(String::as_str), Some(r#"mobile_intelligence {"phone":"+919812345610"}"#), "after the names");

    let (_, host) = run(&procedure, QUICKSTART, but("name_match", failed("timeout", "Too slow.")));
    assert!(host.said.contains("not checked: its condition cannot be told, since name_match.score is not known."), "{}", host.said);
}

#[test]
fn what_the_request_alone_decides_is_no_part_of_the_plan() {
    let mut procedure = kyc();
    procedure["phases"][1]["steps"][0]["when"] = when(r#"inputs.phone.startsWith("+44")"#, &[]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    assert_eq!(host.plan.unwrap().tasks.len(), 1);
    let reason = "its condition does not hold, since inputs.phone is “+91 98xxxxxx10”";
    assert_eq!(host.report["not_checked"][0]["reason"], reason, "and the number is shown in part alone");
    assert!(host.said.ends_with(&format!("Mobile number not checked: {reason}.")), "the answer tells it too: {}", host.said);
    assert_eq!(host.report["summary"], host.said);
    let mut alone = procedure.clone();
    alone["phases"].as_array_mut().unwrap().remove(0);
    let (finish, host) = run(&alone, QUICKSTART, good());
    assert_eq!((finish, host.plan), (Ok(Finish::MissingInput), None));
    assert_eq!(host.said, format!("Nothing was checked, and nothing is billed. Mobile number not checked: {reason}."));
    let step = &alone["phases"][0]["steps"][0];
    alone["phases"][0]["steps"] = vec![step.clone(); 7].into();
    let (_, host) = run(&alone, QUICKSTART, good());
    assert_eq!(host.said.matches("Mobile number not checked").count(), 4, "{}", host.said);
    assert!(host.said.ends_with("So it is with 3 more."), "{}", host.said);
    procedure["phases"][1]["steps"][0]["when"] = when("has(inputs.gstin) || has(inputs.phone)", &[]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    assert_eq!(host.plan.unwrap().tasks.len(), 2);
}

#[test]
fn a_condition_that_asks_for_an_identifier_in_vain_lacks_it() {
    let mut procedure = kyc();
    procedure["inputs"]["optional"] = json!(["phone", "gstin", "cin"]);
    procedure["phases"][1]["steps"][0]["when"] = when("has(inputs.gstin) && has(inputs.phone)", &[]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    let reason = "its condition does not hold, since there is no inputs.gstin";
    assert_eq!(host.report["not_checked"], json!([{ "check": "mobile_intelligence", "identifier": "gstin", "reason": reason }]));
    assert!(host.said.ends_with(&format!("name match 96%. Mobile number not checked: {reason}.")), "{}", host.said);
    procedure["phases"][1]["steps"][0]["when"] = when("has(inputs.gstin) || !has(inputs.phone)", &[]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    let gap = &host.report["not_checked"][0];
    assert_eq!(gap.get("identifier"), None, "that the number was given speaks against it too: {gap}");
    procedure["phases"][1]["steps"][0]["when"] = when("inputs.cin.startsWith(\"L\")", &[]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    assert_eq!(host.report["not_checked"][0]["identifier"], "cin", "nobody can tell");
}

#[test]
fn a_fact_that_is_cut_says_so() {
    let long = Outcome::Success(json!({ "result": "x".repeat(80), "score": 3 }));
    let mut procedure = deciding();
    procedure["decision"][1]["when"] = when("name_match.result != \"match\"", &["name_match"]);
    let (_, host) = run(&procedure, QUICKSTART, but("name_match", long));
    assert!(host.said.contains(&format!("name_match.result is “{}…”", "x".repeat(60))), "{}", host.said);
}

#[test]
fn an_argument_may_be_another_identifier_of_the_request() {
    let mut procedure = kyc();
    procedure["phases"][0]["steps"][0]["with"] = json!([{ "name": "name", "from": { "input": "phone" } }]);
    let (_, host) = run(&procedure, QUICKSTART, good());
    let asked = r#"pan_verification {"name":"+919812345610","pan":"ABCDE1234F"}"#;
    assert!(host.heard[1].starts_with(asked), "{}", host.heard[1]);
}

#[test]
fn a_report_shows_what_it_is_told_to() {
    let mut procedure = kyc();
    procedure["report"]["title"] = "Applicant".into();
    procedure["report"]["shown"] = "named".into();
    let (_, host) = run(&procedure, QUICKSTART, good());
    assert_eq!(host.report["title"], "Applicant");
    let facts = |phase: usize, check: usize| host.report["phases"][phase]["checks"][check]["facts"].clone();
    assert_eq!(facts(0, 0), json!([{ "name": "pan_status", "value": "valid" }]));
    assert_eq!((facts(0, 1), facts(1, 0)), (json!([{ "name": "score", "value": 96 }]), json!([])));
}

#[test]
fn a_condition_that_is_none_is_the_operators_business() {
    let mut procedure = deciding();
    procedure["decision"][1]["when"]["text"] = "name_match.score >".into();
    let (finish, _) = run(&procedure, QUICKSTART, good());
    assert_eq!(finish, Err("the condition name_match.score > of the procedure: the condition is no CEL expression".into()));
    let mut procedure = kyc();
    procedure["phases"][1]["steps"][0]["when"] = when("name_match.score >", &["name_match"]);
    let (finish, host) = run(&procedure, QUICKSTART, good());
    assert_eq!(finish, Err("the condition name_match.score > of the procedure: the condition is no CEL expression".into()));
    assert!(!host.heard.iter().any(|line| line.contains("mobile_intelligence {")), "it is not called: {:?}", host.heard);
}

#[test]
fn what_follows_from_an_answer_that_nobody_knows_is_unknown() {
    let nobody_knows = || failed(NOT_RECORDED, "There is none.");
    let mut procedure = deciding();
    procedure["phases"][1]["steps"][0]["when"] = when("name_match.score < 90", &["name_match"]);
    let status = |host: &Value, phase: usize, check: usize| host["phases"][phase]["checks"][check]["status"].clone();

    let (finish, host) = run(&procedure, QUICKSTART, but("pan_verification", nobody_knows()));
    assert_eq!(finish, Ok(Finish::Complete));
    assert_eq!((&host.report["decision"]["outcome"], &host.report["decision"]["rule"]), (&json!("unknown"), &json!(1)));
    let told = [status(&host.report, 0, 0), status(&host.report, 0, 1), status(&host.report, 1, 0)];
    assert_eq!(
        told,
        ["unknown", "unknown", "unknown"],
        "the step itself, one that takes its answer, and one whose condition hangs on that"
    );

    let (_, host) = run(&procedure, QUICKSTART, but("mobile_intelligence", nobody_knows()));
    assert_eq!(host.report["decision"]["outcome"], "approve", "what does not hang on it can be told");

    procedure["decision"][0]["when"] = when("has(pan_verification.pan_status)", &["pan_verification"]);
    let (_, host) = run(&procedure, QUICKSTART, but("pan_verification", nobody_knows()));
    assert_eq!(host.report["decision"]["outcome"], "unknown", "not even whether there is such an answer is known");
    procedure["decision"][0]["when"] = when(r#"pan_verification.status == "x" || inputs.name != """#, &["pan_verification"]);
    let (_, host) = run(&procedure, QUICKSTART, but("pan_verification", nobody_knows()));
    assert_eq!(host.report["decision"]["outcome"], "decline", "the rest of a condition may decide");
    let (_, host) = run(&deciding(), QUICKSTART, but("pan_verification", failed("timeout", "Too slow.")));
    assert_eq!(host.report["decision"]["outcome"], "review", "a failed call is known to have failed");
}

#[test]
fn an_answer_that_was_had_before_is_labelled() {
    let told = json!({ "run_id": "run_1", "answered_at": "2026-01-01T00:00:00Z", "days": 12 });
    let answer = json!({ "pan_status": "valid", "registered_name": "RAHUL KUMAR SHARMA", "@recent": told });
    let (_, host) = run(&kyc(), QUICKSTART, but("pan_verification", Outcome::Success(answer)));
    assert!(host.said.starts_with("PAN verified (an answer of 12 days ago) — name match 96%."), "{}", host.said);
    let checks = &host.report["phases"][0]["checks"];
    assert_eq!((&checks[0]["recent"], &checks[0]["status"], &checks[1]["recent"]), (&told, &json!("success"), &Value::Null));
    assert!(!checks[0]["facts"].to_string().contains("recent"), "it is no part of the answer");
}
