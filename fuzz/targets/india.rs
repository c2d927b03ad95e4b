//! Checks of India: what an identifier says by itself, and what is made of a provider's answer.
#![no_main]

use fuzz::{Subject, try_one};
use india::{aadhaar, bank, cin, employment, gstin, pan, phone, vehicle};
use std::sync::LazyLock;

static CHECKS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    vec![
        Subject::of::<pan::PanVerification>(),
        Subject::of::<gstin::GstinVerification>(),
        Subject::of::<cin::CompanyRegistryIn>(),
        Subject::of::<phone::MobileIntelligence>(),
        Subject::of::<aadhaar::AadhaarVerification>(),
        Subject::of::<employment::EmploymentHistory>(),
        Subject::of::<vehicle::VehicleRcVerification>(),
        Subject::of::<bank::BankAccountVerification>(),
    ]
});

libfuzzer_sys::fuzz_target!(|text: &str| try_one(&CHECKS, text));
