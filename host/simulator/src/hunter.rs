//! Hunter's e-mail verifier: `GET /v2/email-verifier?email=…`. "No such mailbox" is a 200 with the status `invalid`.

use crate::emirates;
use crate::outcome::{self, Outcome};
use crate::reply::{self, Reply, header};
use egress::Request;
use serde_json::json;

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    if header(request, "x-api-key").is_none() {
        return refused(401, "authentication_failed", "No user found for the API key supplied");
    }
    if (request.method.as_str(), request.url.path()) == ("GET", "/v2/account") {
        return reply::json(200, &json!({"data": {"plan_name": "Starter", "calls": {"used": 0, "available": 1000}}}));
    }
    if (request.method.as_str(), request.url.path()) != ("GET", "/v2/email-verifier") {
        return refused(404, "not_found", "Not found");
    }
    let email = request.url.query_pairs().find(|(name, _)| name == "email").map(|(_, value)| value.into_owned()).unwrap_or_default();
    let Some((local, _)) = email.rsplit_once('@') else { return refused(400, "wrong_params", "The supplied email is invalid") };
    if emirates::by_email(&email).is_some() {
        return verified(&email, "valid", 98);
    }
    match outcome::suffix(local) {
        Some(Outcome::Verified | Outcome::NameMismatch) => verified(&email, "valid", 96),
        Some(Outcome::Inactive) => verified(&email, "accept_all", 60),
        Some(Outcome::NotFound) | None => verified(&email, "invalid", 0),
        Some(Outcome::Unavailable) => refused(503, "unavailable", "Try again later"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => {
            reply::rate_limited(&json!({"errors": [{"id": "too_many_requests", "code": 429, "details": "Slow down"}]}))
        }
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn verified(email: &str, status: &str, score: u8) -> Reply {
    let exists = status != "invalid";
    reply::json(
        200,
        &json!({
            "data": {
                "status": status,
                "result": if exists { "deliverable" } else { "undeliverable" },
                "_deprecation_notice": "Using result is deprecated, use status instead",
                "score": score,
                "email": email,
                "regexp": true,
                "gibberish": false,
                "disposable": false,
                "webmail": false,
                "mx_records": true,
                "smtp_server": true,
                "smtp_check": exists,
                "accept_all": status == "accept_all",
                "block": false,
                "sources": [],
            },
            "meta": {"params": {"email": email}},
        }),
    )
}

fn refused(status: u16, id: &str, details: &str) -> Reply {
    reply::json(status, &json!({"errors": [{"id": id, "code": status, "details": details}]}))
}
