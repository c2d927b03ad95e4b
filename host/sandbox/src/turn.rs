//! A turn of a workflow: its questions answered from the journal, up to the first that is not.

use journal::event::{Entry, Plan, Seq};
use journal::{Credits, Json, RunId, Status};
use std::sync::Arc;

/// A workflow component, compiled. Cheap to clone.
#[derive(Clone)]
pub struct Workflow {
    digest: Arc<str>,
}

/// What a run was started with. The same in every turn.
#[derive(Clone, Debug)]
pub struct Order {
    /// The client's request.
    pub message: String,
    /// The procedure to carry out; `{}` where the component is the procedure.
    pub procedure: Json,
    /// The checks that this run may call.
    pub checks: Vec<CheckInfo>,
    /// The thread's earlier runs, oldest first.
    pub memory: Vec<EarlierRun>,
}

/// A check that may be called.
#[derive(Clone, Debug)]
pub struct CheckInfo {
    /// As the workflow calls it.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// JSON Schema of its input.
    pub input_schema: Json,
    /// What a success costs.
    pub price: Credits,
}

/// An earlier run of the same thread.
#[derive(Clone, Debug)]
pub struct EarlierRun {
    /// Its id.
    pub id: RunId,
    /// What was asked.
    pub message: String,
    /// How it ended.
    pub status: Status,
    /// What it said.
    pub answer: String,
    /// What it reported.
    pub report: Option<Json>,
}

/// What a workflow asks beyond its journal, and how it ended, if it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// What the journal does not hold yet, in order. Only the last may be a question that waits for an answer.
    pub fresh: Vec<Ask>,
    /// How it ended. Without: it waits, for the last of `fresh` or, if that is empty, for answers to recorded questions.
    pub end: Option<End>,
}

/// One thing a workflow asked or said.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Calls to be made side by side; 1 to 64. Waits.
    Checks(Vec<CheckCall>),
    /// A plan to be approved. Waits.
    Plan(Plan),
    /// A line for the timeline.
    Narrate(String),
    /// A piece of the answer.
    Say(String),
    /// The report, a JSON object.
    Report(Json),
}

/// A call that a workflow wants made.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckCall {
    /// One of [`Order::checks`].
    pub check: String,
    /// A JSON object.
    pub input: Json,
}

/// How a workflow ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// It did what was asked.
    Complete,
    /// The request lacks an identifier.
    MissingInput,
    /// It returned an error, trapped, ran out of something or broke a bound. A fact, to be recorded.
    Failed {
        /// Stable word.
        code: &'static str,
        /// One sentence, without personal data unless the guest put it there.
        message: String,
    },
}

/// Why a turn came to nothing. Never recorded as the workflow's end.
#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    /// It asked something else than its journal says.
    #[error("the workflow strayed at {seq}: the journal has {recorded}, it asked {asked}")]
    Strayed {
        /// Position of the recorded entry, or of the end of the journal.
        seq: Seq,
        /// Kind and check of what is recorded; no personal data.
        recorded: String,
        /// Kind and check of what was asked; no personal data.
        asked: String,
    },
    /// A recorded question or answer that the workflow needs was erased.
    #[error("entry {seq} was erased")]
    Erased {
        /// Its position.
        seq: Seq,
    },
    /// The host failed, not the guest.
    #[error("run the workflow")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Workflow {
    /// SHA-256 of the component, in lower-case hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Runs the workflow from its start, answering from `entries` (a whole journal, from position 1). Pure: the same
    /// arguments give the same turn.
    pub async fn turn(&self, _order: &Order, _entries: &[Entry]) -> Result<Turn, TurnError> {
        Err(TurnError::Engine("not built".into()))
    }
}
