//! The only door to the database: admit, append, claim, read. SQLite and PostgreSQL, one set of functions.
//!
//! The journal is the truth. [`Store::admit`] and [`Store::append`] are the only ways in; whatever waits is committed together,
//! and with each entry go the rows that questions across runs need (`runs`, debits in `ledger`, `accounts`, `wakeups`).
//! Everything an organisation owns is reached through [`Store::of`].

mod audit;
mod door;
mod error;
mod explain;
mod key;
mod org;
mod seal;
mod tenant;
mod verify;
mod wake;

pub use audit::AuditRow;
pub use door::{Admission, Admitted, Append, Claim, Idempotency, Lease, Ownership, Refusal, Replay};
pub use error::{AppendError, Error};
pub use explain::{Explanation, OTHERS_MAX, RunRow, WakeRow};
pub use key::{ACTIVE_KEYS_MAX, KeyCreated, KeyRow, NewKey};
pub use org::{NewOrg, Org, Usage};
pub use seal::MasterKey;
pub use tenant::Tenant;
pub use verify::{FAULTS_MAX, Verification};
pub use wake::Wake;

use journal::{KeyId, OrgId, Time};
use std::sync::Arc;

/// A database, open. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    wake: Wake,
}

const LATER: Error = Error::Invalid("not built yet");

/// Held by the one server of a SQLite file; nothing for PostgreSQL. Commands work beside it.
#[derive(Debug)]
pub struct Serving(#[expect(dead_code, reason = "the lock lasts as long as the file is open")] Option<std::fs::File>);

/// Reads the master key that PostgreSQL keeps for itself, or makes it. For a database whose operator configured none: whoever
/// reads the database can then read the payloads.
pub async fn created_master_key(url: &str) -> Result<MasterKey, Error> {
    let _ = url;
    Err(LATER)
}

impl Store {
    /// Opens `sqlite://PATH` or `postgres://…`, creating a missing database (and a missing folder of a SQLite file), and brings its schema up to date.
    pub async fn open(url: &str, master: MasterKey) -> Result<Store, Error> {
        let _ = (url, master);
        let inner = Inner { wake: Wake::default() };
        Ok(Store(Arc::new(inner)))
    }

    /// Makes this process the only server of a SQLite file, for as long as the answer is kept.
    pub fn exclusive(url: &str) -> Result<Serving, Error> {
        let _ = url;
        Err(LATER)
    }

    /// Everything that belongs to one organisation.
    pub fn of(&self, org: OrgId) -> Tenant<'_> {
        Tenant { store: self, org, actor: "host" }
    }

    /// Admits a run, or says why not.
    pub async fn admit(&self, admission: Admission) -> Result<Admitted, Error> {
        let _ = admission;
        Err(LATER)
    }

    /// Lengthens a journal. Once it returns, the entries and every row that follows from them are durable.
    pub async fn append(&self, append: Append) -> Result<(), AppendError> {
        let _ = append;
        Err(LATER.into())
    }

    /// Takes at most `limit` runs that are due and that no living node has, those due first first.
    pub async fn claim(&self, node: &str, now: Time, lease_until: Time, limit: u32) -> Result<Vec<Claim>, Error> {
        let _ = (node, now, lease_until, limit);
        Err(LATER)
    }

    /// Prolongs all leases of this node.
    pub async fn renew(&self, node: &str, lease_until: Time) -> Result<(), Error> {
        let _ = (node, lease_until);
        Err(LATER)
    }

    /// Gives all leases of this node back.
    pub async fn release(&self, node: &str) -> Result<(), Error> {
        let _ = node;
        Err(LATER)
    }

    /// Ends all leases of all nodes. Right only for the one server of a SQLite file, when it starts.
    pub async fn clear_leases(&self) -> Result<(), Error> {
        Err(LATER)
    }

    /// When the next run becomes claimable, as far as is known now.
    pub async fn next_due(&self) -> Result<Option<Time>, Error> {
        Err(LATER)
    }

    /// In-process wake-ups.
    pub fn wake(&self) -> &Wake {
        &self.0.wake
    }

    /// All organisations, oldest first.
    pub async fn orgs(&self) -> Result<Vec<Org>, Error> {
        Err(LATER)
    }

    /// The organisations with exactly this id or this name: names are labels, so there may be several.
    pub async fn orgs_named(&self, id_or_name: &str) -> Result<Vec<Org>, Error> {
        let _ = id_or_name;
        Err(LATER)
    }

    /// The key with this SHA-256 of its secret. Always asks the database, so that a revoked key is seen at once.
    pub async fn key(&self, sha256: &[u8; 32]) -> Result<Option<KeyRow>, Error> {
        let _ = sha256;
        Err(LATER)
    }

    /// Notes that a key was used. Written later, at most once a minute; lost if the process ends before.
    pub fn touch_key(&self, org: OrgId, key: KeyId, at: Time) {
        let _ = (org, key, at);
    }

    /// Keeps bytes under their SHA-256, which it returns in lower-case hexadecimal. `kind` is a word for people.
    pub async fn put_artefact(&self, kind: &str, bytes: &[u8]) -> Result<String, Error> {
        let _ = (kind, bytes);
        Err(LATER)
    }

    /// The bytes kept under a digest.
    pub async fn artefact(&self, digest: &str) -> Result<Option<Vec<u8>>, Error> {
        let _ = digest;
        Err(LATER)
    }

    /// Proves the whole database, as it stands at one moment.
    pub async fn verify(&self) -> Result<Verification, Error> {
        Err(LATER)
    }

    /// Throws away and makes again from the journals: `runs`, debits of runs, accounts, `wakeups`. Writers wait meanwhile.
    pub async fn rebuild(&self) -> Result<u64, Error> {
        Err(LATER)
    }
}
