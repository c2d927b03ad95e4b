//! ISO 7064, MOD 97-10: the check digits of IBANs and LEIs.

/// The remainder by 97 of a text read as a number, A counting 10 and Z 35. Only digits and capital letters count.
pub(crate) fn remainder(text: impl Iterator<Item = u8>) -> u32 {
    text.fold(0, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        b'A'..=b'Z' => (sum * 100 + u32::from(byte - b'A') + 10) % 97,
        _ => sum,
    })
}

/// The two digits that make the whole leave a remainder of 1, where `text` is all but them: from 02 to 98.
pub(crate) fn check_digits(text: impl Iterator<Item = u8>) -> String {
    format!("{:02}", 98 - remainder(text.chain(*b"00")))
}
