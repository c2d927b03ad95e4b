//! What the host hands in and answers, in this crate's own words.

use serde_json::Value;

/// What a run was started with.
pub struct Order {
    /// The client's request in plain language.
    pub message: String,
    /// The procedure to carry out, as JSON.
    pub procedure: String,
    /// The checks that this run may call.
    pub checks: Vec<CheckInfo>,
    /// What was asked earlier in the same conversation, oldest first.
    pub earlier: Vec<String>,
}

/// A check that may be called.
pub struct CheckInfo {
    /// As steps name it.
    pub name: String,
    /// JSON Schema of its input.
    pub input_schema: String,
}

/// A call to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The check.
    pub check: String,
    /// A JSON object.
    pub input: Value,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// `call_…`.
    pub id: String,
    /// How it came out.
    pub outcome: Outcome,
    /// Where it was taken from, if it is an answer that was had before.
    pub recent: Option<Recent>,
}

/// The member of an answer by which the host says that it was had before. No check's answer has it: no condition could name it.
pub const RECENT_MEMBER: &str = "@recent";

/// An answer that was had before.
#[derive(Clone, Debug, PartialEq)]
pub struct Recent {
    /// Its age in whole days.
    pub days: u64,
    /// As the host told it: the run it is from, when it was answered, and its age.
    pub told: Value,
}

/// The code of a call of which nobody knows what it would have been answered: the run is carried out again over old answers, and there is
/// none to this question. No check can fail with it, since it is no word.
pub const NOT_RECORDED: &str = "not-recorded";

impl Answer {
    /// Whether nobody knows what the answer would have been.
    pub fn is_open(&self) -> bool {
        matches!(&self.outcome, Outcome::Failed { code, .. } if code == NOT_RECORDED)
    }
}

impl Recent {
    /// Takes the host's word out of an answer.
    pub fn take(answer: &mut Value) -> Option<Recent> {
        let told = answer.as_object_mut()?.remove(RECENT_MEMBER)?;
        Some(Recent { days: told["days"].as_u64()?, told })
    }

    /// "(an answer of 12 days ago)".
    pub fn words(&self) -> String {
        match self.days {
            0 => "(an answer of today)".into(),
            1 => "(an answer of 1 day ago)".into(),
            days => format!("(an answer of {days} days ago)"),
        }
    }
}

/// How a call came out.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The check's answer.
    Success(Value),
    /// The provider holds no such record.
    NotFound(Value),
    /// No answer.
    Failed {
        /// Stable word.
        code: String,
        /// One sentence.
        message: String,
        /// Whether the same call may succeed later.
        retryable: bool,
    },
}

/// What the agent means to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// One sentence.
    pub summary: String,
    /// What is to be found out, in order.
    pub tasks: Vec<Task>,
}

/// One task of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// One sentence.
    pub goal: String,
    /// The checks it calls, one entry for each call.
    pub checks: Vec<String>,
}

/// How a run ended when nothing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// It did what was asked.
    Complete,
    /// The request lacks an identifier; the answer says which.
    MissingInput,
}

/// Everything the agent may ask or say.
pub trait Host {
    /// Calls checks side by side, at least one and at most [`CALLS_TOGETHER_MAX`]; answers come in the order asked.
    fn call_all(&mut self, calls: Vec<Call>) -> Vec<Answer>;
    /// Returns once the plan is approved.
    fn propose_plan(&mut self, plan: Plan);
    /// Adds a line to the timeline.
    fn narrate(&mut self, text: &str);
    /// Appends to the answer.
    fn say(&mut self, text: &str);
    /// Sets the report, a JSON object as text.
    fn report(&mut self, report: &str);
}

/// Calls that may be asked together.
pub const CALLS_TOGETHER_MAX: usize = 64;
