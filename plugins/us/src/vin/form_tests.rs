//! Tables of numbers after the public rules; whole examples are of public documentation.

use super::*;
use proptest::prelude::*;

/// VIN, region, country, make, model years seen from 2026, number of doubts.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static [i32], usize);

const SHAPED: &[Row] = &[
    ("1HGCM82633A004352", "North America", "United States", "Honda", &[2003], 0),
    ("1hgcm82633a004352", "North America", "United States", "Honda", &[2003], 0),
    (" 1HGCM 82633 A004352\n", "North America", "United States", "Honda", &[2003], 0),
    ("5YJSA1DG9DFP14705", "North America", "United States", "Tesla", &[2013], 0),
    ("1M8GDM9AXKP042788", "North America", "United States", "", &[1989, 2019], 0),
    ("1FTFW1ET9DFC10312", "North America", "United States", "Ford", &[1983, 2013], 0),
    ("1G1ND52F74M712344", "North America", "United States", "Chevrolet", &[2004], 0),
    ("2T1BURHE0JC014702", "North America", "Canada", "Toyota", &[2018], 0),
    ("3VWFE21C04M000001", "North America", "Mexico", "Volkswagen", &[2004], 0),
    ("4T1BF1FK4HU661312", "North America", "United States", "Toyota", &[2017], 0),
    ("7SAYGDEF7NF300004", "North America", "United States", "Tesla", &[2022], 0),
    ("WBA3A5C57CF256651", "Europe", "Germany", "BMW", &[1982, 2012], 0),
    ("WP0ZZZ99ZTS392124", "Europe", "Germany", "Porsche", &[1996, 2026], 0),
    ("WVWZZZ1JZXW000001", "Europe", "Germany", "Volkswagen", &[1999], 0),
    ("WDDGF4HB1CA000001", "Europe", "Germany", "", &[1982, 2012], 0),
    ("JHMCM56557C404453", "Asia", "Japan", "Honda", &[2007], 0),
    ("JTDKB20U177600001", "Asia", "Japan", "Toyota", &[2007], 0),
    ("KMHHU6KH0BU000001", "Asia", "South Korea", "Hyundai", &[1981, 2011], 0),
    ("SALVA2BG4CH000001", "Europe", "United Kingdom", "Land Rover", &[1982, 2012], 0),
    ("VF1AA000000000001", "Europe", "France", "", &[], 0),
    ("ZFF67NFA000000001", "Europe", "Italy", "", &[], 0),
    ("YV1SW61T000000001", "Europe", "Sweden", "", &[], 0),
    ("MA3FHEB1S00000001", "Asia", "India", "", &[], 0),
    ("LSVAA000000000001", "Asia", "China", "", &[], 0),
    ("6G1ZK54000L000001", "Oceania", "Australia", "", &[], 0),
    ("9BWZZZ377VT004251", "South America", "Brazil", "", &[1997, 2027], 0),
    ("8AFZZZ000YJ000001", "South America", "Argentina", "", &[2000], 0),
    ("AAVZZZ000YU000001", "Africa", "South Africa", "", &[2000], 0),
    ("00000000000000000", "", "", "", &[], 2),
    ("11111111111111111", "North America", "United States", "", &[2001], 2),
];

