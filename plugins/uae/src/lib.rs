//! Checks on identifiers of the United Arab Emirates: Emirates ID, trade licence, tax registration number.
//!
//! The offline part of each check is real and runs first: only what cannot be the named thing at all is refused; what is merely
//! odd is a finding, and the provider is asked all the same.

mod day;
pub mod emirates_id;
pub mod probes;
pub mod trade_licence;
mod tutelar;

use enrich_sdk::{Provider, component};

/// Tutelar's verification of Emirati documents, which asks the identity authority and the national economic register.
pub const TUTELAR: Provider =
    Provider { name: "tutelar", base_url: "https://secctrl.tutelar.io/api/v1", secrets: &["api_key", "secret_key"] };

component! {
    providers: [TUTELAR],
    probes: [probes::TUTELAR_PROBE],
    checks: [emirates_id::EmiratesIdVerification, trade_licence::TradeLicenceAe],
}
