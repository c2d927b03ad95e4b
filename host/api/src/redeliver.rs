//! `POST /v1/webhooks/{webhook}/deliveries/{delivery}/redeliver`: sends one event again, from its first attempt.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_webhook;
use crate::problem::Problem;
use crate::test_webhook::Queued;
use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use journal::EventId;
use serde::Deserialize;

pub(crate) async fn handle(
    State(api): State<Api>,
    caller: Caller,
    own_webhook::Id(webhook): own_webhook::Id,
    Id(event_id): Id,
) -> Result<(StatusCode, Json<Queued>), Problem> {
    let endpoint = own_webhook::active(&api, &caller, webhook).await?;
    let event_id = event_id.ok_or(Problem::NoDelivery)?;
    let known = api.house.store.of(caller.0.org).redeliver(&endpoint, event_id, api.house.engine.now()).await?;
    if known { Ok((StatusCode::ACCEPTED, Json(Queued { event_id }))) } else { Err(Problem::NoDelivery) }
}

/// The `{delivery}` of a path: a delivery is named by its event. What is no id names none, which is told after its endpoint.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id(pub(crate) Option<EventId>);

impl FromRequestParts<Api> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Id, Problem> {
        #[derive(Deserialize)]
        struct Segments {
            delivery: String,
        }
        let segments = Path::<Segments>::from_request_parts(parts, api).await;
        Ok(Id(segments.ok().and_then(|Path(segments)| segments.delivery.parse().ok())))
    }
}
