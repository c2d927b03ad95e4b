//! Every country's example, what is none, and what becomes of either.

use super::IbanVerification;
use super::form::Iban;
use super::registry_data::COUNTRIES;
use crate::mod97;
use enrich_sdk::Answer;
use enrich_sdk::StandIn;
use enrich_sdk::http::HttpError;
use proptest::prelude::*;
use serde_json::json;

/// The registry's own examples, bank and branch code of each. Empty: none.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("AD12 0001 2030 2003 5910 0100", "0001", "2030"),
    ("AE07 0331 2345 6789 0123 456", "033", ""),
    ("AL47 2121 1009 0000 0002 3569 8741", "212", "1100"),
    ("AT61 1904 3002 3457 3201", "19043", ""),
    ("AZ21 NABZ 0000 0000 1370 1000 1944", "NABZ", ""),
    ("BA39 1290 0794 0102 8494", "129", "007"),
    ("BE68 5390 0754 7034", "539", ""),
    ("BG80 BNBG 9661 1020 3456 78", "BNBG", "9661"),
    ("BH67 BMAG 0000 1299 1234 56", "BMAG", ""),
    ("BI42 10000 10001 00003320451 81", "10000", "10001"),
    ("BR18 0036 0305 0000 1000 9795 493C 1", "00360305", "00001"),
    ("BY13 NBRB 3600 9000 0000 2Z00 AB00", "NBRB", ""),
    ("CH93 0076 2011 6238 5295 7", "00762", ""),
    ("CR05 0152 0200 1026 2840 66", "0152", ""),
    ("CY17 0020 0128 0000 0012 0052 7600", "002", "00128"),
    ("CZ65 0800 0000 1920 0014 5399", "0800", ""),
    ("DE89 3704 0044 0532 0130 00", "37040044", ""),
    ("DJ21 0001 0000 0001 5400 0100 186", "00010", "00000"),
    ("DK50 0040 0440 1162 43", "0040", ""),
    ("DO28 BAGR 0000 0001 2124 5361 1324", "BAGR", ""),
    ("EE38 2200 2210 2014 5685", "22", "00"),
    ("EG38 0019 0005 0000 0000 2631 8000 2", "0019", "0005"),
    ("ES91 2100 0418 4502 0005 1332", "2100", "0418"),
    ("FI21 1234 5600 0007 85", "123", ""),
    ("FK88 SC12 3456 7890 12", "SC", ""),
    ("FO62 6460 0001 6316 34", "6460", ""),
    ("FR14 2004 1010 0505 0001 3M02 606", "20041", "01005"),
    ("GB29 NWBK 6016 1331 9268 19", "NWBK", "601613"),
    ("GE29 NB00 0000 0101 9049 17", "NB", ""),
    ("GI75 NWBK 0000 0000 7099 453", "NWBK", ""),
    ("GL89 6471 0001 0002 06", "6471", ""),
    ("GR16 0110 1250 0000 0001 2300 695", "011", "0125"),
    ("GT82 TRAJ 0102 0000 0012 1002 9690", "TRAJ", ""),
    ("HR12 1001 0051 8630 0016 0", "1001005", ""),
    ("HU42 1177 3016 1111 1018 0000 0000", "117", "7301"),
    ("IE29 AIBK 9311 5212 3456 78", "AIBK", "931152"),
    ("IL62 0108 0000 0009 9999 999", "010", "800"),
    ("IQ98 NBIQ 8501 2345 6789 012", "NBIQ", "850"),
    ("IS14 0159 2600 7654 5510 7303 39", "01", "59"),
    ("IT60 X054 2811 1010 0000 0123 456", "05428", "11101"),
    ("JO94 CBJO 0010 0000 0000 0131 0003 02", "CBJO", "0010"),
    ("KW81 CBKU 0000 0000 0000 1234 5601 01", "CBKU", ""),
    ("KZ86 125K ZT50 0410 0100", "125", ""),
    ("LB62 0999 0000 0001 0019 0122 9114", "0999", ""),
    ("LC55 HEMM 0001 0001 0012 0012 0002 3015", "HEMM", ""),
    ("LI21 0881 0000 2324 013A A", "08810", ""),
    ("LT12 1000 0111 0100 1000", "10000", ""),
    ("LU28 0019 4006 4475 0000", "001", ""),
    ("LV80 BANK 0000 4351 9500 1", "BANK", ""),
    ("LY83 002 048 000020100120361", "002", "048"),
    ("MC58 1122 2000 0101 2345 6789 030", "11222", "00001"),
    ("MD24 AG00 0225 1000 1310 4168", "AG", ""),
    ("ME25 5050 0001 2345 6789 51", "505", ""),
    ("MK07 2501 2000 0058 984", "250", ""),
    ("MN12 1234 1234 5678 9123", "1234", ""),
    ("MR13 0002 0001 0100 0012 3456 753", "00020", "00101"),
    ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MALT", "01100"),
    ("MU17 BOMM 0101 1010 3030 0200 000M UR", "BOMM01", "01"),
    ("NI45 BAPR 00000013000003558124", "BAPR", ""),
    ("NL91 ABNA 0417 1643 00", "ABNA", ""),
    ("NO93 8601 1117 947", "8601", ""),
    ("OM81 0180 0000 0129 9123 456", "018", ""),
    ("PK36 SCBL 0000 0011 2345 6702", "SCBL", ""),
    ("PL61 1090 1014 0000 0712 1981 2874", "10901014", ""),
    ("PS92 PALS 0000 0000 0400 1234 5670 2", "PALS", ""),
    ("PT50 0002 0123 1234 5678 9015 4", "0002", "0123"),
    ("QA58 DOHB 0000 1234 5678 90AB CDEF G", "DOHB", ""),
    ("RO49 AAAA 1B31 0075 9384 0000", "AAAA", ""),
    ("RS35 2600 0560 1001 6113 79", "260", ""),
    ("RU03 0445 2522 5408 1781 0538 0913 1041 9", "044525225", "40817"),
    ("SA03 8000 0000 6080 1016 7519", "80", ""),
    ("SC18 SSCB 1101 0000 0000 0000 1497 USD", "SSCB11", "01"),
    ("SD21 2901 0501 2340 01", "29", ""),
    ("SE45 5000 0000 0583 9825 7466", "500", ""),
    ("SI56 2633 0001 2039 086", "26", "330"),
    ("SK31 1200 0000 1987 4263 7541", "1200", ""),
    ("SM86 U032 2509 8000 0000 0270 100", "03225", "09800"),
    ("SO21 1000 0010 0100 0100 141", "1000", "001"),
    ("ST23 0001 0001 0051 8453 1014 6", "0001", "0001"),
    ("SV62 CENR 0000 0000 0000 0070 0025", "CENR", ""),
    ("TL38 0080 0123 4567 8910 157", "008", ""),
    ("TN59 1000 6035 1835 9847 8831", "10", "006"),
    ("TR33 0006 1005 1978 6457 8413 26", "00061", ""),
    ("UA21 3223 1300 0002 6007 2335 6600 1", "322313", ""),
    ("VA59 001 1230 0001 2345 678", "001", ""),
    ("VG96 VPVG 0000 0123 4567 8901", "VPVG", ""),
    ("XK05 1212 0123 4567 8906", "12", "12"),
    ("YE15 CBYE 0001 0188 6123 4567 8912 34", "CBYE", "0001"),
];

