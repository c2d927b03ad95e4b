//! What each kind of number looks like, and why a text that is called one cannot be one.

use super::{Kind, digits, given};

/// A text that may be a number, as it is written.
pub(crate) struct Written<'a> {
    /// Its letters and digits, in upper case.
    pub(crate) upper: &'a str,
    /// Lengths of its pieces.
    pub(crate) pieces: &'a [usize],
    /// Whether a hyphen stands between any two pieces.
    pub(crate) hyphens: bool,
}

/// Characters that a number of this kind has.
pub(crate) fn length(kind: Kind) -> std::ops::RangeInclusive<usize> {
    match kind {
        Kind::Aadhaar | Kind::Uan => 12..=12,
        Kind::VehicleNumber => 5..=11,
        Kind::Ifsc => 11..=11,
        Kind::AccountNumber => 6..=18,
        Kind::Ssn | Kind::Ein | Kind::RoutingNumber => 9..=9,
        Kind::Vin => 17..=17,
        Kind::Cik => 1..=10,
        Kind::EmiratesId | Kind::Trn => 15..=15,
        Kind::TradeLicence => 4..=15,
        Kind::Lei => 20..=20,
        _ => 15..=34,
    }
}

/// Whether it has digits alone.
pub(crate) fn is_numeric(kind: Kind) -> bool {
    !matches!(kind, Kind::VehicleNumber | Kind::Ifsc | Kind::Vin | Kind::TradeLicence | Kind::Lei | Kind::Iban)
}

/// Why the text cannot be a number of this kind, as the rest of a sentence about it.
pub(crate) fn fault(kind: Kind, written: &Written<'_>) -> Option<String> {
    let (upper, wanted) = (written.upper, length(kind));
    let count = upper.chars().count();
    if kind == Kind::VehicleNumber {
        return (!is_registration(upper)).then(|| "it has not the form of an Indian registration, such as KA01AB1234".into());
    }
    if !wanted.contains(&count) {
        let (least, most) = (wanted.start(), wanted.end());
        let has = if least == most { format!("{least}") } else { format!("{least} to {most}") };
        return Some(format!("it has {count} characters where {} has {has}", kind.with_article()));
    }
    let misplaced = upper.chars().enumerate().find_map(|(place, char)| {
        let wanted = wanted_at(kind, place, char)?;
        Some(format!("its character {} is “{char}” where {} has {wanted}", place + 1, kind.with_article()))
    });
    misplaced.or_else(|| check(kind, written)).or_else(|| given::fault(kind, upper).map(str::to_owned))
}

/// What must stand at a place, from 0, where `char` must not.
fn wanted_at(kind: Kind, place: usize, char: char) -> Option<&'static str> {
    let (digit, letter) = (char.is_ascii_digit(), char.is_ascii_uppercase());
    let (fits, wanted) = match (kind, place) {
        (Kind::Aadhaar, 0) => (matches!(char, '2'..='9'), "a digit from 2 to 9"),
        (Kind::EmiratesId, 0) => (char == '7', "7, as in 784"),
        (Kind::EmiratesId, 1) => (char == '8', "8, as in 784"),
        (Kind::EmiratesId, 2) => (char == '4', "4, as in 784"),
        (Kind::Ifsc, 0..4) | (Kind::Iban, 0 | 1) => (letter, "a letter"),
        (Kind::Ifsc, 4) => (char == '0', "0"),
        (Kind::Iban, 2 | 3) | (Kind::Lei, 18 | 19) => (digit, "a digit"),
        (Kind::Vin, _) => ((digit || letter) && !matches!(char, 'I' | 'O' | 'Q'), "a digit or a letter other than I, O and Q"),
        _ if is_numeric(kind) => (digit, "a digit"),
        _ => (digit || letter, "a letter or a digit"),
    };
    (!fits).then_some(wanted)
}

fn check(kind: Kind, written: &Written<'_>) -> Option<String> {
    let upper = written.upper;
    let sum = |fits: bool, why: &str| (!fits).then(|| why.to_owned());
    match kind {
        Kind::Aadhaar => sum(digits::verhoeff(upper), "its last digit does not follow from the others"),
        Kind::EmiratesId => sum(digits::luhn(upper), "its last digit does not follow from the others"),
        Kind::RoutingNumber => sum(digits::routing(upper), "its weighted sum is no multiple of 10"),
        Kind::Lei => sum(digits::leaves_one([upper, ""]), "its last two digits do not follow from the others"),
        Kind::Iban => {
            let country = upper.get(..2).unwrap_or_default();
            let length = iban_length(country);
            if let Some(length) = length.filter(|length| *length != upper.len()) {
                return Some(format!("it has {} characters where an IBAN of {country} has {length}", upper.len()));
            }
            let (head, rest) = upper.split_at_checked(4)?;
            sum(digits::leaves_one([rest, head]), "its digits 3 and 4 do not follow from the others")
        }
        // Makers of North America are bound to a check digit.
        Kind::Vin if upper.starts_with(['1', '2', '3', '4', '5']) => {
            sum(digits::vehicle(upper) == upper.chars().nth(8), "its character 9 does not follow from the others")
        }
        Kind::Ssn => sum(matches!(written.pieces, [9] | [3, 2, 4]), "its hyphens are not where an SSN has them, as in 123-45-6789"),
        Kind::Ein => sum(matches!(written.pieces, [9] | [2, 7]), "its hyphen is not where an EIN has it, as in 12-3456789"),
        _ => None,
    }
}

