//! Faults of ours that a test run can be asked to meet: what happens rarely must be easy to try.

/// What becomes of a run, by no fault of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 10: it fails.
    Failed,
    /// 11: it is interrupted.
    Interrupted,
}

/// The fault that a request asks for: by the digits of a PAN in it that carry the code of magic identifiers. Providers verify such
/// a PAN; the fault comes after their answers.
pub fn fault(message: &str) -> Option<Fault> {
    let words = message.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| crate::cashfree::is_pan(word)).find_map(|pan| match &pan[7..9] {
        "10" => Some(Fault::Failed),
        "11" => Some(Fault::Interrupted),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_asked_for_by_a_pan_and_by_nothing_else() {
        assert_eq!(fault("Verify Asha Verma, PAN AAAPV1010A."), Some(Fault::Failed));
        assert_eq!(fault("(PAN: AAAPV1011A)"), Some(Fault::Interrupted));
        for other in ["", "PAN ABCDE1234F", "PAN AAAPV1000A", "AAAPV1010", "XAAAPV1010A", "+91 98765 43210", "\u{e9}AAPV1010A"] {
            assert_eq!(fault(other), None, "{other}");
        }
    }
}
