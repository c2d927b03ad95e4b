//! What a corporate identity number says by itself.
//!
//! A letter for listed or unlisted, five digits for the industry, two letters for the state, four digits for the year of
//! incorporation, three letters for the class of company and six digits that the registrar counts. There is no check digit.

use crate::{states, text};

/// Characters of a CIN.
const LENGTH: usize = 21;
/// The first law for companies in India is of that year.
const YEAR_MIN: u32 = 1850;

/// A text that has the shape of a CIN, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cin(String);

impl Cin {
    /// Reads a CIN, ignoring spaces, hyphens and case. The error is a sentence that names the place and the reason, never the text.
    pub fn parse(text: &str) -> Result<Cin, String> {
        let normal = text::compact(text);
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

    /// The normal form: upper case without separators.
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
        // Every state's code and every class.
        ("l84924an1913ptc308441", "listed", "Andaman and Nicobar Islands", 1913, "private", 0),
        ("U66506AP1915PLC004817", "unlisted", "Andhra Pradesh", 1915, "public", 0),
        ("L87828AR1917OPC089118", "listed", "Arunachal Pradesh", 1917, "one_person", 0),
        ("u60943as1919npl686610", "unlisted", "Assam", 1919, "not_for_profit", 0),
        ("L37459-BR-1921-GOI-426539", "listed", "Bihar", 1921, "central_government", 0),
        ("U73255CG1923SGC976943", "unlisted", "Chhattisgarh", 1923, "state_government", 0),
        ("l11905ch1925ftc742193", "listed", "Chandigarh", 1925, "private_subsidiary_of_foreign", 0),
        ("U34291CT1927FLC330593", "unlisted", "Chhattisgarh", 1927, "public_finance_lease", 0),
        ("L31102DD1929GAP537799", "listed", "Daman and Diu", 1929, "public_guarantee", 0),
        ("u38885dh1931gat031198", "unlisted", "Dadra and Nagar Haveli and Daman and Diu", 1931, "private_guarantee", 0),
        ("L10204DL1933ULL590498", "listed", "Delhi", 1933, "public_unlimited", 0),
        ("U15146DN1935ULT419850", "unlisted", "Dadra and Nagar Haveli and Daman and Diu", 1935, "private_unlimited", 0),
        ("l15129ga1937ptc887708", "listed", "Goa", 1937, "private", 0),
        ("U39129-GJ-1939-PLC-405289", "unlisted", "Gujarat", 1939, "public", 0),
        ("L09759HP1941OPC017711", "listed", "Himachal Pradesh", 1941, "one_person", 0),
        ("u90770hr1943npl000572", "unlisted", "Haryana", 1943, "not_for_profit", 0),
        ("L28984JH1945GOI219905", "listed", "Jharkhand", 1945, "central_government", 0),
        ("U07858JK1947SGC492818", "unlisted", "Jammu and Kashmir", 1947, "state_government", 0),
        ("l50212ka1949ftc743335", "listed", "Karnataka", 1949, "private_subsidiary_of_foreign", 0),
        ("U53091KL1951FLC440184", "unlisted", "Kerala", 1951, "public_finance_lease", 0),
        ("L10573LA1953GAP593748", "listed", "Ladakh", 1953, "public_guarantee", 0),
        ("u83503ld1955gat208132", "unlisted", "Lakshadweep", 1955, "private_guarantee", 0),
        ("L89461-MH-1957-ULL-282881", "listed", "Maharashtra", 1957, "public_unlimited", 0),
        ("U45157ML1959ULT091378", "unlisted", "Meghalaya", 1959, "private_unlimited", 0),
        ("l41790mn1961ptc348742", "listed", "Manipur", 1961, "private", 0),
        ("U02985MP1963PLC429970", "unlisted", "Madhya Pradesh", 1963, "public", 0),
        ("L16465MZ1965OPC141135", "listed", "Mizoram", 1965, "one_person", 0),
        ("u33294nl1967npl741361", "unlisted", "Nagaland", 1967, "not_for_profit", 0),
        ("L14244OD1969GOI011488", "listed", "Odisha", 1969, "central_government", 0),
        ("U08850OR1971SGC487525", "unlisted", "Odisha", 1971, "state_government", 0),
        ("l64808pb1973ftc186310", "listed", "Punjab", 1973, "private_subsidiary_of_foreign", 0),
        ("U90401-PY-1975-FLC-586464", "unlisted", "Puducherry", 1975, "public_finance_lease", 0),
        ("L25692RJ1977GAP469159", "listed", "Rajasthan", 1977, "public_guarantee", 0),
        ("u67698sk1979gat199948", "unlisted", "Sikkim", 1979, "private_guarantee", 0),
        ("L96930TG1981ULL806903", "listed", "Telangana", 1981, "public_unlimited", 0),
        ("U18166TN1983ULT439596", "unlisted", "Tamil Nadu", 1983, "private_unlimited", 0),
        ("l85373tr1985ptc402393", "listed", "Tripura", 1985, "private", 0),
        ("U16270TS1987PLC414034", "unlisted", "Telangana", 1987, "public", 0),
        ("L56149UK1989OPC223206", "listed", "Uttarakhand", 1989, "one_person", 0),
        ("u01061up1991npl282901", "unlisted", "Uttar Pradesh", 1991, "not_for_profit", 0),
        ("L78691-UR-1993-GOI-318920", "listed", "Uttarakhand", 1993, "central_government", 0),
        ("U03573UT1995SGC220946", "unlisted", "Uttarakhand", 1995, "state_government", 0),
        ("l25550wb1997ftc413427", "listed", "West Bengal", 1997, "private_subsidiary_of_foreign", 0),
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
        ("AAB-1234", "this has 7"),
        ("U72900KA2015PTC0829888", "this has 22"),
        ("U72900KA2015PTC082988 L", "this has 22"),
        ("072900KA2015PTC082988", "Character 1 of the CIN is not L or U."),
        ("F72900KA2015PTC082988", "Character 1 of the CIN is not L or U."),
        ("UA2900KA2015PTC082988", "Character 2 of the CIN is not a digit."),
        ("U7A900KA2015PTC082988", "Character 3 of the CIN is not a digit."),
        ("U72A00KA2015PTC082988", "Character 4 of the CIN is not a digit."),
        ("U729A0KA2015PTC082988", "Character 5 of the CIN is not a digit."),
        ("U72900K12015PTC082988", "Character 8 of the CIN is not a letter."),
        ("U72900KAA015PTC082988", "Character 9 of the CIN is not a digit."),
        ("U72900KA2O15PTC082988", "Character 10 of the CIN is not a digit."),
        ("U72900KA201SPTC082988", "Character 12 of the CIN is not a digit."),
        ("U72900KA20151TC082988", "Character 13 of the CIN is not a letter."),
        ("U72900KA2015PT1082988", "Character 15 of the CIN is not a letter."),
        ("U72900KA2015PTCO82988", "Character 16 of the CIN is not a digit."),
        ("U72900KA2015PTC0A2988", "Character 17 of the CIN is not a digit."),
        ("U72900KA2015PTC08A988", "Character 18 of the CIN is not a digit."),
        ("U72900KA2015PTC082A88", "Character 19 of the CIN is not a digit."),
        ("U72900KA2015PTC****88", "Character 16 of the CIN is not a digit."),
        ("U72900/A2015PTC082988", "Character 7 of the CIN is not a letter."),
        ("29AAACV1000A1Z7", "this has 15"),
        ("ABCDE1234F", "this has 10"),
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
