//! What a taxpayer's number of a person says by itself.
//!
//! A social security number has an area (three digits), a group (two) and a serial (four). No area is 000 or 666, none begins with
//! 9, no group is 00 and no serial 0000 (SSA, POMS RM 10201.035). Since 2011-06-25 numbers are given out at random; before, the
//! area told the state of the mailing address, and the areas 734 to 749 and from 773 were not in use. So no state is claimed, and
//! those areas tell that a number is a late one.
//!
//! Numbers that begin with 9 are the revenue service's: for taxpayers who can have no social security number (ITIN: groups 50 to
//! 65, 70 to 88, 90 to 92, 94 to 99) and for children being adopted (ATIN: group 93). A preparer's number (PTIN) is P and eight digits.

use crate::date::Day;
use crate::digits;

/// From this day on numbers were given out at random.
pub const RANDOM_SINCE: Day = Day::known(2011, 6, 25);
/// Numbers that were printed as specimens and then withdrawn: nobody has them.
const WITHDRAWN: [u32; 2] = [78_051_120, 219_099_999];
/// A number that its holder had printed in advertisements.
const ADVERTISED: u32 = 457_555_462;
/// The first nine digits in a row, which forms are filled with.
const IN_A_ROW: u32 = 123_456_789;
/// Kept for advertisements, in the range of ITINs.
const FOR_ADVERTISEMENTS: std::ops::RangeInclusive<u32> = 987_654_320..=987_654_329;

/// Which number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Social security number.
    Ssn,
    /// Individual taxpayer identification number.
    Itin,
    /// Adoption taxpayer identification number.
    Atin,
}

impl Kind {
    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Ssn => "ssn",
            Kind::Itin => "itin",
            Kind::Atin => "atin",
        }
    }
}

/// A text that is a person's taxpayer number as far as its digits can say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Ssn {
    digits: [u8; 9],
    kind: Kind,
}

impl std::fmt::Debug for Ssn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

impl Ssn {
    /// Reads nine digits, with hyphens after the third and the fifth or without. The error is a sentence without the text.
    pub fn parse(text: &str) -> Result<Ssn, &'static str> {
        let Some(digits) = digits::read::<9>(text, &[3, 5]) else { return Err(shape(text)) };
        let (area, group, serial) = (digits::value(&digits[..3]), digits::value(&digits[3..5]), digits::value(&digits[5..]));
        let kind = match (area, group) {
            (900..=999, 50..=65 | 70..=88 | 90..=92 | 94..=99) => Kind::Itin,
            (900..=999, 93) => Kind::Atin,
            (900..=999, _) => return Err("No SSN begins with 9, and digits 4 and 5 make it neither an ITIN nor an ATIN."),
            (0, _) => return Err("No SSN begins with 000."),
            (666, _) => return Err("No SSN begins with 666."),
            (_, 0) => return Err("Digits 4 and 5 of an SSN are not 00."),
            _ if serial == 0 => return Err("The last four digits of an SSN are not 0000."),
            _ => Kind::Ssn,
        };
        if WITHDRAWN.contains(&digits::value(&digits)) {
            return Err("The number was printed as a specimen and withdrawn: nobody has it.");
        }
        Ok(Ssn { digits, kind })
    }

    /// Which number it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The nine digits: for the provider, never to be shown.
    pub fn plain(&self) -> String {
        digits::text(&self.digits)
    }

    /// What may be shown of it.
    pub fn masked(&self) -> String {
        format!("***-**-{}", digits::text(&self.digits[5..]))
    }

    /// Whether it can only have been given out at random, since 2011-06-25.
    pub fn is_late(&self) -> bool {
        self.kind == Kind::Ssn && matches!(digits::value(&self.digits[..3]), 734..=749 | 773..=899)
    }

    /// Why it may be nobody's SSN, in sentences without its digits. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        match self.kind {
            Kind::Ssn => {}
            Kind::Itin => doubts.push("It is an ITIN, the number of a taxpayer who has no SSN."),
            Kind::Atin => doubts.push("It is an ATIN, the number of a child that is being adopted, not an SSN."),
        }
        let value = digits::value(&self.digits);
        if FOR_ADVERTISEMENTS.contains(&value) || value == ADVERTISED {
            doubts.push("It was printed in advertisements.");
        }
        if value == IN_A_ROW || digits::repeat(&self.digits) {
            doubts.push("Its digits are those that forms are filled with.");
        }
        doubts
    }
}

/// Why a text has not the shape of an SSN.
fn shape(text: &str) -> &'static str {
    let text = text.trim();
    let count = text.bytes().filter(u8::is_ascii_digit).count();
    if digits::is_masked(text) {
        return "Digits of the SSN are masked.";
    }
    if is_preparers(text) {
        return "It is a PTIN, the number of a tax preparer, not an SSN.";
    }
    if count == 9 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return "The hyphens of an SSN stand after its third and its fifth digit, or nowhere.";
    }
    "An SSN has nine digits, with hyphens after the third and the fifth or without."
}

/// Whether a text is P and eight digits, all together or with one hyphen or space after the letter.
fn is_preparers(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['P', 'p']) else { return false };
    let digits = rest.strip_prefix(['-', ' ']).unwrap_or(rest);
    digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
