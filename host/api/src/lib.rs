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
pub mod create_webhook;
mod csv;
pub mod decide_plan;
pub mod delete_webhook;
pub mod delete_workflow;
pub mod diff_workflow;
pub mod docs;
mod events;
mod fixed;
pub mod get_run;
pub mod get_usage;
pub mod get_webhook;
pub mod get_workflow;
pub mod healthz;
pub mod list_deliveries;
pub mod list_ledger;
pub mod list_runs;
pub mod list_scenarios;
pub mod list_thread_runs;
pub mod list_webhooks;
pub mod list_workflow_versions;
pub mod list_workflows;
mod metadata;
mod observe;
pub mod openapi;
mod own_run;
pub mod own_webhook;
pub mod own_workflow;
pub mod page;
pub mod problem;
pub mod publish_workflow;
pub mod pull_deliveries;
mod query;
pub mod quote_run;
mod rate;
pub mod readyz;
pub mod recover_webhook;
pub mod redeliver;
mod report_schema;
pub mod roll_back_workflow;
pub mod rotate_webhook;
mod router;
mod serve;
pub mod settle_delivery;
mod standing;
pub mod stream_run;
pub mod stream_token;
pub mod test_webhook;
pub mod update_webhook;
pub mod update_workflow;
pub mod wait;

pub use router::{BASES, Endpoint, endpoints, router};
pub use serve::serve;

use admin::Desk;
use admin::webhook::Judge;
use run::House;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What every endpoint is given. Every layer of a request takes a copy.
#[derive(Clone)]
pub struct Api(Arc<Parts>);

/// See [`Api`].
pub struct Parts {
    /// The rooms below.
    pub(crate) house: Arc<House>,
    /// What judges the URLs of webhook endpoints.
    pub(crate) judge: Judge,
    /// Where clients reach the server; empty where nobody said.
    pub(crate) public_url: Arc<str>,
    /// How much each key asked.
    pub(crate) reads: Arc<rate::Reads>,
    /// Keys with open streams.
    pub(crate) standing: standing::Standing,
    /// Ends streams and long polls when the server stops.
    pub(crate) stop: CancellationToken,
}

impl std::ops::Deref for Api {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Api {
    /// Where `actor`, a key that changes something for its organisation, acts.
    pub(crate) fn desk<'a>(&'a self, actor: &'a str) -> Desk<'a> {
        Desk { store: &self.house.store, clock: &*self.house.engine.clock, actor }
    }
}
