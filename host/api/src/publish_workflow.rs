//! `PUT /v1/workflows/{workflow}`: publishes a version of a workflow, and says what new runs follow.

use crate::Api;
use crate::authenticate::Caller;
use crate::body::{self, Rule, Whole};
use crate::own_workflow::{Diagnostic, NewSlug, Workflow};
use crate::problem::Problem;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use data_encoding::BASE64;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Publication;

/// A body as it arrives: a page of 1 MiB however it is escaped, or a component of 4 MiB in base64.
pub(crate) const PUBLISH_BYTES_MAX: usize = 8 << 20;

const _: () = assert!(procedure::SOURCE_BYTES_MAX * body::ESCAPED_BYTES < PUBLISH_BYTES_MAX);
const _: () = assert!(library::COMPONENT_BYTES_MAX * 3 / 2 < PUBLISH_BYTES_MAX);

/// What a client sends: a page, or a component.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["source"] }, { "required": ["component"] }]))]
pub struct PublishWorkflow {
    /// The page: Markdown of at most 1 MiB, front matter included.
    #[schemars(length(min = 1, max = 1_048_576), extend("pattern" = r"^[^\u0000]*$"))]
    pub source: Option<String>,
    /// A WebAssembly component that is a workflow by itself, in base64: at most 4 MiB.
    #[schemars(extend("contentEncoding" = "base64"))]
    pub component: Option<String>,
    /// So many threads of a hundred follow it, the others what they followed before. Without it, everybody.
    #[schemars(with = "Option<u8>", range(max = 100))]
    pub rollout: Option<Whole>,
}

/// The workflow afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PublishedWorkflow")]
pub struct Published {
    /// The workflow.
    #[serde(flatten)]
    pub workflow: Workflow,
    /// The version that was sent.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub published: String,
    /// Its number.
    pub number: i64,
    /// Warnings and notes: what whoever publishes it should know.
    pub diagnostics: Vec<Diagnostic>,
}

const SOURCE: Rule = ("source", "must be a page of 1 to 1,048,576 bytes");
const COMPONENT: Rule = ("component", "must be a component of at most 4 MiB, in base64");
pub(crate) const ROLLOUT: Rule = ("rollout", "must be a whole number from 0 to 100");

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    NewSlug(slug): NewSlug,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Published>), Problem> {
    let wanted: PublishWorkflow = body::read_up_to(PUBLISH_BYTES_MAX, &headers, body, &[SOURCE, COMPONENT, ROLLOUT]).await?;
    let percent = wanted.rollout.as_ref().map_or(Ok(100), percent)?;
    let (field, bytes) = match (wanted.source, wanted.component) {
        (Some(source), None) if (1..=procedure::SOURCE_BYTES_MAX).contains(&source.len()) => (SOURCE.0, source.into_bytes()),
        (Some(_), None) => return Err(Problem::invalid(SOURCE.0, SOURCE.1)),
        (None, Some(text)) => (COMPONENT.0, decoded(&text).ok_or_else(|| Problem::invalid(COMPONENT.0, COMPONENT.1))?),
        (None, None) => return Err(Problem::invalid(SOURCE.0, "is required, or a component")),
        (Some(_), Some(_)) => return Err(Problem::invalid(SOURCE.0, "must be absent where there is a component")),
    };
    let library::Examined { diagnostics, digest, version, .. } = api.house.library.examine(bytes).await?;
    let diagnostics = diagnostics.into_iter().map(Diagnostic::from).collect();
    let Some(version) = version else { return Err(Problem::InvalidWorkflow { field, diagnostics }) };
    let actor = caller.key.to_string();
    let built_in = api.house.library.built_in_version(&slug);
    let publication = Publication { slug: &slug, version: &version, percent, built_in: built_in.as_ref() };
    let outcome = admin::workflow::publish(api.desk(&actor), caller.org, publication, &digest).await?;
    let status = if outcome.fresh { StatusCode::CREATED } else { StatusCode::OK };
    let (workflow, number) = (outcome.workflow.into(), outcome.version.number);
    Ok((status, Json(Published { workflow, published: digest, number, diagnostics })))
}

/// A page in the place of a component would be read as one.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(text.as_bytes()).ok()?;
    (bytes.starts_with(b"\0asm") && bytes.len() <= library::COMPONENT_BYTES_MAX).then_some(bytes)
}

/// So many of a hundred.
pub(crate) fn percent(Whole(percent): &Whole) -> Result<u8, Problem> {
    u8::try_from(*percent).ok().filter(|percent| *percent <= 100).ok_or_else(|| Problem::invalid(ROLLOUT.0, ROLLOUT.1))
}
