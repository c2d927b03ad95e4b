//! What a workflow is told at its start.

use journal::event::Approval;
use journal::{Credits, Json, RunId, Status};
use std::sync::Arc;

/// What a run was started with. The same in every turn.
#[derive(Clone, Debug)]
pub struct Order {
    /// The client's request.
    pub message: String,
    /// The procedure to carry out; `{}` where the component is the procedure.
    pub procedure: Json,
    /// The checks that this run may call.
    pub checks: Arc<[CheckInfo]>,
    /// The thread's earlier runs, oldest first.
    pub memory: Vec<EarlierRun>,
    /// Which plans wait for somebody's word. After any other the turn goes on.
    pub approval: Approval,
}

/// A check that may be called.
#[derive(Clone, Debug)]
pub struct CheckInfo {
    /// As the workflow calls it.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// JSON Schema of its input.
    pub input_schema: Json,
    /// What a success costs.
    pub price: Credits,
}

/// An earlier run of the same thread.
#[derive(Clone, Debug)]
pub struct EarlierRun {
    /// Its id.
    pub id: RunId,
    /// What was asked.
    pub message: String,
    /// How it ended.
    pub status: Status,
    /// What it said.
    pub answer: String,
    /// What it reported.
    pub report: Option<Json>,
}
