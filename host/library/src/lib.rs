//! What a run can be pinned to: built-in components, checks and procedures, by name and by digest.
//!
//! [`Library::load`] compiles what ships with the binary and keeps it in the store by digest, so that any node can execute
//! what another admitted. [`Library::workflow`] says what a new run is pinned to; [`Library::pinned`] hands out what an
//! admitted run executes, whatever shipped since. A [`Shelf`] is the same without a store and without runs.

pub mod built_in;
mod catalogue;
mod error;
mod examine;
mod pinned;
mod providers;
mod published;
mod shelf;

pub use catalogue::{CheckEntry, Library, Listed, Pinned, survey};
pub use error::{Error, Gone};
pub use examine::{COMPONENT_BYTES_MAX, Compared, Examined};
pub use pinned::{EXECUTIONS_MAX, Execution};
pub use providers::{Configured, Providers};
pub use shelf::{ExtractError, Page, PageError, Shelf};

/// The WIT version of workflow and check components that this build runs.
pub const WIT: &str = "1.0.0";
