//! `GET /v1/workflows?include_inactive=`: everything that the key can pass as `workflow`.

use crate::Api;
use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::query::Query;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

/// One usable workflow.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Workflow {
    /// What to pass as `workflow`.
    pub slug: String,
    /// For people.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// `built-in`, or `org` for one of the organisation's own.
    #[schemars(extend("enum" = ["built-in", "org"]))]
    pub scope: &'static str,
    /// Whether runs can be created with it.
    pub is_active: bool,
}

/// Every workflow is shown where the client asks for those that cannot be used too.
pub(crate) async fn handle(State(api): State<Api>, Caller(caller): Caller, query: Query) -> Result<Json<Vec<Workflow>>, Problem> {
    let all = match query.one("include_inactive")? {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Problem::invalid("include_inactive", "must be true or false")),
    };
    let row = |listed: library::Listed| Workflow {
        slug: listed.slug,
        name: listed.name,
        description: listed.description,
        scope: listed.scope,
        is_active: listed.is_active,
    };
    let listed = api.house.library.listed(caller.org).await?.into_iter().filter(|listed| all || listed.is_active);
    Ok(Json(listed.map(row).collect()))
}
