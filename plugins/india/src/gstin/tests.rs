//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::GstinVerification;
use crate::stand_in::StandIn;
use enrich_sdk::Answer;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "reference_id": 19, "GSTIN": "29AAACV1000A1Z7", "legal_name_of_business": "VERMA TRADING PRIVATE LIMITED",
        "trade_name_of_business": "VERMA TRADING", "center_jurisdiction": "RANGE-1", "state_jurisdiction": "LOCAL GST OFFICE 1",
        "date_of_registration": "2017-09-30", "constitution_of_business": "Private Limited Company", "taxpayer_type": "Regular",
        "gst_in_status": "Active", "last_update_date": "2022-03-01",
        "nature_of_business_activities": ["Retail Business", "Wholesale Business"],
        "principal_place_address": "1 Sample Street, Bengaluru, Karnataka 560001",
        "principal_place_split_address": {"street": "Sample Street", "pincode": "560001"},
        "additional_address_array": [], "valid": true, "message": "GSTIN Exists",
    })
}

fn input() -> Value {
    json!({"gstin": "29 aaacv1000a 1z7"})
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = record();
    body[member] = value;
    StandIn::status(200, &body)
}

fn success(host: &StandIn) -> Value {
    match host.perform::<GstinVerification>(input()) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_gstin_is_asked_about_in_its_normal_form() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "gstin": "29AAACV1000A1Z7", "structure": "valid", "state": "Karnataka", "registrant": "taxpayer", "number_in_state": 1,
        "pan": "AAACV1000A", "holder_type": "company", "gstin_status": "active", "legal_name": "VERMA TRADING PRIVATE LIMITED",
        "trade_name": "VERMA TRADING", "constitution": "Private Limited Company", "taxpayer_type": "Regular",
        "registered_on": "2017-09-30", "principal_place": "1 Sample Street, Bengaluru, Karnataka 560001",
        "activities": ["Retail Business", "Wholesale Business"],
    });
    assert_eq!(success(&host), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked[0].method, asked[0].path.as_str(), asked[0].provider), ("POST", "/verification/gstin", "cashfree"));
    assert!(asked[0].headers.contains(&("x-client-id", "{{secret:client_id}}".into())));
    assert!(asked[0].headers.contains(&("x-client-secret", "{{secret:client_secret}}".into())));
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({"GSTIN": "29AAACV1000A1Z7"}));
}

#[test]
fn an_unknown_gstin_is_not_found_and_keeps_what_the_number_says() {
    let body = json!({"reference_id": 48, "GSTIN": "29AAACV1000A1Z7", "valid": false, "message": "GSTIN Doesn't Exist"});
    let answer = StandIn::status(200, &body).perform::<GstinVerification>(input()).unwrap();
    let expected = json!({
        "gstin": "29AAACV1000A1Z7", "structure": "valid", "state": "Karnataka", "registrant": "taxpayer", "number_in_state": 1,
        "pan": "AAACV1000A", "holder_type": "company",
    });
    assert_eq!(answer, Answer::NotFound(expected));
}

#[test]
fn a_registration_out_of_force_is_a_finding_not_an_unknown_one() {
    for (status, word) in [
        ("Cancelled suo-moto", "cancelled"),
        ("Cancelled", "cancelled"),
        ("Suspended", "suspended"),
        ("Inactive", "inactive"),
        ("Migrated", "unknown"),
    ] {
        for valid in [true, false] {
            let mut body = record();
            body["valid"] = json!(valid);
            body["gst_in_status"] = json!(status);
            assert_eq!(success(&StandIn::status(200, &body))["gstin_status"], word);
        }
    }
    assert_eq!(success(&with("gst_in_status", Value::Null))["gstin_status"], "unknown");
}

#[test]
fn what_the_provider_leaves_empty_is_absent() {
    for empty in [json!(null), json!(" "), json!("NA")] {
        assert_eq!(success(&with("trade_name_of_business", empty)).get("trade_name"), None);
    }
    assert_eq!(success(&with("nature_of_business_activities", json!(null))).get("activities"), None);
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, code, expected) in [
        (400, "GSTIN_value_invalid", ("invalid_input", false)),
        (400, "gstin_missing", ("invalid_input", false)),
        (400, "x-client-id_missing", ("provider_refused", false)),
        (401, "authentication_failed", ("provider_refused", false)),
        (403, "ip_validation_failed", ("provider_refused", false)),
        (422, "insufficient_balance", ("provider_refused", false)),
        (429, "too_many_requests_per_ip", ("provider_rate_limited", true)),
        (500, "verification_failed", ("provider_unavailable", true)),
        (503, "verification_failed", ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"type": "…", "code": code, "message": "…"}));
        assert_eq!(host.failure::<GstinVerification>(input()), expected, "{status} {code}");
    }
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!([])),
        StandIn::status(200, &json!({})),
        with("valid", json!("true")),
        with("GSTIN", json!("29AAACV1002A1Z5")),
        with("legal_name_of_business", json!(7)),
        StandIn::status(204, &json!({})),
    ] {
        assert_eq!(host.failure::<GstinVerification>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_is_no_gstin_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    for (gstin, why) in [
        ("29AAACV1000A1Z8", "Character 15 of the GSTIN is not the check character of the 14 before it."),
        ("29AAACV****A1Z7", "Character 8 of the GSTIN is not a digit."),
        ("AAACV1000A", "A GSTIN has 15 letters and digits, this has 10."),
    ] {
        let failure = host.perform::<GstinVerification>(json!({"gstin": gstin})).unwrap_err();
        assert_eq!((failure.code, failure.message.as_str()), ("invalid_input", why));
    }
    assert!(host.asked.borrow().is_empty());
    assert_eq!(host.failure::<GstinVerification>(input()), ("timeout", false));
}
