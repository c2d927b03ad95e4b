//! `GET /healthz`: the process is alive.

use axum::Json;
use schemars::JsonSchema;
use serde::Serialize;

/// A sign of life.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Health {
    /// `ok`.
    pub status: &'static str,
}

pub(crate) async fn handle() -> Json<Health> {
    Json(Health { status: "ok" })
}
