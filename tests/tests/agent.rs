//! The agent, driven by hand: a history in, questions out. The real component in the real sandbox, the answers written here, no
//! database, no clock, no provider.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::event::{
    AnswerDelta, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Decider, Decision, Event, Narrated, Outcome, PlanDecided,
    PlanProposed, Report, Reported, Text,
};
use journal::id::RANDOM_BYTES;
use journal::{CallId, Credits, Json, PlanId, Private, Record, Time};
use sandbox::{Ask, End, Order, Turn};
use serde_json::{Value, json};
use tests::shelf::shelf;

const QUICKSTART: &str = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";

fn id(number: usize) -> [u8; RANDOM_BYTES] {
    let mut random = [0; RANDOM_BYTES];
    random[RANDOM_BYTES - 1] = u8::try_from(number).unwrap();
    random
}

/// A whole run: what was asked and said, line by line, and the journal it left.
struct Story {
    order: Order,
    lines: Vec<String>,
    report: Option<Value>,
    answer: String,
    record: Record,
    end: End,
}

impl Story {
    fn lines(&self) -> Vec<&str> {
        self.lines.iter().map(String::as_str).collect()
    }
}

/// What a check answers.
#[derive(Clone)]
enum Says {
    Success(Value),
    NotFound(Value),
    Fails(&'static str),
}

fn pan(answer: Says) -> [(&'static str, Says); 3] {
    let names = Says::Success(json!({ "result": "match", "score": 96, "parts": [] }));
    let phone = json!({ "phone": "+919812345610", "structure": "valid", "national_format": "098123 45610", "valid": true,
        "line_type": "mobile", "carrier": "Bharti Airtel", "line_status": "active" });
    [("pan_verification", answer), ("name_match", names), ("mobile_intelligence", Says::Success(phone))]
}

fn registered() -> Says {
    Says::Success(json!({ "pan": "ABCDE1234F", "structure": "doubtful", "structure_reasons": ["The fourth letter stands for no holder."],
        "pan_status": "valid", "registered_name": "RAHUL KUMAR SHARMA", "aadhaar_seeding_status": "linked" }))
}

async fn drive(slug: &str, message: &str, answers: &[(&str, Says)]) -> Story {
    let mut story = Story {
        order: shelf().order(slug, message),
        lines: Vec::new(),
        report: None,
        answer: String::new(),
        record: shelf().begin(message),
        end: End::Complete,
    };
    for _ in 0..20 {
        let turn = shelf().agent.turn(&story.order, story.record.entries()).await.unwrap();
        for ask in turn.fresh {
            story.hear(ask, answers);
        }
        if let Some(end) = turn.end {
            story.end = end;
            return story;
        }
    }
    panic!("it never ends: {:?}", story.lines);
}

impl Story {
    /// Notes what was asked, and writes it with its answer into the journal.
    fn hear(&mut self, ask: Ask, answers: &[(&str, Says)]) {
        let at = Time::from_micros(1_000_000 + i64::try_from(self.record.entries().len()).unwrap());
        let events = match ask {
            Ask::Plan(plan) => {
                let tasks: Vec<String> = plan.tasks.iter().map(|task| format!("{}: {}", task.goal, task.checks.join(", "))).collect();
                self.lines.push(format!("plan {} ({})", plan.summary, tasks.join("; ")));
                let id = PlanId::new(at, &id(0));
                let checks = plan.tasks.iter().flat_map(|task| task.checks.clone()).collect();
                let private = Private::Known(plan);
                let proposed = PlanProposed { plan: id, parks: false, expires_at: at, ceiling: Credits::ZERO, checks, private };
                let decided = PlanDecided { plan: id, decision: Decision::Approved, by: Decider::Policy };
                vec![Event::PlanProposed(proposed), Event::PlanDecided(decided)]
            }
            Ask::Checks(calls) => self.answer(calls, answers),
            Ask::Narrate(text) => {
                self.lines.push(format!("narrate {text}"));
                vec![Event::Narrated(Narrated { private: Private::Known(Text { text }) })]
            }
            Ask::Say(text) => {
                self.lines.push(format!("say {text}"));
                self.answer.push_str(&text);
                vec![Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text }) })]
            }
            Ask::Report(report) => {
                self.lines.push("report".into());
                self.report = Some(report.value());
                vec![Event::Reported(Reported { private: Private::Known(Report { report }) })]
            }
        };
        self.record.extend(at, events).unwrap();
    }

    fn answer(&mut self, calls: Vec<sandbox::CheckCall>, answers: &[(&str, Says)]) -> Vec<Event> {
        let group = self.record.head() + 1;
        let mut asked = Vec::new();
        let mut answered = Vec::new();
        for call in calls {
            self.lines.push(format!("call {} {}", call.check, call.input.as_str()));
            let (_, says) = answers.iter().find(|(check, _)| *check == call.check).unwrap();
            let (outcome, output, message) = match says {
                Says::Success(output) => (Outcome::Success, output.clone(), None),
                Says::NotFound(output) => (Outcome::NotFound, output.clone(), None),
                Says::Fails(code) => {
                    (Outcome::Failed { code: (*code).into(), retryable: true }, json!({}), Some("It did not work.".into()))
                }
            };
            let id = CallId::new(Time::from_micros(0), &id(self.lines.len()));
            let input = Private::Known(CheckInput { input: call.input });
            asked.push(Event::CheckAsked(CheckAsked { call: id, group, check: call.check.clone(), hold: Credits::ZERO, private: input }));
            let private = Private::Known(CheckOutput { output: Json::of(&output).unwrap(), message });
            let credits = Credits::ZERO;
            answered.push(Event::CheckAnswered(CheckAnswered {
                call: id,
                check: call.check,
                outcome,
                credits,
                latency_ms: 1,
                carried_from: None,
                recent: None,
                private,
            }));
        }
        // Answers arrive in whatever order providers give them.
        asked.into_iter().chain(answered.into_iter().rev()).collect()
    }
}

