//! Registries over RDAP: `GET …/domain/{name}`, after RFC 9083. "Not registered" is a 404. In test mode every registry answers, and so
//! does rdap.org itself, which really sends to them.

use crate::emirates;
use crate::outcome::{self, Outcome};
use crate::reply::{self, Reply};
use egress::Request;
use serde_json::{Value, json};

/// Hosts of the registries' services.
pub(crate) const HOSTS: [&str; 8] = [
    "rdap.org",
    "rdap.verisign.com",
    "rdap.publicinterestregistry.org",
    "rdap.identitydigital.services",
    "pubapi.registry.google",
    "rdap.nominet.uk",
    "rdap.centralnic.com",
    "rdap.nixiregistry.in",
];

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    let name = request.url.path().rsplit_once("/domain/").map(|(_, name)| name.to_ascii_lowercase());
    let Some(name) = name.filter(|name| request.method == "GET" && name.contains('.') && !name.contains('/')) else {
        return refused(404, "Not Found");
    };
    if emirates::by_domain(&name).is_some() {
        return reply::json(200, &domain(&name, &["active"]));
    }
    match outcome::suffix(name.split('.').next().unwrap_or_default()) {
        Some(Outcome::Verified | Outcome::NameMismatch) => reply::json(200, &domain(&name, &["active"])),
        Some(Outcome::Inactive) => reply::json(200, &domain(&name, &["client hold", "inactive"])),
        Some(Outcome::NotFound) | None => refused(404, "Not Found"),
        Some(Outcome::Unavailable) => refused(503, "Service Unavailable"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&error(429, "Too Many Requests")),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn domain(name: &str, status: &[&str]) -> Value {
    json!({
        "objectClassName": "domain",
        "handle": format!("D-{}", name.len()),
        "ldhName": name.to_ascii_uppercase(),
        "status": status,
        "entities": [{
            "objectClassName": "entity",
            "handle": "9999",
            "roles": ["registrar"],
            "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Sample Registrar"]]],
        }],
        "events": [
            {"eventAction": "registration", "eventDate": "2014-02-03T08:00:00Z"},
            {"eventAction": "expiration", "eventDate": "2032-02-03T08:00:00Z"},
            {"eventAction": "last changed", "eventDate": "2024-02-03T08:00:00Z"},
        ],
        "secureDNS": {"delegationSigned": false},
        "nameservers": [{"objectClassName": "nameserver", "ldhName": "ns1.sample-host.net"}],
        "rdapConformance": ["rdap_level_0"],
    })
}

fn refused(status: u16, title: &str) -> Reply {
    reply::json(status, &error(status, title))
}

fn error(status: u16, title: &str) -> Value {
    json!({"errorCode": status, "title": title, "description": []})
}
