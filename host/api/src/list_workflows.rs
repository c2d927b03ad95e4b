//! `GET /v1/workflows`: everything that the key can pass as `workflow`.

use crate::Api;
use crate::authenticate::Caller;
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

pub(crate) async fn handle(State(api): State<Api>, Caller(caller): Caller) -> Json<Vec<Workflow>> {
    let listed = api.house.library.listed(caller.org);
    let row = |listed: library::Listed| Workflow {
        slug: listed.slug,
        name: listed.name,
        description: listed.description,
        scope: listed.scope,
        is_active: listed.is_active,
    };
    Json(listed.into_iter().map(row).collect())
}
