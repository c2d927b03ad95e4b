//! What endpoints were and are to be told, as their organisation sees it.
//!
//! A delivery row is written with its event (see `write_group`), so none is ever lost. [`crate::queue`] hands it to whoever sends,
//! [`crate::settle`] writes down what came of it, and [`crate::sweep`] removes it when it is old.

use crate::endpoint::Endpoint;
use crate::engine::Bound;
use crate::row::Row;
use crate::{Error, Tenant, sql};
use journal::{EndpointId, EventId, RunId, Time};

/// Deliveries that one step of [`Tenant::recover`] looks at.
const RECOVER_ROWS_MAX: i64 = 1_000;

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

    /// Sends everything again that happened since and was not acknowledged. How many there were. A long history is gone through
    /// step by step, each a transaction of its own; what fails half way can be asked for again.
    pub async fn recover(&self, endpoint: &Endpoint, since: Time, at: Time) -> Result<u64, Error> {
        let (org, id) = (self.org.to_string(), endpoint.id.to_string());
        let (mut from, mut recovered) = (since.micros(), 0);
        loop {
            let edge = |q: Bound| q.bind(org.clone()).bind(id.clone()).bind(from).bind(RECOVER_ROWS_MAX);
            let rows = self.store.core().engine.read(&sql::RECOVER_EDGE, edge).await?;
            let next = rows.first().map(|row| row.number("created_at")).transpose()?;
            // So many of one moment are one step all the same.
            let until = next.map_or(i64::MAX, |next| next.max(from + 1));
            let (org, id) = (org.clone(), id.clone());
            recovered += self.change(&sql::RECOVER, |q| q.bind(org).bind(id).bind(from).bind(at.micros()).bind(until)).await?;
            if next.is_none() {
                return Ok(recovered);
            }
            from = until;
        }
    }

    /// Tells an endpoint that it is there.
    pub async fn ping(&self, endpoint: &Endpoint, event: EventId, at: Time) -> Result<(), Error> {
        let (org, id) = (self.org.to_string(), endpoint.id.to_string());
        self.change(&sql::CREATE_PING, |q| q.bind(org).bind(event.to_string()).bind(id).bind(at.micros())).await?;
        Ok(())
    }

    async fn change(&self, sql: &sql::Sql, bind: impl FnOnce(Bound) -> Bound) -> Result<u64, Error> {
        let mut on = self.store.core().engine.begin().await?;
        let changed = on.execute(sql, bind).await?;
        on.commit().await?;
        self.store.wake().noticed(&[self.org].into());
        Ok(changed)
    }
}
