//! Tables of numbers after the public rules.

use super::*;
use proptest::prelude::*;

/// Number, campuses, number of doubts.
const SHAPED: &[(&str, &[&str], usize)] = &[
    ("91-1144442", &["Philadelphia"], 0),
    ("911144442", &["Philadelphia"], 0),
    (" 91-1144442\n", &["Philadelphia"], 0),
    ("01-0000001", &["Brookhaven"], 0),
    ("06-1234567", &["Brookhaven"], 0),
    ("10-1234567", &["Andover"], 0),
    ("12-1234567", &["Andover"], 0),
    ("15-1234567", &["Fresno"], 0),
    ("20-1234567", &["Internet"], 0),
    ("24-1234567", &["Fresno"], 0),
    ("26-1234567", &["Internet"], 0),
    ("30-1234567", &["Cincinnati"], 0),
    ("31-1234567", &["Small Business Administration"], 0),
    ("34-1234567", &["Brookhaven"], 0),
    ("38-1234567", &["Cincinnati"], 0),
    ("40-1234567", &["Kansas City"], 0),
    ("44-1234567", &["Kansas City"], 0),
    ("45-1234567", &["Internet"], 0),
    ("46-1234567", &["Internet", "Philadelphia"], 0),
    ("47-1234567", &["Internet"], 0),
    ("50-1234567", &["Austin"], 0),
    ("53-1234567", &["Austin"], 0),
    ("60-1234567", &["Atlanta"], 0),
    ("65-1234567", &["Brookhaven"], 0),
    ("67-1234567", &["Atlanta"], 0),
    ("80-1234567", &["Ogden"], 0),
    ("83-1234567", &["Internet"], 0),
    ("88-1234567", &["Philadelphia"], 0),
    ("90-1234567", &["Ogden"], 0),
    ("94-1234567", &["Memphis"], 0),
    ("95-1234567", &["Memphis"], 0),
    ("99-1234567", &["Philadelphia"], 0),
    ("12-3456789", &["Andover"], 1),
    ("11-1111111", &["Brookhaven"], 1),
    ("07-1144442", &[], 1),
    ("17-1234567", &[], 1),
    ("49-1234567", &[], 1),
    ("69-1234567", &[], 1),
    ("89-1234567", &[], 1),
    ("97-1234567", &[], 1),
];

/// What is none, and a part of the reason.
const SHAPELESS: &[(&str, &str)] = &[
    ("", "nine digits"),
    ("91-114444", "nine digits"),
    ("91-11444422", "nine digits"),
    ("9111444422", "nine digits"),
    ("91 1144442", "nine digits"),
    ("91.1144442", "nine digits"),
    ("91–1144442", "nine digits"),
    ("9l-1144442", "nine digits"),
    ("EIN 91-1144442", "nine digits"),
    ("911-144442", "after its second digit"),
    ("9-11144442", "after its second digit"),
    ("91--1144442", "after its second digit"),
    ("-911144442", "after its second digit"),
    ("911144442-", "after its second digit"),
    ("911-14-4442", "written as an SSN"),
    ("**-***4442", "masked"),
    ("XX-XXX4442", "masked"),
    ("00-1234567", "begins with 00"),
    ("000000000", "begins with 00"),
    ("91-0000000", "not all 0"),
    (" \n", "nine digits"),
    ("91", "nine digits"),
    ("91/1144442", "nine digits"),
    ("91_1144442", "nine digits"),
    ("９１-1144442", "nine digits"),
    ("91-1144442 91-1144442", "nine digits"),
    ("9-1-1-1-4-4-4-4-2", "after its second digit"),
    ("91114444-2", "after its second digit"),
    ("91-XXXXXXX", "masked"),
    ("00-0000001", "begins with 00"),
];

#[test]
fn campuses_and_doubts_are_read_from_the_number() {
    for (text, campuses, doubts) in SHAPED {
        let ein = Ein::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!((ein.campuses().as_slice(), ein.doubts().len()), (*campuses, *doubts), "{text}: {:?}", ein.doubts());
        assert!(ein.normal().len() == 10 && ein.normal().replace('-', "") == ein.plain());
    }
}

#[test]
fn what_is_none_is_refused_with_its_reason() {
    for (text, why) in SHAPELESS {
        let told = Ein::parse(text).unwrap_err();
        assert!(told.contains(why), "{text}: {told}");
    }
}

/// The list has 83 prefixes; one of them stands twice.
#[test]
fn no_prefix_but_46_stands_under_two_campuses() {
    let of = |prefix: u32| Ein::parse(&format!("{prefix:02}1234567")).map(|ein| ein.campuses().len()).unwrap_or_default();
    let counts: Vec<usize> = (0..100).map(of).collect();
    assert_eq!((counts[46], counts.iter().filter(|count| **count == 2).count(), counts.iter().sum::<usize>()), (2, 1, 84));
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,24}|[0-9X*-]{0,14}") {
        if let Ok(ein) = Ein::parse(&text) {
            prop_assert_eq!(Ein::parse(&ein.normal()), Ok(ein), "the normal form is one");
        }
    }
}
