//! `POST /v1/workflows/{workflow}/rollback`: has everybody follow an earlier version again.

use crate::Api;
use crate::authenticate::Caller;
use crate::body::{self, Rule};
use crate::own_workflow::{Slug, Workflow};
use crate::problem::Problem;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Where to.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct RollBackWorkflow {
    /// The version: its number, or its digest or the first six or more digits of it. Without it, what is being rolled out is
    /// withdrawn, or else what was followed before the present version comes back.
    pub version: Option<String>,
}

const VERSION: Rule = ("version", "must be a string: a number, or at least six digits of a digest");

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    Slug(slug): Slug,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Workflow>, Problem> {
    let wanted: RollBackWorkflow = body::read(&headers, body, &[VERSION]).await?;
    let actor = caller.key.to_string();
    Ok(Json(admin::workflow::roll_back(api.desk(&actor), caller.org, &slug, wanted.version.as_deref()).await?.into()))
}
