//! `sec_filings`: what the Securities and Exchange Commission holds of a company that files with it.

pub mod form;

use crate::ein::form::Ein;
use crate::{SEC, told};
use enrich_sdk::http::{Request, Response, secret};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, integer, list, one_of, text};
use form::Cik;
use serde::{Deserialize, Serialize};

/// Reports for a year, and for parts of one: whoever sends them files.
const ANNUAL: [&str; 5] = ["10-K", "10-KT", "10-K405", "20-F", "40-F"];
const PERIODIC: [&str; 4] = ["10-Q", "10-QT", "6-K", "8-K"];
/// Former names told of a company.
const FORMER_NAMES_MAX: usize = 20;

/// The check.
pub struct SecFilings;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    cik: String,
    ein: Option<String>,
}

/// What is answered. When there is no such filer, only the number.
#[derive(Debug, Serialize)]
pub struct Output {
    cik: String,
    structure: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the commission holds.
#[derive(Debug, Serialize)]
struct Record {
    registered_name: String,
    filer_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    industry: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tickers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exchanges: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ein: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ein_agrees: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_of_incorporation: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    former_names: Vec<String>,
    recent_filings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_filing_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_annual_report_date: Option<String>,
}

impl Check for SecFilings {
    const ABOUT: About = About {
        name: "sec_filings",
        summary: "Asks the Securities and Exchange Commission who files under a central index key, under which names, and when last.",
        input: &[
            text("cik", "Central index key, up to ten digits, for example 320193").required().at_most(64),
            text("ein", "Employer identification number, to be compared with the one on file").personal().stays_here().at_most(64),
        ],
        output: &[
            text("cik", "The key with ten digits").required(),
            one_of("structure", "What the number says by itself: any number of ten digits can be one", &["valid"]).required(),
            text("registered_name", "Name on file").required(),
            one_of(
                "filer_status",
                "filing: reports come in; deregistered: it has ended its duty to report since; unknown: neither is on file",
                &["filing", "deregistered", "unknown"],
            )
            .required(),
            text("entity_type", "operating, investment, other, …"),
            text("sic", "Standard industrial classification, four digits"),
            text("industry", "The classification in words"),
            list("tickers", "Symbols that it trades under", &Kind::Text(20)),
            list("exchanges", "Exchanges that it trades at", &Kind::Text(40)),
            text("ein", "Employer identification number on file").personal(),
            boolean("ein_agrees", "Whether it is the one given"),
            text("state_of_incorporation", "State or country of incorporation, in the commission's letters"),
            list("former_names", "Names it had before", &Kind::Text(200)),
            integer("recent_filings", "How many filings the commission lists as recent").required(),
            text("last_filing_date", "Day of the last filing"),
            text("last_annual_report_date", "Day of the last annual report"),
        ],
        providers: &[SEC.name],
        price: "1.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let (cik, ein) = input.read()?;
        let response = get(cik.as_str()).send(call)?;
        let record = read(&cik, ein, &response)?;
        let known = record.is_some();
        let output = Output { cik: cik.as_str().into(), structure: "valid", record };
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        let (cik, _) = input.read()?;
        Ok(Output { cik: cik.as_str().into(), structure: "valid", record: None })
    }
}

impl Input {
    fn read(&self) -> Result<(Cik, Option<Ein>), Failure> {
        let cik = Cik::parse(&self.cik).map_err(Failure::invalid_input)?;
        let ein = self.ein.as_deref().filter(|text| !text.trim().is_empty()).map(Ein::parse).transpose();
        Ok((cik, ein.map_err(Failure::invalid_input)?))
    }
}

/// The request for a filer of ten digits. Whoever asks says who they are.
pub(crate) fn get(cik: &str) -> Request {
    SEC.get(format!("/submissions/CIK{cik}.json")).header("user-agent", secret("user_agent"))
}

/// A 403 has two reasons: too many requests, or nobody who says who they are.
pub(crate) fn is_busy(response: &Response) -> bool {
    String::from_utf8_lossy(&response.body).contains("Rate Threshold")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    cik: serde_json::Value,
    name: String,
    entity_type: Option<String>,
    sic: Option<String>,
    sic_description: Option<String>,
    #[serde(default)]
    tickers: Vec<Option<String>>,
    #[serde(default)]
    exchanges: Vec<Option<String>>,
    ein: Option<String>,
    state_of_incorporation: Option<String>,
    #[serde(default)]
    former_names: Vec<FormerName>,
    filings: Filings,
}

#[derive(Deserialize)]
struct FormerName {
    name: String,
}

#[derive(Deserialize)]
struct Filings {
    recent: Recent,
}

/// Columns of a table, newest first.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recent {
    form: Vec<String>,
    filing_date: Vec<String>,
}

fn read(cik: &Cik, given: Option<Ein>, response: &Response) -> Result<Option<Record>, Failure> {
    match response.status {
        200 => {}
        404 => return Ok(None),
        403 if is_busy(response) => return Err(enrich_sdk::http::provider_status(429)),
        _ => return Err(response.failure()),
    }
    let reply: Reply = response.json()?;
    let echo = reply.cik.as_str().map_or_else(|| reply.cik.to_string(), str::to_owned);
    if Cik::parse(&echo).as_ref() != Ok(cik) {
        return Err(Failure::malformed("The provider answered about another CIK."));
    }
    let known = |texts: Vec<Option<String>>| texts.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let recent = &reply.filings.recent;
    let date_of = |fits: &dyn Fn(&str) -> bool| {
        recent.form.iter().zip(&recent.filing_date).find(|(form, _)| fits(form)).map(|(_, date)| date.clone())
    };
    let ein = told(reply.ein).and_then(|text| Ein::parse(&text).ok());
    Ok(Some(Record {
        registered_name: told(Some(reply.name)).ok_or_else(|| Failure::malformed("The provider's answer holds no name."))?,
        filer_status: filer_status(&recent.form),
        entity_type: told(reply.entity_type),
        sic: told(reply.sic),
        industry: told(reply.sic_description),
        tickers: known(reply.tickers),
        exchanges: known(reply.exchanges),
        ein: ein.as_ref().map(Ein::normal),
        ein_agrees: given.zip(ein).map(|(given, ein)| given == ein),
        state_of_incorporation: told(reply.state_of_incorporation),
        former_names: reply.former_names.into_iter().take(FORMER_NAMES_MAX).map(|former| former.name).collect(),
        recent_filings: recent.form.len(),
        last_filing_date: date_of(&|_| true),
        last_annual_report_date: date_of(&|form| ANNUAL.contains(&form)),
    }))
}

/// By whichever came last: a report, or a form that ends the duty to report.
fn filer_status(forms: &[String]) -> &'static str {
    for form in forms {
        if ANNUAL.contains(&form.as_str()) || PERIODIC.contains(&form.as_str()) {
            return "filing";
        }
        if form.starts_with("15-") || form.starts_with("15F-") {
            return "deregistered";
        }
    }
    "unknown"
}

#[cfg(test)]
mod tests;
