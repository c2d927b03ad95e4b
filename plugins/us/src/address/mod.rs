//! `address_us`: what an address in the United States says by itself, and whether the Census Bureau finds it on a street.

pub mod form;
mod zip_data;

use crate::{CENSUS, told};
use enrich_sdk::http::{Response, encoded};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, integer, list, one_of, text};
use form::{Address, CHARACTERS_MAX};
use serde::{Deserialize, Serialize};
use serde_json::Number;

/// The check.
pub struct AddressUs;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    address: String,
}

/// What is answered. Where the bureau finds no such address, only what its words say.
#[derive(Debug, Serialize)]
pub struct Output {
    address: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zip_plus_four: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zip_state: Option<&'static str>,
    post_office_box: bool,
    military: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the bureau finds.
#[derive(Debug, Serialize)]
struct Record {
    matched_address: String,
    matches: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_zip: Option<String>,
    agrees: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<String>,
}

impl Check for AddressUs {
    const ABOUT: About = About {
        name: "address_us",
        summary: "Asks the Census Bureau whether an address in the United States lies on a street, and compares its ZIP code with its state.",
        input: &[text("address", "Address, for example 4600 Silver Hill Rd, Washington, DC 20233")
            .at_most(CHARACTERS_MAX)
            .required()
            .personal()],
        output: &[
            text("address", "The address in one line").at_most(CHARACTERS_MAX).required().personal(),
            one_of("structure", "What the address says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("state", "State that it names, in two letters"),
            text("zip", "ZIP code, five digits").personal(),
            text("zip_plus_four", "The four digits after it").personal(),
            text("zip_state", "State in which the ZIP code is delivered"),
            boolean("post_office_box", "Whether it is a post office box, where nobody lives").required(),
            boolean("military", "Whether it is a military address").required(),
            text("matched_address", "The address as the bureau has it").required().personal(),
            integer("matches", "How many addresses it can be").required(),
            text("matched_city", "City, by the bureau").personal(),
            text("matched_state", "State, by the bureau"),
            text("matched_zip", "ZIP code, by the bureau").personal(),
            boolean("agrees", "Whether state and ZIP code are the ones given").required(),
            text("latitude", "Degrees north, by the bureau").personal(),
            text("longitude", "Degrees east, by the bureau").personal(),
        ],
        providers: &[CENSUS.name],
        price: "1.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let address = Address::parse(&input.address).map_err(Failure::invalid_input)?;
        let path = format!("/locations/onelineaddress?address={}&benchmark=Public_AR_Current&format=json", encoded(&address.line));
        let response = CENSUS.get(path).send(call)?;
        let record = read(&address, &response)?;
        let known = record.is_some();
        let output = output(address, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(Address::parse(&input.address).map_err(Failure::invalid_input)?, None))
    }
}

fn output(address: Address, record: Option<Record>) -> Output {
    let doubts = address.doubts();
    Output {
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        state: address.state,
        zip_state: address.zip_state(),
        post_office_box: address.is_box(),
        military: address.is_military(),
        address: address.line,
        zip: address.zip,
        zip_plus_four: address.plus_four,
        record,
    }
}

#[derive(Deserialize)]
struct Reply {
    result: Outcome,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    address_matches: Vec<Match>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Match {
    matched_address: String,
    coordinates: Coordinates,
    address_components: Components,
}

#[derive(Deserialize)]
struct Coordinates {
    x: Number,
    y: Number,
}

#[derive(Deserialize)]
struct Components {
    zip: Option<String>,
    city: Option<String>,
    state: Option<String>,
}

/// What is found, or `None`: "no" is a 200 with an empty list.
fn read(address: &Address, response: &Response) -> Result<Option<Record>, Failure> {
    match response.status {
        200 => {}
        400 => return Err(Failure::invalid_input("The provider does not take the address for one.")),
        _ => return Err(response.failure()),
    }
    let matches = response.json::<Reply>()?.result.address_matches;
    let count = matches.len();
    Ok(matches.into_iter().next().map(|found| {
        let (state, zip) = (told(found.address_components.state), told(found.address_components.zip));
        let same =
            |given: Option<&str>, known: &Option<String>| given.is_none_or(|given| known.as_deref().is_none_or(|known| known == given));
        Record {
            agrees: same(address.state, &state) && same(address.zip.as_deref(), &zip),
            matched_address: found.matched_address,
            matches: count,
            matched_city: told(found.address_components.city),
            matched_state: state,
            matched_zip: zip,
            latitude: Some(found.coordinates.y.to_string()),
            longitude: Some(found.coordinates.x.to_string()),
        }
    }))
}

#[cfg(test)]
mod tests;
