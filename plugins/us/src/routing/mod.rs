//! `routing_number`: what the routing number of a US bank says by itself. Nobody is asked: which bank has it, and whether the account
//! exists, this check does not know.

pub mod form;

use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, integer, list, one_of, text};
use form::Routing;
use serde::{Deserialize, Serialize};

/// The check.
pub struct RoutingNumber;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    routing_number: String,
}

/// What is answered.
#[derive(Debug, Serialize)]
pub struct Output {
    routing_number: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    district: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    district_name: Option<&'static str>,
}

impl Check for RoutingNumber {
    const ABOUT: About = About {
        name: "routing_number",
        summary: "Reads the check digit, the purpose and the Federal Reserve's district from a bank's routing number; nobody is asked.",
        input: &[text("routing_number", "Routing number of a US bank, for example 021000021 or 0210-0002-1").required().at_most(64)],
        output: &[
            text("routing_number", "The nine digits").required(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            one_of("purpose", "What the number is for", &["bank", "thrift", "electronic", "government", "travellers_cheques"]),
            integer("district", "Federal Reserve district, 1 to 12"),
            text("district_name", "Seat of the district's bank"),
        ],
        providers: &[],
        price: "0.3",
        bills_not_found: false,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(_call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let routing = Routing::parse(&input.routing_number).map_err(Failure::invalid_input)?;
        let doubts = routing.doubts();
        Ok(Answer::Success(Output {
            routing_number: routing.normal(),
            structure: if doubts.is_empty() { "valid" } else { "doubtful" },
            structure_reasons: doubts,
            purpose: routing.purpose(),
            district: routing.district().map(|(number, _)| number),
            district_name: routing.district().map(|(_, name)| name),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stand_in::StandIn;
    use enrich_sdk::http::HttpError;
    use serde_json::json;

    #[test]
    fn a_number_is_read_and_nobody_is_asked() {
        let host = StandIn::error(HttpError::Timeout);
        let answer = host.perform::<RoutingNumber>(json!({"routing_number": "0210-0002-1"})).unwrap();
        let expected = json!({
            "routing_number": "021000021", "structure": "valid", "purpose": "bank", "district": 2, "district_name": "New York",
        });
        assert_eq!(answer, Answer::Success(expected));
        assert_eq!(host.failure::<RoutingNumber>(json!({"routing_number": "021000022"})).0, "invalid_input");
        assert!(host.asked.borrow().is_empty());
    }
}
