//! Scripts that are written in Latin letters by rules of their own, as names commonly are.

pub(crate) mod arabic;
pub(crate) mod hebrew;
pub(crate) mod indic;
