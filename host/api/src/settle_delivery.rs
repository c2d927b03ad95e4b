//! `POST /v1/webhooks/{webhook}/deliveries/{delivery}/settle`: what came of a delivery that a listener pulled.

use crate::Api;
use crate::authenticate::Caller;
use crate::body::{self, Rule, Whole};
use crate::own_webhook;
use crate::problem::Problem;
use crate::redeliver;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use journal::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use webhook::{Attempt, Outcome};

/// What your program answered, or why it did not.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("anyOf" = [{ "required": ["status"] }, { "required": ["error"] }]))]
pub struct SettleDelivery {
    /// The lease that the delivery came with. Required.
    #[schemars(with = "String")]
    pub lease: Option<String>,
    /// The status that it answered with; null: it did not answer.
    #[schemars(with = "Option<u16>", range(min = 100, max = 999))]
    pub status: Option<Whole>,
    /// The `Retry-After` that it answered with.
    pub retry_after: Option<String>,
    /// Why it did not answer, where it did not. Exactly one of `status` and this is given.
    pub error: Option<NoAnswer>,
    /// How long it took.
    #[schemars(with = "Option<u32>", range(max = 4_294_967_295_u32))]
    pub latency_ms: Option<Whole>,
}

/// Why a program did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoAnswer {
    /// Nothing listens there.
    Connect,
    /// It took longer than ten seconds.
    Timeout,
    /// It hung up.
    Reset,
    /// It answered something that is no HTTP.
    Protocol,
    /// Its certificate is not trusted.
    Tls,
    /// Its name has no address.
    Name,
}

/// What was written down.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "SettledDelivery")]
pub struct Settled {
    /// `delivered`; `pending`, where it is tried again; `dead`, where it is not.
    #[schemars(extend("enum" = ["pending", "delivered", "dead"]))]
    pub status: &'static str,
    /// Attempts so far.
    pub attempts: u32,
    /// When the next attempt is due; null where there is none.
    pub next_attempt_at: Option<Time>,
}

const LEASE: Rule = ("lease", "must be the lease that the delivery came with");
const STATUS: Rule = ("status", "must be a status of HTTP, where there is no error, and null where there is one");
const RETRY_AFTER: Rule = ("retry_after", "must be the value of a Retry-After header");
const ERROR: Rule = ("error", "must be connect, timeout, reset, protocol, tls or name, and null where there is a status");
const LATENCY: Rule = ("latency_ms", "must be a number of milliseconds");

pub(crate) async fn handle(
    State(api): State<Api>,
    caller: Caller,
    own_webhook::Id(webhook): own_webhook::Id,
    redeliver::Id(event): redeliver::Id,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Settled>, Problem> {
    let told: SettleDelivery = body::read(&headers, body, &[LEASE, STATUS, RETRY_AFTER, ERROR, LATENCY]).await?;
    let now = api.house.engine.now();
    let status = told.status.map(|Whole(status)| u16::try_from(status).ok().filter(|status| (100..=999).contains(status)));
    let outcome = match (status, told.error) {
        (Some(Some(status)), None) => Outcome::answered(status, told.retry_after.as_deref(), now),
        (None, Some(error)) => Outcome::Failed { class: error.class() },
        _ => return Err(Problem::invalid(STATUS.0, STATUS.1)),
    };
    let latency = told.latency_ms.map_or(Ok(0), |Whole(millis)| u32::try_from(millis));
    let latency = Duration::from_millis(latency.map_err(|_| Problem::invalid(LATENCY.0, LATENCY.1))?.into());
    let lease = told.lease.ok_or_else(|| Problem::invalid(LEASE.0, LEASE.1))?;
    crate::query::whole(LEASE.0, &lease)?;
    own_webhook::ephemeral(&api, &caller, webhook).await?;
    let event = event.ok_or(Problem::NoDelivery)?;
    let settled = api.listener(&caller, webhook).tell(event, &lease, Attempt { outcome, latency }).await?.ok_or(Problem::NoDelivery)?;
    Ok(Json(Settled { status: settled.status(), attempts: settled.parcel.attempts + 1, next_attempt_at: settled.next }))
}

impl NoAnswer {
    fn class(self) -> &'static str {
        match self {
            NoAnswer::Connect => "connect",
            NoAnswer::Timeout => "timeout",
            NoAnswer::Reset => "reset",
            NoAnswer::Protocol => "protocol",
            NoAnswer::Tls => "tls",
            NoAnswer::Name => "name",
        }
    }
}
