//! Why an administrator's wish was not done. Nothing was changed then.

/// Why an administrator's wish was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No organisation of that id or name.
    #[error("no such organisation: see `enrich org list`")]
    NoOrg,
    /// Several organisations of that name.
    #[error("several organisations have that name; use the id")]
    Ambiguous,
    /// The organisation has no such key.
    #[error("the organisation has no such key")]
    NoKey,
    /// The organisation has as many active keys as it may.
    #[error("the organisation has {} active keys already; revoke one first", store::ACTIVE_KEYS_MAX)]
    TooManyKeys,
    /// A value of the wrong shape.
    #[error("{field}: {rule}")]
    Invalid {
        /// Which one.
        field: &'static str,
        /// What it must be.
        rule: &'static str,
    },
    /// The operating system gave no randomness for a secret.
    #[error("mint a secret")]
    Secret(#[from] crate::secret::NoRandomness),
    /// The database failed.
    #[error("change the database")]
    Store(#[from] store::Error),
}
