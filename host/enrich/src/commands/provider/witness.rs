//! A way out that remembers what it saw: a check is not told why it could not reach a provider, an operator is.

use egress::{Client, Error, Outbound, Request, Response};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The way out of a server, watched.
pub(super) struct Witness {
    out: Client,
    seen: Mutex<Option<Seen>>,
}

/// One request and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Method and URL without its query.
    pub(super) asked: String,
    /// The HTTP status, or why there is none.
    pub(super) what: Result<u16, Error>,
    /// How long it took.
    pub(super) took: Duration,
}

impl Witness {
    pub(super) fn of(out: Client) -> Witness {
        Witness { out, seen: Mutex::new(None) }
    }

    /// The last request, once.
    pub(super) fn take(&self) -> Option<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[async_trait::async_trait]
impl Outbound for Witness {
    async fn send(&self, request: Request) -> Result<Response, Error> {
        let mut url = request.url.clone();
        url.set_query(None);
        let asked = format!("{} {url}", request.method);
        let begun = Instant::now();
        let answer = self.out.send(request).await;
        let what = answer.as_ref().map(|response| response.status).map_err(Clone::clone);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen { asked, what, took: begun.elapsed() });
        answer
    }
}
