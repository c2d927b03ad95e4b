//! How far long work is, for whoever shows it.

use crate::engine::Lent;
use crate::{Error, sql};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Written by the work, read by whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    what: Mutex<&'static str>,
    done: AtomicU64,
    of: AtomicU64,
}

/// How far work was at some moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What is counted: `bytes copied`, `journals`. Empty before the work began.
    pub what: &'static str,
    /// How many of them.
    pub done: u64,
    /// Of how many, perhaps not exactly; 0: not known.
    pub of: u64,
}

impl Progress {
    /// How far the work is now.
    pub fn seen(&self) -> Seen {
        let what = *self.what.lock().unwrap_or_else(PoisonError::into_inner);
        Seen { what, done: self.done.load(Ordering::Relaxed), of: self.of.load(Ordering::Relaxed) }
    }

    /// Work of that kind begins: nothing of it is done yet.
    pub fn begin(&self, what: &'static str, of: u64) {
        *self.what.lock().unwrap_or_else(PoisonError::into_inner) = what;
        self.of.store(of, Ordering::Relaxed);
        self.set(0);
    }

    pub(crate) fn set(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }

    /// So much more is done.
    pub fn add(&self, more: u64) {
        self.done.fetch_add(more, Ordering::Relaxed);
    }
}

/// How many runs there are, going by their rows.
pub(crate) async fn count(on: &mut Lent) -> Result<u64, Error> {
    let rows = on.fetch(&sql::COUNT_RUNS, |q| q).await?;
    rows.first().map_or(Ok(0), |row| row.count("runs"))
}
