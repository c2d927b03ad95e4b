//! What a trade licence number says by itself, which is little: no authority publishes how its numbers are built. So only the shape
//! is judged, and a number whose issuer is not known is doubtful, because it may be anybody's.

use super::authority::{self, Authority};

/// Characters of a number, short of its issuer's name.
const CHARS: std::ops::RangeInclusive<usize> = 3..=20;

/// A text that may be a trade licence number, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    number: String,
    authority: Option<&'static Authority>,
}

impl Licence {
    /// Reads a number, with or without its issuer's name before or after it, ignoring case. `named` is the issuer where it is given
    /// apart. The error is a sentence, never the text.
    pub fn parse(text: &str, named: Option<&str>) -> Result<Licence, String> {
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == ',' || c == ':').filter(|word| !word.is_empty()).collect();
        let is_number = |word: &&&str| word.bytes().any(|byte| byte.is_ascii_digit());
        let numbers = words.iter().filter(is_number).count();
        if numbers == 0 {
            return Err("A trade licence number has digits, this has none.".into());
        }
        let others: Vec<&str> = words.iter().filter(|word| !is_number(word)).copied().collect();
        // Digits apart may be one number; what stands between its parts may not.
        let first = words.iter().position(|word| is_number(&word)).unwrap_or_default();
        if !words[first..first + numbers].iter().all(|word| is_number(&word)) {
            return Err("The trade licence number is interrupted by words.".into());
        }
        let mut number: String = words[first..first + numbers].concat().chars().map(|c| c.to_ascii_uppercase()).collect();
        // "CN 1234567" and "CN1234567" are as good as "CN-1234567".
        let prefix = others.last().filter(|word| first > 0 && authority::by_number(&word.to_ascii_uppercase()).is_some());
        if let Some(prefix) = prefix.filter(|word| **word == words[first - 1]) {
            number = format!("{}-{number}", prefix.to_ascii_uppercase());
        }
        if let Some(place) = number.chars().position(|c| !c.is_ascii_alphanumeric() && !"-/.".contains(c)) {
            return Err(format!("Character {} of the trade licence number is neither a letter, a digit, nor a dash.", place + 1));
        }
        if !CHARS.contains(&number.len()) {
            return Err(format!("A trade licence number has from 3 to 20 characters, this has {}.", number.len()));
        }
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        if edge(number.chars().next()) || edge(number.chars().last()) {
            return Err("A trade licence number begins and ends with a letter or a digit.".into());
        }
        let issuer = named.and_then(authority::named).or_else(|| authority::named(&others.join(" ")));
        Ok(Licence { authority: issuer.or_else(|| authority::by_number(&number)), number })
    }

    /// The number in capitals, without its issuer's name.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Who issued it, as far as the request says.
    pub fn authority(&self) -> Option<&'static str> {
        self.authority.map(|authority| authority.word)
    }

    /// Why this may be no real licence, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.authority.is_none() {
            doubts.push("The issuing authority is not given: several may have issued the same number.");
        }
        if self.number.chars().filter(char::is_ascii_digit).all(|digit| digit == '0') {
            doubts.push("All digits of the number are zero.");
        }
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Text, the number in it, and the issuer.
    const WHOLE: &[(&str, &str, Option<&str>)] = &[
        ("616529", "616529", None),
        ("35343", "35343", None),
        ("1234567", "1234567", None),
        (" 673471 ", "673471", None),
        ("CN-1234567", "CN-1234567", Some("abu_dhabi")),
        ("cn-1234567", "CN-1234567", Some("abu_dhabi")),
        ("CN 1234567", "CN-1234567", Some("abu_dhabi")),
        ("CN1234567", "CN1234567", Some("abu_dhabi")),
        ("CN-1234567-1", "CN-1234567-1", Some("abu_dhabi")),
        ("IN-2003456", "IN-2003456", Some("abu_dhabi")),
        ("DMCC-123456", "DMCC-123456", Some("dmcc")),
        ("DMCC123456", "DMCC123456", Some("dmcc")),
        ("DMCC 123456", "DMCC-123456", Some("dmcc")),
        ("CL1234", "CL1234", Some("difc")),
        ("000002475", "000002475", None),
        ("ADGM 000002475", "000002475", Some("adgm")),
        ("DED 616529", "616529", Some("dubai")),
        ("DED: 616529", "616529", Some("dubai")),
        ("616529, Sharjah", "616529", Some("sharjah")),
        ("Sharjah Economic Development Department 616529", "616529", Some("sharjah")),
        ("JAFZA 98765", "JAFZA-98765", Some("jafza")),
        ("RAKEZ 5012345", "RAKEZ-5012345", Some("rakez")),
        ("47001234", "47001234", None),
        ("1012345.01", "1012345.01", None),
        ("F-12/345", "F-12/345", None),
        ("123 456", "123456", None),
        ("Meydan 2312345", "2312345", Some("meydan")),
        ("IFZA 12345", "IFZA-12345", Some("ifza")),
        ("رخصة 616529 الشارقة", "616529", Some("sharjah")),
        ("000", "000", None),
        ("MC 10023", "MC-10023", Some("masdar")),
    ];

    /// Text, and what the error says of it.
    const BROKEN: &[(&str, &str)] = &[
        ("", "has none"),
        ("DED", "has none"),
        ("trade licence", "has none"),
        ("-----", "has none"),
        ("12", "this has 2"),
        ("1", "this has 1"),
        ("123456789012345678901", "this has 21"),
        ("12345678901234567890123456789", "this has 29"),
        ("-123456", "begins and ends"),
        ("123456-", "begins and ends"),
        ("/123456", "begins and ends"),
        ("123456.", "begins and ends"),
        ("123*456", "neither"),
        ("616529?", "neither"),
        ("(616529)", "neither"),
        ("616529;DROP", "neither"),
        ("<616529>", "neither"),
        ("61**29", "neither"),
        ("616529#1", "neither"),
        ("616_529", "neither"),
        ("616529é", "neither"),
        ("123 Dubai 456", "interrupted"),
        ("CN 123 and 456", "interrupted"),
        ("616529 or 616530", "interrupted"),
        ("name@example.com", "has none"),
        ("+971501234567+", "neither"),
        ("12345678901 23456789012", "this has 22"),
        ("٦١٦٥٢٩", "has none"),
        ("no number here", "has none"),
        ("1 2", "this has 2"),
    ];

    #[test]
    fn numbers_are_read_with_and_without_their_issuer() {
        for (text, number, authority) in WHOLE {
            let licence = Licence::parse(text, None).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!((licence.number(), licence.authority()), (*number, *authority), "{text}");
        }
        let apart = Licence::parse("616529", Some("دائرة التنمية الإقتصادية في الشارقة")).unwrap();
        assert_eq!((apart.number(), apart.authority()), ("616529", Some("sharjah")));
        let said = Licence::parse("CN-1234567", Some("Dubai DED")).unwrap();
        assert_eq!(said.authority(), Some("dubai"), "what is said goes before what the number tells");
    }

    #[test]
    fn what_cannot_be_a_number_is_refused() {
        for (text, why) in BROKEN {
            let error = Licence::parse(text, None).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
            assert!(!error.contains("616"), "{error}");
        }
    }

    #[test]
    fn a_number_without_its_issuer_is_a_doubt() {
        let doubts = |text: &str| Licence::parse(text, None).unwrap().doubts().len();
        assert_eq!([doubts("616529"), doubts("DED 616529"), doubts("CN-1234567"), doubts("000"), doubts("DED 000000")], [1, 0, 0, 2, 1]);
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in any::<String>(), hint in "[A-Z]{0,6}[- ]?[0-9]{3,9}[-/0-9A-Z ]{0,6}") {
            for text in [text, hint] {
                if let Ok(licence) = Licence::parse(&text, None) {
                    let again = Licence::parse(licence.number(), None).unwrap();
                    prop_assert_eq!(again.number(), licence.number());
                }
            }
        }
    }
}
