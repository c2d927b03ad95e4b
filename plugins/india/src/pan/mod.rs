//! `pan_verification`: what a PAN says by itself, and what the tax department's record says through Cashfree.

pub mod form;

use crate::cashfree::{self, NAME_SCORE, NameScore, name_score};
use crate::{CASHFREE, text::told};
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, list, object, one_of, text};
use form::Pan;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub struct PanVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    pan: String,
    name: Option<String>,
}

/// What is answered. When there is no such PAN, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    pan: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_type: Option<&'static str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the provider holds.
#[derive(Debug, Serialize)]
struct Record {
    pan_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_match: Option<NameScore>,
    aadhaar_seeding_status: &'static str,
}

impl Check for PanVerification {
    const ABOUT: About = About {
        name: "pan_verification",
        summary: "Asks the tax department's record, through Cashfree, whether a PAN exists, in whose name and in what state.",
        input: &[
            text("pan", "Permanent account number, for example AAAPV1000A; spaces and case do not matter")
                .required()
                .personal()
                .at_most(64),
            text("name", "Name of the holder, to be compared with the registered one").personal(),
        ],
        output: &[
            text("pan", "The PAN in its normal form").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("holder_type", "Type of holder by the fourth letter: individual, company, firm, …"),
            one_of("pan_status", "State of the PAN in the record", &["valid", "invalid", "deactivated", "deleted", "unknown"]).required(),
            text("registered_name", "Name the PAN is registered under").personal(),
            object("name_match", "The provider's comparison of the name given with the registered one", NAME_SCORE),
            one_of("aadhaar_seeding_status", "Whether Aadhaar is linked", &["linked", "not_linked", "not_applicable", "unknown"])
                .required(),
        ],
        providers: &[CASHFREE.name],
        price: "2.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let (pan, name) = input.read()?;
        let response = cashfree::post("/verification/pan").json(&question(&pan, name))?.send(call)?;
        Ok(match read(&pan, &response)? {
            Some(record) => Answer::Success(output(&pan, name, Some(record))),
            None => Answer::NotFound(output(&pan, name, None)),
        })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        let (pan, name) = input.read()?;
        Ok(output(&pan, name, None))
    }
}

impl Input {
    fn read(&self) -> Result<(Pan, Option<&str>), Failure> {
        let pan = Pan::parse(&self.pan).map_err(Failure::invalid_input)?;
        Ok((pan, self.name.as_deref().map(str::trim).filter(|name| !name.is_empty())))
    }
}

fn output(pan: &Pan, name: Option<&str>, record: Option<Record>) -> Output {
    let doubts = pan.doubts(name);
    Output {
        pan: pan.as_str().into(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        holder_type: pan.holder().map(|holder| holder.word),
        record,
    }
}

fn question(pan: &Pan, name: Option<&str>) -> Value {
    // Any other name is compared by `name_match` alone.
    match name.and_then(cashfree::latin_name) {
        Some(name) => json!({"pan": pan.as_str(), "name": name}),
        None => json!({"pan": pan.as_str()}),
    }
}

/// A 200 of the provider.
#[derive(Deserialize)]
struct Reply {
    pan: Option<String>,
    valid: bool,
    registered_name: Option<String>,
    pan_status: Option<String>,
    aadhaar_seeding_status: Option<String>,
    /// Documented as text, shown as number.
    #[serde(default)]
    name_match_score: Value,
    name_match_result: Option<String>,
}

/// The record, or `None` when the provider has none.
fn read(pan: &Pan, response: &Response) -> Result<Option<Record>, Failure> {
    if response.status != 200 {
        return Err(cashfree::refusal(response, "pan"));
    }
    let reply: Reply = response.json()?;
    if reply.pan.as_deref().is_some_and(|echo| echo != pan.as_str()) {
        return Err(Failure::malformed("The provider answered about another PAN."));
    }
    let pan_status = match (reply.valid, reply.pan_status.as_deref()) {
        (_, Some("DEACTIVATED")) => "deactivated",
        (_, Some("DELETED")) => "deleted",
        (false, _) => return Ok(None),
        (true, Some("VALID") | None) => "valid",
        (true, Some("INVALID")) => "invalid",
        (true, Some(_)) => "unknown",
    };
    let aadhaar_seeding_status = match reply.aadhaar_seeding_status.as_deref() {
        Some("Y") => "linked",
        Some("R") => "not_linked",
        Some("NA") => "not_applicable",
        _ => "unknown",
    };
    let registered_name = told(reply.registered_name);
    let name_match = name_score(&reply.name_match_score, reply.name_match_result);
    Ok(Some(Record { pan_status, registered_name, name_match, aadhaar_seeding_status }))
}

#[cfg(test)]
mod tests;
