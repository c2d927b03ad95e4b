//! Server-Sent Events: how messages look on the wire, and how silence is filled.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt, stream};
use journal::stream::Message;
use std::convert::Infallible;
use std::fmt::Write;
use std::time::Duration;

/// Before everything else: how long a client that lost its connection waits, in milliseconds.
pub(crate) const RETRY: &str = "retry: 3000\n\n";
/// A comment that keeps a silent connection from looking dead.
const PING: &str = ": ping\n\n";
/// The longest silence.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(15);

/// Adds one message to `wire`. Its data is one line of JSON.
pub(crate) fn write(wire: &mut String, message: &Message) {
    // Writing to a string cannot fail.
    let _ = write!(wire, "id: {}\nevent: {}\ndata: {}\n\n", message.seq, message.name, message.data);
}

/// A response that goes on for as long as `chunks` does.
pub(crate) fn response(chunks: impl Stream<Item = String> + Send + 'static) -> Response {
    let wire = beating(chunks, HEARTBEAT).map(|chunk| Ok::<_, Infallible>(Bytes::from(chunk)));
    let mut response = Body::from_stream(wire).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies of the nginx kind would otherwise hold events back until a buffer is full.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// `chunks`, with a comment after every silence of `longest`.
fn beating(chunks: impl Stream<Item = String> + Send + 'static, longest: Duration) -> impl Stream<Item = String> + Send {
    stream::unfold(Box::pin(chunks), move |mut chunks| async move {
        match tokio::time::timeout(longest, chunks.next()).await {
            Ok(chunk) => chunk.map(|chunk| (chunk, chunks)),
            Err(_) => Some((PING.to_owned(), chunks)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_three_lines_and_an_empty_one() {
        let mut wire = String::from(RETRY);
        write(&mut wire, &Message { seq: 41, name: "answer.delta", data: "{\"text\":\"PAN\"}".into() });
        assert_eq!(wire, "retry: 3000\n\nid: 41\nevent: answer.delta\ndata: {\"text\":\"PAN\"}\n\n");
    }

    #[tokio::test]
    async fn silence_is_filled_and_nothing_is_lost_by_it() {
        let (said, hears) = tokio::sync::mpsc::unbounded_channel::<String>();
        let chunks = stream::unfold(hears, |mut hears| async { hears.recv().await.map(|chunk| (chunk, hears)) });
        let mut wire = Box::pin(beating(chunks, Duration::from_millis(1)));
        assert_eq!(wire.next().await.as_deref(), Some(PING));
        assert_eq!(wire.next().await.as_deref(), Some(PING));
        said.send("one".into()).unwrap();
        assert_eq!(wire.next().await.as_deref(), Some("one"));
        assert_eq!(wire.next().await.as_deref(), Some(PING));
        drop(said);
        assert_eq!(wire.next().await, None, "an ended stream beats no more");
    }
}
