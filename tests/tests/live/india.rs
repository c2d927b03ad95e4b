//! Setu for Aadhaar; Cashfree for employment, vehicles and bank accounts, and, with Twilio, what all providers have in common.

use super::{become_of, body, common, told};
use serde_json::{Value, json};
use tests::ask::{Live, success};

fn aadhaar() -> (&'static str, Value) {
    ("aadhaar_verification", json!({"aadhaar": "2341 2341 2346", "phone": "98123 45610", "date_of_birth": "1990-05-17"}))
}

fn employment() -> (&'static str, Value) {
    ("employment_history", json!({"uan": "1013 4061 2345", "name": "Rahul Sharma", "date_of_birth": "1990-05-17"}))
}

fn holder_of_a_number() -> (&'static str, Value) {
    ("uan_lookup", json!({"phone": "98123 45610", "uan": "1013 4061 2345"}))
}

fn vehicle() -> (&'static str, Value) {
    ("vehicle_rc_verification", json!({"vehicle_number": "KA 05 MN 4821"}))
}

fn account() -> (&'static str, Value) {
    ("bank_account_verification", json!({"account_number": "5010 0012 3456 78", "ifsc": "HDFC0000123", "name": "Rahul Sharma"}))
}

fn setu(status: &str, data: Value) -> Value {
    json!({"status": status, "id": "bbe3d5f6", "message": "…", "data": data, "traceId": "1-6650"})
}

fn refused(code: &str) -> Value {
    json!({"type": "validation_error", "code": code, "message": "…"})
}

/// A holder as Setu has one.
fn holder() -> Value {
    setu("SUCCESS", json!({"address": "Karnataka", "ageBand": "30-40", "gender": "MALE", "maskedMobileNumber": "XXXXXX5610"}))
}

/// An account of the provident fund as Cashfree has it.
fn member() -> Value {
    json!({
        "verification_id": "1", "reference_id": 12345, "status": "SUCCESS",
        "uan_details": [{
            "uan": "101340612345", "source": "uan", "source_score": 0,
            "basic_details": {"gender": "MALE", "dob": "1990-05-17", "employee_name": "RAHUL KUMAR SHARMA", "phone": "9812345610"},
            "employment_details": {
                "member_id": "MHBAN12342200000012345", "establishment_id": "MHBAN1234220000", "exit_date": null,
                "joining_date": "2020-02-21", "leave_reason": null, "establishment_name": "NOVA TEXTILES LIMITED",
            },
            "additional_details": {"pan": "ABCDE1234F", "bank_account": "20329012345"},
        }],
        "recent_employment_details": {
            "employee_details": {"uan": "101340612345", "joining_date": "2020-02-21", "exit_date": null, "employed": true},
            "employer_details": {"establishment_name": "NOVA TEXTILES LIMITED", "pf_filing_details": [{"wage_month": "NOV-23"}]},
        },
    })
}

fn certificate() -> Value {
    json!({
        "verification_id": "1", "reference_id": 88, "status": "VALID", "reg_no": "KA05MN4821", "class": "Motor Car",
        "vehicle_manufacturer_name": "HYUNDAI MOTOR INDIA LTD", "model": "I20", "type": "PETROL", "owner_count": "1",
        "owner": "RAHUL KUMAR SHARMA", "mobile_number": null, "rc_status": "ACTIVE", "reg_date": "24/12/2021",
        "rc_expiry_date": "23/12/2036", "vehicle_insurance_upto": "14/12/2024", "rc_financer": null,
    })
}

fn paid(status: &str, code: &str) -> Value {
    let name = (status == "VALID").then_some("RAHUL KUMAR SHARMA");
    json!({
        "reference_id": 34, "name_at_bank": name, "bank_name": "HDFC BANK", "utr": "404223241811", "branch": "FORT, MUMBAI",
        "name_match_score": name.map(|_| "96.00"), "name_match_result": name.map(|_| "GOOD_PARTIAL_MATCH"),
        "account_status": status, "account_status_code": code,
    })
}

#[tokio::test]
async fn each_is_asked_as_documented_and_its_record_read() {
    let id = "{id of the call}";
    for ((check, input), answer, line, question, facts) in [
        (
            aadhaar(),
            holder(),
            "POST /api/aadhaar-lite HTTP/1.1",
            json!({"aadhaar_number": "234123412346"}),
            json!({"aadhaar": "XXXX XXXX 2346", "mobile_match": "match", "age_match": "match", "gender": "male"}),
        ),
        (
            employment(),
            member(),
            "POST /verification/advance-employment HTTP/1.1",
            json!({"verification_id": id, "uan": "101340612345", "employee_name": "Rahul Sharma"}),
            json!({"employer": "NOVA TEXTILES LIMITED", "employed": true, "date_of_birth_match": "match", "employer_last_filing": "2023-11"}),
        ),
        (
            holder_of_a_number(),
            member(),
            "POST /verification/advance-employment HTTP/1.1",
            json!({"verification_id": id, "phone": "9812345610"}),
            json!({"uan": "101340612345", "uan_match": "match", "registered_name": "RAHUL KUMAR SHARMA"}),
        ),
        (
            vehicle(),
            certificate(),
            "POST /verification/vehicle-rc HTTP/1.1",
            json!({"verification_id": id, "vehicle_number": "KA05MN4821"}),
            json!({"rc_status": "active", "registered_owner": "RAHUL KUMAR SHARMA", "registration": "in_force", "insurance": "expired"}),
        ),
        (
            account(),
            paid("VALID", "ACCOUNT_IS_VALID"),
            "POST /verification/bank-account/sync HTTP/1.1",
            json!({"bank_account": "50100012345678", "ifsc": "HDFC0000123", "name": "Rahul Sharma"}),
            json!({"account_status": "valid", "registered_name": "RAHUL KUMAR SHARMA"}),
        ),
    ] {
        let live = Live::with(vec![(200, answer)]).await;
        let told = success(live.ask(check, input).await);
        for (name, value) in facts.as_object().unwrap() {
            assert_eq!(&told[name], value, "{check}: {told}");
        }
        let heard = live.heard();
        let mut sent = body(&heard[0]);
        if let Some(own) = sent.get_mut("verification_id") {
            assert!(own.as_str().unwrap().starts_with("call_"), "{check}: {own}");
            *own = json!(id);
        }
        assert_eq!((heard[0].line.as_str(), sent, heard.len()), (line, question, 1));
        assert!(["x-client-id", "x-client-secret"].iter().all(|name| heard[0].headers[*name] == "hunter2"), "{check}");
    }
}

