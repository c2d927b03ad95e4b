//! The one guarded way out: every request that leaves the server goes through [`Outbound`].
//!
//! [`Client`] is the real way. Whoever answers requests instead of the network implements the same trait.

mod message;

pub use message::{Error, Outbound, Request, Response};
