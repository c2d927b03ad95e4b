//! What a goods and services tax number says by itself.
//!
//! Two digits for the state, the holder's PAN, a number for the holder's registrations in that state, a letter for the kind of
//! registration (`Z` for most) and a check character over all of it. Deductors of tax may have their TAN in place of a PAN.
//! Registrants without either (from abroad, bodies of the United Nations) have a form of their own.

use crate::pan::form::Pan;
use crate::{states, text};

/// Characters of a GSTIN.
const LENGTH: usize = 15;
/// What check characters count in.
const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What may stand at one place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Digit,
    Letter,
    Either,
    NotZero,
}

use Place::{Digit as D, Either as E, Letter as L, NotZero as N};

/// State, PAN or TAN, number, kind, check character.
const WITH_PAN: [Place; LENGTH] = [D, D, L, L, L, L, E, D, D, D, D, L, N, E, E];
/// State, year, country, serial, kind, check character.
const WITHOUT_PAN: [Place; LENGTH] = [D, D, D, D, L, L, L, D, D, D, D, D, L, L, E];

/// A text that is a GSTIN as far as its characters can say, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gstin(String);

impl Gstin {
    /// Reads a GSTIN, ignoring spaces, hyphens and case. The error is a sentence that names the place and the reason, never the text.
    pub fn parse(text: &str) -> Result<Gstin, String> {
        let normal = text::compact(text);
        let count = normal.chars().count();
        if count != LENGTH {
            return Err(format!("A GSTIN has {LENGTH} letters and digits, this has {count}."));
        }
        // The third character is the first letter of a PAN, or a digit of a year.
        let shape = if normal.chars().nth(2).is_some_and(|c| c.is_ascii_digit()) { WITHOUT_PAN } else { WITH_PAN };
        for (index, (place, char)) in shape.iter().zip(normal.chars()).enumerate() {
            if !place.takes(char) {
                return Err(format!("Character {} of the GSTIN is not {}.", index + 1, place.words()));
            }
        }
        if check_character(&normal.as_bytes()[..LENGTH - 1]) != normal.as_bytes()[LENGTH - 1] {
            return Err(format!("Character {LENGTH} of the GSTIN is not the check character of the {} before it.", LENGTH - 1));
        }
        Ok(Gstin(normal))
    }

    /// The normal form: upper case without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The state that it was given out for.
    pub fn state(&self) -> Option<&'static str> {
        states::by_gst_code(&self.0[..2])
    }

    /// The PAN in it. `None`: the registrant has none, or its TAN stands there.
    pub fn pan(&self) -> Option<Pan> {
        Pan::parse(&self.0[2..12]).ok()
    }

    /// Which of the holder's registrations in the state it is, from 1. `None`: the form without a PAN counts none.
    pub fn number_in_state(&self) -> Option<usize> {
        let number = self.0.as_bytes()[12];
        (!self.is_without_pan()).then(|| value(number))
    }

    /// What the registrant is, by the letters before the check character; `None` for letters that say nothing known.
    pub fn registrant(&self) -> Option<&'static str> {
        if self.is_without_pan() {
            return match &self.0[12..14] {
                "NR" => Some("non_resident"),
                "OS" => Some("online_services_from_abroad"),
                "UN" | "ON" => Some("un_body"),
                _ => None,
            };
        }
        match &self.0[13..14] {
            "Z" => Some("taxpayer"),
            "D" => Some("tax_deductor"),
            "C" => Some("tax_collector"),
            _ => None,
        }
    }

    /// Why this may be no real GSTIN, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.state().is_none() {
            doubts.push("Characters 1 and 2 name no known state.");
        }
        if let Some(pan) = self.pan() {
            if pan.holder().is_none() {
                doubts.push("Character 6, the fourth letter of the PAN, names no known type of holder.");
            }
            if &self.0[7..11] == "0000" {
                doubts.push("Characters 8 to 11, the serial number of the PAN, are 0000, which is not issued.");
            }
        }
        if self.registrant().is_none() {
            doubts.push("Character 14 names no known kind of registration.");
        }
        doubts
    }

    fn is_without_pan(&self) -> bool {
        self.0.as_bytes()[2].is_ascii_digit()
    }
}

