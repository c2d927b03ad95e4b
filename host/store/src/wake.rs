//! Who waits for what, within this process: readers for the next entry of a run, listeners for deliveries, the
//! scheduler for work.
//!
//! The tables decide; a wake-up only says that looking again is worth it. What happened here is news to the other nodes, and theirs
//! is heard here: see `news.rs`.

use crate::news::News;
use journal::{OrgId, RunId, Seq};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, watch};

/// Wake-ups of one process.
#[derive(Debug, Default)]
pub struct Wake {
    heads: Watched<(OrgId, RunId)>,
    notices: Watched<OrgId>,
    told: AtomicU64,
    due: Notify,
    deliveries: Notify,
    news: News,
    mails: Notify,
    sweep: Notify,
}

/// What somebody watches, each with a number that only grows.
#[derive(Debug)]
struct Watched<K>(Mutex<Watchers<K>>);

#[derive(Debug)]
struct Watchers<K> {
    senders: HashMap<K, watch::Sender<u64>>,
    /// Swept when the map is longer than this, so that each look at the whole of it is paid for by as many new watchers.
    sweep_at: usize,
}

/// Below this many nobody sweeps.
const SWEEP_MIN: usize = 64;

impl<K> Default for Watched<K> {
    fn default() -> Self {
        Watched(Mutex::new(Watchers { senders: HashMap::new(), sweep_at: 0 }))
    }
}

impl<K: Copy + Eq + Hash> Watched<K> {
    fn watchers(&self) -> MutexGuard<'_, Watchers<K>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What nobody watches any more is forgotten.
    fn watch(&self, key: K) -> watch::Receiver<u64> {
        let mut watchers = self.watchers();
        if watchers.senders.len() >= watchers.sweep_at {
            watchers.senders.retain(|_, sender| sender.receiver_count() > 0);
            watchers.sweep_at = (2 * watchers.senders.len()).max(SWEEP_MIN);
        }
        watchers.senders.entry(key).or_insert_with(|| watch::Sender::new(0)).subscribe()
    }

    fn heard(&self, moved: impl IntoIterator<Item = (K, u64)>) {
        let mut watchers = self.watchers();
        if watchers.senders.is_empty() {
            return;
        }
        for (key, to) in moved {
            let Some(sender) = watchers.senders.get(&key) else { continue };
            if sender.receiver_count() == 0 {
                watchers.senders.remove(&key);
            } else {
                // News of another node may be older than what is known here.
                sender.send_if_modified(|known| std::mem::replace(known, to.max(*known)) < to);
            }
        }
    }

    /// What is watched now.
    fn keys(&self) -> Vec<K> {
        self.watchers().senders.iter().filter(|(_, sender)| sender.receiver_count() > 0).map(|(key, _)| *key).collect()
    }
}

impl Wake {
    /// Changes whenever an append of that run was committed, here or as another node tells, to the position of its last entry. It
    /// begins at 0: subscribe first, then read the journal.
    pub fn watch(&self, org: OrgId, run: RunId) -> watch::Receiver<Seq> {
        self.heads.watch((org, run))
    }

    /// Changes whenever something was committed, here or as another node tells, that an endpoint of that organisation may have to
    /// be told of: subscribe first, then look.
    pub fn notices(&self, org: OrgId) -> watch::Receiver<u64> {
        self.notices.watch(org)
    }

    /// Notified once when there may be work to claim, or when the next due time may have moved.
    pub fn due(&self) -> &Notify {
        &self.due
    }

    /// Notified once when there may be deliveries to send.
    pub fn deliveries(&self) -> &Notify {
        &self.deliveries
    }

    /// Notified once when there may be mails to send.
    pub fn mails(&self) -> &Notify {
        &self.mails
    }

    /// Notified once when there is something to remove that need not wait.
    pub fn sweep(&self) -> &Notify {
        &self.sweep
    }

    /// How many runs are watched, forgotten ones included until the next sweep.
    pub fn watched(&self) -> usize {
        self.heads.watchers().senders.len()
    }

    /// All runs that are watched now.
    pub(crate) fn watched_runs(&self) -> Vec<(OrgId, RunId)> {
        self.heads.keys()
    }

    pub(crate) fn news(&self) -> &News {
        &self.news
    }

    /// This process committed appends of these runs.
    pub(crate) fn moved(&self, runs: &[(OrgId, RunId, Seq)]) {
        self.news.moved(runs);
        self.heard(runs.iter().copied());
    }

    /// This process leaves work to whoever takes it.
    pub(crate) fn left(&self) {
        self.news.due();
        self.due.notify_one();
    }

    /// This process committed something that endpoints of these organisations may have to be told of.
    pub(crate) fn noticed(&self, orgs: &BTreeSet<OrgId>) {
        self.deliveries.notify_one();
        self.news.noticed(orgs);
        self.heard_notice(orgs.iter().copied());
    }

    /// Listeners of these organisations look again.
    pub(crate) fn heard_notice(&self, orgs: impl IntoIterator<Item = OrgId>) {
        let told = self.told.fetch_add(1, Ordering::Relaxed) + 1;
        self.notices.heard(orgs.into_iter().map(|org| (org, told)));
    }

    /// Nobody knows what was missed: all listeners look again.
    pub(crate) fn missed_notices(&self) {
        self.heard_notice(self.notices.keys());
    }

    /// These runs have come as far as this, wherever that was committed.
    pub(crate) fn heard(&self, runs: impl IntoIterator<Item = (OrgId, RunId, Seq)>) {
        self.heads.heard(runs.into_iter().map(|(org, run, head)| ((org, run), head)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::Time;

    fn org() -> OrgId {
        OrgId::new(Time::from_micros(0), &[1; 10])
    }

    fn run(n: i64) -> RunId {
        RunId::new(Time::from_micros(n * 1_000), &[0; 10])
    }

    #[test]
    fn a_watcher_hears_of_its_run_alone() {
        let wake = Wake::default();
        let mut one = wake.watch(org(), run(1));
        let two = wake.watch(org(), run(2));
        wake.moved(&[(org(), run(1), 7), (org(), run(3), 9)]);
        assert!(one.has_changed().unwrap() && !two.has_changed().unwrap());
        assert_eq!(*one.borrow_and_update(), 7);
        wake.heard([(org(), run(1), 6), (OrgId::new(Time::from_micros(0), &[2; 10]), run(1), 8)]);
        assert!(!one.has_changed().unwrap(), "old news, and somebody else's");
    }

    #[test]
    fn forgotten_runs_leave_nothing_behind() {
        let wake = Wake::default();
        let kept = wake.watch(org(), run(0));
        for n in 1..10_000 {
            drop(wake.watch(org(), run(n)));
        }
        assert!(wake.watched() <= SWEEP_MIN, "{}", wake.watched());
        wake.moved(&[(org(), run(0), 3)]);
        assert_eq!(*kept.borrow(), 3, "the one that is watched was kept");
    }
}
