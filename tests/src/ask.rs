//! One call of a built-in check: the real component in the real sandbox, and in place of the network the simulator or whoever is given.

use crate::shelf::shelf;
use egress::{Outbound, Request, Response};
use journal::{CallId, Json, Time};
use sandbox::{Answer, Call, Grants};
use serde_json::Value;
use simulator::Simulator;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Longer than the simulator ever takes, but where it plays a provider that does not answer.
const DEADLINE: Duration = Duration::from_millis(500);

/// Calls a check in June 2025.
pub async fn ask(check: &str, input: Value, grants: &Grants, out: &dyn Outbound) -> Answer {
    let id = CallId::new(Time::from_micros(0), &[1; 10]);
    let call = Call { id, check: check.into(), input: Json::of(&input).unwrap(), asked_at: Time::from_micros(1_750_000_000_000_000) };
    shelf().component(check).perform(&call, grants, out).await
}

/// Calls a check as a test run does.
pub async fn simulated(check: &str, input: Value) -> Answer {
    ask(check, input, &shelf().grants(DEADLINE), &Simulator::default()).await
}

/// The answer of a call that must succeed.
pub fn success(answer: Answer) -> Value {
    match answer {
        Answer::Success(output) => output.value(),
        other => panic!("{other:?}"),
    }
}

/// The answer of a call whose record there must not be.
pub fn not_found(answer: Answer) -> Value {
    match answer {
        Answer::NotFound(output) => output.value(),
        other => panic!("{other:?}"),
    }
}

/// How a call failed that must fail.
pub fn failure(answer: Answer) -> (String, bool) {
    match answer {
        Answer::Failed { code, retryable, .. } => (code, retryable),
        other => panic!("{other:?}"),
    }
}

/// No network: counts what would have gone out.
#[derive(Default)]
pub struct Counted(AtomicUsize);

impl Counted {
    /// How many requests there were.
    pub fn requests(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[async_trait::async_trait]
impl Outbound for Counted {
    async fn send(&self, _request: Request) -> Result<Response, egress::Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Err(egress::Error::Connection("no network".into()))
    }
}
