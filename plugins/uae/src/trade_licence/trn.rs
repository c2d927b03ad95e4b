//! Tax registration numbers: fifteen digits, without a check digit.

/// Digits of a number.
const LENGTH: usize = 15;
/// Digits of its groups, where they are written apart.
const GROUPS: [usize; 4] = [3, 4, 4, 4];

/// The digits of a tax registration number written in one or in its groups. The error is a sentence, never the text.
pub fn parse(text: &str) -> Result<String, String> {
    let text = text.trim();
    if let Some(place) = text.chars().position(|c| !c.is_ascii_digit() && c != ' ' && c != '-') {
        return Err(format!("Character {} of the TRN is not a digit.", place + 1));
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != LENGTH {
        return Err(format!("A TRN has {LENGTH} digits, this has {}.", digits.len()));
    }
    // Banks and printers group digits as they like; dashes are the authority's.
    let lengths: Vec<usize> = text.split('-').map(|group| group.trim().len()).collect();
    if lengths.len() > 1 && lengths != GROUPS {
        return Err("The groups of a TRN have 3, 4, 4 and 4 digits.".into());
    }
    Ok(digits)
}

/// Why this may be no real number, in a sentence. `None`: nothing speaks against it.
pub(super) fn doubt(digits: &str) -> Option<&'static str> {
    let first = digits.as_bytes().first();
    digits.bytes().all(|digit| Some(&digit) == first).then_some("All digits of the TRN are the same.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: &[&str] = &[
        "100123456700003",
        "100-1234-5670-0003",
        "100 1234 5670 0003",
        "100 123 456 700 003",
        " 100123456700003 ",
        "100000000000003",
        "104123456700003",
        "100354421500003",
        "100211368800003",
        "100-0000-0000-0003",
        "100 - 1234 - 5670 - 0003",
        "100000000100003",
        "100-0000-0001-0003",
        "100111222300003",
        "100-1112-2230-0003",
        "100 1112 2230 0003",
        "100222333400003",
        "100-2223-3340-0003",
        "100333444500003",
        "100987654300003",
        "100-9876-5430-0003",
        "100 98765 43000 03",
        "1 0 0 1 2 3 4 5 6 7 0 0 0 0 3",
        "104000000000003",
        "104-0000-0000-0003",
        "104 9999 9990 0003",
        "104987654300003",
        "\t100123456700003\n",
        "100-1234-5670-0003\n",
        "100 -1234-5670-0003",
        "100- 1234- 5670- 0003",
    ];

    const BROKEN: &[(&str, &str)] = &[
        ("", "this has 0"),
        ("100", "this has 3"),
        ("10012345670000", "this has 14"),
        ("1001234567000033", "this has 16"),
        ("100-1234-5670-003", "this has 14"),
        ("TRN100123456700003", "Character 1"),
        ("10012345670000X", "Character 15"),
        ("100123456700OO3", "Character 13"),
        ("100.1234.5670.0003", "Character 4"),
        ("100/1234/5670/0003", "Character 4"),
        ("1001-234-5670-0003", "groups"),
        ("100-12345670-0003", "groups"),
        ("10-01234-5670-0003", "groups"),
        ("-100123456700003", "groups"),
        ("100123456700003-", "groups"),
        ("100--1234-5670-0003", "groups"),
        ("100****56700003", "Character 4"),
        ("١٠٠١٢٣٤٥٦٧٠٠٠٠٣", "Character 1"),
        ("+100123456700003", "Character 1"),
        ("100123456700003.", "Character 16"),
        (" \n", "this has 0"),
        ("0", "this has 1"),
        ("100 1234 5670", "this has 11"),
        ("100123456700003100123456700003", "this has 30"),
        ("n/a", "Character 1"),
        ("TRN: 100123456700003", "Character 1"),
        ("100_1234_5670_0003", "Character 4"),
        ("１００123456700003", "Character 1"),
        ("100\u{2013}1234\u{2013}5670\u{2013}0003", "Character 4"),
        ("1001234-5670-0003", "groups"),
    ];

    #[test]
    fn fifteen_digits_are_a_number_in_one_and_in_groups() {
        for text in WHOLE {
            let digits = parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!((digits.len(), doubt(&digits)), (15, None), "{text}");
        }
        assert!(doubt("111111111111111").is_some() && doubt("000000000000000").is_some());
        for (text, why) in BROKEN {
            let error = parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in any::<String>(), hint in "[0-9]{3}[- ]?[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}") {
            for text in [text, hint] {
                if let Ok(digits) = parse(&text) {
                    prop_assert_eq!(parse(&digits), Ok(digits));
                }
            }
        }
    }
}
