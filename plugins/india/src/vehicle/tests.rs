//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::VehicleRcVerification;
use crate::stand_in::StandIn;
use enrich_sdk::Answer;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "verification_id": "call_1", "reference_id": 88, "status": "VALID", "reg_no": "KA05MN4821", "class": "Motor Car",
        "chassis": "XDLKHK511VKL59924", "engine": "L5LCFF4579076", "vehicle_manufacturer_name": "HYUNDAI MOTOR INDIA LTD",
        "model": "I20", "vehicle_colour": "TITAN GREY", "type": "PETROL", "norms_type": "BHARAT STAGE VI", "body_type": "HATCHBACK",
        "owner_count": "1", "owner": "RAHUL KUMAR SHARMA", "owner_father_name": "X", "mobile_number": null, "rc_status": "ACTIVE",
        "status_as_on": "19/01/2024", "reg_authority": "BENGALURU SOUTH RTO, Karnataka", "reg_date": "24/12/2021",
        "vehicle_manufacturing_month_year": "12/2021", "rc_expiry_date": "23/12/2036", "vehicle_tax_upto": null,
        "vehicle_insurance_upto": "14/12/2024", "rc_financer": "BAJAJ FINANCE", "present_address": "Y", "split_present_address": {},
    })
}

fn input() -> Value {
    json!({"vehicle_number": "ka 05 mn 4821"})
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = record();
    body[member] = value;
    StandIn::status(200, &body)
}

fn success(host: &StandIn) -> Value {
    match host.perform::<VehicleRcVerification>(input()) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_vehicle_is_asked_about_under_the_id_of_the_call() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "vehicle_number": "KA05MN4821", "structure": "valid", "kind": "state", "state": "Karnataka", "authority": "KA05",
        "rc_status": "active", "registered_owner": "RAHUL KUMAR SHARMA", "owner_number": 1, "vehicle_class": "Motor Car",
        "maker": "HYUNDAI MOTOR INDIA LTD", "model": "I20", "fuel": "PETROL", "registered_at": "BENGALURU SOUTH RTO, Karnataka",
        "registered_on": "2021-12-24", "registered_until": "2036-12-23", "registration": "in_force", "insured_until": "2024-12-14",
        "insurance": "expired", "financer": "BAJAJ FINANCE",
    });
    assert_eq!(success(&host), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked.len(), asked[0].method, asked[0].path.as_str()), (1, "POST", "/verification/vehicle-rc"));
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({"verification_id": "call_1", "vehicle_number": "KA05MN4821"}));
}

#[test]
fn an_unknown_vehicle_is_not_found_and_keeps_what_the_mark_says() {
    let body = json!({"verification_id": "call_1", "reference_id": 88, "status": "INVALID", "reg_no": null, "owner": null});
    let answer = StandIn::status(200, &body).perform::<VehicleRcVerification>(input()).unwrap();
    let expected =
        json!({"vehicle_number": "KA05MN4821", "structure": "valid", "kind": "state", "state": "Karnataka", "authority": "KA05"});
    assert_eq!(answer, Answer::NotFound(expected));
}

#[test]
fn provider_words_and_days_become_ours() {
    for (theirs, ours) in [
        ("ACTIVE", "active"),
        ("Inactive", "inactive"),
        ("SUSPENDED", "suspended"),
        ("CANCELLED", "cancelled"),
        ("RC CANCELLED", "cancelled"),
        ("SURRENDERED", "surrendered"),
        ("SCRAPPED", "scrapped"),
        ("asleep", "unknown"),
    ] {
        assert_eq!(success(&with("rc_status", json!(theirs)))["rc_status"], ours, "{theirs}");
    }
    assert_eq!(success(&with("rc_status", Value::Null))["rc_status"], "unknown");
    // It is 15 June 2025.
    for (day, word) in [("14/06/2025", "expired"), ("15/06/2025", "in_force"), ("LTT", "unknown"), ("", "unknown")] {
        assert_eq!(success(&with("vehicle_insurance_upto", json!(day)))["insurance"], word, "{day}");
    }
    assert_eq!(success(&with("owner_count", json!(2)))["owner_number"], 2);
    assert_eq!(success(&with("owner_count", json!("NA"))).get("owner_number"), None);
    assert_eq!(success(&with("reg_no", json!("KA 5 MN 4821")))["rc_status"], "active", "the same mark, written otherwise");
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, code, expected) in [
        (400, "vehicle_number_value_invalid", ("invalid_input", false)),
        (400, "vehicle_number_length_short", ("invalid_input", false)),
        (400, "verification_id_missing", ("provider_refused", false)),
        (401, "authentication_failed", ("provider_refused", false)),
        (403, "ip_validation_failed", ("provider_refused", false)),
        (409, "verification_id_already_exists", ("provider_refused", false)),
        (422, "insufficient_balance", ("provider_refused", false)),
        (429, "too_many_requests_per_ip", ("provider_rate_limited", true)),
        (500, "api_error", ("provider_unavailable", true)),
        (502, "verification_failed", ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"type": "…", "code": code, "message": "…"}));
        assert_eq!(host.failure::<VehicleRcVerification>(input()), expected, "{status} {code}");
        assert_eq!(host.asked.borrow().len(), if status == 409 { 3 } else { 1 }, "an id that was seen is followed by another");
    }
    let nowhere = StandIn::error(HttpError::NotConfigured("cashfree".into()));
    assert_eq!(nowhere.failure::<VehicleRcVerification>(input()), ("provider_not_configured", false));
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!({})),
        with("status", json!("MAYBE")),
        with("status", json!(true)),
        with("reg_no", json!("KA05MN4822")),
        StandIn::status(204, &json!({})),
    ] {
        assert_eq!(host.failure::<VehicleRcVerification>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_is_no_mark_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    let failure = host.perform::<VehicleRcVerification>(json!({"vehicle_number": "KA05MN48215"})).unwrap_err();
    assert_eq!(failure.code, "invalid_input");
    assert!(!failure.message.contains("KA05"), "{}", failure.message);
    assert!(host.asked.borrow().is_empty());
    assert_eq!(host.failure::<VehicleRcVerification>(input()), ("timeout", false));
}
