//! What the checks that ask Tutelar have in common: credentials, the envelope of its answers, and waiting for one.
//!
//! "No" comes inside a 200, as the status `failed`. So does "not yet": the status `in_progress`, with a reference to ask for
//! the answer by. It is asked for once; an answer that takes longer is for a later call.

use crate::TUTELAR;
use enrich_sdk::http::{self, Request, Response};
use enrich_sdk::{Call, Failure};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Envelope {
    status: String,
    reference_id: Option<String>,
    #[serde(default)]
    result: Value,
}

/// What the provider holds, or `None` when it holds nothing of that kind.
pub(crate) fn ask(call: &Call, path: &str, question: &Value) -> Result<Option<Value>, Failure> {
    let first = read(&authorised(TUTELAR.post(path)).json(question)?.send(call)?)?;
    let envelope = match (first.status.as_str(), &first.reference_id) {
        ("in_progress", Some(reference)) => {
            read(&authorised(TUTELAR.get(format!("{path}?reference_id={}", http::encoded(reference)))).send(call)?)?
        }
        _ => first,
    };
    match envelope.status.as_str() {
        "completed" => Ok(Some(envelope.result).filter(|result| !result.is_null())),
        "failed" => Ok(None),
        "in_progress" => Err(Failure::new("provider_pending", "The provider took the question and has no answer yet.").retryable()),
        _ => Err(Failure::malformed("The provider answered with a status that it does not document.")),
    }
}

fn authorised(request: Request) -> Request {
    request.header("authorization", http::basic("api_key", "secret_key"))
}

fn read(response: &Response) -> Result<Envelope, Failure> {
    match response.status {
        200 => response.json(),
        400 => Err(Failure::invalid_input("The provider does not take the input for what its members are named after (HTTP 400).")),
        _ => Err(response.failure()),
    }
}