#[tokio::test]
async fn the_quickstart_asks_two_checks_side_by_side_and_then_the_third() {
    let story = drive("kyc-verification", QUICKSTART, &pan(registered())).await;
    let expected = [
        "plan Kyc Verification: 3 checks in 2 phases (Verify the PAN against the given name: pan_verification, name_match; Check the mobile number: mobile_intelligence)",
        "narrate Asking pan_verification, mobile_intelligence.",
        r#"call pan_verification {"name":"Rahul Sharma","pan":"ABCDE1234F"}"#,
        r#"call mobile_intelligence {"phone":"+919812345610"}"#,
        "say PAN verified",
        "narrate Asking name_match.",
        r#"call name_match {"name":"Rahul Sharma","registered_name":"RAHUL KUMAR SHARMA"}"#,
        "report",
        "say  — name match 96%. Mobile active (Bharti Airtel).",
    ];
    assert_eq!((story.lines().as_slice(), &story.end), (expected.as_slice(), &End::Complete));
    let report = story.report.unwrap();
    let emphasis = json!([
        { "fact": "pan_verification.pan_status", "value": "valid" },
        { "fact": "pan_verification.registered_name", "value": "RAHUL KUMAR SHARMA" },
        { "fact": "name_match.result", "value": "match" },
        { "fact": "name_match.score", "value": 96 },
    ]);
    assert_eq!(report["emphasis"], emphasis);
    assert_eq!(report["subject"], json!({ "name": "Rahul Sharma", "pan": "ABCDE1234F", "phone": "+91 98xxxxxx10" }));
    assert_eq!(report["summary"], story.answer);
    let checks = [&report["phases"][0]["checks"][0], &report["phases"][0]["checks"][1], &report["phases"][1]["checks"][0]];
    let calls: Vec<CallId> = checks.iter().map(|check| check["call_id"].as_str().unwrap().parse().unwrap()).collect();
    let asked = story.record.entries().iter().filter_map(|entry| match &entry.event {
        Event::CheckAsked(asked) => Some((asked.check.as_str(), asked.call)),
        _ => None,
    });
    let asked: std::collections::BTreeMap<&str, CallId> = asked.collect();
    assert_eq!(calls, ["pan_verification", "name_match", "mobile_intelligence"].map(|check| asked[check]), "to reconcile with the bill");
    assert!(!report.to_string().contains("9812345610"), "the number is shown in part alone");
}

