//! PAN verification: `POST /verification/pan` with `{"pan", "name"}`. "No such PAN" is a 200 with `valid: false`.

use super::{agreeing, another, busy, down, missing, name_match, reference, refused};
use crate::outcome::Outcome;
use crate::reply::{self, Reply};
use crate::{company, persona};
use serde_json::{Value, json};

/// The answer to a request with this body.
pub(super) fn answer(body: &Value) -> Reply {
    let Some(pan) = body["pan"].as_str().filter(|pan| !pan.is_empty()) else { return missing("pan") };
    if !is_pan(pan) {
        return refused("pan_length_short", "Enter valid PAN.");
    }
    look_up(pan, body["name"].as_str().unwrap_or_default())
}

fn look_up(pan: &str, name: &str) -> Reply {
    if let Some(persona) = persona::by_pan(pan) {
        return found(pan, name, persona.registered_name, persona.aadhaar_linked, true);
    }
    if let Some(company) = company::by_pan(pan) {
        return found(pan, name, company.legal_name, false, true);
    }
    match Outcome::of(&pan[7..9]) {
        Some(Outcome::Verified) => found(pan, name, &registered(pan, name), true, true),
        Some(Outcome::NameMismatch) => found(pan, name, another(name), true, true),
        Some(Outcome::Inactive) => found(pan, name, &registered(pan, name), true, false),
        Some(Outcome::NotFound) | None => unknown(pan, name),
        Some(Outcome::Unavailable) => down(),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => busy(),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

/// Whether it has the shape of one.
pub(crate) fn is_pan(pan: &str) -> bool {
    let bytes = pan.as_bytes();
    bytes.len() == 10
        && bytes[..5].iter().all(u8::is_ascii_uppercase)
        && bytes[5..9].iter().all(u8::is_ascii_digit)
        && bytes[9].is_ascii_uppercase()
}

/// The registered name of a magic PAN: the one asked about.
fn registered(pan: &str, name: &str) -> String {
    if name.trim().is_empty() && kind(pan) != "Individual" { company::TRADER.into() } else { agreeing(name) }
}

fn found(pan: &str, name: &str, registered: &str, aadhaar_linked: bool, active: bool) -> Reply {
    let (score, result) = name_match(name, registered);
    let kind = kind(pan);
    let (seeding, description) = match (kind, aadhaar_linked) {
        ("Individual", true) => ("Y", "Aadhaar is linked to PAN"),
        ("Individual", false) => ("R", "Aadhaar is not linked to PAN"),
        _ => ("NA", "Aadhaar Seeding is not Applicable"),
    };
    reply::json(
        200,
        &json!({
            "pan": pan,
            "type": kind,
            "reference_id": reference(pan),
            "name_provided": name,
            "registered_name": registered,
            "valid": active,
            "father_name": "",
            "message": if active { "PAN verified successfully" } else { "Invalid PAN" },
            "name_match_score": score,
            "name_match_result": result,
            "aadhaar_seeding_status": seeding,
            "last_updated_at": "01/01/2024",
            "name_pan_card": registered,
            "pan_status": if active { "VALID" } else { "DEACTIVATED" },
            "aadhaar_seeding_status_desc": description,
        }),
    )
}

fn unknown(pan: &str, name: &str) -> Reply {
    reply::json(
        200,
        &json!({
            "pan": pan,
            "reference_id": reference(pan),
            "name_provided": name,
            "valid": false,
            "message": "Invalid PAN",
            "name_match_score": 0,
            "name_match_result": "-",
        }),
    )
}

/// The kind of holder, by the fourth letter. The quickstart's `D` is nobody's letter and stands for a person.
fn kind(pan: &str) -> &'static str {
    match pan.as_bytes()[3] {
        b'A' => "Association of Persons",
        b'B' => "Body of Individuals",
        b'C' => "Company",
        b'F' => "Firm",
        b'G' => "Government",
        b'H' => "Hindu Undivided Family",
        b'J' => "Artificial Juridical Person",
        b'L' => "Local Authority",
        b'T' => "Trust",
        _ => "Individual",
    }
}
