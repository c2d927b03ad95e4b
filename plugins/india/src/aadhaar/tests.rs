//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::AadhaarVerification;
use crate::stand_in::StandIn;
use enrich_sdk::Answer;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn found() -> Value {
    json!({
        "status": "SUCCESS", "id": "68449359-8db7-4b89-b662-f402a22b9672", "message": "Aadhaar found",
        "data": {"address": "Delhi", "ageBand": "30-40", "gender": "M", "maskedMobileNumber": "XXXXXX5610"},
        "traceId": "1-68186a92-6a10e37431de832b2616c53d",
    })
}

fn refused(message: &str) -> Value {
    json!({"status": "FAILED", "id": "95d970cf-e3f9-474f-95a2-1694307b9bb6", "message": message, "traceId": "1-68186bd7"})
}

fn input() -> Value {
    json!({"aadhaar": "2341 2341 2346", "phone": "98123 45610", "date_of_birth": "1990-05-17"})
}

fn success(host: &StandIn, input: Value) -> Value {
    match host.perform::<AadhaarVerification>(input) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_number_goes_to_the_provider_whole_and_comes_back_masked() {
    let host = StandIn::status(200, &found());
    let expected = json!({
        "aadhaar": "XXXX XXXX 2346", "kind": "aadhaar", "structure": "valid", "age_band": "30-40", "gender": "male", "state": "Delhi",
        "mobile_match": "match", "age_match": "match",
    });
    assert_eq!(success(&host, input()), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked[0].method, asked[0].path.as_str(), asked[0].provider), ("POST", "/api/aadhaar-lite", "setu"));
    for secret in ["client-id", "client-secret", "product-instance-id"] {
        let value = format!("{{{{secret:{}}}}}", secret.replace('-', "_"));
        assert!(asked[0].headers.iter().any(|(name, held)| *name == format!("x-{secret}") && *held == value));
    }
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({"aadhaar_number": "234123412346"}));
}

#[test]
fn an_unknown_number_is_not_found_and_a_missing_page_is_not() {
    let host = StandIn::status(404, &refused("Aadhaar not found"));
    let answer = host.perform::<AadhaarVerification>(input()).unwrap();
    assert_eq!(answer, Answer::NotFound(json!({"aadhaar": "XXXX XXXX 2346", "kind": "aadhaar", "structure": "valid"})));
    for page in [StandIn::bytes(404, b"<html>".to_vec()), StandIn::status(404, &json!({"message": "Not Found"}))] {
        assert_eq!(page.failure::<AadhaarVerification>(input()), ("provider_refused", false));
    }
}

#[test]
fn phone_and_birth_are_compared_with_what_the_issuer_tells() {
    let compared = |phone: Value, born: Value, data: Value| {
        let mut body = found();
        body["data"] = data;
        let input = json!({"aadhaar": "234123412346", "phone": phone, "date_of_birth": born});
        let output = success(&StandIn::status(200, &body), input);
        (output["mobile_match"].as_str().unwrap().to_owned(), output["age_match"].as_str().unwrap().to_owned())
    };
    let told = || json!({"ageBand": "30-40", "maskedMobileNumber": "XXXXXX5610"});
    // It is June 2025.
    for (phone, born, data, mobile, age) in [
        (json!("9812345611"), json!("1984-06-15"), told(), "mismatch", "mismatch"),
        (json!("9812345610"), json!("1984-06-16"), told(), "match", "match"),
        (json!("+971 50 123 5610"), json!("15/06/1995"), told(), "match", "match"),
        (Value::Null, json!("1995-06-16"), told(), "unknown", "mismatch"),
        (json!(" "), json!(""), told(), "unknown", "unknown"),
        (json!("9812345610"), json!("2030-01-01"), told(), "match", "mismatch"),
        (json!("9812345610"), json!("1930-01-01"), json!({"ageBand": "80+"}), "unknown", "match"),
        (json!("9812345610"), json!("1990-01-01"), json!({"ageBand": "old", "maskedMobileNumber": null}), "unknown", "unknown"),
        (json!("9812345610"), json!("1990-01-01"), json!({"ageBand": "40-30", "maskedMobileNumber": "XXXXXXX610"}), "unknown", "unknown"),
    ] {
        assert_eq!(compared(phone, born, data), (mobile.to_owned(), age.to_owned()));
    }
    for input in [json!({"aadhaar": "234123412346", "phone": "98"}), json!({"aadhaar": "234123412346", "date_of_birth": "1990-02-30"})] {
        assert_eq!(StandIn::status(200, &found()).failure::<AadhaarVerification>(input), ("invalid_input", false));
    }
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, body, expected) in [
        (400, refused("Invalid Aadhaar number. It must be 12 digits."), ("invalid_input", false)),
        (400, json!({}), ("provider_refused", false)),
        (401, refused("Unauthorized"), ("provider_refused", false)),
        (403, refused("Forbidden"), ("provider_refused", false)),
        (429, refused("Too many requests"), ("provider_rate_limited", true)),
        (500, refused("Something went wrong"), ("provider_unavailable", true)),
        (503, refused("Source down"), ("provider_unavailable", true)),
    ] {
        assert_eq!(StandIn::status(status, &body).failure::<AadhaarVerification>(input()), expected, "{status}");
    }
    assert_eq!(StandIn::error(HttpError::Timeout).failure::<AadhaarVerification>(input()), ("timeout", false));
    let nowhere = StandIn::error(HttpError::NotConfigured("setu".into()));
    assert_eq!(nowhere.failure::<AadhaarVerification>(input()), ("provider_not_configured", false));
}

#[test]
fn a_virtual_id_that_the_provider_does_not_take_is_no_wrong_number() {
    let virtual_id = || json!({"aadhaar": "2341 2341 2341 2341"});
    let host = StandIn::status(400, &refused("Invalid Aadhaar number. It must be 12 digits."));
    assert_eq!(host.failure::<AadhaarVerification>(virtual_id()), ("virtual_id_not_taken", false));
    let offline = StandIn::error(HttpError::Refused("offline".into())).perform::<AadhaarVerification>(virtual_id()).unwrap();
    assert_eq!(offline, Answer::NotFound(json!({"aadhaar": "XXXX XXXX XXXX 2341", "kind": "virtual_id", "structure": "valid"})));
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    let mut without = found();
    without["data"] = Value::Null;
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!([])),
        StandIn::status(200, &json!({})),
        StandIn::status(200, &without),
        StandIn::status(200, &refused("Aadhaar not found")),
        StandIn::status(204, &json!({})),
    ] {
        assert_eq!(host.failure::<AadhaarVerification>(input()), ("provider_malformed", false));
    }
}

#[test]
fn no_digits_of_a_number_reach_a_message_or_a_log() {
    let host = StandIn::error(HttpError::Timeout);
    for aadhaar in ["234123412347", "1341 2341 2346", "222222222222", "23412341234", "2341 2341 234X"] {
        let failure = host.perform::<AadhaarVerification>(json!({"aadhaar": aadhaar})).unwrap_err();
        assert_eq!(failure.code, "invalid_input");
        assert!(!failure.message.contains("234"), "{}", failure.message);
    }
    assert!(host.asked.borrow().is_empty());
    host.perform::<AadhaarVerification>(input()).unwrap_err();
    assert_eq!(host.logged.borrow().as_slice(), ["POST setu: timeout"]);
}
