//! Days of the calendar, as far as the checks compare them.

/// Microseconds of a day.
const MICROS: u64 = 86_400_000_000;

/// A day as `YYYY-MM-DD`, from that or from `DD/MM/YYYY` with any of `/`, `-` and `.` between.
pub(crate) fn parse(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
    let [first, month, last] = parts.try_into().ok()?;
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let number = |text: &str, length: usize| {
        let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The day of a time in microseconds since 1970, as `YYYY-MM-DD`: days are counted from March, so that the leap day is a year's last.
pub(crate) fn of(micros: u64) -> String {
    let days = micros / MICROS + 719_468;
    let (era, in_era) = (days / 146_097, days % 146_097);
    let year_of_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * in_year + 2) / 153;
    let (day, month) = (in_year - (153 * from_march + 2) / 5 + 1, if from_march < 10 { from_march + 3 } else { from_march - 9 });
    format!("{:04}-{month:02}-{day:02}", era * 400 + year_of_era + u64::from(month <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_forms_that_people_write() {
        for (text, day) in [
            ("1980-11-12", Some("1980-11-12")),
            ("12/11/1980", Some("1980-11-12")),
            ("12-11-1980", Some("1980-11-12")),
            (" 29.02.2024 ", Some("2024-02-29")),
            ("2000-02-29", Some("2000-02-29")),
            ("1900-02-29", None),
            ("29/02/2023", None),
            ("31/04/1990", None),
            ("1990-13-01", None),
            ("1990-00-10", None),
            ("1/2/1990", None),
            ("12/11/80", None),
            ("1980-11-12T00:00:00Z", None),
            ("", None),
        ] {
            assert_eq!(parse(text).as_deref(), day, "{text}");
        }
    }

    #[test]
    fn times_fall_on_their_days() {
        for (days, day) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (11_017, "2000-03-01"), (20_254, "2025-06-15")] {
            assert_eq!(of(days * MICROS), day);
            assert_eq!(of(days * MICROS + MICROS - 1), day);
        }
    }
}
