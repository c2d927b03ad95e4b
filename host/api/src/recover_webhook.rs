//! `POST /v1/webhooks/{webhook}/recover`: sends again whatever happened since a moment and was not acknowledged.

use crate::Api;
use crate::authenticate::Caller;
use crate::body::{self, Rule};
use crate::own_webhook::{self, Id};
use crate::problem::Problem;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use journal::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// From when on.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct RecoverWebhook {
    /// Events from this moment on are looked at. Required.
    #[schemars(with = "Time")]
    pub since: Option<Time>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recovered {
    /// Deliveries that begin anew with their first attempt.
    pub deliveries: u64,
}

const SINCE: Rule = ("since", "must be a moment like 2026-06-13T09:30:12Z");

pub(crate) async fn handle(
    State(api): State<Api>,
    caller: Caller,
    Id(webhook): Id,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Recovered>), Problem> {
    let wanted: RecoverWebhook = body::read(&headers, body, &[SINCE]).await?;
    let since = wanted.since.ok_or_else(|| Problem::invalid(SINCE.0, "is required"))?;
    let endpoint = own_webhook::active(&api, &caller, webhook).await?;
    let deliveries = api.house.store.of(caller.0.org).recover(&endpoint, since, api.house.engine.now()).await?;
    Ok((StatusCode::ACCEPTED, Json(Recovered { deliveries })))
}
