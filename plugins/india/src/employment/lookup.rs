//! `uan_lookup`: which provident fund account a mobile number is registered with, and whose it is, through Cashfree.
//!
//! The answer holds the whole employment as well. Nothing of it is read but the account and its holder's name.

use super::form::Uan;
use super::{Account, Found, MATCHES, compared, found, last_digits};
use crate::date::Date;
use crate::phone::number::Number;
use crate::text::told;
use crate::{CASHFREE, cashfree};
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, integer, one_of, text};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The check.
pub struct UanLookup;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    phone: String,
    uan: Option<String>,
}

/// What is answered. When no account has the number, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    phone: String,
    structure: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the provider holds.
#[derive(Debug, Serialize)]
struct Record {
    uan: String,
    accounts: usize,
    uan_match: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_name: Option<String>,
}

impl Check for UanLookup {
    const ABOUT: About = About {
        name: "uan_lookup",
        summary: "Asks the provident fund's record, through Cashfree, which account a mobile number of India is registered with, and its holder's name.",
        input: &[
            text("phone", "Mobile number of India, with or without +91. All digits must be given").required().personal().at_most(64),
            text("uan", "Universal account number, to be compared with those that have the number").personal().stays_here().at_most(64),
        ],
        output: &[
            text("phone", "The number in its normal form, E.164").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            text("uan", "The account that has the number; of several, the one of the latest employment").personal(),
            integer("accounts", "How many accounts have the number"),
            one_of("uan_match", "Whether the UAN given is one of them", MATCHES),
            text("registered_name", "Name of that account's holder").personal(),
        ],
        providers: &[CASHFREE.name],
        // One question of the same kind as that of `employment_history`.
        price: "5.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let (number, digits, uan) = input.read()?;
        let response = cashfree::ask(call, "/verification/advance-employment", json!({"phone": digits}))?;
        let record = read(&digits, uan.as_ref(), &response)?;
        let known = record.is_some();
        let output = output(&number, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(&input.read()?.0, None))
    }
}

impl Input {
    /// The number, its digits as the fund has them, and the account that is to be compared.
    fn read(&self) -> Result<(Number, String, Option<Uan>), Failure> {
        let number = Number::parse(&self.phone).map_err(|why| Failure::invalid_input(why.sentence()))?;
        let digits = number
            .e164()
            .strip_prefix("+91")
            .map(str::to_owned)
            .ok_or_else(|| Failure::invalid_input("The provident fund holds phone numbers of India alone."))?;
        let uan = told(self.uan.clone()).map(|uan| Uan::parse(&uan).map_err(Failure::invalid_input)).transpose()?;
        Ok((number, digits, uan))
    }
}

fn output(number: &Number, record: Option<Record>) -> Output {
    let structure = if number.kind().is_some() { "valid" } else { "doubtful" };
    Output { phone: number.e164(), structure, record }
}

