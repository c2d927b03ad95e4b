//! `GET /v1/runs/{run}/events`: the run's whole history and then its present, as Server-Sent Events.

use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::standing::Stands;
use crate::{Api, events, own_run};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{Stream, stream};
use journal::event::Seq;
use journal::{Record, RunId};
use tokio::sync::watch;

/// The last event that a client has processed.
pub(crate) const LAST_EVENT_ID: &str = "last-event-id";

pub(crate) async fn handle(
    State(api): State<Api>,
    caller: Caller,
    own_run::Id(run): own_run::Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let after = last_event(&headers)?;
    let mut response = follow(api, caller, run, after).await?;
    // A page of any origin may read what its token opens: there are no cookies that a stranger's page could ride on.
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

/// Position of the last event that the client has processed; 0 where it has none.
pub(crate) fn last_event(headers: &HeaderMap) -> Result<Seq, Problem> {
    let Some(given) = headers.get(LAST_EVENT_ID) else { return Ok(0) };
    let digits = given.to_str().ok().filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
    // A number too large to hold is still past every event.
    digits.map(|digits| digits.parse().unwrap_or(Seq::MAX)).ok_or_else(|| Problem::invalid("Last-Event-ID", "must be the id of an event"))
}

/// The run's messages after position `after`, until its end. At its end already: 204, so that an `EventSource` stops.
pub(crate) async fn follow(api: Api, caller: Caller, run: RunId, after: Seq) -> Result<Response, Problem> {
    // Listening begins before the first reading: what happens between the two is heard.
    let wakes = api.house.store.wake().watch(caller.0.org, run);
    let record = own_run::read(&api, &caller, run, 0).await?;
    if record.state().status().is_terminal() && after >= record.head() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let stands = api.standing.watch(&api, &caller.0);
    let follower = Follower { api, stands, caller, run, wakes, head: 0, fresh: Some(record), after, opening: events::RETRY };
    Ok(events::response(Box::new(follower).chunks()))
}

/// One client that listens to one run. While nothing happens it holds no journal and asks the database nothing.
struct Follower {
    api: Api,
    /// Whether the key still opens anything.
    stands: Stands,
    caller: Caller,
    run: RunId,
    wakes: watch::Receiver<Seq>,
    /// Position of the last entry read.
    head: Seq,
    fresh: Option<Record>,
    /// Position of the last event that the client has; it may claim one that never was.
    after: Seq,
    opening: &'static str,
}

impl Follower {
    fn chunks(self: Box<Self>) -> impl Stream<Item = String> + Send {
        stream::unfold(Some(self), |follower| async { follower?.chunk().await })
    }

    /// What there is to say next, and whoever says what follows it; nobody after the end.
    async fn chunk(mut self: Box<Self>) -> Option<(String, Option<Box<Follower>>)> {
        loop {
            let record = match self.fresh.take() {
                Some(record) => record,
                None => self.next().await?,
            };
            let wire = self.render(&record);
            let ended = record.state().status().is_terminal();
            if ended || !wire.is_empty() {
                return Some((wire, (!ended).then_some(self)));
            }
        }
    }

    fn render(&mut self, record: &Record) -> String {
        let mut wire = std::mem::take(&mut self.opening).to_owned();
        for message in record.after(self.after).iter().filter_map(|entry| journal::stream::render(entry, self.run, None)) {
            events::write(&mut wire, &message);
        }
        self.head = record.head();
        self.after = self.after.max(self.head);
        wire
    }

    /// The journal after its next append; `None` when the server stops or cannot read it: the client comes back with the id of
    /// the last event it has.
    async fn next(&mut self) -> Option<Record> {
        // What was read already may be told of once more.
        let head = self.head;
        let told = tokio::select! {
            () = self.api.stop.cancelled() => return None,
            () = self.stands.ended() => return None,
            told = self.wakes.wait_for(|told| *told > head) => *told.ok()?,
        };
        match own_run::read(&self.api, &self.caller, self.run, told).await {
            Ok(record) => Some(record),
            Err(problem) => {
                tracing::warn!(run = %self.run, %problem, "a stream was closed: its run cannot be read");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_last_event_is_a_number() {
        let told = |text: &str| {
            let headers = HeaderMap::from_iter([(LAST_EVENT_ID.parse().unwrap(), HeaderValue::from_str(text).unwrap())]);
            last_event(&headers).ok()
        };
        for (text, seq) in [("0", Some(0)), ("41", Some(41)), ("99999999999999999999", Some(Seq::MAX))] {
            assert_eq!(told(text), seq);
        }
        for text in ["", "-1", "abc", "1.0", "0x1", "+1"] {
            assert_eq!(told(text), None, "{text}");
        }
        assert_eq!(last_event(&HeaderMap::new()).unwrap(), 0);
    }
}
