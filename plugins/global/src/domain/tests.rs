//! RDAP's contract as RFC 9083 shows it, and what becomes of each answer.

use super::DomainIntelligence;
use enrich_sdk::http::{HttpError, Response};
use enrich_sdk::{Answer, StandIn};
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "objectClassName": "domain", "handle": "2336799_DOMAIN_COM-VRSN", "ldhName": "GULF-TRADERS.COM",
        "links": [{"value": "https://rdap.verisign.com/com/v1/domain/GULF-TRADERS.COM", "rel": "self", "href": "https://rdap.verisign.com/com/v1/domain/GULF-TRADERS.COM", "type": "application/rdap+json"}],
        "status": ["client transfer prohibited", "active"],
        "entities": [
            {"objectClassName": "entity", "roles": ["abuse"], "handle": "1"},
            {"objectClassName": "entity", "handle": "376", "roles": ["registrar"], "publicIds": [{"type": "IANA Registrar ID", "identifier": "376"}],
             "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Sample Registrar, Inc."]]]},
        ],
        "events": [
            {"eventAction": "registration", "eventDate": "2015-06-15T04:00:00Z"}, {"eventAction": "expiration", "eventDate": "2026-08-13T04:00:00Z"},
            {"eventAction": "last changed", "eventDate": "2024-08-14T07:01:34Z"}, {"eventAction": "last update of RDAP database", "eventDate": "2025-06-15T00:00:00Z"},
        ],
        "secureDNS": {"delegationSigned": true},
        "nameservers": [{"objectClassName": "nameserver", "ldhName": "A.GULF-TRADERS.COM"}, {"objectClassName": "nameserver", "ldhName": "B.GULF-TRADERS.COM."}],
        "rdapConformance": ["rdap_level_0"],
    })
}

fn input() -> Value {
    json!({"url": "https://shop.Gulf-Traders.com/basket"})
}

fn success(host: &StandIn, input: Value) -> Value {
    match host.perform::<DomainIntelligence>(input) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = record();
    body[member] = value;
    StandIn::status(200, &body)
}

fn asked(host: &StandIn) -> Vec<(&'static str, String)> {
    host.asked.borrow().iter().map(|request| (request.provider, request.path.clone())).collect()
}

#[test]
fn a_large_registry_is_asked_about_the_registered_part() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "domain": "gulf-traders.com", "host": "shop.gulf-traders.com", "public_suffix": "com", "structure": "valid", "domain_status": "active",
        "registered_on": "2015-06-15", "age_days": 3653, "expires_on": "2026-08-13", "changed_on": "2024-08-14",
        "registrar": "Sample Registrar, Inc.", "nameservers": ["a.gulf-traders.com", "b.gulf-traders.com"], "signed": true,
        "registry_status": ["client transfer prohibited", "active"],
    });
    assert_eq!(success(&host, input()), expected);
    assert_eq!(asked(&host), [("rdap_verisign", "/com/v1/domain/gulf-traders.com".to_owned())]);
    assert!(host.asked.borrow()[0].headers[0].1.contains("application/rdap+json"));
}

#[test]
fn any_other_ending_is_asked_of_the_one_that_knows_all() {
    let moved = |to: &str| Ok(Response { status: 302, headers: vec![("Location".into(), to.into())], body: Vec::new() });
    let answer = |body: &Value| Ok(Response { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() });
    let mut body = record();
    body["ldhName"] = json!("gulf.live");
    let host = StandIn::answering(vec![moved("https://rdap.identitydigital.services/rdap/domain/gulf.live"), answer(&body)]);
    assert_eq!(success(&host, json!({"url": "gulf.live"}))["domain_status"], "active");
    let path = "/domain/gulf.live".to_owned();
    assert_eq!(asked(&host), [("rdap", path.clone()), ("rdap_identity_digital", path)]);
    for elsewhere in ["https://rdap.nic.example/domain/gulf.live", "https://rdap.nominet.uk.evil.example/x", "http://169.254.169.254/", ""]
    {
        let host = StandIn::answering(vec![moved(elsewhere)]);
        assert_eq!(host.failure::<DomainIntelligence>(json!({"url": "gulf.live"})), ("provider_not_configured", false), "{elsewhere}");
        assert_eq!(host.asked.borrow().len(), 1);
    }
    // A service of the operator's own answers itself.
    let host = StandIn::status(200, &body);
    assert_eq!(success(&host, json!({"url": "gulf.live"}))["domain"], "gulf.live");
}

