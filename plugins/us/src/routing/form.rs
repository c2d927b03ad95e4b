//! What a routing number of a US bank says by itself.
//!
//! Nine digits: four for the Federal Reserve, four for the institution, one check digit (weights 3, 7, 1). The first two name the
//! district: 01 to 12 of banks, 21 to 32 of thrift institutions, 61 to 72 of electronic payments; 00 is the government's, 80 is for
//! traveller's cheques. The rest is not given out. On cheques it stands between two signs, with or without hyphens after the fourth
//! and the eighth digit.

use crate::digits;

/// The Federal Reserve's districts, from 1.
const DISTRICTS: [&str; 12] = [
    "Boston",
    "New York",
    "Philadelphia",
    "Cleveland",
    "Richmond",
    "Atlanta",
    "Chicago",
    "St. Louis",
    "Minneapolis",
    "Kansas City",
    "Dallas",
    "San Francisco",
];
const WEIGHTS: [u32; 9] = [3, 7, 1, 3, 7, 1, 3, 7, 1];
/// The sign around a routing number in the line of magnetic ink.
const TRANSIT: char = '⑆';

/// A text that is a routing number as far as its digits can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Routing {
    digits: [u8; 9],
}

impl Routing {
    /// Reads nine digits. The error is a sentence without the text.
    pub fn parse(text: &str) -> Result<Routing, &'static str> {
        let bare = text.trim().trim_matches(TRANSIT);
        let Some(digits) = digits::read::<9>(bare, &[4, 8]) else {
            let masked = digits::is_masked(bare);
            return Err(if masked { "Digits of the routing number are masked." } else { "A routing number has nine digits." });
        };
        if digits::repeat(&digits) && digits[0] == 0 {
            return Err("A routing number is not all 0.");
        }
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
        if !sum.is_multiple_of(10) {
            return Err("The ninth digit of the routing number is not the check digit of the eight before it.");
        }
        Ok(Routing { digits })
    }

    /// The nine digits.
    pub fn normal(&self) -> String {
        digits::text(&self.digits)
    }

    fn prefix(&self) -> u8 {
        self.digits[0] * 10 + self.digits[1]
    }

    /// What the number is for, in a stable word; `None`: its prefix is not given out.
    pub fn purpose(&self) -> Option<&'static str> {
        match self.prefix() {
            0 => Some("government"),
            1..=12 => Some("bank"),
            21..=32 => Some("thrift"),
            61..=72 => Some("electronic"),
            80 => Some("travellers_cheques"),
            _ => None,
        }
    }

    /// The Federal Reserve's district, by number and name.
    pub fn district(&self) -> Option<(u8, &'static str)> {
        let number = match self.prefix() {
            prefix @ 1..=12 => prefix,
            prefix @ 21..=32 => prefix - 20,
            prefix @ 61..=72 => prefix - 60,
            _ => return None,
        };
        DISTRICTS.get(usize::from(number) - 1).map(|name| (number, *name))
    }

    /// Why it may be no real one, in sentences without its digits. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.purpose().is_none() {
            doubts.push("The first two digits are given to no district.");
        }
        if digits::repeat(&self.digits) || digits::value(&self.digits) == 123_456_780 {
            doubts.push("Its digits are those that forms are filled with.");
        }
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Number, purpose, district, number of doubts. Real numbers are published by their banks.
    const SHAPED: &[(&str, &str, u8, usize)] = &[
        ("111000025", "bank", 11, 0),
        ("021000021", "bank", 2, 0),
        (" 021000021 ", "bank", 2, 0),
        ("0210-0002-1", "bank", 2, 0),
        ("⑆021000021⑆", "bank", 2, 0),
        ("011000015", "bank", 1, 0),
        ("011000138", "bank", 1, 0),
        ("011401533", "bank", 1, 0),
        ("021001208", "bank", 2, 0),
        ("026009593", "bank", 2, 0),
        ("031000053", "bank", 3, 0),
        ("041000124", "bank", 4, 0),
        ("051000017", "bank", 5, 0),
        ("061000052", "bank", 6, 0),
        ("071000013", "bank", 7, 0),
        ("081000032", "bank", 8, 0),
        ("091000019", "bank", 9, 0),
        ("091000022", "bank", 9, 0),
        ("101000019", "bank", 10, 0),
        ("101089742", "bank", 10, 0),
        ("113000023", "bank", 11, 0),
        ("121000248", "bank", 12, 0),
        ("121042882", "bank", 12, 0),
        ("122000247", "bank", 12, 0),
        ("122105155", "bank", 12, 0),
        ("125000024", "bank", 12, 0),
        ("211391825", "thrift", 1, 0),
        ("254070116", "thrift", 5, 0),
        ("256074974", "thrift", 5, 0),
        ("271071321", "thrift", 7, 0),
        ("322271627", "thrift", 12, 0),
        ("325081403", "thrift", 12, 0),
        ("000000518", "government", 0, 0),
        ("123456780", "bank", 12, 1),
    ];

    /// What is none, and a part of the reason.
    const SHAPELESS: &[(&str, &str)] = &[
        ("", "nine digits"),
        ("11100002", "nine digits"),
        ("1110000255", "nine digits"),
        ("11100000B", "nine digits"),
        ("111 000 025", "nine digits"),
        ("111-000-025", "nine digits"),
        ("021-000021", "nine digits"),
        ("0210-00021", "nine digits"),
        ("1-2/210", "nine digits"),
        ("ABA 021000021", "nine digits"),
        ("０21000021", "nine digits"),
        ("*****0021", "masked"),
        ("000000000", "all 0"),
        ("112000025", "check digit"),
        ("111000026", "check digit"),
        ("021000012", "check digit"),
        ("201000021", "check digit"),
        ("123456789", "check digit"),
        ("999999999", "check digit"),
        (" \n", "nine digits"),
        ("0", "nine digits"),
        ("0210000211", "nine digits"),
        ("02-1000021", "nine digits"),
        ("0210-0002-1-", "nine digits"),
        ("021.000.021", "nine digits"),
        ("021000021 021000021", "nine digits"),
        ("RTN021000021", "nine digits"),
        ("XXXXX0021", "masked"),
        ("021000022", "check digit"),
        ("012000021", "check digit"),
    ];

    fn made(eight: &str) -> String {
        (0..10).map(|digit| format!("{eight}{digit}")).find(|text| Routing::parse(text).is_ok()).unwrap()
    }

    #[test]
    fn purpose_and_district_are_read_from_the_number() {
        for (text, purpose, district, doubts) in SHAPED {
            let routing = Routing::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            let told = (routing.purpose(), routing.district().map_or(0, |(number, _)| number), routing.doubts().len());
            assert_eq!(told, (Some(*purpose), *district, *doubts), "{text}");
        }
        for prefix in 0..100_u32 {
            let routing = Routing::parse(&made(&format!("{prefix:02}123456"))).unwrap();
            let given = matches!(prefix, 0..=12 | 21..=32 | 61..=72 | 80);
            assert_eq!((routing.purpose().is_some(), routing.doubts().is_empty()), (given, given), "{prefix}");
        }
        assert_eq!(Routing::parse(&made("61100002")).unwrap().district(), Some((1, "Boston")));
        assert_eq!(Routing::parse(&made("72100002")).unwrap().district(), Some((12, "San Francisco")));
    }

    #[test]
    fn what_is_none_is_refused_with_its_reason() {
        for (text, why) in SHAPELESS {
            let told = Routing::parse(text).unwrap_err();
            assert!(told.contains(why), "{text}: {told}");
        }
    }

    #[test]
    fn the_check_digit_notices_every_wrong_digit() {
        for place in 0..9 {
            for digit in 0..10 {
                let mut digits = [0, 2, 1, 0, 0, 0, 0, 2, 1];
                digits[place] = digit;
                let text: String = digits.iter().map(u8::to_string).collect();
                assert_eq!(Routing::parse(&text).is_ok(), text == "021000021", "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,24}|[0-9⑆*-]{0,14}") {
            if let Ok(routing) = Routing::parse(&text) {
                prop_assert_eq!(Routing::parse(&routing.normal()), Ok(routing), "the normal form is one");
            }
        }
    }
}
