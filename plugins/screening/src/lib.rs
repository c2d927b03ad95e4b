//! Checks against official lists that the operator has loaded. Nobody outside is asked: the host finds who could be meant, the
//! component compares.

mod born;
mod compare;
pub mod sanctions_screening;

use enrich_sdk::{Provider, component};

/// The lists that the host has loaded. The name of its host is none that a resolver knows: requests never leave the server.
pub const LISTS: Provider = Provider { name: "lists", base_url: "https://lists.invalid", secrets: &[] };

component! { providers: [LISTS], checks: [sanctions_screening::SanctionsScreening] }
