//! What a central index key of the SEC says by itself: it is a number of at most ten digits, given out in a row, without a check digit.

/// A text that is a CIK, in its normal form of ten digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cik(String);

impl Cik {
    /// Reads up to ten digits, with or without `CIK` before them. The error is a sentence without the text.
    pub fn parse(text: &str) -> Result<Cik, &'static str> {
        let text = text.trim();
        let label = text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("cik"));
        let digits = if label { text[3..].trim_start_matches(['#', ':', ' ']) } else { text };
        if !(1..=10).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("A CIK has at most ten digits.");
        }
        if digits.bytes().all(|byte| byte == b'0') {
            return Err("No filer has the CIK 0.");
        }
        Ok(Cik(format!("{digits:0>10}")))
    }

    /// The ten digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cik_is_filled_up_to_ten_digits() {
        for text in ["320193", "0000320193", " 320193 ", "CIK0000320193", "cik 320193", "CIK#: 320193"] {
            assert_eq!(Cik::parse(text).unwrap().as_str(), "0000320193", "{text}");
        }
        assert_eq!(Cik::parse("1").unwrap().as_str(), "0000000001");
        for wrong in ["", "CIK", "0", "0000000000", "12345678901", "32O193", "320-193", "320 193", "AAPL", "３20193", "\u{130}\u{130}1"] {
            assert!(Cik::parse(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,24}|(CIK)?[0-9 :#]{0,14}") {
            if let Ok(cik) = Cik::parse(&text) {
                prop_assert_eq!(Cik::parse(cik.as_str()), Ok(cik.clone()), "the normal form is one");
            }
        }
    }
}
