//! What can go wrong, and how HTTP says it: one match, one envelope.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use journal::RunId;
use serde::Serialize;
use std::error::Error;

/// The body of every refusal and failure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Envelope {
    /// What went wrong.
    pub error: Fault,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// Stable word.
    pub code: &'static str,
    /// One sentence; of a 422 it begins with the field.
    pub message: String,
    /// The run it is about, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_id: Option<RunId>,
}

/// Why a request is not answered with what it asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// No key, or one that opens nothing. Which of the two is nobody's business.
    #[error("Invalid, revoked, or expired API key")]
    InvalidApiKey,
    /// The key may not do this.
    #[error("This API key lacks the scope {_0}")]
    InsufficientScope(store::Scope),
    /// A field has the wrong shape.
    #[error("{field}: {rule}")]
    Invalid { field: &'static str, rule: String },
    /// The run does not exist, or belongs to somebody else.
    #[error("Run does not exist in your organisation")]
    NoRun,
    /// The thread does not exist, or belongs to somebody else.
    #[error("Thread does not exist in your organisation")]
    NoThread,
    /// No workflow of that slug can be used.
    #[error("Unknown or deactivated workflow slug")]
    NoWorkflow,
    /// The idempotency key stands for another request.
    #[error("Idempotency-Key was used with a different body")]
    KeyReuse { run: RunId },
    /// The balance is not above nothing.
    #[error("Organisation has no credits remaining")]
    NoCredits,
    /// No endpoint has this URL.
    #[error("No such endpoint")]
    NoEndpoint,
    /// The endpoint does not know the method.
    #[error("Method not allowed on this endpoint; the Allow header names those that are")]
    MethodNotAllowed,
    /// The body is larger than any valid one.
    #[error("Body is larger than {} bytes", crate::body::BODY_BYTES_MAX)]
    BodyTooLarge,
    /// The body took too long to arrive.
    #[error("Body took too long to arrive")]
    SlowBody,
    /// The body is not declared as JSON.
    #[error("Content-Type must be application/json")]
    UnsupportedMediaType,
    /// The node cannot serve at present.
    #[error("Temporarily unavailable")]
    Unavailable(#[source] Source),
    /// A fault of the server. Nothing was stored.
    #[error("Internal error; nothing was stored")]
    Internal(#[source] Source),
}

/// What lies beneath, for the log alone.
type Source = Box<dyn Error + Send + Sync>;

/// Seconds after which an unavailable node may be asked again.
const RETRY_AFTER_SECONDS: u16 = 2;

impl Problem {
    /// A field of the wrong shape.
    pub(crate) fn invalid(field: &'static str, rule: impl Into<String>) -> Problem {
        Problem::Invalid { field, rule: rule.into() }
    }

    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Problem::InvalidApiKey => (StatusCode::UNAUTHORIZED, "invalid_api_key"),
            Problem::InsufficientScope(_) => (StatusCode::FORBIDDEN, "insufficient_scope"),
            Problem::Invalid { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_request"),
            Problem::NoRun | Problem::NoThread | Problem::NoEndpoint => (StatusCode::NOT_FOUND, "not_found"),
            Problem::NoWorkflow => (StatusCode::NOT_FOUND, "workflow_not_found"),
            Problem::KeyReuse { .. } => (StatusCode::CONFLICT, "idempotency_key_reuse"),
            Problem::NoCredits => (StatusCode::PAYMENT_REQUIRED, "insufficient_credits"),
            Problem::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Problem::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large"),
            Problem::SlowBody => (StatusCode::REQUEST_TIMEOUT, "request_timeout"),
            Problem::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
            Problem::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Problem::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal_error"),
        }
    }

    fn run(&self) -> Option<RunId> {
        match self {
            Problem::KeyReuse { run } => Some(*run),
            _ => None,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match &self {
            Problem::Internal(source) => tracing::error!(error = chain(&**source), "a request failed"),
            Problem::Unavailable(source) => tracing::warn!(error = chain(&**source), "a request could not be served"),
            _ => {}
        }
        let (status, code) = self.status_and_code();
        let envelope = Envelope { error: Fault { code, message: self.to_string(), run_id: self.run() } };
        let mut response = (status, Json(envelope)).into_response();
        let headers = response.headers_mut();
        match self {
            Problem::InvalidApiKey => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            Problem::Unavailable(_) => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS))),
            // What is left of a body that nobody reads would stand before the next request.
            Problem::BodyTooLarge | Problem::SlowBody => drop(headers.insert(header::CONNECTION, HeaderValue::from_static("close"))),
            _ => {}
        }
        response
    }
}

/// An error with all its sources, for the log.
fn chain(error: &(dyn Error + 'static)) -> String {
    let links = std::iter::successors(Some(error), |link| (*link).source());
    links.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Problem {
        match error {
            store::Error::Unavailable(_) | store::Error::Overloaded => Problem::Unavailable(error.into()),
            _ => Problem::Internal(error.into()),
        }
    }
}

impl From<run::StartError> for Problem {
    fn from(error: run::StartError) -> Problem {
        match error {
            run::StartError::KeyInactive => Problem::InvalidApiKey,
            run::StartError::KeyReuse { run } => Problem::KeyReuse { run },
            run::StartError::WorkflowNotFound => Problem::NoWorkflow,
            run::StartError::ThreadNotFound => Problem::NoThread,
            run::StartError::NoCredits => Problem::NoCredits,
            run::StartError::Store(error) => Problem::from(error),
            run::StartError::Broken(_) | run::StartError::Fingerprint(_) => Problem::Internal(error.into()),
        }
    }
}
