//! What a universal account number of the provident fund says by itself: little.
//!
//! Twelve digits without a check digit. An Aadhaar number has as many, so one that passes its rules may have been written in the
//! wrong place.

use crate::aadhaar::form::Aadhaar;
use crate::text;

/// Digits of a universal account number.
const LENGTH: usize = 12;

/// A text that can be a universal account number, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uan(String);

impl Uan {
    /// Reads a number, ignoring spaces and hyphens. The error is a sentence without its digits.
    pub fn parse(text: &str) -> Result<Uan, &'static str> {
        if text::is_masked(text) {
            return Err("The UAN is incomplete: some of its digits are hidden.");
        }
        let digits = text::digits(text).ok_or("A UAN has digits, spaces and hyphens only.")?;
        if digits.len() == LENGTH { Ok(Uan(digits)) } else { Err("A UAN has 12 digits.") }
    }

    /// The normal form: digits alone.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Why this may be no real UAN, in sentences without its digits. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        let first = self.0.as_bytes()[0];
        if self.0.bytes().all(|digit| digit == first) {
            doubts.push("All digits are the same.");
        }
        if Aadhaar::parse(&self.0).is_ok() {
            doubts.push("The number passes the rules for Aadhaar numbers, which have as many digits: it may be one.");
        }
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts, normal forms, number of doubts. The first two are examples of public documentation.
    const READ: &[(&str, &str, usize)] = &[
        ("101340612345", "101340612345", 0),
        ("102028758928", "102028758928", 0),
        ("1013 4061 2345", "101340612345", 0),
        ("1013-4061-2345", "101340612345", 0),
        (" 101340612345\n", "101340612345", 0),
        ("101\u{a0}340\u{a0}612\u{a0}345", "101340612345", 0),
        ("101\u{2011}340\u{2011}612\u{2011}345", "101340612345", 0),
        ("\u{200b}101340612345", "101340612345", 0),
        ("१०१३४०६१२३४५", "101340612345", 0),
        ("１０１３４０６１２３４５", "101340612345", 0),
        ("100000000001", "100000000001", 0),
        ("000000000001", "000000000001", 0),
        ("234123412347", "234123412347", 0),
        ("234123412346", "234123412346", 1),
        ("2341 2341 2346", "234123412346", 1),
        ("000000000000", "000000000000", 1),
        ("111111111111", "111111111111", 1),
        ("999999999999", "999999999999", 1),
        ("100045678912", "100045678912", 0),
        ("100900000000", "100900000000", 0),
        ("101999999999", "101999999999", 0),
        ("102345678901", "102345678901", 0),
        ("1 0 1 3 4 0 6 1 2 3 4 5", "101340612345", 0),
        ("10134 0612345", "101340612345", 0),
        ("--101340612345--", "101340612345", 0),
        ("101\u{ad}340\u{ad}612345", "101340612345", 0),
        ("1013\u{2013}4061\u{2013}2345", "101340612345", 0),
        ("\u{feff}101340612345\u{200e}", "101340612345", 0),
        ("১০১৩৪০৬১২৩৪৫", "101340612345", 0),
        ("૧૦૧૩૪૦૬૧૨૩૪૫", "101340612345", 0),
        ("௧௦௧௩௪௦௬௧௨௩௪௫", "101340612345", 0),
        ("۱۰۱۳۴۰۶۱۲۳۴۵", "101340612345", 0),
        // The check digit of an Aadhaar number, but none of those begins with 0 or 1.
        ("101340612343", "101340612343", 0),
        ("000123456781", "000123456781", 0),
        ("499118665246", "499118665246", 1),
        ("५५५५ ५५५५ ५५५५", "555555555555", 1),
        ("२३४१ २३४१ २३४६", "234123412346", 1),
    ];

    const BROKEN: &[(&str, &str)] = &[
        ("", "12 digits"),
        ("1", "12 digits"),
        ("10134061234", "12 digits"),
        ("1013406123456", "12 digits"),
        ("1013 4061 234", "12 digits"),
        ("UAN", "digits, spaces"),
        ("UAN101340612345", "digits, spaces"),
        ("10134061234O", "digits, spaces"),
        ("1013.4061.2345", "digits, spaces"),
        ("1013/4061/2345", "digits, spaces"),
        ("+101340612345", "digits, spaces"),
        ("101340612345.0", "digits, spaces"),
        ("MHBAN1234220000", "digits, spaces"),
        ("XXXXXXXX2345", "hidden"),
        ("1013****2345", "hidden"),
        ("1013 xxxx 2345", "hidden"),
        ("1013 #### 2345", "hidden"),
        (" \n", "12 digits"),
        ("--", "12 digits"),
        ("0", "12 digits"),
        ("1013 4061 2345 6", "12 digits"),
        ("101340612345 101340612345", "12 digits"),
        ("2341 2341 2341 2341", "12 digits"),
        ("९९", "12 digits"),
        ("101,340,612,345", "digits, spaces"),
        ("101340612345;", "digits, spaces"),
        ("(101340612345)", "digits, spaces"),
        ("l01340612345", "digits, spaces"),
        ("1O134O612345", "digits, spaces"),
        ("1.01340612345e11", "digits, spaces"),
        ("DL/12345/123/0000123", "digits, spaces"),
        ("①⓪①③④⓪⑥①②③④⑤", "digits, spaces"),
        ("¹⁰¹³⁴⁰⁶¹²³⁴⁵", "digits, spaces"),
        ("none", "digits, spaces"),
        ("1013 •••• 2345", "hidden"),
        ("1013________", "hidden"),
        ("10134061234?", "hidden"),
    ];

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, normal, doubts) in READ {
            let uan = Uan::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!((uan.as_str(), uan.doubts().len()), (*normal, *doubts), "{text}: {:?}", uan.doubts());
        }
    }

    #[test]
    fn what_cannot_be_one_is_refused_without_its_digits() {
        for (text, why) in BROKEN {
            let error = Uan::parse(text).unwrap_err();
            assert!(error.contains(why) && !error.contains("2345"), "{text}: {error}");
        }
    }
}
