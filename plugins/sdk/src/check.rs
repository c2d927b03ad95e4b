//! A check: its input, its answer, and why there may be none.

use crate::about::About;
use crate::field;
use crate::host::Call;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What the host says where it refuses every request because nobody may be asked, and the code of a failure because of that.
pub const OFFLINE: &str = "offline";

/// One check. A type without values: each call runs in a sandbox of its own, so there is no state to hold.
pub trait Check {
    /// What it says about itself.
    const ABOUT: About;
    /// The input, after `ABOUT.input`.
    type Input: DeserializeOwned;
    /// The answer: an object after `ABOUT.output`. When nothing was found, as much of it as is known.
    type Output: Serialize;

    /// Answers one call.
    fn perform(call: &Call, input: Self::Input) -> Result<Answer<Self::Output>, Failure>;

    /// What the input says by itself, where nobody may be asked: the answer without anything that a provider would add. A check
    /// that asks nobody needs none, nor does one whose input says nothing by itself.
    fn offline(_call: &Call, _input: Self::Input) -> Result<Self::Output, Failure> {
        Err(Failure::new(OFFLINE, "This check says nothing without its provider."))
    }
}

/// A call that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// What was asked.
    Success(T),
    /// The provider holds no such record: what was looked for, and whatever is known offline.
    NotFound(T),
}

/// A call that was not answered. Never billed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Stable, `[a-z][a-z0-9_]{0,63}`.
    pub code: &'static str,
    /// One sentence for a person, without personal data and without secrets.
    pub message: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
}

impl Failure {
    /// A failure that will not go away by itself.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Failure { code, message: message.into(), retryable: false }
    }

    /// The input cannot be what its members are named after.
    pub fn invalid_input(message: impl Into<String>) -> Self {
        Failure::new("invalid_input", message)
    }

    /// The provider's answer is not what its documentation promises.
    pub fn malformed(message: impl Into<String>) -> Self {
        Failure::new("provider_malformed", message)
    }

    /// The same, but the same call may succeed later.
    #[must_use]
    pub fn retryable(self) -> Self {
        Failure { retryable: true, ..self }
    }
}

/// Performs a call whose input is JSON text, and writes its answer as JSON text.
pub fn perform<C: Check>(call: &Call, input: &str) -> Result<Answer<String>, Failure> {
    let text = |output: &C::Output| {
        serde_json::to_string(output).map_err(|_| Failure::new("internal", "The check's answer could not be written as JSON."))
    };
    match C::perform(call, read::<C>(input)?) {
        Ok(Answer::Success(output)) => text(&output).map(Answer::Success),
        Ok(Answer::NotFound(output)) => text(&output).map(Answer::NotFound),
        // Nobody was asked, so no record was found.
        Err(failure) if failure.code == OFFLINE => text(&C::offline(call, read::<C>(input)?)?).map(Answer::NotFound),
        Err(failure) => Err(failure),
    }
}

fn read<C: Check>(input: &str) -> Result<C::Input, Failure> {
    let input: Value = serde_json::from_str(input).map_err(|_| Failure::invalid_input("The input is no JSON."))?;
    let members = input.as_object().ok_or_else(|| Failure::invalid_input("The input is no JSON object."))?;
    field::check(C::ABOUT.input, members)?;
    // What serde says may quote the input, which is personal.
    serde_json::from_value(input).map_err(|_| Failure::invalid_input("The input does not fit the check's schema."))
}
