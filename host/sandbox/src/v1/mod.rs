//! Version 1.0.0 of both interfaces. These modules only convert; what happens is decided outside of them.

pub(crate) mod check;
pub(crate) mod workflow;
