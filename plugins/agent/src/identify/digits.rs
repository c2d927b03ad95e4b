//! Check digits. Each function takes what has the shape of its number.

/// The permutations and the multiplication of Verhoeff's scheme over the dihedral group of ten elements.
const PERMUTED: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// Whether the last digit follows from the others by Verhoeff's scheme.
pub(crate) fn verhoeff(digits: &str) -> bool {
    let values = digits.bytes().rev().map(|digit| usize::from(digit.wrapping_sub(b'0') % 10));
    values.zip((0..8).cycle()).fold(0, |sum, (value, round)| times(sum, PERMUTED[round][value])) == 0
}

/// The group's multiplication: 0 to 4 are turns, 5 to 9 reflections.
fn times(left: u8, right: u8) -> u8 {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + (left + right) % 5,
        (false, true) => 5 + (left + 5 - right) % 5,
        (false, false) => (left + 5 - right) % 5,
    }
}

/// Whether the last digit follows from the others by Luhn's sum.
pub(crate) fn luhn(digits: &str) -> bool {
    let values = digits.bytes().rev().map(|digit| u32::from(digit.wrapping_sub(b'0') % 10));
    let doubled = |value: u32| value * 2 / 10 + value * 2 % 10;
    values.enumerate().map(|(place, value)| if place % 2 == 1 { doubled(value) } else { value }).sum::<u32>() % 10 == 0
}

/// Whether the weighted sum of a routing number is a multiple of ten.
pub(crate) fn routing(digits: &str) -> bool {
    let values = digits.bytes().map(|digit| u32::from(digit.wrapping_sub(b'0') % 10));
    values.zip([3, 7, 1].into_iter().cycle()).map(|(value, weight)| value * weight).sum::<u32>() % 10 == 0
}

/// Whether letters and digits, with A as 10, leave one when divided by 97: Legal Entity Identifiers, and account numbers with
/// their first four characters put last.
pub(crate) fn leaves_one(parts: [&str; 2]) -> bool {
    let values = parts.into_iter().flat_map(str::chars).map(|char| char.to_digit(36).unwrap_or_default());
    values.fold(0, |rest, value| (rest * if value > 9 { 100 } else { 10 } + value) % 97) == 1
}

/// The check character that a vehicle's number has at its ninth place where makers are bound to one.
pub(crate) fn vehicle(upper: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |char: char| match char {
        'A'..='H' => char.to_digit(36).map(|value| value - 9),
        'J'..='R' => char.to_digit(36).map(|value| value - 18),
        'S'..='Z' => char.to_digit(36).map(|value| value - 26),
        _ => char.to_digit(10),
    };
    let sum = upper.chars().zip(WEIGHTS).map(|(char, weight)| Some(value(char)? * weight)).sum::<Option<u32>>()?;
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass_and_each_changed_digit_is_noticed() {
        for (passes, number) in [(verhoeff as fn(&str) -> bool, "234123412346"), (luhn, "784198066113592"), (routing, "021000021")] {
            assert!(passes(number), "{number}");
            for place in 0..number.len() {
                let mut other = number.as_bytes().to_vec();
                other[place] = b'0' + (other[place] - b'0' + 1) % 10;
                assert!(!passes(std::str::from_utf8(&other).unwrap()), "{number} {place}");
            }
        }
        assert!(leaves_one(["5493001KJTIIGC8Y1R12", ""]) && !leaves_one(["5493001KJTIIGC8Y1R13", ""]));
        assert!(leaves_one(["WEST12345698765432", "GB82"]));
        assert_eq!((vehicle("1HGCM82633A004352"), vehicle("1M8GDM9AXKP042788")), (Some('3'), Some('X')));
    }
}
