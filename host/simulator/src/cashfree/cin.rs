//! CIN verification: `POST /verification/cin` with `{"verification_id", "cin"}`. "No such company" is a 200 with the status
//! `INVALID`.

use super::{busy, down, missing, reference, refused, verification_id};
use crate::company::{self, Company};
use crate::outcome::Outcome;
use crate::reply::{self, Reply};
use serde_json::{Value, json};

/// The answer to a request with this body.
pub(super) fn answer(body: &Value) -> Reply {
    let id = match verification_id(body) {
        Ok(id) => id,
        Err(reply) => return reply,
    };
    let Some(cin) = body["cin"].as_str().filter(|cin| !cin.is_empty()) else { return missing("cin") };
    if !is_cin(cin) {
        return refused("cin_value_invalid", "cin should be of 21 character alphanumeric string of format (X00000XX0000XXX000000).");
    }
    look_up(id, cin)
}

fn is_cin(cin: &str) -> bool {
    let letter = |index: usize| matches!(index, 0 | 6 | 7 | 12..15);
    let fits = |(index, byte): (usize, u8)| if letter(index) { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() };
    cin.len() == 21 && cin.bytes().enumerate().all(fits)
}

fn look_up(id: &str, cin: &str) -> Reply {
    if let Some(company) = company::by_cin(cin) {
        return found(id, cin, company, "ACTIVE");
    }
    match Outcome::of(&cin[19..]) {
        Some(Outcome::Verified) => magic(id, cin, company::TRADER, "ACTIVE"),
        Some(Outcome::NameMismatch) => magic(id, cin, company::ANOTHER_COMPANY, "ACTIVE"),
        Some(Outcome::Inactive) => magic(id, cin, company::TRADER, "STRIKE OFF"),
        Some(Outcome::NotFound) | None => unknown(id, cin),
        Some(Outcome::Unavailable) => down(),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => busy(),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn found(id: &str, cin: &str, company: &Company, status: &str) -> Reply {
    record(id, cin, company.legal_name, company.incorporated_on, company.directors, status)
}

/// The record of a magic CIN: incorporated in the year that it names.
fn magic(id: &str, cin: &str, name: &str, status: &str) -> Reply {
    record(id, cin, name, &format!("{}-09-23", &cin[8..12]), &["ASHA VERMA", "VIKRAM SETHI"], status)
}

fn record(id: &str, cin: &str, name: &str, incorporated_on: &str, directors: &[&str], status: &str) -> Reply {
    let director = |name: &&str| {
        json!({
            "din": format!("{:08}", reference(name) % 10_000_000),
            "name": name,
            "dob": "1980-01-01",
            "designation": "DIRECTOR",
            "address": "4 SAMPLE STREET, INDIA",
        })
    };
    reply::json(
        200,
        &json!({
            "verification_id": id,
            "reference_id": reference(cin),
            "status": "VALID",
            "cin": cin,
            "company_name": name,
            "registration_number": cin[15..].trim_start_matches('0').parse::<u32>().unwrap_or_default(),
            "incorporation_date": incorporated_on,
            "cin_status": status,
            "email": "office@example.com",
            "incorporation_country": "INDIA",
            "director_details": directors.iter().map(director).collect::<Vec<_>>(),
        }),
    )
}

fn unknown(id: &str, cin: &str) -> Reply {
    reply::json(
        200,
        &json!({
            "verification_id": id,
            "reference_id": reference(cin),
            "status": "INVALID",
            "cin": cin,
            "company_name": null,
            "registration_number": null,
            "incorporation_date": null,
            "cin_status": null,
            "email": null,
            "incorporation_country": null,
            "director_details": [],
        }),
    )
}
