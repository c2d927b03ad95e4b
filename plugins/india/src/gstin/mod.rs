//! `gstin_verification`: what a GSTIN says by itself, and what the tax network's record says through Cashfree.

pub mod form;

use crate::text::told;
use crate::{CASHFREE, cashfree};
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, integer, list, one_of, text};
use form::Gstin;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The check.
pub struct GstinVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    gstin: String,
}

/// What is answered. When there is no such GSTIN, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    gstin: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registrant: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_in_state: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pan: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_type: Option<&'static str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the provider holds.
#[derive(Debug, Serialize)]
struct Record {
    gstin_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trade_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    constitution: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taxpayer_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal_place: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    activities: Vec<String>,
}

const STATUSES: &[&str] = &["active", "inactive", "suspended", "cancelled", "unknown"];

impl Check for GstinVerification {
    const ABOUT: About = About {
        name: "gstin_verification",
        summary: "Asks the tax network's record, through Cashfree, whether a GSTIN exists, to whom it belongs and whether it is in force.",
        input: &[text("gstin", "Goods and services tax number, for example 29AAACV1000A1Z7; spaces and case do not matter")
            .required()
            .personal()
            .at_most(64)],
        output: &[
            // A sole trader's tax number, names and place of business are a person's.
            text("gstin", "The GSTIN in its normal form").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("state", "State that it was given out for"),
            text("registrant", "taxpayer, tax_deductor, tax_collector, non_resident, online_services_from_abroad or un_body"),
            integer("number_in_state", "Which of the holder's registrations in the state it is, from 1"),
            text("pan", "The PAN that it holds").personal(),
            text("holder_type", "Type of holder by the PAN: company, firm, individual, …"),
            one_of("gstin_status", "State of the registration in the record", STATUSES).required(),
            text("legal_name", "Legal name of the business").personal(),
            text("trade_name", "Name it trades under").personal(),
            text("constitution", "Private Limited Company, Proprietorship, …"),
            text("taxpayer_type", "Regular, Composition, …"),
            text("registered_on", "Date of registration, as the record has it"),
            text("principal_place", "Address of the principal place of business").personal(),
            list("activities", "Nature of its business", &Kind::Text(200)),
        ],
        providers: &[CASHFREE.name],
        price: "2.5",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let gstin = Gstin::parse(&input.gstin).map_err(Failure::invalid_input)?;
        let response = cashfree::post("/verification/gstin").json(&json!({"GSTIN": gstin.as_str()}))?.send(call)?;
        let record = read(&gstin, &response)?;
        let known = record.is_some();
        let output = output(&gstin, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(&Gstin::parse(&input.gstin).map_err(Failure::invalid_input)?, None))
    }
}

fn output(gstin: &Gstin, record: Option<Record>) -> Output {
    let doubts = gstin.doubts();
    let pan = gstin.pan();
    Output {
        gstin: gstin.as_str().into(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        state: gstin.state(),
        registrant: gstin.registrant(),
        number_in_state: gstin.number_in_state(),
        holder_type: pan.as_ref().and_then(|pan| pan.holder()).map(|holder| holder.word),
        pan: pan.map(|pan| pan.as_str().into()),
        record,
    }
}

/// A 200 of the provider.
#[derive(Deserialize)]
struct Reply {
    valid: bool,
    #[serde(rename = "GSTIN")]
    gstin: Option<String>,
    gst_in_status: Option<String>,
    legal_name_of_business: Option<String>,
    trade_name_of_business: Option<String>,
    constitution_of_business: Option<String>,
    taxpayer_type: Option<String>,
    date_of_registration: Option<String>,
    principal_place_address: Option<String>,
    nature_of_business_activities: Option<Vec<String>>,
}

/// The record, or `None` when the provider has none.
fn read(gstin: &Gstin, response: &Response) -> Result<Option<Record>, Failure> {
    if response.status != 200 {
        return Err(cashfree::refusal(response, "gstin"));
    }
    let reply: Reply = response.json()?;
    if reply.gstin.as_deref().is_some_and(|echo| echo != gstin.as_str()) {
        return Err(Failure::malformed("The provider answered about another GSTIN."));
    }
    // A registration out of force is on record, whatever `valid` says of it.
    let gstin_status = match (reply.valid, told(reply.gst_in_status)) {
        (false, None) => return Ok(None),
        (_, status) => status.map_or("unknown", |status| status_word(&status)),
    };
    Ok(Some(Record {
        gstin_status,
        legal_name: told(reply.legal_name_of_business),
        trade_name: told(reply.trade_name_of_business),
        constitution: told(reply.constitution_of_business),
        taxpayer_type: told(reply.taxpayer_type),
        registered_on: told(reply.date_of_registration),
        principal_place: told(reply.principal_place_address),
        activities: reply.nature_of_business_activities.unwrap_or_default(),
    }))
}

/// "Cancelled suo-moto" and "Cancelled on application of Taxpayer" alike.
fn status_word(status: &str) -> &'static str {
    let first = status.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    STATUSES.iter().find(|word| **word == first).copied().unwrap_or("unknown")
}

#[cfg(test)]
mod tests;
