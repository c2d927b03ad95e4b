//! `emirates_id_verification`: what an Emirates ID number says by itself, and what the identity authority's record says of it
//! through Tutelar.

pub mod form;
mod nationality;

use crate::{TUTELAR, day, tutelar};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, list, one_of, text};
use form::EmiratesId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub struct EmiratesIdVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    emirates_id: String,
    date_of_birth: Option<String>,
    nationality: Option<String>,
}

/// What is answered. When there is no such record, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    emirates_id: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    year_in_number: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the authority holds.
#[derive(Debug, Serialize)]
struct Record {
    card_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_of_birth_match: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nationality_match: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_number: Option<String>,
}

impl Check for EmiratesIdVerification {
    const ABOUT: About = About {
        name: "emirates_id_verification",
        summary: "Asks the identity authority's record, through Tutelar, whether an Emirates ID exists and its card is in force.",
        input: &[
            text("emirates_id", "Emirates ID number, for example 784-1980-6611359-2, in one or in its four groups")
                .required()
                .personal()
                .at_most(64),
            text("date_of_birth", "The holder's date of birth, YYYY-MM-DD or DD/MM/YYYY: the provider asks for it").personal().at_most(32),
            text("nationality", "The holder's nationality, as a code of ISO 3166 or in English: the provider asks for it")
                .personal()
                .at_most(64),
        ],
        output: &[
            text("emirates_id", "The number as it is printed").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("year_in_number", "The year in the number, which need not be that of birth").required().personal(),
            one_of("card_status", "Whether the card is in force, by its dates", &["valid", "expired", "unknown"]).required(),
            boolean("date_of_birth_match", "Whether the record has the date of birth given"),
            boolean("nationality_match", "Whether the record has the nationality given"),
            text("issued_on", "Date of issue of the card"),
            text("expires_on", "Date of expiry of the card"),
            text("card_number", "Number of the card, which changes with each card").personal(),
        ],
        providers: &[TUTELAR.name],
        price: "4.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let asked = input.read()?;
        let today = day::of(call.host().now());
        let result = tutelar::ask(call, "/kyc/identity/uae_eid", &asked.question()).map_err(|failure| match failure.code {
            "invalid_input" if asked.lacks() => Failure::invalid_input("The provider asks for `date_of_birth` and `nationality` besides."),
            _ => failure,
        })?;
        let record = result.map(|result| read(&asked, result, &today)).transpose()?;
        let known = record.is_some();
        let output = output(&asked.id, record, &today);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(&input.read()?.id, None, &day::of(call.host().now())))
    }
}

/// An input, read.
struct Asked {
    id: EmiratesId,
    born: Option<String>,
    nationality: Option<String>,
}

impl Input {
    fn read(&self) -> Result<Asked, Failure> {
        let id = EmiratesId::parse(&self.emirates_id).map_err(Failure::invalid_input)?;
        let day = |text: &String| day::parse(text).ok_or_else(|| Failure::invalid_input("`date_of_birth` is no day of the calendar."));
        let born = self.date_of_birth.as_ref().map(day).transpose()?;
        let word = |text: &String| nationality::word(text).ok_or_else(|| Failure::invalid_input("`nationality` names no country."));
        let nationality = self.nationality.as_ref().map(word).transpose()?;
        Ok(Asked { id, born, nationality })
    }
}

impl Asked {
    /// Of three members, all of which the provider wants.
    fn lacks(&self) -> bool {
        self.born.is_none() || self.nationality.is_none()
    }

    fn question(&self) -> Value {
        let mut question = json!({"id_number": self.id.digits()});
        for (member, value) in [("date_of_birth", &self.born), ("current_nationality", &self.nationality)] {
            if let Some(value) = value {
                question[member] = json!(value);
            }
        }
        question
    }
}

fn output(id: &EmiratesId, record: Option<Record>, today: &str) -> Output {
    let doubts = id.doubts(today);
    Output {
        emirates_id: id.printed(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        year_in_number: id.year().into(),
        record,
    }
}

/// The result of a completed question.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    emirates_id_number: String,
    date_of_birth: Option<String>,
    current_nationality: Option<String>,
    issue_date: Option<String>,
    expiry_date: Option<String>,
    eid_card_number: Option<String>,
}

fn read(asked: &Asked, result: Value, today: &str) -> Result<Record, Failure> {
    let malformed = |_| Failure::malformed("The provider's answer is not what its documentation promises.");
    let reply: Reply = serde_json::from_value(result).map_err(malformed)?;
    if !EmiratesId::parse(&reply.emirates_id_number).is_ok_and(|echo| echo == asked.id) {
        return Err(Failure::malformed("The provider answered about another Emirates ID."));
    }
    let expires_on = reply.expiry_date.as_deref().and_then(day::parse);
    let card_status = match &expires_on {
        Some(day) if day.as_str() < today => "expired",
        Some(_) => "valid",
        None => "unknown",
    };
    let same = |one: &Option<String>, other: Option<String>| Some(*one.as_ref()? == other?);
    Ok(Record {
        card_status,
        date_of_birth_match: same(&asked.born, reply.date_of_birth.as_deref().and_then(day::parse)),
        nationality_match: same(&asked.nationality, reply.current_nationality.as_deref().and_then(nationality::word)),
        issued_on: reply.issue_date.as_deref().and_then(day::parse),
        expires_on,
        card_number: reply.eid_card_number.filter(|number| !number.is_empty()),
    })
}

#[cfg(test)]
mod tests;
