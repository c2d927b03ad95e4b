//! A run of the caller's own: of the same organisation, and of the key's mode.

use crate::Api;
use crate::authenticate::Caller;
use crate::problem::Problem;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use futures::future::BoxFuture;
use futures::{StreamExt, TryStreamExt, stream};
use journal::view::Resource;
use journal::{Record, RunId, Seq, Status};
use serde::Deserialize;

/// The `{run}` of a path. Ids are opaque to clients, so one of the wrong shape is a run that does not exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id(pub(crate) RunId);

impl FromRequestParts<Api> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Id, Problem> {
        #[derive(Deserialize)]
        struct Segments {
            run: String,
        }
        let Ok(Path(segments)) = Path::<Segments>::from_request_parts(parts, api).await else { return Err(Problem::NoRun) };
        segments.run.parse().map(Id).map_err(|_| Problem::NoRun)
    }
}

/// Its journal, at least as long as the wake-up since told of (0: none yet). Somebody else's run, and one of the other mode, does
/// not exist.
///
/// In a box of its own: whoever then waits, and there may be thousands, carries no room for a reading that is over.
pub(crate) fn read<'a>(api: &'a Api, Caller(caller): &'a Caller, run: RunId, told: Seq) -> BoxFuture<'a, Result<Record, Problem>> {
    Box::pin(async move {
        let record = api.house.store.of(caller.org).latest(run, told).await?;
        record.filter(|record| record.created().mode == caller.mode).ok_or(Problem::NoRun)
    })
}

/// The run as clients see it.
pub(crate) async fn resource(api: &Api, Caller(caller): &Caller, run: RunId, record: &Record) -> Result<Resource, Problem> {
    let mut resource = Resource::of(run, record, None);
    if resource.status == Status::Interrupted {
        resource.superseded_by = api.house.store.of(caller.org).superseded_by(run).await?;
    }
    Ok(resource)
}

/// Journals of one list that are read at the same time.
const READ_TOGETHER: usize = 4;

/// These runs as clients see them, in their order.
pub(crate) async fn resources(api: &Api, caller: &Caller, runs: Vec<RunId>) -> Result<Vec<Resource>, Problem> {
    let read = async |run| resource(api, caller, run, &self::read(api, caller, run, 0).await?).await;
    stream::iter(runs).map(read).buffered(READ_TOGETHER).try_collect().await
}
