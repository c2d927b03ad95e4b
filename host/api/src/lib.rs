//! The public /v1 over HTTP: router.rs is the table from URL to file.
//!
//! An endpoint parses, calls one verb of the rooms below, and answers with a view. What is refused, and how that looks, is in
//! `problem.rs` alone.

pub mod audit_run;
mod authenticate;
mod body;
pub mod create_run;
mod csv;
mod events;
pub mod get_run;
pub mod get_usage;
pub mod healthz;
pub mod list_ledger;
pub mod list_runs;
pub mod list_thread_runs;
pub mod list_workflows;
mod metadata;
mod observe;
mod own_run;
pub mod page;
pub mod problem;
mod query;
pub mod readyz;
mod router;
mod serve;
pub mod stream_run;

pub use router::{BASES, Endpoint, endpoints, router};
pub use serve::serve;

use run::House;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What every endpoint is given.
#[derive(Clone)]
pub struct Api {
    /// The rooms below.
    pub(crate) house: Arc<House>,
    /// Ends streams and long polls when the server stops.
    pub(crate) stop: CancellationToken,
}
