//! Messages to try, one for each outcome of each workflow.

/// A message that leads to a known outcome in test mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Slug of the workflow that takes it.
    pub workflow: &'static str,
    /// What to send. Its identifiers are all of the catalogue.
    pub message: &'static str,
    /// What the providers will do: `verified`, `name_mismatch`, `not_found`, `inactive`, `provider_unavailable`, `timeout`,
    /// `provider_rate_limited`, `provider_malformed`. Or what becomes of the run, once they have answered: `run_failed`,
    /// `run_interrupted`.
    pub outcome: &'static str,
}

const fn kyc(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "kyc-verification", message, outcome }
}

const fn business(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "business-due-diligence", message, outcome }
}

// The digits of every number end in the outcome's code. The person's PAN has P and the surname's letter, the company's C and its
// name's; the company's GSTIN holds its PAN, and the last character follows from the rest.
static SCENARIOS: [Scenario; 18] = [
    kyc("verified", "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F"),
    kyc("name_mismatch", "Verify identity: Asha Verma, +91 98765 43201, PAN AAAPV1001A"),
    kyc("not_found", "Verify identity: Asha Verma, +91 98765 43202, PAN AAAPV1002A"),
    kyc("inactive", "Verify identity: Asha Verma, +91 98765 43203, PAN AAAPV1003A"),
    kyc("provider_unavailable", "Verify identity: Asha Verma, +91 98765 43204, PAN AAAPV1004A"),
    kyc("timeout", "Verify identity: Asha Verma, +91 98765 43205, PAN AAAPV1005A"),
    kyc("provider_rate_limited", "Verify identity: Asha Verma, +91 98765 43206, PAN AAAPV1006A"),
    kyc("provider_malformed", "Verify identity: Asha Verma, +91 98765 43207, PAN AAAPV1007A"),
    kyc("run_failed", "Verify identity: Asha Verma, +91 98765 43210, PAN AAAPV1010A"),
    kyc("run_interrupted", "Verify identity: Asha Verma, +91 98765 43211, PAN AAAPV1011A"),
    business("verified", "Due diligence on Nova Saffron Textiles Private Limited, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817"),
    business("name_mismatch", "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1001A1Z6, CIN U51909KA2015PTC010001"),
    business("not_found", "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1002A1Z5, CIN U51909KA2015PTC010002"),
    business("inactive", "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1003A1Z4, CIN U51909KA2015PTC010003"),
    business("provider_unavailable", "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1004A1Z3, CIN U51909KA2015PTC010004"),
    business("timeout", "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1005A1Z2, CIN U51909KA2015PTC010005"),
    business("provider_rate_limited", "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1006A1Z1, CIN U51909KA2015PTC010006"),
    business("provider_malformed", "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1007A1Z0, CIN U51909KA2015PTC010007"),
];

/// A message for each outcome of each workflow, the verified quickstart first.
pub fn scenarios() -> &'static [Scenario] {
    &SCENARIOS
}
