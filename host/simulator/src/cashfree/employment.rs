//! Advanced employment: `POST /verification/advance-employment` with `{"verification_id", "uan", "employee_name"}` or
//! `{"verification_id", "phone"}`. "No such account" is a 200 with the status `EMPLOYMENT_DETAILS_NOT_FOUND`.

use super::{agreeing, another, busy, down, missing, name_match, reference, refused, verification_id};
use crate::company;
use crate::outcome::Outcome;
use crate::persona::{self, Gender};
use crate::reply::{self, Reply};
use serde_json::{Value, json};

/// One account of the fund.
struct Record<'a> {
    name: &'a str,
    gender: Gender,
    born: &'a str,
    phone: Option<&'a str>,
    pan: Option<&'a str>,
    employer: &'a str,
    joined_on: &'a str,
    left_on: Option<&'a str>,
}

/// The answer to a request with this body.
pub(super) fn answer(body: &Value) -> Reply {
    let id = match verification_id(body) {
        Ok(id) => id,
        Err(reply) => return reply,
    };
    let Some(uan) = body["uan"].as_str().filter(|uan| !uan.is_empty()) else { return by_phone(id, &body["phone"]) };
    if uan.len() != 12 || !uan.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused("uan_value_invalid", "uan should be of 12 digits.");
    }
    look_up(id, uan, body["employee_name"].as_str().unwrap_or_default(), None)
}

/// The account that a mobile number is registered with. A magic number's account ends in the same code.
fn by_phone(id: &str, phone: &Value) -> Reply {
    let Some(phone) = phone.as_str().filter(|phone| !phone.is_empty()) else { return missing("uan") };
    if phone.len() != 10 || !phone.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused("phone_value_invalid", "phone should be of 10 digits.");
    }
    match persona::by_phone(&format!("+91{phone}")) {
        Some(person) => look_up(id, person.uan, "", None),
        None => look_up(id, &format!("1012345678{}", &phone[8..]), "", Some(phone)),
    }
}

/// The account, which has the number that it was found by.
fn look_up(id: &str, uan: &str, name: &str, phone: Option<&str>) -> Reply {
    if let Some(person) = persona::by_uan(uan) {
        let record = Record {
            name: person.registered_name,
            gender: person.gender,
            born: person.date_of_birth,
            phone: person.phone.strip_prefix("+91"),
            pan: Some(person.pan),
            employer: person.employer().map_or(company::TRADER, |company| company.legal_name),
            joined_on: person.employment.joined_on,
            left_on: None,
        };
        return found(id, uan, name, &record);
    }
    let code = &uan[10..];
    // The numbers of catalogue messages end alike.
    let (usual, pan) = (format!("98765432{code}"), format!("AAAPV10{code}A"));
    let magic = |name, left_on| {
        let (phone, pan) = (Some(phone.unwrap_or(&usual)), Some(&*pan));
        Record { name, gender: Gender::Female, born: "1990-01-01", phone, pan, employer: company::TRADER, joined_on: "2019-04-01", left_on }
    };
    match Outcome::of(code) {
        Some(Outcome::Verified) => found(id, uan, name, &magic(&agreeing(name), None)),
        Some(Outcome::NameMismatch) => {
            let (phone, pan, born) = (phone.or(Some("9000000000")), Some("CXQPP4821L"), "1971-08-30");
            found(id, uan, name, &Record { phone, pan, born, ..magic(another(name), None) })
        }
        Some(Outcome::Inactive) => found(id, uan, name, &magic(&agreeing(name), Some("2023-06-30"))),
        Some(Outcome::NotFound) | None => unknown(id, uan),
        Some(Outcome::Unavailable) => down(),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => busy(),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn found(id: &str, uan: &str, name: &str, record: &Record<'_>) -> Reply {
    let establishment = format!("KABNG{:07}000", reference(record.employer) % 10_000_000);
    let member = format!("{establishment}0012345");
    reply::json(
        200,
        &json!({
            "verification_id": id,
            "reference_id": reference(uan),
            "status": "SUCCESS",
            "input": {"phone": null, "pan": null, "uan": uan, "dob": null, "employee_name": name, "employer_name": null},
            "uan_details": [{
                "uan": uan,
                "source": "uan",
                "source_score": 1,
                "basic_details": {
                    "gender": match record.gender { Gender::Male => "MALE", Gender::Female => "FEMALE" },
                    "dob": record.born,
                    "employee_confidence_score": 1,
                    "employee_name": record.name,
                    "phone": record.phone,
                    "aadhaar_verified": true,
                },
                "employment_details": {
                    "member_id": member,
                    "establishment_id": establishment,
                    "exit_date": record.left_on,
                    "joining_date": record.joined_on,
                    "leave_reason": record.left_on.map(|_| "CESSATION (SHORT SERVICE)"),
                    "establishment_name": record.employer,
                    "employer_confidence_score": 1,
                },
                "additional_details": {"pan": record.pan, "aadhaar": null, "email": null, "ifsc": null, "bank_account": null},
            }],
            "recent_employment_details": {
                "employee_details": {
                    "member_id": member,
                    "uan": uan,
                    "joining_date": record.joined_on,
                    "exit_date": record.left_on,
                    "employed": record.left_on.is_none(),
                    "employee_name_match": !matches!(name_match(name, record.name).1, "-" | "NO_MATCH"),
                    "exit_date_marked": record.left_on.is_some(),
                },
                "employer_details": {
                    "establishment_id": establishment,
                    "establishment_name": record.employer,
                    "pf_filing_details": [
                        {"total_amount": 1_204_310, "employees_count": 212, "wage_month": "MAR-24"},
                        {"total_amount": 1_198_004, "employees_count": 211, "wage_month": "FEB-24"},
                    ],
                },
            },
        }),
    )
}

fn unknown(id: &str, uan: &str) -> Reply {
    reply::json(
        200,
        &json!({
            "verification_id": id,
            "reference_id": reference(uan),
            "status": "EMPLOYMENT_DETAILS_NOT_FOUND",
            "uan_details": [],
            "recent_employment_details": null,
        }),
    )
}
