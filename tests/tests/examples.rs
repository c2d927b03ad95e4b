//! The examples in `workflows/examples`, one for each part of the language: linted, played against the simulator, and cut after every
//! event. And the page in `docs/workflows.md`, which does what is said of it there.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::Record;
use journal::event::Event;
use procedure::Severity;
use sandbox::End;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use tests::app::App;
use tests::play::{Played, play};
use tests::shelf::shelf;

const QUICKSTART: &str = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";
/// What the simulator knows nothing of.
const NOBODY: &str = "Verify identity: Asha Verma, +91 98765 43202, PAN AAAPV1002A";

fn examples() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows/examples");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())).collect()
}

async fn played(example: &str, message: &str) -> Played {
    page_played(&examples()[example], message).await
}

async fn page_played(page: &str, message: &str) -> Played {
    play(&shelf().order_of(page, message), shelf().begin(message)).await
}

fn rounds(played: &Played) -> Vec<String> {
    played.rounds.iter().map(|round| round.join(" ")).collect()
}

#[tokio::test]
async fn every_example_is_linted_with_the_checks_that_ship() {
    let app = App::start().await;
    let built_in = library::built_in::WORKFLOWS.iter().map(|workflow| (workflow.slug.to_owned(), workflow.source.to_owned()));
    for (name, page) in examples().into_iter().chain(built_in) {
        let lint = app.house.library.lint(&page);
        let told = lint.diagnostics.iter().filter(|one| one.severity != Severity::Note).map(|one| one.code);
        assert_eq!(told.collect::<Vec<_>>(), Vec::<&str>::new(), "{name}: {:#?}", lint.diagnostics);
    }
    let lint = app.house.library.lint(&examples()["approval"]);
    let notes: Vec<&str> = lint.diagnostics.iter().map(|one| one.message.as_str()).collect();
    let expected = [
        "a run may cost 3.5 credits: plans over 2.0 wait for a person",
        "`pan_verification` sends personal data (pan) to api.cashfree.com",
        "`mobile_intelligence` sends personal data (phone) to lookups.twilio.com",
    ];
    assert_eq!(notes, expected);
    let mut app = app;
    app.stop().await;
}

#[tokio::test]
async fn what_waits_for_nothing_is_asked_together() {
    let played = played("data-flow", QUICKSTART).await;
    assert_eq!(rounds(&played), ["pan_verification mobile_intelligence", "name_match"]);
    let plan = ["Compare the names: name_match", "Ask those who know: pan_verification, mobile_intelligence"];
    assert_eq!(played.plan, plan, "and the plan is told in the order of the page");
}

#[tokio::test]
async fn a_condition_decides_what_is_asked() {
    let clear = played("conditions", QUICKSTART).await;
    assert_eq!(rounds(&clear), ["pan_verification", "name_match"]);
    let told =
        "Mobile number not checked: its condition does not hold, since pan_verification.pan_status is “valid”, name_match.score is 96.";
    assert!(clear.answer.ends_with(told), "{}", clear.answer);
    let doubtful = played("conditions", "Verify identity: Priya Patel, +91 98123 45610, PAN ABCDE1234F").await;
    assert_eq!(rounds(&doubtful), ["pan_verification", "name_match", "mobile_intelligence"], "{}", doubtful.answer);
}

#[tokio::test]
async fn how_a_step_came_out_decides_about_another() {
    assert_eq!(rounds(&played("outcomes", QUICKSTART).await), ["pan_verification"]);
    let nobody = played("outcomes", NOBODY).await;
    assert_eq!(rounds(&nobody), ["pan_verification", "mobile_intelligence"], "{:?}", nobody.calls);
}

#[tokio::test]
async fn the_request_decides_before_the_plan() {
    let both = played("request", QUICKSTART).await;
    assert_eq!(both.plan, ["Verify the PAN: pan_verification"]);
    let reason = &both.report["not_checked"][0]["reason"];
    assert_eq!(reason, "its condition does not hold, since inputs.name is known");
    let alone = played("request", "PAN ABCDE1234F, +91 98123 45610").await;
    assert_eq!(alone.plan.len(), 2);
}

