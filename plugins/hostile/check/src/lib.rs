//! Checks that misbehave, each in the way it is named after. Written against the bare interface: nothing keeps them in.

#![cfg(target_arch = "wasm32")]
#![allow(unsafe_code, reason = "generated bindings need it, and a hostile guest does what it likes")]

use enrich::check::http::{self, Header, HttpError, Request};
use enrich::check::log::{Level, log};
use enrich::check::types::{Answer, Call, CheckDescription, Failure, Manifest, Provider};
use serde_json::{Value, json};
use std::hint::black_box;

#[allow(missing_docs, clippy::too_many_arguments, reason = "generated from the WIT, which documents it")]
mod bindings {
    wit_bindgen::generate!({ path: "../../../wit/check/1.0.0", world: "check", export_macro_name: "export" });
    use super::Hostile;
    export!(Hostile);
}
use bindings::{Guest, enrich};

struct Hostile;

type Behaviour = fn(&Value) -> Result<Answer, Failure>;

const BEHAVIOURS: &[(&str, Behaviour)] = &[
    ("trivial", |_| success(r#"{"ok":true}"#)),
    ("spin", |_| spin()),
    ("allocate", |_| allocate()),
    ("recurse", |_| success(recurse(1))),
    ("recurse_widely", |_| success(recurse_widely(1))),
    ("write_much", |input| success("x".repeat(bytes(input)))),
    ("write_text", |input| success(text(input, "text"))),
    ("write_text_not_found", |input| Ok(Answer::NotFound(text(input, "text")))),
    ("fail", |input| Err(Failure { code: text(input, "code"), message: text(input, "message"), retryable: true })),
    ("panic", |_| panic!("on purpose")),
    ("read_wildly", |_| success(read_wildly())),
    ("send", send),
    ("send_often", send_often),
    ("send_much", |input| sent(&fetch("provider", "POST", "/", Vec::new(), Some(vec![b'x'; bytes(input)])))),
    ("log_much", |_| log_much()),
    ("tell_time", |_| success(json!({ "now": enrich::check::clock::now() }).to_string())),
    ("remember", |_| success(remember())),
];

impl Guest for Hostile {
    fn describe() -> Manifest {
        let check = |name: &str| CheckDescription {
            name: name.into(),
            summary: format!("Misbehaves: {name}."),
            input_schema: r#"{"type":"object","required":[],"properties":{"text":{"type":"string"}}}"#.into(),
            output_schema: "{}".into(),
            providers: vec!["provider".into(), "unconfigured".into()],
            repeatable: true,
            price: "0.1".into(),
            bills_not_found: false,
            personal_fields: Vec::new(),
        };
        let provider = |name: &str| Provider {
            name: name.into(),
            base_url: "https://provider.test/v1".into(),
            secrets: vec!["id".into(), "key".into()],
        };
        Manifest {
            providers: vec![provider("provider"), provider("unconfigured"), provider("undeclared")],
            checks: BEHAVIOURS.iter().map(|(name, _)| check(name)).collect(),
        }
    }

    fn perform(call: Call) -> Result<Answer, Failure> {
        let input: Value = serde_json::from_str(&call.input).unwrap_or_default();
        match BEHAVIOURS.iter().find(|(name, _)| *name == call.check) {
            Some((_, behave)) => behave(&input),
            None => Err(Failure { code: "no_such_check".into(), message: call.check, retryable: false }),
        }
    }
}

fn success(output: impl Into<String>) -> Result<Answer, Failure> {
    Ok(Answer::Success(output.into()))
}

fn text(input: &Value, name: &str) -> String {
    input[name].as_str().unwrap_or_default().to_owned()
}

fn bytes(input: &Value) -> usize {
    input["bytes"].as_u64().and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or_default()
}

fn spin() -> Result<Answer, Failure> {
    let mut turns = 0u64;
    loop {
        turns = black_box(turns.wrapping_add(1));
    }
}

fn allocate() -> Result<Answer, Failure> {
    let mut hoard = Vec::new();
    loop {
        hoard.push(black_box(vec![1u8; 1 << 20]));
    }
}

#[allow(unconditional_recursion, reason = "on purpose")]
fn recurse(depth: u64) -> String {
    let deeper = recurse(black_box(depth + 1));
    black_box(deeper)
}

/// Each frame takes as much of the guest's own stack as eight pages.
#[allow(unconditional_recursion, reason = "on purpose")]
fn recurse_widely(depth: u64) -> String {
    let frame = black_box([u8::try_from(depth % 256).unwrap_or(0); 32 << 10]);
    let deeper = recurse_widely(depth + 1);
    black_box(frame);
    deeper
}

fn read_wildly() -> String {
    // SAFETY: none; the sandbox has to catch it.
    unsafe { std::ptr::read_volatile(0xffff_fff0 as *const u8) }.to_string()
}

fn fetch(
    provider: &str,
    method: &str,
    path: &str,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
) -> Result<http::Response, HttpError> {
    let headers = headers.into_iter().map(|(name, value)| Header { name, value }).collect();
    http::fetch(&Request { provider: provider.into(), method: method.into(), path: path.into(), headers, body })
}

/// Tells all that came of a request.
fn outcome(answer: &Result<http::Response, HttpError>) -> Value {
    match answer {
        Ok(response) => json!({
            "status": response.status,
            "headers": response.headers.iter().map(|header| [&header.name, &header.value]).collect::<Vec<_>>(),
            "body": String::from_utf8_lossy(&response.body),
        }),
        Err(HttpError::NotConfigured(why)) => json!({ "error": "not-configured", "why": why }),
        Err(HttpError::Refused(why)) => json!({ "error": "refused", "why": why }),
        Err(HttpError::Timeout) => json!({ "error": "timeout" }),
        Err(HttpError::Connection(why)) => json!({ "error": "connection", "why": why }),
        Err(HttpError::TooLarge(bytes)) => json!({ "error": "too-large", "bytes": bytes }),
        Err(HttpError::Other(why)) => json!({ "error": "other", "why": why }),
    }
}

fn sent(answer: &Result<http::Response, HttpError>) -> Result<Answer, Failure> {
    success(outcome(answer).to_string())
}

/// One request as the input has it: `provider`, `method`, `path`, `headers`, `body`.
fn send(input: &Value) -> Result<Answer, Failure> {
    let pairs = input["headers"].as_array().into_iter().flatten();
    let pair = |pair: &Value| (pair[0].as_str().unwrap_or_default().to_owned(), pair[1].as_str().unwrap_or_default().to_owned());
    let body = input["body"].as_str().map(|body| body.as_bytes().to_vec());
    sent(&fetch(&text(input, "provider"), &text(input, "method"), &text(input, "path"), pairs.map(pair).collect(), body))
}

/// Requests without end, or as many as `times`; tells the last outcome.
fn send_often(input: &Value) -> Result<Answer, Failure> {
    let mut last = Value::Null;
    for _ in 0..input["times"].as_u64().unwrap_or(u64::MAX) {
        last = outcome(&fetch("provider", "GET", "/", Vec::new(), None));
    }
    success(last.to_string())
}

fn log_much() -> Result<Answer, Failure> {
    let line = "\u{1b}[31mhostile\n".repeat(10_000);
    for _ in 0..1_000 {
        log(Level::Error, &line);
    }
    success("{}")
}

/// Counts calls in a static: a fresh instance always counts one.
fn remember() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let calls = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
    json!({ "calls": calls }).to_string()
}