/// The record, or `None` when no account has the number.
fn read(digits: &str, given: Option<&Uan>, response: &Response) -> Result<Option<Record>, Failure> {
    let Some(Found { mut accounts, .. }) = found(response, "phone")? else { return Ok(None) };
    let phone = |account: &Account| last_digits(account.basic_details.as_ref()?.phone.as_deref()?);
    if accounts.iter().filter_map(phone).any(|echo| echo != digits) {
        return Err(Failure::malformed("The provider answered about another phone number."));
    }
    let joined = |account: &Account| Date::parse(account.employment_details.as_ref()?.joining_date.as_deref()?);
    accounts.sort_by_key(|account| Reverse(joined(account)));
    let uan = |account: &Account| Uan::parse(account.uan.as_deref()?).ok().map(|uan| uan.as_str().to_owned());
    let Some((latest, number)) = accounts.iter().find_map(|account| Some((account, uan(account)?))) else {
        return Err(Failure::malformed("The provider found an account and does not tell its number."));
    };
    let name = |account: &Account| told(account.basic_details.as_ref()?.employee_name.clone());
    let numbers: BTreeSet<String> = accounts.iter().filter_map(uan).collect();
    Ok(Some(Record {
        accounts: numbers.len(),
        uan_match: compared(given.map(|given| numbers.contains(given.as_str())), Some(true)),
        registered_name: name(latest).or_else(|| accounts.iter().filter(|one| uan(one).as_ref() == Some(&number)).find_map(name)),
        uan: number,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stand_in::StandIn;
    use enrich_sdk::http::HttpError;
    use serde_json::Value;

    fn account(uan: &str, name: &str, joined: &str) -> Value {
        json!({
            "uan": uan, "source": "mobile", "source_score": 1,
            "basic_details": {"dob": "1990-05-17", "employee_name": name, "phone": "9812345610", "aadhaar_verified": true},
            "employment_details": {"establishment_name": "OLD MILL LIMITED", "joining_date": joined, "exit_date": null},
            "additional_details": {"pan": "ABCDE1234F", "bank_account": "20329012345"},
        })
    }

    fn record(accounts: &[Value]) -> Value {
        json!({"verification_id": "call_1", "reference_id": 12345, "status": "SUCCESS", "uan_details": accounts})
    }

    fn success(host: &StandIn, input: Value) -> Value {
        match host.perform::<UanLookup>(input) {
            Ok(Answer::Success(output)) => output,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_number_leads_to_the_latest_account_and_to_nothing_of_the_employment() {
        let host = StandIn::status(
            200,
            &record(&[account("101340612345", "R K SHARMA", "2015-07-01"), account("102028758928", "RAHUL KUMAR SHARMA", "2020-02-21")]),
        );
        let told = json!({
            "phone": "+919812345610", "structure": "valid", "uan": "102028758928", "accounts": 2, "uan_match": "match",
            "registered_name": "RAHUL KUMAR SHARMA",
        });
        assert_eq!(success(&host, json!({"phone": "98123 45610", "uan": "1013 4061 2345"})), told);
        let asked = host.asked.borrow();
        assert_eq!((asked.len(), asked[0].method, asked[0].path.as_str()), (1, "POST", "/verification/advance-employment"));
        let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
        assert_eq!(body, json!({"verification_id": "call_1", "phone": "9812345610"}), "the UAN stays here");
    }

    #[test]
    fn the_account_given_is_compared() {
        let host = || StandIn::status(200, &record(&[account("101340612345", "RAHUL KUMAR SHARMA", "2015-07-01")]));
        assert_eq!(success(&host(), json!({"phone": "98123 45610", "uan": "101340612346"}))["uan_match"], "mismatch");
        assert_eq!(success(&host(), json!({"phone": "98123 45610"}))["uan_match"], "unknown");
        let failure = host().perform::<UanLookup>(json!({"phone": "98123 45610", "uan": "1013"})).unwrap_err();
        assert_eq!((failure.code, failure.message.as_str()), ("invalid_input", "A UAN has 12 digits."));
    }

    #[test]
    fn a_number_of_no_account_is_not_found() {
        let body = json!({"verification_id": "call_1", "status": "EMPLOYMENT_DETAILS_NOT_FOUND", "uan_details": []});
        let answer = StandIn::status(200, &body).perform::<UanLookup>(json!({"phone": "+919812345610"})).unwrap();
        assert_eq!(answer, Answer::NotFound(json!({"phone": "+919812345610", "structure": "valid"})));
    }

    #[test]
    fn what_the_fund_cannot_hold_is_refused_before_anyone_is_asked() {
        let host = StandIn::error(HttpError::Timeout);
        for phone in ["+1 202 555 0143", "98123", "98xxx xx610", "+971 50 123 4762"] {
            assert_eq!(host.failure::<UanLookup>(json!({"phone": phone})), ("invalid_input", false), "{phone}");
        }
        assert!(host.asked.borrow().is_empty());
    }

    #[test]
    fn an_answer_that_breaks_the_contract_is_never_a_finding() {
        let mut another = account("101340612345", "RAHUL KUMAR SHARMA", "2015-07-01");
        another["basic_details"]["phone"] = json!("9812345611");
        let mut nameless = account("101340612345", "", "2015-07-01");
        nameless["uan"] = Value::Null;
        for body in [record(&[]), record(&[another]), record(&[nameless]), json!({"status": "MAYBE"}), json!({})] {
            let host = StandIn::status(200, &body);
            assert_eq!(host.failure::<UanLookup>(json!({"phone": "98123 45610"})), ("provider_malformed", false), "{body}");
        }
        // A number that the provider hides says nothing against it.
        let mut hidden = account("101340612345", "RAHUL KUMAR SHARMA", "2015-07-01");
        hidden["basic_details"]["phone"] = json!("XXXXXX5610");
        assert_eq!(success(&StandIn::status(200, &record(&[hidden])), json!({"phone": "98123 45610"}))["uan"], "101340612345");
    }

    #[test]
    fn documented_errors_have_their_codes() {
        for (status, code, expected) in [
            (400, "phone_value_invalid", ("invalid_input", false)),
            (401, "authentication_failed", ("provider_refused", false)),
            (422, "insufficient_balance", ("provider_refused", false)),
            (502, "verification_failed", ("provider_unavailable", true)),
        ] {
            let host = StandIn::status(status, &json!({"type": "…", "code": code, "message": "…"}));
            assert_eq!(host.failure::<UanLookup>(json!({"phone": "98123 45610"})), expected, "{status} {code}");
        }
    }
}
