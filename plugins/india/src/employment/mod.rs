//! `employment_history`: where somebody was employed, by the provident fund's record of a universal account number, through
//! Cashfree.
//!
//! The record holds more than an employment check needs: bank account, e-mail, family. It is not read.

pub mod form;
pub mod lookup;

use crate::date::{self, Date};
use crate::pan::form::Pan;
use crate::phone::number::Number;
use crate::text::told;
use crate::{CASHFREE, cashfree};
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, integer, list, one_of, text};
use form::Uan;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Employments of one person that are told, the latest first.
const EMPLOYMENTS_MAX: usize = 50;
/// Digits of a phone number that are compared: records have it without a calling code.
const PHONE_DIGITS: usize = 10;

/// The check.
pub struct EmploymentHistory;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    uan: String,
    name: Option<String>,
    date_of_birth: Option<String>,
    pan: Option<String>,
    phone: Option<String>,
}

/// What is answered. When there is no such account, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    uan: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the provider holds.
#[derive(Debug, Serialize)]
struct Record {
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_name: Option<String>,
    date_of_birth_match: &'static str,
    pan_match: &'static str,
    phone_match: &'static str,
    aadhaar_verified: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    employed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    joined_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer_last_filing: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer_employees: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    employments: Vec<Employment>,
}

/// One employment.
#[derive(Clone, Debug, Serialize)]
struct Employment {
    #[serde(skip_serializing_if = "Option::is_none")]
    employer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    establishment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    joined_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leave_reason: Option<String>,
}

const MATCHES: &[&str] = &["match", "mismatch", "unknown"];

const EMPLOYMENT: Kind = Kind::Object(&[
    text("employer", "Name of the establishment"),
    text("establishment", "Its number at the provident fund"),
    text("joined_on", "Day of joining, as in 2020-02-21"),
    text("left_on", "Day of leaving; absent while employed"),
    text("leave_reason", "Why the employment ended"),
]);

