//! Headers and parameters that several operations share.

use serde_json::{Map, Value, json};

/// A name as components are called: `Last-Event-ID` is `last-event-id`.
pub(super) fn kebab(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// References to headers by their names.
pub(super) fn header_refs(names: &[&str]) -> Map<String, Value> {
    names.iter().map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{}", kebab(name)) }))).collect()
}

/// `#/components/headers`.
pub(super) fn headers() -> Map<String, Value> {
    let text = |example: &str| json!({ "type": "string", "examples": [example] });
    [
        ("Request-Id", "Names this one request. Quote it when you ask us about it.", text("req_5b1f0a3c9d8e47f6a2c4e8d0b6f1a357")),
        ("Retry-After", "Seconds to wait before the next attempt.", json!({ "type": "integer", "minimum": 1, "examples": [60] })),
        (
            "RateLimit",
            "What is left of the limit that this request counts against, and the seconds until it is whole again.",
            text("\"creations\";r=57;t=43"),
        ),
        (
            "RateLimit-Policy",
            "The limit that this request counts against: how many (`q`) within how many seconds (`w`).",
            text("\"creations\";q=60;w=60"),
        ),
        ("ETag", "Names this state of the run. Send it back as `If-None-Match` to hear of a newer one only.", text("W/\"14\"")),
        ("Location", "Where the new resource is, under the base that was asked.", text("/v1/runs/run_01m84qasfxfa0a6xdkpcybj5bb")),
        ("Enrich-Run-Id", "The run's id, also where the body is a stream.", text("run_01m84qasfxfa0a6xdkpcybj5bb")),
        (
            "Idempotent-Replayed",
            "Present where the `Idempotency-Key` was used before: nothing was executed or billed again.",
            json!({ "type": "string", "const": "true" }),
        ),
        ("WWW-Authenticate", "The scheme that is asked for.", json!({ "type": "string", "const": "Bearer" })),
        ("Allow", "The methods that the endpoint answers.", text("GET,HEAD")),
        ("Link", "Where the next page is, if there is one.", text("</v1/ledger?limit=20&cursor=MjE>; rel=\"next\"")),
    ]
    .into_iter()
    .map(|(name, description, schema)| (kebab(name), json!({ "description": description, "schema": schema })))
    .collect()
}

/// `#/components/parameters`.
pub(super) fn parameters() -> Map<String, Value> {
    let path = |name: &str, description: &str, schema: &str| json!({ "name": name, "in": "path", "required": true, "description": description, "schema": super::schemas::named(schema) });
    let header = |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "header", "description": description, "schema": schema });
    let query =
        |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    let key = json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]*$", "examples": ["order-7841"] });
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 20 });
    [
        path("run", "The run's id.", "RunId"),
        path("thread", "The thread's id.", "ThreadId"),
        path("webhook", "The endpoint's id.", "EndpointId"),
        json!({
            "name": "workflow", "in": "path", "required": true, "description": "The workflow's slug.",
            "schema": { "type": "string", "pattern": "^[a-z0-9-]{1,64}$", "examples": ["tenant-pre-check"] },
        }),
        path("delivery", "The event's id.", "EventId"),
        header(
            "Idempotency-Key",
            "Your name for this request: 1 to 255 ASCII characters, given once. The same key with the same body returns the run that \
             there is, and neither runs nor bills anything again. Keys never expire. Send one with every create.",
            key,
        ),
        header(
            "Last-Event-ID",
            "The id of the last event that you have processed; the stream goes on after it. `EventSource` sends it by itself.",
            json!({ "type": "integer", "minimum": 0, "examples": [41] }),
        ),
        header(
            "If-None-Match",
            "The `ETag` of the state that you have. While it is the newest, the answer is 304 without a body; where it is older than \
             what there is, a wait answers at once.",
            json!({ "type": "string", "examples": ["W/\"14\""] }),
        ),
        query("limit", "Rows of a page.", limit),
        query(
            "cursor",
            "The `next_cursor` of the page before this one; without it, the list begins at its beginning.",
            json!({ "type": "string", "minLength": 1 }),
        ),
    ]
    .into_iter()
    .map(|parameter| (kebab(parameter["name"].as_str().unwrap_or_default()), parameter))
    .collect()
}
