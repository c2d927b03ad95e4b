//! A key's creations within one minute, exact because they are counted in the creating transaction.

use journal::{KeyId, Time};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long a window is. It begins with its first creation.
pub const WINDOW: Duration = Duration::from_secs(60);

/// How many runs a key created in its present window, and how many it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// When it began.
    pub began: Time,
    /// Creations since.
    pub count: u32,
    /// Creations that are allowed.
    pub max: u32,
}

impl Window {
    fn is_over(&self, at: Time) -> bool {
        at >= self.began.plus(WINDOW)
    }

    /// How many runs may be created at that moment.
    pub fn left(&self, at: Time) -> u32 {
        if self.is_over(at) { self.max } else { self.max.saturating_sub(self.count) }
    }

    /// How long until all are allowed again.
    pub fn resets_in(&self, at: Time) -> Duration {
        if self.is_over(at) { Duration::ZERO } else { self.began.plus(WINDOW).since(at) }
    }

    /// Counts one more.
    pub(crate) fn take(&mut self, at: Time) {
        if self.is_over(at) {
            (self.began, self.count) = (at, 0);
        }
        self.count = self.count.saturating_add(1);
    }
}

/// Windows seen last by this process.
#[derive(Debug, Default)]
pub(crate) struct Windows(Mutex<HashMap<KeyId, Window>>);

/// Keys whose window is remembered.
const WINDOWS_MAX: usize = 16_384;

impl Windows {
    pub(crate) fn get(&self, key: KeyId) -> Option<Window> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied()
    }

    pub(crate) fn note(&self, seen: Vec<(KeyId, Window)>) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= WINDOWS_MAX {
            windows.clear();
        }
        windows.extend(seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_full_until_it_is_over() {
        let at = |seconds: i64| Time::from_micros(seconds * 1_000_000);
        let mut window = Window { began: at(0), count: 0, max: 2 };
        window.take(at(100));
        assert_eq!((window.began, window.left(at(100))), (at(100), 1));
        window.take(at(159));
        assert_eq!((window.left(at(159)), window.resets_in(at(159))), (0, Duration::from_secs(1)));
        assert_eq!((window.left(at(160)), window.resets_in(at(160))), (2, Duration::ZERO));
        assert_eq!(window.left(at(90)), 0, "another node's clock is behind");
        window.take(at(160));
        assert_eq!((window.began, window.count), (at(160), 1));
    }
}
