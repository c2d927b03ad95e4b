//! Who waits for what, within this process: readers for the next entry of a run, the scheduler for work.
//!
//! The tables decide; a wake-up only says that looking again is worth it. Across processes PostgreSQL's NOTIFY belongs here too,
//! sent by one background task and never within a run's transaction; until then other nodes find work by looking.

use journal::{RunId, Seq};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Notify, watch};

/// In-process wake-ups.
#[derive(Debug, Default)]
pub struct Wake {
    heads: Mutex<Heads>,
    due: Notify,
    deliveries: Notify,
}

#[derive(Debug, Default)]
struct Heads {
    watched: HashMap<RunId, watch::Sender<Seq>>,
    /// Swept when the map is longer than this, so that each look at the whole of it is paid for by as many new watchers.
    sweep_at: usize,
}

/// Below this many watched runs nobody sweeps.
const SWEEP_RUNS_MIN: usize = 64;

impl Wake {
    /// Changes whenever an append of that run was committed by this process, to the position of its last entry. It begins at 0:
    /// subscribe first, then read the journal. Runs that nobody watches any more are forgotten.
    pub fn watch(&self, run: RunId) -> watch::Receiver<Seq> {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        if heads.watched.len() >= heads.sweep_at {
            heads.watched.retain(|_, sender| sender.receiver_count() > 0);
            heads.sweep_at = (2 * heads.watched.len()).max(SWEEP_RUNS_MIN);
        }
        heads.watched.entry(run).or_insert_with(|| watch::Sender::new(0)).subscribe()
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

    pub(crate) fn moved(&self, runs: impl IntoIterator<Item = (RunId, Seq)>) {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        if heads.watched.is_empty() {
            return;
        }
        for (run, head) in runs {
            if let Some(sender) = heads.watched.get(&run)
                && sender.send(head).is_err()
            {
                heads.watched.remove(&run);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::Time;

    fn run(n: i64) -> RunId {
        RunId::new(Time::from_micros(n * 1_000), &[0; 10])
    }

    #[test]
    fn a_watcher_hears_of_its_run_alone() {
        let wake = Wake::default();
        let mut one = wake.watch(run(1));
        let two = wake.watch(run(2));
        wake.moved([(run(1), 7), (run(3), 9)]);
        assert!(one.has_changed().unwrap() && !two.has_changed().unwrap());
        assert_eq!(*one.borrow_and_update(), 7);
    }

    #[test]
    fn forgotten_runs_leave_nothing_behind() {
        let wake = Wake::default();
        let kept = wake.watch(run(0));
        for n in 1..10_000 {
            drop(wake.watch(run(n)));
        }
        assert!(wake.watched() <= SWEEP_RUNS_MIN, "{}", wake.watched());
        wake.moved([(run(0), 3)]);
        assert_eq!(*kept.borrow(), 3, "the one that is watched was kept");
    }
}
