//! Who a bearer is.

use crate::secret;
use journal::Time;
use run::Caller;
use store::{Error, KeyRow, READS_PER_MINUTE, Store};

/// The key behind what a client sent as its bearer token, if it opens anything at `now`. A missing, malformed, unknown, revoked
/// or expired one is hashed and looked up like any other: same answer, same time. A revocation counts
/// within [`store::KEY_AGE_MAX`] on every node.
pub async fn authenticate(store: &Store, bearer: &str, now: Time) -> Result<Option<Caller>, Error> {
    let found = store.key(&secret::hash(bearer)).await?;
    let Some(key) = found.filter(|key| key.is_active(now)) else { return Ok(None) };
    store.touch_key(key.org, key.id, now);
    Ok(Some(caller(key)))
}

/// Whoever has this key.
pub fn caller(key: KeyRow) -> Caller {
    let reads_per_minute = key.reads_per_minute.unwrap_or(READS_PER_MINUTE);
    Caller { org: key.org, key: key.id, mode: key.mode, auto_approve: key.auto_approve, reads_per_minute, scopes: key.scopes }
}
