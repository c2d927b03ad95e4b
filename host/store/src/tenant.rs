//! Everything that belongs to one organisation hangs here: a query without a tenant does not compile.

use crate::{AuditRow, Error, Explanation, KeyCreated, KeyRow, NewKey, NewOrg, Store, Usage};
use journal::{Credits, KeyId, Mode, OrgId, Record, RunId, ThreadId, Time};

/// One organisation's part of the store.
#[derive(Clone, Copy)]
pub struct Tenant<'a> {
    pub(crate) store: &'a Store,
    pub(crate) org: OrgId,
    pub(crate) actor: &'a str,
}

const LATER: Error = Error::Invalid("not built yet");

impl<'a> Tenant<'a> {
    /// The same, with `actor` named in the audit rows of what it changes, for example `cli:root`.
    #[must_use]
    pub fn acting(self, actor: &'a str) -> Tenant<'a> {
        Tenant { actor, ..self }
    }

    /// The run's journal, decrypted. `None`: this organisation has no such run.
    pub async fn journal(&self, run: RunId) -> Result<Option<Record>, Error> {
        let _ = run;
        Err(LATER)
    }

    /// Whether the organisation has that thread in that mode.
    pub async fn thread_exists(&self, mode: Mode, thread: ThreadId) -> Result<bool, Error> {
        let _ = (mode, thread);
        Err(LATER)
    }

    /// The run that this idempotency key stands for, with the fingerprint of its request compared.
    pub async fn replay(&self, mode: Mode, idempotency: &crate::Idempotency) -> Result<Option<crate::Replay>, Error> {
        let _ = (mode, idempotency);
        Err(LATER)
    }

    /// What there is to say about a run beside its journal.
    pub async fn explain(&self, run: RunId) -> Result<Option<Explanation>, Error> {
        let _ = run;
        Err(LATER)
    }

    /// The organisation's account of that mode. All zero where there is no such organisation.
    pub async fn usage(&self, mode: Mode) -> Result<Usage, Error> {
        let _ = mode;
        Err(LATER)
    }

    /// Makes the organisation with its two accounts.
    pub async fn create(&self, new: &NewOrg) -> Result<(), Error> {
        let _ = new;
        Err(LATER)
    }

    /// Sets whether the live account may go below zero. `false`: no such organisation.
    pub async fn set_unlimited(&self, unlimited: bool, at: Time) -> Result<bool, Error> {
        let _ = (unlimited, at);
        Err(LATER)
    }

    /// Adds credits to an account: a line of the ledger, kept for ever. `None`: no such organisation. The account afterwards.
    pub async fn grant(&self, mode: Mode, amount: Credits, note: &str, at: Time) -> Result<Option<Usage>, Error> {
        let _ = (mode, amount, note, at);
        Err(LATER)
    }

    /// Makes a key, unless the organisation has as many active ones as it may.
    pub async fn create_key(&self, new: &NewKey) -> Result<KeyCreated, Error> {
        let _ = new;
        Err(LATER)
    }

    /// All keys, oldest first, ended ones included.
    pub async fn keys(&self) -> Result<Vec<KeyRow>, Error> {
        Err(LATER)
    }

    /// Ends a key. `None`: the organisation has no such key. The key afterwards; ending it twice keeps the first moment.
    pub async fn revoke_key(&self, key: KeyId, at: Time) -> Result<Option<KeyRow>, Error> {
        let _ = (key, at);
        Err(LATER)
    }

    /// The newest audit rows, newest first.
    pub async fn audit(&self, limit: u32) -> Result<Vec<AuditRow>, Error> {
        let _ = limit;
        Err(LATER)
    }
}
