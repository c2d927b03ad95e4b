//! `POST /v1/runs/{run}/cancel`: stops a run, and answers once it has stopped.

use crate::authenticate::Caller;
use crate::problem::{Problem, undecided};
use crate::{Api, own_run};
use axum::Json;
use axum::extract::State;
use journal::view::Resource;
use run::engine::SETTLE;
use std::time::Duration;

/// Beyond the time that calls in flight are given, how long the end of the run is waited for.
const GRACE: Duration = Duration::from_secs(5);

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, own_run::Id(run): own_run::Id) -> Result<Json<Resource>, Problem> {
    let mut wakes = api.house.store.wake().watch(caller.0.org, run);
    own_run::read(&api, &caller, run, 0).await?;
    let cancelled = run::cancel(&api.house.engine, caller.0.org, run, caller.0.key).await;
    let mut record = cancelled.map_err(|error| undecided(run, error))?;
    let over = tokio::time::sleep(SETTLE + GRACE);
    tokio::pin!(over);
    while !record.state().status().is_terminal() {
        let head = record.head();
        let told = tokio::select! {
            told = wakes.wait_for(|told| *told > head) => told.map_or(0, |told| *told),
            () = &mut over => 0,
            () = api.stop.cancelled() => 0,
        };
        // Another node may be settling the calls: then the end is found by looking.
        record = own_run::read(&api, &caller, run, told).await?;
        if told == 0 {
            break;
        }
    }
    Ok(Json(own_run::resource(&api, &caller, run, &record).await?))
}
