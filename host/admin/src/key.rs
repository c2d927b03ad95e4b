//! API keys: made, listed, revoked.

use crate::secret::{self, Secret};
use crate::{Desk, Error, label};
use journal::{KeyId, Mode, OrgId, Time};
use store::{KeyCreated, KeyRow, NewKey, Scopes};

/// A key that somebody wants.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which runs it makes and sees.
    pub mode: Mode,
    /// For people; may be empty.
    pub name: String,
    /// Whether it approves every plan beforehand.
    pub auto_approve: bool,
    /// What it may do.
    pub scopes: Scopes,
    /// When it ends by itself.
    pub expires_at: Option<Time>,
}

/// A key that was made, with its secret: shown now or never.
#[derive(Clone, Debug)]
pub struct Created {
    /// The key as stored.
    pub key: KeyRow,
    /// What a client sends.
    pub secret: Secret,
}

/// Makes a key, unless the organisation has as many active ones as it may.
pub async fn create(desk: Desk<'_>, org: OrgId, wanted: Wanted) -> Result<Created, Error> {
    let at = desk.clock.now();
    if wanted.expires_at.is_some_and(|end| end <= at) {
        return Err(Error::Invalid { field: "expires_at", rule: "must be in the future" });
    }
    let secret = Secret::mint(wanted.mode)?;
    let new = NewKey {
        id: KeyId::new(at, &desk.id_bytes()),
        mode: wanted.mode,
        name: label(&wanted.name)?,
        sha256: secret::hash(secret.reveal()),
        last4: secret.last().to_owned(),
        auto_approve: wanted.auto_approve,
        scopes: wanted.scopes,
        expires_at: wanted.expires_at,
        at,
    };
    match desk.of(org).create_key(&new).await? {
        KeyCreated::Yes => Ok(Created { key: desk.of(org).key(new.id).await?.ok_or(Error::NoKey)?, secret }),
        KeyCreated::TooMany => Err(Error::TooManyKeys),
        KeyCreated::NoOrg => Err(Error::NoOrg),
    }
}

/// All keys of an organisation, oldest first, ended ones included.
pub async fn list(desk: Desk<'_>, org: OrgId) -> Result<Vec<KeyRow>, Error> {
    Ok(desk.of(org).keys().await?)
}

/// Ends a key: the next request with it is refused, on every node. Ending it twice keeps the first moment.
pub async fn revoke(desk: Desk<'_>, org: OrgId, key: KeyId) -> Result<KeyRow, Error> {
    desk.of(org).revoke_key(key, desk.clock.now()).await?.ok_or(Error::NoKey)
}

/// Whose key that is. For administrators who have nothing but its id: looks through one organisation after another.
pub async fn owner(desk: Desk<'_>, key: KeyId) -> Result<OrgId, Error> {
    for org in desk.store.orgs().await? {
        if desk.of(org.id).keys().await?.iter().any(|row| row.id == key) {
            return Ok(org.id);
        }
    }
    Err(Error::NoKey)
}
