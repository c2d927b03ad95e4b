//! Reading a phone number as it is written in India, or with a calling code anywhere.

use super::carrier;
use super::pattern::DIGITS_MAX;
use super::plan::{Plan, plans};
use crate::text::decimal;

const INDIA: u16 = 91;
/// Digits of every fixed and mobile line there.
const INDIAN_LINE_DIGITS: u32 = 10;

/// A number that can be dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    code: u16,
    national: String,
}

/// Why a text is no number that could be dialled. Its text holds none of the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Digits are hidden or missing.
    Masked,
    /// Other signs than those of phone numbers.
    Signs,
    /// No country has this calling code.
    CallingCode,
    /// Fewer digits than any number of its country.
    TooShort,
    /// More digits than any number of its country.
    TooLong,
    /// A number of digits that no number of its country has.
    Length,
}

impl Unreadable {
    /// One sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Unreadable::Masked => "The phone number is incomplete: some of its digits are hidden.",
            Unreadable::Signs => "A phone number has digits, a leading + and separators only.",
            Unreadable::CallingCode => "The phone number begins with a calling code that no country has.",
            Unreadable::TooShort => "The phone number has too few digits for its country.",
            Unreadable::TooLong => "The phone number has too many digits for its country.",
            Unreadable::Length => "No phone number of its country has this many digits.",
        }
    }
}

impl Number {
    /// Reads a number; without a calling code it is India's.
    pub fn parse(text: &str) -> Result<Number, Unreadable> {
        let (international, digits) = digits(text)?;
        if digits.len() > DIGITS_MAX {
            return Err(Unreadable::TooLong);
        }
        let (code, national) = match international {
            true => calling_code(&digits)?,
            false => (INDIA, without_india(&digits)),
        };
        let main = plans(code).next().ok_or(Unreadable::CallingCode)?;
        let mut national = main.dialled_from_abroad(national);
        // What is no number of any range yet may have the prefix twice.
        while !main.fits(&national) {
            match main.dialled_from_abroad(&national) {
                again if again == national => break,
                again => national = again.into_owned().into(),
            }
        }
        let national = &*national;
        let all = plans(code).fold(0, |lengths, plan| lengths | plan.lengths());
        possible(national, all)?;
        // Other lengths are those of India's service numbers: a line's number with a digit missing is none of them.
        if code == INDIA && !main.fits(national) {
            possible(national, 1 << INDIAN_LINE_DIGITS)?;
        }
        Ok(Number { code, national: national.into() })
    }

    /// `+`, calling code, national number.
    pub fn e164(&self) -> String {
        format!("+{}{}", self.code, self.national)
    }

    /// The plan of the region that it belongs to: one alone has its calling code, or it is of a range that one has given out.
    fn plan(&self) -> Option<Plan> {
        let mut candidates = plans(self.code);
        let (first, second) = (candidates.next(), candidates.next());
        match second {
            None => first,
            Some(_) => plans(self.code).find(|plan| plan.owns(&self.national)),
        }
    }

    /// ISO 3166 letters of its region, `001` for numbers of no country, or `None` where it cannot be told.
    pub fn region(&self) -> Option<&'static str> {
        self.plan().map(Plan::region)
    }

    /// `mobile`, `fixed_line`, … or `None` when no such range has been given out.
    pub fn kind(&self) -> Option<&'static str> {
        self.plan().and_then(|plan| plan.kind(&self.national))
    }

    /// As it is written at home.
    pub fn national_format(&self) -> String {
        plans(self.code).next().map_or_else(|| self.national.clone(), |plan| plan.national_format(&self.national))
    }

    /// Who first gave it out; known of Indian mobile numbers alone.
    pub fn original_carrier(&self) -> Option<&'static str> {
        if self.code == INDIA { carrier::original(&self.national) } else { None }
    }
}

