//! Checks on the identifiers of people, companies, vehicles and accounts in India: PAN, GSTIN, CIN, mobile number, Aadhaar, UAN,
//! vehicle registration, bank account.
//!
//! The offline part of each check is real and runs first: only what cannot be the named thing at all is refused; what is merely
//! odd is a finding, and the provider is asked all the same.

pub mod aadhaar;
pub mod bank;
mod cashfree;
pub mod cin;
mod date;
pub mod employment;
pub mod gstin;
pub mod pan;
pub mod phone;
pub mod probes;
mod states;
mod text;
pub mod vehicle;

use enrich_sdk::{Provider, component};

/// Cashfree's identity verification.
pub const CASHFREE: Provider =
    Provider { name: "cashfree", base_url: "https://api.cashfree.com", secrets: &["client_id", "client_secret"] };

/// Twilio's phone number lookup.
pub const TWILIO: Provider = Provider { name: "twilio", base_url: "https://lookups.twilio.com", secrets: &["account_sid", "auth_token"] };

/// Setu's data gateway.
pub const SETU: Provider =
    Provider { name: "setu", base_url: "https://dg.setu.co", secrets: &["client_id", "client_secret", "product_instance_id"] };

component! {
    providers: [CASHFREE, SETU, TWILIO],
    probes: [probes::CASHFREE_PROBE, probes::SETU_PROBE, probes::TWILIO_PROBE],
    checks: [
        pan::PanVerification,
        gstin::GstinVerification,
        cin::CompanyRegistryIn,
        phone::MobileIntelligence,
        aadhaar::AadhaarVerification,
        employment::EmploymentHistory,
        employment::lookup::UanLookup,
        vehicle::VehicleRcVerification,
        bank::BankAccountVerification,
    ],
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod offline_tests;
#[cfg(test)]
mod stand_in;
