//! Numbers of the right shape that nobody was ever given. The rules are those of the checks, which refuse such numbers.

use super::Kind;

/// Printed as specimens, then withdrawn.
const WITHDRAWN: [&str; 2] = ["078051120", "219099999"];

/// Why nobody has the number, as a clause. `digits`: as many as its kind has.
pub(crate) fn fault(kind: Kind, digits: &str) -> Option<&'static str> {
    match kind {
        Kind::Ssn => ssn(digits),
        Kind::Ein if digits.starts_with("00") => Some("no EIN begins with 00"),
        Kind::Ein if digits.ends_with("0000000") => Some("the last seven digits of an EIN are not all 0"),
        Kind::RoutingNumber if is_nothing(digits) => Some("a routing number is not all 0"),
        Kind::Cik if is_nothing(digits) => Some("no filer has the CIK 0"),
        Kind::Aadhaar if digits.bytes().eq(digits.bytes().rev()) => Some("an Aadhaar number is never the same backwards"),
        _ => None,
    }
}

/// Of the numbers that begin with 9 those of the revenue service are asked about: the check says what they are.
fn ssn(digits: &str) -> Option<&'static str> {
    let (area, group, serial) = (digits.get(..3)?, digits.get(3..5)?, digits.get(5..)?);
    let revenue = || group.parse().is_ok_and(|group: u8| matches!(group, 50..=65 | 70..=88 | 90..=99));
    match (area, group, serial) {
        _ if area.starts_with('9') && revenue() => None,
        _ if area.starts_with('9') => Some("no SSN begins with 9, and its digits 4 and 5 make it neither an ITIN nor an ATIN"),
        ("000", _, _) => Some("no SSN begins with 000"),
        ("666", _, _) => Some("no SSN begins with 666"),
        (_, "00", _) => Some("digits 4 and 5 of an SSN are not 00"),
        (_, _, "0000") => Some("the last four digits of an SSN are not 0000"),
        _ if WITHDRAWN.contains(&digits) => Some("it was printed as a specimen and withdrawn: nobody has it"),
        _ => None,
    }
}

fn is_nothing(digits: &str) -> bool {
    digits.bytes().all(|digit| digit == b'0')
}
