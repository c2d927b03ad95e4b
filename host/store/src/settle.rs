//! What became of attempts, and what that says about their endpoints.

use crate::audit::Change;
use crate::engine::Lent;
use crate::mail::Told;
use crate::queue::Parcel;
use crate::writes::json;
use crate::{Error, Store, sql};
use journal::{EndpointId, EventId, OrgId, Time};
use serde::Serialize;
use serde_json::json as object;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long every attempt at an endpoint may fail before it is switched off.
pub const FAILING_MAX: Duration = Duration::from_secs(5 * 24 * 60 * 60);

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The parcel.
    pub parcel: Parcel,
    /// When the attempt ended.
    pub at: Time,
    /// Whether anything was sent: what is given up before that says nothing about the endpoint.
    pub sent: bool,
    /// The receiver's status, where it gave one.
    pub answer: Option<u16>,
    /// How long it took.
    pub latency: Duration,
    /// Why it failed; `None`: it was acknowledged.
    pub error: Option<&'static str>,
    /// When the next attempt is due; `None`: there is none.
    pub next: Option<Time>,
    /// Whether the receiver said that it is gone for ever.
    pub gone: bool,
}

impl Settled {
    /// `delivered`, `pending` or `dead`.
    pub fn status(&self) -> &'static str {
        match (self.error, self.next) {
            (None, _) => "delivered",
            (Some(_), Some(_)) => "pending",
            (Some(_), None) => "dead",
        }
    }
}

/// An endpoint that was switched off because of what became of attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchedOff {
    /// Whose.
    pub org: OrgId,
    /// Which.
    pub endpoint: EndpointId,
    /// `failing` or `gone`.
    pub reason: &'static str,
    /// E-mails that will tell of it.
    pub mails: usize,
}

#[derive(Serialize)]
struct SettledRow {
    org_id: OrgId,
    event_id: EventId,
    endpoint_id: EndpointId,
    status: &'static str,
    attempts: u32,
    due: i64,
    at: i64,
    answer: Option<u16>,
    latency_ms: u64,
    error: Option<&'static str>,
}

impl SettledRow {
    fn of(settled: &Settled) -> SettledRow {
        SettledRow {
            org_id: settled.parcel.org,
            event_id: settled.parcel.event,
            endpoint_id: settled.parcel.endpoint,
            status: settled.status(),
            attempts: settled.parcel.attempts + 1,
            due: settled.next.unwrap_or(settled.at).micros(),
            at: settled.at.micros(),
            answer: settled.answer,
            latency_ms: u64::try_from(settled.latency.as_millis()).unwrap_or(u64::MAX),
            error: settled.error,
        }
    }
}

/// What the attempts of one batch say about one endpoint. Of several sayings the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// The first and the last failure.
    Failing(Time, Time),
    Well,
    Gone(Time),
}

impl Standing {
    fn of(settled: &Settled) -> Standing {
        match settled.error {
            _ if settled.gone => Standing::Gone(settled.at),
            None => Standing::Well,
            Some(_) => Standing::Failing(settled.at, settled.at),
        }
    }

    fn and(self, other: Standing) -> Standing {
        match (self, other) {
            (Standing::Failing(first, last), Standing::Failing(earlier, later)) => Standing::Failing(first.min(earlier), last.max(later)),
            (one, other) => one.max(other),
        }
    }
}

impl Store {
    /// Writes down what became of attempts, all in one transaction, and says which endpoints it switched off. Where `mails`, their
    /// organisations' contacts are written to, which is durable with it.
    pub async fn settle(&self, node: &str, settled: &[Settled], mails: bool) -> Result<Vec<SwitchedOff>, Error> {
        let list = json(&settled.iter().map(SettledRow::of).collect::<Vec<_>>())?;
        let mut standing: BTreeMap<(OrgId, EndpointId), Standing> = BTreeMap::new();
        for one in settled.iter().filter(|one| one.sent) {
            let said = Standing::of(one);
            standing.entry((one.parcel.org, one.parcel.endpoint)).and_modify(|known| *known = known.and(said)).or_insert(said);
        }
        let mut off = Vec::new();
        let mut on = self.core().engine.begin().await?;
        on.execute(&sql::SETTLE_DELIVERIES, |q| q.bind(list).bind(node.to_owned())).await?;
        for ((org, endpoint), standing) in standing {
            let (first, last, reason) = match standing {
                Standing::Well => {
                    on.execute(&sql::ENDPOINT_SUCCEEDED, |q| q.bind(org.to_string()).bind(endpoint.to_string())).await?;
                    continue;
                }
                Standing::Failing(first, last) => (first, last, "failing"),
                Standing::Gone(at) => (at, at, "gone"),
            };
            on.execute(&sql::ENDPOINT_FAILED, |q| q.bind(org.to_string()).bind(endpoint.to_string()).bind(first.micros())).await?;
            off.extend(self.switch_off(&mut on, (org, endpoint), last, reason, mails).await?);
        }
        on.commit().await?;
        if off.iter().any(|off| off.mails > 0) {
            self.wake().mails().notify_one();
        }
        Ok(off)
    }

    /// Switches the endpoint off if it is time to. The audit tells of it, and so does, where it failed for days, an e-mail.
    async fn switch_off(
        &self,
        on: &mut Lent,
        (org, endpoint): (OrgId, EndpointId),
        at: Time,
        reason: &'static str,
        mails: bool,
    ) -> Result<Option<SwitchedOff>, Error> {
        let since = at.minus(FAILING_MAX).micros();
        let rows =
            on.fetch(&sql::DISABLE_ENDPOINT, |q| q.bind(org.to_string()).bind(endpoint.to_string()).bind(reason).bind(since)).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let failing_since = row.number_or_none("failing_since")?.map_or(at, Time::from_micros);
        let mut detail = object!({ "reason": reason, "failing_since": failing_since });
        let mut written = 0;
        if reason == "failing" {
            let told = Told { endpoint, mode: row.word("mode")?, url: row.text("url")?, failing_since, at };
            let why_none = match mails {
                true => {
                    written = self.of(org).write_mails(on, &told).await?;
                    "the organisation has no contacts"
                }
                false => "no mail server is configured",
            };
            detail["mails"] = written.into();
            if written == 0 {
                detail["no_mail"] = why_none.into();
            }
        }
        let change = Change { at, action: "webhook.auto_disable", subject: endpoint.to_string(), detail };
        self.of(org).record(on, change).await?;
        Ok(Some(SwitchedOff { org, endpoint, reason, mails: written }))
    }
}
