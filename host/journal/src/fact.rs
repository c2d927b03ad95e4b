//! What each event says. Public parts are fields; what is personal sits in `private`.

use crate::credits;
use crate::event::{Private, Seq};
use crate::id::{CallId, KeyId, OrgId, PlanId, RunId, ThreadId};
use crate::json::Json;
use crate::{Credits, Mode, Status, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// See [`crate::Event::Created`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Created {
    /// [`FORMAT`] of the build that admitted the run.
    pub format: u16,
    /// Whose run it is.
    pub org: OrgId,
    /// Which of the organisation's accounts it debits.
    pub mode: Mode,
    /// The conversation it belongs to.
    pub thread: ThreadId,
    /// The key that created it.
    pub key: KeyId,
    /// The slug the client asked for; absent: the built-in `general`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// What it will execute, whatever is published later.
    pub pins: Pins,
    /// Whether the key approved every plan beforehand.
    pub auto_approve: bool,
    /// Whether the thread was there before: the run waits for its turn in it, and is told of what came earlier.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continues: bool,
    /// What the run may cost at most; absent: whatever it takes.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "credits::micros_or_none")]
    pub max_credits: Option<Credits>,
    /// The interrupted run that this one repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_of: Option<RunId>,
    /// Personal data.
    #[serde(skip)]
    pub private: Private<Request>,
}

/// The private part of [`Created`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The request in plain language.
    pub message: String,
    /// The client's own object, echoed unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Json>,
}

/// What a run executes, fixed when it was admitted. Digests are SHA-256 in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pins {
    /// Digest of the workflow component.
    pub component: String,
    /// The WIT version it was written against, for example `1.0.0`.
    pub wit: String,
    /// Digest of the procedure's Markdown.
    pub procedure: String,
    /// Whose word its plans need.
    pub approval: Approval,
    /// The checks it may call, by name.
    pub checks: Vec<PinnedCheck>,
}

/// The procedure's approval policy: which plans park until somebody decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Those that may cost more than [`Approval::AUTO_CEILING`].
    Auto,
    /// All.
    Always,
    /// None.
    Never,
    /// Those that may cost more than this.
    Over(#[serde(with = "credits::micros")] Credits),
}

impl Approval {
    /// What a plan may cost at most to go ahead under `auto`.
    pub const AUTO_CEILING: Credits = Credits::from_micros(25_000_000);

    /// Whether a plan with this cost ceiling parks.
    pub fn parks(self, ceiling: Credits) -> bool {
        match self {
            Approval::Auto => ceiling > Approval::AUTO_CEILING,
            Approval::Always => true,
            Approval::Never => false,
            Approval::Over(limit) => ceiling > limit,
        }
    }
}

impl Pins {
    /// The pinned check of that name.
    pub fn check(&self, name: &str) -> Option<&PinnedCheck> {
        self.checks.iter().find(|check| check.name == name)
    }
}

/// One check that a run may call.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PinnedCheck {
    /// As workflows call it.
    pub name: String,
    /// Digest of its component.
    pub component: String,
    /// The WIT version of that component.
    pub wit: String,
    /// What a success costs, and the hold before each call.
    #[serde(with = "credits::micros")]
    pub price: Credits,
    /// Whether "no such record" costs the same.
    pub bills_not_found: bool,
    /// Whether a call may be performed again after a crash.
    pub repeatable: bool,
    /// On what terms an answer that was had before may stand for a new one; absent: it may not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recent: Option<RecentTerms>,
}

/// On what terms an answer that was had before may stand for a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RecentTerms {
    /// How old it may be.
    pub days: u16,
    /// What it costs then; never more than a new one.
    #[serde(with = "credits::micros")]
    pub price: Credits,
}

/// See [`crate::Event::Started`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Started {
    /// The thread's earlier runs that the workflow is told about, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memory: Vec<RunId>,
}

/// See [`crate::Event::PlanProposed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanProposed {
    /// Its id.
    pub plan: PlanId,
    /// Whether it waits for somebody. If not, its [`PlanDecided`] follows at once.
    pub parks: bool,
    /// When the wait ends by itself.
    pub expires_at: Time,
    /// What all calls of the plan cost at most.
    #[serde(with = "credits::micros")]
    pub ceiling: Credits,
    /// Names of the checks, one entry for each call.
    pub checks: Vec<String>,
    /// Personal data.
    #[serde(skip)]
    pub private: Private<Plan>,
}

