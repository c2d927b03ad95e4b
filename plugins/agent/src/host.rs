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
    fn call_all(&mut self, calls: &[Call]) -> Vec<Answer>;
    /// Returns once the plan is approved.
    fn propose_plan(&mut self, plan: Plan);
    /// Adds a line to the timeline.
    fn narrate(&mut self, text: &str);
    /// Appends to the answer.
    fn say(&mut self, text: &str);
    /// Sets the report, a JSON object.
    fn report(&mut self, report: &Value);
}

/// Calls that may be asked together.
pub const CALLS_TOGETHER_MAX: usize = 64;
