//! Tables of codes and addresses.

use super::*;
use proptest::prelude::*;

/// ZIP code, state.
const ZIPS: &[(&str, &str)] = &[
    ("00501", "NY"),
    ("00601", "PR"),
    ("00802", "VI"),
    ("01001", "MA"),
    ("02903", "RI"),
    ("03301", "NH"),
    ("04101", "ME"),
    ("05401", "VT"),
    ("05501", "MA"),
    ("06103", "CT"),
    ("06390", "NY"),
    ("07102", "NJ"),
    ("09012", "AE"),
    ("10001", "NY"),
    ("15222", "PA"),
    ("19801", "DE"),
    ("20001", "DC"),
    ("20101", "VA"),
    ("20500", "DC"),
    ("20598", "VA"),
    ("21201", "MD"),
    ("25301", "WV"),
    ("27601", "NC"),
    ("29201", "SC"),
    ("30303", "GA"),
    ("33101", "FL"),
    ("34001", "AA"),
    ("35203", "AL"),
    ("37201", "TN"),
    ("39201", "MS"),
    ("39901", "GA"),
    ("40202", "KY"),
    ("43215", "OH"),
    ("46204", "IN"),
    ("48226", "MI"),
    ("50309", "IA"),
    ("53202", "WI"),
    ("55401", "MN"),
    ("57104", "SD"),
    ("58102", "ND"),
    ("59101", "MT"),
    ("60601", "IL"),
    ("63101", "MO"),
    ("67202", "KS"),
    ("68102", "NE"),
    ("70112", "LA"),
    ("72201", "AR"),
    ("73102", "OK"),
    ("73301", "TX"),
    ("78701", "TX"),
    ("80202", "CO"),
    ("82001", "WY"),
    ("83702", "ID"),
    ("84101", "UT"),
    ("85004", "AZ"),
    ("87102", "NM"),
    ("88510", "TX"),
    ("89101", "NV"),
    ("90210", "CA"),
    ("96201", "AP"),
    ("96799", "AS"),
    ("96801", "HI"),
    ("96910", "GU"),
    ("96939", "PW"),
    ("96941", "FM"),
    ("96950", "MP"),
    ("96960", "MH"),
    ("97201", "OR"),
    ("98101", "WA"),
    ("99501", "AK"),
];

/// No code, or one whose first three digits are not in use.
const NO_ZIPS: &[&str] = &[
    "", "0", "00000", "00100", "00400", "09900", "21300", "26900", "34300", "34500", "34800", "35300", "41900", "51700", "52900", "53300",
    "53600", "55200", "56800", "57800", "58900", "62100", "63200", "64200", "66300", "68200", "69400", "70200", "70900", "73200", "74200",
    "77100", "81700", "83900", "88600", "90900", "98700", "1000", "100011", "1000A", "１0001",
];

