//! What endpoints are still to be told, and how telling them went.
//!
//! A delivery row is written with its event (see `write_group`), so none is ever lost. Whoever sends takes rows under its node's
//! lease, as runs are taken; a row that was sent and not settled is sent again: at least once.

use crate::endpoint::Endpoint;
use crate::row::Row;
use crate::writes::json;
use crate::{Error, Store, Tenant, sql};
use journal::{EndpointId, EventId, OrgId, RunId, Seq, Time};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long every attempt at an endpoint may fail before it is switched off.
pub const FAILING_MAX: Duration = Duration::from_secs(5 * 24 * 60 * 60);

/// A delivery handed to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Whose.
    pub org: OrgId,
    /// What happened. The same at every endpoint and in every attempt.
    pub event: EventId,
    /// To whom.
    pub endpoint: EndpointId,
    /// Its type, as the body says it: `run.completed`, or `ping`.
    pub event_type: String,
    /// The run and the position of the entry; a ping has neither.
    pub of: Option<(RunId, Seq)>,
    /// When it happened.
    pub at: Time,
    /// Attempts so far.
    pub attempts: u32,
}

impl Parcel {
    pub(crate) fn of(row: &Row) -> Result<Parcel, Error> {
        Ok(Parcel {
            org: row.word("org_id")?,
            event: row.word("event_id")?,
            endpoint: row.word("endpoint_id")?,
            event_type: row.text("event_type")?,
            of: row.word_or_none("run_id")?.zip(row.number_or_none("seq")?.map(|seq| u64::try_from(seq).unwrap_or(0))),
            at: Time::from_micros(row.number("created_at")?),
            attempts: row.count("attempts")?,
        })
    }
}

/// Where a parcel goes, with what signs it.
#[derive(Clone)]
pub struct Target {
    /// The URL; `None`: a listener asks for what there is.
    pub url: Option<String>,
    /// `document` or `standard`.
    pub scheme: String,
    /// The secret.
    pub secret: String,
    /// The one before, while it is valid too.
    pub previous: Option<String>,
    /// Whether the endpoint hears of anything.
    pub is_active: bool,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The parcel.
    pub parcel: Parcel,
    /// When the attempt ended.
    pub at: Time,
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
}

/// A delivery as its organisation sees it. Nothing of the receiver's answer is kept but its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What happened.
    pub event: EventId,
    /// Its type.
    pub event_type: String,
    /// The run; a ping has none.
    pub run: Option<RunId>,
    /// When it happened.
    pub created_at: Time,
    /// `pending`, `delivered` or `dead`.
    pub status: String,
    /// Attempts so far.
    pub attempts: u32,
    /// When the next attempt is due, while it is pending.
    pub due: Time,
    /// The last attempt.
    pub last_at: Option<Time>,
    /// The receiver's status in it.
    pub last_status: Option<i64>,
    /// How long it took.
    pub last_latency_ms: Option<i64>,
    /// Why it failed.
    pub last_error: Option<String>,
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

impl Store {
    /// Takes at most `limit` parcels that are due and that no living node has, but for those to endpoints that are `busy` and
    /// for those that listeners ask for.
    pub async fn claim_parcels(&self, node: &str, now: Time, until: Time, limit: u32, busy: &[EndpointId]) -> Result<Vec<Parcel>, Error> {
        let (moment, node, busy) = (now.micros(), node.to_owned(), json(busy)?);
        let mut on = self.core().engine.begin().await?;
        let rows = on.fetch(&sql::CLAIM_DELIVERIES, |q| q.bind(node.clone()).bind(moment).bind(i64::from(limit)).bind(busy)).await?;
        if rows.is_empty() {
            on.rollback().await?;
            return Ok(Vec::new());
        }
        on.execute(&sql::RENEW, |q| q.bind(node).bind(until.micros())).await?;
        on.commit().await?;
        rows.iter().map(Parcel::of).collect()
    }

    /// Writes down what became of attempts, all in one transaction, and says which endpoints it switched off.
    pub async fn settle(&self, node: &str, settled: &[Settled]) -> Result<Vec<SwitchedOff>, Error> {
        let list = json(&settled.iter().map(SettledRow::of).collect::<Vec<_>>())?;
        // What an endpoint's last success and its last failure in this batch say about it.
        let mut standing: BTreeMap<(OrgId, EndpointId), &Settled> = BTreeMap::new();
        for one in settled {
            let key = (one.parcel.org, one.parcel.endpoint);
            if standing.get(&key).is_none_or(|known| known.error.is_some() && !known.gone) {
                standing.insert(key, one);
            }
        }
        let mut off = Vec::new();
        let mut on = self.core().engine.begin().await?;
        on.execute(&sql::SETTLE_DELIVERIES, |q| q.bind(list).bind(node.to_owned())).await?;
        for ((org, endpoint), last) in standing {
            let (org_id, id) = (org.to_string(), endpoint.to_string());
            if last.error.is_none() {
                on.execute(&sql::ENDPOINT_SUCCEEDED, |q| q.bind(org_id).bind(id)).await?;
                continue;
            }
            on.execute(&sql::ENDPOINT_FAILED, |q| q.bind(org_id.clone()).bind(id.clone()).bind(last.at.micros())).await?;
            let reason = if last.gone { "gone" } else { "failing" };
            let since = last.at.minus(FAILING_MAX).micros();
            if on.execute(&sql::DISABLE_ENDPOINT, |q| q.bind(org_id).bind(id).bind(reason).bind(since)).await? > 0 {
                off.push(SwitchedOff { org, endpoint, reason });
            }
        }
        on.commit().await?;
        Ok(off)
    }

