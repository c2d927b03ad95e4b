//! Keys with open streams: a revoked key's streams close soon, whoever revoked it.
//!
//! One task looks at each such key, however many streams it has, for as long as there are any.

use crate::Api;
use crate::problem::Problem;
use journal::{KeyId, OrgId};
use run::Caller;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::KEY_AGE_MAX;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Between two looks at a key. A stream closes within one of them and the time that the look takes.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// The keys with open streams.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing(Arc<Mutex<Streams>>);

#[derive(Debug, Default)]
struct Streams {
    keys: HashMap<KeyId, Key>,
    /// Whether somebody looks.
    watched: bool,
}

#[derive(Debug)]
struct Key {
    org: OrgId,
    streams: usize,
    ended: CancellationToken,
}

/// One open stream. It counts until it is dropped.
#[derive(Debug)]
pub(crate) struct Stands {
    standing: Standing,
    key: KeyId,
    ended: CancellationToken,
}

impl Standing {
    /// Counts a stream of this caller.
    pub(crate) fn watch(&self, api: &Api, caller: &Caller) -> Stands {
        let mut streams = self.streams();
        let fresh = || Key { org: caller.org, streams: 0, ended: CancellationToken::new() };
        let key = streams.keys.entry(caller.key).or_insert_with(fresh);
        key.streams += 1;
        let ended = key.ended.clone();
        if !streams.watched {
            streams.watched = true;
            tokio::spawn(look(self.clone(), api.clone()));
        }
        Stands { standing: self.clone(), key: caller.key, ended }
    }

    fn streams(&self) -> std::sync::MutexGuard<'_, Streams> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keys to look at; none: nobody needs to look any more.
    fn keys(&self) -> Vec<(OrgId, KeyId)> {
        let mut streams = self.streams();
        streams.watched = !streams.keys.is_empty();
        streams.keys.iter().map(|(key, entry)| (entry.org, *key)).collect()
    }
}

impl Stands {
    /// Resolves when the key opens nothing any more.
    pub(crate) async fn ended(&self) {
        self.ended.cancelled().await;
    }
}

impl Drop for Stands {
    fn drop(&mut self) {
        let mut streams = self.standing.streams();
        if let Some(key) = streams.keys.get_mut(&self.key) {
            key.streams -= 1;
            if key.streams == 0 {
                streams.keys.remove(&self.key);
            }
        }
    }
}

/// Refuses who waited from `began` until now, with a key that was revoked or expired meanwhile. What the door has just seen is not
/// looked at again.
pub(crate) async fn after_a_wait(api: &Api, caller: &Caller, began: Instant) -> Result<(), Problem> {
    if began.elapsed() < KEY_AGE_MAX || is_active(api, caller.org, caller.key).await? {
        return Ok(());
    }
    Err(Problem::InvalidApiKey)
}

async fn is_active(api: &Api, org: OrgId, key: KeyId) -> Result<bool, store::Error> {
    Ok(api.house.store.of(org).key(key).await?.is_some_and(|row| row.is_active(api.house.engine.now())))
}

async fn look(standing: Standing, api: Api) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = api.stop.cancelled() => return,
        }
        let keys = standing.keys();
        if keys.is_empty() {
            return;
        }
        for (org, key) in keys {
            match is_active(&api, org, key).await {
                Ok(true) => {}
                Ok(false) => standing.streams().keys.get(&key).into_iter().for_each(|key| key.ended.cancel()),
                Err(error) => tracing::warn!(%key, %error, "a key with open streams cannot be looked at; trying again"),
            }
        }
    }
}
