//! Tables of numbers after the public rules.

use super::*;
use proptest::prelude::*;

/// Number, kind, number of doubts, whether it is a late one.
const SHAPED: &[(&str, Kind, usize, bool)] = &[
    ("001-01-0001", Kind::Ssn, 0, false),
    ("001010001", Kind::Ssn, 0, false),
    (" 536-90-4399 ", Kind::Ssn, 0, false),
    ("536904399", Kind::Ssn, 0, false),
    ("665-99-9999", Kind::Ssn, 0, false),
    ("667-01-0001", Kind::Ssn, 0, false),
    ("733-12-3456", Kind::Ssn, 0, false),
    ("734-12-3456", Kind::Ssn, 0, true),
    ("749-12-3456", Kind::Ssn, 0, true),
    ("750-12-3456", Kind::Ssn, 0, false),
    ("772-12-3456", Kind::Ssn, 0, false),
    ("773-12-3456", Kind::Ssn, 0, true),
    ("899-99-9999", Kind::Ssn, 0, true),
    ("219-09-9998", Kind::Ssn, 0, false),
    ("078-05-1121", Kind::Ssn, 0, false),
    ("987-65-4319", Kind::Itin, 1, false),
    ("123-45-6789", Kind::Ssn, 1, false),
    ("111-11-1111", Kind::Ssn, 1, false),
    ("888-88-8888", Kind::Ssn, 1, true),
    ("457-55-5462", Kind::Ssn, 1, false),
    ("900-50-0000", Kind::Itin, 1, false),
    ("999-65-9999", Kind::Itin, 1, false),
    ("912-90-3456", Kind::Itin, 1, false),
    ("900-70-0001", Kind::Itin, 1, false),
    ("999-88-9999", Kind::Itin, 1, false),
    ("900-90-1234", Kind::Itin, 1, false),
    ("900-92-1234", Kind::Itin, 1, false),
    ("900-94-1234", Kind::Itin, 1, false),
    ("999-99-9998", Kind::Itin, 1, false),
    ("999-99-9999", Kind::Itin, 2, false),
    ("987-65-4320", Kind::Itin, 2, false),
    ("987-65-4329", Kind::Itin, 2, false),
    ("900-93-0000", Kind::Atin, 1, false),
    ("999939999", Kind::Atin, 1, false),
];

/// What is none, and a part of the reason.
const SHAPELESS: &[(&str, &str)] = &[
    ("", "nine digits"),
    ("12345678", "nine digits"),
    ("1234567890", "nine digits"),
    ("123-45-678", "nine digits"),
    ("123-45-678O", "nine digits"),
    ("123 45 6789", "nine digits"),
    ("123.45.6789", "nine digits"),
    ("123–45–6789", "nine digits"),
    ("１２３-45-6789", "nine digits"),
    ("SSN 123-45-6789", "nine digits"),
    ("123-456-789", "hyphens"),
    ("12-345-6789", "hyphens"),
    ("12-3456789", "hyphens"),
    ("1112-23333", "hyphens"),
    ("123-456789", "hyphens"),
    ("12345-6789", "hyphens"),
    ("123--45-6789", "hyphens"),
    ("-123-45-6789", "hyphens"),
    ("***-**-6789", "masked"),
    ("XXX-XX-6789", "masked"),
    ("xxxxx6789", "masked"),
    ("000-12-3456", "000"),
    ("000000000", "000"),
    ("666-12-3456", "666"),
    ("666-00-0000", "666"),
    ("123-00-6789", "are not 00"),
    ("123-45-0000", "0000"),
    ("078-05-1120", "specimen"),
    ("219099999", "specimen"),
    ("900-12-3456", "neither an ITIN nor an ATIN"),
    ("900-00-0000", "neither an ITIN nor an ATIN"),
    ("999-49-1234", "neither an ITIN nor an ATIN"),
    ("999-66-1234", "neither an ITIN nor an ATIN"),
    ("999-69-1234", "neither an ITIN nor an ATIN"),
    ("996-89-1234", "neither an ITIN nor an ATIN"),
];

/// Numbers of tax preparers: P and eight digits.
const PREPARERS: &[&str] = &[
    "P00000001",
    "P00000010",
    "P00123456",
    "P00634642",
    "P00999999",
    "P01000000",
    "P01234567",
    "P01700000",
    "P01999999",
    "P02000000",
    "P02345678",
    "P02999999",
    "P03000001",
    "P10000000",
    "P12345678",
    "P99999999",
    "p00634642",
    "p12345678",
    "p01234567",
    "P-00634642",
    "p-00634642",
    "P-01234567",
    "P 00634642",
    "p 01234567",
    " P00634642 ",
    "P00634642\n",
    "\tP-01700000",
    " p 12345678 ",
    "P00000000",
    "P11111111",
];

/// What is nearly one. The 28th has a digit of full width, the 29th a letter that looks like a P.
const NO_PREPARERS: &[&str] = &[
    "P",
    "P0",
    "P0063464",
    "P006346420",
    "P-0063464",
    "P--00634642",
    "P -00634642",
    "P  00634642",
    "P00-634642",
    "P0063-4642",
    "P00634642-",
    "-P00634642",
    "PP00634642",
    "P0063464A",
    "P0063464O",
    "P00634642X",
    "PTIN",
    "PTIN00634642",
    "PTIN P00634642",
    "00634642",
    "00634642P",
    "Q00634642",
    "R00634642",
    "A00634642",
    "Part 12345678",
    "P1a2b3c4d5e6f7g8",
    "Page 1234-5678",
    "P０0634642",
    "Р00634642",
    "P_00634642",
    "P.00634642",
    "P/00634642",
];

#[test]
fn kind_and_doubts_are_read_from_the_number() {
    for (text, kind, doubts, late) in SHAPED {
        let ssn = Ssn::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!((ssn.kind(), ssn.doubts().len(), ssn.is_late()), (*kind, *doubts, *late), "{text}: {:?}", ssn.doubts());
    }
}

#[test]
fn what_is_none_is_refused_with_its_reason() {
    for (text, why) in SHAPELESS {
        let told = Ssn::parse(text).unwrap_err();
        assert!(told.contains(why), "{text}: {told}");
    }
}

#[test]
fn a_preparers_number_is_told_from_what_only_looks_like_one() {
    let told = |text: &&str| Ssn::parse(text).unwrap_err().contains("PTIN");
    assert_eq!(PREPARERS.iter().filter(|text| !told(text)).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert_eq!(NO_PREPARERS.iter().filter(|text| told(text)).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn what_is_shown_is_masked() {
    let ssn = Ssn::parse("536-90-4399").unwrap();
    assert_eq!((ssn.masked(), ssn.plain()), ("***-**-4399".into(), "536904399".into()));
    assert_eq!(format!("{ssn:?}"), "***-**-4399");
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,24}|[0-9P*X-]{0,14}") {
        if let Ok(ssn) = Ssn::parse(&text) {
            prop_assert_eq!(Ssn::parse(&ssn.plain()), Ok(ssn), "the digits lead to the same number");
        }
    }

    #[test]
    fn nine_digits_are_an_ssn_or_have_a_reason(number in 0_u32..1_000_000_000) {
        let (text, area) = (format!("{number:09}"), number / 1_000_000);
        let hyphened = format!("{}-{}-{}", &text[..3], &text[3..5], &text[5..]);
        prop_assert_eq!(Ssn::parse(&text), Ssn::parse(&hyphened));
        if let Ok(ssn) = Ssn::parse(&text) {
            prop_assert_eq!(ssn.kind() == Kind::Ssn, area < 900);
        }
    }
}
