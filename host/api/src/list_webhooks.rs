//! `GET /v1/webhooks`: all webhook endpoints of the key's mode, oldest first.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_webhook::Resource;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;

pub(crate) async fn handle(State(api): State<Api>, Caller(caller): Caller) -> Result<Json<Vec<Resource>>, Problem> {
    let endpoints = api.house.store.of(caller.org).endpoints(caller.mode).await?;
    Ok(Json(endpoints.into_iter().map(Resource::from).collect()))
}
