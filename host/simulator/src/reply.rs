//! What a simulated provider does with a request.

use bytes::Bytes;
use egress::{Request, Response};
use serde_json::Value;

/// An answer, or none.
pub(crate) enum Reply {
    /// This HTTP answer.
    Http(Response),
    /// Nothing before the deadline.
    Silence,
}

/// Seconds after which a rate-limited caller is told to come back.
const RETRY_AFTER_SECONDS: &str = "30";

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &Value) -> Reply {
    Reply::Http(Response { status, headers: vec![content_type("application/json")], body: Bytes::from(body.to_string()) })
}

/// The same, asking the caller to come back later.
pub(crate) fn rate_limited(body: &Value) -> Reply {
    let headers = vec![content_type("application/json"), ("retry-after".into(), RETRY_AFTER_SECONDS.into())];
    Reply::Http(Response { status: 429, headers, body: Bytes::from(body.to_string()) })
}

/// What an intermediary in front of a provider answers when it breaks: a success that is no JSON.
pub(crate) fn malformed() -> Reply {
    let body = Bytes::from_static(b"<html><head><title>Please wait</title></head><body>");
    Reply::Http(Response { status: 200, headers: vec![content_type("text/html")], body })
}

/// What a service answers that speaks to browsers where it does not answer its own.
pub(crate) fn page(status: u16, body: &'static str) -> Reply {
    Reply::Http(Response { status, headers: vec![content_type("text/html")], body: Bytes::from_static(body.as_bytes()) })
}

fn content_type(value: &str) -> (String, String) {
    ("content-type".into(), value.into())
}

/// A header field of a request, unless it is empty or still holds a guest's placeholder.
pub(crate) fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let (_, value) = request.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name))?;
    (!value.trim().is_empty() && !value.contains("{{")).then_some(value.as_str())
}
