//! The host as a check sees it.

use crate::http::{HttpError, Request, Response};

/// How much a log line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// For the author at work.
    Debug,
    /// Worth knowing.
    Info,
    /// Unexpected, but the call goes on.
    Warn,
    /// The call fails because of it.
    Error,
}

/// All that a check can reach. The sandbox is one; a test writes its own.
pub trait Host {
    /// Sends one request and waits for its whole answer.
    fn fetch(&self, request: &Request) -> Result<Response, HttpError>;
    /// When the call was asked, in microseconds since 1970-01-01T00:00:00Z. The same in every repetition of the call.
    fn now(&self) -> u64;
    /// Writes one line for the check's author. It must hold no personal data.
    fn log(&self, level: Level, line: &str);
}

/// The call being performed.
pub struct Call<'a> {
    id: &'a str,
    host: &'a dyn Host,
}

impl<'a> Call<'a> {
    /// A call with this id, `call_…`.
    pub fn new(id: &'a str, host: &'a dyn Host) -> Self {
        Call { id, host }
    }

    /// `call_…`, the same for every repetition of this call: the idempotency key for providers that take one.
    pub fn id(&self) -> &str {
        self.id
    }

    /// The host.
    pub fn host(&self) -> &dyn Host {
        self.host
    }
}
