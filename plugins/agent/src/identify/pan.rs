//! Indian Permanent Account Numbers: five letters, four digits, a letter.
//!
//! An order number can have the same shape, so the words before it decide. Whether the fourth letter is a holder type is not
//! asked here: a doubtful PAN is a finding of the check, not a reason to overlook it.

use super::Kind;
use super::code::{Form, misplaced, stars};
use super::vocabulary::PAN;
use std::ops::Range;

const LENGTH: usize = 10;

pub(crate) const FORM: Form =
    Form { kind: Kind::Pan, labels: PAN, length: LENGTH, attempt: 6..=14, certain: false, shape, check: |_| None, masked };

/// Letters X where digits must be, or all five letters X, are masks too.
pub(crate) fn masked(upper: &str) -> Option<usize> {
    let stars = stars(upper);
    if stars.is_some() {
        return stars;
    }
    let fits = |(place, c): (usize, char)| if is_digit_place(place) { c.is_ascii_digit() || c == 'X' } else { c.is_ascii_uppercase() };
    if upper.len() != LENGTH || !upper.chars().enumerate().all(fits) {
        return None;
    }
    let crosses = |range: Range<usize>| upper.get(range).map_or(0, |part| part.matches('X').count());
    if crosses(5..9) > 0 {
        return Some(crosses(0..LENGTH));
    }
    (crosses(0..5) == 5).then_some(5)
}

/// Whether a PAN has a digit there.
fn is_digit_place(place: usize) -> bool {
    (5..9).contains(&place)
}

fn shape(upper: &str) -> Option<String> {
    upper.chars().enumerate().find_map(|(place, char)| {
        let digits = is_digit_place(place);
        let fits = if digits { char.is_ascii_digit() } else { char.is_ascii_uppercase() };
        (!fits).then(|| misplaced(Kind::Pan, place, char, if digits { "a digit" } else { "a letter" }))
    })
}
