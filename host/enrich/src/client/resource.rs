//! A run as the API shows it, read tolerantly. The text it came as is kept for those who want all of it.

use super::seen::seen;
use journal::{Credits, Json};
use serde::Deserialize;

/// The run resource.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// The conversation it belongs to.
    #[serde(default)]
    pub thread_id: String,
    /// Where it stands.
    pub status: String,
    /// Finer than the status.
    #[serde(default)]
    pub status_reason: Option<String>,
    /// `live` or `test`.
    #[serde(default)]
    pub mode: String,
    /// The final text, or what there is of it.
    #[serde(default)]
    pub answer: Option<String>,
    /// Whether there was to be more of it.
    #[serde(default)]
    pub answer_partial: bool,
    /// The structured report.
    #[serde(default)]
    pub report: Option<Json>,
    /// What went wrong.
    #[serde(default)]
    pub error: Option<Fault>,
    /// The exact debit.
    #[serde(default)]
    pub credits_used: Credits,
    /// Every call.
    #[serde(default)]
    pub tool_calls: Vec<Call>,
    /// As the server wrote it.
    #[serde(skip)]
    pub text: String,
}

/// One call of a check.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Call {
    /// Its id.
    pub id: String,
    /// The check.
    pub name: String,
    /// `started`, `success`, `failed` or `not_found`.
    pub status: String,
    /// What it cost.
    #[serde(default)]
    pub credits: Credits,
    /// From the question to the answer.
    #[serde(default)]
    pub latency_ms: Option<u64>,
    /// Why it failed.
    #[serde(default)]
    pub error: Option<Fault>,
}

/// What went wrong with a run or a call.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Fault {
    /// Stable word.
    pub code: String,
    /// One sentence.
    #[serde(default)]
    pub message: Option<String>,
}

impl Run {
    /// Reads a resource; `None` if it is none.
    pub fn parse(text: String) -> Option<Run> {
        let mut run: Run = seen(&text)?;
        run.text = text;
        Some(run)
    }

    /// Whether nothing may happen to it any more.
    pub fn is_over(&self) -> bool {
        self.status.parse::<journal::Status>().is_ok_and(journal::Status::is_terminal)
    }

    /// The sum of what its calls cost: `None` past the range of amounts.
    pub fn billed(&self) -> Option<Credits> {
        Credits::sum(self.tool_calls.iter().map(|call| call.credits))
    }
}
