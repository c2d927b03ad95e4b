//! Messages to try, one for each outcome.

/// A message that leads to a known outcome in test mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Slug of the workflow that takes it.
    pub workflow: &'static str,
    /// What to send. Its identifiers are all of the catalogue.
    pub message: &'static str,
    /// What the providers will do: `verified`, `name_mismatch`, `not_found`, `inactive`, `provider_unavailable`, `timeout`,
    /// `provider_rate_limited`, `provider_malformed`.
    pub outcome: &'static str,
}

const fn kyc(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "kyc-verification", message, outcome }
}

// Fourth letter P, fifth the surname's; the digits end in the outcome's code, and so do the phone's.
static CATALOGUE: [Scenario; 8] = [
    kyc("verified", "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F"),
    kyc("name_mismatch", "Verify identity: Asha Verma, +91 98765 43201, PAN AAAPV1001A"),
    kyc("not_found", "Verify identity: Asha Verma, +91 98765 43202, PAN AAAPV1002A"),
    kyc("inactive", "Verify identity: Asha Verma, +91 98765 43203, PAN AAAPV1003A"),
    kyc("provider_unavailable", "Verify identity: Asha Verma, +91 98765 43204, PAN AAAPV1004A"),
    kyc("timeout", "Verify identity: Asha Verma, +91 98765 43205, PAN AAAPV1005A"),
    kyc("provider_rate_limited", "Verify identity: Asha Verma, +91 98765 43206, PAN AAAPV1006A"),
    kyc("provider_malformed", "Verify identity: Asha Verma, +91 98765 43207, PAN AAAPV1007A"),
];

/// A message for each outcome, the verified one first.
pub fn catalogue() -> &'static [Scenario] {
    &CATALOGUE
}
