//! Checks that know no country: what an identifier says by itself, and what is made of a provider's answer.
#![no_main]

use fuzz::{Subject, try_one};
use global::{domain, email, iban, lei, media, social};
use std::sync::LazyLock;

static CHECKS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    vec![
        Subject::of::<iban::IbanVerification>(),
        Subject::of::<lei::LeiLookup>(),
        Subject::of::<email::EmailIntelligence>(),
        Subject::of::<domain::DomainIntelligence>(),
        Subject::of::<social::SocialProfile>(),
        Subject::of::<media::AdverseMedia>(),
    ]
});

libfuzzer_sys::fuzz_target!(|text: &str| try_one(&CHECKS, text));
