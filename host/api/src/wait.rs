//! How long a client is willing to wait for something new: `?wait=`.

use crate::problem::Problem;
use std::time::Duration;

/// The longest wait; a longer one is cut to it.
pub const WAIT_SECONDS_MAX: u64 = 50;

pub(crate) const RULE: &str = "must be a number of seconds, not negative";

/// The wait that was asked for; none where none was.
pub(crate) fn of(given: Option<&str>) -> Result<Duration, Problem> {
    let Some(given) = given else { return Ok(Duration::ZERO) };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // A client that computes what is left to wait may write it `9.5e-06`.
    let (mantissa, exponent) = given.split_once(['e', 'E']).unwrap_or((given, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    if !digits(whole) || !digits(fraction) || !digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)) {
        return Err(Problem::invalid("wait", RULE));
    }
    let longest = Duration::from_secs(WAIT_SECONDS_MAX);
    // Digits beyond what a number can hold are beyond the longest wait too.
    let seconds = given.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    Ok(seconds.unwrap_or(longest).min(longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_a_number_of_seconds_and_never_over_fifty() {
        for (given, millis) in [
            (None, 0),
            (Some("0"), 0),
            (Some("1.5"), 1_500),
            (Some("007"), 7_000),
            (Some("50"), 50_000),
            (Some("1.5e1"), 15_000),
            (Some("2E+0"), 2_000),
            (Some("5.3e-223"), 0),
            (Some("1e999"), 50_000),
            (Some("51"), 50_000),
            (Some("99999999999999999999999999"), 50_000),
        ] {
            assert_eq!(of(given).unwrap(), Duration::from_millis(millis), "{given:?}");
        }
        let long = "9".repeat(400);
        assert_eq!(of(Some(&long)).unwrap(), Duration::from_secs(WAIT_SECONDS_MAX), "past every number");
        for given in ["", "-1", "-0", "+1", "ten", "1e", "e3", "1e3.0", "1e+-3", "inf", "NaN", "1.", ".5", "1,5", " 1", "1.2.3", "٣"] {
            assert!(of(Some(given)).is_err(), "{given}");
        }
    }
}
