//! Deliveries that a listener asks for, instead of a node sending them to a URL.
//!
//! What is handed to a listener is under a lease, as what a node sends is, but the lease is one of its own: it ends by itself when
//! nothing was heard of the listener again, and then the delivery is handed out once more. So nothing here is a second way of taking
//! and settling: a listener is a node for half a minute.

use crate::queue::Parcel;
use crate::{Error, Settled, Store, Tenant, sql};
use journal::{EndpointId, EventId, Mode, OrgId, Time};

impl Tenant<'_> {
    /// Notes that a listener asks. `false`: there is no such endpoint, or its deliveries are sent.
    pub async fn heard_from(&self, endpoint: EndpointId, now: Time) -> Result<bool, Error> {
        let (org, id) = (self.org.to_string(), endpoint.to_string());
        let mut on = self.store.core().engine.begin().await?;
        let known = on.execute(&sql::PULLING, |q| q.bind(org).bind(id).bind(now.micros())).await? > 0;
        on.commit().await?;
        Ok(known)
    }

    /// Hands out at most `limit` parcels that are due there and under no lease, the oldest first. `lease` is the name of this one,
    /// which no other has; it holds until `until`.
    pub async fn claim_pulled(&self, endpoint: EndpointId, lease: &str, now: Time, until: Time, limit: u32) -> Result<Vec<Parcel>, Error> {
        let (org, id, lease) = (self.org.to_string(), endpoint.to_string(), lease.to_owned());
        let mut on = self.store.core().engine.begin().await?;
        let claim = on.fetch(&sql::CLAIM_PULLED, |q| q.bind(lease.clone()).bind(org).bind(id).bind(now.micros()).bind(i64::from(limit)));
        let rows = claim.await?;
        if rows.is_empty() {
            on.rollback().await?;
            return Ok(Vec::new());
        }
        on.execute(&sql::RENEW, |q| q.bind(lease).bind(until.micros())).await?;
        on.commit().await?;
        let mut parcels = rows.iter().map(Parcel::of).collect::<Result<Vec<_>, _>>()?;
        parcels.sort_by_key(|parcel| (parcel.at, parcel.event));
        Ok(parcels)
    }

    /// When the next parcel can be handed out there, as far as is known now: it falls due or its lease ends.
    pub async fn next_pulled(&self, endpoint: EndpointId) -> Result<Option<Time>, Error> {
        let (org, id) = (self.org.to_string(), endpoint.to_string());
        let rows = self.store.core().engine.read(&sql::NEXT_PULLED, |q| q.bind(org.clone()).bind(id.clone())).await?;
        let at = rows.first().map(|row| row.number_or_none("at")).transpose()?.flatten();
        Ok(at.map(Time::from_micros))
    }

    /// What that lease still holds of this event. `None`: nothing, for it has ended or never was.
    pub async fn held(&self, endpoint: EndpointId, event: EventId, lease: &str) -> Result<Option<Parcel>, Error> {
        let (org, id, event, lease) = (self.org.to_string(), endpoint.to_string(), event.to_string(), lease.to_owned());
        let read = |q: crate::engine::Bound| q.bind(org.clone()).bind(event.clone()).bind(id.clone()).bind(lease.clone());
        let rows = self.store.core().engine.read(&sql::HELD, read).await?;
        rows.first().map(Parcel::of).transpose()
    }

    /// Writes down what became of a parcel that was handed out.
    pub async fn settle_pulled(&self, lease: &str, settled: Settled) -> Result<(), Error> {
        self.store.settle(lease, &[settled], false).await?;
        self.store.wake().noticed(&[self.org].into());
        Ok(())
    }
}

impl Store {
    /// Removes endpoints whose listeners have not asked since `since`, and what they were still to be told. Which those were.
    pub async fn remove_abandoned(&self, since: Time, at: Time) -> Result<Vec<(OrgId, EndpointId)>, Error> {
        let rows = self.core().engine.read(&sql::ABANDONED, |q| q.bind(since.micros())).await?;
        let mut removed = Vec::new();
        for row in rows {
            let (org, endpoint, mode): (OrgId, EndpointId, Mode) = (row.word("org_id")?, row.word("endpoint_id")?, row.word("mode")?);
            if self.of(org).remove(mode, endpoint, since, at).await? {
                removed.push((org, endpoint));
            }
        }
        Ok(removed)
    }
}
