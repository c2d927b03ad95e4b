//! Dates of birth: what is given beside what lists know, which is often a year.

/// A date that may lack its day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Born {
    pub(crate) year: u16,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
}

/// How two dates of birth go together, from the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Accord {
    /// Years apart.
    Apart,
    /// A year or two apart, or another day of one year: lists are often wrong by so much.
    Near,
    /// The same as far as both are told.
    Year,
    /// The same day.
    Day,
}

impl Born {
    /// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `DD/MM/YYYY` or `DD-MM-YYYY`.
    pub(crate) fn of(text: &str) -> Option<Born> {
        let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
        let number = |text: &str, digits: usize| {
            (text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)?.parse().ok()
        };
        let (year, month, day) = match parts.as_slice() {
            [year] if year.len() == 4 => (*year, None, None),
            [year, month] if year.len() == 4 => (*year, Some(*month), None),
            [year, month, day] if year.len() == 4 => (*year, Some(*month), Some(*day)),
            [day, month, year] if year.len() == 4 => (*year, Some(*month), Some(*day)),
            _ => return None,
        };
        let within = |text: Option<&str>, most: u16| -> Option<Option<u8>> {
            let Some(text) = text else { return Some(None) };
            let value: u16 = number(text, 2)?;
            (1..=most).contains(&value).then(|| u8::try_from(value).ok())
        };
        let year = number(year, 4).filter(|year| (1850..=2200).contains(year))?;
        Some(Born { year, month: within(month, 12)?, day: within(day, 31)? })
    }

    pub(crate) fn with(self, other: Born) -> Accord {
        let differ = |one: Option<u8>, other: Option<u8>| matches!((one, other), (Some(one), Some(other)) if one != other);
        match self.year.abs_diff(other.year) {
            0 if differ(self.month, other.month) || differ(self.day, other.day) => Accord::Near,
            0 if self.day.is_some() && other.day.is_some() => Accord::Day,
            0 => Accord::Year,
            1 | 2 => Accord::Near,
            _ => Accord::Apart,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_however_they_are_written() {
        let born = |year, month, day| Some(Born { year, month, day });
        for (text, expected) in [
            ("1957-03-10", born(1957, Some(3), Some(10))),
            ("10/03/1957", born(1957, Some(3), Some(10))),
            ("10-03-1957", born(1957, Some(3), Some(10))),
            ("1957-03", born(1957, Some(3), None)),
            ("1957", born(1957, None, None)),
            ("1957-13-10", None),
            ("57", None),
            ("", None),
            ("yesterday", None),
            ("1-2-3-4", None),
        ] {
            assert_eq!(Born::of(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_agree_as_far_as_both_are_told() {
        let with = |one: &str, other: &str| Born::of(one).unwrap().with(Born::of(other).unwrap());
        for (one, other, expected) in [
            ("1957-03-10", "1957-03-10", Accord::Day),
            ("1957-03-10", "1957", Accord::Year),
            ("1957-03-10", "1957-03", Accord::Year),
            ("1957-03-10", "1957-10-03", Accord::Near),
            ("1957", "1959", Accord::Near),
            ("1957", "1960", Accord::Apart),
        ] {
            assert_eq!(with(one, other), expected, "{one} and {other}");
            assert_eq!(with(other, one), expected, "{other} and {one}");
        }
    }
}
