//! The queue of deliveries: which are due, which node sends them, and how each endpoint gets its share.
//!
//! Whoever sends takes rows under its node's lease, as runs are taken; a row that was sent and not settled is sent again: at
//! least once.

use crate::engine::Bound;
use crate::row::Row;
use crate::writes::json;
use crate::{Error, Store, sql};
use journal::{EndpointId, EventId, OrgId, RunId, Seq, Time};

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

/// What tells a parcel from every other.
pub type ParcelKey = (OrgId, EventId, EndpointId);

impl Parcel {
    /// What tells it from every other.
    pub fn key(&self) -> ParcelKey {
        (self.org, self.event, self.endpoint)
    }

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

/// How much a node takes at one time, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// Parcels.
    pub limit: u32,
    /// Parcels of one endpoint.
    pub share: u32,
    /// Endpoints that get none at present.
    pub busy: &'a [EndpointId],
    /// Endpoints that get one at most.
    pub slow: &'a [EndpointId],
}

impl Store {
    /// Takes parcels that are due, that no node has and that listeners do not ask for, as far as there is room for them: the longest due first, or, where some
    /// endpoints stand before others, the longest due of each endpoint.
    pub async fn claim_parcels(&self, node: &str, now: Time, until: Time, room: Room<'_>) -> Result<Vec<Parcel>, Error> {
        let (busy, slow) = (json(room.busy)?, json(room.slow)?);
        let mut on = self.core().engine.begin().await?;
        let bind = |limit: u32| {
            let (node, busy, slow) = (node.to_owned(), busy.clone(), slow.clone());
            move |q: Bound| {
                let q = q.bind(node).bind(now.micros()).bind(i64::from(limit));
                q.bind(busy).bind(i64::from(room.share)).bind(slow)
            }
        };
        let mut rows = on.fetch(&sql::CLAIM_DELIVERIES, bind(room.limit)).await?;
        let taken = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let in_the_way = !room.busy.is_empty() || !room.slow.is_empty() || taken >= room.share;
        if taken < room.limit && in_the_way {
            rows.extend(on.fetch(&sql::CLAIM_QUEUES, bind(room.limit - taken)).await?);
        }
        if rows.is_empty() {
            on.rollback().await?;
            return Ok(Vec::new());
        }
        on.execute(&sql::RENEW, |q| q.bind(node.to_owned()).bind(until.micros())).await?;
        on.commit().await?;
        rows.iter().map(Parcel::of).collect()
    }

    /// Lets go of what nodes had that are dead at `now`. How many parcels that were.
    pub async fn take_over_parcels(&self, now: Time) -> Result<u64, Error> {
        let mut on = self.core().engine.begin().await?;
        let freed = on.execute(&sql::TAKE_OVER_DELIVERIES, |q| q.bind(now.micros())).await?;
        if freed > 0 {
            on.commit().await?
        } else {
            on.rollback().await?
        }
        Ok(freed)
    }

    /// The parcels that this node has, in no order. As many as it sends.
    pub async fn owned_parcels(&self, node: &str) -> Result<Vec<ParcelKey>, Error> {
        let rows = self.core().engine.read(&sql::OWNED_DELIVERIES, |q| q.bind(node.to_owned())).await?;
        rows.iter().map(|row| Ok((row.word("org_id")?, row.word("event_id")?, row.word("endpoint_id")?))).collect()
    }

    /// Those of these parcels that `node` has, it has no longer.
    pub async fn give_back_parcels(&self, node: &str, parcels: &[ParcelKey]) -> Result<(), Error> {
        if parcels.is_empty() {
            return Ok(());
        }
        let mut on = self.core().engine.begin().await?;
        for (org, event, endpoint) in parcels {
            let (org, event, endpoint) = (org.to_string(), event.to_string(), endpoint.to_string());
            on.execute(&sql::GIVE_BACK_DELIVERY, |q| q.bind(org).bind(event).bind(endpoint).bind(node.to_owned())).await?;
        }
        on.commit().await?;
        self.wake().deliveries().notify_one();
        Ok(())
    }

    /// Gives back all parcels of this node.
    pub async fn release_parcels(&self, node: &str) -> Result<(), Error> {
        let mut on = self.core().engine.begin().await?;
        on.execute(&sql::RELEASE_DELIVERIES, |q| q.bind(node.to_owned())).await?;
        on.execute(&sql::RELEASE_NODE, |q| q.bind(node.to_owned())).await?;
        on.commit().await
    }

    /// When the next parcel is due, as far as is known now.
    pub async fn next_parcel(&self) -> Result<Option<Time>, Error> {
        let rows = self.core().engine.read(&sql::NEXT_DELIVERY, |q| q).await?;
        let at = rows.first().map(|row| row.number_or_none("at")).transpose()?.flatten();
        Ok(at.map(Time::from_micros))
    }
}
