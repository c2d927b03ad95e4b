//! The public /v1 over HTTP: router.rs is the table from URL to file.
//!
//! An endpoint parses, calls one verb of the rooms below, and answers with a view. What is refused, and how that looks, is in
//! `problem.rs` alone.

pub mod advance_clock;
pub mod audit_run;
mod authenticate;
mod body;
pub mod cancel_run;
pub mod create_run;
mod csv;
pub mod decide_plan;
pub mod docs;
mod events;
mod fixed;
pub mod get_run;
pub mod get_usage;
pub mod healthz;
pub mod list_ledger;
pub mod list_runs;
pub mod list_scenarios;
pub mod list_thread_runs;
pub mod list_workflows;
mod metadata;
mod observe;
pub mod openapi;
mod own_run;
pub mod page;
pub mod problem;
mod query;
pub mod quote_run;
mod rate;
pub mod readyz;
mod router;
mod serve;
mod standing;
pub mod stream_run;
pub mod stream_token;

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
    /// Where clients reach the server; empty where nobody said.
    pub(crate) public_url: Arc<str>,
    /// How much each key asked.
    pub(crate) reads: Arc<rate::Reads>,
    /// Keys with open streams.
    pub(crate) standing: standing::Standing,
    /// Ends streams and long polls when the server stops.
    pub(crate) stop: CancellationToken,
}