/// Text, and what the error says of it.
const BROKEN: &[(&str, &str)] = &[
    ("", "begins with the two letters"),
    ("GB", "begins with the two letters"),
    ("GB2", "begins with the two letters"),
    ("29NWBK60161331926819", "begins with the two letters"),
    ("1B29 NWBK 6016 1331 9268 19", "begins with the two letters"),
    ("GBXX NWBK 6016 1331 9268 19", "Characters 3 and 4 of the IBAN are not digits"),
    ("GB2X NWBK 6016 1331 9268 19", "Characters 3 and 4 of the IBAN are not digits"),
    ("GB29 NWBK 6016 1331 9268 1", "of GB has 22 letters and digits, this has 21"),
    ("GB29 NWBK 6016 1331 9268 190", "of GB has 22 letters and digits, this has 23"),
    ("AE07 0331 2345 6789 0123 4567", "of AE has 23 letters and digits, this has 24"),
    ("AE07 0331 2345 6789 0123 45", "of AE has 23 letters and digits, this has 22"),
    ("DE89 3704 0044 0532 0130 0", "of DE has 22"),
    ("NO93 8601 1117 9470", "of NO has 15"),
    ("MT84 MALT 0110 0001 2345 MTLC AST0 01S0", "of MT has 31"),
    ("GB29 NWB1 6016 1331 9268 19", "Character 8 of the IBAN is not a letter"),
    ("GB29 NWBK A016 1331 9268 19", "Character 9 of the IBAN is not a digit"),
    ("AE07 0331 2345 6789 012A 456", "Character 20 of the IBAN is not a digit"),
    ("DE89 3704 0044 0532 0130 0O", "Character 22 of the IBAN is not a digit"),
    ("GB28 NWBK 6016 1331 9268 19", "not the check digits"),
    ("GB30 NWBK 6016 1331 9268 19", "not the check digits"),
    ("GB92 NWBK 6016 1331 9268 19", "not the check digits"),
    ("GB29 NWBK 6016 1331 9268 91", "not the check digits"),
    ("AE07 0331 2345 6789 0123 465", "not the check digits"),
    ("AE70 0331 2345 6789 0123 456", "not the check digits"),
    ("DE00 3704 0044 0532 0130 00", "not the check digits"),
    ("CH93 0076 2011 6238 5295 8", "not the check digits"),
    ("GB29-NWBK-6016-1331-9268-19", "Character 5 of the IBAN is neither"),
    ("GB29.NWBK.6016.1331.9268.19", "Character 5 of the IBAN is neither"),
    ("GB29 NWBK 6016 1331 9268 1é", "Character 22 of the IBAN is neither"),
    ("GB29 NWBK **** **** 9268 19", "Character 9 of the IBAN is neither"),
    ("ΑΕ07 0331 2345 6789 0123 456", "Character 1 of the IBAN is neither"),
    ("US00 1234 5", "from 12 to 34"),
    ("ZZ00 1234 5678 9012 3456 7890 1234 5678 901", "from 12 to 34"),
    ("IBAN", "begins with the two letters"),
];

