//! Tutelar's verification of Emirati documents: `POST /api/v1/kyc/identity/uae_eid` and `POST /api/v1/kyc/merchant/uae_trade_license`
//! with HTTP Basic.
//!
//! Every answer that was given is a 200: `completed` with a result, `failed` without one, or `in_progress` with a reference, by
//! which `GET` on the same path tells the rest. What is missing is a 400.

use crate::emirates::{self, ANOTHER, Licensed, TRADER};
use crate::outcome::{Outcome, PENDING};
use crate::reply::{self, Reply, header};
use egress::Request;
use serde_json::{Value, json};

const CARDS: &str = "/api/v1/kyc/identity/uae_eid";
const LICENCES: &str = "/api/v1/kyc/merchant/uae_trade_license";

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    let basic = header(request, "authorization").and_then(|value| value.strip_prefix("Basic "));
    if basic.is_none_or(|pair| pair.trim().is_empty()) {
        return refused(401, "Unauthorized");
    }
    let path = request.url.path();
    if ![CARDS, LICENCES].contains(&path) {
        return refused(404, "Not Found");
    }
    match request.method.as_str() {
        "POST" => {
            let body: Value = request.body.as_deref().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
            ask(path, &body, false)
        }
        // The reference holds the question: nothing is remembered here.
        "GET" => {
            let reference = request.url.query_pairs().find(|(name, _)| name == "reference_id").map(|(_, value)| value.into_owned());
            match reference.as_deref().and_then(question) {
                Some(body) => ask(path, &body, true),
                None => refused(400, "reference_id is required"),
            }
        }
        _ => refused(404, "Not Found"),
    }
}

fn ask(path: &str, body: &Value, waited: bool) -> Reply {
    if path == LICENCES {
        return match body["ed_license_number"].as_str().filter(|number| !number.is_empty()) {
            Some(number) => licence(number, body, waited),
            None => refused(400, "ed_license_number is required"),
        };
    }
    let [number, born, nationality] =
        ["id_number", "date_of_birth", "current_nationality"].map(|member| body[member].as_str().unwrap_or_default());
    for (member, value) in [("id_number", number), ("date_of_birth", born), ("current_nationality", nationality)] {
        if value.is_empty() {
            return refused(400, &format!("{member} is required"));
        }
    }
    if number.len() != 15 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused(400, "id_number is invalid");
    }
    card(number, born, nationality, body, waited)
}

fn card(number: &str, born: &str, nationality: &str, body: &Value, waited: bool) -> Reply {
    if let Some(resident) = emirates::by_emirates_id(number) {
        return completed(number, &card_result(number, resident.date_of_birth, resident.nationality, "2032-01-31"));
    }
    let code = &number[12..14];
    if code == PENDING && !waited {
        return pending(body);
    }
    let expiry = |outcome| if outcome == Outcome::Inactive { "2019-01-31" } else { "2032-01-31" };
    match Outcome::of(code) {
        Some(Outcome::NameMismatch) => completed(number, &card_result(number, "1901-01-01", nationality, "2032-01-31")),
        Some(outcome @ (Outcome::Verified | Outcome::Inactive)) => {
            completed(number, &card_result(number, born, nationality, expiry(outcome)))
        }
        other => without(other),
    }
}

fn card_result(number: &str, born: &str, nationality: &str, expiry: &str) -> Value {
    json!({
        "emiratesIdNumber": number,
        "dateOfBirth": born,
        "currentNationality": nationality,
        "issueDate": "2018-02-01",
        "expiryDate": expiry,
        "eidCardNumber": format!("1{}", &number[6..14]),
    })
}

fn licence(number: &str, body: &Value, waited: bool) -> Reply {
    if let Some(business) = emirates::by_licence(number) {
        return completed(number, &licence_result(number, business, "فعال", "2032-01-31"));
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let code = digits.get(digits.len().saturating_sub(2)..).unwrap_or_default();
    if code == PENDING && !waited {
        return pending(body);
    }
    let trader = |name| Licensed { name, name_arabic: "", activity: "General trading", ..emirates::licensed()[1] };
    match Outcome::of(code) {
        Some(Outcome::Verified) => completed(number, &licence_result(number, &trader(TRADER), "فعال", "2032-01-31")),
        Some(Outcome::NameMismatch) => completed(number, &licence_result(number, &trader(ANOTHER), "فعال", "2032-01-31")),
        Some(Outcome::Inactive) => completed(number, &licence_result(number, &trader(TRADER), "ملغي", "2019-01-31")),
        other => without(other),
    }
}

fn licence_result(number: &str, business: &Licensed, status: &str, expiry: &str) -> Value {
    json!({
        "edLicenseNumber": number,
        "cblsNumber": format!("11{}", &business.trn[3..9]),
        "businessName": business.name,
        "businessNameArabic": business.name_arabic,
        "expiryDate": expiry,
        "licensingAuthority": business.issuer,
        "legalForm": "شركة ذات مسؤولية محدودة",
        "activityName": business.activity,
        "activityNameArabic": "",
        "licenseStatus": status,
        "phoneNumber": "0097140000000",
        "address": "Sample Street 4",
    })
}

/// The outcomes that hold no result.
fn without(outcome: Option<Outcome>) -> Reply {
    match outcome {
        Some(Outcome::Unavailable) => refused(503, "Source is not available"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&json!({"success": false, "code": 429, "message": "Too many requests"})),
        Some(Outcome::Malformed) => reply::malformed(),
        _ => reply::json(
            200,
            &json!({"success": false, "code": 200, "message": "No record was found for the details given.", "status": "failed", "reference_id": "r-0"}),
        ),
    }
}

fn completed(number: &str, result: &Value) -> Reply {
    reply::json(
        200,
        &json!({
            "success": true,
            "code": 200,
            "message": "The request has been successfully completed.",
            "reference_id": format!("r-{number}"),
            "status": "completed",
            "result": result,
        }),
    )
}

fn pending(body: &Value) -> Reply {
    reply::json(
        200,
        &json!({
            "success": true,
            "code": 200,
            "message": "The request is being processed. Please wait for completion.",
            "reference_id": format!("p{body}"),
            "status": "in_progress",
        }),
    )
}

/// The question that a reference of ours holds.
fn question(reference: &str) -> Option<Value> {
    serde_json::from_str(reference.strip_prefix('p')?).ok()
}

fn refused(status: u16, message: &str) -> Reply {
    reply::json(status, &json!({"success": false, "code": status, "message": message}))
}
