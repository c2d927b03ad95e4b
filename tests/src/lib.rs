//! The harness that the tests share.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a harness that cannot go on fails its test")]

pub mod app;
pub mod ask;
pub mod bench;
pub mod chaos;
pub mod clock;
pub mod compiled;
pub mod customer;
pub mod gate;
pub mod guests;
pub mod mailbox;
pub mod play;
pub mod postgres;
pub mod receiver;
pub mod recorded;
pub mod rows;
pub mod shelf;
pub mod wire;
