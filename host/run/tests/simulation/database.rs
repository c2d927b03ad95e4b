//! The store's promises, kept in memory: one append wins at each head, all of it or nothing, and leases only save work.

use super::world::{Shared, World};
use async_trait::async_trait;
use futures::future::BoxFuture;
use journal::event::Event;
use journal::{Credits, Entry, OrgId, Record, RunId, ThreadId, Time};
use run::Journals;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use store::{Admission, Admitted, Append, AppendError, Claim, Error, Lease, Ownership, Question, Recalled};
use tokio::sync::watch;

#[derive(Default)]
pub(super) struct Database {
    pub(super) runs: BTreeMap<RunId, Row>,
    pub(super) heads: HashMap<(usize, RunId), watch::Sender<u64>>,
}

pub(super) struct Row {
    pub(super) entries: Vec<Arc<Entry>>,
    /// What all entries say.
    pub(super) digest: u64,
    org: OrgId,
    /// What the ledger debited.
    pub(super) debited: Credits,
    pub(super) wake_at: Option<Time>,
    pub(super) owner: Option<Lease>,
    pub(super) attempts: u32,
}

impl Row {
    fn extend(&mut self, entries: &[Arc<Entry>]) {
        for entry in entries {
            let mut hasher = DefaultHasher::new();
            (self.digest, format!("{entry:?}")).hash(&mut hasher);
            self.digest = hasher.finish();
            self.entries.push(Arc::clone(entry));
        }
    }

    /// Whether its run has ended.
    pub(super) fn is_over(&self) -> bool {
        self.entries.last().is_some_and(|last| matches!(last.event, Event::Ended(_)))
    }
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
        self.arrives("a request to the database is lost")
    }

    /// What the answer says was learnt, unless it is lost.
    async fn answer(&self, what: impl Hash + Send) -> Result<(), Error> {
        // When every order is tried: whatever comes between here and the next request could as well come before that.
        if self.shared.with(|world| world.choices.is_none()) {
            self.shared.pause().await;
        }
        self.arrives("an answer of the database is lost")?;
        self.shared.learns(what);
        Ok(())
    }

    fn arrives(&self, what: &'static str) -> Result<(), Error> {
        if self.shared.loses(self.losses, what) {
            self.shared.learns(what);
            return Err(Error::Unavailable(None));
        }
        Ok(())
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
        row.extend(append.record.after(append.base));
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
        // What is there from the start is admitted by nobody.
        let by_a_node = admission.lease.is_some();
        if by_a_node {
            self.reach().await?;
        }
        self.shared.with(|world| {
            let mut row = Row {
                entries: Vec::new(),
                digest: 0,
                org: admission.record.created().org,
                debited: Credits::ZERO,
                wake_at: admission.record.state().wake_at(),
                owner: admission.lease,
                attempts: 0,
            };
            row.extend(admission.record.entries());
            world.database.runs.insert(admission.run, row);
        });
        if by_a_node {
            self.answer("admitted").await?;
        }
        Ok(Admitted::Fresh)
    }

    async fn append(&self, append: Append) -> Result<(), AppendError> {
        self.reach().await?;
        let head = self.shared.with(|world| world.commit(&append)).inspect_err(|_| self.shared.learns("conflict"))?;
        self.tell(append.run, head);
        // The commit happened; its caller may never hear of it.
        Ok(self.answer(head).await?)
    }

    async fn journal(&self, _org: OrgId, run: RunId) -> Result<Option<Record>, Error> {
        self.reach().await?;
        let found = self.shared.with(|world| world.database.runs.get(&run).map(|row| (row.digest, row.entries.clone())));
        self.answer(found.as_ref().map(|(digest, _)| *digest)).await?;
        Ok(found.map(|(_, entries)| Record::of(entries).unwrap()))
    }

    async fn earlier(&self, _org: OrgId, _thread: ThreadId, _run: RunId, _limit: u32) -> Result<Vec<RunId>, Error> {
        Ok(Vec::new())
    }

    async fn owner(&self, _org: OrgId, run: RunId) -> Result<Option<Lease>, Error> {
        self.reach().await?;
        let owner = self.shared.with(|world| world.database.runs.get(&run).and_then(|row| row.owner.clone()));
        self.shared.learns(format!("{owner:?}"));
        Ok(owner)
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
        self.answer("done").await
    }

    async fn claim(&self, node: &str, now: Time, until: Time, limit: u32) -> Result<Vec<Claim>, Error> {
        self.reach().await?;
        let claims: Vec<_> = self.shared.with(|world| {
            let due = world.database.runs.iter_mut().filter(|(_, row)| {
                let free = row.owner.as_ref().is_none_or(|lease| lease.until <= now);
                free && row.wake_at.is_some_and(|at| at <= now)
            });
            due.take(limit as usize)
                .map(|(run, row)| {
                    row.owner = Some(Lease { node: node.to_owned(), until });
                    row.attempts += 1;
                    Claim { org: row.org, run: *run, attempts: row.attempts }
                })
                .collect()
        });
        self.answer(format!("{claims:?}")).await?;
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
        self.answer("done").await
    }

    async fn owned(&self, node: &str) -> Result<Vec<(OrgId, RunId)>, Error> {
        self.reach().await?;
        let owned: Vec<_> = self.shared.with(|world| {
            let rows = world.database.runs.iter().filter(|(_, row)| row.owner.as_ref().is_some_and(|lease| lease.node == node));
            rows.map(|(run, row)| (row.org, *run)).collect()
        });
        self.answer(format!("{owned:?}")).await?;
        Ok(owned)
    }

    /// Nobody is told: every run is found by looking.
    async fn recall(&self, _: OrgId, _: &Question, _: Time) -> Result<Option<Recalled>, Error> {
        // No run of the simulation takes recent answers.
        Ok(None)
    }

    fn due(&self) -> BoxFuture<'static, ()> {
        Box::pin(futures::future::pending())
    }

    fn watch(&self, _org: OrgId, run: RunId) -> watch::Receiver<u64> {
        self.shared.with(|world| world.database.heads.entry((self.node, run)).or_insert_with(|| watch::channel(0).0).subscribe())
    }
}
