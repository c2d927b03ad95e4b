//! A JSON body: read within bounds, and every fault named by its field.

use crate::problem::Problem;
use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, header};
use futures::StreamExt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::time::Duration;

/// A body as it arrives. Every message within its bound fits with its metadata, even when a client escapes each byte
/// (`\u0041` is six bytes for one), and there is room for the other fields and white space.
pub(crate) const BODY_BYTES_MAX: usize = 256 << 10;
/// How long a client may take to send one.
const BODY_TIME_MAX: Duration = Duration::from_secs(30);
/// Of one that is too large so much more is read, for so long, and forgotten: a client whose connection is closed while it still sends
/// is told nothing of the answer.
const FORGOTTEN_BYTES_MAX: usize = 32 << 20;
const FORGOTTEN_TIME_MAX: Duration = Duration::from_secs(10);

/// U+0000 as JSON writes it.
const NUL: &[u8] = b"\\u0000";

pub(crate) const ESCAPED_BYTES: usize = "\\u0041".len();
const _: () = assert!(ESCAPED_BYTES * (journal::limits::MESSAGE_BYTES_MAX + journal::limits::METADATA_BYTES_MAX) < BODY_BYTES_MAX);

/// A field, and the sentence that says what it must be.
pub(crate) type Rule = (&'static str, &'static str);

/// Reads and parses a body. Fields of the wrong shape are named with their rule out of `rules`.
pub(crate) async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body, rules: &[Rule]) -> Result<T, Problem> {
    read_up_to(BODY_BYTES_MAX, headers, body, rules).await
}

/// The same of a body that may be larger or smaller.
pub(crate) async fn read_up_to<T: DeserializeOwned>(
    bytes_max: usize,
    headers: &HeaderMap,
    body: Body,
    rules: &[Rule],
) -> Result<T, Problem> {
    if !says_json(headers) {
        return Err(Problem::UnsupportedMediaType);
    }
    let bytes = tokio::time::timeout(BODY_TIME_MAX, collect(bytes_max, headers, body)).await.map_err(|_| Problem::SlowBody)??;
    parse(&bytes, rules)
}

