//! The host that the tests of these checks speak to.

pub(crate) use enrich_sdk::StandIn;
