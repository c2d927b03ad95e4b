//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::PanVerification;
use crate::stand_in::StandIn;
use enrich_sdk::Answer;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "pan": "ABCDE1234F", "type": "Individual", "reference_id": 161, "name_provided": "Rahul Sharma",
        "registered_name": "RAHUL KUMAR SHARMA", "valid": true, "father_name": "", "message": "PAN verified successfully",
        "name_match_score": "96.00", "name_match_result": "GOOD_PARTIAL_MATCH", "aadhaar_seeding_status": "Y",
        "last_updated_at": "01/01/2019", "name_pan_card": "RAHUL KUMAR SHARMA", "pan_status": "VALID",
        "aadhaar_seeding_status_desc": "Aadhaar is linked to PAN",
    })
}

fn input() -> Value {
    json!({"pan": "abcde 1234 f", "name": "Rahul Sharma"})
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = record();
    body[member] = value;
    StandIn::status(200, &body)
}

#[test]
fn a_doubtful_pan_is_asked_about_all_the_same() {
    let host = StandIn::status(200, &record());
    let answer = host.perform::<PanVerification>(input()).unwrap();
    let expected = json!({
        "pan": "ABCDE1234F",
        "structure": "doubtful",
        "structure_reasons": ["The fourth letter names no known type of holder.", "The fifth letter is not the initial of the name given."],
        "pan_status": "valid",
        "registered_name": "RAHUL KUMAR SHARMA",
        "name_match": {"score": 96, "result": "good_partial_match"},
        "aadhaar_seeding_status": "linked",
    });
    assert_eq!(answer, Answer::Success(expected));
    let asked = host.asked.borrow();
    assert_eq!((asked[0].method, asked[0].path.as_str(), asked[0].provider), ("POST", "/verification/pan", "cashfree"));
    assert!(asked[0].headers.contains(&("x-client-id", "{{secret:client_id}}".into())));
    assert!(asked[0].headers.contains(&("x-client-secret", "{{secret:client_secret}}".into())));
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({"pan": "ABCDE1234F", "name": "Rahul Sharma"}));
}

#[test]
fn an_unknown_pan_is_not_found_and_keeps_what_the_number_says() {
    let body = json!({
        "pan": "BNZPN4821K", "reference_id": 17974435, "name_provided": null, "valid": false, "message": "Invalid PAN",
        "name_match_score": 0, "name_match_result": "-",
    });
    let answer = StandIn::status(200, &body).perform::<PanVerification>(json!({"pan": "BNZPN4821K"})).unwrap();
    assert_eq!(answer, Answer::NotFound(json!({"pan": "BNZPN4821K", "structure": "valid", "holder_type": "individual"})));
}

#[test]
fn a_pan_out_of_force_is_a_finding_not_an_unknown_one() {
    for (status, word) in [("DEACTIVATED", "deactivated"), ("DELETED", "deleted")] {
        let mut body = record();
        body["valid"] = json!(false);
        body["pan_status"] = json!(status);
        let Answer::Success(output) = StandIn::status(200, &body).perform::<PanVerification>(input()).unwrap() else {
            panic!("{status} was not found")
        };
        assert_eq!(output["pan_status"], word);
    }
}

#[test]
fn scores_are_read_as_text_and_as_number() {
    for (score, points) in [(json!("100.00"), json!(100)), (json!(85), json!(85)), (json!(85.5), json!(85)), (json!("0"), json!(0))] {
        let Answer::Success(output) = with("name_match_score", score).perform::<PanVerification>(input()).unwrap() else { panic!() };
        assert_eq!(output["name_match"]["score"], points);
    }
    for score in [json!(null), json!("high"), json!(101), json!(-1)] {
        let Answer::Success(output) = with("name_match_score", score).perform::<PanVerification>(input()).unwrap() else { panic!() };
        assert_eq!(output.get("name_match"), None);
    }
    let Answer::Success(output) = with("name_match_result", json!("-")).perform::<PanVerification>(input()).unwrap() else { panic!() };
    assert_eq!(output.get("name_match"), None, "no name was compared");
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, code, expected) in [
        (400, "pan_length_short", ("invalid_input", false)),
        (400, "x-client-id_missing", ("provider_refused", false)),
        (401, "authentication_failed", ("provider_refused", false)),
        (403, "ip_validation_failed", ("provider_refused", false)),
        (409, "verification_id_already_exists", ("provider_refused", false)),
        (422, "insufficient_balance", ("provider_refused", false)),
        (429, "too_many_requests_per_ip", ("provider_rate_limited", true)),
        (500, "verification_failed", ("provider_unavailable", true)),
        (502, "verification_failed", ("provider_unavailable", true)),
        (503, "verification_failed", ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"type": "…", "code": code, "message": "…"}));
        assert_eq!(host.failure::<PanVerification>(input()), expected, "{status} {code}");
        assert_eq!(StandIn::bytes(status, b"<html>".to_vec()).perform::<PanVerification>(input()).unwrap_err().retryable, expected.1);
    }
    let no_balance = StandIn::status(422, &json!({"code": "insufficient_balance"})).perform::<PanVerification>(input()).unwrap_err();
    assert!(no_balance.message.contains("balance"));
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::bytes(200, Vec::new()),
        StandIn::status(200, &json!([])),
        StandIn::status(200, &json!({})),
        with("valid", json!("true")),
        with("pan", json!("BNZPN4821K")),
        StandIn::status(204, &json!({})),
    ] {
        assert_eq!(host.failure::<PanVerification>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_is_no_pan_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    for input in
        [json!({"pan": "ABCDE1234"}), json!({"pan": "ABCDE****F"}), json!({}), json!({"pan": 1}), json!({"pan": "ABCDE1234F", "x": 1})]
    {
        let failure = host.perform::<PanVerification>(input).unwrap_err();
        assert_eq!(failure.code, "invalid_input");
        assert!(!failure.message.contains("ABCDE"), "{}", failure.message);
    }
    assert!(host.asked.borrow().is_empty());
    assert_eq!(host.failure::<PanVerification>(input()), ("timeout", false));
    assert_eq!(host.logged.borrow().as_slice(), ["POST cashfree: timeout"]);
}

#[test]
fn a_name_that_the_provider_would_refuse_is_kept_back() {
    for (name, sent) in [("राहुल शर्मा", Value::Null), ("  ", Value::Null), ("R. Sharma-Rao", json!("R. Sharma-Rao"))] {
        let host = StandIn::status(200, &record());
        host.perform::<PanVerification>(json!({"pan": "ABCDE1234F", "name": name})).unwrap();
        let body: Value = serde_json::from_slice(host.asked.borrow()[0].body.as_deref().unwrap()).unwrap();
        assert_eq!(body["name"], sent);
    }
}
