//! What an Emirates ID number says by itself: 784, the code of the country; four digits that often are the year of birth, and need
//! not be; a serial; and Luhn's check digit over all of it.

/// Digits of a number.
const LENGTH: usize = 15;
/// Digits of its groups, where they are written apart.
const GROUPS: [usize; 4] = [3, 4, 7, 1];
/// What may stand between the groups.
const SEPARATORS: [char; 4] = ['-', ' ', '.', '\u{2010}'];

/// A text that is an Emirates ID number as far as its digits can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmiratesId(String);

impl EmiratesId {
    /// Reads a number written in one or in its four groups. The error is a sentence that names the place and the reason, never the
    /// text.
    pub fn parse(text: &str) -> Result<EmiratesId, String> {
        let digits = ungrouped(text.trim())?;
        if !digits.starts_with("784") {
            return Err("An Emirates ID number begins with 784, the code of the country.".into());
        }
        if !is_luhn(&digits) {
            return Err(format!("Digit {LENGTH} of the Emirates ID number is not the check digit of the {} before it.", LENGTH - 1));
        }
        Ok(EmiratesId(digits))
    }

    /// The normal form: in groups, as it is printed.
    pub fn printed(&self) -> String {
        let [country, year, serial] = [&self.0[..3], &self.0[3..7], &self.0[7..14]];
        format!("{country}-{year}-{serial}-{}", &self.0[14..])
    }

    /// The digits alone.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The four digits after the country's code. The issuer says that they need not be the year of birth.
    pub fn year(&self) -> &str {
        &self.0[3..7]
    }

    /// Why this may be no real number, in sentences without its digits. Empty: nothing speaks against it.
    pub fn doubts(&self, today: &str) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if !("1880"..=&today[..4]).contains(&self.year()) {
            doubts.push("Digits 4 to 7 are no year in which a living person can have been born.");
        }
        if &self.0[7..14] == "0000000" {
            doubts.push("Digits 8 to 14, the serial number, are all zero.");
        }
        doubts
    }
}

