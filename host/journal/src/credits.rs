//! Money, in millionths of a credit. It never touches floating point.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// Digits after the decimal point.
const PLACES: usize = 6;
const ONE: i64 = 1_000_000;
/// How far an exponent may move a decimal point.
const SHIFT_MAX: u64 = 64;

/// An amount of credits, exact to 10⁻⁶. Stored as an integer, written to JSON as an exact number with at least one decimal
/// (`11.8`, `2.0`, `-0.000001`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credits(i64);

impl Credits {
    /// Nothing.
    pub const ZERO: Credits = Credits(0);

    /// From millionths of a credit.
    pub const fn from_micros(micros: i64) -> Self {
        Credits(micros)
    }

    /// In millionths of a credit.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The sum, or `None` past ±9.2 × 10¹² credits.
    #[must_use]
    pub fn checked_add(self, other: Credits) -> Option<Credits> {
        self.0.checked_add(other.0).map(Credits)
    }

    /// The difference, or `None` past ±9.2 × 10¹² credits.
    #[must_use]
    pub fn checked_sub(self, other: Credits) -> Option<Credits> {
        self.0.checked_sub(other.0).map(Credits)
    }

    /// The sum of many, or `None` past the range.
    pub fn sum(amounts: impl IntoIterator<Item = Credits>) -> Option<Credits> {
        amounts.into_iter().try_fold(Credits::ZERO, Credits::checked_add)
    }
}

/// Why a text is no amount of credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCredits {
    /// Neither digits nor a sign and a point at their places.
    #[error("not a decimal number")]
    Shape,
    /// More than six decimals.
    #[error("more than six decimals")]
    TooFine,
    /// Past ±9.2 × 10¹² credits.
    #[error("out of range")]
    TooLarge,
}

impl std::str::FromStr for Credits {
    type Err = NotCredits;

    /// Reads `12`, `12.5`, `-0.000001`. No exponent, no thousands separators, no leading `+`.
    fn from_str(text: &str) -> Result<Self, NotCredits> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !fraction.is_none_or(all_digits) {
            return Err(NotCredits::Shape);
        }
        let fraction = fraction.unwrap_or("").trim_end_matches('0');
        if fraction.len() > PLACES {
            return Err(NotCredits::TooFine);
        }
        let whole: i64 = whole.parse().map_err(|_| NotCredits::TooLarge)?;
        let fraction: i64 = format!("{fraction:0<PLACES$}").parse().map_err(|_| NotCredits::Shape)?;
        let micros = whole.checked_mul(ONE).and_then(|w| w.checked_add(fraction)).ok_or(NotCredits::TooLarge)?;
        Ok(Credits(if negative { -micros } else { micros }))
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        let fraction = format!("{:0PLACES$}", magnitude % one);
        let fraction = match fraction.trim_end_matches('0') {
            "" => "0",
            some => some,
        };
        f.pad(&format!("{sign}{}.{fraction}", magnitude / one))
    }
}

impl Serialize for Credits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Credits {
    /// From a JSON number as written, never by way of a binary fraction. Works with `serde_json` text alone.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        match raw.get().split_once(['e', 'E']) {
            Some((mantissa, exponent)) => shifted(mantissa, exponent),
            None => raw.get().parse(),
        }
        .map_err(serde::de::Error::custom)
    }
}

/// A JSON number with an exponent: some languages write a hundred-thousandth as `1e-05`.
fn shifted(mantissa: &str, exponent: &str) -> Result<Credits, NotCredits> {
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let figures = format!("{whole}{fraction}");
    if figures.bytes().all(|figure| figure == b'0') {
        return Ok(Credits::ZERO);
    }
    let places = exponent.parse::<i64>().ok().and_then(|shift| i64::try_from(whole.len()).ok()?.checked_add(shift));
    let too = if exponent.starts_with('-') { NotCredits::TooFine } else { NotCredits::TooLarge };
    // Where the point goes, counted from the first figure; further away than this, no amount is left.
    let point = places.filter(|places| places.unsigned_abs() <= SHIFT_MAX).ok_or(too)?;
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    let figures = format!("{}{figures}{}", zeros(1 - point), zeros(point));
    let at = usize::try_from(point.max(1)).unwrap_or(1);
    format!("{sign}{}.{}0", &figures[..at], &figures[at..]).parse()
}

impl JsonSchema for Credits {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Credits".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let description = "Credits: an exact decimal number with at most six decimals.";
        json_schema!({ "type": "number", "description": description, "examples": [11.8, 2.0] })
    }
}

/// Amounts as integers of millionths, the form of events. Use with `#[serde(with = "credits::micros")]`.
pub mod micros {
    use super::Credits;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the integer.
    pub fn serialize<S: Serializer>(amount: &Credits, serializer: S) -> Result<S::Ok, S::Error> {
        amount.0.serialize(serializer)
    }

    /// Reads the integer.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Credits, D::Error> {
        i64::deserialize(deserializer).map(Credits)
    }
}

/// The same where there may be none, for `#[serde(with)]`.
pub mod micros_or_none {
    use super::Credits;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the integer, or null.
    pub fn serialize<S: Serializer>(amount: &Option<Credits>, serializer: S) -> Result<S::Ok, S::Error> {
        amount.map(|amount| amount.0).serialize(serializer)
    }

    /// Reads the integer, or null.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Credits>, D::Error> {
        Ok(Option::<i64>::deserialize(deserializer)?.map(Credits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_print_as_the_contract_shows_them() {
        for (micros, text) in [(11_800_000, "11.8"), (2_000_000, "2.0"), (0, "0.0"), (-1, "-0.000001"), (i64::MAX, "9223372036854.775807")]
        {
            assert_eq!(Credits(micros).to_string(), text);
            assert_eq!(serde_json::to_string(&Credits(micros)).unwrap(), text);
            assert_eq!(text.parse(), Ok(Credits(micros)));
        }
    }

    #[test]
    fn what_is_not_an_exact_amount_is_refused() {
        for (text, why) in [
            ("", NotCredits::Shape),
            ("-", NotCredits::Shape),
            (".5", NotCredits::Shape),
            ("1.", NotCredits::Shape),
            ("1e3", NotCredits::Shape),
            ("+1", NotCredits::Shape),
            ("1,000", NotCredits::Shape),
            ("0.0000001", NotCredits::TooFine),
            ("9223372036855", NotCredits::TooLarge),
        ] {
            assert_eq!(text.parse::<Credits>(), Err(why), "{text}");
        }
        assert_eq!("1.50000000".parse(), Ok(Credits(1_500_000)), "closing zeros say nothing");
    }

    #[test]
    fn json_may_have_an_exponent() {
        let read = |text: &str| serde_json::from_str::<Credits>(text).ok().map(Credits::micros);
        for (text, micros) in [
            ("1e-06", 1),
            ("1E-5", 10),
            ("1.5e1", 15_000_000),
            ("-2.50e+0", -2_500_000),
            ("118e-1", 11_800_000),
            ("0.0118e3", 11_800_000),
            ("12345.6789e-2", 123_456_789),
            ("0e999999999999999999999", 0),
            ("0.0e-7", 0),
            ("9.2e12", 9_200_000_000_000_000_000),
        ] {
            assert_eq!(read(text), Some(micros), "{text}");
        }
        for text in ["1e-7", "1.23e-05", "1e13", "1e99999999999999999999", "1e-99999999999999999999", "1e9223372036854775807", "2.2e-308"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_reads_back(micros in -i64::MAX..i64::MAX) {
            let amount = Credits(micros);
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Credits>(&json).unwrap(), amount);
        }
    }
}
