//! `GET /v1/webhooks/{webhook}`: one webhook endpoint. Its secret is not told.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_webhook::{self, Id, Resource};
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, Id(webhook): Id) -> Result<Json<Resource>, Problem> {
    Ok(Json(own_webhook::read(&api, &caller, webhook).await?.into()))
}
