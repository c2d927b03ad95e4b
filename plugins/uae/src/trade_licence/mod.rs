//! `trade_licence_ae`: what the national economic register holds of an Emirati trade licence, through Tutelar.

pub mod authority;
pub mod form;
pub mod trn;

use crate::{TUTELAR, day, tutelar};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, list, one_of, text};
use form::Licence;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub struct TradeLicenceAe;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    trade_licence: String,
    authority: Option<String>,
    trn: Option<String>,
}

/// What is answered. When the register has no such licence, only what the request itself says.
#[derive(Debug, Serialize)]
pub struct Output {
    trade_licence: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trn: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the register holds.
#[derive(Debug, Serialize)]
struct Record {
    licence_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    business_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    business_name_arabic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licensing_authority: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authority_match: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_form: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    register_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

const STATUSES: &[&str] = &["active", "expired", "cancelled", "suspended", "unknown"];

impl Check for TradeLicenceAe {
    const ABOUT: About = About {
        name: "trade_licence_ae",
        summary: "Asks the national economic register of the Emirates, through Tutelar, whose a trade licence is and whether it is in force.",
        input: &[
            text("trade_licence", "Trade licence number, for example CN-1234567 or DED 616529: without its issuer it means little")
                .required()
                .at_most(120),
            text("authority", "Who issued the licence, where the number does not tell: Dubai, DMCC, Sharjah, …").at_most(120),
            text("trn", "Tax registration number of the holder, fifteen digits: its shape is judged, nobody is asked").at_most(64),
        ],
        output: &[
            text("trade_licence", "The number in capitals, without its issuer").required(),
            one_of("structure", "What the request says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("authority", "Who issued it, by the request: abu_dhabi, dubai, sharjah, dmcc, jafza, adgm, …"),
            text("trn", "The tax registration number's fifteen digits. It has no check digit, and no register was asked"),
            one_of("licence_status", "State of the licence in the register", STATUSES).required(),
            // A sole trader's names and address are a person's.
            text("business_name", "Name of the business").personal(),
            text("business_name_arabic", "The same in Arabic").personal(),
            text("licensing_authority", "Who issued it, in the register's words"),
            boolean("authority_match", "Whether that is who the request says"),
            text("legal_form", "Legal form, in the register's words"),
            text("activity", "What the business is licensed to do, in the register's words"),
            text("expires_on", "Date of expiry of the licence"),
            text("register_number", "Number of the business in the Common Business Licensing System"),
            text("address", "Address of the business").personal(),
        ],
        providers: &[TUTELAR.name],
        price: "5.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let (licence, trn) = input.read()?;
        let today = day::of(call.host().now());
        let question = json!({"ed_license_number": licence.number()});
        let result = tutelar::ask(call, "/kyc/merchant/uae_trade_license", &question)?;
        let record = result.map(|result| read(&licence, result, &today)).transpose()?;
        let known = record.is_some();
        let output = output(&licence, trn, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        let (licence, trn) = input.read()?;
        Ok(output(&licence, trn, None))
    }
}

impl Input {
    fn read(&self) -> Result<(Licence, Option<String>), Failure> {
        let licence = Licence::parse(&self.trade_licence, self.authority.as_deref()).map_err(Failure::invalid_input)?;
        let trn = self.trn.as_deref().map(trn::parse).transpose().map_err(Failure::invalid_input)?;
        Ok((licence, trn))
    }
}

fn output(licence: &Licence, trn: Option<String>, record: Option<Record>) -> Output {
    let mut doubts = licence.doubts();
    doubts.extend(trn.as_deref().and_then(trn::doubt));
    Output {
        trade_licence: licence.number().into(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        authority: licence.authority(),
        trn,
        record,
    }
}

/// The result of a completed question.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    ed_license_number: String,
    cbls_number: Option<String>,
    business_name: Option<String>,
    business_name_arabic: Option<String>,
    expiry_date: Option<String>,
    licensing_authority: Option<String>,
    legal_form: Option<String>,
    activity_name: Option<String>,
    license_status: Option<String>,
    address: Option<String>,
}

fn read(licence: &Licence, result: Value, today: &str) -> Result<Record, Failure> {
    let malformed = |_| Failure::malformed("The provider's answer is not what its documentation promises.");
    let reply: Reply = serde_json::from_value(result).map_err(malformed)?;
    if !reply.ed_license_number.trim().eq_ignore_ascii_case(licence.number()) {
        return Err(Failure::malformed("The provider answered about another trade licence."));
    }
    let expires_on = reply.expiry_date.as_deref().and_then(day::parse);
    let over = expires_on.as_deref().is_some_and(|day| day < today);
    let issuer = reply.licensing_authority.as_deref().and_then(authority::named).map(|authority| authority.word);
    Ok(Record {
        licence_status: match status(reply.license_status.as_deref().unwrap_or_default()) {
            // The register is told of a renewal later than its dates tell of the lack of one.
            "active" if over => "expired",
            status => status,
        },
        business_name: told(reply.business_name),
        business_name_arabic: told(reply.business_name_arabic),
        authority_match: licence.authority().zip(issuer).map(|(said, issuer)| said == issuer),
        licensing_authority: told(reply.licensing_authority),
        legal_form: told(reply.legal_form),
        activity: told(reply.activity_name),
        expires_on,
        register_number: told(reply.cbls_number),
        address: told(reply.address),
    })
}

/// The word of ours for one of the register, which is Arabic or English.
fn status(text: &str) -> &'static str {
    let lower = text.trim().to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| authority::holds(&lower, word));
    match () {
        () if holds(&["غير فعال", "inactive", "منتهي", "expired"]) => "expired",
        () if holds(&["ملغ", "cancel", "liquidat", "مشطوب"]) => "cancelled",
        () if holds(&["موقوف", "suspend", "مجمد", "frozen"]) => "suspended",
        () if holds(&["فعال", "active", "ساري", "valid", "issued"]) => "active",
        () => "unknown",
    }
}

/// What the provider says, unless that is nothing.
fn told(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
