//! Indian goods and services tax numbers: two digits for the state, a PAN, three more characters, the last of which follows from
//! the others. Registrants from abroad have a serial in place of the PAN.
//!
//! Nothing else has this shape, so no label is needed; and the PAN in it is no PAN of its own.

use super::Kind;
use super::code::{Form, misplaced, stars};
use super::pan;
use super::vocabulary::GSTIN;

const LENGTH: usize = 15;

pub(crate) const FORM: Form =
    Form { kind: Kind::Gstin, labels: GSTIN, length: LENGTH, attempt: 11..=20, certain: true, shape, check, masked };

/// What is masked in the PAN that it holds is masked in it.
fn masked(upper: &str) -> Option<usize> {
    stars(upper).or_else(|| pan::masked(upper.get(2..12).filter(|_| upper.len() == LENGTH)?))
}

fn shape(upper: &str) -> Option<String> {
    let abroad = upper.chars().nth(2).is_some_and(|third| third.is_ascii_digit());
    upper.chars().enumerate().find_map(|(place, char)| {
        let (fits, wanted) = match (abroad, place) {
            (_, 0 | 1) | (true, 2 | 3 | 7..12) | (false, 7..11) => (char.is_ascii_digit(), "a digit"),
            (true, 4..7 | 12 | 13) | (false, 2..=5 | 11) => (char.is_ascii_uppercase(), "a letter"),
            (false, 12) => (char.is_ascii_alphanumeric() && char != '0', "a letter or a digit from 1 to 9"),
            _ => (char.is_ascii_alphanumeric(), "a letter or a digit"),
        };
        (!fits).then(|| misplaced(Kind::Gstin, place, char, wanted))
    })
}

/// The last character: Luhn's sum to the base of 36 over those before it.
fn check(upper: &str) -> Option<String> {
    let given = upper.chars().last()?;
    let values = upper.chars().take(LENGTH - 1).map(|char| char.to_digit(36).unwrap_or_default());
    let sum: u32 = values.zip([1, 2].into_iter().cycle()).map(|(value, times)| value * times).map(|two| two / 36 + two % 36).sum();
    let due = char::from_digit((36 - sum % 36) % 36, 36)?.to_ascii_uppercase();
    (given != due).then(|| format!("its character {LENGTH} is “{given}”, and the {} before it give “{due}”", LENGTH - 1))
}