/// Address, state, ZIP code, number of doubts.
const ADDRESSES: &[(&str, &str, &str, usize)] = &[
    ("4600 Silver Hill Rd, Washington, DC 20233", "DC", "20233", 0),
    ("4600 silver hill rd, washington, dc 20233", "DC", "20233", 0),
    ("4600 Silver Hill Rd\nWashington DC 20233-0001", "DC", "20233", 0),
    ("4600 Silver Hill Rd, Washington, DC 202330001", "DC", "20233", 0),
    ("350 Fifth Avenue, New York, New York 10118", "NY", "10118", 0),
    ("350 Fifth Avenue, New York, NY 10118, USA", "NY", "10118", 0),
    ("350 Fifth Avenue, New York, NY 10118 United States", "NY", "10118", 0),
    ("350 Fifth Avenue, New York, NY 10118, U.S.A.", "NY", "10118", 0),
    ("1 Main St, Charleston, West Virginia 25301", "WV", "25301", 0),
    ("1 Main St, Richmond, Virginia 23219", "VA", "23219", 0),
    ("12B Elm Street, Austin TX 78701", "TX", "78701", 0),
    ("PO Box 123, Cheyenne, WY 82001", "WY", "82001", 0),
    ("P.O. Box 123, Cheyenne, WY 82001", "WY", "82001", 0),
    ("1 Main St, Austin, TX 10001", "TX", "10001", 1),
    ("1 Main St, Austin, TX 00100", "TX", "00100", 1),
    ("1 Main St, Austin, TX", "TX", "", 0),
    ("1 Main St, 78701", "", "78701", 0),
    ("Main St, Austin, TX 78701", "TX", "78701", 1),
    ("1 Main St, Springfield", "", "", 1),
    ("90210", "", "90210", 0),
    ("221B Baker Street, London NW1 6XE", "", "", 1),
    ("somewhere", "", "", 2),
    ("PSC 3 Box 4120, APO, AE 09021", "AE", "09021", 0),
    ("Unit 45013 Box 2666, APO AP 96338", "AP", "96338", 0),
    ("USS Nimitz, FPO AP 96620", "AP", "96620", 0),
    ("RR 2 Box 152, Lamar, MO 64759", "MO", "64759", 0),
    ("HC 72 Box 1, Jasper, AR 72641", "AR", "72641", 0),
    ("General Delivery, Supai, AZ 86435", "AZ", "86435", 0),
    ("One Liberty Plaza, New York, NY 10006", "NY", "10006", 0),
    ("ten Post Office Square, Boston, MA 02109", "MA", "02109", 0),
    ("N6W23001 Bluemound Rd, Waukesha, WI 53188", "WI", "53188", 0),
    ("1600 1/2 Pine St, Boulder, CO 80302", "CO", "80302", 0),
    ("39-20 Northern Blvd, Long Island City, NY 11101", "NY", "11101", 0),
    ("500 E 4th St Apt 12, Austin, Tx. 78701", "TX", "78701", 0),
    ("1 Main St, Indianapolis, IN 46204", "IN", "46204", 0),
    ("1 Main St, Washington, WA 98101", "WA", "98101", 0),
    ("Bluemound Rd, Waukesha, WI 53188", "WI", "53188", 1),
    ("General Deliveries, Supai, AZ 86435", "AZ", "86435", 1),
    ("1 Calle Sol, San Juan, PR 00901", "PR", "00901", 0),
];

#[test]
fn every_code_has_its_state() {
    for (zip, state) in ZIPS {
        assert_eq!(state_of_zip(zip), Some(*state), "{zip}");
    }
    for zip in NO_ZIPS {
        assert_eq!(state_of_zip(zip), None, "{zip}");
    }
    let named = |state: &str| NAMES.iter().any(|(letters, _)| *letters == state);
    assert!((0..100_000).filter_map(|code| state_of_zip(&format!("{code:05}"))).all(named));
    let served = |letters: &str| (0..100_000).any(|code| state_of_zip(&format!("{code:05}")) == Some(letters));
    assert!(NAMES.iter().all(|(letters, _)| served(letters)), "every state has codes");
    assert!(EXCEPTIONS.is_sorted());
}

#[test]
fn state_and_code_are_read_from_the_end() {
    for (text, state, zip, doubts) in ADDRESSES {
        let address = Address::parse(text).unwrap();
        let told = (address.state.unwrap_or_default(), address.zip.as_deref().unwrap_or_default(), address.doubts().len());
        assert_eq!(told, (*state, *zip, *doubts), "{text}: {:?}", address.doubts());
    }
    assert!(Address::parse("P.O. Box 1, Austin, TX 78701").unwrap().is_box());
    assert!(!Address::parse("1 Polo Boxer Rd, Austin, TX 78701").unwrap().is_box());
    assert!(Address::parse("PSC 3, APO, AE 09021").unwrap().is_military());
    assert_eq!(Address::parse("1 Main St, US, U.S.A.").unwrap().line, "1 Main St", "a country is left out however often it is written");
    for wrong in ["", "  ", ",,;\n", "—", "—, USA", "., us, us"] {
        assert!(Address::parse(wrong).is_err(), "{wrong:?}");
    }
}

/// Commas may stand without spaces: the line is longer than what was given, and must fit what the check says of it.
#[test]
fn a_line_is_bounded_whatever_it_was_made_of() {
    let of = |parts: usize| format!("{}1", "1,".repeat(parts - 1));
    let longest = Address::parse(&of(171)).unwrap().line;
    assert_eq!(longest.len(), 511);
    assert_eq!(Address::parse(&longest).unwrap().line, longest);
    assert_eq!(Address::parse(&of(172)), Err("An address is at most 512 characters long."));
    let wide = "é".repeat(512);
    assert_eq!(Address::parse(&wide).unwrap().line, wide, "characters are counted, not bytes");
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,60}|[0-9A-Za-z ,.;-]{0,60}") {
        if let Ok(address) = Address::parse(&text) {
            prop_assert_eq!(&Address::parse(&address.line).unwrap(), &address, "the normal form is one");
        }
    }
}
