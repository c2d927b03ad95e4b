//! Who a mobile number was first given out by.

use super::carrier_data::{CARRIERS, PREFIXES};

/// Digits of the longest and shortest prefix that is known.
const PREFIX_DIGITS: std::ops::RangeInclusive<usize> = 2..=5;

/// The carrier that an Indian mobile number's range was first given to. Its holder may have taken the number to another since.
pub(crate) fn original(national: &str) -> Option<&'static str> {
    PREFIX_DIGITS.rev().find_map(|length| {
        let prefix: u32 = national.get(..length)?.parse().ok()?;
        let at = PREFIXES.partition_point(|entry| entry / 16 < prefix);
        let entry = PREFIXES.get(at).filter(|entry| **entry / 16 == prefix)?;
        CARRIERS.get(*entry as usize % 16).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_counts() {
        assert_eq!(original("9812345610"), Some("Idea"));
        assert_eq!(original("6200000000"), Some("Reliance Jio"));
        assert_eq!(original("6208000000"), Some("Vodafone"), "inside 620, which is Reliance Jio's");
        assert_eq!(original("1123456789"), None);
        assert_eq!(original(""), None);
    }
}
