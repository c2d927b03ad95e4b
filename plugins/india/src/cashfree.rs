//! What the checks that ask Cashfree have in common: credentials, ids of requests, its comparison of names, and what its refusals
//! mean.

use crate::CASHFREE;
use enrich_sdk::http::{Request, Response, secret};
use enrich_sdk::{Call, Failure, Field, integer, text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Any answer dated after 2022-09-12 carries the state of the link to Aadhaar.
const API_VERSION: &str = "2022-10-26";

/// Ids that one call may use at the provider.
const IDS_MAX: usize = 3;

/// A request to one of its endpoints, with the operator's credentials.
pub(crate) fn post(path: &str) -> Request {
    signed(CASHFREE.post(path))
}

/// The same, for what an earlier request began.
pub(crate) fn get(path: String) -> Request {
    signed(CASHFREE.get(path))
}

fn signed(request: Request) -> Request {
    request
        .header("x-client-id", secret("client_id"))
        .header("x-client-secret", secret("client_secret"))
        .header("x-api-version", API_VERSION)
}

/// Asks an endpoint that wants an id with each request and refuses one that it has seen, instead of repeating its answer. After a
/// crash the call's own id may be used up; records are only read, so they are asked for again under the next one.
pub(crate) fn ask(call: &Call, path: &str, mut question: Value) -> Result<Response, Failure> {
    let mut send = |id: String| {
        question["verification_id"] = json!(id);
        post(path).json(&question)?.send(call)
    };
    let mut response = send(call.id().to_owned())?;
    for repetition in 2..=IDS_MAX {
        if response.status != 409 {
            break;
        }
        response = send(format!("{}-{repetition}", call.id()))?;
    }
    Ok(response)
}

/// A name that the provider takes. One in another script, or with other signs, would be refused together with the request.
pub(crate) fn latin_name(name: &str) -> Option<&str> {
    let name = name.trim();
    let taken = |c: char| c.is_ascii_alphanumeric() || " .-/&".contains(c);
    (!name.is_empty() && name.chars().all(taken)).then_some(name)
}

/// The provider's own comparison of a name with the registered one.
#[derive(Debug, Serialize)]
pub(crate) struct NameScore {
    score: u8,
    result: String,
}

/// The members of a [`NameScore`].
pub(crate) const NAME_SCORE: &[Field] =
    &[integer("score", "0 to 100").required(), text("result", "direct_match, good_partial_match, …").required()];

/// The comparison in an answer; `None` where no name was compared.
pub(crate) fn name_score(score: &Value, result: Option<String>) -> Option<NameScore> {
    let result = result.filter(|result| result.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))?;
    // "96.00" and 96.0 alike: whole points are enough.
    let text = score.as_str().map_or_else(|| score.to_string(), str::to_owned);
    let score = text.split('.').next()?.parse().ok().filter(|score| *score <= 100)?;
    Some(NameScore { score, result: result.to_ascii_lowercase() })
}

/// Any status but 200.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    code: String,
}

/// Why there is no answer. `member` is the member of the request that holds the identifier: codes about it begin with its name.
pub(crate) fn refusal(response: &Response, member: &str) -> Failure {
    let code = response.json::<Refusal>().map(|refusal| refusal.code.to_ascii_lowercase()).unwrap_or_default();
    let about_it = code.strip_prefix(member).is_some_and(|rest| rest.starts_with('_'));
    match (response.status, code.as_str()) {
        (400, _) if about_it => Failure::invalid_input(format!("The provider does not take `{member}` for what it is named after.")),
        (409, _) => Failure::new("provider_refused", "The provider has already seen this request (HTTP 409)."),
        (422, "insufficient_balance") => Failure::new("provider_refused", "The account at the provider has no balance (HTTP 422)."),
        _ => response.failure(),
    }
}
