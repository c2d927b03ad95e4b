//! `ssn_verification`: what a social security number says by itself, and whether the tax authority knows it under the name given.

pub mod form;

use crate::BASELAYER;
use crate::baselayer::{self, Record};
use crate::date::Day;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, integer, list, one_of, text};
use form::{RANDOM_SINCE, Ssn};
use serde::{Deserialize, Serialize};

/// Nobody is known to have been older.
const AGE_MAX: i32 = 122;

/// The check.
pub struct SsnVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    ssn: String,
    name: Option<String>,
    date_of_birth: Option<String>,
    address: Option<String>,
}

/// What is answered. When the authority knows no such number with such a name, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    ssn: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    number_type: &'static str,
    issued: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_of_birth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_at_issue_at_least: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_record: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_of: Option<&'static str>,
}

impl Check for SsnVerification {
    const ABOUT: About = About {
        name: "ssn_verification",
        summary: "Asks the tax authority's record, through Baselayer, whether a social security number belongs to the name given.",
        input: &[
            text("ssn", "Social security number, for example 536-90-4399 or 536904399").required().personal().at_most(64),
            text("name", "Name of the holder; the authority's record is asked about number and name together").personal(),
            text("date_of_birth", "Date of birth, 1975-01-18 or 01/18/1975: what it says of the number's age")
                .personal()
                .stays_here()
                .at_most(64),
            text("address", "Address of the holder, which the provider may ask for").personal(),
        ],
        output: &[
            text("ssn", "The number, masked but for its last four digits").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            one_of("number_type", "An SSN; or an ITIN or ATIN, which stand for those who have none", &["ssn", "itin", "atin"]).required(),
            one_of(
                "issued",
                "since_2011_06_25 where the number can only have been given out at random since that day; no number tells a state",
                &["since_2011_06_25", "unknown"],
            )
            .required(),
            text("date_of_birth", "The date of birth in its normal form").personal(),
            integer("age", "Whole years since the date of birth"),
            integer("age_at_issue_at_least", "How old the holder was at least when such a late number was given out"),
            one_of(
                "tax_record",
                "Whether number and name belong together; unconfirmed: the provider says so while the authority could not be asked",
                &["matched", "mismatch", "unconfirmed"],
            )
            .required(),
            one_of("number_of", "As whose number the authority knows it", &["person", "business"]),
        ],
        providers: &[BASELAYER.name],
        price: "4.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let asked = input.read(call)?;
        let record = baselayer::ask(call, &asked.ssn.plain(), input.name.as_deref(), input.address.as_deref())?;
        let output = asked.output(Some(record));
        Ok(if record == Record::Nothing { Answer::NotFound(output) } else { Answer::Success(output) })
    }

    fn offline(call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(input.read(call)?.output(None))
    }
}

/// What was asked, read.
struct Asked {
    ssn: Ssn,
    born: Option<Day>,
    age: Option<i32>,
}

impl Input {
    fn read(&self, call: &Call) -> Result<Asked, Failure> {
        let ssn = Ssn::parse(&self.ssn).map_err(Failure::invalid_input)?;
        let Some(text) = self.date_of_birth.as_deref().filter(|text| !text.trim().is_empty()) else {
            return Ok(Asked { ssn, born: None, age: None });
        };
        let born = Day::parse(text).ok_or_else(|| Failure::invalid_input("The date of birth is no day: write it as 1975-01-18."))?;
        let age = born.years_to(Day::of_micros(call.host().now()));
        if age < 0 {
            return Err(Failure::invalid_input("The date of birth lies in the future."));
        }
        Ok(Asked { ssn, born: Some(born), age: Some(age) })
    }
}

impl Asked {
    fn output(&self, record: Option<Record>) -> Output {
        let mut doubts = self.ssn.doubts();
        if self.age.is_some_and(|age| age > AGE_MAX) {
            doubts.push("By the date of birth the holder is older than anybody is known to have been.");
        }
        let late = self.ssn.is_late();
        Output {
            ssn: self.ssn.masked(),
            structure: if doubts.is_empty() { "valid" } else { "doubtful" },
            structure_reasons: doubts,
            number_type: self.ssn.kind().word(),
            issued: if late { "since_2011_06_25" } else { "unknown" },
            date_of_birth: self.born.map(Day::iso),
            age: self.age,
            age_at_issue_at_least: self.born.filter(|_| late).map(|born| born.years_to(RANDOM_SINCE)).filter(|years| *years > 0),
            tax_record: record.and_then(Record::word),
            number_of: record.and_then(Record::of).map(baselayer::Of::word),
        }
    }
}

#[cfg(test)]
mod tests;
