//! API keys: the rows, and the one look-up that knows no tenant yet.

use journal::{KeyId, Mode, OrgId, Time};

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
    /// When it was made.
    pub created_at: Time,
    /// When it ends by itself.
    pub expires_at: Option<Time>,
    /// When somebody ended it.
    pub revoked_at: Option<Time>,
    /// Last use, to the minute.
    pub last_used_at: Option<Time>,
}

impl KeyRow {
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
