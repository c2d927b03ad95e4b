//! `PATCH /v1/webhooks/{webhook}`: changes an endpoint, or switches it on or off.

use crate::Api;
use crate::authenticate::Caller;
use crate::body::{self, Rule};
use crate::create_webhook::{EVENT_TYPES, URL};
use crate::own_webhook::{self, Id, Resource};
use crate::problem::Problem;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use journal::NoticeKind;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use store::EndpointChange;

/// What is to be different. What is absent stays.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct UpdateWebhook {
    /// Where deliveries go from now on; judged as when an endpoint is registered.
    #[schemars(length(max = 2_048), extend("format" = "uri"))]
    pub url: Option<String>,
    /// What it hears of from now on; null: every type, now and later.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<Vec<NoticeKind>>", length(min = 1))]
    pub event_types: Option<Option<Vec<NoticeKind>>>,
    /// Whether anything is sent to it. Switched on, it begins anew, whatever it was switched off for.
    pub is_active: Option<bool>,
}

const IS_ACTIVE: Rule = ("is_active", "must be true or false");

pub(crate) async fn handle(
    State(api): State<Api>,
    caller: Caller,
    Id(webhook): Id,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Resource>, Problem> {
    let UpdateWebhook { url, event_types, is_active } = body::read(&headers, body, &[URL, EVENT_TYPES, IS_ACTIVE]).await?;
    let change = EndpointChange { url, event_types: event_types.map(own_webhook::types).transpose()?, is_active };
    // Before anything is asked about its URL: an endpoint that does not exist is told so at once.
    own_webhook::read(&api, &caller, webhook).await?;
    let Caller(caller) = caller;
    let actor = caller.key.to_string();
    let endpoint = admin::webhook::update(api.desk(&actor), &api.judge, caller.org, caller.mode, webhook, change).await?;
    Ok(Json(endpoint.into()))
}

/// Tells null, which means something, from nothing at all.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
