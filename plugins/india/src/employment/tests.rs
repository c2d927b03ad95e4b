//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::EmploymentHistory;
use crate::stand_in::StandIn;
use enrich_sdk::Answer;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn account(employer: &str, joined: &str, left: Value) -> Value {
    json!({
        "uan": "101340612345", "source": "uan", "source_score": 0,
        "basic_details": {
            "gender": "MALE", "dob": "1990-05-17", "employee_confidence_score": 0, "employee_name": "RAHUL KUMAR SHARMA",
            "phone": "9812345610", "aadhaar_verified": true,
        },
        "employment_details": {
            "member_id": "MHBAN12342200000012345", "establishment_id": "MHBAN1234220000", "exit_date": left, "joining_date": joined,
            "leave_reason": null, "establishment_name": employer, "employer_confidence_score": 0.1,
        },
        "additional_details": {
            "aadhaar": "XXXXXXXX7561", "email": "x@example.com", "pan": "ABCDE1234F", "ifsc": "SBIN0012345", "bank_account": "20329012345",
        },
    })
}

fn record() -> Value {
    json!({
        "verification_id": "call_1", "reference_id": 12345, "status": "SUCCESS", "input": {"uan": "101340612345"},
        "uan_details": [account("OLD MILL LIMITED", "2015-07-01", json!("2020-02-01")), account("NOVA TEXTILES LIMITED", "2020-02-21", Value::Null)],
        "recent_employment_details": {
            "employee_details": {
                "member_id": "MHBAN12342200000012345", "uan": "101340612345", "joining_date": "2020-02-21", "exit_date": null,
                "employed": true, "employee_name_match": true, "exit_date_marked": false,
            },
            "employer_details": {
                "establishment_id": "MHBAN1234220000", "establishment_name": "NOVA TEXTILES LIMITED", "setup_date": "2016-06-14",
                "pf_filing_details": [
                    {"total_amount": 4_646_113, "employees_count": 1_184, "wage_month": "SEP-23"},
                    {"total_amount": 5_328_983, "employees_count": 1_368, "wage_month": "NOV-23"},
                    {"total_amount": 5_145_010, "employees_count": 1_333, "wage_month": "OCT-23"},
                ],
            },
        },
    })
}

fn input() -> Value {
    json!({"uan": "1013 4061 2345", "name": "Rahul Sharma", "date_of_birth": "1990-05-17", "pan": "abcde1234f", "phone": "98123 45610"})
}

fn success(host: &StandIn, input: Value) -> Value {
    match host.perform::<EmploymentHistory>(input) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_is_asked_about_under_the_id_of_the_call() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "uan": "101340612345", "structure": "valid", "registered_name": "RAHUL KUMAR SHARMA", "date_of_birth_match": "match",
        "pan_match": "match", "phone_match": "match", "aadhaar_verified": "yes", "employed": true, "employer": "NOVA TEXTILES LIMITED",
        "joined_on": "2020-02-21", "employer_last_filing": "2023-11", "employer_employees": 1368,
        "employments": [
            {"employer": "NOVA TEXTILES LIMITED", "establishment": "MHBAN1234220000", "joined_on": "2020-02-21"},
            {"employer": "OLD MILL LIMITED", "establishment": "MHBAN1234220000", "joined_on": "2015-07-01", "left_on": "2020-02-01"},
        ],
    });
    assert_eq!(success(&host, input()), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked.len(), asked[0].method, asked[0].path.as_str()), (1, "POST", "/verification/advance-employment"));
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    let told = json!({"verification_id": "call_1", "uan": "101340612345", "employee_name": "Rahul Sharma"});
    assert_eq!(body, told, "phone, PAN and date of birth stay here");
}

#[test]
fn an_unknown_account_is_not_found() {
    let body = json!({"verification_id": "call_1", "reference_id": 12345, "status": "EMPLOYMENT_DETAILS_NOT_FOUND", "uan_details": []});
    let answer = StandIn::status(200, &body).perform::<EmploymentHistory>(json!({"uan": "101340612345"})).unwrap();
    assert_eq!(answer, Answer::NotFound(json!({"uan": "101340612345", "structure": "valid"})));
}

#[test]
fn what_the_request_says_is_compared_with_the_record() {
    let other = json!({"uan": "101340612345", "date_of_birth": "17/05/1991", "pan": "BNZPN4821K", "phone": "+91 98123 45611"});
    let output = success(&StandIn::status(200, &record()), other);
    assert_eq!([&output["date_of_birth_match"], &output["pan_match"], &output["phone_match"]], ["mismatch"; 3]);
    let output = success(&StandIn::status(200, &record()), json!({"uan": "101340612345"}));
    assert_eq!([&output["date_of_birth_match"], &output["pan_match"], &output["phone_match"]], ["unknown"; 3]);
    for input in [json!({"uan": "101340612345", "pan": "X"}), json!({"uan": "101340612345", "date_of_birth": "1990-02-30"})] {
        assert_eq!(StandIn::status(200, &record()).failure::<EmploymentHistory>(input), ("invalid_input", false));
    }
}

#[test]
fn a_record_without_the_latest_employment_tells_what_it_has() {
    let mut body = record();
    body["recent_employment_details"] = Value::Null;
    body["uan_details"] = json!([account("OLD MILL LIMITED", "01/07/2015", json!("2020-02-01"))]);
    let output = success(&StandIn::status(200, &body), input());
    assert_eq!(
        (&output["employer"], &output["joined_on"], &output["left_on"]),
        (&json!("OLD MILL LIMITED"), &json!("2015-07-01"), &json!("2020-02-01"))
    );
    assert_eq!((output.get("employed"), output.get("employer_last_filing")), (None, None));
    body["uan_details"] = json!([{"uan": "101340612345"}]);
    let output = success(&StandIn::status(200, &body), input());
    assert_eq!((output.get("employments"), &output["aadhaar_verified"]), (None, &json!("unknown")));
    body["recent_employment_details"] =
        json!({"employer_details": {"pf_filing_details": [{"employees_count": "12", "wage_month": "JAN-24"}, {"wage_month": "x"}]}});
    let output = success(&StandIn::status(200, &body), input());
    assert_eq!((&output["employer_last_filing"], &output["employer_employees"]), (&json!("2024-01"), &json!(12)));
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, code, expected) in [
        (400, "uan_value_invalid", ("invalid_input", false)),
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
        assert_eq!(host.failure::<EmploymentHistory>(input()), expected, "{status} {code}");
        assert_eq!(host.asked.borrow().len(), if status == 409 { 3 } else { 1 });
    }
    assert_eq!(StandIn::error(HttpError::Timeout).failure::<EmploymentHistory>(input()), ("timeout", false));
    let nowhere = StandIn::error(HttpError::NotConfigured("cashfree".into()));
    assert_eq!(nowhere.failure::<EmploymentHistory>(input()), ("provider_not_configured", false));
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    let mut another = record();
    another["uan_details"][1]["uan"] = json!("101340612346");
    let mut none = record();
    none["uan_details"] = json!([]);
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!({})),
        StandIn::status(200, &json!({"status": "MAYBE"})),
        StandIn::status(200, &another),
        StandIn::status(200, &none),
        StandIn::status(204, &json!({})),
    ] {
        assert_eq!(host.failure::<EmploymentHistory>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_is_no_uan_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    let failure = host.perform::<EmploymentHistory>(json!({"uan": "10134061234"})).unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), ("invalid_input", "A UAN has 12 digits."));
    assert!(host.asked.borrow().is_empty());
}