/// The private part of [`PlanProposed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// One sentence.
    pub summary: String,
    /// What is to be found out, in order.
    pub tasks: Vec<Task>,
}

/// One task of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// One sentence.
    pub goal: String,
    /// Names of the checks it will call, one entry for each call.
    pub checks: Vec<String>,
}

/// See [`crate::Event::PlanDecided`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanDecided {
    /// The plan decided on.
    pub plan: PlanId,
    /// The decision.
    pub decision: Decision,
    /// Whose it was.
    pub by: Decider,
}

/// What was decided on a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The run goes on.
    Approved,
    /// The run ends.
    Declined,
    /// Nobody decided in time; the run ends.
    Expired,
}

/// Who decided on a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decider {
    /// The procedure's approval policy.
    Policy,
    /// The key's auto-approval, set before the run.
    Key(KeyId),
    /// A person or program through the API, with this key.
    Client(KeyId),
    /// The clock.
    Clock,
}

/// See [`crate::Event::CheckAsked`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckAsked {
    /// Its id.
    pub call: CallId,
    /// Position of the first call asked with it.
    pub group: Seq,
    /// Name of the check.
    pub check: String,
    /// Held until it is answered: the most it can cost.
    #[serde(with = "credits::micros")]
    pub hold: Credits,
    /// Personal data.
    #[serde(skip)]
    pub private: Private<CheckInput>,
}

/// The private part of [`CheckAsked`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckInput {
    /// As the workflow wrote it.
    pub input: Json,
}

/// See [`crate::Event::CheckAnswered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckAnswered {
    /// The call.
    pub call: CallId,
    /// Name of the check.
    pub check: String,
    /// How it came out.
    pub outcome: Outcome,
    /// What it cost.
    #[serde(with = "credits::micros")]
    pub credits: Credits,
    /// From the question to the answer.
    pub latency_ms: u64,
    /// The interrupted run that paid for this answer already; absent: it was asked for here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<RunId>,
    /// Where it was had before, if nobody was asked for it; absent: it was asked for here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recent: Option<Recent>,
    /// Personal data.
    #[serde(skip)]
    pub private: Private<CheckOutput>,
}

/// Where an answer is from that was had before: a paid one of the same organisation to the same question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RecentAnswer")]
pub struct Recent {
    /// The run that asked for it.
    #[serde(rename = "run_id")]
    pub run: RunId,
    /// The call that it answered there.
    #[serde(rename = "call_id")]
    pub call: CallId,
    /// When it was answered.
    pub answered_at: Time,
}

/// How a call came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Outcome {
    /// Answered.
    Success,
    /// The provider holds no such record.
    NotFound,
    /// Not answered, for this reason. Never billed.
    Failed {
        /// Stable word.
        code: String,
        /// Whether the same call may succeed later.
        retryable: bool,
    },
}

impl Outcome {
    /// As `tool_calls[].status` shows it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Outcome::Success => "success",
            Outcome::NotFound => "not_found",
            Outcome::Failed { .. } => "failed",
        }
    }
}

/// The private part of [`CheckAnswered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckOutput {
    /// The check's answer; `{}` where it failed.
    pub output: Json,
    /// Where it failed: one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// See [`crate::Event::Narrated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Narrated {
    /// Personal data.
    #[serde(skip)]
    pub private: Private<Text>,
}

/// See [`crate::Event::AnswerDelta`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerDelta {
    /// Personal data.
    #[serde(skip)]
    pub private: Private<Text>,
}

/// The private part of [`Narrated`] and [`AnswerDelta`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// The words.
    pub text: String,
}

/// See [`crate::Event::Reported`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reported {
    /// Personal data.
    #[serde(skip)]
    pub private: Private<Report>,
}

/// The private part of [`Reported`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// A JSON object.
    pub report: Json,
}

/// See [`crate::Event::CancelAsked`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CancelAsked {
    /// The key that asked.
    pub by: KeyId,
}

/// See [`crate::Event::Ended`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// A terminal status.
    pub status: Status,
    /// Finer than the status, where it helps: `declined`, `approval_timeout`, `missing_input`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What went wrong, for `failed` and `interrupted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Problem>,
    /// The whole debit. Equal to the sum of all charges, or the history is refused.
    #[serde(with = "credits::micros")]
    pub credits_used: Credits,
}

/// Why a run ended badly. Holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RunError")]
pub struct Problem {
    /// Stable word.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// Whether a new run may succeed.
    pub retryable: bool,
}
