//! `POST /v1/runs/quote`: what a run would cost, and the checks it would call. Nothing is executed, stored or billed.

use crate::Api;
use crate::authenticate::Caller;
use crate::create_run;
use crate::problem::Problem;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use journal::Credits;
use schemars::JsonSchema;
use serde::Serialize;

/// What a run with the same body would cost.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Quote {
    /// If every provider answers and holds no record. A call that fails is never billed.
    pub least: Credits,
    /// If every check is answered.
    pub expected: Credits,
    /// What all calls of the plan cost at most.
    pub most: Credits,
    /// The checks it would call, one row for each call, in the order of the plan.
    pub checks: Vec<QuotedCheck>,
    /// Whether it would wait for approval.
    pub requires_approval: bool,
    /// `missing_input` where the message lacks an identifier that the workflow requires: nothing would be called.
    pub status_reason: Option<&'static str>,
    /// What the run would say before it calls anything: what is missing, for example.
    pub answer: Option<String>,
}

/// One call that a run would make.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuotedCheck {
    /// The check.
    pub name: String,
    /// What a success costs.
    pub credits: Credits,
}

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, headers: HeaderMap, body: Body) -> Result<Json<Quote>, Problem> {
    let wanted = create_run::read(&headers, body).await?;
    let request = create_run::valid(wanted, &headers)?;
    let quote = run::quote(&api.house, &caller.0, request).await?;
    Ok(Json(Quote {
        least: quote.least,
        expected: quote.expected,
        most: quote.most,
        checks: quote.calls.into_iter().map(|(name, credits)| QuotedCheck { name, credits }).collect(),
        requires_approval: quote.parks,
        status_reason: quote.missing_input.then_some("missing_input"),
        answer: quote.answer,
    }))
}
