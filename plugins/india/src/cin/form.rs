//! What a corporate identity number says by itself.
//!
//! A letter for listed or unlisted, five digits for the industry, two letters for the state, four digits for the year of
//! incorporation, three letters for the class of company and six digits that the registrar counts. There is no check digit.

use crate::states;

/// Characters of a CIN.
const LENGTH: usize = 21;
/// The first law for companies in India is of that year.
const YEAR_MIN: u32 = 1850;

/// A text that has the shape of a CIN, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cin(String);

impl Cin {
    /// Reads a CIN, ignoring spaces and case. The error is a sentence that names the place and the reason, never the text.
    pub fn parse(text: &str) -> Result<Cin, String> {
        let normal: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let count = normal.chars().count();
        if count != LENGTH {
            return Err(format!("A CIN has {LENGTH} letters and digits, this has {count}."));
        }
        for (index, char) in normal.chars().enumerate() {
            let (fits, wanted) = match index {
                0 => (matches!(char, 'L' | 'U'), "L or U"),
                6 | 7 | 12..15 => (char.is_ascii_uppercase(), "a letter"),
                _ => (char.is_ascii_digit(), "a digit"),
            };
            if !fits {
                return Err(format!("Character {} of the CIN is not {wanted}.", index + 1));
            }
        }
        Ok(Cin(normal))
    }

    /// The normal form: upper case without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether its shares were listed when the number was given out.
    pub fn listing(&self) -> &'static str {
        if self.0.starts_with('L') { "listed" } else { "unlisted" }
    }

    /// Industry, by the national classification.
    pub fn industry(&self) -> &str {
        &self.0[1..6]
    }

    /// State of the registrar.
    pub fn state(&self) -> Option<&'static str> {
        states::by_letters(&self.0[6..8])
    }

    /// Year of incorporation.
    pub fn year(&self) -> u32 {
        self.0[8..12].bytes().fold(0, |year, digit| year * 10 + u32::from(digit - b'0'))
    }

    /// Class of company; `None` for letters that name no known class.
    pub fn class(&self) -> Option<&'static str> {
        Some(match &self.0[12..15] {
            "PTC" => "private",
            "PLC" => "public",
            "OPC" => "one_person",
            "NPL" => "not_for_profit",
            "GOI" => "central_government",
            "SGC" => "state_government",
            "FTC" => "private_subsidiary_of_foreign",
            "FLC" => "public_finance_lease",
            "GAP" => "public_guarantee",
            "GAT" => "private_guarantee",
            "ULL" => "public_unlimited",
            "ULT" => "private_unlimited",
            _ => return None,
        })
    }

    /// The registrar's own number.
    pub fn registration_number(&self) -> &str {
        &self.0[15..]
    }

    /// Why this may be no real CIN in the year `this_year`, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self, this_year: u32) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.state().is_none() {
            doubts.push("Characters 7 and 8 name no known state.");
        }
        if !(YEAR_MIN..=this_year).contains(&self.year()) {
            doubts.push("Characters 9 to 12 name a year in which no company was incorporated.");
        }
        if self.class().is_none() {
            doubts.push("Characters 13 to 15 name no known class of company.");
        }
        if self.registration_number() == "000000" {
            doubts.push("Characters 16 to 21 are 000000, which is not issued.");
        }
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CIN, listing, state, year, class, number of doubts.
    const SHAPED: &[(&str, &str, &str, u32, &str, usize)] = &[
        ("U72900KA2015PTC082988", "unlisted", "Karnataka", 2015, "private", 0),
        ("u72900ka2015ptc082988", "unlisted", "Karnataka", 2015, "private", 0),
        ("U72900 KA 2015 PTC 082988", "unlisted", "Karnataka", 2015, "private", 0),
        ("L17110MH1973PLC019786", "listed", "Maharashtra", 1973, "public", 0),
        ("U01132UR2019NPL000012", "unlisted", "Uttarakhand", 2019, "not_for_profit", 0),
        ("U01132TS2019OPC000012", "unlisted", "Telangana", 2019, "one_person", 0),
        ("U01132XX2019PTC000012", "unlisted", "", 2019, "private", 1),
        ("U01132KA2031PTC000012", "unlisted", "Karnataka", 2031, "private", 1),
        ("U01132KA1492PTC000012", "unlisted", "Karnataka", 1492, "private", 1),
        ("U01132KA2019XYZ000012", "unlisted", "Karnataka", 2019, "", 1),
        ("U01132KA2019PTC000000", "unlisted", "Karnataka", 2019, "private", 1),
        ("U01132XX0000XYZ000000", "unlisted", "", 0, "", 4),
    ];

    /// Text, and what the error says.
    const BROKEN: &[(&str, &str)] = &[
        ("", "this has 0"),
        ("U72900KA2015PTC08298", "this has 20"),
        ("AAB-1234", "this has 8"),
        ("X72900KA2015PTC082988", "Character 1 of the CIN is not L or U."),
        ("U7290OKA2015PTC082988", "Character 6 of the CIN is not a digit."),
        ("U729001A2015PTC082988", "Character 7 of the CIN is not a letter."),
        ("U72900KA20I5PTC082988", "Character 11 of the CIN is not a digit."),
        ("U72900KA2015P7C082988", "Character 14 of the CIN is not a letter."),
        ("U72900KA2015PTC08298X", "Character 21 of the CIN is not a digit."),
        ("U72900KA2015PTC0829é8", "Character 20 of the CIN is not a digit."),
    ];

    #[test]
    fn its_parts_are_read_from_the_number() {
        for (text, listing, state, year, class, doubts) in SHAPED {
            let cin = Cin::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!((cin.listing(), cin.state().unwrap_or_default(), cin.year()), (*listing, *state, *year), "{text}");
            assert_eq!(cin.class().unwrap_or_default(), *class, "{text}");
            assert_eq!(cin.doubts(2025).len(), *doubts, "{text}: {:?}", cin.doubts(2025));
        }
        let cin = Cin::parse("U72900KA2015PTC082988").unwrap();
        assert_eq!((cin.industry(), cin.registration_number()), ("72900", "082988"));
    }

    #[test]
    fn what_cannot_be_a_cin_is_refused_by_its_place() {
        for (text, why) in BROKEN {
            let error = Cin::parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
