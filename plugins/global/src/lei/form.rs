//! What a legal entity identifier says by itself (ISO 17442): who issued it, and whether it is whole.

use crate::mod97;

/// Characters of an LEI.
const LENGTH: usize = 20;

/// A text that is an LEI as far as its characters can say, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lei(String);

impl Lei {
    /// Reads an LEI, ignoring spaces and case. The error is a sentence that names the place and the reason, never the text.
    pub fn parse(text: &str) -> Result<Lei, String> {
        let normal: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        if let Some(place) = normal.chars().position(|c| !c.is_ascii_alphanumeric()) {
            return Err(format!("Character {} of the LEI is neither a letter nor a digit.", place + 1));
        }
        if normal.len() != LENGTH {
            return Err(format!("An LEI has {LENGTH} letters and digits, this has {}.", normal.len()));
        }
        if let Some(place) = normal.bytes().skip(LENGTH - 2).position(|byte| !byte.is_ascii_digit()) {
            return Err(format!("Character {} of the LEI is not a digit.", LENGTH - 1 + place));
        }
        // The remainder alone decides: identifiers that end in 00 and 01 were issued, although nobody computes these digits.
        if mod97::remainder(normal.bytes()) != 1 {
            return Err("Characters 19 and 20 of the LEI are not the check digits of the 18 before them.".into());
        }
        Ok(Lei(normal))
    }

    /// The normal form: upper case without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The four characters that stand for who issued it.
    pub fn issuer_prefix(&self) -> &str {
        &self.0[..4]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Issued identifiers, of each kind of ending and of several issuers.
    const WHOLE: &[&str] = &[
        "506700GE1G29325QX363",
        "5493001KJTIIGC8Y1R12",
        "HWUPKR0MPOU8FGXBT394",
        "7LTWFZYICNSX8D621K86",
        "549300DTUYXVMJXZNY75",
        "213800D1EI4B9WTWWD28",
        "529900T8BM49AURSDO55",
        "7ZW8QJWVPR4P1J1KQY45",
        "INR2EJN1ERAN0W5ZP974",
        "784F5XWPLTWKTBV3E584",
        "R0MUWSFPU8MPRO8K5P83",
        "W22LROWP2IHZNBB6K528",
        "ZBUT11V806EZRVTWT807",
        "8I5DZWZKVSZI1NUHU748",
        "G5GSEF7VJP5I7OUK5573",
        "6PTKHDJ8HDUF78PFWH30",
        "984500A8D612DCC67997",
        "315700Y1W7W1JHAUBW00",
        "3157005RUI28M8FANK00",
        "3157006FR3JBBOLOMX01",
        "31570010000000126001",
        "315700JO5E28SRE00Q01",
        "31570010000000084000",
        "315700659AALVVLVIO01",
        "5493006MHB84DD0ZWV18",
        "ZXTILKJKG63JELOEG630",
        "BQ4BKCS1HXDV9HN80Z93",
        "9DJT3UXIJIZJI4WXO774",
        "6SHGI4ZSSLCXXQSBB395",
        "MLU0ZO3ML4LN2LL2TL39",
    ];

    /// Text, and what the error says of it.
    const BROKEN: &[(&str, &str)] = &[
        ("", "this has 0"),
        ("506700GE1G29325QX36", "this has 19"),
        ("506700GE1G29325QX3633", "this has 21"),
        ("506700GE1G29325QX3", "this has 18"),
        ("506700GE1G29325QX364", "not the check digits"),
        ("506700GE1G29325QX336", "not the check digits"),
        ("506700GE1G29325XQ363", "not the check digits"),
        ("506700GE1G2932SQX363", "not the check digits"),
        ("5493001KJTIIGC8Y1R17", "not the check digits"),
        ("HWUPKR0MPOU8FGXBT349", "not the check digits"),
        ("HWUPKROMPOU8FGXBT394", "not the check digits"),
        ("506700GE1G29325QX3A3", "Character 19 of the LEI is not a digit"),
        ("506700GE1G29325QX36A", "Character 20 of the LEI is not a digit"),
        ("506700GE1G29325QX3AB", "Character 19 of the LEI is not a digit"),
        ("506700-GE1G29325QX363", "Character 7 of the LEI is neither"),
        ("506700GE1G29325QX36é", "Character 20 of the LEI is neither"),
        ("5067****1G29325QX363", "Character 5 of the LEI is neither"),
        ("5О6700GE1G29325QX363", "Character 2 of the LEI is neither"),
        ("00000000000000000000", "not the check digits"),
        ("391200014QLC3E6FR705", "not the check digits"),
        ("5586006ZEFQ542K7CY29", "not the check digits"),
        (" ", "this has 0"),
        ("LEI", "this has 3"),
        ("LEI 506700GE1G29325QX363", "this has 23"),
        ("506700GE1G29325QX363 506700GE1G29325QX363", "this has 40"),
        ("506700GE1G29325QX3é3", "Character 19 of the LEI is neither"),
        ("506700GE1G29325QX3٦3", "Character 19 of the LEI is neither"),
        ("506700/GE1G29325QX363", "Character 7 of the LEI is neither"),
        ("506700GE1G29325QX363.", "Character 21 of the LEI is neither"),
        ("605700GE1G29325QX363", "not the check digits"),
    ];

    #[test]
    fn issued_identifiers_are_read_whatever_they_end_in() {
        for text in WHOLE {
            let lei = Lei::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!((lei.as_str(), lei.issuer_prefix()), (*text, &text[..4]));
            let spaced: Vec<String> = text.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).to_lowercase()).collect();
            assert_eq!(Lei::parse(&spaced.join(" ")).as_ref(), Ok(&lei));
        }
    }

    #[test]
    fn what_cannot_be_an_lei_is_refused_by_its_place() {
        for (text, why) in BROKEN {
            let error = Lei::parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
            assert!(!error.contains("GE1G"), "{error}");
        }
    }

    #[test]
    fn every_ending_that_can_be_computed_is_taken() {
        let mut met = [false; 100];
        for serial in 0..3_000_u32 {
            let first = format!("54930000GULFX{serial:05}");
            let check = mod97::check_digits(first.bytes());
            met[check.parse::<usize>().unwrap()] = true;
            assert!(Lei::parse(&format!("{first}{check}")).is_ok());
        }
        assert!(met[2..=98].iter().all(|met| *met) && !met[0] && !met[1] && !met[99]);
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in any::<String>(), hint in "[ A-Za-z0-9]{18,22}") {
            for text in [text, hint] {
                if let Ok(lei) = Lei::parse(&text) {
                    prop_assert_eq!(Lei::parse(lei.as_str()), Ok(lei));
                }
            }
        }
    }
}