/// The digits of a number, written in one or in groups with one separator between each two.
fn ungrouped(text: &str) -> Result<String, String> {
    if let Some(place) = text.chars().position(|c| !c.is_ascii_digit() && !SEPARATORS.contains(&c)) {
        return Err(format!("Character {} of the Emirates ID number is not a digit.", place + 1));
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != LENGTH {
        return Err(format!("An Emirates ID number has {LENGTH} digits, this has {}.", digits.len()));
    }
    let lengths: Vec<usize> = text.split(SEPARATORS).map(str::len).collect();
    if lengths.len() > 1 && lengths != GROUPS {
        return Err("The groups of an Emirates ID number have 3, 4, 7 and 1 digits.".into());
    }
    Ok(digits)
}

/// Luhn: every second digit from the right counts twice, digit by digit.
fn is_luhn(digits: &str) -> bool {
    let twice = |(index, digit): (usize, u8)| match u32::from(digit - b'0') << (index % 2) {
        ten @ 10.. => ten - 9,
        one => one,
    };
    digits.bytes().rev().enumerate().map(twice).sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: &str = "2026-11-28";

    /// The number of this year and serial.
    fn made(year: &str, serial: &str) -> String {
        let find = |check: u32| Some(format!("784{year}{serial}{check}")).filter(|text| is_luhn(text));
        (0..10).find_map(find).unwrap()
    }

    /// As printed in documentation, in the forms that people write.
    const WHOLE: &[&str] = &[
        "784198066113592",
        "784-1980-6611359-2",
        "784 1980 6611359 2",
        "784.1980.6611359.2",
        " 784-1980-6611359-2\n",
        "784\u{2010}1980\u{2010}6611359\u{2010}2",
        "784196225985074",
        "784-1962-2598507-4",
        "784195946079852",
        "784-1959-4607985-2",
        "784 1959 4607985 2",
        // Nobody's, but of the same form.
        "784194512345672",
        "784-1958-2469134-9",
        "784 1963 3703701 2",
        "784.1969.4938268.1",
        "784-1971-6172835-3",
        "784 1974 7407402 4",
        "784197786419693",
        "784-1980-9876536-9",
        "784198411111036",
        "784-1986-2345670-8",
        "784 1988 3580237 6",
        "784199048148045",
        "784-1992-6049371-5",
        "784199572839381",
        "784-1999-8518505-9",
        "784 2001 9753072 6",
        "784200509876395",
        "784-2010-2222206-7",
        "784.2018.3456773.3",
        "784-2024-4691340-6",
    ];

    /// Text, and what the error says of it.
    const BROKEN: &[(&str, &str)] = &[
        ("", "this has 0"),
        ("784", "this has 3"),
        ("78419806611359", "this has 14"),
        ("7841980661135922", "this has 16"),
        ("784-1980-6611359", "this has 14"),
        ("784198066113593", "not the check digit"),
        ("784198066113529", "not the check digit"),
        ("784189066113592", "not the check digit"),
        ("784198066113591", "not the check digit"),
        ("784198012345671", "not the check digit"),
        ("784-1972-1234567-3", "not the check digit"),
        ("748198066113592", "begins with 784"),
        ("783198066113592", "begins with 784"),
        ("198078466113592", "begins with 784"),
        ("000000000000000", "begins with 784"),
        ("784-198-06611359-2", "groups"),
        ("7841-980-6611359-2", "groups"),
        ("784-1980-6611-359-2", "groups"),
        ("784--1980-6611359-2", "groups"),
        ("-784198066113592", "groups"),
        ("784198066113592-", "groups"),
        ("784-19806611359-2", "groups"),
        ("784/1980/6611359/2", "Character 4"),
        ("784-1980-6611359-X", "Character 18"),
        ("784-1980-****359-2", "Character 10"),
        ("784-1980-661135O-2", "Character 16"),
        ("٧٨٤١٩٨٠٦٦١١٣٥٩٢", "Character 1"),
        ("784198066113592 784198066113592", "this has 30"),
        ("ID 784198066113592", "Character 1"),
        ("784_1980_6611359_2", "Character 4"),
    ];

    #[test]
    fn numbers_are_read_in_one_and_in_groups() {
        for text in WHOLE {
            let id = EmiratesId::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!((id.digits().len(), id.doubts(TODAY).len()), (15, 0), "{text}");
            assert_eq!(EmiratesId::parse(&id.printed()), Ok(id), "{text}");
        }
        for serial in 0..30 {
            assert!(EmiratesId::parse(&made("1990", &format!("{:07}", serial * 7_919 + 1))).is_ok());
        }
        assert_eq!(EmiratesId::parse(WHOLE[0]).unwrap().year(), "1980");
    }

    #[test]
    fn what_cannot_be_a_number_is_refused_by_its_place() {
        for (text, why) in BROKEN {
            let error = EmiratesId::parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
            assert!(!error.contains("6611"), "{error}");
        }
    }

    #[test]
    fn a_year_that_nobody_was_born_in_is_a_doubt_and_no_refusal() {
        let doubts = |year: &str, serial: &str| EmiratesId::parse(&made(year, serial)).unwrap().doubts(TODAY).len();
        assert_eq!([doubts("2026", "0000001"), doubts("1880", "1234567")], [0, 0]);
        assert_eq!([doubts("2027", "1234567"), doubts("0000", "1234567"), doubts("1879", "1234567")], [1, 1, 1]);
        assert_eq!([doubts("1990", "0000000"), doubts("9999", "0000000")], [1, 2]);
    }

    #[test]
    fn one_wrong_digit_is_noticed() {
        let whole = WHOLE[0];
        for place in 3..15 {
            for digit in '0'..='9' {
                let text: String = whole.chars().enumerate().map(|(index, c)| if index == place { digit } else { c }).collect();
                assert_eq!(EmiratesId::parse(&text).is_ok(), text == whole, "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in any::<String>(), hint in "784[- .]?[0-9]{4}[- .]?[0-9]{7}[- .]?[0-9]") {
            for text in [text, hint] {
                if let Ok(id) = EmiratesId::parse(&text) {
                    prop_assert_eq!(EmiratesId::parse(&id.printed()), Ok(id.clone()));
                    prop_assert_eq!(EmiratesId::parse(id.digits()), Ok(id));
                }
            }
        }
    }
}