/// One country's IBAN over this account number.
fn made(country: &str, account: &str) -> String {
    format!("{country}{}{account}", mod97::check_digits(account.bytes().chain(country.bytes())))
}

#[test]
fn every_example_of_the_registry_is_read() {
    for (text, bank, branch) in EXAMPLES {
        let iban = Iban::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        let told = (iban.bank_code().unwrap_or_default(), iban.branch_code().unwrap_or_default());
        assert_eq!(told, (*bank, *branch), "{text}");
        assert_eq!(Iban::parse(&iban.printed().to_lowercase()).unwrap().as_str(), iban.as_str(), "{text}");
    }
}

#[test]
fn the_examples_agree_with_their_countries_own_check_digits() {
    let doubtful: Vec<&str> =
        EXAMPLES.iter().map(|(text, _, _)| *text).filter(|text| !Iban::parse(text).unwrap().doubts().is_empty()).collect();
    assert!(doubtful.is_empty(), "{doubtful:?}");
}

#[test]
fn every_country_of_the_registry_has_its_length_and_its_characters() {
    for country in &COUNTRIES {
        let account: String = country
            .parts()
            .map(|(length, kind)| match kind {
                b'n' => "7".repeat(length),
                b'a' => "Q".repeat(length),
                _ => "K".repeat(length),
            })
            .collect();
        let whole = made(country.code, &account);
        let iban = Iban::parse(&whole).unwrap_or_else(|why| panic!("{whole}: {why}"));
        assert!(iban.bank_code().is_some_and(|bank| !bank.is_empty()) || !country.listed, "{}", country.code);
        let refused = |account: &str| Iban::parse(&made(country.code, account)).unwrap_err();
        assert!(refused(&account[1..]).contains("letters and digits"), "{}", country.code);
        assert!(refused(&format!("{account}7")).contains("letters and digits"), "{}", country.code);
        let (first, wrong) = (country.spec.trim_start_matches(|c: char| c.is_ascii_digit()), ["A", "1"]);
        let wrong = match first.as_bytes()[0] {
            b'n' => wrong[0],
            b'a' => wrong[1],
            _ => continue,
        };
        assert!(refused(&format!("{wrong}{}", &account[1..])).contains("Character 5"), "{}", country.code);
    }
    assert!(COUNTRIES.is_sorted_by_key(|country| country.code));
}