#[test]
fn a_registry_that_is_not_configured_is_asked_through_the_other() {
    let answer = Ok(Response { status: 200, headers: Vec::new(), body: record().to_string().into_bytes() });
    let host = StandIn::answering(vec![Err(HttpError::NotConfigured(String::new())), answer]);
    assert_eq!(success(&host, input())["domain_status"], "active");
    assert_eq!(asked(&host)[1], ("rdap", "/domain/gulf-traders.com".to_owned()));
    let none = StandIn::error(HttpError::NotConfigured(String::new()));
    assert_eq!(none.failure::<DomainIntelligence>(input()), ("provider_not_configured", false));
}

#[test]
fn an_unregistered_domain_is_not_found_and_keeps_what_the_name_says() {
    let body = json!({"errorCode": 404, "title": "Not Found", "description": ["The domain you are seeking is not here."]});
    let expected = json!({"domain": "gulf-traders.com", "host": "shop.gulf-traders.com", "public_suffix": "com", "structure": "valid"});
    assert_eq!(StandIn::status(404, &body).perform::<DomainIntelligence>(input()), Ok(Answer::NotFound(expected.clone())));
    let offline = StandIn::error(HttpError::Refused("offline".into()));
    assert_eq!(offline.perform::<DomainIntelligence>(input()), Ok(Answer::NotFound(expected)));
    let Ok(Answer::NotFound(odd)) = offline.perform::<DomainIntelligence>(json!({"url": "https://аррӏе.com"})) else { panic!() };
    assert_eq!((&odd["structure"], &odd["looks_like"], &odd["unicode"]), (&json!("doubtful"), &json!("apple.com"), &json!("аррӏе.com")));
    let Ok(Answer::NotFound(lent)) = offline.perform::<DomainIntelligence>(json!({"url": "octocat.github.io"})) else { panic!() };
    assert_eq!((&lent["domain"], &lent["lent_under"]), (&json!("github.io"), &json!("github.io")));
}

#[test]
fn states_of_a_registration_are_findings() {
    for (status, word) in [
        (json!(["active"]), "active"),
        (json!(["ok"]), "active"),
        (json!([]), "active"),
        (json!(["inactive"]), "inactive"),
        (json!(["client hold"]), "on_hold"),
        (json!(["active", "Server Hold"]), "on_hold"),
        (json!(["pending delete"]), "expiring"),
        (json!(["redemption period", "pending delete"]), "expiring"),
    ] {
        assert_eq!(success(&with("status", status), input())["domain_status"], word);
    }
    let bare = success(&StandIn::status(200, &json!({"objectClassName": "domain"})), input());
    assert_eq!((bare.get("age_days"), bare.get("registrar"), bare.get("signed")), (None, None, None));
    assert_eq!(success(&with("entities", json!([{"roles": ["registrar"], "handle": "376"}])), input())["registrar"], "376");
    assert_eq!(success(&with("events", json!([{"eventAction": "registration"}])), input()).get("registered_on"), None);
}

#[test]
fn errors_have_their_codes_and_a_broken_answer_is_never_a_finding() {
    for (status, expected) in [
        (400, ("provider_refused", false)),
        (403, ("provider_refused", false)),
        (429, ("provider_rate_limited", true)),
        (500, ("provider_unavailable", true)),
        (503, ("provider_unavailable", true)),
        (501, ("provider_unavailable", true)),
    ] {
        assert_eq!(StandIn::status(status, &json!({"errorCode": status})).failure::<DomainIntelligence>(input()), expected, "{status}");
    }
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::status(200, &json!({})),
        with("objectClassName", json!("entity")),
        with("ldhName", json!("another.com")),
        with("events", json!("none")),
        StandIn::status(302, &json!({})),
    ] {
        assert_eq!(host.failure::<DomainIntelligence>(input()), ("provider_malformed", false));
    }
    let host = StandIn::error(HttpError::Timeout);
    for url in ["co.uk", "com", "http://10.0.0.1/", "", "not a domain"] {
        assert_eq!(host.failure::<DomainIntelligence>(json!({"url": url})), ("invalid_input", false), "{url}");
    }
    assert!(host.asked.borrow().is_empty());
}
