//! Indian corporate identity numbers: L or U, five digits, two letters, four digits, three letters, six digits.
//!
//! There is no check digit, but nothing else has this shape, so no label is needed.

use super::Kind;
use super::code::{Form, misplaced, stars};
use super::vocabulary::CIN;

pub(crate) const FORM: Form =
    Form { kind: Kind::Cin, labels: CIN, length: 21, attempt: 16..=26, certain: true, shape, check: |_| None, masked: stars };

fn shape(upper: &str) -> Option<String> {
    upper.chars().enumerate().find_map(|(place, char)| {
        let (fits, wanted) = match place {
            0 => (matches!(char, 'L' | 'U'), "L or U"),
            6 | 7 | 12..15 => (char.is_ascii_uppercase(), "a letter"),
            _ => (char.is_ascii_digit(), "a digit"),
        };
        (!fits).then(|| misplaced(Kind::Cin, place, char, wanted))
    })
}
