//! `mobile_intelligence`: what a phone number says by itself, and what its network says through Twilio.

mod carrier;
mod carrier_data;
pub mod number;
mod pattern;
mod plan;
mod plan_data;

use crate::TWILIO;
use enrich_sdk::http::{Response, basic, encoded};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, list, one_of, text};
use number::Number;
use serde::{Deserialize, Serialize};

/// Packages asked for. An account without one of them is told so inside the answer, and the rest is answered.
const FIELDS: &str = "line_type_intelligence,line_status";

/// Twilio's code for a resource that does not exist: told from a 404 of whatever stands before it.
const NO_SUCH_RESOURCE: u32 = 20404;

/// The check.
pub struct MobileIntelligence;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    phone: String,
}

/// What is answered. When the provider knows no such number, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    phone: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_type: Option<&'static str>,
    national_format: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_carrier: Option<&'static str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the provider holds.
#[derive(Debug, Serialize)]
struct Record {
    valid: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    validation_errors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    carrier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_status: Option<&'static str>,
}

const LINE_TYPES: &[&str] = &[
    "mobile",
    "landline",
    "fixed_voip",
    "non_fixed_voip",
    "personal",
    "toll_free",
    "premium",
    "shared_cost",
    "uan",
    "voicemail",
    "pager",
    "unknown",
];

impl Check for MobileIntelligence {
    const ABOUT: About = About {
        name: "mobile_intelligence",
        summary: "Asks the network, through Twilio, what kind of line a phone number is, who serves it and whether it is in use.",
        input: &[text("phone", "Phone number; without a calling code it is India's. All digits must be given")
            .required()
            .personal()
            .at_most(64)],
        output: &[
            text("phone", "The number in its normal form, E.164").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("region", "Country by the numbering plan, ISO 3166; 001 for numbers of no country"),
            text("number_type", "Type by the numbering plan: mobile, fixed_line, toll_free, …"),
            text("national_format", "As it is written at home").required().personal(),
            text("original_carrier", "Who first gave the number out, by its range; the holder may have moved it since"),
            boolean("valid", "Whether the provider knows the number as one that can be given out").required(),
            list("validation_errors", "Why the provider takes it for none: too_short, invalid_but_possible, …", &Kind::Text(64)),
            one_of("line_type", "Kind of line by the provider", LINE_TYPES),
            text("carrier", "Who serves the number now, by the provider"),
            one_of("line_status", "State of the line in its network", &["active", "inactive", "reachable", "unreachable", "unknown"]),
        ],
        providers: &[TWILIO.name],
        price: "1.5",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let number = Number::parse(&input.phone).map_err(|why| Failure::invalid_input(why.sentence()))?;
        let response = TWILIO
            .get(format!("/v2/PhoneNumbers/{}?Fields={FIELDS}", encoded(&number.e164())))
            .header("authorization", basic("account_sid", "auth_token"))
            .send(call)?;
        let record = read(&response)?;
        let known = record.valid;
        let output = output(&number, Some(record));
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(&Number::parse(&input.phone).map_err(|why| Failure::invalid_input(why.sentence()))?, None))
    }
}

fn output(number: &Number, record: Option<Record>) -> Output {
    let kind = number.kind();
    Output {
        phone: number.e164(),
        structure: if kind.is_some() { "valid" } else { "doubtful" },
        structure_reasons: if kind.is_some() { Vec::new() } else { vec!["The number is of no range that its country has given out."] },
        region: number.region(),
        number_type: kind,
        national_format: number.national_format(),
        original_carrier: number.original_carrier(),
        record,
    }
}

/// A 200 of the provider.
#[derive(Deserialize)]
struct Reply {
    valid: bool,
    #[serde(default)]
    validation_errors: Option<Vec<String>>,
    line_type_intelligence: Option<LineType>,
    line_status: Option<LineStatus>,
}

#[derive(Deserialize)]
struct LineType {
    #[serde(rename = "type")]
    kind: Option<String>,
    carrier_name: Option<String>,
}

#[derive(Deserialize)]
struct LineStatus {
    status: Option<String>,
}

/// Any other status of the provider.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    code: u32,
}

fn read(response: &Response) -> Result<Record, Failure> {
    if response.status == 404 && response.json::<Refusal>().unwrap_or_default().code == NO_SUCH_RESOURCE {
        return Ok(Record { valid: false, validation_errors: Vec::new(), line_type: None, carrier: None, line_status: None });
    }
    if response.status != 200 {
        return Err(response.failure());
    }
    let reply: Reply = response.json()?;
    let (kind, carrier) = reply.line_type_intelligence.map_or((None, None), |line| (line.kind, line.carrier_name));
    Ok(Record {
        valid: reply.valid,
        validation_errors: reply.validation_errors.unwrap_or_default().iter().map(|error| error.to_ascii_lowercase()).collect(),
        line_type: kind.as_deref().map(line_type),
        carrier: carrier.filter(|carrier| !carrier.trim().is_empty()),
        line_status: reply.line_status.and_then(|line| line.status).as_deref().map(line_status),
    })
}

fn line_type(word: &str) -> &'static str {
    match word {
        "mobile" => "mobile",
        "landline" => "landline",
        "fixedVoip" => "fixed_voip",
        "nonFixedVoip" => "non_fixed_voip",
        "personal" => "personal",
        "tollFree" => "toll_free",
        "premium" => "premium",
        "sharedCost" => "shared_cost",
        "uan" => "uan",
        "voicemail" => "voicemail",
        "pager" => "pager",
        _ => "unknown",
    }
}

fn line_status(word: &str) -> &'static str {
    match word.to_ascii_lowercase().as_str() {
        "active" => "active",
        "inactive" => "inactive",
        "reachable" => "reachable",
        "unreachable" => "unreachable",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests;
