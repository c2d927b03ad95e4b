//! `POST /v1/webhooks/{webhook}/test`: has a `ping` sent, so that a receiver can be tried without a run.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_webhook::{self, Id};
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use journal::EventId;
use schemars::JsonSchema;
use serde::Serialize;

/// What is being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "QueuedDelivery")]
pub struct Queued {
    /// The event: the `Webhook-Id` that the receiver will see, and the `id` of the delivery.
    pub event_id: EventId,
}

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, Id(webhook): Id) -> Result<(StatusCode, Json<Queued>), Problem> {
    let endpoint = own_webhook::active(&api, &caller, webhook).await?;
    let Caller(caller) = caller;
    let event_id = admin::webhook::ping(api.desk(&caller.key.to_string()), caller.org, &endpoint).await?;
    Ok((StatusCode::ACCEPTED, Json(Queued { event_id })))
}
