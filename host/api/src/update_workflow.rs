//! `PATCH /v1/workflows/{workflow}`: switches a workflow on or off, or rolls a version out further.

use crate::Api;
use crate::authenticate::Caller;
use crate::body::{self, Rule, Whole};
use crate::own_workflow::{Slug, Workflow};
use crate::problem::Problem;
use crate::publish_workflow::{ROLLOUT, percent};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::Deserialize;
use store::WorkflowChange;

/// What is to be different. What is absent stays.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct UpdateWorkflow {
    /// Whether runs can be created with it. While it is not active its slug is unknown, also where there is a built-in workflow of
    /// the same slug.
    pub is_active: Option<bool>,
    /// So many threads of a hundred follow the version that is being rolled out; at 100 everybody does, and the rollout is over.
    #[schemars(with = "Option<u8>", range(max = 100))]
    pub rollout: Option<Whole>,
}

const IS_ACTIVE: Rule = ("is_active", "must be true or false");

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    Slug(slug): Slug,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Workflow>, Problem> {
    let wanted: UpdateWorkflow = body::read(&headers, body, &[IS_ACTIVE, ROLLOUT]).await?;
    let rollout = wanted.rollout.as_ref().map(percent).transpose()?.map(WorkflowChange::Rollout);
    let changes: Vec<WorkflowChange> = rollout.into_iter().chain(wanted.is_active.map(WorkflowChange::Active)).collect();
    let actor = caller.key.to_string();
    let desk = api.desk(&actor);
    if changes.is_empty() {
        return Ok(Json(admin::workflow::find(desk, caller.org, &slug).await?.into()));
    }
    Ok(Json(admin::workflow::change(desk, caller.org, &slug, &changes).await?.into()))
}
