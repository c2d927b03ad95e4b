//! `POST /v1/webhooks/{webhook}/rotate`: a new secret. The old one stays valid for a day, so that no delivery is refused meanwhile.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_webhook::{Id, Told};
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use journal::Time;
use schemars::JsonSchema;
use serde::Serialize;

/// The new secret.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RotatedSecret")]
pub struct Rotated {
    /// What deliveries are signed with from now on. Keep it: it is never told again.
    pub secret: Told,
    /// Until when they are signed with the old one too.
    pub previous_valid_until: Time,
}

pub(crate) async fn handle(State(api): State<Api>, Caller(caller): Caller, Id(webhook): Id) -> Result<Json<Rotated>, Problem> {
    let rotated = admin::webhook::rotate(api.desk(&caller.key.to_string()), caller.org, caller.mode, webhook).await?;
    Ok(Json(Rotated { secret: Told(rotated.secret), previous_valid_until: rotated.previous_until }))
}
