//! Vehicle RC: `POST /verification/vehicle-rc` with `{"verification_id", "vehicle_number"}`. "No such vehicle" is a 200 with the
//! status `INVALID`.

use super::{PERSON, another, busy, down, missing, reference, refused, verification_id};
use crate::outcome::Outcome;
use crate::persona::{self, Vehicle};
use crate::reply::{self, Reply};
use serde_json::{Value, json};

/// The vehicle behind magic marks.
const SCOOTER: Vehicle = Vehicle { number: "", maker: "TVS MOTOR COMPANY LTD", model: "JUPITER", fuel: "PETROL" };

/// The answer to a request with this body.
pub(super) fn answer(body: &Value) -> Reply {
    let id = match verification_id(body) {
        Ok(id) => id,
        Err(reply) => return reply,
    };
    let Some(number) = body["vehicle_number"].as_str().filter(|number| !number.is_empty()) else { return missing("vehicle_number") };
    if !(6..=13).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return refused("vehicle_number_value_invalid", "vehicle_number is not of a valid format.");
    }
    look_up(id, number)
}

fn look_up(id: &str, number: &str) -> Reply {
    if let Some(person) = persona::by_vehicle(number) {
        return found(id, number, &person.vehicle, person.registered_name, "ACTIVE");
    }
    // Marks end in their number, or in letters after it.
    let digits = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    match Outcome::of(digits.get(digits.len().saturating_sub(2)..).unwrap_or_default()) {
        Some(Outcome::Verified) => found(id, number, &SCOOTER, PERSON, "ACTIVE"),
        Some(Outcome::NameMismatch) => found(id, number, &SCOOTER, another(PERSON), "ACTIVE"),
        Some(Outcome::Inactive) => found(id, number, &SCOOTER, PERSON, "SUSPENDED"),
        Some(Outcome::NotFound) | None => unknown(id, number),
        Some(Outcome::Unavailable) => down(),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => busy(),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn found(id: &str, number: &str, vehicle: &Vehicle, owner: &str, status: &str) -> Reply {
    let number_of = reference(number);
    reply::json(
        200,
        &json!({
            "verification_id": id,
            "reference_id": number_of,
            "status": "VALID",
            "reg_no": number,
            "class": "Motor Vehicle",
            "chassis": format!("MA3TEST{number_of:010}"),
            "engine": format!("E{number_of:010}"),
            "vehicle_manufacturer_name": vehicle.maker,
            "model": vehicle.model,
            "vehicle_colour": "WHITE",
            "type": vehicle.fuel,
            "norms_type": "BHARAT STAGE VI",
            "body_type": null,
            "owner_count": "1",
            "owner": owner,
            "owner_father_name": "",
            "mobile_number": null,
            "rc_status": status,
            "status_as_on": "01/01/2024",
            "reg_authority": "SAMPLE RTO",
            "reg_date": "24/12/2021",
            "vehicle_manufacturing_month_year": "11/2021",
            "rc_expiry_date": "23/12/2036",
            "vehicle_tax_upto": null,
            "vehicle_insurance_company_name": "SAMPLE INSURANCE CO. LTD.",
            "vehicle_insurance_upto": "31/12/2099",
            "vehicle_insurance_policy_number": format!("{number_of}"),
            "rc_financer": null,
            "present_address": "1 SAMPLE STREET, INDIA",
        }),
    )
}

fn unknown(id: &str, number: &str) -> Reply {
    reply::json(
        200,
        &json!({"verification_id": id, "reference_id": reference(number), "status": "INVALID", "reg_no": null, "owner": null, "rc_status": null}),
    )
}
