//! `DELETE /v1/webhooks/{webhook}`: removes an endpoint, and whatever it was still to be told.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_webhook::Id;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;

pub(crate) async fn handle(State(api): State<Api>, Caller(caller): Caller, Id(webhook): Id) -> Result<StatusCode, Problem> {
    admin::webhook::remove(api.desk(&caller.key.to_string()), caller.org, caller.mode, webhook).await?;
    Ok(StatusCode::NO_CONTENT)
}