#[tokio::test]
async fn a_masked_number_is_reported_as_incomplete_and_never_guessed() {
    let story = drive("kyc-verification", "Verify identity: Rahul Sharma, +91 98xxxxxx10, PAN ABCDE1234F", &pan(registered())).await;
    let expected = [
        "plan Kyc Verification: 2 checks in 1 phase (Verify the PAN against the given name: pan_verification, name_match)",
        "narrate Asking pan_verification.",
        r#"call pan_verification {"name":"Rahul Sharma","pan":"ABCDE1234F"}"#,
        "say PAN verified",
        "narrate Asking name_match.",
        r#"call name_match {"name":"Rahul Sharma","registered_name":"RAHUL KUMAR SHARMA"}"#,
        "report",
        "say  — name match 96%. Mobile number not checked: the phone number “+91 98xxxxxx10” (character 32 of the request) is incomplete: 6 of its digits are masked.",
    ];
    assert_eq!((story.lines().as_slice(), &story.end), (expected.as_slice(), &End::Complete));
    let gap = json!([{
        "check": "mobile_intelligence", "identifier": "phone", "given": "+91 98xxxxxx10",
        "reason": "the phone number “+91 98xxxxxx10” (character 32 of the request) is incomplete: 6 of its digits are masked",
    }]);
    assert_eq!(story.report.unwrap()["not_checked"], gap);
}

#[tokio::test]
async fn without_a_pan_nothing_is_asked_and_the_answer_says_what_is_missing() {
    let story = drive("kyc-verification", "Verify identity: Rahul Sharma, +91 98123 45610", &[]).await;
    let expected = "say Nothing was checked, and nothing is billed. Kyc Verification needs a name and a PAN; the request gives no usable PAN. Send the request again with what is missing.";
    assert_eq!((story.lines().as_slice(), &story.end), ([expected].as_slice(), &End::MissingInput));
}

#[tokio::test]
async fn a_failed_check_is_said_plainly_and_the_rest_goes_on() {
    let story = drive("kyc-verification", QUICKSTART, &pan(Says::Fails("provider_unavailable"))).await;
    let told = "PAN could not be verified: the provider was unavailable; not billed. Names not compared: pan_verification was not answered. Mobile active (Bharti Airtel).";
    assert_eq!((story.answer.as_str(), &story.end), (told, &End::Complete));
    assert!(!story.lines.iter().any(|line| line.starts_with("call name_match")));
    let checks = &story.report.unwrap()["phases"][0]["checks"];
    assert_eq!(checks[0]["error"], json!({ "code": "provider_unavailable", "message": "It did not work.", "retryable": true }));
    assert_eq!((&checks[0]["status"], &checks[1]["status"]), (&json!("failed"), &json!("not_made")));

    let story = drive("kyc-verification", QUICKSTART, &pan(Says::NotFound(json!({ "pan": "ABCDE1234F", "structure": "doubtful" })))).await;
    let told =
        "PAN not found: the record holds no such PAN. Names not compared: pan_verification found no record. Mobile active (Bharti Airtel).";
    assert_eq!(story.answer, told);
}

#[tokio::test]
async fn without_a_workflow_whatever_can_be_checked_is() {
    let story = drive("general", "is 98123 45610 in use?", &pan(registered())).await;
    let expected = [
        "plan General verification: 1 check in 1 phase (Check the mobile number: mobile_intelligence)",
        "narrate Asking mobile_intelligence.",
        r#"call mobile_intelligence {"phone":"+919812345610"}"#,
        "report",
        "say Mobile active (Bharti Airtel). Not given, and so not checked: PAN, name, Aadhaar number, UAN, vehicle number, account number, GSTIN, CIN, SSN, EIN, CIK, address, routing number, VIN, Emirates ID, trade licence number, IBAN, LEI, e-mail address, URL and handle.",
    ];
    assert_eq!((story.lines().as_slice(), &story.end), (expected.as_slice(), &End::Complete));
}

/// A name alone is nothing that anybody could be asked about, and is told so in one breath.
#[tokio::test]
async fn without_anything_to_check_the_answer_says_what_could_be() {
    let story = drive("general", "Please verify Rahul Sharma", &[]).await;
    let [said] = story.lines.as_slice() else { panic!("{:?}", story.lines) };
    assert!(said.starts_with("say Nothing was checked, and nothing is billed. The request gives nothing that"), "{said}");
    assert!(said.ends_with("Send the request again with it.") && !said.contains("condition"), "{said}");
    assert_eq!(story.end, End::MissingInput);
}

