//! Who changed what: one row for each change by an administrator, in the change's own transaction.

use journal::Time;

/// A row of `audit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// When.
    pub at: Time,
    /// Who, as [`crate::Tenant::acting`] was told.
    pub actor: String,
    /// What: `org.create`, `org.limits`, `key.create`, `key.revoke`, `credits.grant`.
    pub action: String,
    /// To what: an id, or the mode of an account.
    pub subject: String,
    /// The particulars, a JSON object. Holds no secrets.
    pub detail: String,
}
