//! Baselayer's TIN verification: `POST /tin_verifications` with `{"name", "tin", "address"}`, and `GET /tin_verifications/{id}` for what
//! is not answered at once. "No" is a 200 with `tin_matched: false`; what the authority knows the number as tells another's number
//! from none.

use super::{business, person, same};
use crate::outcome::Outcome;
use crate::reply::{self, Reply, header};
use egress::Request;
use serde_json::{Value, json};

/// The identifier that asks for an answer that comes later.
const LATER: &str = "08";
/// The identifier whose answer never comes in time.
const NEVER: &str = "12";

/// The answer to one request.
pub(super) fn answer(request: &Request) -> Reply {
    if header(request, "x-api-key").is_none() {
        return reply::json(401, &json!({"detail": "Invalid API key"}));
    }
    match (request.method.as_str(), request.url.path()) {
        ("POST", "/tin_verifications") => {
            let body: Value = request.body.as_deref().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
            submit(&body)
        }
        ("GET", "/tin_verifications") => reply::json(200, &json!({"items": [], "total": 0, "limit": 1, "offset": 1_000_000})),
        ("GET", path) => match path.strip_prefix("/tin_verifications/").and_then(|id| id.strip_prefix(ID)) {
            Some(tin) if tin.ends_with(NEVER) => found(tin, "", "EXECUTING", None, None),
            Some(tin) => found(tin, "", "COMPLETED", Some(true), Some(kind(tin))),
            None => reply::json(404, &json!({"detail": "Not Found"})),
        },
        _ => reply::json(404, &json!({"detail": "Not Found"})),
    }
}

/// What an id begins with; the number completes it.
const ID: &str = "f5067592-dbb8-4405-a557-000";

fn submit(body: &Value) -> Reply {
    for (member, least, most) in [("name", 1, 255), ("tin", 9, 9)] {
        let length = body[member].as_str().map(|text| text.chars().count());
        let why = match length {
            None => "missing",
            Some(length) if length < least => "string_too_short",
            Some(length) if length > most => "string_too_long",
            Some(_) => continue,
        };
        return reply::json(422, &json!({"detail": [{"loc": ["body", member], "msg": why, "type": why, "input": null}]}));
    }
    let (name, tin) = (body["name"].as_str().unwrap_or_default(), body["tin"].as_str().unwrap_or_default());
    look_up(name, tin)
}

fn look_up(name: &str, tin: &str) -> Reply {
    if let Some(person) = person::by_ssn(tin) {
        return found(tin, name, "COMPLETED", Some(same(name, person.registered_name)), Some("SSN"));
    }
    if let Some(business) = business::by_ein(tin) {
        return found(tin, name, "COMPLETED", Some(same(name, business.legal_name)), Some("EIN"));
    }
    let code = tin.get(7..).unwrap_or_default();
    if code == LATER || code == NEVER {
        return found(tin, name, "PENDING", None, None);
    }
    match Outcome::of(code) {
        Some(Outcome::Verified | Outcome::Inactive) => found(tin, name, "COMPLETED", Some(true), Some(kind(tin))),
        Some(Outcome::NameMismatch) => found(tin, name, "COMPLETED", Some(false), Some(kind(tin))),
        Some(Outcome::NotFound) | None => found(tin, name, "COMPLETED", Some(false), Some("UNKNOWN")),
        Some(Outcome::Unavailable) => reply::json(503, &json!({"detail": "IRS validation service is experiencing an outage"})),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&json!({"detail": "Rate limit exceeded"})),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

/// As what the authority knows a magic number. The two kinds of numbers look alike; the catalogue's businesses have prefixes from 10 to 19.
fn kind(tin: &str) -> &'static str {
    if tin.starts_with('1') { "EIN" } else { "SSN" }
}

fn found(tin: &str, name: &str, state: &str, matched: Option<bool>, kind: Option<&str>) -> Reply {
    reply::json(
        200,
        &json!({
            "id": format!("{ID}{tin}"),
            "state": state,
            "name": name,
            "tin": tin,
            "created_at": "2026-01-05T10:31:07.816900",
            "address": "",
            "tin_matched": matched,
            "warnings": [],
            "tin_match_type": kind,
        }),
    )
}
