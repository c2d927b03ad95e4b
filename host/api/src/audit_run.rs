//! `GET /v1/runs/{run}/audit`: every event, check and charge of a run.

use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::{Api, own_run};
use axum::Json;
use axum::extract::State;
use journal::audit::Audited;
use journal::{CallId, Credits, KeyId, Mode, RunId, ThreadId, Time};
use schemars::JsonSchema;
use serde::Serialize;
use store::Line;

/// Everything that happened in a run and everything that it took, at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Audit {
    /// The run.
    pub run_id: RunId,
    /// The conversation it belongs to.
    pub thread_id: ThreadId,
    /// The key that created it.
    pub key_id: KeyId,
    /// The account it debits.
    pub mode: Mode,
    /// Digest of the procedure it follows.
    pub workflow_version: String,
    /// Digest of the component that carries it out.
    pub component: String,
    /// What it cost: the sum of all charges.
    pub credits_used: Credits,
    /// What happened, in order.
    pub events: Vec<Audited>,
    /// What it took, in order.
    pub charges: Vec<Charge>,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Charge {
    /// The line.
    pub line: u64,
    /// The call that was paid.
    pub call_id: Option<CallId>,
    /// The check that was called.
    pub check: Option<String>,
    /// How much was taken.
    pub amount: Credits,
    /// What was left of the account.
    pub balance: Credits,
    /// When.
    pub at: Time,
}

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, own_run::Id(run): own_run::Id) -> Result<Json<Audit>, Problem> {
    let record = own_run::read(&api, &caller, run, 0).await?;
    // What was appended since then charged lines that belong to no event shown here.
    let charges = api.house.store.of(caller.0.org).charges(run, record.head()).await?;
    let created = record.created();
    let events: Result<_, serde_json::Error> = record.entries().iter().map(|entry| Audited::of(entry)).collect();
    Ok(Json(Audit {
        run_id: run,
        thread_id: created.thread,
        key_id: created.key,
        mode: created.mode,
        workflow_version: created.pins.procedure.clone(),
        component: created.pins.component.clone(),
        credits_used: record.state().credits_used,
        events: events.map_err(|error| Problem::Internal(error.into()))?,
        charges: charges.into_iter().map(charge).collect(),
    }))
}

/// What a line took: the ledger has it as a movement of the balance.
fn charge(Line { line, call, check, amount, balance, at, .. }: Line) -> Charge {
    Charge { line, call_id: call, check, amount: Credits::from_micros(amount.micros().saturating_neg()), balance, at }
}
