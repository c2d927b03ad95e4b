//! What goes out, what comes back, and why nothing did.

use bytes::Bytes;
use std::fmt;
use std::time::Duration;
use url::Url;

/// Sends one request and waits for its whole answer.
#[async_trait::async_trait]
pub trait Outbound: Send + Sync {
    /// Any HTTP answer is a [`Response`], whatever its status. Redirects are answers like any other.
    async fn send(&self, request: Request) -> Result<Response, Error>;

    /// The same for a caller to whom the answer's body is nothing: it is back with status and headers, and neither a body
    /// without end nor one that trickles costs memory or time. `response_bytes_max` is of no account.
    async fn notify(&self, request: Request) -> Result<Response, Error> {
        Ok(Response { body: Bytes::new(), ..self.send(request).await? })
    }
}

/// One request. Printing it shows neither query, header values nor body.
#[derive(Clone)]
pub struct Request {
    /// Where to: `https`, or `http` where the operator allowed the address.
    pub url: Url,
    /// `GET`, `POST`, …
    pub method: String,
    /// Names and values, in order. Names may repeat.
    pub headers: Vec<(String, String)>,
    /// Absent: no body.
    pub body: Option<Bytes>,
    /// For the whole exchange: look-up, connection, request and answer.
    pub deadline: Duration,
    /// Largest body of an answer, in bytes, before any decoding.
    pub response_bytes_max: usize,
}

/// One answer. Printing it shows neither header values nor body.
#[derive(Clone)]
pub struct Response {
    /// 100 to 599.
    pub status: u16,
    /// Names in lower case and values, in the order received. Values that are no text are left out.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Bytes,
}

/// Why there is no answer. No text holds a query, a header, a body or a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A rule forbids the request; nothing was sent.
    #[error("the request was refused: {0}")]
    Refused(String),
    /// The deadline passed.
    #[error("the request timed out")]
    Timeout,
    /// The host's name has no address.
    #[error("the connection failed: {0}")]
    NoName(String),
    /// No connection.
    #[error("the connection failed: {0}")]
    Connection(String),
    /// The other side is not whom its certificate should name, or speaks no TLS that we do.
    #[error("the connection failed: {0}")]
    Tls(String),
    /// The connection broke before the answer was whole.
    #[error("the connection failed: {0}")]
    Reset(String),
    /// The answer has more than this many bytes, the most that were allowed.
    #[error("the answer has more than {0} bytes")]
    TooLarge(u64),
    /// Anything else.
    #[error("the request failed: {0}")]
    Other(String),
}

fn names(headers: &[(String, String)]) -> Vec<&str> {
    headers.iter().map(|(name, _)| name.as_str()).collect()
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("headers", &names(&self.headers))
            .field("body_bytes", &self.body.as_ref().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &names(&self.headers))
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
