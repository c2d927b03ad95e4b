//! What the targets share: checks, performed on texts that a fuzzer makes up.

mod chance;
mod check;
mod schema;

pub use check::{Subject, try_one};
