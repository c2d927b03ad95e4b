//! PAN verification: `POST /verification/pan` with `{"pan", "name"}`. "No such PAN" is a 200 with `valid: false`.

use super::{busy, down, missing, reference, refused};
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
        Some(Outcome::Verified) => found(pan, name, &agreeing(pan, name), true, true),
        Some(Outcome::NameMismatch) => found(pan, name, another(name), true, true),
        Some(Outcome::Inactive) => found(pan, name, &agreeing(pan, name), true, false),
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
fn agreeing(pan: &str, name: &str) -> String {
    match name.trim() {
        "" if kind(pan) == "Individual" => "ASHA VERMA".into(),
        "" => company::TRADER.into(),
        name => name.to_uppercase(),
    }
}

/// A registered name that is not the one asked about.
fn another(name: &str) -> &'static str {
    if name.to_uppercase().contains("MEERA") { "VIKRAM SETHI" } else { "MEERA PILLAI" }
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

/// The provider's own comparison, as score and word: 4 points for each part that only one name has, 60 when only some parts
/// agree, nothing when none does.
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
