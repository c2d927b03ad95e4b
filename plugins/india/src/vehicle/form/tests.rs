//! Marks as they are written and met, and what cannot be one.

use super::*;

/// Texts, normal forms, kinds, states, number of doubts in 2025.
const READ: &[(&str, &str, &str, &str, usize)] = &[
    ("KA05MN4821", "KA05MN4821", "state", "Karnataka", 0),
    ("ka-05-mn-4821", "KA05MN4821", "state", "Karnataka", 0),
    ("KA 05 MN 4821", "KA05MN4821", "state", "Karnataka", 0),
    ("KA.05.MN.4821", "KA05MN4821", "state", "Karnataka", 0),
    ("KA/05/MN/4821", "KA05MN4821", "state", "Karnataka", 0),
    ("KA05 MN4821\n", "KA05MN4821", "state", "Karnataka", 0),
    ("KA 5 MN 4821", "KA05MN4821", "state", "Karnataka", 0),
    ("KA05MN42", "KA05MN0042", "state", "Karnataka", 0),
    ("MH 04 AD 0001", "MH04AD0001", "state", "Maharashtra", 0),
    ("HR26DQ0001", "HR26DQ0001", "state", "Haryana", 0),
    ("WB-04-ZU-2001", "WB04ZU2001", "state", "West Bengal", 0),
    ("KL 18 X 5800", "KL18X5800", "state", "Kerala", 0),
    ("DL 4 CAF 4856", "DL4CAF4856", "state", "Delhi", 0),
    ("DL 04 CAF 4856", "DL4CAF4856", "state", "Delhi", 0),
    ("DL3CJI0001", "DL3CJI0001", "state", "Delhi", 0),
    ("DL 10 C 1234", "DL10C1234", "state", "Delhi", 0),
    ("GJ 04-AD 5822", "GJ04AD5822", "state", "Gujarat", 0),
    ("GJ1AB1234", "GJ01AB1234", "state", "Gujarat", 0),
    ("PY01MW8675", "PY01MW8675", "state", "Puducherry", 0),
    ("MH12ABC1234", "MH12ABC1234", "state", "Maharashtra", 0),
    ("CH01 1234", "CH011234", "state", "Chandigarh", 0),
    ("TG09A1234", "TG09A1234", "state", "Telangana", 0),
    ("TS09A1234", "TS09A1234", "state", "Telangana", 0),
    ("OR02AB1234", "OR02AB1234", "state", "Odisha", 0),
    ("UA07A1234", "UA07A1234", "state", "Uttarakhand", 0),
    ("AP01AB1234", "AP01AB1234", "state", "Andhra Pradesh", 0),
    ("MH21AB1234", "MH21AB1234", "state", "Maharashtra", 0),
    ("KA99ME3456", "KA99ME3456", "state", "Karnataka", 1),
    ("KA00ME3456", "KA00ME3456", "state", "Karnataka", 1),
    ("XX12AB1234", "XX12AB1234", "state", "", 1),
    ("KA05MN0000", "KA05MN0000", "state", "Karnataka", 1),
    ("22 BH 6517 A", "22BH6517A", "bharat", "", 0),
    ("21BH2345AA", "21BH2345AA", "bharat", "", 0),
    ("25-bh-0001-ZZ", "25BH0001ZZ", "bharat", "", 0),
    ("20BH2345AA", "20BH2345AA", "bharat", "", 1),
    ("30BH2345AA", "30BH2345AA", "bharat", "", 1),
    ("22BH2345IO", "22BH2345IO", "bharat", "", 1),
    ("22BH0000AA", "22BH0000AA", "bharat", "", 1),
    ("77 CD 12", "77CD12", "diplomatic", "", 0),
    ("199 CC 1", "199CC1", "diplomatic", "", 0),
    ("1 UN 123", "1UN123", "diplomatic", "", 0),
    ("↑03D 153874H", "03D153874H", "armed_forces", "", 0),
    ("03D153874H", "03D153874H", "armed_forces", "", 0),
    ("10B012345X", "10B012345X", "armed_forces", "", 0),
    ("03Z153874H", "03Z153874H", "armed_forces", "", 1),
    ("KA VA AA 0001", "KAVAAA0001", "vintage", "Karnataka", 0),
    ("XXVAAA0001", "XXVAAA0001", "vintage", "", 1),
    ("T 0821 KA 0123 AB", "T0821KA0123AB", "temporary", "Karnataka", 0),
    ("T1321KA0123A", "T1321KA0123A", "temporary", "Karnataka", 1),
    ("MCX1243", "MCX1243", "before_1989", "", 1),
    ("MN2412", "MN2412", "before_1989", "", 1),
    ("I15432", "I15432", "before_1989", "", 1),
];

const BROKEN: &[&str] = &[
    "",
    " - ",
    "vehicle",
    "KA",
    "4578",
    "KA05",
    "invalidlicenseplate",
    "GJ054GH4785",
    "KA05MN48215",
    "KA05ABCD1234",
    "K05MN4821",
    "KAR05MN4821",
    "05KA4821",
    "KA05MN",
    "ABNE123456",
    "KA05MN4821X",
    "22BH6517ABC",
    "22BH65170A",
    "2BH6517A",
    "222BH6517A",
    "1234CD12",
    "77CD12345",
    "77 CX 12",
    "03D1538741H",
    "03DD153874H",
    "KAVAA0001",
    "KA05MÑ4821",
    "KA05MN४८२१",
    "KA05MN4821 KA05MN4822",
    "KA05MN****",
    "KA 05 ## 4821",
    "ABCDE1234F",
    "29AAACV1000A1Z7",
];

#[test]
fn marks_are_read_as_people_write_them() {
    for (text, normal, kind, state, doubts) in READ {
        let mark = Mark::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!((mark.as_str(), mark.kind(), mark.state().unwrap_or_default()), (*normal, *kind, *state), "{text}");
        assert_eq!(mark.doubts(2025).len(), *doubts, "{text}: {:?}", mark.doubts(2025));
        assert_eq!(Mark::parse(mark.as_str()).as_ref(), Ok(&mark), "{text}: the normal form is read as itself");
        assert!(KINDS.contains(&mark.kind()));
    }
}

#[test]
fn what_cannot_be_a_mark_is_refused() {
    for text in BROKEN {
        assert!(Mark::parse(text).is_err(), "{text}: {:?}", Mark::parse(text));
    }
}

#[test]
fn the_authority_is_told_where_the_mark_names_one() {
    let authority = |text: &str| Mark::parse(text).unwrap().authority();
    assert_eq!((authority("KA 5 MN 4821").as_deref(), authority("DL3CAB1234").as_deref()), (Some("KA05"), Some("DL3")));
    assert_eq!((authority("22BH6517A"), authority("77CD12")), (None, None));
}

#[test]
fn known_authorities_are_of_known_states() {
    for (state, highest) in HIGHEST {
        assert!(states::by_plate(state).is_some() && highest > 0, "{state}");
    }
}
