//! How far two spellings are apart: slips of the pen and of the ear weigh little, changed consonants much.

use crate::distance::{self, Prices, distance};
use crate::letters::LETTERS_MAX;

/// Letters below which slips would make different names alike.
const LETTERS_MIN: usize = 4;
/// Points taken off for a tenth of a slip, times the letters of the longer spelling.
const POINTS_OFF: u32 = 22;
/// The same in long words, which few other names are near.
const LONG_POINTS_OFF: u32 = 17;
const LONG_LETTERS_MIN: u32 = 8;
/// Below this two spellings are two names.
const POINTS_MIN: u32 = 60;

/// Two neighbours exchanged, in tenths of a slip.
const SWAPPED: u32 = 5;

fn is_vowel(letter: u8) -> bool {
    letter == b'y' || distance::is_vowel(letter)
}

/// Points of 100 for two spellings; `None` when nothing speaks for one name.
pub(crate) fn slip(a: &str, b: &str) -> Option<u32> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let length = a.len().max(b.len());
    if a.len().min(b.len()) + 3 < length || a.len().min(b.len()) < LETTERS_MIN - 1 || !(LETTERS_MIN..=LETTERS_MAX).contains(&length) {
        return None;
    }
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    let points_off = if length >= LONG_LETTERS_MIN { LONG_POINTS_OFF } else { POINTS_OFF };
    let cost_max = (100 - POINTS_MIN) * length / points_off;
    let prices = Prices { extra, changed: |i, j| changed(a, i, b, j), swapped: Some(SWAPPED) };
    let cost = distance(a, b, cost_max, &prices)?;
    Some(100 - cost * points_off / length)
}

/// Whether two words differ by a single letter, or by two neighbours exchanged.
pub(crate) fn is_slip(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a[front..].iter().rev().zip(b[front..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[front..a.len() - back], &b[front..b.len() - back]);
    front + back + 1 >= LETTERS_MIN - 1 && (a.len().max(b.len()) == 1 || matches!((a, b), ([x, y], [z, w]) if x == w && y == z))
}

/// A letter that one spelling has and the other lacks.
fn extra(word: &[u8], at: usize) -> u32 {
    let letter = word[at];
    let doubled = at > 0 && word[at - 1] == letter;
    match letter {
        _ if doubled => 2,
        b'h' if at > 0 => 3,
        b'k' if word.get(at + 1) == Some(&b'h') => 5,
        // At the end it often makes another name: Anil, Anila.
        b'a' if at + 1 == word.len() => 9,
        _ if is_vowel(letter) => {
            if at == 0 {
                9
            } else {
                5
            }
        }
        _ if at == 0 => 16,
        _ => 10,
    }
}

/// One letter in the place of another.
fn changed(a: &[u8], i: usize, b: &[u8], j: usize) -> u32 {
    let (x, y) = if a[i] <= b[j] { (a[i], b[j]) } else { (b[j], a[i]) };
    if x == y {
        return 0;
    }
    if is_vowel(x) && is_vowel(y) {
        let last = i + 1 == a.len() && j + 1 == b.len();
        return match (x, y) {
            (b'i', b'y') => 1,
            (b'o', b'u') | (b'e', b'i' | b'y') => 2,
            // Mario, Maria.
            _ if last => 9,
            (b'a', b'e') => 3,
            (b'e', b'o' | b'u') | (b'i', b'u') => 8,
            _ => 5,
        };
    }
    let near = match (x, y) {
        (b'c', b'k') | (b'k', b'q') | (b'v', b'w') => 2,
        (b'c', b'q' | b's') | (b'g', b'q') | (b's', b'z') | (b'j', b'y') | (b'u', b'w') | (b'f', b'v') => 3,
        (b'c', b'z') | (b'g', b'h' | b'j') | (b'j', b'z') | (b'o' | b'u', b'v') | (b's', b'x') | (b'd', b't') => 4,
        (b'b', b'v' | b'p') | (b'h', b'k') | (b'g', b'k') | (b'k', b'x') | (b'o', b'w') | (b'i', b'j') | (b'h', b'x') => 5,
        (b'm', b'n') | (b'l', b'r') => 8,
        _ if is_vowel(x) || is_vowel(y) => 13,
        _ => 10,
    };
    if i == 0 && j == 0 { near * 2 } else { near }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_weigh_by_what_they_change() {
        let points = |one: &str, other: &str| {
            assert_eq!(slip(one, other), slip(other, one), "{one} and {other}");
            slip(one, other)
        };
        for (one, other, least, most) in [
            ("sunil", "sunol", 78, 80),
            ("sunil", "sunli", 78, 84),
            ("mikhail", "mihail", 82, 92),
            ("hussein", "hossain", 82, 95),
            ("abdrakhmanov", "abdrahmanov", 88, 95),
            ("rajesh", "rakesh", 60, 77),
            ("anila", "anil", 60, 77),
            ("mario", "maria", 60, 77),
        ] {
            let found = points(one, other).unwrap_or_default();
            assert!((least..=most).contains(&found), "{one} and {other}: {found}");
        }
        for (one, other) in [("amit", "ajit"), ("rahul", "rohit"), ("mukesh", "sukesh"), ("ann", "amy"), ("a", "b"), ("", "")] {
            assert_eq!(points(one, other), None, "{one} and {other}");
        }
    }
}
