//! Keys that were looked up a moment ago, so that a busy client's requests do not each ask the database.
//!
//! Only keys that exist are kept: whoever guesses secrets asks the database every time and fills no memory here.

use crate::key::KeyRow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How old a look-up may be. Revocation by another process is seen within this time, and the creation of a run asks the row itself.
pub const KEY_AGE_MAX: Duration = Duration::from_millis(500);
/// Keys kept at most.
const KEYS_MAX: usize = 16_384;

/// What was found of late, by the SHA-256 of the secret.
#[derive(Default)]
pub(crate) struct KnownKeys(Mutex<Known>);

#[derive(Default)]
struct Known {
    found: HashMap<[u8; 32], (Instant, KeyRow)>,
    /// How often keys were revoked here: a look-up that began before is not kept.
    revoked: u64,
}

/// When a look-up began.
pub(crate) struct Asked {
    at: Instant,
    revoked: u64,
}

impl KnownKeys {
    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key, if it was asked for of late.
    pub(crate) fn get(&self, sha256: &[u8; 32]) -> Option<KeyRow> {
        let known = self.known();
        let (asked, key) = known.found.get(sha256)?;
        (asked.elapsed() < KEY_AGE_MAX).then(|| key.clone())
    }

    /// To be called before the database is asked.
    pub(crate) fn ask(&self) -> Asked {
        Asked { at: Instant::now(), revoked: self.known().revoked }
    }

    /// Keeps what was found, unless a key was revoked meanwhile.
    pub(crate) fn keep(&self, sha256: [u8; 32], key: &KeyRow, asked: Asked) {
        let mut known = self.known();
        if known.revoked != asked.revoked {
            return;
        }
        if known.found.len() >= KEYS_MAX {
            known.found.clear();
        }
        known.found.insert(sha256, (asked.at, key.clone()));
    }

    /// A key was revoked.
    pub(crate) fn forget(&self) {
        let mut known = self.known();
        known.found.clear();
        known.revoked += 1;
    }
}
