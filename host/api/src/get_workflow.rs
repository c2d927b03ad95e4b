//! `GET /v1/workflows/{workflow}?version=`: a workflow with its source, as it is followed or as it once was published.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_workflow::{Slug, Workflow};
use crate::problem::Problem;
use crate::query::Query;
use axum::Json;
use axum::extract::State;
use data_encoding::BASE64;
use schemars::JsonSchema;
use serde::Serialize;

/// A workflow, and what one of its versions says.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WorkflowSource {
    /// The workflow.
    #[serde(flatten)]
    pub workflow: Workflow,
    /// The version whose source this is.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub source_version: String,
    /// The page; null: that version is a component.
    pub source: Option<String>,
    /// The component, in base64; null: that version is a page.
    pub component: Option<String>,
}

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    Slug(slug): Slug,
    query: Query,
) -> Result<Json<WorkflowSource>, Problem> {
    let word = query.one("version")?;
    let desk = api.desk("");
    let own = match admin::workflow::find(desk, caller.org, &slug).await {
        Err(admin::workflow::Error::NotFound) => None,
        found => Some(found?),
    };
    let Some(own) = own else {
        let (listed, source) = api.house.library.built_in(&slug).ok_or(Problem::NoWorkflow)?;
        if word.is_some_and(|word| word != listed.version) {
            return Err(Problem::NoVersion);
        }
        let source_version = listed.version.clone();
        return Ok(Json(WorkflowSource { workflow: listed.into(), source_version, source: Some(source.to_owned()), component: None }));
    };
    let version = admin::workflow::version(desk, caller.org, &slug, word.unwrap_or(&own.version.digest)).await?;
    let bytes = admin::workflow::bytes(desk, &version).await?;
    let (source, component) = match version.kind {
        store::VersionKind::Procedure => (String::from_utf8(bytes).ok(), None),
        store::VersionKind::Component => (None, Some(BASE64.encode(&bytes))),
    };
    Ok(Json(WorkflowSource { workflow: own.into(), source_version: version.digest, source, component }))
}
