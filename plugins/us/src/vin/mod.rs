//! `vin_decode`: what a vehicle identification number says by itself, and what the US government's vPIC says of the vehicle.

pub mod form;
mod place;
pub mod wmi;

use crate::date::Day;
use crate::{VPIC, told};
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, integer, list, one_of, text};
use form::Vin;
use serde::{Deserialize, Serialize};

/// The check.
pub struct VinDecode;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    vin: String,
}

/// What is answered. Where vPIC knows no such vehicle, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    vin: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    check_digit: &'static str,
    wmi: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maker: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    makes: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vehicle_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    model_years: Vec<i32>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What vPIC holds.
#[derive(Debug, Serialize)]
struct Record {
    #[serde(skip_serializing_if = "Option::is_none")]
    make: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_year: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fuel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plant_country: Option<String>,
    decoded_clean: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggested_vin: Option<String>,
}

/// What the error codes inside vPIC's answers mean. 0 is none; 400 is a refusal.
const FINDINGS: [(&str, &str); 13] = [
    ("1", "check_digit_wrong"),
    ("2", "corrected_one_position"),
    ("3", "corrected_by_check_digit"),
    ("4", "corrected_one_of_several"),
    ("5", "several_positions_wrong"),
    ("6", "incomplete"),
    ("7", "maker_not_registered"),
    ("8", "no_details"),
    ("9", "glider"),
    ("10", "off_road"),
    ("11", "model_year_wrong"),
    ("12", "model_year_doubtful"),
    ("14", "some_characters_unknown"),
];

impl Check for VinDecode {
    const ABOUT: About = About {
        name: "vin_decode",
        summary: "Decodes a vehicle identification number, and asks the US government's vPIC what it knows of the vehicle.",
        input: &[text("vin", "Vehicle identification number, for example 1HGCM82633A004352; spaces and case do not matter")
            .required()
            .personal()
            .at_most(64)],
        output: &[
            text("vin", "The number in its normal form").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            one_of("check_digit", "valid, or not_used: outside North America the place is the maker's own", &["valid", "not_used"])
                .required(),
            text("wmi", "World manufacturer identifier: three characters, six of a small maker").required(),
            text("region", "Region of the maker"),
            text("country", "Country of the maker"),
            text("maker", "Legal name of the maker"),
            list("makes", "Makes under that identifier", &Kind::Text(120)),
            text("vehicle_type", "passenger_car, truck, motorcycle, trailer, …, by the identifier"),
            list("model_years", "Model years that the number can mean", &Kind::Integer),
            text("make", "Make, by vPIC"),
            text("model", "Model, by vPIC"),
            integer("model_year", "Model year, by vPIC"),
            text("body", "Body, by vPIC"),
            text("fuel", "Fuel, by vPIC"),
            text("plant_country", "Country of the plant, by vPIC"),
            boolean("decoded_clean", "Whether vPIC found nothing amiss").required(),
            list("findings", "What vPIC found amiss: check_digit_wrong, model_year_wrong, no_details, …", &Kind::Text(40)),
            text("suggested_vin", "What vPIC takes the number for; `!` where it is not sure").personal(),
        ],
        providers: &[VPIC.name],
        price: "0.5",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let vin = Vin::parse(&input.vin).map_err(Failure::invalid_input)?;
        let response = VPIC.get(format!("/vehicles/DecodeVinValues/{}?format=json", vin.as_str())).send(call)?;
        let record = read(&vin, &response)?;
        let known = record.is_some();
        let output = output(call, &vin, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(call, &Vin::parse(&input.vin).map_err(Failure::invalid_input)?, None))
    }
}

fn output(call: &Call, vin: &Vin, record: Option<Record>) -> Output {
    let this_year = Day::of_micros(call.host().now()).year();
    let doubts = vin.doubts(this_year);
    let (region, country) = vin.home();
    let maker = vin.maker();
    Output {
        vin: vin.as_str().into(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        check_digit: if vin.has_check_digit() { "valid" } else { "not_used" },
        wmi: vin.wmi(),
        region,
        country,
        maker: maker.map(|maker| maker.name),
        makes: maker.map(|maker| maker.makes.split('/').filter(|make| !make.is_empty()).collect()).unwrap_or_default(),
        vehicle_type: maker.map(|maker| maker.kind).filter(|kind| !kind.is_empty()),
        model_years: vin.model_years(this_year),
        record,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Reply {
    results: Vec<Decoded>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Decoded {
    #[serde(rename = "VIN")]
    vin: Option<String>,
    /// `0`, or codes with commas between them.
    error_code: String,
    make: Option<String>,
    model: Option<String>,
    model_year: Option<String>,
    body_class: Option<String>,
    fuel_type_primary: Option<String>,
    plant_country: Option<String>,
    #[serde(rename = "SuggestedVIN")]
    suggested_vin: Option<String>,
}

/// The record, or `None` when vPIC knows no such vehicle. Its errors come inside a 200.
fn read(vin: &Vin, response: &Response) -> Result<Option<Record>, Failure> {
    if response.status != 200 {
        return Err(response.failure());
    }
    let reply: Reply = response.json()?;
    let decoded = reply.results.into_iter().next().ok_or_else(|| Failure::malformed("The provider's answer holds no result."))?;
    if decoded.vin.as_deref().is_some_and(|echo| !echo.is_empty() && !echo.eq_ignore_ascii_case(vin.as_str())) {
        return Err(Failure::malformed("The provider answered about another VIN."));
    }
    let codes: Vec<&str> = decoded.error_code.split(',').map(str::trim).filter(|code| !code.is_empty()).collect();
    if codes.contains(&"400") {
        return Err(Failure::invalid_input("The provider finds characters in the VIN that VINs do not have."));
    }
    let known = |code: &&str| *code == "0" || FINDINGS.iter().any(|(number, _)| number == code);
    if codes.is_empty() || !codes.iter().all(known) {
        return Err(Failure::malformed("The provider's answer has an error code that its documentation does not have."));
    }
    let make = told(decoded.make);
    if make.is_none() {
        return Ok(None);
    }
    Ok(Some(Record {
        make,
        model: told(decoded.model),
        model_year: told(decoded.model_year).and_then(|year| year.parse().ok()),
        body: told(decoded.body_class),
        fuel: told(decoded.fuel_type_primary),
        plant_country: told(decoded.plant_country),
        decoded_clean: codes == ["0"],
        findings: FINDINGS.iter().filter(|(code, _)| codes.contains(code)).map(|(_, word)| *word).collect(),
        suggested_vin: told(decoded.suggested_vin),
    }))
}

#[cfg(test)]
mod tests;
