//! Cashfree's verifications: which path is answered where, the credentials they all demand, and their errors, each
//! `{"type", "code", "message"}`.

mod bank;
mod cin;
mod employment;
mod gstin;
mod pan;
mod vehicle;

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
        ("POST", "/verification/vehicle-rc") => vehicle::answer,
        ("POST", "/verification/advance-employment") => employment::answer,
        ("POST", "/verification/bank-account/sync") => bank::answer,
        ("GET", "/verification/bank-account") => bank::answer_later,
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
    let body: Value = match &request.body {
        Some(body) => serde_json::from_slice(body).unwrap_or_default(),
        // A question without a body is in the query.
        None => request.url.query_pairs().map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect(),
    };
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

/// Characters of an id.
const ID_CHARS_MAX: usize = 50;

/// The id that a request gives itself, or why it is refused. The real provider refuses one that it has seen; this one remembers
/// nothing.
fn verification_id(body: &Value) -> Result<&str, Reply> {
    let Some(id) = body["verification_id"].as_str().filter(|id| !id.is_empty()) else { return Err(missing("verification_id")) };
    if id.len() > ID_CHARS_MAX || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)) {
        let message = "verification_id can include only alphanum, dot, hyphen, and underscores.";
        return Err(refused("verification_id_value_invalid", message));
    }
    Ok(id)
}

/// The provider's own comparison of names, as score and word: 4 points for each part that only one name has, 60 when only some
/// parts agree, nothing when none does.
fn name_match(name: &str, registered: &str) -> (String, &'static str) {
    let parts = |name: &str| -> Vec<String> { name.to_uppercase().split_whitespace().map(str::to_owned).collect() };
    let (given, known) = (parts(name), parts(registered));
    if given.is_empty() {
        return ("0".into(), "-");
    }
    let common = given.iter().filter(|part| known.contains(part)).count();
    let longer = given.len().max(known.len());
    let contained = common == given.len().min(known.len());
    let (score, result) = match longer - common {
        0 => (100, "DIRECT_MATCH"),
        missing @ 1..=3 if contained => (100 - 4 * missing, "GOOD_PARTIAL_MATCH"),
        _ if common > 0 => (60, "MODERATE_PARTIAL_MATCH"),
        _ => (0, "NO_MATCH"),
    };
    (format!("{score}.00"), result)
}

/// The registered name behind a magic identifier of a person: the one asked about.
fn agreeing(name: &str) -> String {
    match name.trim() {
        "" => PERSON.into(),
        name => name.to_uppercase(),
    }
}

/// Who is behind magic identifiers of persons.
const PERSON: &str = "ASHA VERMA";

/// A registered name that is not the one asked about.
fn another(name: &str) -> &'static str {
    if name.to_uppercase().contains("MEERA") { "VIKRAM SETHI" } else { "MEERA PILLAI" }
}

/// A reference that is the same for the same identifier.
fn reference(identifier: &str) -> u32 {
    identifier.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 90_000_000 + 10_000_000
}