impl Check for EmploymentHistory {
    const ABOUT: About = About {
        name: "employment_history",
        summary: "Asks the provident fund's record, through Cashfree, where the holder of a UAN was and is employed, and whether the record is the person's.",
        input: &[
            text("uan", "Universal account number of the provident fund, twelve digits; spaces and hyphens do not matter")
                .required()
                .personal()
                .at_most(64),
            text("name", "Name of the employee, sent along for the provider's own comparison").personal(),
            text("date_of_birth", "Date of birth, as in 1990-05-17, to be compared with the record's").personal().stays_here().at_most(32),
            text("pan", "Permanent account number, to be compared with the record's").personal().stays_here().at_most(64),
            text("phone", "Mobile number, to be compared with the record's").personal().stays_here().at_most(64),
        ],
        output: &[
            text("uan", "The UAN in its normal form").required().personal(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("registered_name", "Name of the account's holder").personal(),
            one_of("date_of_birth_match", "Whether the date of birth given is the record's", MATCHES).required(),
            one_of("pan_match", "Whether the PAN given is the record's", MATCHES).required(),
            one_of("phone_match", "Whether the phone given is the record's", MATCHES).required(),
            one_of("aadhaar_verified", "Whether the holder's Aadhaar number was verified for the account", &["yes", "no", "unknown"])
                .required(),
            boolean("employed", "Whether the holder is employed now"),
            text("employer", "The latest employer").personal(),
            text("joined_on", "Day of joining the latest employer, as in 2020-02-21").personal(),
            text("left_on", "Day of leaving the latest employer; absent while employed").personal(),
            text("employer_last_filing", "Latest month that the latest employer paid contributions for, as in 2023-11"),
            integer("employer_employees", "Employees whom it paid them for"),
            list("employments", "All employments known, the latest first", &EMPLOYMENT).personal(),
        ],
        providers: &[CASHFREE.name],
        price: "5.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let (uan, given) = (Uan::parse(&input.uan).map_err(Failure::invalid_input)?, Given::read(&input)?);
        let mut question = json!({"uan": uan.as_str()});
        if let Some(name) = input.name.as_deref().and_then(cashfree::latin_name) {
            question["employee_name"] = json!(name);
        }
        let record = read(&uan, &cashfree::ask(call, "/verification/advance-employment", question)?, &given)?;
        let known = record.is_some();
        let output = output(&uan, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Given::read(&input)?;
        Ok(output(&Uan::parse(&input.uan).map_err(Failure::invalid_input)?, None))
    }
}

fn output(uan: &Uan, record: Option<Record>) -> Output {
    let doubts = uan.doubts();
    let structure = if doubts.is_empty() { "valid" } else { "doubtful" };
    Output { uan: uan.as_str().into(), structure, structure_reasons: doubts, record }
}

/// What the request says of the employee, in normal forms.
struct Given {
    born: Option<Date>,
    pan: Option<Pan>,
    phone: Option<Number>,
}

impl Given {
    fn read(input: &Input) -> Result<Given, Failure> {
        let born = told(input.date_of_birth.clone()).map(|day| {
            Date::parse(&day).ok_or_else(|| Failure::invalid_input("`date_of_birth` must be a day of the calendar, as in 1990-05-17."))
        });
        let pan = told(input.pan.clone()).map(|pan| Pan::parse(&pan).map_err(Failure::invalid_input));
        let phone = told(input.phone.clone()).map(|phone| Number::parse(&phone).map_err(|why| Failure::invalid_input(why.sentence())));
        Ok(Given { born: born.transpose()?, pan: pan.transpose()?, phone: phone.transpose()? })
    }
}

/// A 200 of the provider.
#[derive(Deserialize)]
struct Reply {
    status: String,
    #[serde(default)]
    uan_details: Option<Vec<Account>>,
    recent_employment_details: Option<Recent>,
}

#[derive(Deserialize)]
struct Account {
    uan: Option<String>,
    basic_details: Option<Basic>,
    employment_details: Option<Details>,
    additional_details: Option<Additional>,
}

#[derive(Deserialize)]
struct Basic {
    dob: Option<String>,
    employee_name: Option<String>,
    phone: Option<String>,
    aadhaar_verified: Option<bool>,
}

#[derive(Deserialize)]
struct Details {
    establishment_id: Option<String>,
    establishment_name: Option<String>,
    joining_date: Option<String>,
    exit_date: Option<String>,
    leave_reason: Option<String>,
}

#[derive(Deserialize)]
struct Additional {
    pan: Option<String>,
}

#[derive(Deserialize)]
struct Recent {
    employee_details: Option<Employee>,
    employer_details: Option<Employer>,
}

#[derive(Deserialize)]
struct Employee {
    joining_date: Option<String>,
    exit_date: Option<String>,
    employed: Option<bool>,
}

#[derive(Deserialize)]
struct Employer {
    establishment_name: Option<String>,
    #[serde(default)]
    pf_filing_details: Option<Vec<Filing>>,
}

#[derive(Deserialize)]
struct Filing {
    /// Shown as a number and as text.
    #[serde(default)]
    employees_count: Value,
    wage_month: Option<String>,
}

/// The record, or `None` when the provider has none.
fn read(uan: &Uan, response: &Response, given: &Given) -> Result<Option<Record>, Failure> {
    let Some(Found { accounts, recent }) = found(response, "uan")? else { return Ok(None) };
    if accounts.iter().any(|account| account.uan.as_deref().is_some_and(|echo| echo != uan.as_str())) {
        return Err(Failure::malformed("The provider answered about another UAN."));
    }
    Ok(Some(record(accounts, recent, given)))
}

/// What the provider found.
struct Found {
    /// At least one.
    accounts: Vec<Account>,
    recent: Option<Recent>,
}

/// What the provider found by a field; `None` when it has nothing.
fn found(response: &Response, field: &str) -> Result<Option<Found>, Failure> {
    if response.status != 200 {
        return Err(cashfree::refusal(response, field));
    }
    let reply: Reply = response.json()?;
    match reply.status.as_str() {
        "SUCCESS" => {}
        "EMPLOYMENT_DETAILS_NOT_FOUND" => return Ok(None),
        _ => return Err(Failure::malformed("The provider's answer says neither found nor not found.")),
    }
    match reply.uan_details.unwrap_or_default() {
        accounts if accounts.is_empty() => Err(Failure::malformed("The provider found employments and tells none.")),
        accounts => Ok(Some(Found { accounts, recent: reply.recent_employment_details })),
    }
}

fn record(accounts: Vec<Account>, recent: Option<Recent>, given: &Given) -> Record {
    let basic = accounts.iter().find_map(|account| account.basic_details.as_ref());
    let (born, phone) =
        (basic.and_then(|basic| basic.dob.as_deref()).and_then(Date::parse), basic.and_then(|basic| basic.phone.as_deref()));
    let pan = accounts.iter().find_map(|account| account.additional_details.as_ref()?.pan.as_deref()).and_then(|pan| Pan::parse(pan).ok());
    let registered_name = told(basic.and_then(|basic| basic.employee_name.clone()));
    let aadhaar_verified = match basic.and_then(|basic| basic.aadhaar_verified) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let (date_of_birth_match, pan_match) = (compared(given.born, born), compared(given.pan.as_ref(), pan.as_ref()));
    let phone_match = compared(given.phone.as_ref().and_then(|number| last_digits(&number.e164())), phone.and_then(last_digits));
    let mut employments: Vec<Employment> = accounts.into_iter().filter_map(|account| account.employment_details).map(employment).collect();
    employments.sort_by(|one, other| other.joined_on.cmp(&one.joined_on));
    employments.truncate(EMPLOYMENTS_MAX);
    let (employee, company) = recent.map_or((None, None), |recent| (recent.employee_details, recent.employer_details));
    let latest = employments.first().cloned();
    let day = |text: Option<String>| told(text).map(date::iso);
    let (employed, joined_on, left_on) = match employee {
        Some(employee) => (employee.employed, day(employee.joining_date), day(employee.exit_date)),
        None => {
            (None, latest.as_ref().and_then(|latest| latest.joined_on.clone()), latest.as_ref().and_then(|latest| latest.left_on.clone()))
        }
    };
    let filing = company.as_ref().and_then(|company| latest_filing(company.pf_filing_details.as_deref().unwrap_or_default()));
    Record {
        registered_name,
        date_of_birth_match,
        pan_match,
        phone_match,
        aadhaar_verified,
        employed,
        employer: told(company.and_then(|company| company.establishment_name)).or_else(|| latest?.employer),
        joined_on,
        left_on,
        employer_last_filing: filing.as_ref().map(|(month, _)| month.clone()),
        employer_employees: filing.and_then(|(_, employees)| employees),
        employments,
    }
}

fn employment(details: Details) -> Employment {
    Employment {
        employer: told(details.establishment_name),
        establishment: told(details.establishment_id),
        joined_on: told(details.joining_date).map(date::iso),
        left_on: told(details.exit_date).map(date::iso),
        leave_reason: told(details.leave_reason),
    }
}

/// Whether two that are both known are the same.
fn compared<T: PartialEq>(given: Option<T>, known: Option<T>) -> &'static str {
    match given.zip(known) {
        Some((given, known)) if given == known => "match",
        Some(_) => "mismatch",
        None => "unknown",
    }
}

fn last_digits(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits.len().checked_sub(PHONE_DIGITS).map(|start| digits[start..].to_owned())
}

/// The latest month of contributions and how many they were paid for, whatever the order.
fn latest_filing(filings: &[Filing]) -> Option<(String, Option<u64>)> {
    let count = |filing: &Filing| filing.employees_count.as_u64().or_else(|| filing.employees_count.as_str()?.trim().parse().ok());
    filings.iter().filter_map(|filing| Some((wage_month(filing.wage_month.as_deref()?)?, count(filing)))).max()
}

/// `NOV-23` as `2023-11`.
fn wage_month(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let (month, year) = text.trim().split_once('-')?;
    let month = MONTHS.iter().position(|known| month.eq_ignore_ascii_case(known))? + 1;
    let year: u16 = year.parse().ok().filter(|year| *year < 100)?;
    Some(format!("{}-{month:02}", 2000 + year))
}

#[cfg(test)]
mod tests;
