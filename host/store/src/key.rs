//! API keys: the rows, and the one look-up that knows no tenant yet.

use crate::audit::Change;
use crate::row::Row;
use crate::writer::Job;
use crate::{CREATIONS_PER_MINUTE, Error, Scopes, Store, Tenant, Window, sql};
use journal::{KeyId, Mode, OrgId, Time};
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Keys of both modes that one organisation may have active.
pub const ACTIVE_KEYS_MAX: usize = 10;

/// An API key as stored: its secret is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id.
    pub id: KeyId,
    /// Whose it is.
    pub org: OrgId,
    /// Which runs it makes and sees.
    pub mode: Mode,
    /// A label.
    pub name: String,
    /// The secret's last four characters, for recognition.
    pub last4: String,
    /// Whether it approves every plan beforehand.
    pub auto_approve: bool,
    /// What it may do.
    pub scopes: Scopes,
    /// What its organisation was given instead of [`crate::READS_PER_MINUTE`].
    pub reads_per_minute: Option<u32>,
    /// When it was made.
    pub created_at: Time,
    /// When it ends by itself.
    pub expires_at: Option<Time>,
    /// When somebody ended it.
    pub revoked_at: Option<Time>,
    /// Last use, to the minute.
    pub last_used_at: Option<Time>,
}

/// Between two notes that a key was used.
const TOUCH_EVERY: Duration = Duration::from_secs(60);
/// Keys whose last note is remembered.
const TOUCHED_KEYS_MAX: usize = 16_384;

/// When each key's use was last noted by this process.
#[derive(Default)]
pub(crate) struct Touched(Mutex<HashMap<KeyId, Time>>);

impl Touched {
    fn is_stale(&self, key: KeyId, at: Time) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.get(&key).is_some_and(|last| at < last.plus(TOUCH_EVERY)) {
            return false;
        }
        if noted.len() >= TOUCHED_KEYS_MAX {
            noted.clear();
        }
        noted.insert(key, at);
        true
    }
}

impl KeyRow {
    fn of(row: &Row) -> Result<KeyRow, Error> {
        let moment = |column| Ok::<_, Error>(row.number_or_none(column)?.map(Time::from_micros));
        Ok(KeyRow {
            id: row.word("key_id")?,
            org: row.word("org_id")?,
            mode: row.word("mode")?,
            name: row.text("name")?,
            last4: row.text("last4")?,
            auto_approve: row.number("auto_approve")? != 0,
            scopes: Scopes::read(row.text_or_none("scopes")?),
            reads_per_minute: row.limit_or_none("reads_per_minute")?,
            created_at: Time::from_micros(row.number("created_at")?),
            expires_at: moment("expires_at")?,
            revoked_at: moment("revoked_at")?,
            last_used_at: moment("last_used_at")?,
        })
    }

    /// Whether it opens anything at that moment.
    pub fn is_active(&self, at: Time) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > at)
    }
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its id.
    pub id: KeyId,
    /// Which runs it makes and sees.
    pub mode: Mode,
    /// A label.
    pub name: String,
    /// SHA-256 of the secret.
    pub sha256: [u8; 32],
    /// The secret's last four characters.
    pub last4: String,
    /// Whether it approves every plan beforehand.
    pub auto_approve: bool,
    /// What it may do.
    pub scopes: Scopes,
    /// When it ends by itself.
    pub expires_at: Option<Time>,
    /// Now.
    pub at: Time,
}

/// How the making of a key came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyCreated {
    /// It exists.
    Yes,
    /// The organisation has [`ACTIVE_KEYS_MAX`] already.
    TooMany,
    /// No such organisation.
    NoOrg,
}

impl Store {
    /// The key with this SHA-256 of its secret, as it was at most [`KEY_AGE_MAX`] ago: so long may a key open doors that
    /// another process revoked. One that this process revoked is seen at once.
    pub async fn key(&self, sha256: &[u8; 32]) -> Result<Option<KeyRow>, Error> {
        let known = &self.inner().keys;
        if let Some(key) = known.get(sha256) {
            return Ok(Some(key));
        }
        let asked = known.ask();
        let rows = self.core().engine.read(&sql::KEY, |q| q.bind(sha256.to_vec())).await?;
        let key = rows.first().map(KeyRow::of).transpose()?;
        if let Some(key) = &key {
            known.keep(*sha256, key, asked);
        }
        Ok(key)
    }

