//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::SsnVerification;
use crate::stand_in::StandIn;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn reply(state: &str, matched: Value, kind: Value, warnings: Value) -> Value {
    json!({
        "id": "f5067592-dbb8-4405-a557-6d5056514cae", "state": state, "name": "Leslie Knope", "tin": "536904399",
        "created_at": "2026-08-31T10:31:07.816900", "tin_matched": matched, "warnings": warnings, "tin_match_type": kind,
    })
}

fn matched() -> Value {
    reply("COMPLETED", json!(true), json!("SSN"), json!([]))
}

fn input() -> Value {
    json!({"ssn": "536-90-4399", "name": " Leslie Knope ", "date_of_birth": "01/18/1975"})
}

#[test]
fn number_and_name_are_asked_about_together_and_the_number_is_shown_masked() {
    let host = StandIn::status(200, &matched());
    let expected = json!({
        "ssn": "***-**-4399", "structure": "valid", "number_type": "ssn", "issued": "unknown", "date_of_birth": "1975-01-18", "age": 50,
        "tax_record": "matched", "number_of": "person",
    });
    assert_eq!(host.success::<SsnVerification>(input()), expected);
    let asked = host.asked.borrow()[0].clone();
    assert_eq!((asked.method, asked.path.as_str(), asked.provider), ("POST", "/tin_verifications", "baselayer"));
    assert!(asked.headers.contains(&("x-api-key", "{{secret:api_key}}".into())));
    assert_eq!(host.body(0), json!({"name": "Leslie Knope", "tin": "536904399"}));
    let with_address = StandIn::status(200, &matched());
    with_address.success::<SsnVerification>(json!({"ssn": "536904399", "name": "L", "address": "1 Main St"}));
    assert_eq!(with_address.body(0)["address"], "1 Main St");
}

#[test]
fn no_is_told_in_two_ways() {
    let another = StandIn::status(200, &reply("COMPLETED", json!(false), json!("SSN"), json!([])));
    assert_eq!(another.success::<SsnVerification>(input())["tax_record"], "mismatch");
    for kind in [json!("UNKNOWN"), Value::Null] {
        let nobody = StandIn::status(200, &reply("COMPLETED", json!(false), kind, json!([])));
        let told = nobody.not_found::<SsnVerification>(input());
        assert_eq!((told.get("tax_record"), &told["ssn"]), (None, &json!("***-**-4399")));
    }
    let business = StandIn::status(200, &reply("COMPLETED", json!(true), json!("EIN"), json!(null)));
    assert_eq!(business.success::<SsnVerification>(input())["number_of"], "business");
}

#[test]
fn what_is_said_while_the_authority_is_down_is_not_its_word() {
    let warnings = json!(["IRS Validation is unavailable."]);
    let unsure = StandIn::status(200, &reply("COMPLETED", json!(true), json!("SSN"), warnings.clone()));
    assert_eq!(unsure.success::<SsnVerification>(input())["tax_record"], "unconfirmed");
    for matched in [json!(false), Value::Null] {
        let down = StandIn::status(200, &reply("COMPLETED", matched, json!("UNKNOWN"), warnings.clone()));
        assert_eq!(down.failure::<SsnVerification>(input()), ("provider_unavailable", true));
    }
}

