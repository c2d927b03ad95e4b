//! `POST /v1/webhooks`: registers a URL to be told of what happens to runs. Its secret is told here and never again.

use crate::Api;
use crate::authenticate::Caller;
use crate::body::{self, Rule};
use crate::own_webhook::{self, EVENT_TYPES_RULE, Resource, SignatureScheme, Told};
use crate::problem::Problem;
use axum::Json;
use axum::body::Body;
use axum::extract::{NestedPath, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use journal::NoticeKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use webhook::Scheme;

/// What a client sends. Fields not named here are ignored.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("anyOf" = [{ "required": ["url"] }, { "required": ["ephemeral"] }]))]
pub struct CreateWebhook {
    /// Where deliveries go: `https`, at most 2,048 bytes, without a user, to a host that does not stand for a private
    /// address. Required, but for an ephemeral endpoint, which has none.
    #[schemars(length(max = 2_048), extend("format" = "uri"))]
    pub url: Option<String>,
    /// Whether its deliveries are pulled by a listener instead of sent. Such an endpoint lives as long as its listener.
    pub ephemeral: Option<bool>,
    /// What it hears of; null or absent: every type, now and later.
    #[schemars(length(min = 1))]
    pub event_types: Option<Vec<NoticeKind>>,
    /// How its deliveries are signed. Without it, `document`.
    pub signature_scheme: Option<SignatureScheme>,
}

/// The endpoint, with its secret.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CreatedWebhook")]
pub struct Created {
    /// The endpoint.
    #[serde(flatten)]
    pub endpoint: Resource,
    /// What its receiver verifies with. Keep it: it is never told again.
    pub secret: Told,
}

pub(crate) const URL: Rule = ("url", "must be a string");
pub(crate) const EVENT_TYPES: Rule = ("event_types", EVENT_TYPES_RULE);
const EPHEMERAL: Rule = ("ephemeral", "must be true or false");
const SCHEME: Rule = ("signature_scheme", "must be document or standard");

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    base: NestedPath,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Created>), Problem> {
    let wanted: CreateWebhook = body::read(&headers, body, &[URL, EPHEMERAL, EVENT_TYPES, SCHEME]).await?;
    let scheme = wanted.signature_scheme.map_or(Scheme::Document, Scheme::from);
    let event_types = own_webhook::types(wanted.event_types)?;
    let url = match (wanted.url, wanted.ephemeral.unwrap_or_default()) {
        (Some(_), true) => return Err(Problem::invalid(URL.0, "must be absent: deliveries of an ephemeral endpoint are pulled")),
        (None, false) => return Err(Problem::invalid(URL.0, "is required")),
        (url, _) => url,
    };
    let wanted = admin::webhook::Wanted { mode: caller.mode, url, event_types, scheme };
    let created = admin::webhook::create(api.desk(&caller.key.to_string()), &api.judge, caller.org, wanted).await?;
    let location = (header::LOCATION, format!("{}/webhooks/{}", base.as_str(), created.endpoint.id));
    let created = Created { endpoint: created.endpoint.into(), secret: Told(created.secret) };
    Ok((StatusCode::CREATED, [location], Json(created)))
}

impl From<SignatureScheme> for Scheme {
    fn from(scheme: SignatureScheme) -> Scheme {
        match scheme {
            SignatureScheme::Document => Scheme::Document,
            SignatureScheme::Standard => Scheme::Standard,
        }
    }
}
