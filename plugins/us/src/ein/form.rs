//! What an employer identification number says by itself.
//!
//! Nine digits, written with a hyphen after the second. The first two name the campus of the revenue service that gave the number
//! out, or its online or small-business desk; the prefix 46 stands under two. There is no check digit. The list of prefixes is the
//! revenue service's ("How EINs are assigned and valid EIN prefixes"); prefixes are added now and then.

use crate::digits;

/// Who gives out numbers with these prefixes.
const CAMPUSES: [(&str, &[u8]); 12] = [
    ("Andover", &[10, 12]),
    ("Atlanta", &[60, 67]),
    ("Austin", &[50, 53]),
    ("Brookhaven", &[1, 2, 3, 4, 5, 6, 11, 13, 14, 16, 21, 22, 23, 25, 34, 51, 52, 54, 55, 56, 57, 58, 59, 65]),
    ("Cincinnati", &[30, 32, 35, 36, 37, 38, 61]),
    ("Fresno", &[15, 24]),
    ("Internet", &[20, 26, 27, 45, 46, 47, 81, 82, 83, 84]),
    ("Kansas City", &[40, 44]),
    ("Memphis", &[94, 95]),
    ("Ogden", &[80, 90]),
    ("Philadelphia", &[33, 39, 41, 42, 43, 46, 48, 62, 63, 64, 66, 68, 71, 72, 73, 74, 75, 76, 77, 85, 86, 87, 88, 91, 92, 93, 98, 99]),
    ("Small Business Administration", &[31]),
];
/// What forms and examples are filled with.
const IN_A_ROW: u32 = 123_456_789;

/// A text that is an EIN as far as its digits can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ein {
    digits: [u8; 9],
}

impl Ein {
    /// Reads nine digits, with a hyphen after the second or without. The error is a sentence without the text.
    pub fn parse(text: &str) -> Result<Ein, &'static str> {
        let Some(digits) = digits::read::<9>(text, &[2]) else { return Err(shape(text)) };
        match (digits::value(&digits[..2]), digits::value(&digits[2..])) {
            (0, _) => Err("No EIN begins with 00."),
            (_, 0) => Err("The last seven digits of an EIN are not all 0."),
            _ => Ok(Ein { digits }),
        }
    }

    /// The nine digits: for the provider.
    pub fn plain(&self) -> String {
        digits::text(&self.digits)
    }

    /// The normal form: `12-3456789`.
    pub fn normal(&self) -> String {
        format!("{}-{}", digits::text(&self.digits[..2]), digits::text(&self.digits[2..]))
    }

    /// Whose prefix it has: one campus, two, or none.
    pub fn campuses(&self) -> Vec<&'static str> {
        let prefix = self.digits[0] * 10 + self.digits[1];
        CAMPUSES.iter().filter(|(_, prefixes)| prefixes.contains(&prefix)).map(|(name, _)| *name).collect()
    }

    /// Why it may be no real EIN, in sentences without its digits. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.campuses().is_empty() {
            doubts.push("The first two digits are no prefix on the revenue service's list.");
        }
        if digits::value(&self.digits) == IN_A_ROW || digits::repeat(&self.digits) {
            doubts.push("Its digits are those that forms are filled with.");
        }
        doubts
    }
}

fn shape(text: &str) -> &'static str {
    let text = text.trim();
    if digits::is_masked(text) {
        return "Digits of the EIN are masked.";
    }
    if digits::read::<9>(text, &[3, 5]).is_some() {
        return "It is written as an SSN: the hyphen of an EIN stands after its second digit.";
    }
    if text.bytes().filter(u8::is_ascii_digit).count() == 9 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return "The hyphen of an EIN stands after its second digit, or nowhere.";
    }
    "An EIN has nine digits, with a hyphen after the second or without."
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
