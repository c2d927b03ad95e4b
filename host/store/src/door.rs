//! What is handed to the one door, and what it answers.

use journal::{OrgId, Record, RunId, Seq, Time};

/// A run that asks to exist.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Its id, new.
    pub run: RunId,
    /// Its journal: `Created` alone.
    pub record: Record,
    /// Whether the thread begins with it. Otherwise the thread must exist.
    pub new_thread: bool,
    /// Set where the client named its request.
    pub idempotency: Option<Idempotency>,
    /// Set where the admitting node executes it at once; otherwise whoever claims it first.
    pub lease: Option<Lease>,
    /// The revision of the organisation's workflows at which its pins were chosen, where they depend on it: see
    /// [`crate::Workflows`].
    pub workflows: Option<i64>,
}

/// A client's name for its request. It belongs to an organisation and a mode, and never expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// As the client wrote it.
    pub key: String,
    /// SHA-256 of the validated request. Stored as a keyed digest of it, so that a message cannot be guessed from the database.
    pub fingerprint: [u8; 32],
}

/// A node's announcement that it executes a run. It saves others the work and decides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Name of the node. A node's leases live together: each prolongs all others it holds.
    pub node: String,
    /// When it ends unless prolonged.
    pub until: Time,
}

/// How an admission came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// The run exists now.
    Fresh,
    /// The run exists now, and waits for its turn in its thread: nobody has its lease.
    Queued,
    /// The same request was admitted before, as this run. Nothing was written.
    Replayed(RunId),
    /// Nothing was written.
    Refused(Refusal),
}

/// Why a run was not admitted, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The API key is unknown, revoked, expired or of the other mode.
    KeyInactive,
    /// The idempotency key stands for another request.
    KeyReuse {
        /// The run it stands for.
        run: RunId,
    },
    /// The key created as many runs in this minute as it may.
    TooManyCreations,
    /// The organisation's workflows are others than those that its pins were chosen from. Choose again.
    WorkflowsChanged,
    /// No such thread in this organisation and mode.
    NoThread,
    /// The account is neither unlimited nor above zero.
    NoCredits,
    /// The key has as many queued and running runs as it may.
    TooManyActive,
}

/// Entries that ask to follow those of a run.
#[derive(Clone, Debug)]
pub struct Append {
    /// The run.
    pub run: RunId,
    /// Position of the entry they follow; it must be the last.
    pub base: Seq,
    /// The journal with them: at least one beyond `base`.
    pub record: Record,
    /// Who executes the run from then on.
    pub lease: Ownership,
}

/// Who executes a run once an append is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// Whoever did before: a client's cancel or decision must not take a run from the node that executes it.
    Keep,
    /// This node, until its lease ends: the append of a node at work.
    Hold(Lease),
    /// Nobody: the run parked or ended, and whoever claims it when it is due goes on.
    Free,
}

/// A run handed to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Whose it is.
    pub org: OrgId,
    /// The run.
    pub run: RunId,
    /// Claims since its last append, this one included.
    pub attempts: u32,
}
