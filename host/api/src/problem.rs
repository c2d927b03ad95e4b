//! What can go wrong, and how HTTP says it: one match, one envelope.

use crate::own_workflow::Diagnostic;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use journal::event::{Decision, Event};
use journal::{Record, RunId};
use schemars::JsonSchema;
use serde::Serialize;
use std::error::Error;

/// The body of every refusal and failure.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ErrorEnvelope")]
pub struct Envelope {
    /// What went wrong.
    pub error: Fault,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Error")]
pub struct Fault {
    /// Stable word. Words may be added: go by the status of one that you do not know.
    #[schemars(schema_with = "crate::openapi::faults::codes")]
    pub code: &'static str,
    /// One sentence; of a 422 it begins with the field.
    pub message: String,
    /// The run it is about, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_id: Option<RunId>,
    /// The limit that was reached.
    #[schemars(extend("enum" = ["creations_per_minute", "active_runs", "reads_per_minute"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<&'static str>,
    /// What is to be said of a workflow that was to be published, in the order of its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagnostics: Option<Vec<Diagnostic>>,
    /// Where the code is explained: a page for people.
    pub doc_url: String,
}

/// What a key may do so much of and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Runs created within a minute.
    CreationsPerMinute,
    /// Runs queued or running at one time.
    ActiveRuns,
    /// Other requests within a minute, and the seconds until the next is welcome.
    ReadsPerMinute(u64),
}

impl Limit {
    fn name(self) -> &'static str {
        match self {
            Limit::CreationsPerMinute => "creations_per_minute",
            Limit::ActiveRuns => "active_runs",
            Limit::ReadsPerMinute(_) => "reads_per_minute",
        }
    }

    fn retry_after_seconds(self) -> u64 {
        match self {
            Limit::CreationsPerMinute => 60,
            Limit::ActiveRuns => 10,
            Limit::ReadsPerMinute(seconds) => seconds,
        }
    }
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
    /// The webhook endpoint does not exist, or belongs to somebody else.
    #[error("Webhook endpoint does not exist in your organisation")]
    NoWebhook,
    /// The webhook endpoint was never to be told of that.
    #[error("Delivery does not exist at this webhook endpoint")]
    NoDelivery,
    /// No workflow of that slug can be used.
    #[error("Unknown or deactivated workflow slug")]
    NoWorkflow,
    /// No such version of that workflow.
    #[error("Version does not exist in this workflow")]
    NoVersion,
    /// What was to be published cannot be used.
    #[error("{field}: {}", faulty(diagnostics))]
    InvalidWorkflow { field: &'static str, diagnostics: Vec<Diagnostic> },
    /// The idempotency key stands for another request.
    #[error("Idempotency-Key was used with a different body")]
    KeyReuse { run: RunId },
    /// The run awaits no decision, or not on that plan.
    #[error("Run is not awaiting approval of this plan: it is {status}{decided}")]
    NotAwaitingApproval { run: RunId, status: &'static str, decided: &'static str },
    /// The run is over.
    #[error("Run cannot be cancelled: it is {status}{decided}")]
    NotCancellable { run: RunId, status: &'static str, decided: &'static str },
    /// The key did so much already.
    #[error("Limit reached: {}; retry after {} seconds", _0.name(), _0.retry_after_seconds())]
    RateLimited(Limit),
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
    #[error("Body is larger than {_0} bytes")]
    BodyTooLarge(usize),
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
            Problem::NoRun | Problem::NoThread | Problem::NoWebhook | Problem::NoDelivery | Problem::NoVersion | Problem::NoEndpoint => {
                (StatusCode::NOT_FOUND, "not_found")
            }
            Problem::InvalidWorkflow { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_workflow"),
            Problem::NoWorkflow => (StatusCode::NOT_FOUND, "workflow_not_found"),
            Problem::KeyReuse { .. } => (StatusCode::CONFLICT, "idempotency_key_reuse"),
            Problem::NotAwaitingApproval { .. } => (StatusCode::CONFLICT, "not_awaiting_approval"),
            Problem::NotCancellable { .. } => (StatusCode::CONFLICT, "not_cancellable"),
            Problem::RateLimited(_) => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
            Problem::NoCredits => (StatusCode::PAYMENT_REQUIRED, "insufficient_credits"),
            Problem::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Problem::BodyTooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large"),
            Problem::SlowBody => (StatusCode::REQUEST_TIMEOUT, "request_timeout"),
            Problem::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
            Problem::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Problem::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal_error"),
        }
    }

    fn run(&self) -> Option<RunId> {
        match self {
            Problem::KeyReuse { run } | Problem::NotAwaitingApproval { run, .. } | Problem::NotCancellable { run, .. } => Some(*run),
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
        let limit = if let Problem::RateLimited(limit) = &self { Some(limit.name()) } else { None };
        let diagnostics = if let Problem::InvalidWorkflow { diagnostics, .. } = &self { Some(diagnostics.clone()) } else { None };
        let doc_url = doc_url("", code);
        let fault = Fault { code, message: self.to_string(), run_id: self.run(), limit, diagnostics, doc_url };
        let mut response = status.into_response();
        // What surrounds every request knows the server's address, and writes the body: see [`write`].
        response.extensions_mut().insert(fault);
        let headers = response.headers_mut();
        match self {
            Problem::RateLimited(limit) => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from(limit.retry_after_seconds()))),
            Problem::InvalidApiKey => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            Problem::Unavailable(_) => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS))),
            // What is left of a body that nobody reads would stand before the next request.
            Problem::BodyTooLarge(_) | Problem::SlowBody => drop(headers.insert(header::CONNECTION, HeaderValue::from_static("close"))),
            _ => {}
        }
        response
    }
}

