//! `ein_verification`: what an employer identification number says by itself, and whether the tax authority knows it under the name
//! given.

pub mod form;

use crate::BASELAYER;
use crate::baselayer::{self, Record};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, list, one_of, text};
use form::Ein;
use serde::{Deserialize, Serialize};

/// The check.
pub struct EinVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    ein: String,
    name: Option<String>,
    address: Option<String>,
}

/// What is answered. When the authority knows no such number with such a name, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    ein: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    campuses: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_record: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_of: Option<&'static str>,
}

impl Check for EinVerification {
    const ABOUT: About = About {
        name: "ein_verification",
        summary: "Asks the tax authority's record, through Baselayer, whether an employer identification number belongs to the name given.",
        input: &[
            // A sole trader's number and names are a person's.
            text("ein", "Employer identification number, for example 91-1144442 or 911144442").required().personal().at_most(64),
            text("name", "Legal name of the business; the authority's record is asked about number and name together").personal(),
            text("address", "Address of the business, which the provider may ask for").personal(),
        ],
        output: &[
            text("ein", "The number in its normal form").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            list("campuses", "Campus or desk of the revenue service that gives out such numbers; two for 46", &Kind::Text(60)),
            one_of(
                "tax_record",
                "Whether number and name belong together; unconfirmed: the provider says so while the authority could not be asked",
                &["matched", "mismatch", "unconfirmed"],
            )
            .required(),
            one_of("number_of", "As whose number the authority knows it", &["person", "business"]),
        ],
        providers: &[BASELAYER.name],
        price: "3.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let ein = Ein::parse(&input.ein).map_err(Failure::invalid_input)?;
        let record = baselayer::ask(call, &ein.plain(), input.name.as_deref(), input.address.as_deref())?;
        let output = output(&ein, Some(record));
        Ok(if record == Record::Nothing { Answer::NotFound(output) } else { Answer::Success(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(&Ein::parse(&input.ein).map_err(Failure::invalid_input)?, None))
    }
}

fn output(ein: &Ein, record: Option<Record>) -> Output {
    let doubts = ein.doubts();
    Output {
        ein: ein.normal(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        campuses: ein.campuses(),
        tax_record: record.and_then(Record::word),
        number_of: record.and_then(Record::of).map(baselayer::Of::word),
    }
}

#[cfg(test)]
mod tests;
