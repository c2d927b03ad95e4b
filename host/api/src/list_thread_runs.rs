//! `GET /v1/threads/{thread}/runs?limit=&offset=`: the runs of a conversation, newest first.

use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::query::Query;
use crate::{Api, own_run, page};
use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use journal::ThreadId;
use journal::view::Resource;
use serde::Deserialize;

const OFFSET_RULE: &str = "must be a number, not negative";

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, Id(thread): Id, query: Query) -> Result<Json<Vec<Resource>>, Problem> {
    let (limit, offset) = (page::limit(&query)?, query.number("offset", OFFSET_RULE)?.unwrap_or(0));
    let own = api.house.store.of(caller.0.org);
    if !own.thread_exists(caller.0.mode, thread).await? {
        return Err(Problem::NoThread);
    }
    let runs = own.thread_runs(thread, limit, offset).await?;
    Ok(Json(own_run::resources(&api, &caller, runs).await?))
}

/// The `{thread}` of a path. Ids are opaque to clients, so one of the wrong shape is a thread that does not exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id(ThreadId);

impl FromRequestParts<Api> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Id, Problem> {
        #[derive(Deserialize)]
        struct Segments {
            thread: String,
        }
        let Ok(Path(segments)) = Path::<Segments>::from_request_parts(parts, api).await else { return Err(Problem::NoThread) };
        segments.thread.parse().map(Id).map_err(|_| Problem::NoThread)
    }
}
