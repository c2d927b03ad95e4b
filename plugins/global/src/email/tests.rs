//! Hunter's contract as its documentation shows it, and what becomes of each answer.

use super::EmailIntelligence;
use enrich_sdk::http::HttpError;
use enrich_sdk::{Answer, StandIn};
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "data": {
            "status": "valid", "result": "deliverable", "_deprecation_notice": "Using result is deprecated, use status instead", "score": 100,
            "email": "asha.verma+bank@emirates.ae", "regexp": true, "gibberish": false, "disposable": false, "webmail": false, "mx_records": true,
            "smtp_server": true, "smtp_check": true, "accept_all": false, "block": false,
            "sources": [{"domain": "blog.example", "uri": "http://blog.example/about", "extracted_on": "2020-01-01", "last_seen_on": "2025-01-01", "still_on_page": true}],
        },
        "meta": {"params": {"email": "asha.verma+bank@emirates.ae"}},
    })
}

fn input() -> Value {
    json!({"email": "asha.verma+bank@Emirates.AE"})
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = record();
    body["data"][member] = value;
    StandIn::status(200, &body)
}

#[test]
fn an_address_is_asked_about_in_its_normal_form() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "email": "asha.verma+bank@emirates.ae", "structure": "valid", "domain": "emirates.ae", "mailbox": "asha.verma@emirates.ae", "has_tag": true,
        "role_account": false, "free_mail": false, "disposable": false, "deliverability": "deliverable", "score": 100,
        "has_mail_server": true, "accepts_all": false, "gibberish": false, "seen_on_web": 1,
    });
    assert_eq!(host.perform::<EmailIntelligence>(input()), Ok(Answer::Success(expected)));
    let asked = host.asked.borrow();
    let path = "/email-verifier?email=asha.verma%2Bbank%40emirates.ae";
    assert_eq!((asked[0].method, asked[0].path.as_str(), asked[0].provider), ("GET", path, "hunter"));
    assert_eq!(asked[0].headers, [("x-api-key", "{{secret:api_key}}".to_owned())]);
}

#[test]
fn what_the_server_said_is_one_word() {
    for (status, word) in [
        ("valid", "deliverable"),
        ("webmail", "deliverable"),
        ("disposable", "deliverable"),
        ("accept_all", "accept_all"),
        ("unknown", "unknown"),
    ] {
        let Ok(Answer::Success(output)) = with("status", json!(status)).perform::<EmailIntelligence>(input()) else { panic!("{status}") };
        assert_eq!(output["deliverability"], word);
    }
    let Ok(Answer::NotFound(output)) = with("status", json!("invalid")).perform::<EmailIntelligence>(input()) else { panic!() };
    assert_eq!((&output["deliverability"], &output["mailbox"]), (&json!("undeliverable"), &json!("asha.verma@emirates.ae")));
}

#[test]
fn the_address_itself_tells_whose_service_it_is_of() {
    let offline = StandIn::error(HttpError::Refused("offline".into()));
    let says = |email: &str| match offline.perform::<EmailIntelligence>(json!({"email": email})) {
        Ok(Answer::NotFound(output)) => output,
        other => panic!("{other:?}"),
    };
    let free = says("A.s.h.a+x@GoogleMail.com");
    assert_eq!((&free["mailbox"], &free["free_mail"], &free["disposable"]), (&json!("asha@gmail.com"), &json!(true), &json!(false)));
    assert_eq!(says("x@sub.mailinator.com")["disposable"], true);
    assert_eq!(says("Info@emirates.ae")["role_account"], true);
    let odd = says("asha@аррӏе.com");
    assert_eq!((&odd["structure"], &odd["domain_looks_like"]), (&json!("doubtful"), &json!("apple.com")));
    assert_eq!(says("asha@[192.0.2.1]")["mailbox"], "asha@[192.0.2.1]");
}

#[test]
fn documented_errors_have_their_codes() {
    for (status, expected) in [
        (202, ("provider_pending", true)),
        (222, ("provider_unavailable", true)),
        (400, ("provider_refused", false)),
        (401, ("provider_refused", false)),
        (403, ("provider_rate_limited", true)),
        (422, ("provider_refused", false)),
        (429, ("provider_rate_limited", true)),
        (451, ("provider_refused", false)),
        (500, ("provider_unavailable", true)),
        (503, ("provider_unavailable", true)),
    ] {
        let host = StandIn::status(status, &json!({"errors": [{"id": "…", "code": status, "details": "…"}]}));
        assert_eq!(host.failure::<EmailIntelligence>(input()), expected, "{status}");
    }
    assert_eq!(StandIn::error(HttpError::NotConfigured(String::new())).failure::<EmailIntelligence>(input()).0, "provider_not_configured");
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!({})),
        with("status", json!("fine")),
        with("email", json!("another@emirates.ae")),
        with("score", json!("high")),
    ] {
        assert_eq!(host.failure::<EmailIntelligence>(input()), ("provider_malformed", false));
    }
    let host = StandIn::error(HttpError::Timeout);
    assert_eq!(host.failure::<EmailIntelligence>(json!({"email": "asha@"})), ("invalid_input", false));
    assert!(host.asked.borrow().is_empty());
}
