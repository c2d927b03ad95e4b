//! Days of the calendar, as far as ages need them.

/// A day: year, month, day of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: i32,
    month: u8,
    day: u8,
}

impl Day {
    /// A day that is known to be one.
    pub const fn known(year: i32, month: u8, day: u8) -> Day {
        Day { year, month, day }
    }

    /// Reads `1975-01-18`, or `01/18/1975` as it is written in the United States.
    pub fn parse(text: &str) -> Option<Day> {
        let text = text.trim();
        let (year, month, day) = if text.contains('/') {
            let mut parts = text.split('/');
            let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
            parts.next().is_none().then_some((year, month, day))?
        } else {
            let mut parts = text.split('-');
            let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
            parts.next().is_none().then_some((year, month, day))?
        };
        let number = |text: &str, length: usize| {
            let fits = (1..=length).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| text.parse::<u16>().ok()).flatten()
        };
        let year = i32::from(number(year, 4).filter(|_| year.len() == 4)?);
        let (month, day) = (u8::try_from(number(month, 2)?).ok()?, u8::try_from(number(day, 2)?).ok()?);
        ((1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day)).then_some(Day { year, month, day })
    }

    /// The day of a moment, in microseconds since 1970, in UTC.
    pub fn of_micros(micros: u64) -> Day {
        let mut days = micros / 86_400_000_000;
        let mut year = 1970;
        while days >= u64::from(days_of_year(year)) {
            days -= u64::from(days_of_year(year));
            year += 1;
        }
        let mut month = 1;
        while days >= u64::from(days_of(year, month)) {
            days -= u64::from(days_of(year, month));
            month += 1;
        }
        Day { year, month, day: u8::try_from(days + 1).unwrap_or(1) }
    }

    /// Whole years from this day to `other`; less than nothing where it comes first.
    pub fn years_to(self, other: Day) -> i32 {
        other.year - self.year - i32::from((other.month, other.day) < (self.month, self.day))
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// `1975-01-18`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_year(year: i32) -> u16 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of(year: i32, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_both_ways_and_must_exist() {
        assert_eq!(Day::parse("1975-01-18"), Some(Day::known(1975, 1, 18)));
        assert_eq!(Day::parse(" 1/8/1975 "), Some(Day::known(1975, 1, 8)));
        assert_eq!(Day::parse("2000-02-29").map(Day::iso).as_deref(), Some("2000-02-29"));
        for wrong in [
            "",
            "1975",
            "1975-13-01",
            "1975-02-29",
            "1900-02-29",
            "75-01-18",
            "18/01/1975",
            "1975-01-18-1",
            "1975/01/18",
            "a-b-c",
            "1975-1-é",
        ] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn years_pass_on_the_birthday() {
        let born = Day::known(2000, 2, 29);
        let ages = [(2001, 2, 28), (2001, 3, 1), (2004, 2, 29), (1999, 1, 1)].map(|(y, m, d)| born.years_to(Day::known(y, m, d)));
        assert_eq!(ages, [0, 1, 4, -2]);
        assert_eq!(Day::of_micros(1_750_000_000_000_000), Day::known(2025, 6, 15));
        assert_eq!(Day::of_micros(0), Day::known(1970, 1, 1));
        assert_eq!(Day::of_micros(951_782_400_000_000), Day::known(2000, 2, 29));
    }
}
