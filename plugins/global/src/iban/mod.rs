//! `iban_verification`: what an IBAN says by itself. Nobody is asked.

pub mod form;
mod national;
mod registry;
mod registry_data;

use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, list, one_of, text};
use form::Iban;
use serde::{Deserialize, Serialize};

/// The check.
pub struct IbanVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    iban: String,
}

/// What is answered.
#[derive(Debug, Serialize)]
pub struct Output {
    iban: String,
    printed: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    country: String,
    sepa: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    bank_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_number: Option<String>,
}

impl Check for IbanVerification {
    const ABOUT: About = About {
        name: "iban_verification",
        summary: "Reads an IBAN: country, check digits, bank and account. Whether there is such an account, nobody is asked.",
        input: &[text(
            "iban",
            "International bank account number, for example AE07 0331 2345 6789 0123 456; spaces and case do not matter",
        )
        .required()
        .personal()
        .at_most(64)],
        output: &[
            text("iban", "The IBAN in its normal form").required().personal(),
            text("printed", "The IBAN as it is printed, in groups of four").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("country", "Country of the account, two letters").required(),
            boolean("sepa", "Whether the country's banks take part in the Single Euro Payments Area").required(),
            text("bank_code", "The bank's code in its country"),
            text("branch_code", "The branch's code, where the country has them"),
            text("account_number", "The account number without bank and branch").personal(),
        ],
        providers: &[],
        price: "0.3",
        bills_not_found: false,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(_call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let iban = Iban::parse(&input.iban).map_err(Failure::invalid_input)?;
        let doubts = iban.doubts();
        Ok(Answer::Success(Output {
            iban: iban.as_str().into(),
            printed: iban.printed(),
            structure: if doubts.is_empty() { "valid" } else { "doubtful" },
            structure_reasons: doubts,
            country: iban.country().into(),
            sepa: iban.is_sepa(),
            bank_code: iban.bank_code().map(str::to_owned),
            branch_code: iban.branch_code().map(str::to_owned),
            account_number: iban.account_number().map(str::to_owned),
        }))
    }
}

#[cfg(test)]
mod tests;
