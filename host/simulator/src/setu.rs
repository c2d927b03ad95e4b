//! Setu's Aadhaar lite: `POST /api/aadhaar-lite` with `{"aadhaar_number"}`. "No such number" is a 404 with the status `FAILED`; so,
//! with another HTTP status, is everything else that went wrong.

use crate::outcome::Outcome;
use crate::persona::{self, Gender};
use crate::reply::{self, Reply, header};
use egress::Request;
use serde_json::{Value, json};

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    for name in ["x-client-id", "x-client-secret", "x-product-instance-id"] {
        if header(request, name).is_none() {
            return failed(401, "Unauthorized");
        }
    }
    if (request.method.as_str(), request.url.path()) != ("POST", "/api/aadhaar-lite") {
        return reply::json(404, &json!({"message": "Not Found"}));
    }
    let body: Value = request.body.as_deref().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
    match body["aadhaar_number"].as_str() {
        None => failed(400, "Invalid request body. Field 'aadhaar_number' is required."),
        Some("") => failed(400, "Aadhaar number cannot be empty"),
        Some(number) if number.len() != 12 || !number.bytes().all(|byte| byte.is_ascii_digit()) => {
            failed(400, "Invalid Aadhaar number. It must be 12 digits.")
        }
        Some(number) => look_up(number),
    }
}

fn look_up(number: &str) -> Reply {
    if let Some(person) = persona::by_aadhaar(number) {
        return found(number, person.state, age_band(person.date_of_birth), person.gender, &person.phone[person.phone.len() - 4..]);
    }
    let code = &number[9..11];
    // The numbers of catalogue messages, +91 98765 432.., end alike.
    let mobile = format!("32{code}");
    match Outcome::of(code) {
        Some(Outcome::Verified | Outcome::Inactive) => found(number, "Karnataka", "30-40", Gender::Female, &mobile),
        Some(Outcome::NameMismatch) => found(number, "Goa", "60-70", Gender::Male, "0000"),
        Some(Outcome::NotFound) | None => failed(404, "Aadhaar not found"),
        Some(Outcome::Unavailable) => failed(503, "Source is temporarily unavailable"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&refusal("Too many requests")),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

/// Wide enough for years to come: there is no clock here.
fn age_band(born: &str) -> &'static str {
    match born.get(..3) {
        Some("196") => "50-70",
        Some("197") => "40-60",
        Some("198") => "30-50",
        _ => "20-40",
    }
}

fn found(number: &str, state: &str, age_band: &str, gender: Gender, mobile: &str) -> Reply {
    let gender = match gender {
        Gender::Male => "M",
        Gender::Female => "F",
    };
    reply::json(
        200,
        &json!({
            "status": "SUCCESS",
            "id": id(number),
            "message": "Aadhaar found",
            "data": {"address": state, "ageBand": age_band, "gender": gender, "maskedMobileNumber": format!("XXXXXX{mobile}")},
            "traceId": "1-00000000-000000000000000000000000",
        }),
    )
}

fn failed(status: u16, message: &str) -> Reply {
    reply::json(status, &refusal(message))
}

fn refusal(message: &str) -> Value {
    json!({"status": "FAILED", "id": id(message), "message": message, "traceId": "1-00000000-000000000000000000000000"})
}

/// An id that is the same for the same request.
fn id(text: &str) -> String {
    let sum = text.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    format!("00000000-0000-4000-8000-{:012x}", sum & 0xffff_ffff_ffff)
}
