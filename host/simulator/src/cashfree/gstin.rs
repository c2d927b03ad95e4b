//! GSTIN verification: `POST /verification/gstin` with `{"GSTIN"}`. "No such GSTIN" is a 200 with `valid: false`.

use super::{busy, down, missing, reference, refused};
use crate::outcome::Outcome;
use crate::reply::{self, Reply};
use crate::{company, persona};
use serde_json::{Value, json};

/// A record of the tax network.
struct Record<'a> {
    legal_name: &'a str,
    trade_name: &'a str,
    constitution: &'a str,
    registered_on: &'a str,
    place: &'a str,
    status: &'a str,
}

/// The answer to a request with this body.
pub(super) fn answer(body: &Value) -> Reply {
    let Some(gstin) = body["GSTIN"].as_str().filter(|gstin| !gstin.is_empty()) else { return missing("GSTIN") };
    let bytes = gstin.as_bytes();
    if bytes.len() != 15 || !bytes.iter().all(u8::is_ascii_alphanumeric) || !bytes[..2].iter().all(u8::is_ascii_digit) {
        let message = "GSTIN first 2 digits should be numeric and length should not exceed 15 and should be alphanumeric.";
        return refused("gstin_value_invalid", message);
    }
    look_up(gstin)
}

fn look_up(gstin: &str) -> Reply {
    if let Some(company) = company::by_gstin(gstin) {
        let record = Record {
            legal_name: company.legal_name,
            trade_name: company.name,
            constitution: company.constitution,
            registered_on: company.taxed_since,
            place: company.place,
            status: "Active",
        };
        return found(gstin, &record);
    }
    if let Some(person) = persona::by_pan(&gstin[2..12]) {
        let (name, constitution) = (person.registered_name, "Proprietorship");
        return found(gstin, &Record { legal_name: name, trade_name: name, constitution, ..trader(company::TRADER) });
    }
    match Outcome::of(code(gstin)) {
        Some(Outcome::Verified) => found(gstin, &trader(company::TRADER)),
        Some(Outcome::NameMismatch) => found(gstin, &trader(company::ANOTHER_TAXPAYER)),
        Some(Outcome::Inactive) => found(gstin, &Record { status: "Cancelled", ..trader(company::TRADER) }),
        Some(Outcome::NotFound) | None => unknown(gstin),
        Some(Outcome::Unavailable) => down(),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => busy(),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

/// The last two digits of the PAN in it, so that a company's numbers all lead to one outcome; without a PAN, of its serial.
fn code(gstin: &str) -> &str {
    if gstin.as_bytes()[2].is_ascii_digit() { &gstin[10..12] } else { &gstin[9..11] }
}

/// The record of a magic GSTIN.
fn trader(name: &'static str) -> Record<'static> {
    Record {
        legal_name: name,
        trade_name: name,
        constitution: "Private Limited Company",
        registered_on: "2017-07-01",
        place: "4 Sample Street, Bengaluru, Karnataka 560001",
        status: "Active",
    }
}

fn found(gstin: &str, record: &Record<'_>) -> Reply {
    reply::json(
        200,
        &json!({
            "reference_id": reference(gstin),
            "GSTIN": gstin,
            "legal_name_of_business": record.legal_name,
            "trade_name_of_business": record.trade_name.to_uppercase(),
            "center_jurisdiction": "RANGE-1",
            "state_jurisdiction": "LOCAL GST OFFICE 1",
            "date_of_registration": record.registered_on,
            "constitution_of_business": record.constitution,
            "taxpayer_type": "Regular",
            "gst_in_status": record.status,
            "last_update_date": "2024-01-01",
            "nature_of_business_activities": ["Wholesale Business", "Office / Sale Office"],
            "principal_place_address": record.place,
            "additional_address_array": [],
            "valid": true,
            "message": "GSTIN Exists",
        }),
    )
}

fn unknown(gstin: &str) -> Reply {
    reply::json(200, &json!({"reference_id": reference(gstin), "GSTIN": gstin, "valid": false, "message": "GSTIN Doesn't Exist"}))
}
