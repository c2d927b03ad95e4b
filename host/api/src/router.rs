//! The table: from a URL to the file that answers it.

use crate::authenticate::{authenticate, permit};
use crate::observe::{observe, panicked};
use crate::problem::Problem;
use crate::standing::Standing;
use crate::{
    Api, Parts, advance_clock, audit_run, cancel_run, create_run, create_webhook, decide_plan, delete_webhook, delete_workflow,
    diff_workflow, docs, get_run, get_usage, get_webhook, get_workflow, healthz, list_deliveries, list_ledger, list_runs, list_scenarios,
    list_thread_runs, list_webhooks, list_workflow_versions, list_workflows, openapi, publish_workflow, pull_deliveries, quote_run, readyz,
    recover_webhook, redeliver, report_schema, roll_back_workflow, rotate_webhook, settle_delivery, stream_run, stream_token, test_webhook,
    update_webhook, update_workflow,
};
use admin::webhook::Judge;
use axum::Router;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, any, delete, get, patch, post, put};
use run::House;
use std::sync::Arc;
use store::Scope::{self, RunsRead, RunsWrite, Test, UsageRead, Webhooks, WorkflowsRead, WorkflowsWrite};
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;

/// Where the table of version 1 is mounted. Both are the same.
pub const BASES: [&str; 2] = ["/v1", "/api/v1"];

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The method it answers.
    pub method: Method,
    /// The path, with its base where it has one.
    pub path: String,
    /// What a key must be allowed to do; `None`: it answers without one.
    pub scope: Option<Scope>,
}

/// For anybody.
fn open() -> Vec<(Method, &'static str, MethodRouter<Api>)> {
    vec![
        (Method::GET, "/healthz", get(healthz::handle)),
        (Method::GET, "/readyz", get(readyz::handle)),
        (Method::GET, "/docs", get(docs::handle)),
        (Method::GET, "/v1/openapi.json", get(openapi::handle)),
        (Method::GET, "/api/v1/openapi.json", get(openapi::handle)),
    ]
}

/// For API keys that have the scope, under each of [`BASES`].
fn v1() -> Vec<(Method, &'static str, Scope, MethodRouter<Api>)> {
    vec![
        (Method::POST, "/runs", RunsWrite, post(create_run::handle)),
        (Method::GET, "/runs", RunsRead, get(list_runs::handle)),
        (Method::POST, "/runs/quote", RunsWrite, post(quote_run::handle)),
        (Method::GET, "/runs/{run}", RunsRead, get(get_run::handle)),
        (Method::GET, "/runs/{run}/events", RunsRead, get(stream_run::handle)),
        (Method::POST, "/runs/{run}/stream-token", RunsRead, post(stream_token::handle)),
        (Method::POST, "/runs/{run}/approval", RunsWrite, post(decide_plan::handle)),
        (Method::POST, "/runs/{run}/cancel", RunsWrite, post(cancel_run::handle)),
        (Method::GET, "/runs/{run}/audit", RunsRead, get(audit_run::handle)),
        (Method::GET, "/threads/{thread}/runs", RunsRead, get(list_thread_runs::handle)),
        (Method::GET, "/usage", UsageRead, get(get_usage::handle)),
        (Method::GET, "/ledger", UsageRead, get(list_ledger::handle)),
        (Method::POST, "/webhooks", Webhooks, post(create_webhook::handle)),
        (Method::GET, "/webhooks", Webhooks, get(list_webhooks::handle)),
        (Method::GET, "/webhooks/{webhook}", Webhooks, get(get_webhook::handle)),
        (Method::PATCH, "/webhooks/{webhook}", Webhooks, patch(update_webhook::handle)),
        (Method::DELETE, "/webhooks/{webhook}", Webhooks, delete(delete_webhook::handle)),
        (Method::POST, "/webhooks/{webhook}/rotate", Webhooks, post(rotate_webhook::handle)),
        (Method::POST, "/webhooks/{webhook}/test", Webhooks, post(test_webhook::handle)),
        (Method::POST, "/webhooks/{webhook}/recover", Webhooks, post(recover_webhook::handle)),
        (Method::GET, "/webhooks/{webhook}/deliveries", Webhooks, get(list_deliveries::handle)),
        (Method::POST, "/webhooks/{webhook}/deliveries/{delivery}/redeliver", Webhooks, post(redeliver::handle)),
        (Method::GET, "/webhooks/{webhook}/pull", Webhooks, get(pull_deliveries::handle)),
        (Method::POST, "/webhooks/{webhook}/deliveries/{delivery}/settle", Webhooks, post(settle_delivery::handle)),
        (Method::GET, "/workflows", WorkflowsRead, get(list_workflows::handle)),
        (Method::PUT, "/workflows/{workflow}", WorkflowsWrite, put(publish_workflow::handle)),
        (Method::GET, "/workflows/{workflow}", WorkflowsRead, get(get_workflow::handle)),
        (Method::PATCH, "/workflows/{workflow}", WorkflowsWrite, patch(update_workflow::handle)),
        (Method::DELETE, "/workflows/{workflow}", WorkflowsWrite, delete(delete_workflow::handle)),
        (Method::GET, "/workflows/{workflow}/versions", WorkflowsRead, get(list_workflow_versions::handle)),
        (Method::GET, "/workflows/{workflow}/diff", WorkflowsRead, get(diff_workflow::handle)),
        (Method::POST, "/workflows/{workflow}/rollback", WorkflowsWrite, post(roll_back_workflow::handle)),
        (Method::GET, "/report-schema.json", WorkflowsRead, get(report_schema::handle)),
        (Method::GET, "/scenarios", WorkflowsRead, get(list_scenarios::handle)),
        (Method::POST, "/test/clock/advance", Test, post(advance_clock::handle)),
    ]
}

/// Every line of the table.
pub fn endpoints() -> Vec<Endpoint> {
    let free = open().into_iter().map(|(method, path, _)| Endpoint { method, path: path.to_owned(), scope: None });
    let based = BASES.iter().flat_map(|base| {
        v1().into_iter().map(move |(method, path, scope, _)| Endpoint { method, path: format!("{base}{path}"), scope: Some(scope) })
    });
    free.chain(based).collect()
}

/// The whole API. `judge` says where webhooks may go. `public_url` is where clients reach the server, without a slash at its end;
/// empty where nobody knows. `stop` ends its streams and long polls; give [`crate::serve`] the same.
pub fn router(house: Arc<House>, judge: Judge, public_url: &str, stop: CancellationToken) -> Router {
    let parts = Parts { house, judge, public_url: public_url.into(), reads: Arc::default(), standing: Standing::default(), stop };
    let api = Api(Arc::new(parts));
    let permitted =
        v1().into_iter().map(|(method, path, scope, handler)| (method, path, handler.route_layer(from_fn_with_state(scope, permit))));
    let locked = mount(permitted.collect())
        .fallback(async || Problem::NoEndpoint)
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .layer(from_fn_with_state(api.clone(), authenticate));
    // A base with nothing but a slash behind it is not part of what is nested there.
    let bare = any(async || Problem::NoEndpoint).layer(from_fn_with_state(api.clone(), authenticate));
    let whole = BASES.iter().fold(mount(open()), |whole, base| whole.nest(base, locked.clone()).route(&format!("{base}/"), bare.clone()));
    whole
        .fallback(async || Problem::NoEndpoint)
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(api.clone(), observe))
        .with_state(api)
}

fn mount(table: Vec<(Method, &'static str, MethodRouter<Api>)>) -> Router<Api> {
    table.into_iter().fold(Router::new(), |router, (_, path, handler)| router.route(path, handler))
}
