//! Every parser on texts of any kind: none panics, and a normal form is read as itself.

use crate::aadhaar::form::Aadhaar;
use crate::bank::form::{Account, Ifsc};
use crate::cin::form::Cin;
use crate::date::Date;
use crate::employment::form::Uan;
use crate::gstin::form::Gstin;
use crate::pan::form::Pan;
use crate::phone::number::Number;
use crate::vehicle::form::Mark;
use proptest::prelude::*;

/// One identifier of each kind, and how it is written by whom.
const WHOLE: &[&str] = &[
    "BNZPN4821K",
    "29AAACV1000A1Z7",
    "9917SGP29006OSJ",
    "U51909KA2015PTC010000",
    "234123412346",
    "2341 2341 2341 2341",
    "1013 4061 2345",
    "KA-05-MN-4821",
    "DL 3 CAB 1234",
    "22 BH 6517 A",
    "T 0821 KA 0123 AB",
    "↑03D 153874H",
    "77 CD 12",
    "HDFC0000123",
    "5010 0012 3456 78",
    "+91 (0) 98123-45610 ext. 12",
    "+54 9 11 2345 6789",
    "1990-05-17",
    "17/05/1990",
];

/// A text of any signs, or an identifier in which some were changed, dropped, doubled or put in.
fn text() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        proptest::char::any(),
        proptest::char::range('0', '9'),
        proptest::char::range('A', 'Z'),
        prop::sample::select(vec!['-', ' ', '*', 'X', 'x', '+', '०', '９', '\u{200b}', 'é', '\0']),
    ];
    let change = (0_usize..40, sign, 0_u8..4);
    let near = (prop::sample::select(WHOLE), prop::collection::vec(change, 0..4)).prop_map(|(whole, changes)| {
        let mut signs: Vec<char> = whole.chars().collect();
        for (place, sign, kind) in changes {
            let place = place % (signs.len() + 1);
            match kind {
                0 => signs.insert(place, sign),
                _ if place == signs.len() => signs.push(sign),
                1 => signs[place] = sign,
                2 => drop(signs.remove(place)),
                _ => signs.insert(place, signs[place]),
            }
        }
        signs.into_iter().collect()
    });
    prop_oneof![1 => any::<String>(), 3 => near]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_normal_form_is_read_as_itself(text in text(), name in any::<String>(), year in any::<u16>()) {
        if let Ok(pan) = Pan::parse(&text) {
            pan.doubts(Some(&name));
            prop_assert_eq!(Pan::parse(pan.as_str()), Ok(pan.clone()));
        }
        if let Ok(gstin) = Gstin::parse(&text) {
            let _ = (gstin.doubts(), gstin.state(), gstin.registrant(), gstin.number_in_state());
            prop_assert_eq!(Gstin::parse(gstin.as_str()), Ok(gstin.clone()));
        }
        if let Ok(cin) = Cin::parse(&text) {
            let _ = (cin.doubts(u32::from(year)), cin.class(), cin.listing());
            prop_assert_eq!(Cin::parse(cin.as_str()), Ok(cin.clone()));
        }
        if let Ok(aadhaar) = Aadhaar::parse(&text) {
            prop_assert_eq!(Aadhaar::parse(aadhaar.whole()), Ok(aadhaar.clone()));
            let masked = aadhaar.masked();
            prop_assert_eq!(masked.chars().filter(char::is_ascii_digit).count(), 4);
            prop_assert!(Aadhaar::parse(&masked).is_err());
        }
        if let Ok(uan) = Uan::parse(&text) {
            uan.doubts();
            prop_assert_eq!(Uan::parse(uan.as_str()), Ok(uan.clone()));
        }
        if let Ok(mark) = Mark::parse(&text) {
            let _ = (mark.doubts(year), mark.state(), mark.authority());
            prop_assert_eq!(Mark::parse(mark.as_str()), Ok(mark.clone()));
        }
        if let Ok(ifsc) = Ifsc::parse(&text) {
            let _ = (ifsc.doubts(), ifsc.bank(), ifsc.branch_code());
            prop_assert_eq!(Ifsc::parse(ifsc.as_str()), Ok(ifsc.clone()));
        }
        if let Ok(account) = Account::parse(&text) {
            account.doubts();
            prop_assert_eq!(Account::parse(account.as_str()), Ok(account.clone()));
        }
        if let Ok(number) = Number::parse(&text) {
            let _ = (number.kind(), number.region(), number.national_format(), number.original_carrier());
            prop_assert_eq!(Number::parse(&number.e164()), Ok(number.clone()));
        }
        if let Some(date) = Date::parse(&text) {
            prop_assert_eq!(Date::parse(&date.iso()), Some(date));
        }
    }

    #[test]
    fn moments_are_days(micros in any::<u64>()) {
        let date = Date::of_micros(micros);
        if date.year() < 10_000 {
            prop_assert_eq!(Date::parse(&date.iso()), Some(date));
        }
    }
}
