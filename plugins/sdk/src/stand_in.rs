//! A host for the tests of checks: it answers as it was told and remembers what it was asked.

use crate::check::{Answer, Check, Failure, perform};
use crate::field::{plain, staying};
use crate::host::{Call, Host, Level};
use crate::http::{HttpError, Request, Response};
use serde_json::Value;
use std::cell::RefCell;

/// A host whose providers give these answers in turn, the last again and again.
pub struct StandIn {
    answers: Vec<Result<Response, HttpError>>,
    /// All requests so far.
    pub asked: RefCell<Vec<Request>>,
    /// All log lines so far.
    pub logged: RefCell<Vec<String>>,
}

impl StandIn {
    /// Providers that always answer with this status and JSON.
    pub fn status(status: u16, body: &Value) -> Self {
        StandIn::bytes(status, body.to_string().into_bytes())
    }

    /// Providers that always answer with this status and body.
    pub fn bytes(status: u16, body: Vec<u8>) -> Self {
        StandIn::answering(vec![Ok(Response { status, headers: Vec::new(), body })])
    }

    /// Providers that never answer.
    pub fn error(error: HttpError) -> Self {
        StandIn::answering(vec![Err(error)])
    }

    /// Providers that answer with these statuses and JSON, one after another.
    pub fn in_turn(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        let answer = |(status, body): (u16, Value)| Ok(Response { status, headers: Vec::new(), body: body.to_string().into_bytes() });
        StandIn::answering(answers.into_iter().map(answer).collect())
    }

    /// Providers that give these answers, one after another.
    pub fn answering(answers: Vec<Result<Response, HttpError>>) -> Self {
        StandIn { answers, asked: RefCell::default(), logged: RefCell::default() }
    }

    /// Performs a call and reads its answer.
    ///
    /// # Panics
    ///
    /// If a request holds what the check says [stays here](crate::Field::stays_here).
    pub fn perform<C: Check>(&self, input: Value) -> Result<Answer<Value>, Failure> {
        let read = |text: String| serde_json::from_str(&text).unwrap_or(Value::Null);
        let answer = perform::<C>(&Call::new("call_1", self), &input.to_string());
        let sent = self.asked.borrow().iter().map(|request| plain(&whole(request))).collect::<Vec<_>>();
        for text in staying(C::ABOUT.input, &input) {
            assert!(!sent.iter().any(|request| request.contains(&text)), "what stays here was sent: {text}");
        }
        Ok(match answer? {
            Answer::Success(output) => Answer::Success(read(output)),
            Answer::NotFound(output) => Answer::NotFound(read(output)),
        })
    }

    /// Performs a call that must fail, and tells how: code, and whether it may be tried again.
    ///
    /// # Panics
    ///
    /// If the call is answered.
    pub fn failure<C: Check>(&self, input: Value) -> (&'static str, bool) {
        match self.perform::<C>(input) {
            Err(failure) => (failure.code, failure.retryable),
            Ok(answer) => panic!("answered: {answer:?}"),
        }
    }
}

/// All that a request tells.
fn whole(request: &Request) -> String {
    let body = request.body.as_deref().map(String::from_utf8_lossy);
    // What is escaped in a path is a sign, which a comparison leaves out.
    let mut parts = request.path.split('%');
    let path = parts.next().into_iter().chain(parts.map(|part| part.get(2..).unwrap_or_default())).collect::<String>();
    format!("{path} {:?} {}", request.headers, body.unwrap_or_default())
}

impl Host for StandIn {
    fn fetch(&self, request: &Request) -> Result<Response, HttpError> {
        let turn = self.asked.borrow().len().min(self.answers.len().saturating_sub(1));
        self.asked.borrow_mut().push(request.clone());
        self.answers.get(turn).cloned().unwrap_or(Err(HttpError::Timeout))
    }

    /// In June 2025.
    fn now(&self) -> u64 {
        1_750_000_000_000_000
    }

    fn log(&self, _level: Level, line: &str) {
        self.logged.borrow_mut().push(line.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{About, Provider, text};
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    const REGISTER: Provider = Provider { name: "register", base_url: "https://api.register.example", secrets: &[] };

    #[derive(Deserialize)]
    struct Input {
        sent: String,
        #[allow(dead_code, reason = "it is only compared")]
        phone: Option<String>,
        #[allow(dead_code, reason = "it is only compared")]
        born: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    struct Output {}

    /// Sends what it is told to.
    struct Telling;

    impl Check for Telling {
        const ABOUT: About = About {
            name: "telling",
            summary: "Tells.",
            input: &[text("sent", "What is sent").required(), text("phone", "Kept").stays_here(), text("born", "Kept").stays_here()],
            output: &[],
            providers: &[REGISTER.name],
            price: "0",
            bills_not_found: false,
            repeatable: true,
        };
        type Input = Input;
        type Output = Output;

        fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
            REGISTER.get(format!("/{}", input.sent)).send(call)?;
            Ok(Answer::Success(Output {}))
        }
    }

    fn told(sent: &str) -> bool {
        let input = json!({ "sent": sent, "phone": "+91 98123 45610", "born": "1990-05-17" });
        let host = StandIn::status(200, &json!({}));
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| host.perform::<Telling>(input).unwrap())).is_err()
    }

    #[test]
    fn what_stays_here_is_noticed_in_a_request_however_it_is_written() {
        for sent in ["+919812345610", "98123-45610", "9812345610", "1990-05-17", "17.05.1990", "05%2F17%2F1990"] {
            assert!(told(sent), "{sent}");
        }
        assert!(!told("ABCPE1234F"));
    }
}
