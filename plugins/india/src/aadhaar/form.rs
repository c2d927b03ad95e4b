//! What an Aadhaar number, or a virtual ID that stands for one, says by itself: that it can be one.
//!
//! Twelve digits, or sixteen; the first from 2 to 9, the last a check digit after Verhoeff; never the same backwards. The digits
//! are drawn at random and tell nothing of their holder. A whole number leaves this module towards the provider alone.

use crate::text;
use std::fmt;

/// Digits of an Aadhaar number and of a virtual ID.
const LENGTHS: [usize; 2] = [12, 16];
/// Digits that may be shown.
const SHOWN: usize = 4;

/// A text that can be an Aadhaar number or a virtual ID.
#[derive(Clone, PartialEq, Eq)]
pub struct Aadhaar(String);

impl Aadhaar {
    /// Reads a number, ignoring spaces and hyphens. The error is a sentence without its digits.
    pub fn parse(text: &str) -> Result<Aadhaar, &'static str> {
        if text::is_masked(text) {
            return Err("The Aadhaar number is incomplete: some of its digits are hidden.");
        }
        let digits = text::digits(text).ok_or("An Aadhaar number has digits, spaces and hyphens only.")?;
        let bytes = digits.as_bytes();
        if !LENGTHS.contains(&bytes.len()) {
            return Err("An Aadhaar number has 12 digits, a virtual ID 16.");
        }
        if matches!(bytes[0], b'0' | b'1') {
            return Err("An Aadhaar number begins with a digit from 2 to 9.");
        }
        if bytes.iter().eq(bytes.iter().rev()) {
            return Err("An Aadhaar number is never the same backwards.");
        }
        if !checks(bytes) {
            return Err("The last digit of the Aadhaar number is not the check digit of those before it.");
        }
        Ok(Aadhaar(digits))
    }

    /// Whether it is a virtual ID.
    pub fn is_virtual(&self) -> bool {
        self.0.len() == LENGTHS[1]
    }

    /// As it may be shown and stored: `XXXX XXXX 2346`.
    pub fn masked(&self) -> String {
        let hidden = self.0.len() - SHOWN;
        let digits = self.0.chars().enumerate();
        digits.fold(String::with_capacity(20), |mut out, (index, digit)| {
            if index > 0 && index % 4 == 0 {
                out.push(' ');
            }
            out.push(if index < hidden { 'X' } else { digit });
            out
        })
    }

    /// All digits, for the provider alone.
    pub(crate) fn whole(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Aadhaar {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.masked())
    }
}

/// The product of two symmetries of a pentagon: turns are 0 to 4, reflections 5 to 9.
fn product(one: u8, other: u8) -> u8 {
    match (one < 5, other < 5) {
        (true, true) => (one + other) % 5,
        (true, false) => 5 + (one + other) % 5,
        (false, true) => 5 + (one + 5 - other) % 5,
        (false, false) => (one + 5 - other) % 5,
    }
}

