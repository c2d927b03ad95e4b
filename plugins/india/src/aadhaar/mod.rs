//! `aadhaar_verification`: whether a number can be an Aadhaar number, and what its issuer tells of the holder through Setu: age
//! band, gender, state and the last digits of the registered mobile number.
//!
//! No name is told, so what the holder is compared with is what the request says of phone and date of birth.

pub mod form;

use crate::date::Date;
use crate::phone::number::Number;
use crate::{SETU, text};
use enrich_sdk::http::{Request, Response, secret};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, list, one_of, text as text_field};
use form::Aadhaar;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Digits of a mobile number that the issuer tells.
const MOBILE_DIGITS: usize = 4;

/// The check.
pub struct AadhaarVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    aadhaar: String,
    phone: Option<String>,
    date_of_birth: Option<String>,
}

/// What is answered. When the issuer has given out no such number, only what the number itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    aadhaar: String,
    kind: &'static str,
    structure: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the provider tells.
#[derive(Debug, Serialize)]
struct Record {
    #[serde(skip_serializing_if = "Option::is_none")]
    age_band: Option<String>,
    gender: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    mobile_match: &'static str,
    age_match: &'static str,
}

const MATCHES: &[&str] = &["match", "mismatch", "unknown"];

impl Check for AadhaarVerification {
    const ABOUT: About = About {
        name: "aadhaar_verification",
        summary: "Asks the issuer, through Setu, whether an Aadhaar number was given out, and compares phone and date of birth with what it tells of the holder.",
        input: &[
            text_field("aadhaar", "Aadhaar number, twelve digits, or virtual ID, sixteen; spaces and hyphens do not matter")
                .required()
                .personal()
                .at_most(64),
            text_field("phone", "Mobile number, to be compared with the registered one's last digits").personal().stays_here().at_most(64),
            text_field("date_of_birth", "Date of birth, for example 1990-05-17, to be compared with the age band")
                .personal()
                .stays_here()
                .at_most(32),
        ],
        output: &[
            text_field("aadhaar", "The number, masked but for its last four digits").required().personal(),
            one_of("kind", "Which of the two it is", &["aadhaar", "virtual_id"]).required(),
            one_of("structure", "What the number says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text_field("age_band", "Age of the holder, as a range of years: 30-40").personal(),
            one_of("gender", "Gender of the holder", &["male", "female", "transgender", "unknown"]).required().personal(),
            text_field("state", "State of the holder's address").personal(),
            one_of("mobile_match", "Whether the phone given ends as the registered one does", MATCHES).required(),
            one_of("age_match", "Whether the date of birth given falls into the age band", MATCHES).required(),
        ],
        providers: &[SETU.name],
        price: "3.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let number = Aadhaar::parse(&input.aadhaar).map_err(Failure::invalid_input)?;
        let given = Given::read(&input)?;
        let response = request(&json!({"aadhaar_number": number.whole()}))?.send(call)?;
        Ok(match read(&number, &response)? {
            Some(data) => Answer::Success(output(&number, Some(given.compared(data, Date::of_micros(call.host().now()))))),
            None => Answer::NotFound(output(&number, None)),
        })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Given::read(&input)?;
        Ok(output(&Aadhaar::parse(&input.aadhaar).map_err(Failure::invalid_input)?, None))
    }
}

/// A request to the provider, with the operator's credentials.
pub(crate) fn request(question: &Value) -> Result<Request, Failure> {
    SETU.post("/api/aadhaar-lite")
        .header("x-client-id", secret("client_id"))
        .header("x-client-secret", secret("client_secret"))
        .header("x-product-instance-id", secret("product_instance_id"))
        .json(question)
}

fn output(number: &Aadhaar, record: Option<Record>) -> Output {
    let kind = if number.is_virtual() { "virtual_id" } else { "aadhaar" };
    // A number that breaks a rule is refused, and there is none that is merely unusual.
    Output { aadhaar: number.masked(), kind, structure: "valid", record }
}

/// What the request says of the holder.
struct Given {
    mobile: Option<String>,
    born: Option<Date>,
}

impl Given {
    fn read(input: &Input) -> Result<Given, Failure> {
        let told = |text: &Option<String>| text::told(text.clone());
        let phone = told(&input.phone).map(|phone| Number::parse(&phone)).transpose();
        let phone = phone.map_err(|why| Failure::invalid_input(why.sentence()))?;
        let born = told(&input.date_of_birth).map(|day| {
            Date::parse(&day).ok_or_else(|| Failure::invalid_input("`date_of_birth` must be a day of the calendar, as in 1990-05-17."))
        });
        Ok(Given { mobile: phone.map(|number| number.e164()), born: born.transpose()? })
    }

    fn compared(&self, data: Data, today: Date) -> Record {
        let registered: String = data.masked_mobile.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let mobile = self.mobile.as_deref().filter(|_| registered.len() == MOBILE_DIGITS).map(|mobile| mobile.ends_with(&registered));
        let age = self.born.zip(data.age_band.as_deref().and_then(band));
        let age = age.map(|(born, (from, to))| born.years_until(today).is_some_and(|age| (from..=to).contains(&age)));
        Record {
            age_band: text::told(data.age_band),
            gender: match data.gender.as_deref().map(str::trim) {
                Some("M" | "MALE") => "male",
                Some("F" | "FEMALE") => "female",
                Some("T" | "TRANSGENDER") => "transgender",
                _ => "unknown",
            },
            state: text::told(data.state),
            mobile_match: word(mobile),
            age_match: word(age),
        }
    }
}

fn word(agrees: Option<bool>) -> &'static str {
    match agrees {
        Some(true) => "match",
        Some(false) => "mismatch",
        None => "unknown",
    }
}

/// `30-40` as years, both of them in it; `80+` has no end.
fn band(text: &str) -> Option<(u16, u16)> {
    let text = text.trim();
    if let Some(from) = text.strip_suffix('+') {
        return Some((from.trim().parse().ok()?, u16::MAX));
    }
    let (from, to) = text.split_once('-')?;
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?)).filter(|(from, to)| from <= to)
}

/// Any JSON answer of the provider.
#[derive(Deserialize)]
struct Reply {
    status: String,
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "address")]
    state: Option<String>,
    #[serde(rename = "ageBand")]
    age_band: Option<String>,
    gender: Option<String>,
    #[serde(rename = "maskedMobileNumber")]
    masked_mobile: Option<String>,
}

/// What the provider tells, or `None` when the issuer has given out no such number.
fn read(number: &Aadhaar, response: &Response) -> Result<Option<Data>, Failure> {
    let failed = || response.json::<Reply>().is_ok_and(|reply| reply.status == "FAILED");
    match response.status {
        200 => {
            let reply: Reply = response.json()?;
            let data = reply.data.filter(|_| reply.status == "SUCCESS");
            data.map(Some).ok_or_else(|| Failure::malformed("The provider's answer says neither found nor not found."))
        }
        // Anybody's page that is missing is a 404 too.
        404 if failed() => Ok(None),
        // Its documentation speaks of twelve digits alone.
        400 if failed() && number.is_virtual() => {
            Err(Failure::new("virtual_id_not_taken", "The provider takes Aadhaar numbers, no virtual IDs."))
        }
        400 if failed() => Err(Failure::invalid_input("The provider does not take `aadhaar` for what it is named after.")),
        _ => Err(response.failure()),
    }
}

#[cfg(test)]
mod tests;