#[test]
fn what_cannot_be_an_iban_is_refused_by_its_place() {
    for (text, why) in BROKEN {
        let error = Iban::parse(text).unwrap_err();
        assert!(error.contains(why), "{text}: {error}");
        assert!(!error.contains("NWBK") && !error.contains("0331"), "{error}");
    }
}

#[test]
fn check_digits_that_only_leave_the_same_remainder_are_none() {
    // 00 is as much as 97, 01 as 98 and 99 as 02: nobody who computes them gets 00, 01 or 99.
    let mut met = [false; 3];
    for account in 0..400_u32 {
        let whole = made("SE", &format!("{account:020}"));
        let twin = match &whole[2..4] {
            "97" => (0, "00"),
            "98" => (1, "01"),
            "02" => (2, "99"),
            _ => continue,
        };
        met[twin.0] = true;
        assert!(Iban::parse(&whole).is_ok());
        let other = format!("SE{}{}", twin.1, &whole[4..]);
        assert_eq!(mod97::remainder(other.bytes().skip(4).chain(other.bytes().take(4))), 1);
        assert!(Iban::parse(&other).is_err(), "{other}");
    }
    assert_eq!(met, [true; 3]);
}

#[test]
fn what_is_odd_is_a_doubt_and_no_refusal() {
    let doubts = |text: &str| Iban::parse(text).unwrap().doubts().len();
    assert_eq!(doubts(&made("BE", "539007547035")), 1, "Belgium's own check digits");
    assert_eq!(doubts(&made("NO", "86011117948")), 1);
    assert_eq!(doubts(&made("IT", "Y0542811101000000123456")), 1);
    assert_eq!(doubts(&made("FR", "20041010050500013M02607")), 1);
    assert_eq!(doubts(&made("ES", "21000418550200051332")), 1);
    assert_eq!(doubts(&made("HU", "117730171111101800000000")), 1);
    assert_eq!(doubts(&made("MA", "011519000001205000534921")), 1, "in use, not registered");
    assert_eq!(doubts(&made("ZW", "1234567890")), 1, "no such country in the registry");
    assert_eq!(doubts(&made("AE", "0331234567890123456")), 0);
}

#[test]
fn the_answer_says_what_the_number_says() {
    let answer = StandIn::error(HttpError::Timeout).perform::<IbanVerification>(json!({"iban": "iban: ae07 0331 2345 6789 0123 456"}));
    let expected = json!({
        "iban": "AE070331234567890123456", "printed": "AE07 0331 2345 6789 0123 456", "structure": "valid", "country": "AE",
        "sepa": false, "bank_code": "033", "account_number": "1234567890123456",
    });
    assert_eq!(answer, Ok(Answer::Success(expected)));
    let host = StandIn::error(HttpError::Timeout);
    let Ok(Answer::Success(output)) = host.perform::<IbanVerification>(json!({"iban": made("BE", "539007547035")})) else { panic!() };
    assert_eq!((&output["structure"], &output["sepa"]), (&json!("doubtful"), &json!(true)));
    assert_eq!(host.failure::<IbanVerification>(json!({"iban": "AE07"})), ("invalid_input", false));
    assert!(host.asked.borrow().is_empty());
}

proptest! {
    #[test]
    fn no_text_is_too_much(text in any::<String>(), hint in "[ A-Za-z]{2}[0-9]{2}[ A-Za-z0-9]{0,32}") {
        for text in [text, hint] {
            if let Ok(iban) = Iban::parse(&text) {
                for again in [iban.as_str(), &iban.printed()] {
                    prop_assert_eq!(Iban::parse(again).unwrap().as_str().to_owned(), iban.as_str());
                }
            }
        }
    }

    #[test]
    fn every_account_number_of_a_country_is_taken(index in 0..COUNTRIES.len(), seed in any::<u64>()) {
        let country = &COUNTRIES[index];
        let mut state = seed | 1;
        let mut next = |bound: u64| { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407); (state >> 33) % bound };
        let account: String = country.parts().flat_map(|(length, kind)| std::iter::repeat_n(kind, length)).map(|kind| {
            let alphabet: &[u8] = match kind { b'n' => b"0123456789", b'a' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", _ => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" };
            char::from(alphabet[next(alphabet.len() as u64) as usize])
        }).collect();
        let whole = made(country.code, &account);
        let iban = Iban::parse(&whole).unwrap();
        prop_assert_eq!(iban.as_str(), whole.as_str());
        let _ = iban.doubts();
    }
}
