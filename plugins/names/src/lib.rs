//! Checks on names alone: whether two of them are one person's or one company's. Nobody is asked.

pub mod name_match;

use enrich_sdk::component;

component! { providers: [], checks: [name_match::NameMatch] }
