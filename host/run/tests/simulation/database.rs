//! The store's promises, kept in memory: one append wins at each head, all of it or nothing, and leases only save work.

use super::world::{Shared, World};
use async_trait::async_trait;
use futures::future::BoxFuture;
use journal::{Credits, Entry, OrgId, Record, RunId, ThreadId, Time};
use run::Journals;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::{Admission, Admitted, Append, AppendError, Claim, Error, Lease, Ownership};
use tokio::sync::watch;

#[derive(Default)]
pub(super) struct Database {
    pub(super) runs: BTreeMap<RunId, Row>,
    heads: HashMap<(usize, RunId), watch::Sender<u64>>,
}

pub(super) struct Row {
    pub(super) entries: Vec<Arc<Entry>>,
    /// What the ledger debited.
    pub(super) debited: Credits,
    wake_at: Option<Time>,
    owner: Option<Lease>,
    attempts: u32,
}

/// One node's connection.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) shared: Shared,
    pub(super) node: usize,
    /// How often, in thousandths, a request is lost on its way, and as often its answer on the way back.
    pub(super) losses: usize,
}

impl Connection {
    async fn reach(&self) -> Result<(), Error> {
        self.shared.pause().await;
        if self.shared.fault(self.losses) { Err(Error::Unavailable(None)) } else { Ok(()) }
    }

    async fn answer(&self) -> Result<(), Error> {
        self.reach().await
    }

    /// A commit here is heard of here at once, elsewhere never: the claim loop and conflicts must do.
    fn tell(&self, run: RunId, head: u64) {
        self.shared.with(|world| {
            if let Some(sender) = world.database.heads.get(&(self.node, run)) {
                sender.send_replace(head);
            }
        });
    }
}

impl World {
    fn commit(&mut self, append: &Append) -> Result<u64, AppendError> {
        let now = self.now;
        let row = self.database.runs.get_mut(&append.run).ok_or(AppendError::Conflict)?;
        if row.entries.len() as u64 != append.base {
            return Err(AppendError::Conflict);
        }
        let projection = append.record.projection(append.base);
        row.entries.extend(append.record.after(append.base).iter().cloned());
        for debit in &projection.debits {
            row.debited = row.debited.checked_add(debit.credits).unwrap();
        }
        row.wake_at = projection.wake_at;
        row.attempts = 0;
        match &append.lease {
            Ownership::Keep => {}
            Ownership::Hold(lease) => row.owner = Some(lease.clone()),
            Ownership::Free => row.owner = None,
        }
        let record = Record::of(row.entries.clone());
        let faults = match &record {
            Ok(record) if record.state().credits_used != row.debited => vec!["the ledger and the journal disagree".to_owned()],
            Ok(_) => Vec::new(),
            Err(error) => vec![format!("an illegal history was appended: {error}")],
        };
        self.violations.extend(faults.into_iter().map(|fault| format!("{} at {now}: {fault}", append.run)));
        Ok(append.record.head())
    }
}

#[async_trait]
impl Journals for Connection {
    async fn admit(&self, admission: Admission) -> Result<Admitted, Error> {
        self.shared.with(|world| {
            let row = Row {
                entries: admission.record.entries().to_vec(),
                debited: Credits::ZERO,
                wake_at: admission.record.state().wake_at(),
                owner: admission.lease,
                attempts: 0,
            };
            world.database.runs.insert(admission.run, row);
        });
        Ok(Admitted::Fresh)
    }

    async fn append(&self, append: Append) -> Result<(), AppendError> {
        self.reach().await?;
        let head = self.shared.with(|world| world.commit(&append))?;
        self.tell(append.run, head);
        // The commit happened; its caller may never hear of it.
        Ok(self.answer().await?)
    }

    async fn journal(&self, _org: OrgId, run: RunId) -> Result<Option<Record>, Error> {
        self.reach().await?;
        let entries = self.shared.with(|world| world.database.runs.get(&run).map(|row| row.entries.clone()));
        self.answer().await?;
        Ok(entries.map(|entries| Record::of(entries).unwrap()))
    }

    async fn earlier(&self, _org: OrgId, _thread: ThreadId, _run: RunId, _limit: u32) -> Result<Vec<RunId>, Error> {
        Ok(Vec::new())
    }

    async fn owner(&self, _org: OrgId, run: RunId) -> Result<Option<Lease>, Error> {
        self.reach().await?;
        Ok(self.shared.with(|world| world.database.runs.get(&run).and_then(|row| row.owner.clone())))
    }

    async fn give_back(&self, _org: OrgId, run: RunId, node: &str, not_before: Option<Time>) -> Result<(), Error> {
        self.reach().await?;
        self.shared.with(|world| {
            let Some(row) = world.database.runs.get_mut(&run) else { return };
            if row.owner.as_ref().is_some_and(|lease| lease.node == node) {
                row.owner = None;
                row.wake_at = row.wake_at.map(|at| at.max(not_before.unwrap_or(at)));
            }
        });
        self.answer().await
    }

    async fn claim(&self, node: &str, now: Time, until: Time, limit: u32) -> Result<Vec<Claim>, Error> {
        self.reach().await?;
        let claims = self.shared.with(|world| {
            let due = world.database.runs.iter_mut().filter(|(_, row)| {
                let free = row.owner.as_ref().is_none_or(|lease| lease.until <= now);
                free && row.wake_at.is_some_and(|at| at <= now)
            });
            due.take(limit as usize)
                .map(|(run, row)| {
                    row.owner = Some(Lease { node: node.to_owned(), until });
                    row.attempts += 1;
                    let org = Record::of(row.entries.clone()).unwrap().created().org;
                    Claim { org, run: *run, attempts: row.attempts }
                })
                .collect()
        });
        self.answer().await?;
        Ok(claims)
    }

    async fn renew(&self, node: &str, until: Time) -> Result<(), Error> {
        self.reach().await?;
        self.shared.with(|world| {
            for row in world.database.runs.values_mut() {
                if let Some(lease) = row.owner.as_mut().filter(|lease| lease.node == node) {
                    lease.until = until;
                }
            }
        });
        self.answer().await
    }

    async fn owned(&self, node: &str) -> Result<Vec<(OrgId, RunId)>, Error> {
        self.reach().await?;
        let owned = self.shared.with(|world| {
            let rows = world.database.runs.iter().filter(|(_, row)| row.owner.as_ref().is_some_and(|lease| lease.node == node));
            rows.map(|(run, row)| (Record::of(row.entries.clone()).unwrap().created().org, *run)).collect()
        });
        self.answer().await?;
        Ok(owned)
    }

    /// Nobody is told: every run is found by looking.
    fn due(&self) -> BoxFuture<'static, ()> {
        Box::pin(futures::future::pending())
    }

    fn watch(&self, _org: OrgId, run: RunId) -> watch::Receiver<u64> {
        self.shared.with(|world| world.database.heads.entry((self.node, run)).or_insert_with(|| watch::channel(0).0).subscribe())
    }
}
