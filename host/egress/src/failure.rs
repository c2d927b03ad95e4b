//! What went wrong, in our words.

use crate::guard::NoWay;
use crate::message::Error;

/// The client's own error texts hold whole URLs; ours hold the host and the deepest cause, which is the system's or TLS's.
pub(crate) fn failure(host: &str, error: &reqwest::Error) -> Error {
    let mut cause: &(dyn std::error::Error + 'static) = error;
    loop {
        match cause.downcast_ref::<NoWay>() {
            Some(no @ NoWay::Forbidden(_)) => return Error::Refused(no.to_string()),
            Some(no @ NoWay::Unknown(_)) => return Error::NoName(format!("no connection to {host}: {no}")),
            None => {}
        }
        // An `io::Error` made from another error hides it from `source`.
        let inside = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        match inside.map(|inside| inside as &(dyn std::error::Error + 'static)).or_else(|| cause.source()) {
            Some(deeper) => cause = deeper,
            None => break,
        }
    }
    if error.is_builder() {
        return Error::Refused("a header or the URL is malformed".into());
    }
    if error.is_timeout() {
        return Error::Timeout;
    }
    let what = if error.is_connect() { "no connection to" } else { "the connection broke to" };
    let because = |why: String| format!("{what} {host}: {why}");
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Error::Tls(because(tls.to_string()));
    }
    let known = cause.downcast_ref::<std::io::Error>().map(|io| io.kind().to_string());
    let text = known.map_or_else(|| format!("{what} {host}"), because);
    if error.is_connect() {
        return Error::Connection(text);
    }
    // Whoever closes in the middle of an answer has broken off; whoever says something else than HTTP has not.
    match cause.downcast_ref::<hyper::Error>() {
        Some(said) if said.is_parse() => Error::Other(format!("{host} does not speak HTTP")),
        _ => Error::Reset(text),
    }
}