/// Verhoeff's permutation.
const PERMUTATION: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// Whether the last digit is the check digit of the others: the product of all, each permuted as often as its place from the
/// right says, is nothing.
fn checks(digits: &[u8]) -> bool {
    let mut sum = 0;
    for (place, digit) in digits.iter().rev().enumerate() {
        // The permutation's eighth power changes nothing.
        let permuted = (0..place % 8).fold(digit - b'0', |value, _| PERMUTATION[usize::from(value)]);
        sum = product(sum, permuted);
    }
    sum == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers, and what may be shown of them.
    const READ: &[(&str, &str)] = &[
        ("234123412346", "XXXX XXXX 2346"),
        ("2341 2341 2346", "XXXX XXXX 2346"),
        ("2341-2341-2346", "XXXX XXXX 2346"),
        (" 2341 23412346\n", "XXXX XXXX 2346"),
        ("2341\u{a0}2341\u{a0}2346", "XXXX XXXX 2346"),
        ("2341\u{2013}2341\u{2013}2346", "XXXX XXXX 2346"),
        ("\u{200e}234123412346\u{200e}", "XXXX XXXX 2346"),
        ("२३४१ २३४१ २३४६", "XXXX XXXX 2346"),
        ("２３４１２３４１２３４６", "XXXX XXXX 2346"),
        ("2341234123412341", "XXXX XXXX XXXX 2341"),
        ("2341 2341 2341 2341", "XXXX XXXX XXXX 2341"),
        ("2341-2341-2341-2341", "XXXX XXXX XXXX 2341"),
        ("252601815908", "XXXX XXXX 5908"),
        ("2301661318609130", "XXXX XXXX XXXX 9130"),
        ("3909 9603 0820", "XXXX XXXX 0820"),
        ("3281948219935180", "XXXX XXXX XXXX 5180"),
        ("490937865796", "XXXX XXXX 5796"),
        ("4543231948757491", "XXXX XXXX XXXX 7491"),
        ("518625276018", "XXXX XXXX 6018"),
        ("5955597971147101", "XXXX XXXX XXXX 7101"),
        ("649746507525", "XXXX XXXX 7525"),
        ("6703 4236 6712 7684", "XXXX XXXX XXXX 7684"),
        ("7268 4656 3210", "XXXX XXXX 3210"),
        ("7330792440268591", "XXXX XXXX XXXX 8591"),
        ("8289 0786 6669", "XXXX XXXX 6669"),
        ("8603 1372 1590 1093", "XXXX XXXX XXXX 1093"),
        ("915901396249", "XXXX XXXX 6249"),
        ("9957117777412151", "XXXX XXXX XXXX 2151"),
        ("499118665246", "XXXX XXXX 5246"),
        ("9999 9999 0019", "XXXX XXXX 0019"),
    ];

    /// Texts, and a part of the sentence that says why not.
    const BROKEN: &[(&str, &str)] = &[
        ("", "12 digits"),
        ("Aadhaar", "digits, spaces and hyphens only"),
        ("23412341234", "12 digits"),
        ("2341234123461", "12 digits"),
        ("23412341234123", "12 digits"),
        ("234123412341234", "12 digits"),
        ("23412341234123412", "12 digits"),
        ("134123412346", "from 2 to 9"),
        ("034123412346", "from 2 to 9"),
        ("1123412341234123", "from 2 to 9"),
        ("0123 4567 8901", "from 2 to 9"),
        ("222222222222", "backwards"),
        ("999999999999", "backwards"),
        ("234567765432", "backwards"),
        ("2222222222222222", "backwards"),
        ("2345678998765432", "backwards"),
        ("234123412347", "check digit"),
        ("234123412340", "check digit"),
        ("324123412346", "check digit"),
        ("243123412346", "check digit"),
        ("2341 2341 2364", "check digit"),
        ("2341234123412342", "check digit"),
        ("3241234123412341", "check digit"),
        ("XXXX XXXX 2346", "hidden"),
        ("xxxxxxxx2346", "hidden"),
        ("2341****2346", "hidden"),
        ("2341 #### 2346", "hidden"),
        ("••••••••2346", "hidden"),
        ("2341.2341.2346", "digits, spaces"),
        ("2341/2341/2346", "digits, spaces"),
        ("2341 2341 234G", "digits, spaces"),
        ("+234123412346", "digits, spaces"),
        ("23412341234é", "digits, spaces"),
        ("2341,2341,2346", "digits, spaces"),
        ("234123412346.0", "digits, spaces"),
    ];

    #[test]
    fn numbers_are_read_as_people_write_them_and_shown_masked() {
        for (text, shown) in READ {
            let number = Aadhaar::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(number.masked(), *shown, "{text}");
            assert_eq!(format!("{number:?}"), *shown);
            assert_eq!(number.is_virtual(), shown.len() == 19, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_one_is_refused_without_its_digits() {
        for (text, why) in BROKEN {
            let error = Aadhaar::parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn the_check_digit_notices_every_wrong_digit_and_every_swap_of_neighbours() {
        for whole in ["234123412346", "2341234123412341"] {
            for place in 0..whole.len() {
                for digit in b'0'..=b'9' {
                    let mut bytes = whole.as_bytes().to_vec();
                    bytes[place] = digit;
                    assert_eq!(checks(&bytes), whole.as_bytes() == bytes, "{place} {digit}");
                }
                let mut bytes = whole.as_bytes().to_vec();
                if place + 1 < whole.len() && bytes[place] != bytes[place + 1] {
                    bytes.swap(place, place + 1);
                    assert!(!checks(&bytes), "{place}");
                }
            }
        }
    }
}
