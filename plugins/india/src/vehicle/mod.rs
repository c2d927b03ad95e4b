//! `vehicle_rc_verification`: what a registration mark says by itself, and what the transport authorities' record says through
//! Cashfree.
//!
//! Chassis and engine number, father's name and address of the owner are none of this check's business, so they are not read.

mod districts;
pub mod form;

use crate::date::{self, Date};
use crate::text::told;
use crate::{CASHFREE, cashfree};
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, integer, list, one_of, text};
use form::{KINDS, Mark};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub struct VehicleRcVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    vehicle_number: String,
}

/// What is answered. When there is no such vehicle, only what the mark itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    vehicle_number: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the provider holds.
#[derive(Debug, Serialize)]
struct Record {
    rc_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_number: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vehicle_class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fuel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_until: Option<String>,
    registration: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    insured_until: Option<String>,
    insurance: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    financer: Option<String>,
}

const STATUSES: &[&str] = &["active", "inactive", "suspended", "cancelled", "surrendered", "scrapped", "unknown"];
const IN_FORCE: &[&str] = &["in_force", "expired", "unknown"];

impl Check for VehicleRcVerification {
    const ABOUT: About = About {
        name: "vehicle_rc_verification",
        summary: "Asks the transport authorities' record, through Cashfree, whose a vehicle is and whether its registration and insurance are in force.",
        input: &[text("vehicle_number", "Registration mark, for example KA05MN4821; spaces, hyphens and case do not matter")
            .required()
            .personal()
            .at_most(64)],
        output: &[
            text("vehicle_number", "The registration mark in its normal form").required().personal(),
            one_of("structure", "What the mark says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            one_of("kind", "Which kind of mark it is", KINDS).required(),
            text("state", "State that registered the vehicle, by the mark"),
            text("authority", "Registering authority, by the mark: KA05"),
            one_of("rc_status", "State of the registration certificate in the record", STATUSES).required(),
            text("registered_owner", "Owner in the record").personal(),
            integer("owner_number", "Which owner of the vehicle it is, from 1"),
            text("vehicle_class", "Motor Car, Motor Cycle, …"),
            text("maker", "Manufacturer"),
            text("model", "Model"),
            text("fuel", "PETROL, DIESEL, ELECTRIC, …"),
            text("registered_at", "Registering authority in the record"),
            text("registered_on", "Day of registration, as in 2021-12-24"),
            text("registered_until", "Last day of the registration"),
            one_of("registration", "Whether that day is still to come", IN_FORCE).required(),
            text("insured_until", "Last day of the insurance"),
            one_of("insurance", "Whether that day is still to come", IN_FORCE).required(),
            text("financer", "Who financed the vehicle and may have a claim to it"),
        ],
        providers: &[CASHFREE.name],
        price: "3.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let mark = Mark::parse(&input.vehicle_number).map_err(Failure::invalid_input)?;
        let today = Date::of_micros(call.host().now());
        let response = cashfree::ask(call, "/verification/vehicle-rc", json!({"vehicle_number": mark.as_str()}))?;
        let record = read(&mark, &response, today)?;
        let known = record.is_some();
        let output = output(&mark, today, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(call: &Call, input: Input) -> Result<Output, Failure> {
        let mark = Mark::parse(&input.vehicle_number).map_err(Failure::invalid_input)?;
        Ok(output(&mark, Date::of_micros(call.host().now()), None))
    }
}

fn output(mark: &Mark, today: Date, record: Option<Record>) -> Output {
    let doubts = mark.doubts(today.year());
    Output {
        vehicle_number: mark.as_str().into(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        kind: mark.kind(),
        state: mark.state(),
        authority: mark.authority(),
        record,
    }
}

/// A 200 of the provider.
#[derive(Deserialize)]
struct Reply {
    status: String,
    reg_no: Option<String>,
    class: Option<String>,
    vehicle_manufacturer_name: Option<String>,
    model: Option<String>,
    #[serde(rename = "type")]
    fuel: Option<String>,
    /// Shown as text, and as a number elsewhere.
    #[serde(default)]
    owner_count: Value,
    owner: Option<String>,
    rc_status: Option<String>,
    reg_authority: Option<String>,
    reg_date: Option<String>,
    rc_expiry_date: Option<String>,
    vehicle_insurance_upto: Option<String>,
    rc_financer: Option<String>,
}

/// The record, or `None` when the provider has none.
fn read(mark: &Mark, response: &Response, today: Date) -> Result<Option<Record>, Failure> {
    if response.status != 200 {
        return Err(cashfree::refusal(response, "vehicle_number"));
    }
    let reply: Reply = response.json()?;
    match reply.status.as_str() {
        "VALID" => {}
        "INVALID" => return Ok(None),
        _ => return Err(Failure::malformed("The provider's answer says neither valid nor invalid.")),
    }
    if told(reply.reg_no).is_some_and(|echo| Mark::parse(&echo).is_ok_and(|echo| echo != *mark)) {
        return Err(Failure::malformed("The provider answered about another vehicle."));
    }
    let until = |text: Option<&String>| match text.and_then(|text| Date::parse(text)) {
        Some(day) if day < today => "expired",
        Some(_) => "in_force",
        None => "unknown",
    };
    Ok(Some(Record {
        rc_status: told(reply.rc_status).map_or("unknown", |status| status_word(&status)),
        registered_owner: told(reply.owner),
        owner_number: reply.owner_count.as_u64().or_else(|| reply.owner_count.as_str()?.trim().parse().ok()),
        vehicle_class: told(reply.class),
        maker: told(reply.vehicle_manufacturer_name),
        model: told(reply.model),
        fuel: told(reply.fuel),
        registered_at: told(reply.reg_authority),
        registered_on: told(reply.reg_date).map(date::iso),
        registration: until(reply.rc_expiry_date.as_ref()),
        registered_until: told(reply.rc_expiry_date).map(date::iso),
        insurance: until(reply.vehicle_insurance_upto.as_ref()),
        insured_until: told(reply.vehicle_insurance_upto).map(date::iso),
        financer: told(reply.rc_financer),
    }))
}

/// The record's word for the state of a certificate, in the forms that are met.
fn status_word(status: &str) -> &'static str {
    let status = status.to_ascii_lowercase();
    STATUSES
        .iter()
        .find(|word| status.starts_with(**word))
        .copied()
        .unwrap_or(if status.contains("canceled") || status.contains("cancelled") { "cancelled" } else { "unknown" })
}

#[cfg(test)]
mod tests;