fn says_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// A declared length over the bound is refused at once; an undeclared one, as soon as it is passed.
async fn collect(bytes_max: usize, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Problem> {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let mut chunks = body.into_data_stream();
    if declared.is_some_and(|bytes| bytes > bytes_max) {
        tokio::spawn(forget(chunks));
        return Err(Problem::BodyTooLarge(bytes_max));
    }
    let mut whole = Vec::with_capacity(declared.unwrap_or_default());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Problem::invalid("body", "ended before its end"))?;
        if whole.len() + chunk.len() > bytes_max {
            tokio::spawn(forget(chunks));
            return Err(Problem::BodyTooLarge(bytes_max));
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(whole)
}

/// Reads on while the answer is on its way.
async fn forget(mut chunks: BodyDataStream) {
    let read = async {
        let mut left = FORGOTTEN_BYTES_MAX;
        while let Some(Ok(chunk)) = chunks.next().await {
            let Some(rest) = left.checked_sub(chunk.len()) else { return };
            left = rest;
        }
    };
    // Whoever sends more, or more slowly, is cut off.
    let _ = tokio::time::timeout(FORGOTTEN_TIME_MAX, read).await;
}

fn parse<T: DeserializeOwned>(bytes: &[u8], rules: &[Rule]) -> Result<T, Problem> {
    // A derived structure would also take an array for its fields in order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::invalid("body", "must be a JSON object"));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let parsed = serde_path_to_error::deserialize(&mut json).map_err(|fault| name(&fault, bytes, rules))?;
    json.end().map_err(|fault| Problem::invalid("body", place(&fault, "has more after its JSON")))?;
    match with_nul(bytes, rules) {
        Some(field) => Err(Problem::invalid(field, "must not contain U+0000")),
        None => Ok(parsed),
    }
}

/// The field with a string that holds U+0000, which not every store can keep. Fields that nobody reads may hold what they like.
fn with_nul(bytes: &[u8], rules: &[Rule]) -> Option<&'static str> {
    // Within JSON it can only be written so. Almost no body holds that.
    if !bytes.windows(NUL.len()).any(|window| window == NUL) {
        return None;
    }
    // A field that nobody reads may be no UTF-8: what cannot be looked through is not let through.
    let Ok(fields) = serde_json::from_slice::<HashMap<String, &RawValue>>(bytes) else { return Some("body") };
    let holds = |field: &str| fields.get(field).is_some_and(|value| serde_json::from_str(value.get()).is_ok_and(|value| holds_nul(&value)));
    rules.iter().map(|(field, _)| *field).find(|field| holds(field))
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Names the field at fault. What the client wrote is not repeated: it may be personal.
fn name(fault: &serde_path_to_error::Error<serde_json::Error>, bytes: &[u8], rules: &[Rule]) -> Problem {
    let path = fault.path().to_string();
    let top = path.split(['.', '[']).next().unwrap_or_default();
    let rule = rules.iter().find(|(field, _)| *field == top);
    match (rule, fault.inner().classify()) {
        (Some((field, rule)), serde_json::error::Category::Data) => Problem::invalid(field, *rule),
        // A number where one of some words belongs is called a fault of syntax.
        (Some((field, rule)), _) if serde_json::from_slice::<serde_json::Value>(bytes).is_ok() => Problem::invalid(field, *rule),
        (Some((field, _)), _) => Problem::invalid(field, place(fault.inner(), "malformed JSON")),
        // With every field optional, the one fault that has no field is a field given twice.
        (None, serde_json::error::Category::Data) => twice(fault.inner(), rules),
        (None, _) => Problem::invalid("body", place(fault.inner(), "malformed JSON")),
    }
}

fn twice(fault: &serde_json::Error, rules: &[Rule]) -> Problem {
    let said = fault.to_string();
    let field = rules.iter().find(|(field, _)| said.contains(&format!("`{field}`"))).map_or("body", |(field, _)| *field);
    Problem::invalid(field, "must be given once")
}

fn place(fault: &serde_json::Error, what: &str) -> String {
    format!("{what} at line {}, column {}", fault.line(), fault.column())
}

/// A whole number, also where a client's language writes it `60.0`: in JSON both are the same.
#[derive(Clone, Copy, Debug)]
pub struct Whole(pub(crate) u64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Whole, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let written = || number.as_f64().filter(|float| float.fract() == 0.0)?.to_string().parse().ok();
        let whole = number.as_u64().or_else(written);
        whole.map(Whole).ok_or_else(|| serde::de::Error::custom("must be a whole number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Letter {
        text: Option<String>,
        urgent: Option<bool>,
        stamp: Option<Stamp>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    enum Stamp {
        Red,
    }
    const RULES: &[Rule] = &[("text", "must be a string"), ("urgent", "must be true or false"), ("stamp", "must be Red")];

    fn told(body: &[u8]) -> Result<Letter, String> {
        parse(body, RULES).map_err(|problem| problem.to_string())
    }

    #[test]
    fn every_fault_names_its_field() {
        for (body, said) in [
            (&b"{\"text\": 5}"[..], "text: must be a string"),
            (b"{\"text\": {\"secret\": 1}}", "text: must be a string"),
            (b"{\"urgent\": \"yes\"}", "urgent: must be true or false"),
            (b"{\"stamp\": \"Blue\"}", "stamp: must be Red"),
            (b"{\"stamp\": 5}", "stamp: must be Red"),
            (b"{\"stamp\": 5", "stamp: malformed JSON at line 1, column 11"),
            (b"{\"text\": \"\\ud800\"}", "text: malformed JSON at line 1, column 17"),
            (b"{\"text\": \"a\\u0000\"}", "text: must not contain U+0000"),
            (b"{\"text\": \"a", "text: malformed JSON at line 1, column 11"),
            (b"{\"text\": \"a\", \"text\": \"b\"}", "text: must be given once"),
            (b"{\"text\" \"a\"}", "body: malformed JSON at line 1, column 9"),
            (b"{", "body: malformed JSON at line 1, column 1"),
            (b"{\"text\": \"a\"} {}", "body: has more after its JSON at line 1, column 15"),
            (b"", "body: must be a JSON object"),
            (b"[\"a\"]", "body: must be a JSON object"),
            (b"null", "body: must be a JSON object"),
            (b"\xef\xbb\xbf{}", "body: must be a JSON object"),
        ] {
            assert_eq!(told(body), Err(said.to_owned()), "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn unknown_fields_are_ignored_however_deep() {
        let deep = format!("{{\"other\": {}1{}, \"text\": \"a\"}}", "[".repeat(5_000), "]".repeat(5_000));
        assert_eq!(told(deep.as_bytes()), Ok(Letter { text: Some("a".into()), ..Letter::default() }));
        let deep = deep.replace('1', "\"\\u0000\"");
        assert_eq!(told(deep.as_bytes()), Ok(Letter { text: Some("a".into()), ..Letter::default() }));
        assert_eq!(told(deep.replace("\"a\"", "\"\\u0000\"").as_bytes()), Err("text: must not contain U+0000".into()));
        let hidden = b"{\"other\": \"\xff\", \"text\": \"\\u0000\"}";
        assert_eq!(told(hidden), Err("body: must not contain U+0000".into()), "what cannot be looked through");
        assert_eq!(told(br#"{"text": "a\\u0000"}"#).map(|letter| letter.text), Ok(Some("a\\u0000".into())), "a backslash and a word");
    }

    #[test]
    fn only_json_is_taken_for_json() {
        for (declared, json) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/merge-patch+json", true),
            ("application/x-www-form-urlencoded", false),
            ("text/json", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(declared))]);
            assert_eq!(says_json(&headers), json, "{declared}");
        }
        assert!(!says_json(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn a_body_stops_at_its_bound() {
        let headers = HeaderMap::new();
        let whole = collect(BODY_BYTES_MAX, &headers, Body::from(vec![b' '; BODY_BYTES_MAX])).await;
        assert_eq!(whole.map(|bytes| bytes.len()).ok(), Some(BODY_BYTES_MAX));
        let endless = futures::stream::repeat(Ok::<_, std::convert::Infallible>(axum::body::Bytes::from_static(&[b' '; 4_096])));
        assert!(matches!(collect(BODY_BYTES_MAX, &headers, Body::from_stream(endless)).await, Err(Problem::BodyTooLarge(BODY_BYTES_MAX))));
        let declared = HeaderMap::from_iter([(header::CONTENT_LENGTH, HeaderValue::from(BODY_BYTES_MAX + 1))]);
        assert!(matches!(collect(BODY_BYTES_MAX, &declared, Body::empty()).await, Err(Problem::BodyTooLarge(BODY_BYTES_MAX))));
    }
}
