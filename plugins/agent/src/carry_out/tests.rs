//! Whole runs against a host that answers from a table.

use super::*;
use crate::host::{Answer, Call, CheckInfo, Outcome, Plan, Recent, Task};
use serde_json::{Value, json};

/// A host that remembers what it was told and answers from a table.
pub(super) struct Table {
    answers: Vec<(&'static str, Outcome)>,
    pub(super) heard: Vec<String>,
    pub(super) plan: Option<Plan>,
    pub(super) said: String,
    /// How much of it was said before each wave of calls.
    pub(super) said_before: Vec<String>,
    pub(super) report: Value,
}

impl Host for Table {
    fn call_all(&mut self, calls: Vec<Call>) -> Vec<Answer> {
        let asked: Vec<String> = calls.iter().map(|call| format!("{} {}", call.check, call.input)).collect();
        self.heard.push(asked.join(" & "));
        self.said_before.push(self.said.clone());
        let answer = |call: &Call| {
            let (_, outcome) = self.answers.iter().find(|(check, _)| *check == call.check).unwrap();
            let mut outcome = outcome.clone();
            let recent = if let Outcome::Success(answer) = &mut outcome { Recent::take(answer) } else { None };
            Answer { id: format!("call_{}", call.check), outcome, recent }
        };
        calls.iter().map(answer).collect()
    }

    fn propose_plan(&mut self, plan: Plan) {
        assert!(self.plan.is_none() && self.heard.is_empty(), "one plan, before anything else");
        self.plan = Some(plan);
    }

    fn narrate(&mut self, text: &str) {
        self.heard.push(text.to_owned());
    }

    fn say(&mut self, text: &str) {
        self.said.push_str(text);
    }

