//! Checks on the identifiers of people and companies in India: permanent account number, GSTIN, CIN, mobile number.
//!
//! The offline part of each check is real and runs first: only what cannot be the named thing at all is refused; what is merely
//! odd is a finding, and the provider is asked all the same.

mod cashfree;
pub mod cin;
pub mod gstin;
pub mod pan;
pub mod phone;
pub mod probes;
mod states;

use enrich_sdk::{Provider, component};

/// Cashfree's identity verification.
pub const CASHFREE: Provider =
    Provider { name: "cashfree", base_url: "https://api.cashfree.com", secrets: &["client_id", "client_secret"] };

/// Twilio's phone number lookup.
pub const TWILIO: Provider = Provider { name: "twilio", base_url: "https://lookups.twilio.com", secrets: &["account_sid", "auth_token"] };

component! {
    providers: [CASHFREE, TWILIO],
    probes: [probes::CASHFREE_PROBE, probes::TWILIO_PROBE],
    checks: [
        pan::PanVerification,
        gstin::GstinVerification,
        cin::CompanyRegistryIn,
        phone::MobileIntelligence,
    ],
}

#[cfg(test)]
mod offline_tests;
#[cfg(test)]
mod stand_in;
