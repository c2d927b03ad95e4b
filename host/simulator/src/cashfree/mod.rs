//! Cashfree's verifications: which path is answered where, the credentials they all demand, and their errors, each
//! `{"type", "code", "message"}`.

mod cin;
mod gstin;
mod pan;

pub(crate) use pan::is_pan;

use crate::reply::{self, Reply, header};
use egress::Request;
use serde_json::{Value, json};

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    let answer = match (request.method.as_str(), request.url.path()) {
        ("POST", "/verification/pan") => pan::answer,
        ("POST", "/verification/gstin") => gstin::answer,
        ("POST", "/verification/cin") => cin::answer,
        _ => return error(404, "invalid_request_error", "endpoint_invalid", "The endpoint or method is not valid"),
    };
    for name in ["x-client-id", "x-client-secret"] {
        match request.headers.iter().any(|(field, _)| field.eq_ignore_ascii_case(name)) {
            false => return missing(name),
            true if header(request, name).is_none() => {
                return error(401, "authentication_error", "authentication_failed", "Invalid clientId and clientSecret combination");
            }
            true => {}
        }
    }
    let body: Value = request.body.as_deref().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
    answer(&body)
}

/// A member or a header that is not there.
fn missing(name: &str) -> Reply {
    refused(&format!("{}_missing", name.to_ascii_lowercase()), &format!("{name} is missing in the request."))
}

fn refused(code: &str, message: &str) -> Reply {
    error(400, "validation_error", code, message)
}

/// The source behind the provider is down.
fn down() -> Reply {
    error(503, "internal_error", "verification_failed", "Authorised source is temporarily unavailable, please try again shortly")
}

fn busy() -> Reply {
    reply::rate_limited(&json!({
        "type": "rate_limit_error",
        "code": "too_many_requests_per_operation",
        "message": "Too many requests for this operation, rate limit reached",
    }))
}

fn error(status: u16, kind: &str, code: &str, message: &str) -> Reply {
    reply::json(status, &json!({"type": kind, "code": code, "message": message}))
}

/// A reference that is the same for the same identifier.
fn reference(identifier: &str) -> u32 {
    identifier.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 90_000_000 + 10_000_000
}