    fn report(&mut self, report: &str) {
        self.report = serde_json::from_str(report).unwrap();
    }
}

fn checks() -> Vec<CheckInfo> {
    let check = |name: &str, properties: Value, required: Value| CheckInfo {
        name: name.into(),
        input_schema: json!({ "type": "object", "properties": properties, "required": required }).to_string(),
    };
    vec![
        check("pan_verification", json!({ "pan": {}, "name": {} }), json!(["pan"])),
        check("name_match", json!({ "name": {}, "registered_name": {} }), json!(["name", "registered_name"])),
        check("mobile_intelligence", json!({ "phone": {} }), json!(["phone"])),
    ]
}

pub(super) fn step(check: &str, optional: bool, with: Value) -> Value {
    json!({ "goal": "…", "check": check, "optional": optional, "with": with, "later": "members that are not known are passed over" })
}

fn compared(optional: bool) -> Value {
    let from = json!({ "check": "pan_verification", "path": ["registered_name"] });
    step("name_match", optional, json!([{ "name": "registered_name", "from": from }]))
}

pub(super) fn kyc() -> Value {
    json!({
        "version": "v1", "name": "Kyc Verification", "description": "", "approval": "auto",
        "inputs": { "required": ["name", "pan"], "optional": ["phone"] },
        "phases": [
            { "title": "Verify the PAN", "steps": [step("pan_verification", false, json!([])), compared(false)] },
            { "title": "Check the number", "steps": [step("mobile_intelligence", true, json!([]))] },
        ],
        "report": { "text": "…", "facts": [
            { "check": "pan_verification", "path": ["pan_status"] },
            { "check": "name_match", "path": ["score"] },
        ] },
    })
}

fn general() -> Value {
    let mut general = kyc();
    general["name"] = "General verification".into();
    general["inputs"] = json!({ "required": [], "optional": ["name", "pan", "phone"] });
    general["phases"][0]["steps"] = json!([step("pan_verification", true, json!([])), compared(true)]);
    general
}

pub(super) fn good() -> Vec<(&'static str, Outcome)> {
    vec![
        (
            "pan_verification",
            Outcome::Success(json!({ "pan": "ABCDE1234F", "pan_status": "valid", "registered_name": "RAHUL KUMAR SHARMA" })),
        ),
        ("name_match", Outcome::Success(json!({ "result": "match", "score": 96, "parts": [{ "reason": "same" }] }))),
        (
            "mobile_intelligence",
            Outcome::Success(
                json!({ "phone": "+919812345610", "national_format": "098123 45610", "valid": true, "line_type": "mobile", "carrier": "Bharti Airtel", "line_status": "active" }),
            ),
        ),
    ]
}

/// The same, but for one check.
pub(super) fn but(check: &str, outcome: Outcome) -> Vec<(&'static str, Outcome)> {
    good().into_iter().map(|(name, usual)| (name, if name == check { outcome.clone() } else { usual })).collect()
}

pub(super) fn failed(code: &str, message: &str) -> Outcome {
    Outcome::Failed { code: code.into(), message: message.into(), retryable: true }
}

pub(super) fn run(procedure: &Value, message: &str, answers: Vec<(&'static str, Outcome)>) -> (Result<Finish, String>, Table) {
    let order = Order { message: message.into(), procedure: procedure.to_string(), checks: checks(), earlier: Vec::new() };
    let mut host = Table { answers, heard: Vec::new(), plan: None, said: String::new(), said_before: Vec::new(), report: Value::Null };
    (carry_out(&order, &mut host), host)
}

pub(super) const QUICKSTART: &str = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";

#[test]
fn the_quickstart_is_carried_out_in_two_waves() {
    let (finish, host) = run(&kyc(), QUICKSTART, good());
    assert_eq!(finish, Ok(Finish::Complete));
    let tasks = vec![
        Task { goal: "Verify the PAN".into(), checks: vec!["pan_verification".into(), "name_match".into()] },
        Task { goal: "Check the number".into(), checks: vec!["mobile_intelligence".into()] },
    ];
    assert_eq!(host.plan, Some(Plan { summary: "Kyc Verification: 3 checks in 2 phases".into(), tasks }));
    let heard = [
        "Asking pan_verification, mobile_intelligence.",
        r#"pan_verification {"name":"Rahul Sharma","pan":"ABCDE1234F"} & mobile_intelligence {"phone":"+919812345610"}"#,
        "Asking name_match.",
        r#"name_match {"name":"Rahul Sharma","registered_name":"RAHUL KUMAR SHARMA"}"#,
    ];
    assert_eq!(host.heard, heard);
    assert_eq!(host.said, "PAN verified — name match 96%. Mobile active (Bharti Airtel).");
    assert_eq!(host.said_before, ["", "PAN verified"], "a run that ends here has said what it found out");
    let expected = json!({
        "shape": 1,
        "title": "Kyc Verification",
        "subject": { "name": "Rahul Sharma", "pan": "ABCDE1234F", "phone": "+91 98xxxxxx10" },
        "summary": "PAN verified — name match 96%. Mobile active (Bharti Airtel).",
        "emphasis": [
            { "fact": "pan_verification.pan_status", "value": "valid" },
            { "fact": "name_match.score", "value": 96 },
        ],
        "phases": [
            {
                "goal": "Verify the PAN",
                "summary": "PAN verified — name match 96%.",
                "checks": [
                    {
                        "check": "pan_verification", "call_id": "call_pan_verification", "status": "success", "finding": "PAN verified",
                        "facts": [
                            { "name": "pan", "value": "ABCDE1234F" },
                            { "name": "pan_status", "value": "valid" },
                            { "name": "registered_name", "value": "RAHUL KUMAR SHARMA" },
                        ],
                    },
                    {
                        "check": "name_match", "call_id": "call_name_match", "status": "success", "finding": "Name match 96%",
                        "facts": [{ "name": "result", "value": "match" }, { "name": "score", "value": 96 }],
                    },
                ],
            },
            {
                "goal": "Check the number",
                "summary": "Mobile active (Bharti Airtel).",
                "checks": [{
                    "check": "mobile_intelligence", "call_id": "call_mobile_intelligence", "status": "success",
                    "finding": "Mobile active (Bharti Airtel)",
                    "facts": [
                        { "name": "carrier", "value": "Bharti Airtel" },
                        { "name": "line_status", "value": "active" },
                        { "name": "line_type", "value": "mobile" },
                        { "name": "national_format", "value": "+91 98xxxxxx10" },
                        { "name": "phone", "value": "+91 98xxxxxx10" },
                        { "name": "valid", "value": true },
                    ],
                }],
            },
        ],
        "not_checked": [],
        "versions": { "agent": env!("CARGO_PKG_VERSION"), "procedure": "v1" },
    });
    assert_eq!(host.report, expected);
}

#[test]
fn a_masked_number_is_reported_and_not_asked_about() {
    let (finish, host) = run(&kyc(), "Verify identity: Rahul Sharma, +91 98xxxxxx10, PAN ABCDE1234F", good());
    assert_eq!(finish, Ok(Finish::Complete));
    assert!(host.heard.iter().all(|heard| !heard.contains("mobile_intelligence")));
    assert_eq!(host.plan.unwrap().tasks.len(), 1, "a phase that calls nothing is no task");
    let reason = "the phone number “+91 98xxxxxx10” (character 32 of the request) is incomplete: 6 of its digits are masked";
    assert_eq!(host.said, format!("PAN verified — name match 96%. Mobile number not checked: {reason}."));
    let gap = json!({ "check": "mobile_intelligence", "identifier": "phone", "given": "+91 98xxxxxx10", "reason": reason });
    assert_eq!(host.report["not_checked"], json!([gap]));
    assert_eq!(host.report["phases"][1]["checks"][0]["status"], "not_made");
    assert_eq!(host.report["subject"], json!({ "name": "Rahul Sharma", "pan": "ABCDE1234F" }));
}

#[test]
fn without_what_is_required_nothing_is_asked() {
    let cases = [
        (
            "Verify identity: Rahul Sharma, +91 98123 45610",
            "Nothing was checked, and nothing is billed. Kyc Verification needs a name and a PAN; the request gives no usable PAN. Send the request again with what is missing.",
        ),
        (
            "Verify identity: Rahul Sharma, PAN ABCDE12345",
            "Nothing was checked, and nothing is billed. Kyc Verification needs a name and a PAN; the request gives no usable PAN. The PAN “ABCDE12345” (character 36 of the request) is malformed: its character 10 is “5” where a PAN has a letter. Send the request again with what is missing.",
        ),
        (
            "please",
            "Nothing was checked, and nothing is billed. Kyc Verification needs a name and a PAN; the request gives no usable name and no usable PAN. Send the request again with what is missing.",
        ),
    ];
    for (message, expected) in cases {
        let (finish, host) = run(&kyc(), message, Vec::new());
        assert_eq!((finish, host.said.as_str()), (Ok(Finish::MissingInput), expected));
        assert!(host.plan.is_none() && host.heard.is_empty() && host.report.is_null());
    }
}

#[test]
fn failed_checks_are_said_plainly() {
    let cases = [
        (
            but("pan_verification", failed("provider_unavailable", "HTTP 503.")),
            "PAN could not be verified: the provider was unavailable; not billed. Names not compared: pan_verification was not answered. Mobile active (Bharti Airtel).",
        ),
        (
            but("pan_verification", Outcome::NotFound(json!({ "pan": "ABCDE1234F", "structure": "doubtful" }))),
            "PAN not found: the record holds no such PAN. Names not compared: pan_verification found no record. Mobile active (Bharti Airtel).",
        ),
        (
            but("pan_verification", Outcome::Success(json!({ "pan_status": "deactivated", "registered_name": "RAHUL" }))),
            "PAN is on record and not valid (status deactivated) — name match 96%. Mobile active (Bharti Airtel).",
        ),
        (
            but("pan_verification", Outcome::Success(json!({ "pan_status": "valid" }))),
            "PAN verified. Names not compared: the answer of pan_verification has no registered_name. Mobile active (Bharti Airtel).",
        ),
        (
            but("pan_verification", Outcome::Success(json!({ "pan_status": "valid", "registered_name": " " }))),
            "PAN verified. Names not compared: the answer of pan_verification has no registered_name. Mobile active (Bharti Airtel).",
        ),
        (
            but("name_match", Outcome::Success(json!({ "result": "mismatch", "score": 12 }))),
            "PAN verified — name mismatch 12%. Mobile active (Bharti Airtel).",
        ),
        (
            but("mobile_intelligence", failed("odd", "The reply was odd.")),
            "PAN verified — name match 96%. Mobile number could not be checked: The reply was odd; not billed.",
        ),
        (
            but("mobile_intelligence", Outcome::Success(json!({ "valid": true, "line_type": "fixed_voip" }))),
            "PAN verified — name match 96%. Mobile number known to the provider, line status not known (fixed voip).",
        ),
    ];
    for (answers, expected) in cases {
        let (finish, host) = run(&kyc(), QUICKSTART, answers);
        assert_eq!((finish, host.said.as_str()), (Ok(Finish::Complete), expected));
        assert_eq!(host.report["summary"], expected);
    }
}

#[test]
fn a_failure_is_in_the_report_with_its_code() {
    let (_, host) = run(&kyc(), QUICKSTART, but("pan_verification", failed("timeout", "Too slow.")));
    let checks = &host.report["phases"][0]["checks"];
    assert_eq!(
        (&checks[0]["status"], &checks[0]["error"]),
        (&json!("failed"), &json!({ "code": "timeout", "message": "Too slow.", "retryable": true }))
    );
    assert_eq!((&checks[1]["status"], &checks[1]["call_id"]), (&json!("not_made"), &Value::Null));
    assert_eq!(host.report["not_checked"], json!([{ "check": "name_match", "reason": "pan_verification was not answered" }]));
    assert_eq!(
        host.report["emphasis"][0],
        json!({ "fact": "pan_verification.pan_status", "value": null, "reason": "pan_verification was not answered" })
    );
}

#[test]
fn the_general_procedure_runs_whatever_can_run() {
    let (finish, host) = run(&general(), "is 9812345610 in use?", good());
    assert_eq!(finish, Ok(Finish::Complete));
    assert_eq!(host.heard[1], r#"mobile_intelligence {"phone":"+919812345610"}"#);
    assert_eq!(host.said, "Mobile active (Bharti Airtel). PAN not verified: no PAN was given. Names not compared: no name was given.");

    let (finish, host) = run(&general(), "PAN ABCDE1234F", good());
    assert_eq!((finish, host.heard.len()), (Ok(Finish::Complete), 2));
    assert_eq!(host.heard[1], r#"pan_verification {"pan":"ABCDE1234F"}"#);

    let (finish, host) = run(&general(), "Rahul Sharma", good());
    assert_eq!(finish, Ok(Finish::MissingInput));
    assert_eq!(
        host.said,
        "Nothing was checked, and nothing is billed. The request gives nothing that General verification can check: a name, a PAN or a phone number. Send the request again with it."
    );
}

#[test]
fn what_is_given_twice_or_not_asked_for_is_told() {
    let (_, host) = run(&kyc(), "Verify Rahul Sharma and Priya Patel, PAN ABCDE1234F, PAN FGHPK5678L, phone 9812345610", good());
    let told = "PAN verified — name match 96%. Mobile active (Bharti Airtel). Not checked: one request is about one name, and Priya Patel is another. Not checked: one request is about one PAN, and FGHPK5678L is another.";
    assert_eq!(host.said, told);

    let mut without_phone = kyc();
    without_phone["inputs"]["optional"] = json!([]);
    let (_, host) = run(&without_phone, QUICKSTART, good());
    let told = "PAN verified — name match 96%. Mobile number not checked: Kyc Verification takes no phone number.";
    assert!(host.said.starts_with(told), "{}", host.said);
    assert!(host.heard.iter().all(|heard| !heard.contains("mobile_intelligence")));
    without_phone["phases"] = json!([without_phone["phases"][0]]);
    let (_, host) = run(&without_phone, QUICKSTART, good());
    assert_eq!(
        host.said,
        "PAN verified — name match 96%. Not checked: Kyc Verification takes no phone number, and +91 98xxxxxx10 was given."
    );
    assert_eq!(host.report["subject"], json!({ "name": "Rahul Sharma", "pan": "ABCDE1234F" }));
}

#[test]
fn a_step_that_is_not_optional_makes_its_identifier_required() {
    let mut strict = kyc();
    strict["phases"][1]["steps"][0]["optional"] = false.into();
    let (finish, host) = run(&strict, "Verify Rahul Sharma, PAN ABCDE1234F", Vec::new());
    assert_eq!(finish, Ok(Finish::MissingInput));
    assert!(host.said.contains("needs a name, a PAN and a phone number; the request gives no usable phone number."), "{}", host.said);
}

#[test]
fn a_faulty_procedure_is_the_operators_business() {
    let mut unknown = kyc();
    unknown["phases"][0]["steps"][0]["check"] = "sanctions".into();
    let mut unfed = kyc();
    unfed["phases"][0]["steps"][1]["with"] = json!([]);
    let mut untaken = kyc();
    untaken["inputs"] = json!({ "required": ["name"], "optional": ["phone"] });
    let cases = [
        (untaken, "the check pan_verification needs a PAN, which the procedure does not take"),
        (unknown, "the procedure names the check sanctions, which this run may not call"),
        (unfed, "nothing gives the check name_match its argument registered_name"),
    ];
    for (procedure, expected) in cases {
        let (finish, host) = run(&procedure, QUICKSTART, good());
        assert_eq!((finish, host.heard.len()), (Err(expected.to_owned()), 0));
    }
    let order = Order { message: QUICKSTART.into(), procedure: "{}".into(), checks: checks(), earlier: Vec::new() };
    let mut host =
        Table { answers: Vec::new(), heard: Vec::new(), plan: None, said: String::new(), said_before: Vec::new(), report: Value::Null };
    assert!(carry_out(&order, &mut host).unwrap_err().starts_with("the procedure is not readable: missing field"));
}
