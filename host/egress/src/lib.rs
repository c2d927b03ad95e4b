//! The one guarded way out: every request that leaves the server goes through [`Outbound`].
//!
//! [`Client`] is the real way: `https` to public addresses, whatever name or spelling they hide behind, and nothing else
//! unless the operator allowed it. Whoever answers requests instead of the network implements the same trait.

mod address;
mod client;
mod failure;
mod guard;
mod message;
#[cfg(test)]
mod tests;

pub use address::{Cidr, NotCidr};
pub use client::{Client, Policy, SetUpError};
pub use message::{Error, Outbound, Request, Response};
