//! Messages to try, one for each outcome of each workflow.

mod emirates;
mod india;
mod profile;
mod us;

use std::sync::LazyLock;

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

static SCENARIOS: LazyLock<Vec<Scenario>> =
    LazyLock::new(|| [india::SCENARIOS, us::SCENARIOS, emirates::SCENARIOS, profile::SCENARIOS].concat());

/// A message for each outcome of each workflow, the verified quickstart first.
pub fn scenarios() -> &'static [Scenario] {
    &SCENARIOS
}
