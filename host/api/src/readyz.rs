//! `GET /readyz`: the process can serve: its database answers, and its library is loaded.

use crate::Api;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

/// What the process serves with.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Readiness {
    /// `ready`.
    pub status: &'static str,
    /// Whether the database answers.
    pub database: bool,
    /// Whether the built-in workflows and checks are loaded.
    pub library: bool,
}

pub(crate) async fn handle(State(api): State<Api>) -> Result<Json<Readiness>, Problem> {
    api.house.store.next_due().await.map_err(|error| Problem::Unavailable(error.into()))?;
    // A house is built around a loaded library, so whoever answers here has one.
    Ok(Json(Readiness { status: "ready", database: true, library: true }))
}