/// Whether a number that needs no label can begin with the piece; of the pieces of a text few do.
pub(crate) fn may_begin(kind: Kind, piece: &str) -> bool {
    let digit = piece.starts_with(|c: char| c.is_ascii_digit() || super::code::is_mask(c) || matches!(c, 'x' | 'X'));
    let letters = || piece.get(..2).map(str::to_ascii_uppercase).unwrap_or_default();
    match kind {
        Kind::Aadhaar | Kind::Ssn => digit,
        Kind::EmiratesId => piece.starts_with('7'),
        Kind::Iban => iban_length(&letters()).is_some(),
        Kind::VehicleNumber => digit || is_state(&letters()),
        _ => length(kind).contains(&piece.len()),
    }
}

/// Whether a text without a label is one: nothing else is likely to be written so.
pub(crate) fn is_certain(kind: Kind, written: &Written<'_>) -> bool {
    let grouped = |length: &[usize]| written.pieces.len() == 1 || written.pieces == length;
    let shaped = match kind {
        Kind::EmiratesId => grouped(&[3, 4, 7, 1]),
        // 91 and a mobile number has twelve digits too.
        Kind::Aadhaar => grouped(&[4, 4, 4]) && !(written.pieces.len() == 1 && is_mobile(written.upper)),
        Kind::Ssn => written.pieces == [3, 2, 4] && written.hyphens,
        Kind::Vin => written.pieces.len() == 1 && digits::vehicle(written.upper) == written.upper.chars().nth(8) && has_both(written.upper),
        Kind::Lei => written.pieces.len() == 1 && has_both(written.upper),
        Kind::Ifsc => written.pieces.len() == 1,
        Kind::Iban => iban_length(written.upper.get(..2).unwrap_or_default()).is_some(),
        Kind::VehicleNumber => written.pieces.len() <= 4 && written.upper.len() >= 8,
        _ => false,
    };
    shaped && fault(kind, written).is_none()
}

fn is_mobile(upper: &str) -> bool {
    upper.starts_with("91") && upper.chars().nth(2).is_some_and(|digit| digit >= '6')
}

fn has_both(upper: &str) -> bool {
    upper.contains(|c: char| c.is_ascii_digit()) && upper.contains(|c: char| c.is_ascii_uppercase())
}

/// State, district, series and number; the series of all India; or diplomatic corps.
fn is_registration(upper: &str) -> bool {
    let mut rest = upper;
    let mut take = |wanted: fn(&char) -> bool, most: usize| {
        let count = rest.chars().take(most).take_while(wanted).count();
        let (taken, behind) = rest.split_at(count);
        rest = behind;
        taken
    };
    let digit: fn(&char) -> bool = char::is_ascii_digit;
    let letter: fn(&char) -> bool = char::is_ascii_uppercase;
    let state = take(letter, 2);
    if !state.is_empty() {
        let (district, series, number) = (take(digit, 2), take(letter, 3), take(digit, 4));
        return is_state(state) && !district.is_empty() && !series.is_empty() && !number.is_empty() && rest.is_empty();
    }
    let (year, corps, number, series) = (take(digit, 3), take(letter, 2), take(digit, 4), take(letter, 2));
    match corps {
        "BH" => year.len() == 2 && number.len() == 4 && !series.is_empty() && rest.is_empty(),
        "CD" | "CC" | "UN" => !year.is_empty() && !number.is_empty() && series.is_empty() && rest.is_empty(),
        _ => false,
    }
}

/// States and union territories as plates have them, old codes included.
pub(crate) fn is_state(code: &str) -> bool {
    const STATES: &str =
        "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK TG TN TR TS UA UK UP WB";
    code.len() == 2 && STATES.as_bytes().chunks(3).any(|state| state.starts_with(code.as_bytes()))
}

/// Characters of a country's account numbers, of those that are often seen.
pub(crate) fn iban_length(country: &str) -> Option<usize> {
    Some(match country {
        "NO" => 15,
        "BE" => 16,
        "DK" | "FI" | "NL" => 18,
        "AT" | "EE" | "KZ" | "LT" | "LU" => 20,
        "CH" | "HR" | "LI" | "LV" => 21,
        "BG" | "BH" | "DE" | "GB" | "GE" | "IE" | "ME" | "RS" => 22,
        "AE" | "GI" | "IL" | "IQ" => 23,
        "AD" | "CZ" | "ES" | "MD" | "PK" | "RO" | "SA" | "SE" | "SK" | "TN" => 24,
        "PT" => 25,
        "IS" | "TR" => 26,
        "FR" | "GR" | "IT" | "MC" | "SM" => 27,
        "AZ" | "CY" | "HU" | "LB" | "PL" => 28,
        "BR" | "PS" | "QA" | "UA" => 29,
        "JO" | "KW" | "MU" => 30,
        "MT" => 31,
        _ => return None,
    })
}

/// The normal form of a text that has no fault; `text` is as it is written.
pub(crate) fn normal(kind: Kind, upper: &str, text: &str) -> String {
    let parted = |lengths: &[usize]| {
        let mut rest = upper;
        let parts = lengths.iter().map(|length| {
            let (part, behind) = rest.split_at_checked(*length).unwrap_or((rest, ""));
            rest = behind;
            part
        });
        parts.collect::<Vec<_>>().join("-")
    };
    match kind {
        Kind::Ssn => parted(&[3, 2, 4]),
        Kind::Ein => parted(&[2, 7]),
        Kind::EmiratesId => parted(&[3, 4, 7, 1]),
        Kind::Cik => format!("{upper:0>10}"),
        Kind::TradeLicence => text.to_uppercase(),
        _ => upper.to_owned(),
    }
}
