//! `GET /v1/runs/{run}?wait=`: the run as it is, or as soon as its status changes.

use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::{Api, own_run, standing, wait};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use journal::view::Resource;
use journal::{Record, RunId};
use serde::Deserialize;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// What may stand behind the `?`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Parameters {
    /// Seconds to wait for a change of status, at most 50.
    pub wait: Option<String>,
}

pub(crate) async fn handle(
    State(api): State<Api>,
    caller: Caller,
    own_run::Id(run): own_run::Id,
    parameters: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Query(parameters) = parameters.map_err(|_| Problem::invalid("wait", wait::RULE))?;
    let wait = wait::of(parameters.wait.as_deref())?;
    // The headers are part of the buffer that the request was read into. Whoever waits lets go of it.
    let known = Known::of(&headers);
    drop(headers);
    // Listening begins before the first reading: what happens between the two is heard.
    let wakes = api.house.store.wake().watch(caller.0.org, run);
    let mut record = own_run::read(&api, &caller, run, 0).await?;
    // A client that knows less than there is need not wait for more.
    if !wait.is_zero() && known.is(&tag(&record, None)).unwrap_or(true) {
        let began = Instant::now();
        record = changed(&api, &caller, run, wakes, record, wait).await?;
        standing::after_a_wait(&api, &caller.0, began).await?;
    }
    let resource = own_run::resource(&api, &caller, run, &record).await?;
    Ok(answer(&resource, &tag(&record, resource.superseded_by), &known))
}

/// The journal once its status is no more that of `record`, once nothing can change it, or once the time is over. Sleeps in
/// between: the appends of this run wake it, and it reads nothing while there are none.
async fn changed(
    api: &Api,
    caller: &Caller,
    run: RunId,
    mut wakes: watch::Receiver<u64>,
    mut record: Record,
    wait: Duration,
) -> Result<Record, Problem> {
    let before = record.state().status();
    let over = tokio::time::sleep(wait);
    tokio::pin!(over);
    while record.state().status() == before && !before.is_terminal() {
        let head = record.head();
        let moved = tokio::select! {
            told = wakes.wait_for(|told| *told > head) => told.map_or(0, |told| *told),
            () = &mut over => 0,
            () = api.stop.cancelled() => 0,
        };
        // Read once more at the end too: what another node tells is a hint, and hints get lost.
        record = own_run::read(api, caller, run, moved).await?;
        if moved == 0 {
            break;
        }
    }
    Ok(record)
}

fn answer(resource: &Resource, tag: &str, known: &Known) -> Response {
    let mut response = match known.is(tag) {
        Some(true) => StatusCode::NOT_MODIFIED.into_response(),
        Some(false) | None => Json(resource).into_response(),
    };
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// A run's representation follows from its journal, and that from its length; and from the run that repeats it, if one does. Weak,
/// because links in it are minted on every read.
pub(crate) fn tag(record: &Record, superseded_by: Option<RunId>) -> String {
    match superseded_by {
        None => format!("W/\"{}\"", record.head()),
        Some(run) => format!("W/\"{}-{run}\"", record.head()),
    }
}

/// The states that the client has already, by their tags; `None` where it names none.
struct Known(Option<Box<[String]>>);

impl Known {
    fn of(headers: &HeaderMap) -> Known {
        let mut named = headers.get_all(header::IF_NONE_MATCH).iter().peekable();
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let is_any = named.peek().is_some();
        let tags = named.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(opaque);
        Known(is_any.then(|| tags.collect()))
    }

    /// Whether the state with this tag is one of them; `None` where the client names none.
    fn is(&self, tag: &str) -> Option<bool> {
        let tag = tag.trim_start_matches("W/");
        Some(self.0.as_ref()?.iter().any(|known| known == "*" || known == tag))
    }
}
