//! Proves a whole database: every journal legal and unbroken, every charge debited once, every balance the sum of its lines.

/// What a proof found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Accounts looked at.
    pub accounts: u64,
    /// Runs looked at.
    pub runs: u64,
    /// Lines of the ledger looked at.
    pub lines: u64,
    /// One sentence for each fault, the first [`FAULTS_MAX`]; none: the database is sound.
    pub faults: Vec<String>,
}

/// Faults that are told one by one.
pub const FAULTS_MAX: usize = 100;