    /// When the next parcel is due, as far as is known now.
    pub async fn next_parcel(&self) -> Result<Option<Time>, Error> {
        let rows = self.core().engine.read(&sql::NEXT_DELIVERY, |q| q).await?;
        let at = rows.first().map(|row| row.number_or_none("at")).transpose()?.flatten();
        Ok(at.map(Time::from_micros))
    }
}

impl Tenant<'_> {
    /// Where parcels to that endpoint go. `None`: it was removed.
    pub async fn target(&self, endpoint: EndpointId, now: Time) -> Result<Option<Target>, Error> {
        let (org, id) = (self.org.to_string(), endpoint.to_string());
        let core = self.store.core();
        let rows = core.engine.read(&sql::SEALED_ENDPOINT, |q| q.bind(org.clone()).bind(id.clone())).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let open = |sealed: Vec<u8>| {
            let secret = core.sealer.open_secret(self.org, endpoint, sealed);
            secret.ok_or_else(|| Error::corrupt(format!("the secret of {endpoint}")))
        };
        let valid = row.number_or_none("previous_until")?.is_some_and(|until| now < Time::from_micros(until));
        let previous = row.bytes_or_none("previous_secret")?.filter(|_| valid).map(open).transpose()?;
        Ok(Some(Target {
            url: Some(row.text("url")?).filter(|url| !url.is_empty()),
            scheme: row.text("scheme")?,
            secret: open(row.bytes("secret")?)?,
            previous,
            is_active: row.number("is_active")? != 0,
        }))
    }

    /// What an endpoint was and is to be told, newest first: at most `limit` that are older than `before`.
    pub async fn deliveries(&self, endpoint: EndpointId, before: Option<(Time, EventId)>, limit: u32) -> Result<Vec<Delivery>, Error> {
        let (org, id) = (self.org.to_string(), endpoint.to_string());
        let (at, event) = before.map_or((i64::MAX, "evt_z".to_owned()), |(at, event)| (at.micros(), event.to_string()));
        let rows = self
            .store
            .core()
            .engine
            .read(&sql::DELIVERIES, |q| q.bind(org.clone()).bind(id.clone()).bind(at).bind(event.clone()).bind(i64::from(limit)));
        let delivery = |row: &Row| {
            Ok(Delivery {
                event: row.word("event_id")?,
                event_type: row.text("event_type")?,
                run: row.word_or_none("run_id")?,
                created_at: Time::from_micros(row.number("created_at")?),
                status: row.text("status")?,
                attempts: row.count("attempts")?,
                due: Time::from_micros(row.number("due")?),
                last_at: row.number_or_none("last_at")?.map(Time::from_micros),
                last_status: row.number_or_none("last_status")?,
                last_latency_ms: row.number_or_none("last_latency_ms")?,
                last_error: row.text_or_none("last_error")?,
            })
        };
        rows.await?.iter().map(delivery).collect()
    }

    /// Sends one event again, from its first attempt. `false`: that endpoint was never to be told of it.
    pub async fn redeliver(&self, endpoint: &Endpoint, event: EventId, at: Time) -> Result<bool, Error> {
        let (org, id) = (self.org.to_string(), endpoint.id.to_string());
        let moved = self.change(&sql::REDELIVER, |q| q.bind(org).bind(id).bind(event.to_string()).bind(at.micros())).await?;
        Ok(moved > 0)
    }

    /// Sends everything again that happened since and was not acknowledged. How many there were.
    pub async fn recover(&self, endpoint: &Endpoint, since: Time, at: Time) -> Result<u64, Error> {
        let (org, id) = (self.org.to_string(), endpoint.id.to_string());
        self.change(&sql::RECOVER, |q| q.bind(org).bind(id).bind(since.micros()).bind(at.micros())).await
    }

    /// Tells an endpoint that it is there.
    pub async fn ping(&self, endpoint: &Endpoint, event: EventId, at: Time) -> Result<(), Error> {
        let (org, id) = (self.org.to_string(), endpoint.id.to_string());
        self.change(&sql::CREATE_PING, |q| q.bind(org).bind(event.to_string()).bind(id).bind(at.micros())).await?;
        Ok(())
    }

    async fn change(&self, sql: &sql::Sql, bind: impl FnOnce(crate::engine::Bound) -> crate::engine::Bound) -> Result<u64, Error> {
        let mut on = self.store.core().engine.begin().await?;
        let changed = on.execute(sql, bind).await?;
        on.commit().await?;
        self.store.wake().noticed(&[self.org].into());
        Ok(changed)
    }
}