    /// Notes that a key was used. Written later, at most once a minute; lost if the process ends before or too much waits.
    pub fn touch_key(&self, org: OrgId, key: KeyId, at: Time) {
        if self.inner().touched.is_stale(key, at) {
            let _ = self.inner().queue.try_send(Job::Touch { org, key, at });
        }
    }
}

impl Tenant<'_> {
    /// Makes a key, unless the organisation has as many active ones as it may.
    pub async fn create_key(&self, new: &NewKey) -> Result<KeyCreated, Error> {
        let (org, key) = (self.org.to_string(), new.id.to_string());
        let mut on = self.store.core().engine.begin().await?;
        if on.fetch(&sql::LOCK_ORG, |q| q.bind(org.clone())).await?.is_empty() {
            on.rollback().await?;
            return Ok(KeyCreated::NoOrg);
        }
        let counted = on.fetch(&sql::ACTIVE_KEYS, |q| q.bind(org.clone()).bind(new.at.micros())).await?;
        let active: usize = counted.first().map_or(Ok(0), |row| row.count("active"))?;
        if active >= ACTIVE_KEYS_MAX {
            on.rollback().await?;
            return Ok(KeyCreated::TooMany);
        }
        on.execute(&sql::CREATE_KEY, |q| {
            let q = q.bind(org.clone()).bind(key.clone()).bind(new.mode.as_str()).bind(new.name.clone()).bind(new.last4.clone());
            q.bind(i64::from(new.auto_approve)).bind(new.scopes.stored()).bind(new.at.micros()).bind(new.expires_at.map(Time::micros))
        })
        .await?;
        on.execute(&sql::CREATE_KEY_HASH, |q| q.bind(new.sha256.to_vec()).bind(org).bind(key.clone())).await?;
        let detail = json!({ "mode": new.mode, "name": new.name, "last4": new.last4, "auto_approve": new.auto_approve, "scopes": new.scopes.names() });
        self.record(&mut on, Change { at: new.at, action: "key.create", subject: key, detail }).await?;
        on.commit().await?;
        Ok(KeyCreated::Yes)
    }

    /// One key, whatever became of it, as the database has it now.
    pub async fn key(&self, key: KeyId) -> Result<Option<KeyRow>, Error> {
        let (org, name) = (self.org.to_string(), key.to_string());
        let rows = self.store.core().engine.read(&sql::KEY_BY_ID, |q| q.bind(org.clone()).bind(name.clone())).await?;
        rows.first().map(KeyRow::of).transpose()
    }

    /// The key's window of creations, as the database has it now. An admission counts under its lock; this says why none was tried.
    pub async fn creations(&self, key: KeyId) -> Result<Option<Window>, Error> {
        let (org, name) = (self.org.to_string(), key.to_string());
        let rows = self.store.core().engine.read(&sql::CREATIONS, |q| q.bind(org.clone()).bind(name.clone())).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let max = row.limit_or_none("creations_per_minute")?;
        let began = Time::from_micros(row.number("window_began")?);
        Ok(Some(Window { began, count: row.count("window_count")?, max: max.unwrap_or(CREATIONS_PER_MINUTE) }))
    }

    /// All keys, oldest first, ended ones included.
    pub async fn keys(&self) -> Result<Vec<KeyRow>, Error> {
        let org = self.org.to_string();
        self.store.core().engine.read(&sql::KEYS, |q| q.bind(org.clone())).await?.iter().map(KeyRow::of).collect()
    }

    /// Ends a key. `None`: the organisation has no such key. The key afterwards; ending it twice keeps the first moment.
    pub async fn revoke_key(&self, key: KeyId, at: Time) -> Result<Option<KeyRow>, Error> {
        let (org, name) = (self.org.to_string(), key.to_string());
        let mut on = self.store.core().engine.begin().await?;
        if on.execute(&sql::REVOKE_KEY, |q| q.bind(org).bind(name.clone()).bind(at.micros())).await? > 0 {
            self.record(&mut on, Change { at, action: "key.revoke", subject: name, detail: json!({}) }).await?;
            on.commit().await?;
            self.store.inner().keys.forget();
        } else {
            on.rollback().await?;
        }
        Ok(self.keys().await?.into_iter().find(|row| row.id == key))
    }
}