/// The digits of a text, and whether they begin with a calling code.
fn digits(text: &str) -> Result<(bool, String), Unreadable> {
    let text = text.trim();
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let text = without_extension(text)?;
    let mut digits = String::with_capacity(DIGITS_MAX);
    let mut plus = false;
    for c in text.chars() {
        match c {
            '+' | '＋' if digits.is_empty() && !plus => plus = true,
            _ if is_separator(c) => {}
            _ => digits.push(decimal(c).ok_or(Unreadable::Signs)?),
        }
    }
    if digits.is_empty() {
        return Err(Unreadable::Signs);
    }
    // No calling code begins with 0: what has a third one is a number of India's own.
    match digits.strip_prefix("00") {
        Some(rest) if !plus && !rest.starts_with('0') => Ok((true, rest.into())),
        _ => Ok((plus, digits)),
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || "-–—.()/\u{200b}\u{2060}\u{202a}\u{202c}\u{2066}\u{2069}\u{200e}\u{feff}".contains(c)
}

/// Hidden digits are told from an extension by what stands before: an extension follows a whole number, once.
fn without_extension(text: &str) -> Result<&str, Unreadable> {
    let lower = text.to_ascii_lowercase();
    let marks = |c: char| matches!(c, 'x' | '*' | '#' | '?' | '•' | '●' | '_' | '…');
    // One letter may also hide a digit, a word does not.
    let extension = [("extension", 5), ("ext.", 5), ("extn", 5), ("ext", 5), ("x", 10), ("#", 10)].iter().find_map(|(mark, digits)| {
        let (number, rest) = lower.split_once(mark)?;
        let rest = rest.trim_start_matches([' ', '.', ':', '=']);
        let whole = number.chars().filter(char::is_ascii_digit).count() >= *digits && !number.contains(marks);
        let extension = (1..=7).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit());
        (whole && extension).then_some(number.len())
    });
    let text = &text[..extension.unwrap_or(text.len())];
    if text.to_ascii_lowercase().contains(marks) && text.chars().any(|c| decimal(c).is_some()) {
        return Err(Unreadable::Masked);
    }
    Ok(text.trim_end_matches([' ', ',', ';']))
}

/// Whether a national number is of one of these lengths: bit n for n digits.
fn possible(national: &str, lengths: u32) -> Result<(), Unreadable> {
    let length = u32::try_from(national.len()).unwrap_or(u32::MAX);
    match length {
        _ if length < lengths.trailing_zeros() => Err(Unreadable::TooShort),
        _ if length >= u32::BITS - lengths.leading_zeros() => Err(Unreadable::TooLong),
        _ if lengths >> length & 1 == 0 => Err(Unreadable::Length),
        _ => Ok(()),
    }
}

/// Splits the calling code off: no code begins another.
fn calling_code(digits: &str) -> Result<(u16, &str), Unreadable> {
    for length in 1..=3.min(digits.len()) {
        if let Ok(code) = digits[..length].parse()
            && !digits.starts_with('0')
            && plans(code).next().is_some()
        {
            return Ok((code, &digits[length..]));
        }
    }
    Err(if digits.len() < 3 { Unreadable::TooShort } else { Unreadable::CallingCode })
}

