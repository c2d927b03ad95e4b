//! Messages to try, one for each outcome of the workflow for the United Arab Emirates.

use super::Scenario;

const fn person(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "uae-verification", message, outcome }
}

// Number, phone and licence of a message end in the outcome's code; nobody is asked about tax number and account. The first message is
// of the catalogue, with the licence of the person's employer.
pub(super) const SCENARIOS: &[Scenario] = &[
    person(
        "verified",
        "Verify identity: Mariam Al Suwaidi, nationality: Emirati, date of birth 1990-03-14, Emirates ID 784-1990-4718326-6, +971 50 123 4762, trade licence 938251, TRN 100472915800003, IBAN AE94 0331 0000 4728 3650 913",
    ),
    person(
        "name_mismatch",
        "Verify identity: Asha Verma, nationality: Indian, date of birth 1990-05-06, Emirates ID 784-1990-3004501-9, +971 50 555 0101, trade licence CN-9000101, TRN 100900010000003, IBAN AE07 0331 2345 6789 0123 456",
    ),
    person(
        "not_found",
        "Verify identity: Asha Verma, nationality: Indian, date of birth 1990-05-06, Emirates ID 784-1990-3004502-7, +971 50 555 0102, trade licence CN-9000102, TRN 100900010000003, IBAN AE07 0331 2345 6789 0123 456",
    ),
    person(
        "inactive",
        "Verify identity: Asha Verma, nationality: Indian, date of birth 1990-05-06, Emirates ID 784-1990-3004503-5, +971 50 555 0103, trade licence CN-9000103, TRN 100900010000003, IBAN AE07 0331 2345 6789 0123 456",
    ),
    person(
        "provider_unavailable",
        "Verify identity: Asha Verma, nationality: Indian, date of birth 1990-05-06, Emirates ID 784-1990-3004504-3, +971 50 555 0104, trade licence CN-9000104, TRN 100900010000003, IBAN AE07 0331 2345 6789 0123 456",
    ),
    person(
        "timeout",
        "Verify identity: Asha Verma, nationality: Indian, date of birth 1990-05-06, Emirates ID 784-1990-3004505-0, +971 50 555 0105, trade licence CN-9000105, TRN 100900010000003, IBAN AE07 0331 2345 6789 0123 456",
    ),
    person(
        "provider_rate_limited",
        "Verify identity: Asha Verma, nationality: Indian, date of birth 1990-05-06, Emirates ID 784-1990-3004506-8, +971 50 555 0106, trade licence CN-9000106, TRN 100900010000003, IBAN AE07 0331 2345 6789 0123 456",
    ),
    person(
        "provider_malformed",
        "Verify identity: Asha Verma, nationality: Indian, date of birth 1990-05-06, Emirates ID 784-1990-3004507-6, +971 50 555 0107, trade licence CN-9000107, TRN 100900010000003, IBAN AE07 0331 2345 6789 0123 456",
    ),
];
