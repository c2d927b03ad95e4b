//! HTTP as a plain client speaks it: what fails is asked again, until somebody answers.

use super::dice::Dice;
use futures::StreamExt;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long an answer may take: longer than the longest wait that is asked for.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(10);
/// How long a stream may be silent before the client connects anew.
const SILENCE_MAX: Duration = Duration::from_secs(20);
/// A pause that a client is told to make is no longer than this, so that the chaos finds it at work.
const PAUSE_MAX: Duration = Duration::from_secs(2);

/// What all clients saw.
#[derive(Debug, Default)]
pub struct Tally {
    /// Requests sent, repetitions included.
    pub requests: AtomicU64,
    /// Those that were answered with 503.
    pub unavailable: AtomicU64,
    /// Those whose connection broke, or that took too long.
    pub broken: AtomicU64,
    /// Streams opened, and how many of them ended before their run.
    pub streams: AtomicU64,
    /// See [`Tally::streams`].
    pub reconnects: AtomicU64,
    /// Events heard.
    pub events: AtomicU64,
    /// Ended runs that were read again.
    pub reread: AtomicU64,
    /// Rules that were broken.
    pub violations: Mutex<Vec<String>>,
}

impl Tally {
    /// Notes that a rule was broken.
    pub fn violation(&self, what: impl Into<String>) {
        self.violations.lock().unwrap().push(what.into());
    }
}

pub(super) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// A way to the hosts.
#[derive(Clone)]
pub struct Wire {
    http: Client,
    base: String,
    secret: String,
    /// What is counted.
    pub tally: Arc<Tally>,
    /// Set when even a patient client stops asking.
    pub over: Arc<AtomicBool>,
}

/// Nobody answered before the end.
#[derive(Debug)]
pub struct GaveUp;

/// One whole answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// 200, 202, 204, 404 or 409: nothing else comes here.
    pub status: StatusCode,
    /// Whether a repetition was recognised.
    pub replayed: bool,
    /// Null where there is none.
    pub body: Value,
}

/// One event: its id, and its name and data as they came.
pub type Event = (u64, String);

impl Wire {
    /// To `base` with the key `secret`. Each request has a connection of its own, so that any host may get it.
    ///
    /// # Panics
    ///
    /// If there is no HTTP client.
    pub fn new(base: String, secret: String, tally: Arc<Tally>) -> Wire {
        // Another test may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().pool_max_idle_per_host(0).connect_timeout(ANSWER_TIME_MAX).build().unwrap();
        Wire { http, base, secret, tally, over: Arc::default() }
    }

    /// A request, not sent yet.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.secret)
    }

    /// Reads.
    pub async fn get(&self, dice: &mut Dice, path: &str) -> Result<Answer, GaveUp> {
        self.ask(dice, || self.request(Method::GET, path)).await
    }

    /// Sends what `make` makes until it is answered.
    pub async fn ask(&self, dice: &mut Dice, make: impl Fn() -> RequestBuilder) -> Result<Answer, GaveUp> {
        while !self.over.load(Ordering::Relaxed) {
            count(&self.tally.requests);
            let told = tokio::time::timeout(ANSWER_TIME_MAX, once(make())).await;
            let pause = match told {
                Ok(Ok((status, after, answer))) => match self.judge(status, after, answer) {
                    Ok(answer) => return Ok(answer),
                    Err(pause) => pause,
                },
                Ok(Err(_)) | Err(_) => {
                    count(&self.tally.broken);
                    dice.millis(50, 400)
                }
            };
            tokio::time::sleep(pause).await;
        }
        Err(GaveUp)
    }

    /// What there is to an answer, or how long to wait before the request is sent again.
    fn judge(&self, status: u16, after: Option<u64>, answer: Answer) -> Result<Answer, Duration> {
        match (status, after) {
            (200 | 202 | 204 | 404 | 409, _) => Ok(answer),
            (503, Some(seconds)) => {
                count(&self.tally.unavailable);
                Err(Duration::from_secs(seconds).min(PAUSE_MAX))
            }
            _ => {
                self.tally.violation(format!("an answer that no fault excuses: {status} (Retry-After {after:?}): {}", answer.body));
                Err(PAUSE_MAX)
            }
        }
    }

    /// Listens to a run's events from `after` on, appending to `heard`. `true`: to their end.
    pub async fn listen(&self, run: &str, heard: &mut Vec<Event>) -> bool {
        let last = heard.last().map(|(id, _)| *id);
        count(&self.tally.requests);
        let mut request = self.request(Method::GET, &format!("/v1/runs/{run}/events"));
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last);
        }
        let Ok(Ok(response)) = tokio::time::timeout(ANSWER_TIME_MAX, request.send()).await else {
            count(&self.tally.broken);
            return false;
        };
        match response.status().as_u16() {
            200 => {}
            204 => return true,
            503 if response.headers().contains_key("retry-after") => {
                count(&self.tally.unavailable);
                return false;
            }
            other => {
                self.tally.violation(format!("{run}: its stream was answered with {other}"));
                return false;
            }
        }
        count(&self.tally.streams);
        let (mut wire, mut chunks) = (Vec::new(), response.bytes_stream());
        while !self.over.load(Ordering::Relaxed)
            && let Ok(Some(Ok(bytes))) = tokio::time::timeout(SILENCE_MAX, chunks.next()).await
        {
            wire.extend_from_slice(&bytes);
            while let Some(end) = wire.windows(2).position(|two| two == b"\n\n") {
                let frame: Vec<u8> = wire.drain(..end + 2).collect();
                if let Some(event) = event(&String::from_utf8_lossy(&frame)) {
                    count(&self.tally.events);
                    heard.push(event);
                }
            }
        }
        let ended = heard.last().is_some_and(|(_, text)| text.starts_with("run.completed "));
        if !ended {
            count(&self.tally.reconnects);
        }
        ended
    }
}

async fn once(request: RequestBuilder) -> reqwest::Result<(u16, Option<u64>, Answer)> {
    let response = request.send().await?;
    let status = response.status();
    let after = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
    let replayed = response.headers().contains_key("idempotent-replayed");
    let text = response.text().await?;
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Ok((status.as_u16(), after, Answer { status, replayed, body }))
}

fn event(frame: &str) -> Option<Event> {
    let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    Some((field("id")?.parse().ok()?, format!("{} {}", field("event")?, field("data")?)))
}
