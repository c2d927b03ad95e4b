//! `POST /v1/test/clock/advance`: lets time pass for an organisation's test runs, so that a client can try its timeouts.

use crate::Api;
use crate::authenticate::Caller;
use crate::body::{self, Rule, Whole};
use crate::problem::Problem;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use journal::Mode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The longest step: a year.
pub const ADVANCE_SECONDS_MAX: u64 = 31_536_000;

/// How far to put the clock forward.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AdvanceClock {
    /// 1 to 31,536,000 seconds. Required.
    #[schemars(with = "u64", range(min = 1, max = 31_536_000))]
    pub seconds: Option<Whole>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Advanced {
    /// Timers of test runs that now ring earlier.
    pub timers: u64,
    /// Deliveries to test endpoints that are now due earlier.
    pub deliveries: u64,
}

const SECONDS: Rule = ("seconds", "must be a whole number of 1 to 31,536,000");

const _: () = assert!(ADVANCE_SECONDS_MAX == 31_536_000);

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Advanced>, Problem> {
    let wanted: AdvanceClock = body::read(&headers, body, &[SECONDS]).await?;
    if caller.mode != Mode::Test {
        return Err(Problem::invalid("Authorization", "must be a test key: only test runs have a clock of their own"));
    }
    let seconds = wanted.seconds.map(|Whole(seconds)| seconds).filter(|seconds| (1..=ADVANCE_SECONDS_MAX).contains(seconds));
    let seconds = seconds.ok_or_else(|| Problem::invalid(SECONDS.0, SECONDS.1))?;
    let (timers, deliveries) = api.house.store.of(caller.org).advance_test(Duration::from_secs(seconds)).await?;
    Ok(Json(Advanced { timers, deliveries }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_may_be_written_as_a_fraction_of_nothing() {
        let read = |text: &str| serde_json::from_str::<AdvanceClock>(&format!("{{\"seconds\": {text}}}")).ok();
        let seconds = |text: &str| read(text).and_then(|read| read.seconds).map(|Whole(seconds)| seconds);
        for (text, whole) in [("60", 60), ("60.0", 60), ("6e1", 60), ("1e3", 1_000), ("0", 0)] {
            assert_eq!(seconds(text), Some(whole), "{text}");
        }
        for text in ["60.5", "-60", "-1.0", "1e300", "\"60\"", "null"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