/// What is none, and a part of the reason.
const SHAPELESS: &[(&str, &str)] = &[
    ("", "this has 0"),
    ("1HGCM82633A00435", "this has 16"),
    ("1HGCM82633A0043522", "this has 18"),
    ("2P4GH25K1R", "this has 10"),
    ("1HGCM82633A00435O", "Character 17"),
    ("IHGCM82633A004352", "Character 1 "),
    ("1QGCM82633A004352", "Character 2 "),
    ("1HGCM82633A0-4352", "Character 13"),
    ("1HGCM826Ü3A004352", "Character 9 of the VIN is none"),
    ("1HGCM8263３A004352", "Character 10"),
    ("1HGCM8263*A004352", "Character 10"),
    ("1HGCM82603A004352", "check digit"),
    ("1HGCM826X3A004352", "check digit"),
    ("1HGCM82633A004353", "check digit"),
    ("1HGCM82633A004325", "check digit"),
    ("1M8GDM9A0KP042788", "check digit"),
    ("5YJSA1DG0DFP14705", "check digit"),
    ("2T1BURHE1JC014702", "check digit"),
    ("7SAYGDEF0NF300004", "check digit"),
    ("12345678901234567", "check digit"),
    (" \n", "this has 0"),
    ("VIN", "Character 2 "),
    ("1HGCM82633A0043521HGCM82633A004352", "this has 34"),
    ("1HGCM82633A00435_", "Character 17"),
    ("1HGCM82633A00435i", "Character 17"),
    ("1HGCM826.3A004352", "Character 9 of the VIN is none"),
    ("********33A004352", "Character 1 "),
    ("1HGCM82633AOO4352", "Character 12"),
    ("1HGCM8263\u{200b}3A004352", "Character 10"),
    ("1HGMC82633A004352", "check digit"),
];

#[test]
fn home_maker_and_year_are_read_from_the_number() {
    for (text, region, country, make, years, doubts) in SHAPED {
        let vin = Vin::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        let (at, home) = vin.home();
        assert_eq!((at.unwrap_or_default(), home.unwrap_or_default()), (*region, *country), "{text}");
        assert_eq!((vin.model_years(2026).as_slice(), vin.doubts(2026).len()), (*years, *doubts), "{text}: {:?}", vin.doubts(2026));
        let makes = vin.maker().map(|maker| maker.makes).unwrap_or_default();
        assert!(makes.contains(make), "{text}: {makes}");
    }
}

#[test]
fn what_is_none_is_refused_by_its_place() {
    for (text, why) in SHAPELESS {
        let told = Vin::parse(text).unwrap_err();
        assert!(told.contains(why) && !told.contains("HGCM"), "{text}: {told}");
    }
}

#[test]
fn outside_north_america_the_ninth_character_is_free() {
    let german = Vin::parse("WP0ZZZ99ZTS392124").unwrap();
    assert!(!german.has_check_digit() && german.doubts(2026).is_empty());
    assert!(Vin::parse("WBA3A5C57CF256651").unwrap().has_check_digit(), "made for the United States");
}

#[test]
fn a_small_maker_is_named_by_six_characters() {
    let vin = |text: &str| Vin::parse(text).unwrap();
    let mut made = *b"109AA000?MA013001";
    let digit = b"0123456789X".iter().find(|digit| {
        made[8] = **digit;
        Vin(made).has_check_digit()
    });
    made[8] = *digit.unwrap();
    let text = String::from_utf8(made.to_vec()).unwrap();
    assert_eq!((vin(&text).wmi(), vin(&text).maker().map(|maker| maker.kind)), ("109013".into(), Some("trailer")));
    assert_eq!(vin("1HGCM82633A004352").wmi(), "1HG");
}

#[test]
fn the_check_digit_notices_a_wrong_character() {
    let whole = b"1HGCM82633A004352";
    for place in 0..LENGTH {
        for other in b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ" {
            let mut bytes = *whole;
            bytes[place] = *other;
            // Letters and digits of one value are the same to it, and the rules say so.
            let told = value(*other) != value(whole[place]) || (place == 8 && *other != whole[8]);
            assert!(!told || !Vin(bytes).has_check_digit(), "{place} {other}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,40}|[0-9A-Z ]{15,20}") {
        if let Ok(vin) = Vin::parse(&text) {
            prop_assert_eq!(Vin::parse(vin.as_str()), Ok(vin.clone()), "the normal form is one");
            let _ = (vin.maker(), vin.doubts(2026), vin.home());
        }
    }
}
