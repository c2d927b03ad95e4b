//! What a run is: its events, and the folds of them.
//!
//! A run is one append-only list of [`Entry`]s. Nothing else is the truth: [`State`] says what may happen next,
//! [`view::Resource`] is what a client reads, [`stream::render`] is what a client hears, [`Projection`] is what the database
//! keeps beside it. All of them are pure functions of the list. This crate does no IO, reads no clock, draws no randomness.

pub mod audit;
pub mod credits;
pub mod event;
mod fact;
pub mod id;
pub mod json;
pub mod limits;
mod notice;
mod project;
pub mod record;
mod state;
pub mod stream;
pub mod time;
pub mod view;

pub use credits::Credits;
pub use event::{Entry, Event, Private, Seq};
pub use id::{CallId, EndpointId, EventId, KeyId, MailId, OrgId, PlanId, RunId, ThreadId};
pub use json::Json;
pub use notice::{Notice, NoticeKind};
pub use project::{Debit, Projection};
pub use record::Record;
pub use state::{Illegal, OpenCall, Phase, State};
pub use time::Time;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a run asks real providers or the built-in simulator, and which of an organisation's two accounts it debits.
/// The two never mix: a test key sees test runs only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Real providers, the prepaid pool.
    Live,
    /// The simulator, an account without limit.
    Test,
}

impl Mode {
    /// As it is stored and shown: `live` or `test`.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Live => "live",
            Mode::Test => "test",
        }
    }
}

impl std::str::FromStr for Mode {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "live" => Ok(Mode::Live),
            "test" => Ok(Mode::Test),
            _ => Err(UnknownWord),
        }
    }
}

/// The statuses of the public contract. They never grow; anything finer is a `status_reason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Accepted, about to execute.
    Queued,
    /// Checks are being executed.
    Running,
    /// Parked on a plan.
    RequiresApproval,
    /// Finished.
    Completed,
    /// Internal error; see `error`.
    Failed,
    /// By the client, a declined plan, a timeout or a budget.
    Cancelled,
    /// It could not be resumed; safe to retry with the same idempotency key.
    Interrupted,
}

impl Status {
    /// As it is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Queued => "queued",
            Status::Running => "running",
            Status::RequiresApproval => "requires_approval",
            Status::Completed => "completed",
            Status::Failed => "failed",
            Status::Cancelled => "cancelled",
            Status::Interrupted => "interrupted",
        }
    }

    /// Whether nothing may happen to the run any more.
    pub fn is_terminal(self) -> bool {
        match self {
            Status::Completed | Status::Failed | Status::Cancelled | Status::Interrupted => true,
            Status::Queued | Status::Running | Status::RequiresApproval => false,
        }
    }
}

impl std::str::FromStr for Status {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Ok(match text {
            "queued" => Status::Queued,
            "running" => Status::Running,
            "requires_approval" => Status::RequiresApproval,
            "completed" => Status::Completed,
            "failed" => Status::Failed,
            "cancelled" => Status::Cancelled,
            "interrupted" => Status::Interrupted,
            _ => return Err(UnknownWord),
        })
    }
}

/// A stored word that names no known variant: the database was written by a newer version or by hand.
#[derive(Debug, thiserror::Error)]
#[error("unknown word")]
pub struct UnknownWord;
