//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::CompanyRegistryIn;
use crate::stand_in::StandIn;
use enrich_sdk::Answer;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "verification_id": "call_1", "reference_id": 12345, "status": "VALID", "cin": "U51909KA2015PTC010000",
        "company_name": "VERMA TRADING PRIVATE LIMITED", "registration_number": 10000, "incorporation_date": "2015-09-23",
        "cin_status": "ACTIVE", "email": "office@example.com", "incorporation_country": "INDIA",
        "director_details": [
            {"din": "07000001", "name": "ASHA VERMA", "dob": "1981-07-21", "designation": "DIRECTOR", "address": "1 Sample Street"},
        ],
    })
}

fn input() -> Value {
    json!({"cin": "u51909 ka2015 ptc010000"})
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = record();
    body[member] = value;
    StandIn::status(200, &body)
}

fn success(host: &StandIn, input: Value) -> Value {
    match host.perform::<CompanyRegistryIn>(input) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_company_is_asked_about_under_the_id_of_the_call() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "cin": "U51909KA2015PTC010000", "structure": "valid", "listing": "unlisted", "industry_code": "51909", "state": "Karnataka",
        "year": 2015, "class": "private", "registration_number": "010000", "company_status": "active",
        "company_name": "VERMA TRADING PRIVATE LIMITED", "incorporated_on": "2015-09-23",
        "directors": [{"din": "07000001", "name": "ASHA VERMA", "designation": "DIRECTOR"}],
    });
    assert_eq!(success(&host, input()), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked.len(), asked[0].method, asked[0].path.as_str()), (1, "POST", "/verification/cin"));
    assert_eq!(asked[0].provider, "cashfree");
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({"verification_id": "call_1", "cin": "U51909KA2015PTC010000"}));
}

#[test]
fn an_unknown_company_is_not_found_and_keeps_what_the_number_says() {
    let body = json!({
        "verification_id": "call_1", "reference_id": 12345, "status": "INVALID", "cin": "U51909KA2015PTC010000", "company_name": null,
        "registration_number": null, "incorporation_date": null, "cin_status": null, "email": null, "incorporation_country": null,
        "director_details": [],
    });
    let answer = StandIn::status(200, &body).perform::<CompanyRegistryIn>(input()).unwrap();
    let expected = json!({
        "cin": "U51909KA2015PTC010000", "structure": "valid", "listing": "unlisted", "industry_code": "51909", "state": "Karnataka",
        "year": 2015, "class": "private", "registration_number": "010000",
    });
    assert_eq!(answer, Answer::NotFound(expected));
}

#[test]
fn an_id_that_the_provider_has_seen_is_followed_by_another() {
    let host = StandIn::status(409, &json!({"type": "…", "code": "verification_id_already_exists", "message": "…"}));
    assert_eq!(host.failure::<CompanyRegistryIn>(input()), ("provider_refused", false));
    let ids: Vec<Value> =
        host.asked.borrow().iter().map(|asked| serde_json::from_slice::<Value>(asked.body.as_deref().unwrap()).unwrap()).collect();
    let ids: Vec<&str> = ids.iter().filter_map(|body| body["verification_id"].as_str()).collect();
    assert_eq!(ids, ["call_1", "call_1-2", "call_1-3"]);
}

#[test]
fn a_year_to_come_is_a_doubt_and_asked_about_all_the_same() {
    let output = success(&with("cin", json!("U51909KA2031PTC010000")), json!({"cin": "U51909KA2031PTC010000"}));
    let reasons = json!(["Characters 9 to 12 name a year in which no company was incorporated."]);
    assert_eq!((&output["structure"], &output["structure_reasons"]), (&json!("doubtful"), &reasons));
}

#[test]
fn provider_words_become_ours() {
    for (theirs, ours) in [
        ("ACTIVE", "active"),
        ("Active", "active"),
        ("Strike Off", "struck_off"),
        ("STRUCK OFF", "struck_off"),
        ("Under Process of Striking Off", "being_struck_off"),
        ("Under Liquidation", "in_liquidation"),
        ("Dissolved (Liquidated)", "dissolved"),
        ("Amalgamated", "amalgamated"),
        ("Dormant under section 455", "dormant"),
        ("Converted to LLP", "converted"),
        ("Not available for efiling", "inactive"),
        ("asleep", "unknown"),
    ] {
        assert_eq!(success(&with("cin_status", json!(theirs)), input())["company_status"], ours, "{theirs}");
    }
    assert_eq!(success(&with("cin_status", Value::Null), input())["company_status"], "unknown");
    assert_eq!(success(&with("director_details", Value::Null), input()).get("directors"), None);
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, code, expected) in [
        (400, "cin_value_invalid", ("invalid_input", false)),
        (400, "verification_id_missing", ("provider_refused", false)),
        (401, "authentication_failed", ("provider_refused", false)),
        (403, "ip_validation_failed", ("provider_refused", false)),
        (422, "insufficient_balance", ("provider_refused", false)),
        (429, "too_many_requests_per_ip", ("provider_rate_limited", true)),
        (500, "api_error", ("provider_unavailable", true)),
        (502, "verification_failed", ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"type": "…", "code": code, "message": "…"}));
        assert_eq!(host.failure::<CompanyRegistryIn>(input()), expected, "{status} {code}");
    }
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!({})),
        with("status", json!("MAYBE")),
        with("status", json!(true)),
        with("cin", json!("U51909KA2015PTC010002")),
        with("director_details", json!("none")),
    ] {
        assert_eq!(host.failure::<CompanyRegistryIn>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_is_no_cin_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    let failure = host.perform::<CompanyRegistryIn>(json!({"cin": "X51909KA2015PTC010000"})).unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), ("invalid_input", "Character 1 of the CIN is not L or U."));
    assert!(host.asked.borrow().is_empty());
    assert_eq!(host.failure::<CompanyRegistryIn>(input()), ("timeout", false));
}
