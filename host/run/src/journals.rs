//! The journals in earnest: the store.

use crate::engine::Journals;
use async_trait::async_trait;
use futures::future::BoxFuture;
use journal::{OrgId, Record, RunId, ThreadId, Time};
use store::{Admission, Admitted, Append, AppendError, Claim, Error, Lease, Question, Recalled, Store};
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

    async fn earlier(&self, org: OrgId, thread: ThreadId, run: RunId, limit: u32) -> Result<Vec<RunId>, Error> {
        self.of(org).earlier(thread, run, limit).await
    }

    async fn owner(&self, org: OrgId, run: RunId) -> Result<Option<Lease>, Error> {
        self.of(org).owner(run).await
    }

    async fn give_back(&self, org: OrgId, run: RunId, node: &str, not_before: Option<Time>) -> Result<(), Error> {
        self.of(org).give_back(run, node, not_before).await
    }

    async fn claim(&self, node: &str, now: Time, until: Time, limit: u32) -> Result<Vec<Claim>, Error> {
        Store::claim(self, node, now, until, limit).await
    }

    async fn renew(&self, node: &str, until: Time) -> Result<(), Error> {
        Store::renew(self, node, until).await
    }

    async fn owned(&self, node: &str) -> Result<Vec<(OrgId, RunId)>, Error> {
        Store::owned(self, node).await
    }

    async fn recall(&self, org: OrgId, question: &Question, since: Time) -> Result<Option<Recalled>, Error> {
        self.of(org).recall(question, since).await
    }

    fn due(&self) -> BoxFuture<'static, ()> {
        let store = self.clone();
        Box::pin(async move { store.wake().due().notified().await })
    }

    fn watch(&self, org: OrgId, run: RunId) -> watch::Receiver<u64> {
        self.wake().watch(org, run)
    }
}
