//! Days of the calendar, as requests and records write them.

/// A day. Ordered as time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Microseconds of a day.
const DAY_MICROS: u64 = 86_400_000_000;
/// 0000-03-01 is so many days before 1970-01-01. Years are counted from March, so that a leap day is a year's last.
const EPOCH_DAYS: u64 = 719_468;
/// Days of 400 years, after which the calendar repeats itself.
const ERA_DAYS: u64 = 146_097;

impl Date {
    /// Reads `1990-05-17`, `17/05/1990`, `17-05-1990` and `17.05.1990`.
    pub(crate) fn parse(text: &str) -> Option<Date> {
        let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
        let [first, month, last] = parts[..] else { return None };
        let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
        let number = |text: &str, digits: usize| {
            let fits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| text.parse::<u16>().ok()).flatten()
        };
        let (year, month, day) = (number(year, 4)?, u8::try_from(number(month, 2)?).ok()?, u8::try_from(number(day, 2)?).ok()?);
        let whole = (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
        whole.then_some(Date { year, month, day })
    }

    /// The day of a moment, in microseconds since 1970-01-01T00:00:00Z, in Greenwich.
    pub(crate) fn of_micros(micros: u64) -> Date {
        let days = micros / DAY_MICROS + EPOCH_DAYS;
        let (era, of_era) = (days / ERA_DAYS, days % ERA_DAYS);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        let small = |number: u64| u8::try_from(number).unwrap_or(u8::MAX);
        Date { year: u16::try_from(year).unwrap_or(u16::MAX), month: small(month), day: small(day) }
    }

    /// The year.
    pub(crate) fn year(self) -> u16 {
        self.year
    }

    /// Whole years from this day to another; `None` where that one comes first.
    pub(crate) fn years_until(self, other: Date) -> Option<u16> {
        let before_birthday = (other.month, other.day) < (self.month, self.day);
        other.year.checked_sub(self.year)?.checked_sub(u16::from(before_birthday))
    }

    /// `1990-05-17`.
    pub(crate) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A record's day as `1990-05-17`; as the record has it where it is none.
pub(crate) fn iso(text: String) -> String {
    Date::parse(&text).map_or(text, Date::iso)
}

fn days(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        for text in ["1990-05-17", "17/05/1990", " 17-05-1990 ", "17.05.1990"] {
            assert_eq!(Date::parse(text).unwrap().iso(), "1990-05-17");
        }
        for text in
            ["", "1990", "1990-13-01", "1990-02-29", "2100-02-29", "31/04/2000", "5/17/1990", "00-01-1990", "1990-05-17T00", "१९९०-05-17"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2000-02-29").is_some() && Date::parse("29/02/2024").is_some());
    }

    #[test]
    fn moments_fall_on_their_days() {
        for (seconds, day) in [(0, "1970-01-01"), (951_782_400, "2000-02-29"), (951_868_799, "2000-02-29"), (951_868_800, "2000-03-01")] {
            assert_eq!(Date::of_micros(seconds * 1_000_000).iso(), day);
        }
        assert_eq!(Date::of_micros(1_750_000_000_000_000).iso(), "2025-06-15");
        assert_eq!(Date::of_micros(u64::MAX).year(), u16::MAX);
    }

    #[test]
    fn years_are_whole() {
        let born = Date::parse("1990-05-17").unwrap();
        let years = |day: &str| born.years_until(Date::parse(day).unwrap());
        assert_eq!((years("2025-05-16"), years("2025-05-17"), years("1990-05-17")), (Some(34), Some(35), Some(0)));
        assert_eq!((years("1990-05-16"), years("1989-12-31")), (None, None));
    }
}
