//! Twilio's Lookup v2: `GET /v2/PhoneNumbers/{E.164}?Fields=…` with HTTP Basic.
//!
//! A number that cannot exist is a 200 with `valid: false`; one without a record is a 404. Packages that were not asked for
//! are `null`. Every error is `{"code", "message", "more_info", "status"}`.

use crate::emirates;
use crate::outcome::Outcome;
use crate::persona::{self, AIRTEL, ETISALAT, Network, T_MOBILE_USA};
use crate::reply::{self, Reply, header};
use crate::us;
use egress::Request;
use serde_json::{Value, json};

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    let basic = header(request, "authorization").and_then(|value| value.strip_prefix("Basic "));
    if basic.is_none_or(|pair| pair.trim().is_empty()) {
        return error(401, 20003, "Authenticate");
    }
    let Some(number) = request.url.path().strip_prefix("/v2/PhoneNumbers/").filter(|_| request.method == "GET") else {
        return not_found(request.url.path());
    };
    let number = number.replace("%2B", "+").replace("%2b", "+");
    let fields: String = request.url.query_pairs().filter(|(name, _)| name == "Fields").map(|(_, value)| value.into_owned()).collect();
    let fields: Vec<&str> = fields.split(',').collect();
    if !is_e164(&number) {
        return reply::json(200, &invalid(&number));
    }
    look_up(&number, &fields)
}

fn look_up(number: &str, fields: &[&str]) -> Reply {
    if let Some(persona) = persona::by_phone(number) {
        return reply::json(200, &found(number, fields, persona.network, "active"));
    }
    if emirates::by_phone(number).is_some() {
        return reply::json(200, &found(number, fields, ETISALAT, "active"));
    }
    if us::is_persons_phone(number) {
        return reply::json(200, &found(number, fields, T_MOBILE_USA, "active"));
    }
    let network = match number {
        _ if number.starts_with("+1") => T_MOBILE_USA,
        _ if number.starts_with("+971") => ETISALAT,
        _ => AIRTEL,
    };
    match Outcome::of(&number[number.len() - 2..]) {
        Some(Outcome::Verified | Outcome::NameMismatch) => reply::json(200, &found(number, fields, network, "active")),
        Some(Outcome::Inactive) => reply::json(200, &found(number, fields, network, "inactive")),
        Some(Outcome::NotFound) | None => not_found(&format!("/v2/PhoneNumbers/{number}")),
        Some(Outcome::Unavailable) => error(503, 20503, "Service unavailable"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&error_body(429, 20429, "Too Many Requests")),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn is_e164(number: &str) -> bool {
    number
        .strip_prefix('+')
        .is_some_and(|digits| (8..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Calling code, country and national format of the numbers that the catalogue knows.
fn place(number: &str) -> (String, Value, Value) {
    match number.strip_prefix("+91") {
        Some(national) if national.len() == 10 => ("91".into(), json!("IN"), json!(format!("0{} {}", &national[..5], &national[5..]))),
        _ => match number.strip_prefix("+1") {
            Some(national) if national.len() == 10 => {
                let national = format!("({}) {}-{}", &national[..3], &national[3..6], &national[6..]);
                ("1".into(), json!("US"), json!(national))
            }
            _ => emirati(number).unwrap_or_else(|| (number[1..2].into(), Value::Null, Value::Null)),
        },
    }
}

/// The same of a mobile number of the Emirates.
fn emirati(number: &str) -> Option<(String, Value, Value)> {
    let national = number.strip_prefix("+971").filter(|national| national.len() == 9)?;
    Some(("971".into(), json!("AE"), json!(format!("0{} {} {}", &national[..2], &national[2..5], &national[5..]))))
}

fn found(number: &str, fields: &[&str], network: Network, status: &str) -> Value {
    let (calling_code, country, national) = place(number);
    let mut body = record(number, &calling_code, country, national, true, &[]);
    if fields.contains(&"line_type_intelligence") {
        body["line_type_intelligence"] = json!({
            "mobile_country_code": network.country_code,
            "mobile_network_code": network.network_code,
            "carrier_name": network.carrier,
            "type": "mobile",
            "error_code": null,
        });
    }
    if fields.contains(&"line_status") {
        body["line_status"] = json!({"status": status, "error_code": null});
    }
    body
}

fn invalid(number: &str) -> Value {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let why = match digits {
        0 => "NOT_A_NUMBER",
        1..8 => "TOO_SHORT",
        16.. => "TOO_LONG",
        _ => "INVALID_COUNTRY_CODE",
    };
    let mut body = record(number, "", Value::Null, Value::Null, false, &[why]);
    body["calling_country_code"] = Value::Null;
    body
}

fn record(number: &str, calling_code: &str, country: Value, national: Value, valid: bool, errors: &[&str]) -> Value {
    json!({
        "calling_country_code": calling_code,
        "country_code": country,
        "phone_number": number,
        "national_format": national,
        "valid": valid,
        "validation_errors": errors,
        "caller_name": null,
        "sim_swap": null,
        "call_forwarding": null,
        "line_status": null,
        "line_type_intelligence": null,
        "identity_match": null,
        "reassigned_number": null,
        "sms_pumping_risk": null,
        "url": format!("https://lookups.twilio.com/v2/PhoneNumbers/{number}"),
    })
}

fn not_found(path: &str) -> Reply {
    error(404, 20404, &format!("The requested resource {path} was not found"))
}

fn error(status: u16, code: u32, message: &str) -> Reply {
    reply::json(status, &error_body(status, code, message))
}

fn error_body(status: u16, code: u32, message: &str) -> Value {
    json!({"code": code, "message": message, "more_info": format!("https://www.twilio.com/docs/errors/{code}"), "status": status})
}