#[test]
fn an_answer_that_comes_later_is_asked_for_and_one_that_does_not_is_said_to_be_pending() {
    let pending = |state| (200, reply(state, Value::Null, Value::Null, json!([])));
    let later = StandIn::in_turn(&[pending("PENDING"), pending("EXECUTING"), (200, matched())]);
    assert_eq!(later.success::<SsnVerification>(input())["tax_record"], "matched");
    let asked = later.asked.borrow();
    assert_eq!((asked.len(), asked[2].method), (3, "GET"));
    assert_eq!(asked[2].path, "/tin_verifications/f5067592-dbb8-4405-a557-6d5056514cae");
    let never = StandIn::in_turn(&[pending("PENDING")]);
    assert_eq!(never.failure::<SsnVerification>(input()), ("provider_pending", true));
    assert!(never.asked.borrow().len() <= 8, "a call may send no more");
    for state in ["FAILED", "CANCELLED"] {
        assert_eq!(
            StandIn::in_turn(&[pending("PENDING"), pending(state)]).failure::<SsnVerification>(input()),
            ("provider_unavailable", true)
        );
    }
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, body, expected) in [
        (422, json!({"detail": [{"loc": ["body", "tin"], "msg": "…", "type": "string_too_short"}]}), ("invalid_input", false)),
        (422, json!({"detail": [{"loc": ["body", "address"], "msg": "Field required", "type": "missing"}]}), ("invalid_input", false)),
        (422, json!({}), ("provider_refused", false)),
        (401, json!({}), ("provider_refused", false)),
        (402, json!({}), ("provider_refused", false)),
        (403, json!({}), ("provider_refused", false)),
        (429, json!({}), ("provider_rate_limited", true)),
        (500, json!({}), ("provider_unavailable", true)),
        (503, json!({}), ("provider_unavailable", true)),
    ] {
        assert_eq!(StandIn::status(status, &body).failure::<SsnVerification>(input()), expected, "{status} {body}");
    }
    let wants = StandIn::status(422, &json!({"detail": [{"loc": ["body", "address"]}]})).perform::<SsnVerification>(input()).unwrap_err();
    assert!(wants.message.contains("`address`"), "{}", wants.message);
    assert_eq!(StandIn::error(HttpError::Timeout).failure::<SsnVerification>(input()), ("timeout", false));
    assert_eq!(StandIn::error(HttpError::NotConfigured(String::new())).failure::<SsnVerification>(input()).0, "provider_not_configured");
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>"),
        StandIn::status(200, &json!([])),
        StandIn::status(200, &json!({})),
        StandIn::status(200, &reply("DONE", json!(true), json!("SSN"), json!([]))),
        StandIn::status(200, &reply("COMPLETED", Value::Null, json!("SSN"), json!([]))),
        StandIn::status(200, &reply("COMPLETED", json!("true"), json!("SSN"), json!([]))),
        StandIn::status(204, &json!({})),
    ] {
        assert_eq!(host.failure::<SsnVerification>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_is_no_ssn_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    for input in [
        json!({"ssn": "666-12-3456", "name": "L"}),
        json!({"ssn": "***-**-4399", "name": "L"}),
        json!({"name": "L"}),
        json!({"ssn": 536_904_399}),
        json!({"ssn": "536-90-4399", "name": "L", "date_of_birth": "yesterday"}),
        json!({"ssn": "536-90-4399", "name": "L", "date_of_birth": "2031-01-01"}),
    ] {
        let failure = host.perform::<SsnVerification>(input).unwrap_err();
        assert_eq!(failure.code, "invalid_input");
        assert!(!failure.message.contains("4399"), "{}", failure.message);
    }
    assert!(host.asked.borrow().is_empty());
}

#[test]
fn a_number_speaks_for_itself_without_a_name() {
    let expected = json!({
        "ssn": "***-**-3456", "structure": "doubtful", "structure_reasons": ["It is an ITIN, the number of a taxpayer who has no SSN."],
        "number_type": "itin", "issued": "unknown",
    });
    assert_eq!(StandIn::offline().not_found::<SsnVerification>(json!({"ssn": "912903456"})), expected);
    let live = StandIn::status(422, &json!({"detail": [{"loc": ["body", "name"], "msg": "Field required", "type": "missing"}]}));
    let failure = live.perform::<SsnVerification>(json!({"ssn": "912903456"})).unwrap_err();
    assert!(failure.code == "invalid_input" && failure.message.contains("`name`"), "{failure:?}");
}

#[test]
fn a_late_number_tells_how_old_its_holder_was_at_least() {
    let host = StandIn::status(200, &matched());
    let told = host.success::<SsnVerification>(json!({"ssn": "773-12-3456", "name": "L", "date_of_birth": "1975-01-18"}));
    assert_eq!((&told["issued"], &told["age_at_issue_at_least"]), (&json!("since_2011_06_25"), &json!(36)));
    let young = host.success::<SsnVerification>(json!({"ssn": "773-12-3456", "name": "L", "date_of_birth": "2015-01-18"}));
    assert_eq!((young.get("age_at_issue_at_least"), &young["age"]), (None, &json!(10)));
    let ancient = host.success::<SsnVerification>(json!({"ssn": "536-90-4399", "name": "L", "date_of_birth": "1875-01-18"}));
    assert_eq!(ancient["structure"], "doubtful");
}
