//! Numbers of digits whose hyphens have their places.

/// Reads `N` digits out of `text`: all together, or with a hyphen after each of `places` and nowhere else. White space around it
/// does not count.
pub(crate) fn read<const N: usize>(text: &str, places: &[usize]) -> Option<[u8; N]> {
    let text = text.trim().as_bytes();
    let mut digits = [0; N];
    let mut count = 0;
    let mut hyphens = 0;
    for byte in text {
        match byte {
            b'0'..=b'9' if count < N => {
                digits[count] = byte - b'0';
                count += 1;
            }
            b'-' if places.get(hyphens) == Some(&count) => hyphens += 1,
            _ => return None,
        }
    }
    // Two hyphens in a row would both stand at one place.
    (count == N && text.len() == N + hyphens && (hyphens == 0 || hyphens == places.len())).then_some(digits)
}

/// What digits count together.
pub(crate) fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(*digit))
}

/// Digits as text.
pub(crate) fn text(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// Whether all digits are the same: nobody's number, most likely.
pub(crate) fn repeat(digits: &[u8]) -> bool {
    digits.windows(2).all(|pair| pair[0] == pair[1])
}

/// Whether a text hides some of its characters: `***-**-6789`, `XXX-XX-6789`.
pub(crate) fn is_masked(text: &str) -> bool {
    let hides = |c: char| matches!(c, '*' | '•' | '#' | 'x' | 'X');
    text.chars().any(hides) && text.trim().chars().all(|c| hides(c) || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_stand_at_their_places_or_nowhere() {
        let ssn = |text| read::<9>(text, &[3, 5]).map(|digits| value(&digits));
        assert_eq!([ssn("123456789"), ssn("123-45-6789"), ssn(" 123-45-6789\n")], [Some(123_456_789); 3]);
        for wrong in [
            "123-456789",
            "12345-6789",
            "1-23-456789",
            "123--45-6789",
            "123-45--6789",
            "-123-45-6789",
            "123-45-6789-",
            "123-45-678",
            "123-45-67890",
            "123 45 6789",
            "１23456789",
            "12345678a",
            "",
        ] {
            assert_eq!(ssn(wrong), None, "{wrong}");
        }
        assert!(is_masked("***-**-6789") && is_masked("XXX-XX-6789") && !is_masked("123-45-6789") && !is_masked("Box 12"));
    }
}
