//! Hunter's e-mail verifier: `GET /v2/email-verifier?email=…`.
//!
//! "No" comes inside a 200, as the status `invalid`. A check that takes longer than Hunter waits is a 202, to be asked for again; a
//! mail server that broke off is a 222. 403 means too many requests at once, 429 that the month's are used up, 451 that the
//! address's holder does not want to be looked up.

use crate::HUNTER;
use enrich_sdk::{Call, Failure, http};
use serde::{Deserialize, Serialize};

/// What the provider found.
#[derive(Debug, Serialize)]
pub(super) struct Deliverability {
    pub(super) deliverability: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_mail_server: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepts_all: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gibberish: Option<bool>,
    seen_on_web: usize,
}

/// Words for what the provider says.
pub(super) const WORDS: &[&str] = &["deliverable", "accept_all", "undeliverable", "unknown"];

#[derive(Deserialize)]
struct Reply {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    status: String,
    email: String,
    score: Option<u8>,
    mx_records: Option<bool>,
    accept_all: Option<bool>,
    gibberish: Option<bool>,
    #[serde(default)]
    sources: Vec<serde::de::IgnoredAny>,
}

/// Asks about an address in its normal form.
pub(super) fn ask(call: &Call, email: &str) -> Result<Deliverability, Failure> {
    let request = HUNTER.get(format!("/email-verifier?email={}", http::encoded(email))).header("x-api-key", http::secret("api_key"));
    let response = request.send(call)?;
    let data = match response.status {
        200 => response.json::<Reply>()?.data,
        202 => return Err(Failure::new("provider_pending", "The provider is still asking the mail server (HTTP 202).").retryable()),
        222 => {
            return Err(Failure::new("provider_unavailable", "The mail server broke off the provider's question (HTTP 222).").retryable());
        }
        403 => return Err(Failure::new("provider_rate_limited", "The provider asks for fewer requests (HTTP 403).").retryable()),
        451 => return Err(Failure::new("provider_refused", "The address's holder does not want to be looked up (HTTP 451).")),
        _ => return Err(response.failure()),
    };
    if !data.email.eq_ignore_ascii_case(email) {
        return Err(Failure::malformed("The provider answered about another address."));
    }
    let deliverability = match data.status.as_str() {
        "valid" | "webmail" | "disposable" => "deliverable",
        "accept_all" => "accept_all",
        "invalid" => "undeliverable",
        "unknown" => "unknown",
        _ => return Err(Failure::malformed("The provider answered with a status that it does not document.")),
    };
    Ok(Deliverability {
        deliverability,
        score: data.score.filter(|score| *score <= 100),
        has_mail_server: data.mx_records,
        accepts_all: data.accept_all,
        gibberish: data.gibberish,
        seen_on_web: data.sources.len(),
    })
}
