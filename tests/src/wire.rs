//! Server-Sent Events as a client reads them.

use futures::StreamExt;
use reqwest::Response;
use serde_json::{Value, json};

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its data.
    pub data: Value,
}

/// The whole body of a refusal that is about no run and no limit.
pub fn refusal(code: &str, message: &str) -> Value {
    json!({ "error": { "code": code, "message": message, "doc_url": format!("/docs#error-{code}") } })
}

/// Every event until the stream ends.
pub async fn all(response: Response) -> Vec<Heard> {
    parse(&response.text().await.unwrap())
}

/// The first `events` events; then the connection is dropped.
pub async fn first(response: Response, events: usize) -> Vec<Heard> {
    let mut heard = listen(response, |heard| heard.len() >= events).await;
    heard.truncate(events);
    heard
}

/// Every event up to the first that is `wanted`; then the connection is dropped.
pub async fn until(response: Response, wanted: impl Fn(&Heard) -> bool) -> Vec<Heard> {
    let mut heard = listen(response, |heard| heard.iter().any(&wanted)).await;
    heard.truncate(heard.iter().position(wanted).unwrap() + 1);
    heard
}

async fn listen(response: Response, enough: impl Fn(&[Heard]) -> bool) -> Vec<Heard> {
    let mut wire = Vec::new();
    let mut chunks = response.bytes_stream();
    loop {
        wire.extend_from_slice(&chunks.next().await.expect("the stream goes on").unwrap());
        let whole = wire.windows(2).rposition(|pair| pair == b"\n\n").map_or(0, |end| end + 2);
        let heard = parse(std::str::from_utf8(&wire[..whole]).unwrap());
        if enough(&heard) {
            return heard;
        }
    }
}

/// The events of a text that ends with a whole one.
pub fn parse(wire: &str) -> Vec<Heard> {
    let field = |frame: &str, name: &str| -> Option<String> {
        let mut lines = frame.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let first = lines.next()?.to_owned();
        assert_eq!(lines.next(), None, "one {name} in {frame:?}");
        Some(first)
    };
    let event = |frame: &str| {
        Some(Heard {
            id: field(frame, "id")?.parse().unwrap(),
            name: field(frame, "event").unwrap(),
            data: serde_json::from_str(&field(frame, "data").unwrap()).unwrap(),
        })
    };
    wire.split("\n\n").filter_map(event).collect()
}
