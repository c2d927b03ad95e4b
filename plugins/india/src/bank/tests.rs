//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::BankAccountVerification;
use crate::stand_in::StandIn;
use enrich_sdk::Answer;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "reference_id": 34, "name_at_bank": "RAHUL KUMAR SHARMA", "bank_name": "HDFC BANK", "utr": "404223241811", "city": "MUMBAI",
        "branch": "FORT, MUMBAI", "micr": 400532038, "name_match_score": "96.00", "name_match_result": "GOOD_PARTIAL_MATCH",
        "account_status": "VALID", "account_status_code": "ACCOUNT_IS_VALID",
        "ifsc_details": {"bank": "HDFC BANK", "ifsc": "HDFC0000123", "branch": "FORT, MUMBAI", "city": "MUMBAI"},
    })
}

fn status(status: &str, code: &str) -> Value {
    json!({"reference_id": 34, "account_status": status, "account_status_code": code, "name_at_bank": null, "name_match_result": null})
}

fn input() -> Value {
    json!({"account_number": "5010 0012 3456 78", "ifsc": "hdfc0000123", "name": "Rahul Sharma"})
}

fn success(host: &StandIn) -> Value {
    match host.perform::<BankAccountVerification>(input()) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_is_asked_about_in_its_normal_form() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "account_number": "50100012345678", "ifsc": "HDFC0000123", "structure": "valid", "bank": "HDFC Bank", "bank_code": "HDFC",
        "branch_code": "000123", "account_status": "valid", "registered_name": "RAHUL KUMAR SHARMA",
        "name_match": {"score": 96, "result": "good_partial_match"}, "branch": "FORT, MUMBAI", "city": "MUMBAI",
    });
    assert_eq!(success(&host), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked.len(), asked[0].method, asked[0].path.as_str()), (1, "POST", "/verification/bank-account/sync"));
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({"bank_account": "50100012345678", "ifsc": "HDFC0000123", "name": "Rahul Sharma"}));
}

#[test]
fn an_answer_that_comes_later_is_fetched_and_one_that_does_not_is_no_finding() {
    for pending in ["RECEIVED", "PENDING", "APPROVAL_PENDING", "VALIDATION_IN_PROGRESS"] {
        let host = StandIn::in_turn([(200, status(pending, "")), (200, record())]);
        assert_eq!(success(&host)["account_status"], "valid", "{pending}");
        let asked = host.asked.borrow();
        assert_eq!((asked[1].method, asked[1].path.as_str(), &asked[1].body), ("GET", "/verification/bank-account?reference_id=34", &None));
        assert!(asked[1].headers.contains(&("x-client-secret", "{{secret:client_secret}}".into())));
    }
    let host = StandIn::status(200, &status("RECEIVED", ""));
    assert_eq!(host.failure::<BankAccountVerification>(input()), ("provider_pending", true));
    assert_eq!(host.asked.borrow().len(), 2, "asked twice, not for ever");
    let without = StandIn::status(200, &json!({"account_status": "RECEIVED"}));
    assert_eq!(without.failure::<BankAccountVerification>(input()), ("provider_malformed", false));
}

#[test]
fn documented_states_of_an_account_are_told_apart() {
    for (code, word) in [
        ("ACCOUNT_BLOCKED", "blocked"),
        ("NRE_ACCOUNT_FAIL", "non_resident"),
        ("NRE_ACCOUNT", "non_resident"),
        ("IMPS_MODE_FAIL", "not_payable"),
        ("BENE_NAME_DIFFERS", "not_payable"),
    ] {
        assert_eq!(success(&StandIn::status(200, &status("INVALID", code)))["account_status"], word, "{code}");
    }
    for code in ["INVALID_BANK_ACCOUNT", "INVALID_ACCOUNT_FAIL", "INVALID_IFSC", "INVALID_IFSC_FAIL", ""] {
        let answer = StandIn::status(200, &status("INVALID", code)).perform::<BankAccountVerification>(input()).unwrap();
        let Answer::NotFound(output) = answer else { panic!("{code}") };
        assert_eq!((&output["bank"], output.get("account_status")), (&json!("HDFC Bank"), None));
    }
}

#[test]
fn what_the_bank_could_not_say_is_no_finding() {
    for (state, code, expected) in [
        ("FAILED", "BENE_BANK_DECLINED", ("provider_unavailable", true)),
        ("UNABLE_TO_VALIDATE", "BENEFICIARY_BANK_OFFLINE", ("provider_unavailable", true)),
        ("UNABLE_TO_VALIDATE", "NPCI_UNAVAILABLE", ("provider_unavailable", true)),
        ("UNABLE_TO_VALIDATE", "INSUFFICIENT_BALANCE", ("provider_refused", false)),
        ("REJECTED", "", ("provider_refused", false)),
        ("MAYBE", "", ("provider_malformed", false)),
    ] {
        let host = StandIn::status(200, &status(state, code));
        assert_eq!(host.failure::<BankAccountVerification>(input()), expected, "{state} {code}");
    }
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, code, expected) in [
        (400, "bank_account_length_short", ("invalid_input", false)),
        (400, "bank_account_value_invalid", ("invalid_input", false)),
        (400, "ifsc_value_invalid", ("invalid_input", false)),
        (400, "name_value_invalid", ("provider_refused", false)),
        (400, "x-client-id_missing", ("provider_refused", false)),
        (401, "authentication_failed", ("provider_refused", false)),
        (403, "ip_validation_failed", ("provider_refused", false)),
        (422, "insufficient_balance", ("provider_refused", false)),
        (429, "too_many_requests_per_ip", ("provider_rate_limited", true)),
        (500, "verification_failed", ("provider_unavailable", true)),
        (502, "verification_failed", ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"type": "…", "code": code, "message": "…"}));
        assert_eq!(host.failure::<BankAccountVerification>(input()), expected, "{status} {code}");
    }
    assert_eq!(StandIn::error(HttpError::Timeout).failure::<BankAccountVerification>(input()), ("timeout", false));
    let nowhere = StandIn::error(HttpError::NotConfigured("cashfree".into()));
    assert_eq!(nowhere.failure::<BankAccountVerification>(input()), ("provider_not_configured", false));
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!([])),
        StandIn::status(200, &json!({})),
        StandIn::status(200, &json!({"account_status": true})),
        StandIn::status(204, &json!({})),
    ] {
        assert_eq!(host.failure::<BankAccountVerification>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_is_no_account_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    for input in
        [json!({"account_number": "XXXX5678", "ifsc": "HDFC0000123"}), json!({"account_number": "50100012345678", "ifsc": "HDFC1000123"})]
    {
        let failure = host.perform::<BankAccountVerification>(input).unwrap_err();
        assert_eq!(failure.code, "invalid_input");
        assert!(!failure.message.contains("5678") && !failure.message.contains("HDFC"), "{}", failure.message);
    }
    assert!(host.asked.borrow().is_empty());
}
