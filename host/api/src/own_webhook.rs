//! A webhook endpoint of the caller's own: of the same organisation, and of the key's mode.

use crate::Api;
use crate::authenticate::Caller;
use crate::problem::Problem;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use journal::{EndpointId, Mode, NoticeKind, Time};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeSet;
use webhook::Secret;

/// A URL that is told of what happens to runs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WebhookEndpoint")]
pub struct Resource {
    /// Its id.
    pub id: EndpointId,
    /// Where deliveries go; null: nowhere, they are pulled.
    #[schemars(extend("format" = "uri"))]
    pub url: Option<String>,
    /// Whether its deliveries are pulled by a listener. It goes with its listener: five minutes after the last pull it is removed.
    pub ephemeral: bool,
    /// What it hears of; null: every type, now and later.
    pub event_types: Option<Vec<NoticeKind>>,
    /// How its deliveries are signed.
    #[schemars(with = "SignatureScheme")]
    pub signature_scheme: String,
    /// Whether anything is sent to it.
    pub is_active: bool,
    /// Why it was switched off: `failing`, after five days in which every attempt failed; `gone`, after an answer of 410. Null
    /// where it was not, or where you did. Words may be added.
    pub disabled_reason: Option<String>,
    /// When it was registered.
    pub created_at: Time,
    /// Of which runs it hears: those of live keys, or those of test keys.
    pub mode: Mode,
}

/// How deliveries are signed: both are an HMAC-SHA256 over `id.timestamp.body`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignatureScheme {
    /// The key is the text of the secret, `whsec_` and all.
    Document,
    /// As libraries of Standard Webhooks verify it: the key is what the secret encodes.
    Standard,
}

/// A secret in the one answer that tells it. `Debug` prints nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told(pub(crate) Secret);

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.reveal())
    }
}

impl JsonSchema for Told {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "WebhookSecret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^whsec_[A-Za-z0-9+/]+=*$" })
    }
}

impl From<store::Endpoint> for Resource {
    fn from(endpoint: store::Endpoint) -> Resource {
        let store::Endpoint { id, mode, url, event_types, scheme, is_active, disabled_reason, created_at, .. } = endpoint;
        Resource { id, ephemeral: url.is_none(), url, event_types, signature_scheme: scheme, is_active, disabled_reason, created_at, mode }
    }
}

/// The `{webhook}` of a path. Ids are opaque to clients, so one of the wrong shape is an endpoint that does not exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id(pub(crate) EndpointId);

impl FromRequestParts<Api> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Id, Problem> {
        #[derive(Deserialize)]
        struct Segments {
            webhook: String,
        }
        let Ok(Path(segments)) = Path::<Segments>::from_request_parts(parts, api).await else { return Err(Problem::NoWebhook) };
        segments.webhook.parse().map(Id).map_err(|_| Problem::NoWebhook)
    }
}

/// The endpoint. Somebody else's, and one of the other mode, does not exist.
pub(crate) async fn read(api: &Api, Caller(caller): &Caller, id: EndpointId) -> Result<store::Endpoint, Problem> {
    let endpoint = api.house.store.of(caller.org).endpoint(caller.mode, id).await?;
    endpoint.ok_or(Problem::NoWebhook)
}

/// The same for those who want something sent: to one that is switched off nothing is.
pub(crate) async fn active(api: &Api, caller: &Caller, id: EndpointId) -> Result<store::Endpoint, Problem> {
    let endpoint = read(api, caller, id).await?;
    if endpoint.is_active { Ok(endpoint) } else { Err(Problem::invalid("is_active", "must be true before anything is sent there")) }
}

/// The same for listeners: deliveries of other endpoints are not pulled.
pub(crate) async fn ephemeral(api: &Api, caller: &Caller, id: EndpointId) -> Result<store::Endpoint, Problem> {
    let endpoint = read(api, caller, id).await?;
    if endpoint.url.is_none() {
        Ok(endpoint)
    } else {
        Err(Problem::invalid("webhook", "is no ephemeral endpoint: its deliveries are sent"))
    }
}

/// What types must be, in the words of a refusal.
pub(crate) const EVENT_TYPES_RULE: &str = "must be null for all types, or a list of one or more of run.completed, run.failed, \
    run.cancelled, run.interrupted and run.requires_approval";

/// The types that a client names, each once.
pub(crate) fn types(given: Option<Vec<NoticeKind>>) -> Result<Option<Vec<NoticeKind>>, Problem> {
    match given.map(BTreeSet::from_iter) {
        None => Ok(None),
        Some(types) if types.is_empty() => Err(Problem::invalid("event_types", EVENT_TYPES_RULE)),
        Some(types) => Ok(Some(types.into_iter().collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_every_type() {
        assert!(NoticeKind::ALL.iter().all(|kind| EVENT_TYPES_RULE.contains(kind.as_str())));
    }

    #[test]
    fn a_secret_is_told_in_json_alone() {
        let secret = Secret::mint().unwrap();
        let told = Told(secret.clone());
        assert_eq!(serde_json::to_value(&told).unwrap(), secret.reveal());
        assert_eq!(format!("{told:?}"), "Told(Secret)");
    }
}
