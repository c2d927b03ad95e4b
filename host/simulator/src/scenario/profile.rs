//! Messages to try, one for each outcome of the analysis of a public profile.

use super::Scenario;

const fn profile(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "social-profile-analysis", message, outcome }
}

// The name on the platform ends in the outcome's code, the mailbox and its domain too. The first message is of the catalogue.
pub(super) const SCENARIOS: &[Scenario] = &[
    profile(
        "verified",
        "Look at the profile of: Mariam Al Suwaidi, https://bsky.app/profile/mariam-alsuwaidi.bsky.social, mariam.alsuwaidi@dunes-data.ae",
    ),
    profile(
        "name_mismatch",
        "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-01.bsky.social, asha-01@verma-trading-01.in",
    ),
    profile(
        "not_found",
        "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-02.bsky.social, asha-02@verma-trading-02.in",
    ),
    profile(
        "inactive",
        "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-03.bsky.social, asha-03@verma-trading-03.in",
    ),
    profile(
        "provider_unavailable",
        "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-04.bsky.social, asha-04@verma-trading-04.in",
    ),
    profile(
        "timeout",
        "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-05.bsky.social, asha-05@verma-trading-05.in",
    ),
    profile(
        "provider_rate_limited",
        "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-06.bsky.social, asha-06@verma-trading-06.in",
    ),
    profile(
        "provider_malformed",
        "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-07.bsky.social, asha-07@verma-trading-07.in",
    ),
];
