//! Every scenario of test mode, played: the real agent and the real checks in the real sandbox, the simulator in place of the
//! network, no database. And the story of a due diligence, line by line.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::event::{
    AnswerDelta, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Decider, Decision, Event, Narrated, Outcome, PlanDecided,
    PlanProposed, Report, Reported, Text,
};
use journal::id::RANDOM_BYTES;
use journal::{CallId, Credits, Json, PlanId, Private, Time};
use sandbox::{Answer, Ask, Call, End};
use serde_json::{Value, json};
use simulator::Simulator;
use std::time::Duration;
use tests::shelf::shelf;

const AT: Time = Time::from_micros(1_750_000_000_000_000);
/// Providers answer within a blink, or never.
const DEADLINE: Duration = Duration::from_millis(200);

/// A whole run: calls and how they came out, the plan, the report.
#[derive(Default)]
struct Played {
    plan: Vec<String>,
    calls: Vec<String>,
    answer: String,
    report: Value,
    end: Option<End>,
}

async fn play(slug: &str, message: &str) -> Played {
    let order = shelf().order(slug, message);
    let mut record = shelf().begin(message);
    let mut played = Played::default();
    for _ in 0..20 {
        let turn = shelf().agent.turn(&order, record.entries()).await.unwrap();
        for ask in turn.fresh {
            let events = played.hear(ask, record.head()).await;
            record.extend(AT, events).unwrap();
        }
        if turn.end.is_some() {
            played.end = turn.end;
            return played;
        }
    }
    panic!("it never ends: {message}");
}

impl Played {
    async fn hear(&mut self, ask: Ask, head: u64) -> Vec<Event> {
        match ask {
            Ask::Plan(plan) => {
                self.plan = plan.tasks.iter().map(|task| format!("{}: {}", task.goal, task.checks.join(", "))).collect();
                let id = PlanId::new(AT, &[0; RANDOM_BYTES]);
                let checks = plan.tasks.iter().flat_map(|task| task.checks.clone()).collect();
                let private = Private::Known(plan);
                let proposed = PlanProposed { plan: id, parks: false, expires_at: AT, ceiling: Credits::ZERO, checks, private };
                let decided = PlanDecided { plan: id, decision: Decision::Approved, by: Decider::Policy };
                vec![Event::PlanProposed(proposed), Event::PlanDecided(decided)]
            }
            Ask::Checks(calls) => self.call(calls, head + 1).await,
            Ask::Narrate(text) => vec![Event::Narrated(Narrated { private: Private::Known(Text { text }) })],
            Ask::Say(text) => {
                self.answer.push_str(&text);
                vec![Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text }) })]
            }
            Ask::Report(report) => {
                self.report = report.value();
                vec![Event::Reported(Reported { private: Private::Known(Report { report }) })]
            }
        }
    }

    async fn call(&mut self, calls: Vec<sandbox::CheckCall>, group: u64) -> Vec<Event> {
        let (mut asked, mut answered) = (Vec::new(), Vec::new());
        for asking in calls {
            let mut random = [0; RANDOM_BYTES];
            random[0] = u8::try_from(self.calls.len()).unwrap();
            let id = CallId::new(AT, &random);
            let call = Call { id, check: asking.check.clone(), input: asking.input.clone(), asked_at: AT };
            let (outcome, output, message) = match shelf().checks.perform(&call, &shelf().grants(DEADLINE), &Simulator::default()).await {
                Answer::Success(output) => (Outcome::Success, output, None),
                Answer::NotFound(output) => (Outcome::NotFound, output, None),
                Answer::Failed { code, message, retryable, .. } => {
                    (Outcome::Failed { code, retryable }, Json::of(&json!({})).unwrap(), Some(message))
                }
            };
            let how = match &outcome {
                Outcome::Success => "success",
                Outcome::NotFound => "not_found",
                Outcome::Failed { code, .. } => code,
            };
            self.calls.push(format!("{} {} {how}", asking.check, asking.input.as_str()));
            let (check, private) = (asking.check, Private::Known(CheckInput { input: asking.input }));
            asked.push(Event::CheckAsked(CheckAsked { call: id, group, check: check.clone(), hold: Credits::ZERO, private }));
            let private = Private::Known(CheckOutput { output, message });
            let (credits, carried_from) = (Credits::ZERO, None);
            answered.push(Event::CheckAnswered(CheckAnswered { call: id, check, outcome, credits, latency_ms: 1, carried_from, private }));
        }
        asked.into_iter().chain(answered).collect()
    }

    /// What the report's checks came to, in one word of the catalogue.
    fn outcome(&self) -> String {
        let fact = |name: &str| {
            let emphasis = self.report["emphasis"].as_array().unwrap();
            emphasis
                .iter()
                .find(|row| row["fact"].as_str().unwrap().ends_with(name))
                .and_then(|row| row["value"].as_str())
                .unwrap_or_default()
        };
        let first = &self.report["phases"][0]["checks"][0];
        match first["status"].as_str().unwrap() {
            "failed" => first["error"]["code"].as_str().unwrap().into(),
            "not_found" => "not_found".into(),
            _ if fact("name_match.result") == "mismatch" => "name_mismatch".into(),
            _ if [fact("pan_status"), fact("gstin_status")].iter().any(|status| matches!(*status, "deactivated" | "cancelled")) => {
                "inactive".into()
            }
            _ if fact("name_match.result") == "match" => "verified".into(),
            other => panic!("{other}: {}", self.report),
        }
    }
}

