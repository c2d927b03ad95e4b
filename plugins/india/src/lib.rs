//! Checks on the identifiers of people in India: permanent account number, mobile number, name.
//!
//! The offline part of each check is real and runs first: only what cannot be the named thing at all is refused; what is merely
//! odd is a finding, and the provider is asked all the same.

pub mod name;
pub mod pan;
pub mod phone;

use enrich_sdk::{Provider, component};

/// Cashfree's identity verification.
pub const CASHFREE: Provider =
    Provider { name: "cashfree", base_url: "https://api.cashfree.com", secrets: &["client_id", "client_secret"] };

/// Twilio's phone number lookup.
pub const TWILIO: Provider = Provider { name: "twilio", base_url: "https://lookups.twilio.com", secrets: &["account_sid", "auth_token"] };

component! {
    providers: [CASHFREE, TWILIO],
    checks: [pan::PanVerification, phone::MobileIntelligence, name::NameMatch],
}

#[cfg(test)]
mod stand_in;
