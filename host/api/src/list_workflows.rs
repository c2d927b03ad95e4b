//! `GET /v1/workflows?include_inactive=`: everything that the key can pass as `workflow`.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_workflow::Workflow;
use crate::problem::Problem;
use crate::query::Query;
use axum::Json;
use axum::extract::State;

/// Every workflow is shown where the client asks for those that cannot be used too.
pub(crate) async fn handle(State(api): State<Api>, Caller(caller): Caller, query: Query) -> Result<Json<Vec<Workflow>>, Problem> {
    let all = match query.one("include_inactive")? {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Problem::invalid("include_inactive", "must be true or false")),
    };
    let listed = api.house.library.listed(caller.org).await?.into_iter().filter(|listed| all || listed.is_active);
    Ok(Json(listed.map(Workflow::from).collect()))
}