#[tokio::test]
async fn arguments_come_from_where_the_page_says() {
    let message = "Due diligence on Nova Saffron Textiles Private Limited, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817";
    let played = played("arguments", message).await;
    let name = "NOVA SAFFRON TEXTILES PRIVATE LIMITED";
    assert_eq!(played.calls[0], r#"gstin_verification {"gstin":"29AAFCN4817K1Z2"} success"#);
    assert_eq!(played.calls[2], format!(r#"name_match {{"name":"{name}","registered_name":"{name}"}} success"#));
}

#[tokio::test]
async fn the_first_rule_that_holds_decides() {
    let decision = |played: &Played| (played.report["decision"]["outcome"].clone(), played.report["decision"]["rule"].clone());
    let approved = played("decision", QUICKSTART).await;
    assert_eq!(decision(&approved), (json!("approve"), json!(3)));
    assert!(approved.answer.ends_with("Decision: approve: pan_verification.pan_status is “valid”, name_match.score is 96."));
    let nobody = played("decision", NOBODY).await;
    assert_eq!(decision(&nobody), (json!("decline"), json!(1)), "{}", nobody.answer);
    assert!(nobody.answer.ends_with("Decision: decline: there is no such PAN (pan_verification.status is “not_found”)."));
    let other = played("decision", "Verify identity: Priya Patel, PAN ABCDE1234F").await;
    assert_eq!(decision(&other), (json!("review"), json!(4)), "{}", other.answer);
}

#[tokio::test]
async fn a_report_shows_what_it_names() {
    let played = played("report", QUICKSTART).await;
    assert_eq!(played.report["title"], "Letter to the applicant");
    let facts = |check: usize| played.report["phases"][0]["checks"][check]["facts"].clone();
    assert_eq!(facts(0), json!([{ "name": "pan_status", "value": "valid" }]));
    assert_eq!(facts(1), json!([{ "name": "result", "value": "match" }]));
    assert!(!played.report.to_string().contains("RAHUL"), "{}", played.report);
}

#[tokio::test]
async fn a_condition_goes_through_a_list() {
    let doubtful = played("lists", QUICKSTART).await;
    assert_eq!(rounds(&doubtful), ["pan_verification", "mobile_intelligence"], "its fourth letter stands for no holder");
    let sound = played("lists", "Verify identity: Asha Verma, +91 98765 43202, PAN AAAPV1002A").await;
    assert_eq!(rounds(&sound), ["pan_verification"]);
}

#[tokio::test]
async fn the_documented_page_does_what_is_said_of_it() {
    let documentation = include_str!("../../docs/workflows.md");
    let part = |fence: &str| documentation.split(fence).nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let played = page_played(part("````markdown\n"), QUICKSTART).await;
    assert_eq!(rounds(&played), ["pan_verification", "name_match", "mobile_intelligence"]);
    let ending = part("```text\n").trim();
    assert!(played.answer.ends_with(ending), "{}", played.answer);
    assert!(documentation.contains(QUICKSTART));
}

/// Calls asked together are one question, and one append writes them: no crash leaves a part of them.
fn tears_a_group(whole: &Record, cut: usize) -> bool {
    let group = |place: usize| if let Event::CheckAsked(asked) = &whole.entries()[place].event { Some(asked.group) } else { None };
    group(cut).is_some() && group(cut) == group(cut - 1)
}

#[tokio::test]
async fn an_example_cut_anywhere_ends_as_if_it_had_not_been() {
    let business = "Due diligence, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817";
    for (name, page) in examples() {
        for message in [QUICKSTART, NOBODY, business, "Verify identity: Priya Patel, PAN ABCDE1234F"] {
            let order = shelf().order_of(&page, message);
            let whole = play(&order, shelf().begin(message)).await;
            for cut in (2..whole.record.entries().len()).filter(|cut| !tears_a_group(&whole.record, *cut)) {
                let mut record = shelf().begin(message);
                for entry in &whole.record.entries()[record.entries().len()..cut.max(record.entries().len())] {
                    record.extend(entry.at, [entry.event.clone()]).unwrap();
                }
                let again = play(&order, record).await;
                assert_eq!(again.end, whole.end);
                let same = again.record.entries() == whole.record.entries();
                assert!(same, "{name}: {message}: cut after {cut}: {:#?}", again.calls);
            }
            assert!(matches!(whole.end, End::Complete | End::MissingInput), "{name}: {:?}", whole.end);
        }
    }
}

#[tokio::test]
async fn reports_with_decisions_keep_to_the_published_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/report-schema.json")).unwrap();
    for (name, page) in examples() {
        for message in [QUICKSTART, NOBODY] {
            let played = page_played(&page, message).await;
            if !played.report.is_null() {
                let faults: Vec<String> =
                    jsonschema::validator_for(&schema).unwrap().iter_errors(&played.report).map(|error| error.to_string()).collect();
                assert!(faults.is_empty(), "{name}: {faults:?}");
            }
        }
    }
}
