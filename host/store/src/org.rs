//! Organisations and their accounts.

use journal::{Credits, OrgId, Time};

/// One of an organisation's two accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Whether it may go below zero.
    pub unlimited: bool,
    /// All grants.
    pub granted: Credits,
    /// All debits.
    pub used: Credits,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Org {
    /// Its id.
    pub id: OrgId,
    /// A label; not unique.
    pub name: String,
    /// When it was made.
    pub created_at: Time,
    /// The prepaid account of live runs.
    pub live: Usage,
    /// The account of test runs, without limit.
    pub test: Usage,
}

/// An organisation to be made. It begins with no credits.
#[derive(Clone, Debug)]
pub struct NewOrg {
    /// Its id.
    pub id: OrgId,
    /// A label.
    pub name: String,
    /// Whether its live account may go below zero.
    pub unlimited: bool,
    /// Now.
    pub at: Time,
}
