//! When a failed delivery is tried again. Time and chance are arguments.

use journal::Time;
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
/// Seconds from the end of each failed attempt to the next: the second attempt is 30 s after the first.
const PAUSES: [u64; 7] = [30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR];
/// Attempts at one delivery.
pub const ATTEMPTS_MAX: u32 = 8;
/// The longest that a receiver can ask to be left alone.
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * HOUR);
/// Pauses vary by a tenth either way: what failed together does not come back together.
const VARIATION_PERMILLE: u64 = 100;

const _: () = assert!(PAUSES.len() + 1 == ATTEMPTS_MAX as usize);

/// When the attempt after number `attempt` (the first is 1) is due, if that one failed at `failed_at`. `None`: it was the last.
///
/// `random` is any number, every one as likely as every other. A receiver's `retry_after` makes the pause longer, never shorter.
pub fn next(attempt: u32, failed_at: Time, retry_after: Option<Duration>, random: u64) -> Option<Time> {
    let pause = *PAUSES.get(usize::try_from(attempt.checked_sub(1)?).ok()?)?;
    let permille = 1000 - VARIATION_PERMILLE + random % (2 * VARIATION_PERMILLE + 1);
    let pause = Duration::from_millis(pause * permille);
    let asked = retry_after.unwrap_or_default().min(RETRY_AFTER_MAX);
    Some(failed_at.plus(pause.max(asked)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: Time = Time::from_micros(1_718_280_000_000_001);

    fn pause(attempt: u32, retry_after: Option<u64>, random: u64) -> Option<u128> {
        next(attempt, FAILED, retry_after.map(Duration::from_secs), random).map(|due| due.since(FAILED).as_millis())
    }

    #[test]
    fn seven_pauses_grow_from_half_a_minute_to_six_hours_and_then_there_is_none() {
        let pauses: Vec<_> = (1..=8).map(|attempt| pause(attempt, None, 100)).collect();
        let expected = [30_000, 120_000, 600_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000];
        assert_eq!(pauses, expected.into_iter().map(Some).chain([None]).collect::<Vec<_>>());
        assert_eq!((pause(0, None, 100), pause(9, None, 100), pause(u32::MAX, Some(1), 0)), (None, None, None));
    }

    #[test]
    fn a_pause_varies_by_a_tenth_and_no_more() {
        assert_eq!((pause(1, None, 0), pause(1, None, 200), pause(1, None, 201)), (Some(27_000), Some(33_000), Some(27_000)));
        for random in (0..1000).chain([u64::MAX]) {
            assert!((19_440_000..=23_760_000).contains(&pause(7, None, random).unwrap()), "{random}");
        }
    }

    #[test]
    fn a_receiver_can_ask_for_a_longer_pause_of_a_day_at_most_but_not_for_a_ninth_attempt() {
        assert_eq!(pause(1, Some(0), 100), Some(30_000));
        assert_eq!(pause(1, Some(5), 100), Some(30_000));
        assert_eq!(pause(1, Some(3600), 0), Some(3_600_000), "variation takes nothing away from what was asked for");
        assert_eq!(pause(1, Some(u64::MAX), 0), Some(86_400_000));
        assert_eq!(pause(8, Some(60), 0), None);
    }
}
