//! Why a run is where it is: what the database keeps of it beside its journal.

use journal::{Credits, KeyId, Mode, RunId, Seq, Status, ThreadId, Time};

/// A row of `runs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// The run.
    pub run: RunId,
    /// Which account it debits.
    pub mode: Mode,
    /// Its conversation.
    pub thread: ThreadId,
    /// The key that created it.
    pub key: KeyId,
    /// The slug the client asked for.
    pub workflow: Option<String>,
    /// The status that clients see.
    pub status: Status,
    /// Finer, once it ended.
    pub status_reason: Option<String>,
    /// Position of its last entry.
    pub head: Seq,
    /// The sum of all charges.
    pub credits_used: Credits,
    /// The interrupted run that it repeats.
    pub retry_of: Option<RunId>,
    /// When it was admitted.
    pub created_at: Time,
    /// When it was first executed.
    pub started_at: Option<Time>,
    /// When it ended.
    pub completed_at: Option<Time>,
}

/// A row of `wakeups`: who must look at a run, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WakeRow {
    /// When somebody must look at it.
    pub due: Time,
    /// The node that has it, and until when.
    pub lease: Option<crate::Lease>,
    /// Claims since its last append.
    pub attempts: u32,
}

/// What there is to say about a run beside its journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Its row.
    pub row: RunRow,
    /// Its wake-up; none once it ended.
    pub wake: Option<WakeRow>,
    /// The thread's other runs that have not ended, oldest first; at most [`OTHERS_MAX`].
    pub others: Vec<RunRow>,
}

/// Other runs of a thread that an explanation shows.
pub const OTHERS_MAX: usize = 32;
