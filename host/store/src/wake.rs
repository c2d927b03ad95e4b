//! Who waits for what, within this process: readers for the next entry of a run, the scheduler for work.
//!
//! The tables decide; a wake-up only says that looking again is worth it. What happened here is news to the other nodes, and theirs
//! is heard here: see `news.rs`.

use crate::news::News;
use journal::{OrgId, RunId, Seq};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Notify, watch};

/// Wake-ups of one process.
#[derive(Debug, Default)]
pub struct Wake {
    heads: Mutex<Heads>,
    due: Notify,
    deliveries: Notify,
    news: News,
}

#[derive(Debug, Default)]
struct Heads {
    watched: HashMap<(OrgId, RunId), watch::Sender<Seq>>,
    /// Swept when the map is longer than this, so that each look at the whole of it is paid for by as many new watchers.
    sweep_at: usize,
}

/// Below this many watched runs nobody sweeps.
const SWEEP_RUNS_MIN: usize = 64;

impl Wake {
    /// Changes whenever an append of that run was committed, here or as another node tells, to the position of its last entry. It begins at 0:
    /// subscribe first, then read the journal. Runs that nobody watches any more are forgotten.
    pub fn watch(&self, org: OrgId, run: RunId) -> watch::Receiver<Seq> {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        if heads.watched.len() >= heads.sweep_at {
            heads.watched.retain(|_, sender| sender.receiver_count() > 0);
            heads.sweep_at = (2 * heads.watched.len()).max(SWEEP_RUNS_MIN);
        }
        heads.watched.entry((org, run)).or_insert_with(|| watch::Sender::new(0)).subscribe()
    }

    /// Notified once when there may be work to claim, or when the next due time may have moved.
    pub fn due(&self) -> &Notify {
        &self.due
    }

    /// Notified once when there may be deliveries to send.
    pub fn deliveries(&self) -> &Notify {
        &self.deliveries
    }

    /// How many runs are watched, forgotten ones included until the next sweep.
    pub fn watched(&self) -> usize {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).watched.len()
    }

    /// All runs that are watched now.
    pub(crate) fn watched_runs(&self) -> Vec<(OrgId, RunId)> {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.watched.iter().filter(|(_, sender)| sender.receiver_count() > 0).map(|(run, _)| *run).collect()
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

    /// These runs have come as far as this, wherever that was committed.
    pub(crate) fn heard(&self, runs: impl IntoIterator<Item = (OrgId, RunId, Seq)>) {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        if heads.watched.is_empty() {
            return;
        }
        for (org, run, head) in runs {
            let Some(sender) = heads.watched.get(&(org, run)) else { continue };
            if sender.receiver_count() == 0 {
                heads.watched.remove(&(org, run));
            } else {
                // News of another node may be older than what is known here.
                sender.send_if_modified(|known| std::mem::replace(known, head.max(*known)) < head);
            }
        }
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
        assert!(wake.watched() <= SWEEP_RUNS_MIN, "{}", wake.watched());
        wake.moved(&[(org(), run(0), 3)]);
        assert_eq!(*kept.borrow(), 3, "the one that is watched was kept");
    }
}
