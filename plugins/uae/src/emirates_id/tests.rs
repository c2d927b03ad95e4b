//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::EmiratesIdVerification;
use enrich_sdk::Answer;
use enrich_sdk::StandIn;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "success": true, "code": 200, "message": "The request has been successfully completed.",
        "reference_id": "6e0a8534-ab7a-4cac-886c-cf42123399a0", "status": "completed",
        "result": {
            "emiratesIdNumber": "784198066113592", "dateOfBirth": "1980-11-12", "currentNationality": "united_arab_emirates",
            "issueDate": "2021-07-25", "expiryDate": "2026-07-24", "eidCardNumber": "106784945",
        },
        "requested_at": "2025-01-27T14:23:05.003Z", "completed_at": "2025-01-27T14:23:31.351Z",
    })
}

fn input() -> Value {
    json!({"emirates_id": "784-1980-6611359-2", "date_of_birth": "12/11/1980", "nationality": "Emirati"})
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = record();
    body["result"][member] = value;
    StandIn::status(200, &body)
}

fn success(host: &StandIn) -> Value {
    match host.perform::<EmiratesIdVerification>(input()) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_number_is_asked_about_with_all_that_the_provider_wants() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "emirates_id": "784-1980-6611359-2", "structure": "valid", "year_in_number": "1980", "card_status": "valid",
        "date_of_birth_match": true, "nationality_match": true, "issued_on": "2021-07-25", "expires_on": "2026-07-24",
        "card_number": "106784945",
    });
    assert_eq!(success(&host), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked[0].method, asked[0].path.as_str(), asked[0].provider), ("POST", "/kyc/identity/uae_eid", "tutelar"));
    assert!(asked[0].headers.contains(&("authorization", "Basic {{basic:api_key:secret_key}}".into())));
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    let question = json!({"id_number": "784198066113592", "date_of_birth": "1980-11-12", "current_nationality": "united_arab_emirates"});
    assert_eq!((body, asked.len()), (question, 1));
}

#[test]
fn the_year_in_the_number_is_never_held_against_a_birth() {
    let mut asked = input();
    asked["date_of_birth"] = json!("1979-01-01");
    let Ok(Answer::Success(output)) = with("dateOfBirth", json!("1979-01-01")).perform::<EmiratesIdVerification>(asked) else { panic!() };
    assert_eq!((&output["structure"], &output["date_of_birth_match"]), (&json!("valid"), &json!(true)));
    assert_eq!(output["year_in_number"], "1980");
}

#[test]
fn what_differs_and_what_is_over_is_a_finding() {
    assert_eq!(success(&with("dateOfBirth", json!("1980-12-11")))["date_of_birth_match"], false);
    assert_eq!(success(&with("currentNationality", json!("india")))["nationality_match"], false);
    assert_eq!(success(&with("expiryDate", json!("2025-06-14")))["card_status"], "expired");
    assert_eq!(success(&with("expiryDate", json!("2025-06-15")))["card_status"], "valid", "the stand-in's own day");
    assert_eq!(success(&with("expiryDate", Value::Null))["card_status"], "unknown");
    assert_eq!(success(&with("dateOfBirth", Value::Null)).get("date_of_birth_match"), None);
}

#[test]
fn no_in_a_200_is_not_found_and_not_yet_is_neither() {
    let failed = json!({"success": false, "code": 200, "message": "No record was found.", "reference_id": "r", "status": "failed"});
    let answer = StandIn::status(200, &failed).perform::<EmiratesIdVerification>(input()).unwrap();
    let expected = json!({"emirates_id": "784-1980-6611359-2", "structure": "valid", "year_in_number": "1980"});
    assert_eq!(answer, Answer::NotFound(expected.clone()));
    let pending = json!({
        "success": true, "code": 200, "message": "The request is being processed. Please wait for completion.",
        "reference_id": "db47ada5-c56f", "status": "in_progress",
    });
    let host = StandIn::status(200, &pending);
    assert_eq!(host.failure::<EmiratesIdVerification>(input()), ("provider_pending", true));
    let asked: Vec<(&str, String)> = host.asked.borrow().iter().map(|asked| (asked.method, asked.path.clone())).collect();
    assert_eq!(asked[1], ("GET", "/kyc/identity/uae_eid?reference_id=db47ada5-c56f".to_owned()));
    assert_eq!(asked.len(), 2);
    let offline = StandIn::error(HttpError::Refused("offline".into())).perform::<EmiratesIdVerification>(input()).unwrap();
    assert_eq!(offline, Answer::NotFound(expected));
}

#[test]
fn an_answer_that_was_not_ready_at_first_is_fetched() {
    let pending = json!({"success": true, "code": 200, "reference_id": "r 1", "status": "in_progress"});
    let host = StandIn::in_turn(vec![(200, pending), (200, record())]);
    assert_eq!(success(&host)["card_status"], "valid");
    assert!(host.asked.borrow()[1].path.ends_with("reference_id=r%201"));
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, expected) in [
        (400, ("invalid_input", false)),
        (401, ("provider_refused", false)),
        (403, ("provider_refused", false)),
        (404, ("provider_refused", false)),
        (429, ("provider_rate_limited", true)),
        (500, ("provider_unavailable", true)),
        (503, ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"success": false, "code": status, "message": "…"}));
        assert_eq!(host.failure::<EmiratesIdVerification>(input()), expected, "{status}");
    }
    let alone = json!({"emirates_id": "784198066113592"});
    let refused = StandIn::status(400, &json!({})).perform::<EmiratesIdVerification>(alone).unwrap_err();
    assert!(refused.message.contains("`nationality`"), "{}", refused.message);
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!({})),
        StandIn::status(200, &json!({"status": "done", "result": {}})),
        StandIn::status(200, &json!({"status": "completed", "result": {"dateOfBirth": "1980-11-12"}})),
        with("emiratesIdNumber", json!("784196225985074")),
        StandIn::status(202, &json!({})),
    ] {
        assert_eq!(host.failure::<EmiratesIdVerification>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_cannot_be_the_named_thing_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    for (member, value) in [("emirates_id", "784-1980-6611359-3"), ("date_of_birth", "30/02/1980"), ("nationality", "784")] {
        let mut input = input();
        input[member] = json!(value);
        let failure = host.perform::<EmiratesIdVerification>(input).unwrap_err();
        assert_eq!(failure.code, "invalid_input");
        assert!(!failure.message.contains("6611"), "{}", failure.message);
    }
    assert!(host.asked.borrow().is_empty());
}