#[tokio::test]
async fn what_every_provider_may_say_is_told_apart() {
    let others = [
        ("pan_verification", json!({"pan": "AAAPV1000A", "name": "Asha Verma"})),
        ("gstin_verification", json!({"gstin": "29AAACV1000A1Z7"})),
        ("company_registry_in", json!({"cin": "U51909KA2015PTC010000"})),
        ("mobile_intelligence", json!({"phone": "+91 98123 45610"})),
    ];
    become_of(&[aadhaar(), employment(), vehicle(), account()], &common()).await;
    become_of(&others, &common()).await;
}

#[tokio::test]
async fn what_setu_documents_is_told_apart() {
    let answers = [
        (404, setu("FAILED", Value::Null), "not_found"),
        (404, json!({"message": "Not Found"}), "provider_refused"),
        (400, setu("FAILED", Value::Null), "invalid_input"),
        (403, setu("FAILED", Value::Null), "provider_refused"),
        (503, setu("FAILED", Value::Null), "provider_unavailable"),
        (200, setu("SUCCESS", Value::Null), "provider_malformed"),
        (200, setu("FAILED", json!({"gender": "M"})), "provider_malformed"),
    ];
    become_of(&[aadhaar()], &answers).await;
}

#[tokio::test]
async fn what_cashfree_documents_is_told_apart() {
    let unknown = json!({"status": "EMPLOYMENT_DETAILS_NOT_FOUND", "uan_details": [], "recent_employment_details": null});
    become_of(&[employment()], &[(200, unknown, "not_found"), (400, refused("uan_value_invalid"), "invalid_input")]).await;
    let unknown = json!({"verification_id": "1", "reference_id": 88, "status": "INVALID", "reg_no": null, "rc_status": null});
    become_of(&[vehicle()], &[(200, unknown, "not_found"), (400, refused("vehicle_number_value_invalid"), "invalid_input")]).await;
    let answers = [
        (200, paid("INVALID", "INVALID_ACCOUNT_FAIL"), "not_found"),
        (200, paid("RECEIVED", ""), "provider_pending"),
        (400, refused("bank_account_value_invalid"), "invalid_input"),
        (400, refused("ifsc_value_invalid"), "invalid_input"),
    ];
    become_of(&[account()], &answers).await;
    let shared = [
        (400, refused("x-client-id_missing"), "provider_refused"),
        (403, refused("ip_validation_failed"), "provider_refused"),
        (422, refused("insufficient_balance"), "provider_refused"),
        (502, refused("verification_failed"), "provider_unavailable"),
    ];
    become_of(&[employment(), vehicle(), account()], &shared).await;
}

#[tokio::test]
async fn an_id_that_cashfree_has_seen_gives_way_to_the_next() {
    for ((check, input), record) in [(employment(), member()), (vehicle(), certificate())] {
        let live = Live::with(vec![(409, refused("verification_id_already_exists")), (200, record)]).await;
        success(live.ask(check, input.clone()).await);
        let ids: Vec<Value> = live.heard().iter().map(|one| body(one)["verification_id"].clone()).collect();
        assert_eq!(ids[1], format!("{}-2", ids[0].as_str().unwrap()), "{check}");
        let used_up = Live::with(vec![(409, refused("verification_id_already_exists"))]).await;
        assert_eq!((told(&used_up.ask(check, input).await).as_str(), used_up.heard().len()), ("provider_refused", 3), "{check}");
    }
}

#[tokio::test]
async fn a_bank_that_answers_later_is_asked_once_more() {
    let live = Live::with(vec![(200, paid("RECEIVED", "")), (200, paid("VALID", "ACCOUNT_IS_VALID"))]).await;
    let (check, input) = account();
    assert_eq!(success(live.ask(check, input).await)["account_status"], "valid");
    let heard = live.heard();
    assert_eq!(heard[1].line, "GET /verification/bank-account?reference_id=34 HTTP/1.1");
    assert_eq!((heard[1].headers["x-client-secret"].as_str(), heard.len()), ("hunter2", 2));
}
