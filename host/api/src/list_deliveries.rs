//! `GET /v1/webhooks/{webhook}/deliveries?limit=&cursor=`: what an endpoint was told and is still to be told, newest first.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_webhook::{self, Id};
use crate::page::{self, Page};
use crate::problem::Problem;
use crate::query::Query;
use axum::Json;
use axum::extract::State;
use journal::{EventId, RunId, Time};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// One event on its way to one endpoint. Of what the receiver answers, nothing is kept but the status.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Delivery {
    /// The event: the `Webhook-Id` of every attempt.
    pub id: EventId,
    /// What happened: a type of webhook events, or `ping`.
    pub event_type: String,
    /// The run that it happened to; null: a `ping`.
    pub run_id: Option<RunId>,
    /// `pending`: it is on its way. `delivered`: the receiver acknowledged it. `dead`: it will not be tried again by itself.
    #[schemars(extend("enum" = ["pending", "delivered", "dead"]))]
    pub status: String,
    /// Attempts so far; sent again, it begins anew.
    pub attempts: u32,
    /// When the next attempt is due; null where there is none.
    pub next_attempt_at: Option<Time>,
    /// The last attempt; null: there was none yet.
    pub last_attempt: Option<Attempt>,
    /// When it happened.
    pub created_at: Time,
}

/// One attempt, over.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "DeliveryAttempt")]
pub struct Attempt {
    /// When it ended.
    pub at: Time,
    /// The status that the receiver answered with; null: it did not answer.
    pub status: Option<i64>,
    /// How long it took.
    pub latency_ms: i64,
    /// Why it failed: `status`, `redirect`, `gone`, `timeout`, `connect`, `tls`, `name`, `reset`, `protocol`,
    /// `forbidden_address`, `endpoint_inactive` or `run_gone`. Words may be added. Null: it was acknowledged.
    pub error: Option<String>,
}

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, Id(webhook): Id, query: Query) -> Result<Json<Page<Delivery>>, Problem> {
    let (limit, before) = (page::limit(&query)?, page::after::<Place>(&query)?);
    let endpoint = own_webhook::read(&api, &caller, webhook).await?;
    let own = api.house.store.of(caller.0.org);
    let mut rows = own.deliveries(endpoint.id, before.map(|Place(at, event)| (at, event)), limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows.last().filter(|_| more).map(|last| page::cursor(Place(last.created_at, last.event)));
    Ok(Json(Page { data: rows.into_iter().map(Delivery::from).collect(), next_cursor }))
}

impl From<store::Delivery> for Delivery {
    fn from(row: store::Delivery) -> Delivery {
        let (status, latency_ms, error) = (row.last_status, row.last_latency_ms.unwrap_or_default(), row.last_error);
        let last_attempt = row.last_at.map(|at| Attempt { at, status, latency_ms, error });
        Delivery {
            id: row.event,
            event_type: row.event_type,
            run_id: row.run,
            next_attempt_at: (row.status == "pending").then_some(row.due),
            status: row.status,
            attempts: row.attempts,
            last_attempt,
            created_at: row.created_at,
        }
    }
}

/// Where a page ends. Several things may happen in one moment; their ids tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(Time, EventId);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.micros(), self.1)
    }
}

/// A cursor that names no place.
struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;
    fn from_str(text: &str) -> Result<Place, NoPlace> {
        let (micros, event) = text.split_once(' ').ok_or(NoPlace)?;
        Ok(Place(Time::from_micros(micros.parse().map_err(|_| NoPlace)?), event.parse().map_err(|_| NoPlace)?))
    }
}
