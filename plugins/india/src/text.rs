//! Identifiers as people write them: with spaces, hyphens and small letters, on any keyboard.

/// Upper case, without spaces, hyphens and what cannot be seen. Anything else stays, for the identifier to judge.
pub(crate) fn compact(text: &str) -> String {
    text.chars().filter(|c| !is_separator(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

/// The digits of a text that has no other signs than separators.
pub(crate) fn digits(text: &str) -> Option<String> {
    text.chars().filter(|c| !is_separator(*c)).map(decimal).collect()
}

/// Whether digits of it are hidden: there are some, and signs that people hide digits with.
pub(crate) fn is_masked(text: &str) -> bool {
    let hides = |c: char| matches!(c, 'x' | 'X' | '*' | '#' | '?' | '•' | '●' | '_' | '…');
    text.chars().any(hides) && text.chars().any(|c| decimal(c).is_some())
}

fn is_separator(c: char) -> bool {
    let hyphen = matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let unseen = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    c.is_whitespace() || hyphen || unseen
}

/// A decimal digit of a script used in India, or full width, as an ASCII digit.
pub(crate) fn decimal(c: char) -> Option<char> {
    // Zeros of ASCII, Arabic, Urdu, Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, full width.
    const ZEROS: [u32; 13] = [0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xFF10];
    let value = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// What a provider says, unless that is nothing.
pub(crate) fn told(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty() && text != "NA")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_go_and_everything_else_stays() {
        assert_eq!(compact(" mh-12 \u{2013}ab\u{a0}1234\u{200b}"), "MH12AB1234");
        assert_eq!(compact("ab.12/é"), "AB.12/é");
        assert_eq!(digits("2341 2341-2346").as_deref(), Some("234123412346"));
        assert_eq!(digits("२३४१").as_deref(), Some("2341"));
        assert_eq!((digits("23.41"), digits("23l1")), (None, None));
    }

    #[test]
    fn hidden_digits_are_told_from_wrong_signs() {
        assert!(is_masked("XXXX XXXX 2346") && is_masked("2341****2346"));
        assert!(!is_masked("XXXX") && !is_masked("234123412346") && !is_masked("number"));
    }
}
