//! Middesk's contract as its documentation shows it, and what becomes of each answer.

use super::BusinessRegistryUs;
use crate::stand_in::StandIn;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn ordered() -> Value {
    json!({
        "object": "business", "id": "25fa0da7-6de2-4d7c-bbc8-60db0ea31557", "external_id": "call_1", "name": "Mid Desk", "status": "open",
        "created_at": "2022-06-14T17:28:43.229Z", "updated_at": "2022-06-14T17:28:43.229Z", "review": null, "tin": null, "formation": null,
        "watchlist": null, "names": [], "people": [], "registrations": [], "addresses": [],
    })
}

fn answered() -> Value {
    let mut body = ordered();
    body["status"] = json!("in_review");
    body["review"] = json!({"object": "review", "completed_at": null, "tasks": [
        {"category": "name", "key": "name", "status": "success", "message": "…", "sub_label": "Verified"},
        {"category": "address", "key": "address_verification", "status": "failure", "message": "…", "sub_label": "Unverified"},
        {"category": "sos", "key": "sos_match", "status": "success", "message": "…", "sub_label": "Submitted Active"},
    ]});
    body["tin"] = json!({"name": "Mid Desk", "tin": "911144442", "mismatch": false, "unknown": false, "verified": true, "error": null});
    body["formation"] = json!({"entity_type": "CORPORATION", "formation_date": "2020-02-24", "formation_state": "CA"});
    body["watchlist"] = json!({"object": "watchlist", "hit_count": 0, "people": []});
    body["names"] = json!([{"name": "Mid Desk", "submitted": true}]);
    body["people"] =
        json!([{"object": "person", "name": "Ann Perkins", "titles": [{"object": "person_title", "title": "CEO"}]}, {"name": "Ben Wyatt"}]);
    body["registrations"] = json!([
        {"object": "registration", "name": "MID DESK INC", "status": "inactive", "state": "NV", "file_number": "7", "jurisdiction": "FOREIGN"},
        {"object": "registration", "name": "MID DESK, INC.", "status": "active", "state": "CA", "file_number": "C123", "jurisdiction": "DOMESTIC"},
    ]);
    body
}

fn input() -> Value {
    json!({"name": " Mid Desk ", "ein": "91-1144442", "address": "577 Howard St, San Francisco, CA 94105"})
}

fn later(answer: &Value) -> StandIn {
    StandIn::in_turn(&[(201, ordered()), (200, ordered()), (200, answer.clone())])
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = answered();
    body[member] = value;
    later(&body)
}

#[test]
fn a_business_is_ordered_and_asked_for_until_it_is_answered() {
    let host = later(&answered());
    let expected = json!({
        "name": "Mid Desk", "ein": "91-1144442", "registered_name": "MID DESK, INC.", "registration_status": "active",
        "entity_type": "CORPORATION", "formed_on": "2020-02-24", "formed_in": "CA",
        "registrations": ["NV, inactive, 7", "CA, active, C123"], "people": ["Ann Perkins (CEO)", "Ben Wyatt"],
        "name_verified": true, "address_verified": false, "tax_record": "matched", "watchlist_hits": 0,
    });
    assert_eq!(host.success::<BusinessRegistryUs>(input()), expected);
    let asked = host.asked.borrow();
    let ways: Vec<(&str, &str)> = asked.iter().map(|request| (request.method, request.path.as_str())).collect();
    let poll = ("GET", "/businesses/25fa0da7-6de2-4d7c-bbc8-60db0ea31557");
    assert_eq!(ways, [("POST", "/businesses"), poll, poll]);
    assert!(asked.iter().all(|request| request.headers.contains(&("authorization", "Bearer {{secret:api_key}}".into()))));
    let order = json!({
        "name": "Mid Desk", "external_id": "call_1", "tin": {"tin": "911144442"},
        "addresses": [{"full_address": "577 Howard St, San Francisco, CA 94105"}],
    });
    assert_eq!(host.body(0), order);
}