/// Gives a refusal its body; `base` is where clients reach the server, empty where nobody said.
pub(crate) fn write(response: Response, base: &str) -> Response {
    let Some(fault) = response.extensions().get::<Fault>().cloned() else { return response };
    let (mut parts, _) = response.into_parts();
    let doc_url = doc_url(base, fault.code);
    let body = Json(Envelope { error: Fault { doc_url, ..fault } }).into_response();
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, body.into_body())
}

fn doc_url(base: &str, code: &str) -> String {
    format!("{base}/docs#error-{code}")
}

/// How many errors there are, and the first of them.
fn faulty(diagnostics: &[Diagnostic]) -> String {
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|one| one.severity == "error").collect();
    let first = errors.first().map(|one| format!("line {}, column {}: {}", one.line, one.column, one.message)).unwrap_or_default();
    match errors.len() {
        1 => format!("has an error at {first}"),
        many => format!("has {many} errors, the first at {first}"),
    }
}

/// Where a run stands, and the decision that brought it there if somebody decided.
fn standing(record: &Record) -> (&'static str, &'static str) {
    let decided = record.entries().iter().rev().find_map(|entry| match &entry.event {
        Event::PlanDecided(decided) => Some(match decided.decision {
            Decision::Approved => ", the plan was approved",
            Decision::Declined => ", the plan was declined",
            Decision::Expired => ", nobody decided on the plan in time",
        }),
        Event::CancelAsked(_) => Some(", it was asked to stop"),
        _ => None,
    });
    (record.state().status().as_str(), decided.unwrap_or_default())
}

/// A decision or a cancel that did not take.
pub(crate) fn undecided(run: RunId, error: run::decide::Error) -> Problem {
    match error {
        run::decide::Error::NotFound => Problem::NoRun,
        run::decide::Error::NotAwaiting(record) => {
            let (status, decided) = standing(&record);
            Problem::NotAwaitingApproval { run, status, decided }
        }
        run::decide::Error::NotCancellable(record) => {
            let (status, decided) = standing(&record);
            Problem::NotCancellable { run, status, decided }
        }
        run::decide::Error::Store(error) => Problem::from(error),
        run::decide::Error::Illegal(error) => Problem::Internal(error.into()),
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
            run::StartError::TooManyCreations => Problem::RateLimited(Limit::CreationsPerMinute),
            run::StartError::NoCredits => Problem::NoCredits,
            run::StartError::TooManyActive => Problem::RateLimited(Limit::ActiveRuns),
            run::StartError::Stuck(error @ run::engine::Stuck::Unavailable(_)) => Problem::Unavailable(error.into()),
            run::StartError::Store(error) => Problem::from(error),
            run::StartError::Broken(_) | run::StartError::Illegal(_) | run::StartError::Stuck(_) | run::StartError::Fingerprint(_) => {
                Problem::Internal(error.into())
            }
        }
    }
}

impl From<admin::webhook::Error> for Problem {
    fn from(error: admin::webhook::Error) -> Problem {
        match error {
            admin::webhook::Error::Url(bad) => Problem::invalid("url", bad.to_string()),
            admin::webhook::Error::Pulled => Problem::invalid("url", "must be absent: deliveries of an ephemeral endpoint are pulled"),
            admin::webhook::Error::TooMany => Problem::invalid("webhooks", error.to_string()),
            admin::webhook::Error::NotFound => Problem::NoWebhook,
            admin::webhook::Error::Store(error) => Problem::from(error),
            admin::webhook::Error::Secret(_) => Problem::Internal(error.into()),
        }
    }
}

impl From<admin::workflow::Error> for Problem {
    fn from(error: admin::workflow::Error) -> Problem {
        use admin::workflow::Error;
        let said = error.to_string();
        match error {
            Error::Invalid { field, rule } => Problem::invalid(field, rule),
            Error::NotFound | Error::NoOrg => Problem::NoWorkflow,
            Error::NoVersion => Problem::NoVersion,
            Error::Ambiguous | Error::NothingBefore => Problem::invalid("version", said),
            Error::NoRollout | Error::FirstInParts => Problem::invalid("rollout", said),
            Error::TooManyWorkflows | Error::TooManyVersions => Problem::invalid("workflow", said),
            Error::Store(error) => Problem::from(error),
        }
    }
}

impl From<library::Error> for Problem {
    fn from(error: library::Error) -> Problem {
        Problem::Internal(error.into())
    }
}

impl From<webhook::pull::Error> for Problem {
    fn from(error: webhook::pull::Error) -> Problem {
        match error {
            webhook::pull::Error::NoListener => Problem::NoWebhook,
            webhook::pull::Error::Store(error) => Problem::from(error),
            webhook::pull::Error::Unreadable(source) => Problem::Internal(source),
        }
    }
}
