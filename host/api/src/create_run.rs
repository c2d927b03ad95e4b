//! `POST /v1/runs`: admits a verification; execution goes on in the background.

use crate::authenticate::Caller;
use crate::body::{self, Rule};
use crate::problem::Problem;
use crate::{Api, get_run, metadata, own_run, stream_run};
use admin::workflow::{SLUG_CHARS_MAX, is_slug};
use axum::Json;
use axum::body::Body;
use axum::extract::{NestedPath, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use journal::limits::MESSAGE_BYTES_MAX;
use journal::{Credits, ThreadId};
use run::{Request, Started};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Characters of an idempotency key.
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 255;

const IDEMPOTENCY_KEY: &str = "idempotency-key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const RUN_ID: HeaderName = HeaderName::from_static("enrich-run-id");

/// What a client sends. Fields not named here are ignored.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct CreateRun {
    /// The request in plain language, with every identifier you have: 1 byte to 32 KiB of UTF-8, without U+0000. Required.
    #[schemars(with = "String", length(min = 1, max = 32_768), extend("pattern" = r"^[^\u0000]*$"))]
    pub message: Option<String>,
    /// The slug of the workflow to follow; without one, the checks are made whose identifiers the message has.
    #[schemars(extend("pattern" = "^[a-z0-9-]{1,64}$"))]
    pub workflow: Option<String>,
    /// The conversation to continue: the `thread_id` of an earlier run. The workflow is not inherited.
    #[schemars(with = "Option<ThreadId>")]
    pub thread_id: Option<String>,
    /// Whether the response becomes the run's event stream. No part of what an `Idempotency-Key` stands for.
    pub stream: Option<bool>,
    /// What the run may cost at most: before each call its price is held, and a call that could cost more is not made.
    #[schemars(extend("minimum" = 0, "maximum" = 9_223_372_036_854_i64))]
    pub max_credits: Option<Credits>,
    /// Your own object, echoed on every read as you wrote it: at most 2,048 bytes as compact UTF-8 JSON, without U+0000.
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    pub metadata: Option<Box<RawValue>>,
}

const MESSAGE: Rule = ("message", "must be a string of 1 to 32,768 bytes");
const WORKFLOW: Rule = ("workflow", "must be a slug: 1 to 64 of a-z, 0-9 and -");
const THREAD: Rule = ("thread_id", "must be a string");
const STREAM: Rule = ("stream", "must be true or false");
const MAX_CREDITS: Rule = ("max_credits", "must be a number of 0 or more, with at most six decimals");
const METADATA: Rule = ("metadata", metadata::RULE);

const _: () = assert!(MESSAGE_BYTES_MAX == 32_768 && SLUG_CHARS_MAX == 64);

pub(crate) async fn handle(
    State(api): State<Api>,
    caller: Caller,
    base: NestedPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let wanted = read(&headers, body).await?;
    let streams = wanted.stream.unwrap_or(false);
    let after = stream_run::last_event(&headers)?;
    let request = valid(wanted, &headers)?;
    let started = run::start(&api.house, &caller.0, request).await?;
    let (run, replayed) = (started.run, started.replayed);
    // Of a run that is new nobody has heard anything, whatever its client heard before.
    let after = if replayed { after } else { 0 };
    let mut response =
        if streams { stream_run::follow(api.clone(), caller, run, after).await? } else { view(&api, &caller, &started).await? };
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, text(format!("{}/runs/{run}", base.as_str()))?);
    headers.insert(RUN_ID, text(run.to_string())?);
    if replayed {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// The body, each field of the right type.
pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<CreateRun, Problem> {
    body::read(headers, body, &[MESSAGE, WORKFLOW, THREAD, STREAM, MAX_CREDITS, METADATA]).await
}

async fn view(api: &Api, caller: &Caller, started: &Started) -> Result<Response, Problem> {
    let status = if started.replayed { StatusCode::OK } else { StatusCode::ACCEPTED };
    let resource = own_run::resource(api, caller, started.run, &started.record).await?;
    let mut response = (status, Json(&resource)).into_response();
    // Whoever sends it back waits for what is newer than this answer, not than its own question.
    response.headers_mut().insert(header::ETAG, text(get_run::tag(&started.record, resource.superseded_by))?);
    Ok(response)
}

fn text(value: String) -> Result<HeaderValue, Problem> {
    HeaderValue::try_from(value).map_err(|error| Problem::Internal(error.into()))
}

/// The request, each field within its bounds.
pub(crate) fn valid(wanted: CreateRun, headers: &HeaderMap) -> Result<Request, Problem> {
    let message = wanted.message.ok_or_else(|| Problem::invalid(MESSAGE.0, "is required"))?;
    if message.is_empty() || message.len() > MESSAGE_BYTES_MAX {
        return Err(Problem::invalid(MESSAGE.0, MESSAGE.1));
    }
    if wanted.workflow.as_deref().is_some_and(|slug| !is_slug(slug)) {
        return Err(Problem::invalid(WORKFLOW.0, WORKFLOW.1));
    }
    if wanted.max_credits.is_some_and(|most| most < Credits::ZERO) {
        return Err(Problem::invalid(MAX_CREDITS.0, MAX_CREDITS.1));
    }
    // What is no id names a conversation that does not exist: the admission says so, in its turn.
    let nobodys = ThreadId::new(journal::Time::from_micros(0), &[u8::MAX; journal::id::RANDOM_BYTES]);
    let thread = wanted.thread_id.map(|thread| thread.parse().unwrap_or(nobodys));
    let metadata = wanted.metadata.map(|raw| metadata::compact(&raw)).transpose();
    let metadata = metadata.map_err(|rule| Problem::invalid(METADATA.0, rule))?;
    let (workflow, max_credits) = (wanted.workflow, wanted.max_credits);
    Ok(Request { message, workflow, thread, max_credits, metadata, idempotency_key: idempotency_key(headers)? })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut given = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(key) = given.next() else { return Ok(None) };
    let fits = (1..=IDEMPOTENCY_KEY_CHARS_MAX).contains(&key.len()) && given.next().is_none();
    let key = key.to_str().ok().filter(|_| fits);
    key.map(|key| Some(key.to_owned())).ok_or_else(|| Problem::invalid("Idempotency-Key", "must be 1 to 255 ASCII characters, given once"))
}
