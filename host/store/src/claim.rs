//! The work queue: which runs want looking at, and which node looks. Leases save work; the journal's key decides.
//!
//! A lease belongs to a node, not to a run: a node's runs are taken over together when it is gone, and prolonging ten thousand
//! leases is one write.

use crate::explain::WakeRow;
use crate::{Claim, Error, Lease, Store, Tenant, sql};
use journal::{OrgId, RunId, Time};
use std::time::Duration;

impl Store {
    /// Takes at most `limit` runs that are due and that no living node has, the longest due first. The name of a node belongs to
    /// one process: what a process of the same name left behind would look as if it were being executed.
    pub async fn claim(&self, node: &str, now: Time, lease_until: Time, limit: u32) -> Result<Vec<Claim>, Error> {
        let (moment, until, node) = (now.micros(), lease_until.micros(), node.to_owned());
        let mut on = self.core().engine.begin().await?;
        let rows = on.fetch(&sql::CLAIM, |q| q.bind(node.clone()).bind(moment).bind(i64::from(limit))).await?;
        if rows.is_empty() {
            on.rollback().await?;
            return Ok(Vec::new());
        }
        on.execute(&sql::RENEW, |q| q.bind(node).bind(until)).await?;
        on.execute(&sql::FORGET_NODES, |q| q.bind(moment)).await?;
        let mut claims = Vec::with_capacity(rows.len());
        for row in rows {
            let claim = Claim { org: row.word("org_id")?, run: row.word("run_id")?, attempts: row.count("attempts")? };
            claims.push((row.number("due")?, claim));
        }
        on.commit().await?;
        claims.sort_by_key(|(due, claim)| (*due, claim.run));
        Ok(claims.into_iter().map(|(_, claim)| claim).collect())
    }

    /// Prolongs all leases of this node.
    pub async fn renew(&self, node: &str, lease_until: Time) -> Result<(), Error> {
        let mut on = self.core().engine.begin().await?;
        on.execute(&sql::RENEW, |q| q.bind(node.to_owned()).bind(lease_until.micros())).await?;
        on.commit().await
    }

    /// The runs that this node has, in no order. As many as it executes.
    pub async fn owned(&self, node: &str) -> Result<Vec<(OrgId, RunId)>, Error> {
        let rows = self.core().engine.read(&sql::OWNED, |q| q.bind(node.to_owned())).await?;
        rows.iter().map(|row| Ok((row.word("org_id")?, row.word("run_id")?))).collect()
    }

    /// Gives all leases of this node on runs back; for those on deliveries see [`Store::release_parcels`].
    pub async fn release(&self, node: &str) -> Result<(), Error> {
        let mut on = self.core().engine.begin().await?;
        on.execute(&sql::RELEASE, |q| q.bind(node.to_owned())).await?;
        on.execute(&sql::RELEASE_NODE, |q| q.bind(node.to_owned())).await?;
        on.commit().await?;
        self.wake().left();
        Ok(())
    }

    /// Ends all leases of all nodes. Right only for the one server of a SQLite file (see [`Store::exclusive`]), when it starts.
    pub async fn clear_leases(&self) -> Result<(), Error> {
        let mut on = self.core().engine.begin().await?;
        on.execute(&sql::CLEAR_LEASES, |q| q).await?;
        on.execute(&sql::CLEAR_DELIVERY_LEASES, |q| q).await?;
        on.execute(&sql::CLEAR_NODES, |q| q).await?;
        on.commit().await?;
        self.wake().due().notify_one();
        Ok(())
    }

    /// When the next run becomes claimable, as far as is known now: a wake-up falls due or a node's leases end.
    pub async fn next_due(&self) -> Result<Option<Time>, Error> {
        let rows = self.core().engine.read(&sql::NEXT_DUE, |q| q).await?;
        let at = rows.first().map(|row| row.number_or_none("at")).transpose()?.flatten();
        Ok(at.map(Time::from_micros))
    }
}

impl Tenant<'_> {
    /// Makes every wake-up of this organisation's test runs, and every delivery to its test endpoints, due earlier by `by`: as if that
    /// time had passed. How many wake-ups and deliveries there were.
    pub async fn advance_test(&self, by: Duration) -> Result<(u64, u64), Error> {
        let (org, by) = (self.org.to_string(), i64::try_from(by.as_micros()).map_err(|_| Error::Invalid("too far"))?);
        let mut on = self.store.core().engine.begin().await?;
        let timers = on.execute(&sql::ADVANCE_TEST, |q| q.bind(org.clone()).bind(by)).await?;
        let deliveries = on.execute(&sql::ADVANCE_TEST_DELIVERIES, |q| q.bind(org).bind(by)).await?;
        on.commit().await?;
        self.store.wake().due().notify_one();
        self.store.wake().deliveries().notify_one();
        Ok((timers, deliveries))
    }

    /// The node that has the run, and until when. `None`: nobody, or it ended, or there is no such run.
    pub async fn owner(&self, run: RunId) -> Result<Option<Lease>, Error> {
        Ok(self.wakeup(run).await?.and_then(|wake| wake.lease))
    }

    pub(crate) async fn wakeup(&self, run: RunId) -> Result<Option<WakeRow>, Error> {
        let (org, run) = (self.org.to_string(), run.to_string());
        let rows = self.store.core().engine.read(&sql::WAKEUP, |q| q.bind(org.clone()).bind(run.clone())).await?;
        rows.first().map(WakeRow::of).transpose()
    }

    /// If `node` has the run, it has it no longer, and nobody claims it before `not_before`. Its count of claims stays.
    pub async fn give_back(&self, run: RunId, node: &str, not_before: Option<Time>) -> Result<(), Error> {
        let (org, run, node) = (self.org.to_string(), run.to_string(), node.to_owned());
        let not_before = not_before.map_or(i64::MIN, Time::micros);
        let mut on = self.store.core().engine.begin().await?;
        on.execute(&sql::GIVE_BACK, |q| q.bind(org).bind(run).bind(node).bind(not_before)).await?;
        on.commit().await?;
        self.store.wake().due().notify_one();
        Ok(())
    }
}
