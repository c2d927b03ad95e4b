//! Every scenario of test mode, played: the real agent and the real checks in the real sandbox, the simulator in place of the
//! network, no database. And the story of a due diligence, line by line.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use sandbox::End;
use serde_json::{Value, json};
use tests::play::{Played, play};
use tests::shelf::shelf;

async fn run(slug: &str, message: &str) -> Played {
    play(&shelf().order(slug, message), shelf().begin(message)).await
}

/// What the report's checks came to, in one word of the catalogue.
fn outcome(report: &Value) -> String {
    let facts = report["emphasis"].as_array().unwrap();
    let says = |name: &str, values: &[Value]| {
        facts.iter().any(|row| row["fact"].as_str().unwrap().ends_with(name) && values.contains(&row["value"]))
    };
    let first = &report["phases"][0]["checks"][0];
    match first["status"].as_str().unwrap() {
        "failed" => first["error"]["code"].as_str().unwrap().into(),
        "not_found" => "not_found".into(),
        _ if [".result", ".mobile_match", ".tax_record"].iter().any(|name| says(name, &[json!("mismatch")])) => "name_mismatch".into(),
        _ if says("_status", &["deactivated", "cancelled", "inactive", "suspended"].map(|word| json!(word))) => "inactive".into(),
        _ if says(".employed", &[json!(false)]) => "inactive".into(),
        _ if [".result", ".mobile_match", ".tax_record"].iter().any(|name| says(name, &[json!("match"), json!("matched")])) => {
            "verified".into()
        }
        other => panic!("{other}: {}", report),
    }
}

#[tokio::test]
async fn every_scenario_comes_true_and_gives_all_that_its_workflow_takes() {
    let schema = serde_json::from_str(include_str!("../../docs/report-schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut broken = Vec::new();
    for scenario in simulator::scenarios() {
        let played = run(scenario.workflow, scenario.message).await;
        // A fault of ours comes after what the providers answer; the engine plays it.
        let expected = if simulator::fault(scenario.message).is_some() { "verified" } else { scenario.outcome };
        let lacks = played.report["not_checked"].as_array().is_none_or(|gaps| gaps.iter().any(|gap| gap.get("identifier").is_some()));
        if played.end != End::Complete || lacks || outcome(&played.report) != expected {
            broken.push(format!("{} ({expected}): {:?} {}", scenario.message, played.end, played.answer));
        }
        let faults: Vec<String> = schema.iter_errors(&played.report).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}: its report is not of the published shape: {faults:?}", scenario.message);
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
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
    let played = run("business-due-diligence", message).await;
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
    let subject = (&played.report["subject"]["gstin"], &played.report["subject"]["cin"]);
    assert_eq!(subject, (&json!("29AAFCN4817K1Z2"), &json!("U17299KA2016PTC094817")));
}

#[tokio::test]
async fn a_partnership_has_no_cin_and_a_wrong_number_is_told_by_its_place() {
    let played = run("business-due-diligence", "Due diligence on Aravali Design Studio LLP, GSTIN 08ABKFA3791L1ZX").await;
    let told = "GSTIN active, registered to ARAVALI DESIGN STUDIO LLP. Company not looked up in the register: no CIN was given.";
    assert_eq!((played.answer.as_str(), played.calls.len()), (told, 1));

    let played = run("business-due-diligence", "Due diligence, GSTIN 08ABKFA3791L1Z5").await;
    let told = "Nothing was checked, and nothing is billed. Business Due Diligence needs a GSTIN; the request gives no usable GSTIN. The GSTIN “08ABKFA3791L1Z5” (character 22 of the request) is malformed: its character 15 is “5”, and the 14 before it give “X”. Send the request again with what is missing.";
    assert_eq!((played.answer.as_str(), played.end), (told, End::MissingInput));
    assert!(played.calls.is_empty() && played.plan.is_empty());
}

#[tokio::test]
async fn a_profile_leads_to_the_name_behind_it_and_a_mailbox_to_its_domain() {
    let message = "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-01.bsky.social, asha-01@verma-trading-01.in";
    let played = run("social-profile-analysis", message).await;
    let calls = [
        r#"social_profile {"url":"https://bsky.app/profile/asha-verma-01.bsky.social"} success"#,
        r#"email_intelligence {"email":"asha-01@verma-trading-01.in"} success"#,
        r#"adverse_media {"name":"Asha Verma"} success"#,
        r#"name_match {"name":"Asha Verma","registered_name":"Meera Pillai"} success"#,
        r#"domain_intelligence {"url":"verma-trading-01.in"} success"#,
    ];
    assert_eq!(played.calls, calls);
    assert!(played.answer.starts_with("Profile on bluesky, made on 2023-04-05. Name mismatch 0%."), "{}", played.answer);
}