impl Place {
    fn takes(self, char: char) -> bool {
        match self {
            Place::Digit => char.is_ascii_digit(),
            Place::Letter => char.is_ascii_uppercase(),
            Place::Either => char.is_ascii_digit() || char.is_ascii_uppercase(),
            Place::NotZero => char != '0' && Place::Either.takes(char),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Place::Digit => "a digit",
            Place::Letter => "a letter",
            Place::Either => "a letter or a digit",
            Place::NotZero => "a letter or a digit from 1 to 9",
        }
    }
}

/// Luhn's sum to the base of 36, every second character counted twice: any one wrong character changes it, and nearly any two
/// neighbours that changed places.
fn check_character(bytes: &[u8]) -> u8 {
    let sum: usize = bytes.iter().enumerate().map(|(index, byte)| value(*byte) * (1 + index % 2)).map(|two| two / 36 + two % 36).sum();
    ALPHABET[(36 - sum % 36) % 36]
}

/// Of a digit or a capital letter.
fn value(byte: u8) -> usize {
    usize::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' + 10 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GSTIN, state, registrant, PAN, number of doubts. The first are examples of public documentation.
    const WHOLE: &[(&str, &str, &str, &str, usize)] = &[
        ("27AAPFU0939F1ZV", "Maharashtra", "taxpayer", "AAPFU0939F", 0),
        ("27aapfu0939f1zv", "Maharashtra", "taxpayer", "AAPFU0939F", 0),
        (" 29 AAFCD5862R 1ZR\n", "Karnataka", "taxpayer", "AAFCD5862R", 0),
        ("29AAICP2912R1ZR", "Karnataka", "taxpayer", "AAICP2912R", 0),
        ("24AAACC1206D1ZM", "Gujarat", "taxpayer", "AAACC1206D", 0),
        // Every state, and every kind of registrant.
        ("01 AAACA7412A 1ZQ", "Jammu and Kashmir", "taxpayer", "AAACA7412A", 0),
        ("02BNZPB9172B2ZZ", "Himachal Pradesh", "taxpayer", "BNZPB9172B", 0),
        ("03AAPFC7630C3ZP", "Punjab", "taxpayer", "AAPFC7630C", 0),
        ("04-AAATD7403D-4ZA", "Chandigarh", "taxpayer", "AAATD7403D", 0),
        ("05aaahe8321e5zq", "Uttarakhand", "taxpayer", "AAAHE8321E", 0),
        ("06AABAF9624F6ZP", "Haryana", "taxpayer", "AABAF9624F", 0),
        ("07AAALG3112G7ZI", "Delhi", "taxpayer", "AAALG3112G", 0),
        ("08AAAGH3026HAZG", "Rajasthan", "taxpayer", "AAAGH3026H", 0),
        ("09 AABBJ8388J 2ZX", "Uttar Pradesh", "taxpayer", "AABBJ8388J", 0),
        ("10AAAJK7795KBZL", "Bihar", "taxpayer", "AAAJK7795K", 0),
        ("11-AAACM3051L-ZZX", "Sikkim", "taxpayer", "AAACM3051L", 0),
        ("12BNZPN1543M1ZH", "Arunachal Pradesh", "taxpayer", "BNZPN1543M", 0),
        ("13aapfp7317n2zp", "Nagaland", "taxpayer", "AAPFP7317N", 0),
        ("14AAATQ4971P3ZX", "Manipur", "taxpayer", "AAATQ4971P", 0),
        ("15AAAHR2324Q4ZX", "Mizoram", "taxpayer", "AAAHR2324Q", 0),
        ("16AABAS1486R5ZR", "Tripura", "taxpayer", "AABAS1486R", 0),
        ("17 AAALT8826S 6ZT", "Meghalaya", "taxpayer", "AAALT8826S", 0),
        ("18-AAAGV0687T-7Z2", "Assam", "taxpayer", "AAAGV0687T", 0),
        ("19AABBW9756UAZR", "West Bengal", "taxpayer", "AABBW9756U", 0),
        ("20AAAJY6491V2Z2", "Jharkhand", "taxpayer", "AAAJY6491V", 0),
        ("21aaaca7422wbz3", "Odisha", "taxpayer", "AAACA7422W", 0),
        ("22BNZPB2581XZZ0", "Chhattisgarh", "taxpayer", "BNZPB2581X", 0),
        ("23AAPFC0246Y1ZQ", "Madhya Pradesh", "taxpayer", "AAPFC0246Y", 0),
        ("24AAATD8657Z2ZJ", "Gujarat", "taxpayer", "AAATD8657Z", 0),
        ("25-AAAHE1035A-3Z9", "Daman and Diu", "taxpayer", "AAAHE1035A", 0),
        ("26AABAF0976B4Z0", "Dadra and Nagar Haveli and Daman and Diu", "taxpayer", "AABAF0976B", 0),
        ("27AAALG0585C5ZB", "Maharashtra", "taxpayer", "AAALG0585C", 0),
        ("28AAAGH3117D6ZQ", "Andhra Pradesh before 2014", "taxpayer", "AAAGH3117D", 0),
        ("29aabbj3964e7zd", "Karnataka", "taxpayer", "AABBJ3964E", 0),
        ("30AAAJK9825FAZ4", "Goa", "taxpayer", "AAAJK9825F", 0),
        ("31AAACM0493G2ZV", "Lakshadweep", "taxpayer", "AAACM0493G", 0),
        ("32-BNZPN7602H-BZC", "Kerala", "taxpayer", "BNZPN7602H", 0),
        ("33 AAPFP5346J ZZX", "Tamil Nadu", "taxpayer", "AAPFP5346J", 0),
        ("34AAATQ7218K1ZD", "Puducherry", "taxpayer", "AAATQ7218K", 0),
        ("35AAAHR9683L2ZF", "Andaman and Nicobar Islands", "taxpayer", "AAAHR9683L", 0),
        ("36AABAS3201M3ZK", "Telangana", "taxpayer", "AABAS3201M", 0),
        ("37aaalt8506n4za", "Andhra Pradesh", "taxpayer", "AAALT8506N", 0),
        ("38AAAGV3829P5ZC", "Ladakh", "taxpayer", "AAAGV3829P", 0),
        ("29AAACV1000A1DG", "Karnataka", "tax_deductor", "AAACV1000A", 0),
        ("29AAACV1000A1CI", "Karnataka", "tax_collector", "AAACV1000A", 0),
        ("29BLRA12345B1DP", "Karnataka", "tax_deductor", "", 0),
        ("07DELS01234C1DI", "Delhi", "tax_deductor", "", 0),
        ("0717USA00021UN9", "Delhi", "un_body", "", 0),
        ("2718FRA00012UNL", "Maharashtra", "un_body", "", 0),
        ("0719JPN00003OND", "Delhi", "un_body", "", 0),
        ("9917SGP29006OSJ", "Registered by the centre", "online_services_from_abroad", "", 0),
        ("9918USA29011OSE", "Registered by the centre", "online_services_from_abroad", "", 0),
        ("0718SGP00008NR6", "Delhi", "non_resident", "", 0),
        ("2721GBR00102NRB", "Maharashtra", "non_resident", "", 0),
    ];

    /// Text, and the place that the error names.
    const BROKEN: &[(&str, &str)] = &[
        ("", "this has 0"),
        ("27AAPFU0939F1Z", "this has 14"),
        ("27AAPFU0939F1ZVX", "this has 16"),
        ("2XAAPFU0939F1ZV", "Character 2 of the GSTIN is not a digit"),
        ("27AAP1U0939F1ZV", "Character 6 of the GSTIN is not a letter"),
        ("27AAPFU0939F0ZV", "Character 13 of the GSTIN is not a letter or a digit from 1 to 9"),
        ("27AAPFU09X9F1ZV", "Character 10 of the GSTIN is not a digit"),
        ("27AAPFU0939F1-V", "this has 14"),
        ("27 AAPFU0939F 1Z", "this has 14"),
        ("AAPFU0939F", "this has 10"),
        ("27AAPFU0939F1ZV27", "this has 17"),
        ("A7AAPFU0939F1ZV", "Character 1 of the GSTIN is not a digit"),
        ("27A1PFU0939F1ZV", "Character 4 of the GSTIN is not a letter"),
        ("27AAPFU0939F1.V", "Character 14 of the GSTIN is not a letter or a digit"),
        ("27AAPFU093991ZV", "Character 12 of the GSTIN is not a letter"),
        ("27AAPFUO939F1ZV", "Character 8 of the GSTIN is not a digit"),
        ("27AAPFU0939F1Z*", "Character 15 of the GSTIN is not a letter or a digit"),
        ("27AAPF*0939F1ZV", "Character 7 of the GSTIN is not a letter or a digit"),
        ("991ASGP29006OSJ", "Character 4 of the GSTIN is not a digit"),
        ("9917SGP2900XOSJ", "Character 12 of the GSTIN is not a digit"),
        ("9917SGP290061SJ", "Character 13 of the GSTIN is not a letter"),
        ("9917SGP29006OSK", "Character 15 of the GSTIN is not the check character"),
        ("72AAPFU0939F1ZV", "Character 15 of the GSTIN is not the check character"),
        ("27AAPFU0993F1ZV", "Character 15 of the GSTIN is not the check character"),
        ("27AAPFU0939F2ZV", "Character 15 of the GSTIN is not the check character"),
        ("27AAPFU0939F1ZO", "Character 15 of the GSTIN is not the check character"),
        ("369296450896540", "Character 5 of the GSTIN is not a letter"),
        ("27AAPFU0939É1ZV", "Character 12 of the GSTIN is not a letter"),
        ("27AAPFU****F1ZV", "Character 8 of the GSTIN is not a digit"),
        ("9917SG129006OSJ", "Character 7 of the GSTIN is not a letter"),
        ("27AAPFU0939F1ZW", "Character 15 of the GSTIN is not the check character"),
        ("27AAPFU0939F1Z5", "Character 15 of the GSTIN is not the check character"),
    ];

    fn made(first: &str) -> Gstin {
        let check = char::from(check_character(first.as_bytes()));
        Gstin::parse(&format!("{first}{check}")).unwrap()
    }

    #[test]
    fn state_holder_and_kind_are_read_from_the_number() {
        for (text, state, registrant, pan, doubts) in WHOLE {
            let gstin = Gstin::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!((gstin.state(), gstin.registrant()), (Some(*state), Some(*registrant)), "{text}");
            assert_eq!(gstin.pan().as_ref().map_or("", Pan::as_str), *pan, "{text}");
            assert_eq!(gstin.doubts().len(), *doubts, "{text}: {:?}", gstin.doubts());
        }
        assert_eq!(made("29AAACV1000A1Z").number_in_state(), Some(1));
        assert_eq!((made("29AAACV1000AAZ").number_in_state(), made("9917SGP29006OS").number_in_state()), (Some(10), None));
    }

    #[test]
    fn what_is_odd_is_a_doubt_and_no_refusal() {
        assert_eq!(made("39AAACV1000A1Z").doubts(), ["Characters 1 and 2 name no known state."]);
        assert_eq!(made("29AAADV1000A1Z").doubts().len(), 1);
        assert_eq!(made("29AAACV0000A1Z").doubts().len(), 1);
        assert_eq!(made("29AAACV1000A1Y").doubts(), ["Character 14 names no known kind of registration."]);
        assert_eq!(made("2919USA12345XY").registrant(), None);
        for (number, registrant) in [("29AAACV1000A1D", "tax_deductor"), ("29AAACV1000A1C", "tax_collector"), ("0718FRA00012UN", "un_body")]
        {
            assert_eq!((made(number).registrant(), made(number).doubts().len()), (Some(registrant), 0), "{number}");
        }
        let deductor = made("29BLRA12345B1D");
        assert_eq!((deductor.pan(), deductor.doubts().len()), (None, 0), "a TAN in place of a PAN");
    }

    #[test]
    fn what_cannot_be_a_gstin_is_refused_by_its_place() {
        for (text, why) in BROKEN {
            let error = Gstin::parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
            assert!(!error.contains("0939"), "{error}");
        }
    }

    #[test]
    fn the_check_character_notices_a_wrong_character_and_a_swap() {
        let whole = "27AAPFU0939F1ZV";
        let mut slips = 0;
        for place in 0..LENGTH {
            for other in ALPHABET {
                let mut bytes = whole.as_bytes().to_vec();
                bytes[place] = *other;
                let text = String::from_utf8(bytes).unwrap();
                assert!(text == whole || Gstin::parse(&text).is_err(), "{text}");
            }
            let mut bytes = whole.as_bytes().to_vec();
            if place + 1 < LENGTH && bytes[place] != bytes[place + 1] {
                bytes.swap(place, place + 1);
                slips += usize::from(Gstin::parse(&String::from_utf8(bytes).unwrap()).is_ok());
            }
        }
        assert_eq!(slips, 0);
    }
}
