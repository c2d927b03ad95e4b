//! `POST /v1/runs/{run}/approval`: a decision on the plan that a run is parked on.

use crate::authenticate::Caller;
use crate::body::{self, Rule};
use crate::problem::{Problem, undecided};
use crate::{Api, own_run};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use journal::PlanId;
use journal::view::Resource;
use run::decide::Word;
use schemars::JsonSchema;
use serde::Deserialize;

/// What a client decides.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DecidePlan {
    /// `approved`: the run goes on exactly where it paused. `declined`: it ends, and nothing more is called. Required.
    #[schemars(with = "Decided")]
    pub decision: Option<Decided>,
    /// The plan that was looked at. Where it is given, a decision on any other plan is refused.
    #[schemars(with = "Option<PlanId>")]
    pub plan_id: Option<String>,
}

/// See [`DecidePlan::decision`].
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// Go on.
    Approved,
    /// Stop.
    Declined,
}

const DECISION: Rule = ("decision", "must be approved or declined");
const PLAN: Rule = ("plan_id", "must be the id of a plan");

pub(crate) async fn handle(
    State(api): State<Api>,
    caller: Caller,
    own_run::Id(run): own_run::Id,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Resource>, Problem> {
    let wanted: DecidePlan = body::read(&headers, body, &[DECISION, PLAN]).await?;
    let word = match wanted.decision.ok_or_else(|| Problem::invalid(DECISION.0, "is required"))? {
        Decided::Approved => Word::Approve,
        Decided::Declined => Word::Decline,
    };
    let plan = wanted.plan_id.map(|plan| named(&plan)).transpose()?;
    own_run::read(&api, &caller, run, 0).await?;
    let decided = run::decide(&api.house.engine, caller.0.org, run, caller.0.key, plan, word).await;
    let record = decided.map_err(|error| undecided(run, error))?;
    Ok(Json(own_run::resource(&api, &caller, run, &record).await?))
}

/// The plan that a client means. Ids are opaque to clients, so one that nobody gave is a plan that no run waits on.
fn named(plan: &str) -> Result<PlanId, Problem> {
    let nobodys = PlanId::new(journal::Time::from_micros(0), &[u8::MAX; journal::id::RANDOM_BYTES]);
    let rest = plan.strip_prefix(PlanId::PREFIX).unwrap_or_default();
    let shaped = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    if shaped { Ok(plan.parse().unwrap_or(nobodys)) } else { Err(Problem::invalid(PLAN.0, PLAN.1)) }
}
