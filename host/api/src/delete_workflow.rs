//! `DELETE /v1/workflows/{workflow}`: the organisation has no workflow of its own with that slug any more.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_workflow::Slug;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;

pub(crate) async fn handle(State(api): State<Api>, Caller(caller): Caller, Slug(slug): Slug) -> Result<StatusCode, Problem> {
    admin::workflow::remove(api.desk(&caller.key.to_string()), caller.org, &slug).await?;
    Ok(StatusCode::NO_CONTENT)
}