/// A number written at home may carry the calling code without its plus: it is taken off where only the rest is a number.
fn without_india(digits: &str) -> &str {
    let (Some(plan), Some(rest)) = (plans(INDIA).next(), digits.strip_prefix("91")) else { return digits };
    if !plan.fits(digits) && plan.fits(&plan.dialled_from_abroad(rest)) { rest } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written, E.164, region, type (empty: none given out).
    const READ: &[(&str, &str, &str, &str)] = &[
        ("+91 98123 45610", "+919812345610", "IN", "mobile"),
        ("+919812345610", "+919812345610", "IN", "mobile"),
        ("98123 45610", "+919812345610", "IN", "mobile"),
        ("098123-45610", "+919812345610", "IN", "mobile"),
        ("0091 98123 45610", "+919812345610", "IN", "mobile"),
        ("919812345610", "+919812345610", "IN", "mobile"),
        ("91 98123 45610", "+919812345610", "IN", "mobile"),
        ("+91 (0) 98123 45610", "+919812345610", "IN", "mobile"),
        ("+91-098123-45610", "+919812345610", "IN", "mobile"),
        ("(98123) 45610", "+919812345610", "IN", "mobile"),
        ("98123.45610", "+919812345610", "IN", "mobile"),
        ("tel:+91-98123-45610", "+919812345610", "IN", "mobile"),
        ("\u{202a}+91 98123 45610\u{202c}", "+919812345610", "IN", "mobile"),
        ("+91\u{a0}98123\u{a0}45610", "+919812345610", "IN", "mobile"),
        ("＋９１ ９８１２３ ４５６１０", "+919812345610", "IN", "mobile"),
        ("९८१२३ ४५६१०", "+919812345610", "IN", "mobile"),
        ("98123 45610 ext 12", "+919812345610", "IN", "mobile"),
        ("+919812345610x12", "+919812345610", "IN", "mobile"),
        ("9198765432", "+919198765432", "IN", "mobile"),
        // Two readings: a mobile number, or the calling code and a service number.
        ("91180 01234", "+919118001234", "IN", "mobile"),
        // The prefix goes only where a whole number is left.
        ("+33 0 32622383", "+33032622383", "FR", ""),
        ("6200123456", "+916200123456", "IN", "mobile"),
        ("011 2345 6789", "+911123456789", "IN", "fixed_line"),
        ("+91 22 2345 6789", "+912223456789", "IN", "fixed_line"),
        ("080-2345 6789", "+918023456789", "IN", "fixed_line"),
        ("1800 123 4567", "+9118001234567", "IN", "toll_free"),
        ("5123456789", "+915123456789", "IN", "fixed_line"),
        ("3906579205", "+913906579205", "IN", ""),
        ("+1 415 992 9960", "+14159929960", "US", "fixed_line_or_mobile"),
        ("+1 416 555 0123", "+14165550123", "CA", "fixed_line_or_mobile"),
        ("+44 7400 123456", "+447400123456", "GB", "mobile"),
        ("+44 7911 123456", "+447911123456", "GG", "mobile"),
        ("+44 (0)20 7946 0018", "+442079460018", "GB", "fixed_line"),
        ("+971 50 123 4567", "+971501234567", "AE", "mobile"),
        ("+65 8123 4567", "+6581234567", "SG", "mobile"),
        ("+39 06 1234 5678", "+390612345678", "IT", "fixed_line"),
        ("+800 1234 5678", "+80012345678", "001", "toll_free"),
        ("+7 912 345 67 89", "+79123456789", "RU", "mobile"),
        ("+7 701 234 56 78", "+77012345678", "KZ", "mobile"),
    ];

    const UNREAD: &[(&str, Unreadable)] = &[
        ("", Unreadable::Signs),
        ("+", Unreadable::Signs),
        ("call me", Unreadable::Signs),
        ("98123 4561O", Unreadable::Signs),
        ("98123+45610", Unreadable::Signs),
        ("+91 98xxxxxx10", Unreadable::Masked),
        ("98XXXXXX10", Unreadable::Masked),
        ("98******10", Unreadable::Masked),
        ("98••••••10", Unreadable::Masked),
        ("+91 98123 4561x", Unreadable::Masked),
        ("98123x5610", Unreadable::Masked),
        ("981234561?", Unreadable::Masked),
        ("98123456…", Unreadable::Masked),
        ("98123", Unreadable::TooShort),
        ("981234561", Unreadable::TooShort),
        ("9812345610 1", Unreadable::TooLong),
        ("+46 8 123456789012", Unreadable::TooLong),
        ("+36 1 123 456 7890 1", Unreadable::TooLong),
        ("+64 1", Unreadable::TooShort),
        ("+65 8123 45678", Unreadable::Length),
        ("+91", Unreadable::TooShort),
        ("+9", Unreadable::TooShort),
        ("98123 45610 98123 45611", Unreadable::TooLong),
        ("+999 12345678", Unreadable::CallingCode),
        ("+1 415 992 99600", Unreadable::TooLong),
        ("+0 98123 45610", Unreadable::CallingCode),
        (" \n", Unreadable::Signs),
        ("n/a", Unreadable::Signs),
        ("98123 45610 home", Unreadable::Signs),
        ("98#####610", Unreadable::Masked),
    ];

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, e164, region, kind) in READ {
            let number = Number::parse(text).unwrap_or_else(|why| panic!("{text}: {why:?}"));
            assert_eq!((number.e164().as_str(), number.region().unwrap_or_default()), (*e164, *region), "{text}");
            assert_eq!(number.kind().unwrap_or_default(), *kind, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused_and_never_guessed() {
        for (text, why) in UNREAD {
            assert_eq!(Number::parse(text), Err(*why), "{text}");
        }
    }

    #[test]
    fn the_reference_reads_thousands_of_numbers_alike() {
        let mut differing = Vec::new();
        let mut count = 0;
        for row in include_str!("../../data/phone_samples.tsv").lines() {
            let [text, e164, region, kind, national] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
            count += 1;
            let read = Number::parse(text).map(|number| {
                let kind = number.kind().unwrap_or("unknown");
                (number.e164(), number.region().unwrap_or_default(), kind, number.national_format())
            });
            if read != Ok((e164.into(), region, kind, national.into())) {
                differing.push(format!("{row}\n    {read:?}"));
            }
        }
        assert!(count > 2_000, "{count}");
        assert!(differing.is_empty(), "{} of {count} differ:\n{}", differing.len(), differing.join("\n"));
    }
}
