//! Times as providers write them (RFC 3339), as far as ages are counted.

/// Microseconds of a day.
const MICROS: u64 = 86_400_000_000;

/// Days from 1970-01-01 to the day that a time begins with. `None`: it begins with no day since then.
fn days(time: &str) -> Option<u64> {
    let (year, rest) = time.get(..10)?.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years are counted from March, so that the leap day is a year's last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

/// The day that a time begins with, and how many days ago that was at `now`, in microseconds since 1970.
pub(crate) fn day_and_age(time: &str, now: u64) -> Option<(String, u64)> {
    Some((time.get(..10)?.to_owned(), (now / MICROS).saturating_sub(days(time)?)))
}

/// The day that a time begins with.
pub(crate) fn day(time: &str) -> Option<String> {
    days(time).and(time.get(..10)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_counted_in_days() {
        for (time, count) in [
            ("1970-01-01", Some(0)),
            ("1970-03-01T00:00:00Z", Some(59)),
            ("2000-02-29T12:00:00.000Z", Some(11_016)),
            ("2000-03-01", Some(11_017)),
            ("2025-06-15T14:00:00+04:00", Some(20_254)),
            ("1969-12-31", None),
            ("20250615T000000Z", None),
            ("2025-13-01", None),
            ("2025-6-15", None),
            ("", None),
            ("é025-06-15", None),
        ] {
            assert_eq!(days(time), count, "{time}");
        }
        assert_eq!(day_and_age("2025-06-05T23:59:59Z", 20_254 * MICROS), Some(("2025-06-05".into(), 10)));
        assert_eq!(day_and_age("2025-07-01", 20_254 * MICROS), Some(("2025-07-01".into(), 0)));
        assert_eq!((day("2025-06-15T14:00:00Z").as_deref(), day("soon, or so")), (Some("2025-06-15"), None));
    }
}
