//! Checks of the United Arab Emirates: what an identifier says by itself, and what is made of a provider's answer.
#![no_main]

use fuzz::{Subject, try_one};
use std::sync::LazyLock;
use uae::{emirates_id, trade_licence};

static CHECKS: LazyLock<Vec<Subject>> =
    LazyLock::new(|| vec![Subject::of::<emirates_id::EmiratesIdVerification>(), Subject::of::<trade_licence::TradeLicenceAe>()]);

libfuzzer_sys::fuzz_target!(|text: &str| try_one(&CHECKS, text));
