//! How much a key may ask, and what every answer says about it.
//!
//! Creations are counted by the store, in the creating transaction. Everything else is counted here, by each process for itself,
//! in windows that begin with their first request.

use crate::problem::{Limit, Problem};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use journal::{KeyId, Time};
use run::Caller;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use store::{WINDOW, Window};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// Keys whose window is remembered.
const KEYS_MAX: usize = 65_536;

/// The windows of all keys that asked of late.
#[derive(Debug, Default)]
pub(crate) struct Reads(Mutex<HashMap<KeyId, (Time, u32)>>);

/// What is left of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    policy: &'static str,
    most: u32,
    left: u32,
    resets_in: Duration,
}

impl Reads {
    /// Counts one request, or refuses it.
    pub(crate) fn take(&self, caller: &Caller, now: Time) -> Result<Left, (Problem, Left)> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= KEYS_MAX {
            windows.retain(|_, (began, _)| now < began.plus(WINDOW));
        }
        let (began, count) = windows.entry(caller.key).or_insert((now, 0));
        if now >= began.plus(WINDOW) {
            (*began, *count) = (now, 0);
        }
        let most = caller.reads_per_minute;
        let resets_in = began.plus(WINDOW).since(now);
        let left = |left| Left { policy: "reads", most, left, resets_in };
        if *count >= most {
            return Err((Problem::RateLimited(Limit::ReadsPerMinute(seconds(resets_in))), left(0)));
        }
        *count += 1;
        Ok(left(most - *count))
    }
}

impl Left {
    /// What is left of a key's creations.
    pub(crate) fn of(window: &Window, now: Time) -> Left {
        // The window may have begun after the request arrived.
        let resets_in = window.resets_in(now).min(WINDOW);
        Left { policy: "creations", most: window.max, left: window.left(now), resets_in }
    }

    /// Tells the client, in the structured fields of the IETF's draft.
    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        let Left { policy, most, left, resets_in } = self;
        let window = WINDOW.as_secs();
        if let Ok(value) = HeaderValue::try_from(format!("\"{policy}\";q={most};w={window}")) {
            headers.insert(RATE_LIMIT_POLICY, value);
        }
        if let Ok(value) = HeaderValue::try_from(format!("\"{policy}\";r={left};t={}", seconds(*resets_in))) {
            headers.insert(RATE_LIMIT, value);
        }
    }
}

/// Whole seconds, never too few.
fn seconds(time: Duration) -> u64 {
    time.as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{Mode, OrgId};
    use store::Scopes;

    fn caller(key: u8) -> Caller {
        let at = Time::from_micros(0);
        let (org, key) = (OrgId::new(at, &[1; 10]), KeyId::new(at, &[key; 10]));
        Caller { org, key, mode: Mode::Test, auto_approve: false, reads_per_minute: 2, scopes: Scopes::EVERYTHING }
    }

    #[test]
    fn a_key_may_ask_so_often_and_no_more() {
        let (reads, at) = (Reads::default(), |millis: i64| Time::from_micros(millis * 1_000));
        assert_eq!(reads.take(&caller(1), at(0)).unwrap().left, 1);
        assert_eq!(reads.take(&caller(1), at(100)).unwrap().left, 0);
        let (problem, left) = reads.take(&caller(1), at(58_500)).unwrap_err();
        assert!(matches!(problem, Problem::RateLimited(Limit::ReadsPerMinute(2))), "{problem}");
        assert_eq!(left.left, 0);
        assert!(reads.take(&caller(2), at(58_500)).is_ok(), "another key has a window of its own");
        assert_eq!(reads.take(&caller(1), at(60_000)).unwrap().left, 1, "a new window");
        let mut headers = HeaderMap::new();
        left.tell(&mut headers);
        assert_eq!(headers["ratelimit"], "\"reads\";r=0;t=2");
        assert_eq!(headers["ratelimit-policy"], "\"reads\";q=2;w=60");
    }
}
