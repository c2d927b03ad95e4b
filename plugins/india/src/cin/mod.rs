//! `company_registry_in`: what a CIN says by itself, and what the registrar of companies has on record, through Cashfree.

pub mod form;

use crate::date::Date;
use crate::text::told;
use crate::{CASHFREE, cashfree};
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, integer, list, one_of, text};
use form::Cin;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The check.
pub struct CompanyRegistryIn;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    cin: String,
}

/// What is answered. When there is no such company, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    cin: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    listing: &'static str,
    industry_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    year: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'static str>,
    registration_number: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the provider holds.
#[derive(Debug, Serialize)]
struct Record {
    company_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    company_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incorporated_on: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    directors: Vec<Director>,
}

/// One director. Birth dates and addresses of directors are none of this check's business, so they are not read.
#[derive(Debug, Deserialize, Serialize)]
struct Director {
    #[serde(skip_serializing_if = "Option::is_none")]
    din: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    designation: Option<String>,
}

const STATUSES: &[&str] = &[
    "active",
    "dormant",
    "being_struck_off",
    "struck_off",
    "in_liquidation",
    "dissolved",
    "amalgamated",
    "converted",
    "inactive",
    "unknown",
];

const DIRECTOR: Kind =
    Kind::Object(&[text("din", "Director's identification number"), text("name", "Name"), text("designation", "Director, …")]);

impl Check for CompanyRegistryIn {
    const ABOUT: About = About {
        name: "company_registry_in",
        summary: "Asks the registrar of companies, through Cashfree, under what name a CIN is registered, since when and in what state.",
        input: &[text("cin", "Corporate identity number, for example U51909KA2015PTC010000; spaces and case do not matter")
            .required()
            .at_most(64)],
        output: &[
            text("cin", "The CIN in its normal form").required(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            one_of("listing", "Whether its shares were listed when the number was given out", &["listed", "unlisted"]).required(),
            text("industry_code", "Industry, by the national classification").required(),
            text("state", "State of the registrar"),
            integer("year", "Year of incorporation").required(),
            text("class", "Class of company: private, public, one_person, not_for_profit, …"),
            text("registration_number", "The registrar's own number").required(),
            one_of("company_status", "State of the company in the register", STATUSES).required(),
            text("company_name", "Name in the register"),
            text("incorporated_on", "Date of incorporation, as the register has it"),
            list("directors", "Its directors", &DIRECTOR).personal(),
        ],
        providers: &[CASHFREE.name],
        price: "4.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let cin = Cin::parse(&input.cin).map_err(Failure::invalid_input)?;
        let record = read(&cin, &cashfree::ask(call, "/verification/cin", json!({"cin": cin.as_str()}))?)?;
        let known = record.is_some();
        let output = output(call, &cin, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(call, &Cin::parse(&input.cin).map_err(Failure::invalid_input)?, None))
    }
}

fn output(call: &Call, cin: &Cin, record: Option<Record>) -> Output {
    let doubts = cin.doubts(u32::from(Date::of_micros(call.host().now()).year()));
    Output {
        cin: cin.as_str().into(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        listing: cin.listing(),
        industry_code: cin.industry().into(),
        state: cin.state(),
        year: cin.year(),
        class: cin.class(),
        registration_number: cin.registration_number().into(),
        record,
    }
}

/// A 200 of the provider.
#[derive(Deserialize)]
struct Reply {
    status: String,
    cin: Option<String>,
    company_name: Option<String>,
    incorporation_date: Option<String>,
    cin_status: Option<String>,
    director_details: Option<Vec<Director>>,
}

/// The record, or `None` when the provider has none.
fn read(cin: &Cin, response: &Response) -> Result<Option<Record>, Failure> {
    if response.status != 200 {
        return Err(cashfree::refusal(response, "cin"));
    }
    let reply: Reply = response.json()?;
    if reply.cin.as_deref().is_some_and(|echo| echo != cin.as_str()) {
        return Err(Failure::malformed("The provider answered about another CIN."));
    }
    match reply.status.as_str() {
        "VALID" => {}
        "INVALID" => return Ok(None),
        _ => return Err(Failure::malformed("The provider's answer says neither valid nor invalid.")),
    }
    Ok(Some(Record {
        company_status: told(reply.cin_status).map_or("unknown", |status| status_word(&status)),
        company_name: told(reply.company_name),
        incorporated_on: told(reply.incorporation_date),
        directors: reply.director_details.unwrap_or_default(),
    }))
}

/// The register's words for the state of a company, in the forms that are met.
fn status_word(status: &str) -> &'static str {
    let status = status.trim().to_ascii_uppercase();
    match status.as_str() {
        "ACTIVE" => "active",
        "INACTIVE" | "NOT AVAILABLE FOR EFILING" => "inactive",
        _ if status.starts_with("DORMANT") => "dormant",
        _ if status.contains("PROCESS") && (status.contains("STRIK") || status.contains("STRUCK")) => "being_struck_off",
        _ if status.contains("STRIK") || status.contains("STRUCK") => "struck_off",
        _ if status.contains("LIQUIDATION") && !status.contains("DISSOLVED") && !status.starts_with("LIQUIDATED") => "in_liquidation",
        _ if status.contains("DISSOLVED") || status.contains("LIQUIDATED") => "dissolved",
        _ if status.contains("AMALGAMATED") => "amalgamated",
        _ if status.contains("CONVERTED") => "converted",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests;