#[tokio::test]
async fn every_scenario_comes_true_and_gives_all_that_its_workflow_takes() {
    for scenario in simulator::scenarios() {
        let played = play(scenario.workflow, scenario.message).await;
        assert_eq!(played.end, Some(End::Complete), "{}", scenario.message);
        // A fault of ours comes after what the providers answer; the engine plays it.
        let expected = if simulator::fault(scenario.message).is_some() { "verified" } else { scenario.outcome };
        assert_eq!(played.outcome(), expected, "{}: {}", scenario.message, played.answer);
        let lacks = played.report["not_checked"].as_array().unwrap().iter().any(|gap| gap.get("identifier").is_some());
        assert!(!lacks, "{}: {}", scenario.message, played.answer);
    }
}

#[tokio::test]
async fn every_listed_workflow_has_its_scenarios() {
    for workflow in library::built_in::WORKFLOWS.iter().filter(|workflow| workflow.listed) {
        let own = simulator::scenarios().iter().filter(|scenario| scenario.workflow == workflow.slug);
        let outcomes: Vec<&str> =
            own.filter(|scenario| simulator::fault(scenario.message).is_none()).map(|scenario| scenario.outcome).collect();
        assert_eq!((outcomes.first(), outcomes.len()), (Some(&"verified"), 8), "{}", workflow.slug);
    }
}

#[tokio::test]
async fn a_due_diligence_asks_both_registers_and_compares_what_they_say() {
    let message = "Due diligence on Nova Saffron Textiles Private Limited, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817";
    let played = play("business-due-diligence", message).await;
    let plan = [
        "Verify the tax registration: gstin_verification",
        "Look the company up in the register: company_registry_in",
        "Compare the two names: name_match",
    ];
    assert_eq!(played.plan, plan);
    let calls = [
        r#"gstin_verification {"gstin":"29AAFCN4817K1Z2"} success"#,
        r#"company_registry_in {"cin":"U17299KA2016PTC094817"} success"#,
        r#"name_match {"name":"NOVA SAFFRON TEXTILES PRIVATE LIMITED","registered_name":"NOVA SAFFRON TEXTILES PRIVATE LIMITED"} success"#,
    ];
    assert_eq!(played.calls, calls);
    assert_eq!(
        played.answer,
        "GSTIN active, registered to NOVA SAFFRON TEXTILES PRIVATE LIMITED. NOVA SAFFRON TEXTILES PRIVATE LIMITED active in the register of companies. Name match 100%."
    );
    assert_eq!(played.report["subject"], json!({ "gstin": "29AAFCN4817K1Z2", "cin": "U17299KA2016PTC094817" }));
}

#[tokio::test]
async fn a_partnership_has_no_cin_and_a_wrong_number_is_told_by_its_place() {
    let played = play("business-due-diligence", "Due diligence on Aravali Design Studio LLP, GSTIN 08ABKFA3791L1ZX").await;
    let told = "GSTIN active, registered to ARAVALI DESIGN STUDIO LLP. Company not looked up in the register: no CIN was given.";
    assert_eq!((played.answer.as_str(), played.calls.len()), (told, 1));

    let played = play("business-due-diligence", "Due diligence, GSTIN 08ABKFA3791L1Z5").await;
    let told = "Nothing was checked, and nothing is billed. Business Due Diligence needs a GSTIN; the request gives no usable GSTIN. The GSTIN “08ABKFA3791L1Z5” (character 22 of the request) is malformed: its character 15 is “5”, and the 14 before it give “X”. Send the request again with what is missing.";
    assert_eq!((played.answer.as_str(), played.end), (told, Some(End::MissingInput)));
    assert!(played.calls.is_empty() && played.plan.is_empty());
}
