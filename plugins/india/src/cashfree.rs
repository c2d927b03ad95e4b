//! What the checks that ask Cashfree have in common: credentials, and what its refusals mean.

use crate::CASHFREE;
use enrich_sdk::Failure;
use enrich_sdk::http::{Request, Response, secret};
use serde::Deserialize;

/// Any answer dated after 2022-09-12 carries the state of the link to Aadhaar.
const API_VERSION: &str = "2022-10-26";

/// A request to one of its endpoints, with the operator's credentials.
pub(crate) fn post(path: &str) -> Request {
    CASHFREE
        .post(path)
        .header("x-client-id", secret("client_id"))
        .header("x-client-secret", secret("client_secret"))
        .header("x-api-version", API_VERSION)
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
