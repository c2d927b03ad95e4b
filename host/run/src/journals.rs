//! The journals in earnest: the store.

use crate::engine::Journals;
use async_trait::async_trait;
use journal::{OrgId, Record, RunId, Time};
use store::{Admission, Admitted, Append, AppendError, Claim, Error, Lease, Store};
use tokio::sync::watch;

#[async_trait]
impl Journals for Store {
    async fn admit(&self, admission: Admission) -> Result<Admitted, Error> {
        Store::admit(self, admission).await
    }

    async fn append(&self, append: Append) -> Result<(), AppendError> {
        Store::append(self, append).await
    }

    async fn journal(&self, org: OrgId, run: RunId) -> Result<Option<Record>, Error> {
        self.of(org).journal(run).await
    }

    async fn owner(&self, org: OrgId, run: RunId) -> Result<Option<Lease>, Error> {
        Ok(self.of(org).explain(run).await?.and_then(|known| known.wake?.lease))
    }

    async fn claim(&self, node: &str, now: Time, until: Time, limit: u32) -> Result<Vec<Claim>, Error> {
        Store::claim(self, node, now, until, limit).await
    }

    fn watch(&self, run: RunId) -> watch::Receiver<u64> {
        self.wake().watch(run)
    }
}
