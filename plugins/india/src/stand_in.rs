//! A host for tests: it answers requests as it was told to and remembers them.

use enrich_sdk::http::{HttpError, Request, Response};
use enrich_sdk::{Answer, Call, Check, Failure, Host, Level, perform};
use serde_json::Value;
use std::cell::RefCell;

/// A host whose only provider answers in turn, and the last for ever.
pub(crate) struct StandIn {
    answers: Vec<Result<Response, HttpError>>,
    pub(crate) asked: RefCell<Vec<Request>>,
    pub(crate) logged: RefCell<Vec<String>>,
}

impl StandIn {
    pub(crate) fn status(status: u16, body: &Value) -> Self {
        StandIn::bytes(status, body.to_string().into_bytes())
    }

    pub(crate) fn bytes(status: u16, body: Vec<u8>) -> Self {
        StandIn::with(vec![Ok(Response { status, headers: Vec::new(), body })])
    }

    pub(crate) fn in_turn(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        let answer = |(status, body): (u16, Value)| Ok(Response { status, headers: Vec::new(), body: body.to_string().into_bytes() });
        StandIn::with(answers.into_iter().map(answer).collect())
    }

    pub(crate) fn error(error: HttpError) -> Self {
        StandIn::with(vec![Err(error)])
    }

    fn with(answers: Vec<Result<Response, HttpError>>) -> Self {
        StandIn { answers, asked: RefCell::default(), logged: RefCell::default() }
    }

    /// Performs a call and reads its answer.
    pub(crate) fn perform<C: Check>(&self, input: Value) -> Result<Answer<Value>, Failure> {
        let read = |text: String| serde_json::from_str(&text).unwrap();
        Ok(match perform::<C>(&Call::new("call_1", self), &input.to_string())? {
            Answer::Success(output) => Answer::Success(read(output)),
            Answer::NotFound(output) => Answer::NotFound(read(output)),
        })
    }

    /// Performs a call that must fail, and tells how.
    pub(crate) fn failure<C: Check>(&self, input: Value) -> (&'static str, bool) {
        let failure = self.perform::<C>(input).unwrap_err();
        (failure.code, failure.retryable)
    }
}

impl Host for StandIn {
    fn fetch(&self, request: &Request) -> Result<Response, HttpError> {
        let place = self.asked.borrow().len().min(self.answers.len() - 1);
        self.asked.borrow_mut().push(request.clone());
        self.answers[place].clone()
    }

    /// In June 2025.
    fn now(&self) -> u64 {
        1_750_000_000_000_000
    }

    fn log(&self, _level: Level, line: &str) {
        self.logged.borrow_mut().push(line.into());
    }
}
