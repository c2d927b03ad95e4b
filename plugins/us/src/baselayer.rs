//! What the checks that ask the tax authority through Baselayer have in common: `POST /tin_verifications` with a name, a number and
//! an address; an answer now, or under `GET /tin_verifications/{id}` a little later.

use crate::BASELAYER;
use crate::poll::{self, POLLS_MAX};
use enrich_sdk::http::{Request, Response, encoded, secret};
use enrich_sdk::{Call, Failure};
use serde::Deserialize;
use serde_json::json;

/// Characters of a name and of an address.
const NAME_CHARACTERS_MAX: usize = 255;
const ADDRESS_CHARACTERS_MAX: usize = 500;

/// What the tax authority's record says of a number and a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    /// They belong together.
    Matched(Option<Of>),
    /// The provider says so while the authority could not be asked.
    Unconfirmed(Option<Of>),
    /// The number is another's.
    Mismatch(Of),
    /// There is no such number with such a name. The authority does not tell whether there is the number.
    Nothing,
}

/// As what the authority knows a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Person,
    Business,
}

impl Of {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Of::Person => "person",
            Of::Business => "business",
        }
    }
}

impl Record {
    /// A stable word; `Nothing` has none, it is an answer of its own.
    pub(crate) fn word(self) -> Option<&'static str> {
        match self {
            Record::Matched(_) => Some("matched"),
            Record::Unconfirmed(_) => Some("unconfirmed"),
            Record::Mismatch(_) => Some("mismatch"),
            Record::Nothing => None,
        }
    }

    pub(crate) fn of(self) -> Option<Of> {
        match self {
            Record::Matched(of) | Record::Unconfirmed(of) => of,
            Record::Mismatch(of) => Some(of),
            Record::Nothing => None,
        }
    }
}

fn with_key(request: Request) -> Request {
    request.header("x-api-key", secret("api_key"))
}

/// A request with the operator's key.
pub(crate) fn get(path: String) -> Request {
    with_key(BASELAYER.get(path))
}

/// Asks about nine digits and a name. What is not given is left out, and the provider says whether it wants it.
pub(crate) fn ask(call: &Call, digits: &str, name: Option<&str>, address: Option<&str>) -> Result<Record, Failure> {
    let mut body = json!({"tin": digits});
    for (member, text, max) in [("name", name, NAME_CHARACTERS_MAX), ("address", address, ADDRESS_CHARACTERS_MAX)] {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            body[member] = json!(text.chars().take(max).collect::<String>());
        }
    }
    let mut reply = read(&with_key(BASELAYER.post("/tin_verifications")).json(&body)?.send(call)?, 200..=202)?;
    for _ in 0..POLLS_MAX {
        if let Some(record) = reply.record()? {
            return Ok(record);
        }
        reply = read(&get(format!("/tin_verifications/{}", encoded(&reply.id))).send(call)?, 200..=200)?;
    }
    reply.record()?.ok_or_else(poll::pending)
}

#[derive(Deserialize)]
struct Reply {
    id: String,
    state: String,
    tin_matched: Option<bool>,
    tin_match_type: Option<String>,
    #[serde(default)]
    warnings: Option<Vec<String>>,
}

fn read(response: &Response, welcome: std::ops::RangeInclusive<u16>) -> Result<Reply, Failure> {
    if welcome.contains(&response.status) { response.json() } else { Err(refusal(response)) }
}

impl Reply {
    /// What is known, or `None` while it is being looked for.
    fn record(&self) -> Result<Option<Record>, Failure> {
        let of = match self.tin_match_type.as_deref() {
            Some("SSN") => Some(Of::Person),
            Some("EIN") => Some(Of::Business),
            _ => None,
        };
        // While the authority is down nothing that is said of its record is the record's.
        let is_down = self.warnings.iter().flatten().any(|warning| warning.to_ascii_lowercase().contains("unavailable"));
        match (self.state.as_str(), self.tin_matched) {
            ("PENDING" | "EXECUTING", _) => Ok(None),
            ("FAILED" | "CANCELLED", _) => Err(down("The provider gave the request up.")),
            ("COMPLETED", Some(true)) if is_down => Ok(Some(Record::Unconfirmed(of))),
            ("COMPLETED", _) if is_down => Err(down("The tax authority's service could not be asked.")),
            ("COMPLETED", Some(true)) => Ok(Some(Record::Matched(of))),
            ("COMPLETED", Some(false)) => Ok(Some(of.map_or(Record::Nothing, Record::Mismatch))),
            _ => Err(Failure::malformed("The provider's answer has neither a known state nor a finding.")),
        }
    }
}

fn down(message: &str) -> Failure {
    Failure::new("provider_unavailable", message).retryable()
}

/// A 422 of the provider: which members of the request it does not take.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    detail: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    loc: Vec<serde_json::Value>,
}

fn refusal(response: &Response) -> Failure {
    if response.status != 422 {
        return response.failure();
    }
    let detail = response.json::<Refusal>().map(|refusal| refusal.detail).unwrap_or_default();
    let about = |member: &str| detail.iter().any(|detail| detail.loc.iter().any(|place| place == member));
    match ["name", "tin", "address"].into_iter().find(|member| about(member)) {
        Some("tin") => Failure::invalid_input("The provider does not take the number for one."),
        Some(member) => Failure::invalid_input(format!("The provider wants another `{member}`, or one at all.")),
        None => response.failure(),
    }
}
