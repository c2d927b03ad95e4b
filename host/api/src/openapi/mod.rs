//! `GET /v1/openapi.json`: what the API is, for programs: made from the router's table and the types that the endpoints use.

mod account;
mod events;
mod examples;
pub(crate) mod faults;
mod follow;
mod operation;
mod parts;
mod runs;
mod schemas;
mod service;
mod webhooks;
mod workflows;

pub(crate) use examples::text as example;

use crate::fixed::Fixed;
use crate::router::{self, BASES, Endpoint};
use axum::http::HeaderMap;
use axum::response::Response;
use operation::{Door, Operation};
use schemas::Schemas;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

pub(crate) async fn handle(headers: HeaderMap) -> Response {
    static TEXT: LazyLock<Fixed> = LazyLock::new(|| Fixed::new("application/json", document().to_string()));
    TEXT.response(&headers)
}

/// The OpenAPI 3.1 document.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(assemble);
    &DOCUMENT
}

/// Methods and paths that are described, whether or not the router has them.
pub fn described() -> Vec<(axum::http::Method, &'static str)> {
    operations().into_iter().map(|operation| (operation.method, operation.path)).collect()
}

/// Endpoints once each, without their base, in the order of the router's table.
pub(crate) fn endpoints() -> impl Iterator<Item = Endpoint> {
    let without = |endpoint: Endpoint| {
        let path = endpoint.path.strip_prefix(BASES[0]).map_or_else(|| endpoint.path.clone(), str::to_owned);
        Endpoint { path, ..endpoint }
    };
    // The second base is the same once more.
    router::endpoints().into_iter().filter(|endpoint| !endpoint.path.starts_with(BASES[1])).map(without)
}

fn operations() -> Vec<Operation> {
    [
        runs::operations(),
        follow::operations(),
        account::operations(),
        webhooks::operations(),
        workflows::operations(),
        service::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn assemble() -> Value {
    let mut schemas = Schemas::new();
    let operations = operations();
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in endpoints() {
        let described = operations.iter().find(|operation| operation.method == endpoint.method && operation.path == endpoint.path);
        let Some(operation) = described else { continue };
        let based = router::endpoints().iter().any(|other| other.path == format!("{}{}", BASES[0], endpoint.path));
        let whole = operation.assemble(Door { scope: endpoint.scope, based }, &mut schemas);
        let item = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        item[endpoint.method.as_str().to_ascii_lowercase()] = whole;
    }
    let webhooks = webhooks::sent_to_receivers(&mut schemas);
    // Named by every error response.
    let _ = schemas::sent::<crate::problem::Envelope>(&mut schemas);
    let responses: Map<String, Value> = faults::ALL.iter().map(|fault| (fault.code.to_owned(), faults::response(&[fault.code]))).collect();
    json!({
        "openapi": "3.1.1",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Enrich API",
            "version": "1",
            "summary": "Verification as an API: durable runs, exact bills, streams that lose nothing.",
            "description": INFO,
        },
        "servers": [{ "url": "/api/v1" }, { "url": "/v1", "description": "The same" }],
        "security": [{ "key": [] }],
        "tags": tags(),
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "securitySchemes": { "key": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "sk-tm-…",
                "description": "An organisation's API key. Keys that begin with `sk-tm-test-` are of test mode.",
            } },
            "schemas": schemas.components(),
            "responses": responses,
            "headers": parts::headers(),
            "parameters": parts::parameters(),
            "examples": examples::components(),
        },
    })
}

const INFO: &str = "Post a verification in plain language, get a durable run, and read its answer, its report and its exact bill: by \
    polling, by waiting, or as a stream. Within version 1 changes only add: ignore fields, events, steps and words that you do not \
    know. The page for people is at `/docs`.";

fn tags() -> Value {
    json!([
        { "name": "Runs", "description": "One verification, from its request to its bill." },
        { "name": "Streams", "description": "Hearing of a run while it goes on." },
        { "name": "Approval", "description": "A word before money is spent." },
        { "name": "Threads", "description": "Conversations that runs belong to." },
        { "name": "Credits", "description": "What is left, and where it went." },
        { "name": "Webhooks", "description": "Hearing of runs without asking." },
        { "name": "Workflows", "description": "What a run can follow." },
        { "name": "Test mode", "description": "Outcomes and time at your command." },
        { "name": "Service", "description": "The service itself. These need no key." },
    ])
}
