//! GLEIF's contract as its documentation shows it, and what becomes of each answer.

use super::LeiLookup;
use enrich_sdk::Answer;
use enrich_sdk::StandIn;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "meta": {"goldenCopy": {"publishDate": "2026-11-27T16:00:00Z"}},
        "data": {
            "type": "lei-records", "id": "506700GE1G29325QX363",
            "attributes": {
                "lei": "506700GE1G29325QX363",
                "entity": {
                    "legalName": {"name": "Global Legal Entity Identifier Foundation", "language": "en"},
                    "otherNames": [], "transliteratedOtherNames": [],
                    "legalAddress": {"language": "en", "addressLines": ["St. Alban-Vorstadt 12"], "city": "Basel", "region": "CH-BS", "country": "CH", "postalCode": "4052"},
                    "headquartersAddress": {"language": "en", "addressLines": ["Bleichstrasse 59"], "city": "Frankfurt am Main", "country": "DE", "postalCode": "60313"},
                    "registeredAt": {"id": "RA000549", "other": null}, "registeredAs": "CHE-200.595.965", "jurisdiction": "CH",
                    "category": "GENERAL", "legalForm": {"id": "2JZ4", "other": null}, "associatedEntity": {"lei": null, "name": null},
                    "status": "ACTIVE", "expiration": {"date": null, "reason": null}, "successorEntity": {"lei": null, "name": null},
                },
                "registration": {
                    "initialRegistrationDate": "2014-09-25T00:00:00Z", "lastUpdateDate": "2026-07-17T10:11:00Z", "status": "ISSUED",
                    "nextRenewalDate": "2027-09-17T10:43:00Z", "managingLou": "5299000J2N45DDNE4Y28",
                    "corroborationLevel": "FULLY_CORROBORATED", "validatedAt": {"id": "RA000549", "other": null}, "validatedAs": "CHE-200.595.965",
                },
                "bic": null, "mic": null, "ocid": null, "conformityFlag": "CONFORMING",
            },
            "relationships": {}, "links": {"self": "https://api.gleif.org/api/v1/lei-records/506700GE1G29325QX363"},
        },
    })
}

fn input() -> Value {
    json!({"lei": "506700 ge1g 29325qx363"})
}

fn with(part: &str, member: &str, value: Value) -> StandIn {
    let mut body = record();
    body["data"]["attributes"][part][member] = value;
    StandIn::status(200, &body)
}

fn success(host: &StandIn) -> Value {
    match host.perform::<LeiLookup>(input()) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_lei_is_asked_about_in_its_normal_form_and_without_a_key() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "lei": "506700GE1G29325QX363", "structure": "valid", "issuer_prefix": "5067", "entity_status": "active",
        "registration_status": "issued", "legal_name": "Global Legal Entity Identifier Foundation", "jurisdiction": "CH", "country": "CH",
        "registered_as": "CHE-200.595.965", "registered_at": "RA000549", "category": "general", "first_issued_on": "2014-09-25",
        "next_renewal_on": "2027-09-17", "corroboration": "fully_corroborated",
    });
    assert_eq!(success(&host), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked[0].method, asked[0].path.as_str(), asked[0].provider), ("GET", "/lei-records/506700GE1G29325QX363", "gleif"));
    assert_eq!(asked[0].headers, [("accept", "application/vnd.api+json".to_owned())]);
}

#[test]
fn an_unknown_lei_is_not_found_and_keeps_what_it_says_itself() {
    let body = json!({"errors": [{"status": "404", "title": "Not Found", "detail": "The requested LEI record could not be found."}]});
    let answer = StandIn::status(404, &body).perform::<LeiLookup>(input()).unwrap();
    let expected = json!({"lei": "506700GE1G29325QX363", "structure": "valid", "issuer_prefix": "5067"});
    assert_eq!(answer, Answer::NotFound(expected.clone()));
    let offline = StandIn::error(HttpError::Refused("offline".into())).perform::<LeiLookup>(input()).unwrap();
    assert_eq!(offline, Answer::NotFound(expected));
}

#[test]
fn what_is_out_of_force_is_a_finding() {
    for (status, word) in [("ACTIVE", "active"), ("INACTIVE", "inactive"), ("NULL", "unknown"), ("", "unknown")] {
        assert_eq!(success(&with("entity", "status", json!(status)))["entity_status"], word);
    }
    for (status, word) in [
        ("ISSUED", "issued"),
        ("LAPSED", "lapsed"),
        ("RETIRED", "retired"),
        ("MERGED", "merged"),
        ("ANNULLED", "annulled"),
        ("DUPLICATE", "duplicate"),
        ("PENDING_TRANSFER", "pending_transfer"),
        ("PENDING_ARCHIVAL", "pending_archival"),
        ("NEW", "unknown"),
    ] {
        assert_eq!(success(&with("registration", "status", json!(status)))["registration_status"], word);
    }
    assert_eq!(success(&with("entity", "registeredAs", Value::Null)).get("registered_as"), None);
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, expected) in [
        (400, ("provider_refused", false)),
        (403, ("provider_refused", false)),
        (406, ("provider_refused", false)),
        (429, ("provider_rate_limited", true)),
        (500, ("provider_unavailable", true)),
        (503, ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"errors": [{"status": status.to_string(), "title": "…"}]}));
        assert_eq!(host.failure::<LeiLookup>(input()), expected, "{status}");
    }
    assert_eq!(StandIn::error(HttpError::NotConfigured(String::new())).failure::<LeiLookup>(input()).0, "provider_not_configured");
    assert_eq!(StandIn::error(HttpError::Timeout).failure::<LeiLookup>(input()).0, "timeout");
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    let mut another = record();
    another["data"]["attributes"]["lei"] = json!("5493001KJTIIGC8Y1R12");
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!({"data": []})),
        StandIn::status(200, &json!({})),
        StandIn::status(200, &another),
        StandIn::status(302, &json!({})),
        with("entity", "legalName", Value::Null),
    ] {
        assert_eq!(host.failure::<LeiLookup>(input()), ("provider_malformed", false));
    }
    let host = StandIn::error(HttpError::Timeout);
    assert_eq!(host.failure::<LeiLookup>(json!({"lei": "506700GE1G29325QX364"})), ("invalid_input", false));
    assert!(host.asked.borrow().is_empty());
}
