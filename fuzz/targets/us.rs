//! Checks of the United States: what an identifier says by itself, and what is made of a provider's answer.
#![no_main]

use fuzz::{Subject, try_one};
use std::sync::LazyLock;
use us::{address, ein, registry, routing, sec, ssn, vin};

static CHECKS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    vec![
        Subject::of::<ssn::SsnVerification>(),
        Subject::of::<ein::EinVerification>(),
        Subject::of::<registry::BusinessRegistryUs>(),
        Subject::of::<sec::SecFilings>(),
        Subject::of::<address::AddressUs>(),
        Subject::of::<routing::RoutingNumber>(),
        Subject::of::<vin::VinDecode>(),
    ]
});

libfuzzer_sys::fuzz_target!(|text: &str| try_one(&CHECKS, text));
