//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::MobileIntelligence;
use crate::stand_in::StandIn;
use enrich_sdk::Answer;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "calling_country_code": "91", "country_code": "IN", "phone_number": "+919812345610", "national_format": "098123 45610",
        "valid": true, "validation_errors": [], "caller_name": null, "sim_swap": null,
        "line_status": {"status": "active", "error_code": null},
        "line_type_intelligence": {
            "mobile_country_code": "404", "mobile_network_code": "96", "carrier_name": "Bharti Airtel", "type": "mobile", "error_code": null,
        },
    })
}

fn input() -> Value {
    json!({"phone": "98123 45610"})
}

fn success(host: &StandIn, input: Value) -> Value {
    match host.perform::<MobileIntelligence>(input) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_number_is_asked_about_in_its_normal_form() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "phone": "+919812345610", "structure": "valid", "region": "IN", "number_type": "mobile", "national_format": "098123 45610",
        "original_carrier": "Idea", "valid": true, "line_type": "mobile", "carrier": "Bharti Airtel", "line_status": "active",
    });
    assert_eq!(success(&host, input()), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked[0].method, asked[0].provider), ("GET", "twilio"));
    assert_eq!(asked[0].path, "/v2/PhoneNumbers/%2B919812345610?Fields=line_type_intelligence,line_status");
    assert_eq!(asked[0].headers, [("authorization", "Basic {{basic:account_sid:auth_token}}".into())]);
}

#[test]
fn a_masked_number_is_incomplete_and_nobody_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    for phone in ["+91 98xxxxxx10", "98******10", "98123", "rahul@example.com", ""] {
        let failure = host.perform::<MobileIntelligence>(json!({"phone": phone})).unwrap_err();
        assert_eq!((failure.code, failure.retryable), ("invalid_input", false), "{phone}");
        assert!(!failure.message.contains("98"), "{}", failure.message);
    }
    assert!(host.asked.borrow().is_empty());
}

#[test]
fn a_number_of_no_known_range_is_doubtful_and_asked_about() {
    let host = StandIn::status(200, &record());
    let output = success(&host, json!({"phone": "+91 39065 79205"}));
    assert_eq!((&output["structure"], output.get("number_type")), (&json!("doubtful"), None));
    assert_eq!(host.asked.borrow().len(), 1);
}

#[test]
fn no_such_number_comes_as_a_404_and_inside_a_200() {
    let missing = json!({"code": 20404, "message": "…", "more_info": "…", "status": 404});
    let Ok(Answer::NotFound(output)) = StandIn::status(404, &missing).perform::<MobileIntelligence>(input()) else { panic!() };
    assert_eq!((&output["phone"], &output["valid"]), (&json!("+919812345610"), &json!(false)));
    let mut body = record();
    body["valid"] = json!(false);
    body["validation_errors"] = json!(["INVALID_BUT_POSSIBLE"]);
    body["line_type_intelligence"] = Value::Null;
    let Ok(Answer::NotFound(output)) = StandIn::status(200, &body).perform::<MobileIntelligence>(input()) else { panic!() };
    assert_eq!(output["validation_errors"], json!(["invalid_but_possible"]));
}

#[test]
fn a_package_that_the_account_lacks_leaves_a_gap() {
    for gap in [Value::Null, json!({"status": null, "error_code": 60606})] {
        let mut body = record();
        body["line_status"] = gap;
        let output = success(&StandIn::status(200, &body), input());
        assert_eq!((output.get("line_status"), &output["carrier"]), (None, &json!("Bharti Airtel")));
    }
}

#[test]
fn provider_words_become_ours() {
    for (theirs, ours) in [("nonFixedVoip", "non_fixed_voip"), ("landline", "landline"), ("hologram", "unknown")] {
        let mut body = record();
        body["line_type_intelligence"]["type"] = json!(theirs);
        assert_eq!(success(&StandIn::status(200, &body), input())["line_type"], ours);
    }
    for (theirs, ours) in [("inactive", "inactive"), ("Active", "active"), ("asleep", "unknown")] {
        let mut body = record();
        body["line_status"]["status"] = json!(theirs);
        assert_eq!(success(&StandIn::status(200, &body), input())["line_status"], ours);
    }
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, code, expected) in [
        (400, 60600, ("provider_refused", false)),
        (401, 20003, ("provider_refused", false)),
        (403, 20003, ("provider_refused", false)),
        (429, 20429, ("provider_rate_limited", true)),
        (500, 20500, ("provider_unavailable", true)),
        (503, 20503, ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"code": code, "message": "…", "status": status}));
        assert_eq!(host.failure::<MobileIntelligence>(input()), expected, "{status}");
    }
    let proxy = StandIn::bytes(404, b"<html>no such page</html>".to_vec());
    assert_eq!(proxy.failure::<MobileIntelligence>(input()), ("provider_refused", false), "a page missing is no number missing");
    assert_eq!(StandIn::error(HttpError::Timeout).failure::<MobileIntelligence>(input()), ("timeout", false));
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for body in [&b"<html>"[..], b"", b"[]", b"{}", br#"{"valid":"yes"}"#, br#"{"valid":null}"#] {
        let host = StandIn::bytes(200, body.to_vec());
        assert_eq!(host.failure::<MobileIntelligence>(input()), ("provider_malformed", false));
    }
}
