//! `GET /v1/scenarios`: what a test key can send, and what will come of it.

use axum::Json;
use schemars::JsonSchema;
use serde::Serialize;

/// One request of the test catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Scenario {
    /// The workflow to follow.
    pub workflow: &'static str,
    /// The message to send.
    pub message: &'static str,
    /// What its providers will do: `verified`, `name_mismatch`, `not_found`, …; or what becomes of the run by no fault of theirs,
    /// once they have answered: `run_failed`, `run_interrupted`.
    pub outcome: &'static str,
}

pub(crate) async fn handle() -> Json<Vec<Scenario>> {
    let row =
        |scenario: &simulator::Scenario| Scenario { workflow: scenario.workflow, message: scenario.message, outcome: scenario.outcome };
    Json(simulator::scenarios().iter().map(row).collect())
}
