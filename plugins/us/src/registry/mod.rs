//! `business_registry_us`: what the states' registers say of a business, through Middesk, which accepts an order now and answers it
//! later.

mod reply;

use crate::MIDDESK;
use crate::ein::form::Ein;
use crate::poll::{self, POLLS_MAX};
use enrich_sdk::http::{Request, Response, encoded, secret};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, integer, list, one_of, text};
use reply::{Business, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub struct BusinessRegistryUs;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    name: String,
    address: Option<String>,
    ein: Option<String>,
}

/// What is answered. When no register knows the business, only what was asked.
#[derive(Debug, Default, Serialize)]
pub struct Output {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ein: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the registers hold.
#[derive(Debug, Serialize)]
struct Record {
    registered_name: String,
    registration_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formed_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formed_in: Option<String>,
    registrations: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_record: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    watchlist_hits: Option<u64>,
}

impl Check for BusinessRegistryUs {
    const ABOUT: About = About {
        name: "business_registry_us",
        summary: "Asks the registers of the states, through Middesk, whether a business is registered, where, and in what state it is.",
        input: &[
            // A sole trader's names, number and address are a person's.
            text("name", "Legal name of the business").required().personal(),
            text("address", "Address of the business, in one line; the provider asks for one").personal(),
            text("ein", "Employer identification number").personal().at_most(64),
        ],
        output: &[
            text("name", "Name as asked").required().personal(),
            text("ein", "Number as asked, in its normal form").personal(),
            text("registered_name", "Name in the register").required().personal(),
            one_of("registration_status", "active where one register has it active", &["active", "inactive", "unknown"]).required(),
            text("entity_type", "LLC, CORPORATION, …"),
            text("formed_on", "Day of its formation"),
            text("formed_in", "State of its formation"),
            list("registrations", "Each register that has it: state, status, file number", &Kind::Text(200)),
            list("people", "Officers and others on record, with their titles", &Kind::Text(200)).personal(),
            boolean("name_verified", "Whether the provider finds the name given"),
            boolean("address_verified", "Whether the provider finds the address given"),
            one_of("tax_record", "Whether the tax authority has the number under that name", &["matched", "mismatch", "unknown"]),
            integer("watchlist_hits", "Hits on the watchlists that the provider searches"),
        ],
        providers: &[MIDDESK.name],
        price: "6.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let (name, ein) = input.read()?;
        let response = with_key(MIDDESK.post("/businesses")).json(&order(call, name, ein, input.address.as_deref()))?.send(call)?;
        let mut business = business(&response, 200..=202)?;
        for _ in 0..POLLS_MAX {
            if business.is_answered() {
                break;
            }
            business = self::business(&get(format!("/businesses/{}", encoded(&business.id))).send(call)?, 200..=200)?;
        }
        if !business.is_answered() {
            return Err(poll::pending());
        }
        let record = business.record()?;
        let known = record.is_some();
        let output = Output { name: name.into(), ein: ein.map(|ein| ein.normal()), record };
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        let (name, ein) = input.read()?;
        Ok(Output { name: name.into(), ein: ein.map(|ein| ein.normal()), record: None })
    }
}

impl Input {
    fn read(&self) -> Result<(&str, Option<Ein>), Failure> {
        let name = self.name.trim();
        if !name.chars().any(char::is_alphanumeric) {
            return Err(Failure::invalid_input("A business's name has letters or digits."));
        }
        let ein = self.ein.as_deref().filter(|text| !text.trim().is_empty()).map(Ein::parse).transpose();
        Ok((name, ein.map_err(Failure::invalid_input)?))
    }
}

fn with_key(request: Request) -> Request {
    request.header("authorization", format!("Bearer {}", secret("api_key")))
}

/// A request with the operator's key.
pub(crate) fn get(path: String) -> Request {
    with_key(MIDDESK.get(path))
}

/// The call's id tells the orders of one operator apart; what is not given is left out.
fn order(call: &Call, name: &str, ein: Option<Ein>, address: Option<&str>) -> Value {
    let mut order = json!({"name": name, "external_id": call.id()});
    if let Some(ein) = ein {
        order["tin"] = json!({"tin": ein.plain()});
    }
    if let Some(address) = address.map(str::trim).filter(|address| !address.is_empty()) {
        order["addresses"] = json!([{"full_address": address}]);
    }
    order
}

fn business(response: &Response, welcome: std::ops::RangeInclusive<u16>) -> Result<Business, Failure> {
    if welcome.contains(&response.status) {
        return response.json();
    }
    if !matches!(response.status, 400 | 422) {
        return Err(response.failure());
    }
    let errors = response.json::<Refusal>().map(|refusal| refusal.errors).unwrap_or_default();
    let about = |member: &str| errors.iter().any(|error| error.names(member));
    Err(match ["name", "tin", "address"].into_iter().find(|member| about(member)) {
        Some("tin") => Failure::invalid_input("The provider does not take `ein` for one."),
        Some(member) => Failure::invalid_input(format!("The provider wants another `{member}`, or one at all.")),
        None => response.failure(),
    })
}

#[cfg(test)]
mod tests;