#[test]
fn what_is_not_answered_in_time_is_pending_and_nothing_else() {
    for status in ["open", "pending", "in_audit"] {
        let mut body = answered();
        body["status"] = json!(status);
        let host = StandIn::in_turn(&[(201, ordered()), (200, body)]);
        assert_eq!(host.failure::<BusinessRegistryUs>(input()), ("provider_pending", true));
        assert!((4..=8).contains(&host.asked.borrow().len()));
    }
    let at_once = StandIn::in_turn(&[(201, answered())]);
    at_once.success::<BusinessRegistryUs>(input());
    assert_eq!(at_once.asked.borrow().len(), 1);
}

#[test]
fn a_business_that_no_register_has_is_not_found_and_one_out_of_force_is_a_finding() {
    assert_eq!(with("registrations", json!([])).not_found::<BusinessRegistryUs>(input()), json!({"name": "Mid Desk", "ein": "91-1144442"}));
    let inactive = with("registrations", json!([{"name": "MID DESK, INC.", "status": "inactive", "state": "CA"}]));
    assert_eq!(inactive.success::<BusinessRegistryUs>(input())["registration_status"], "inactive");
    let unknown = with("registrations", json!([{"status": null}]));
    let told = unknown.success::<BusinessRegistryUs>(input());
    assert_eq!((&told["registration_status"], &told["registered_name"]), (&json!("unknown"), &json!("Mid Desk")));
    for (tin, word) in
        [(json!({"verified": false, "mismatch": true}), "mismatch"), (json!({"verified": false, "unknown": true}), "unknown")]
    {
        assert_eq!(with("tin", tin).success::<BusinessRegistryUs>(input())["tax_record"], word);
    }
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, body, expected) in [
        (400, json!({"errors": [{"message": "Parameter `name` is missing", "parameter": "name"}]}), ("invalid_input", false)),
        (422, json!({"errors": [{"message": "TIN is invalid", "parameter": "tin"}]}), ("invalid_input", false)),
        (400, json!({"errors": [{"message": "Addresses can't be blank"}]}), ("invalid_input", false)),
        (400, json!({"errors": [{"message": "no such product"}]}), ("provider_refused", false)),
        (401, json!({"errors": [{"message": "Not authorized"}]}), ("provider_refused", false)),
        (404, json!({"errors": []}), ("provider_refused", false)),
        (429, json!({}), ("provider_rate_limited", true)),
        (500, json!({}), ("provider_unavailable", true)),
    ] {
        assert_eq!(StandIn::status(status, &body).failure::<BusinessRegistryUs>(input()), expected, "{status} {body}");
        // Also where the order went through.
        let polled = StandIn::in_turn(&[(201, ordered()), (status, body.clone())]);
        assert_eq!(polled.failure::<BusinessRegistryUs>(input()), expected, "{status} {body}");
    }
    assert_eq!(StandIn::error(HttpError::Timeout).failure::<BusinessRegistryUs>(input()), ("timeout", false));
    assert_eq!(StandIn::error(HttpError::NotConfigured(String::new())).failure::<BusinessRegistryUs>(input()).0, "provider_not_configured");
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(201, b"<html>"),
        StandIn::status(201, &json!({})),
        with("status", json!("gone")),
        with("review", json!({"tasks": 1})),
    ] {
        assert_eq!(host.failure::<BusinessRegistryUs>(input()), ("provider_malformed", false));
    }
}

#[test]
fn what_cannot_be_asked_about_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    for input in [json!({}), json!({"name": "…"}), json!({"name": "Mid Desk", "ein": "1"})] {
        assert_eq!(host.failure::<BusinessRegistryUs>(input).0, "invalid_input");
    }
    assert!(host.asked.borrow().is_empty());
    assert_eq!(StandIn::offline().not_found::<BusinessRegistryUs>(json!({"name": "Mid Desk"})), json!({"name": "Mid Desk"}));
}
