//! `GET /v1/webhooks/{webhook}/pull?wait=`: what there is to deliver, for the listener of an ephemeral endpoint.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_webhook::{self, Id};
use crate::problem::Problem;
use crate::query::Query;
use crate::wait;
use axum::Json;
use axum::extract::State;
use journal::{EventId, RunId};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use webhook::{Listener, Pulled};

/// What there is to deliver, the oldest first; empty, where nothing came within the wait.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PulledDeliveries")]
pub struct Answer {
    /// At most 16.
    pub data: Vec<Delivery>,
}

/// One delivery, to be posted to your program as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PulledDelivery")]
pub struct Delivery {
    /// The event: the `Webhook-Id` of every attempt.
    pub id: EventId,
    /// What happened: a type of webhook events, or `ping`.
    pub event_type: String,
    /// The run that it happened to; null: a `ping`.
    pub run_id: Option<RunId>,
    /// Which attempt this is; the first is 1.
    pub attempt: u32,
    /// To be sent back with what came of it.
    pub lease: String,
    /// The headers of the request, signature and timestamp among them.
    pub headers: BTreeMap<String, String>,
    /// The body of the request. The signature covers these very bytes.
    pub body: String,
}

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, Id(webhook): Id, query: Query) -> Result<Json<Answer>, Problem> {
    let wait = wait::of(query.one("wait")?)?;
    own_webhook::ephemeral(&api, &caller, webhook).await?;
    let listener = api.listener(&caller, webhook);
    let stands = api.standing.watch(&api, &caller.0);
    let enough = async {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = api.stop.cancelled() => {}
        }
    };
    let pulled = tokio::select! {
        pulled = listener.pull(enough) => pulled?,
        () = stands.ended() => return Err(Problem::InvalidApiKey),
    };
    Ok(Json(Answer { data: pulled.into_iter().map(Delivery::from).collect() }))
}

impl Api {
    /// The endpoint as its listener sees it.
    pub(crate) fn listener(&self, Caller(caller): &Caller, endpoint: journal::EndpointId) -> Listener<'_> {
        Listener { store: &self.house.store, clock: &*self.house.engine.clock, org: caller.org, endpoint }
    }
}

impl From<Pulled> for Delivery {
    fn from(pulled: Pulled) -> Delivery {
        let Pulled { event: id, event_type, run: run_id, attempt, lease, headers, body } = pulled;
        Delivery { id, event_type, run_id, attempt, lease, headers: headers.into_iter().collect(), body }
    }
}
