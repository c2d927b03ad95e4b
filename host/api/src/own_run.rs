//! A run of the caller's own: of the same organisation, and of the key's mode.

use crate::Api;
use crate::authenticate::Caller;
use crate::problem::Problem;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use journal::{Record, RunId, Seq};
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
pub(crate) async fn read(api: &Api, Caller(caller): &Caller, run: RunId, told: Seq) -> Result<Record, Problem> {
    let record = api.house.store.of(caller.org).latest(run, told).await?;
    record.filter(|record| record.created().mode == caller.mode).ok_or(Problem::NoRun)
}