#[tokio::test]
async fn whatever_the_journal_holds_the_next_question_is_the_same() {
    for (message, answers) in [(QUICKSTART, pan(registered())), (QUICKSTART, pan(Says::Fails("timeout")))] {
        let story = drive("kyc-verification", message, &answers).await;
        let whole = story.record.entries();
        for cut in 2..=whole.len() {
            // Calls asked together are appended together: no journal ends between them.
            if matches!(whole.get(cut), Some(next) if matches!(&next.event, Event::CheckAsked(asked) if asked.group < next.seq)) {
                continue;
            }
            // Alone, a plan without its decision and a question without its answers are waited for.
            let Turn { fresh, end } = shelf().agent.turn(&story.order, &whole[..cut]).await.unwrap();
            let kinds: Vec<&str> = fresh.iter().flat_map(kinds).collect();
            let rest: Vec<&str> = whole[cut..].iter().map(|entry| entry.event.kind()).filter(|kind| is_question(kind)).collect();
            assert!(rest.starts_with(&kinds), "after {cut}: {kinds:?} is not how {rest:?} begins");
            assert_eq!(
                end.is_some(),
                rest.len() == kinds.len() && whole[..cut].iter().all(|entry| settled(entry, &whole[..cut])),
                "after {cut}"
            );
        }
    }
}

fn kinds(ask: &Ask) -> Vec<&'static str> {
    match ask {
        Ask::Checks(calls) => vec!["check_asked"; calls.len()],
        Ask::Plan(_) => vec!["plan_proposed"],
        Ask::Narrate(_) => vec!["narrated"],
        Ask::Say(_) => vec!["answer_delta"],
        Ask::Report(_) => vec!["reported"],
    }
}

fn is_question(kind: &str) -> bool {
    !matches!(kind, "check_answered" | "plan_decided")
}

/// Whether a question has its answer within `entries`.
fn settled(entry: &journal::Entry, entries: &[std::sync::Arc<journal::Entry>]) -> bool {
    match &entry.event {
        Event::CheckAsked(asked) => entries.iter().any(|other| matches!(&other.event, Event::CheckAnswered(e) if e.call == asked.call)),
        Event::PlanProposed(_) => entries.iter().any(|other| matches!(other.event, Event::PlanDecided(_))),
        _ => true,
    }
}

#[tokio::test]
async fn reports_keep_to_their_published_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/report-schema.json")).unwrap();
    let requests = [
        ("kyc-verification", QUICKSTART),
        ("kyc-verification", "Verify identity: Rahul Sharma, +91 98xxxxxx10, PAN ABCDE1234F, PAN FGHPK5678L"),
        ("general", "PAN ABCDE1234F"),
        ("general", "call 98123 45610"),
    ];
    for (slug, message) in requests {
        for answer in [registered(), Says::NotFound(json!({ "pan": "ABCDE1234F" })), Says::Fails("timeout"), Says::Success(json!({}))] {
            let story = drive(slug, message, &pan(answer)).await;
            let report = story.report.unwrap();
            assert_eq!(faults(&schema, &report, "report"), Vec::<String>::new(), "{report:#}");
        }
    }
    let wrong =
        json!({ "shape": 2, "title": 1, "subject": { "shoe_size": "" }, "summary": "", "emphasis": [{}], "phases": [], "not_checked": [] });
    assert_eq!(faults(&schema, &wrong, "report").len(), 6, "the reader of schemas below can tell");
}

/// What keeps `value` from `schema`: as much of JSON Schema as the report's schema uses.
fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the schema has the type {other}"),
    };
    let fits = match &schema["type"] {
        Value::String(kind) => is(kind),
        Value::Array(kinds) => kinds.iter().any(|kind| is(kind.as_str().unwrap())),
        _ => {
            schema.get("const").is_none_or(|wanted| wanted == value) && schema["enum"].as_array().is_none_or(|words| words.contains(value))
        }
    };
    if !fits {
        found.push(format!("{at} is {value}"));
        return found;
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        if value.get(name.as_str().unwrap()).is_none() {
            found.push(format!("{at} lacks {name}"));
        }
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => found.extend(faults(schema, member, &format!("{at}.{name}"))),
            None => found.push(format!("{at}.{name} is unknown")),
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(faults(&schema["items"], item, &format!("{at}[{index}]")));
    }
    found
}
