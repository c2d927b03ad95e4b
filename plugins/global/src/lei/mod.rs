//! `lei_lookup`: what a legal entity identifier says by itself, and whose it is by the public index of GLEIF.

pub mod form;

use crate::GLEIF;
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, one_of, text};
use form::Lei;
use serde::{Deserialize, Serialize};

/// The check.
pub struct LeiLookup;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    lei: String,
}

/// What is answered. When there is no such LEI, only what the identifier itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    lei: String,
    structure: &'static str,
    issuer_prefix: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the index holds.
#[derive(Debug, Serialize)]
struct Record {
    entity_status: &'static str,
    registration_status: &'static str,
    legal_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    jurisdiction: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_as: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_issued_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_renewal_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corroboration: Option<String>,
}

const ENTITY_STATUSES: &[&str] = &["active", "inactive", "unknown"];
const REGISTRATION_STATUSES: &[&str] = &[
    "issued",
    "lapsed",
    "retired",
    "merged",
    "duplicate",
    "annulled",
    "transferred",
    "pending_transfer",
    "pending_archival",
    "pending_validation",
    "unknown",
];

impl Check for LeiLookup {
    const ABOUT: About = About {
        name: "lei_lookup",
        summary: "Asks the public index of GLEIF whose a legal entity identifier is and whether entity and registration are in force.",
        input: &[text("lei", "Legal entity identifier, for example 506700GE1G29325QX363; spaces and case do not matter")
            .required()
            .at_most(64)],
        output: &[
            text("lei", "The LEI in its normal form").required(),
            one_of("structure", "What the identifier says by itself", &["valid", "doubtful"]).required(),
            text("issuer_prefix", "The four characters that stand for its issuer").required(),
            one_of("entity_status", "Whether the entity is active", ENTITY_STATUSES).required(),
            one_of("registration_status", "State of the registration: lapsed means not renewed in time", REGISTRATION_STATUSES).required(),
            // A sole trader's is a person's.
            text("legal_name", "Legal name of the entity").required().personal(),
            text("jurisdiction", "Jurisdiction of its law, as ISO 3166 codes it"),
            text("country", "Country of its legal address, two letters"),
            text("registered_as", "Its number in the register that vouches for it"),
            text("registered_at", "That register, by its number in GLEIF's list of registration authorities"),
            text("category", "general, branch, fund, sole_proprietor, …"),
            text("first_issued_on", "Date of the first registration"),
            text("next_renewal_on", "Date by which the registration is to be renewed"),
            text("corroboration", "How far the issuer checked the data against a register: fully_corroborated, …"),
        ],
        providers: &[GLEIF.name],
        price: "0.5",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let lei = Lei::parse(&input.lei).map_err(Failure::invalid_input)?;
        let request = GLEIF.get(format!("/lei-records/{}", lei.as_str())).header("accept", "application/vnd.api+json");
        Ok(match read(&lei, &request.send(call)?)? {
            Some(record) => Answer::Success(output(&lei, Some(record))),
            None => Answer::NotFound(output(&lei, None)),
        })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(&Lei::parse(&input.lei).map_err(Failure::invalid_input)?, None))
    }
}

fn output(lei: &Lei, record: Option<Record>) -> Output {
    // Whatever passes the check digits has nothing left that could be odd.
    Output { lei: lei.as_str().into(), structure: "valid", issuer_prefix: lei.issuer_prefix().into(), record }
}

/// A document after JSON:API: one resource.
#[derive(Deserialize)]
struct Reply {
    data: Resource,
}

#[derive(Deserialize)]
struct Resource {
    attributes: Attributes,
}

#[derive(Deserialize)]
struct Attributes {
    lei: String,
    entity: Entity,
    registration: Registration,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entity {
    legal_name: Name,
    status: Option<String>,
    jurisdiction: Option<String>,
    category: Option<String>,
    legal_address: Option<Address>,
    registered_as: Option<String>,
    registered_at: Option<Authority>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Address {
    country: Option<String>,
}

#[derive(Deserialize)]
struct Authority {
    id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Registration {
    status: Option<String>,
    initial_registration_date: Option<String>,
    next_renewal_date: Option<String>,
    corroboration_level: Option<String>,
}

/// The record, or `None` when the index has none, which it says with a 404.
fn read(lei: &Lei, response: &Response) -> Result<Option<Record>, Failure> {
    match response.status {
        200 => {}
        404 => return Ok(None),
        _ => return Err(response.failure()),
    }
    let Attributes { lei: echo, entity, registration } = response.json::<Reply>()?.data.attributes;
    if echo != lei.as_str() {
        return Err(Failure::malformed("The provider answered about another LEI."));
    }
    Ok(Some(Record {
        entity_status: word(entity.status.as_deref(), ENTITY_STATUSES),
        registration_status: word(registration.status.as_deref(), REGISTRATION_STATUSES),
        legal_name: entity.legal_name.name,
        jurisdiction: entity.jurisdiction,
        country: entity.legal_address.and_then(|address| address.country),
        registered_as: entity.registered_as.filter(|number| !number.is_empty()),
        registered_at: entity.registered_at.and_then(|authority| authority.id),
        category: entity.category.map(|category| category.to_ascii_lowercase()),
        first_issued_on: registration.initial_registration_date.as_deref().and_then(day),
        next_renewal_on: registration.next_renewal_date.as_deref().and_then(day),
        corroboration: registration.corroboration_level.map(|level| level.to_ascii_lowercase()),
    }))
}

/// The word of ours for one of the index; the last for one that is not known.
fn word(status: Option<&str>, words: &[&'static str]) -> &'static str {
    let status = status.unwrap_or_default();
    words.iter().find(|word| word.eq_ignore_ascii_case(status)).or(words.last()).copied().unwrap_or_default()
}

/// The day of a time of RFC 3339.
fn day(time: &str) -> Option<String> {
    time.get(..10).map(str::to_owned)
}

#[cfg(test)]
mod tests;
