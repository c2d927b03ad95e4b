//! Deliveries: signatures, attempts, and when the next is due.
//!
//! An endpoint's URL is judged by [`endpoint::check`] when it is given, and again by the way out at every connection. One
//! [`attempt`] is one signed request; what came of it is an [`Outcome`], and [`schedule::next`] says what follows a failure.

mod attempt;
pub mod endpoint;
mod notify;
mod parcel;
pub mod pull;
pub mod schedule;
pub mod send;
mod settle;
pub mod sign;
mod sweep;
mod under_way;

pub use attempt::{ATTEMPT_TIME_MAX, Attempt, Message, Outcome, attempt, post};
pub use pull::{Listener, Pulled};
pub use send::{Sender, serve};
pub use sign::{Scheme, Secret, Signing};
