//! A host for tests: it answers requests one after another, the last answer again and again, and remembers what was asked.

use enrich_sdk::http::{HttpError, Request, Response};
use enrich_sdk::{Answer, Call, Check, Failure, Host, Level, perform};
use serde_json::Value;
use std::cell::RefCell;

/// A host with answers in store.
pub(crate) struct StandIn {
    answers: Vec<Result<Response, HttpError>>,
    pub(crate) asked: RefCell<Vec<Request>>,
}

impl StandIn {
    pub(crate) fn status(status: u16, body: &Value) -> Self {
        StandIn::with(vec![Ok(response(status, body))])
    }

    /// Several answers with JSON bodies, in their order.
    pub(crate) fn in_turn(answers: &[(u16, Value)]) -> Self {
        StandIn::with(answers.iter().map(|(status, body)| Ok(response(*status, body))).collect())
    }

    pub(crate) fn bytes(status: u16, body: &[u8]) -> Self {
        StandIn::with(vec![Ok(Response { status, headers: Vec::new(), body: body.to_vec() })])
    }

    pub(crate) fn error(error: HttpError) -> Self {
        StandIn::with(vec![Err(error)])
    }

    /// Nobody may be asked.
    pub(crate) fn offline() -> Self {
        StandIn::error(HttpError::Refused("offline".into()))
    }

    fn with(answers: Vec<Result<Response, HttpError>>) -> Self {
        StandIn { answers, asked: RefCell::default() }
    }

    /// Performs a call and reads its answer.
    pub(crate) fn perform<C: Check>(&self, input: Value) -> Result<Answer<Value>, Failure> {
        let read = |text: String| serde_json::from_str(&text).unwrap();
        Ok(match perform::<C>(&Call::new("call_1", self), &input.to_string())? {
            Answer::Success(output) => Answer::Success(read(output)),
            Answer::NotFound(output) => Answer::NotFound(read(output)),
        })
    }

    /// Performs a call that must succeed.
    pub(crate) fn success<C: Check>(&self, input: Value) -> Value {
        match self.perform::<C>(input) {
            Ok(Answer::Success(output)) => output,
            other => panic!("{other:?}"),
        }
    }

    /// Performs a call whose record there must not be.
    pub(crate) fn not_found<C: Check>(&self, input: Value) -> Value {
        match self.perform::<C>(input) {
            Ok(Answer::NotFound(output)) => output,
            other => panic!("{other:?}"),
        }
    }

    /// Performs a call that must fail, and tells how.
    pub(crate) fn failure<C: Check>(&self, input: Value) -> (&'static str, bool) {
        let failure = self.perform::<C>(input).unwrap_err();
        (failure.code, failure.retryable)
    }

    /// The body of a request, as JSON.
    pub(crate) fn body(&self, index: usize) -> Value {
        serde_json::from_slice(self.asked.borrow()[index].body.as_deref().unwrap_or_default()).unwrap_or_default()
    }
}

fn response(status: u16, body: &Value) -> Response {
    Response { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

impl Host for StandIn {
    fn fetch(&self, request: &Request) -> Result<Response, HttpError> {
        let index = self.asked.borrow().len();
        self.asked.borrow_mut().push(request.clone());
        self.answers.get(index).or(self.answers.last()).cloned().unwrap_or(Err(HttpError::Timeout))
    }

    /// In June 2025.
    fn now(&self) -> u64 {
        1_750_000_000_000_000
    }

    fn log(&self, _level: Level, _line: &str) {}
}
