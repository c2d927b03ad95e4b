//! One attempt at one delivery.

use crate::sign::Signing;
use bytes::Bytes;
use egress::{Error, Outbound, Request};
use jiff::fmt::rfc2822::DateTimeParser;
use journal::Time;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// A receiver answers within this, or the attempt has failed.
pub const ATTEMPT_TIME_MAX: Duration = Duration::from_secs(10);
const USER_AGENT: &str = "Enrich-Webhooks/1";

/// What is delivered where.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The endpoint, as [`crate::endpoint::check`] took it.
    pub url: &'a Url,
    /// `evt_…`, the same in every attempt.
    pub id: &'a str,
    /// JSON.
    pub body: &'a Bytes,
    /// The endpoint's secrets.
    pub signing: Signing<'a>,
}

/// One attempt, over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took.
    pub latency: Duration,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 2xx: the receiver has it.
    Delivered {
        /// Which.
        status: u16,
    },
    /// 410: the receiver wants no deliveries any more.
    Gone,
    /// Any other status, 3xx among them: redirects are not followed.
    Refused {
        /// Which.
        status: u16,
        /// How long the receiver asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// No answer.
    Failed {
        /// Why, in a word.
        class: &'static str,
    },
}

impl Outcome {
    /// What an answer with this status means that came at `now`, and with this `Retry-After`.
    pub fn answered(status: u16, after: Option<&str>, now: Time) -> Outcome {
        match status {
            200..=299 => Outcome::Delivered { status },
            GONE => Outcome::Gone,
            _ => Outcome::Refused { status, retry_after: after.and_then(|value| retry_after(value, now)) },
        }
    }

    /// Nothing can be sent: the endpoint is switched off.
    pub(crate) const INACTIVE: Outcome = Outcome::Failed { class: "endpoint_inactive" };
    /// Nothing can be sent: the run's journal is gone.
    pub(crate) const RUN_GONE: Outcome = Outcome::Failed { class: "run_gone" };

    /// Whether another attempt may come out better.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Outcome::Delivered { .. } | Outcome::Gone => false,
            Outcome::Refused { .. } => true,
            Outcome::Failed { .. } => self.was_sent(),
        }
    }

    /// Whether anything was sent: what was given up before that says nothing about the endpoint.
    pub(crate) fn was_sent(&self) -> bool {
        *self != Outcome::INACTIVE && *self != Outcome::RUN_GONE
    }

    /// The answer's status, if there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Outcome::Delivered { status } | Outcome::Refused { status, .. } => Some(*status),
            Outcome::Gone => Some(GONE),
            Outcome::Failed { .. } => None,
        }
    }

    /// Why it failed, in a word, if it did.
    pub fn class(&self) -> Option<&'static str> {
        match self {
            Outcome::Delivered { .. } => None,
            Outcome::Gone => Some("gone"),
            Outcome::Refused { status: 300..=399, .. } => Some("redirect"),
            Outcome::Refused { .. } => Some("status"),
            Outcome::Failed { class } => Some(class),
        }
    }

    /// How long the receiver asks to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Outcome::Refused { retry_after, .. } => *retry_after,
            Outcome::Delivered { .. } | Outcome::Gone | Outcome::Failed { .. } => None,
        }
    }
}

const GONE: u16 = 410;

/// Sends the message once, with timestamp and signature of `now`. Of the answer's body nothing is kept.
pub async fn attempt(out: &dyn Outbound, message: &Message<'_>, now: Time) -> Attempt {
    let headers = headers(message.id, message.body, message.signing, now);
    post(out, message.url, headers, message.body.clone(), now).await
}

/// Sends once what is signed already.
pub async fn post(out: &dyn Outbound, url: &Url, headers: Vec<(String, String)>, body: Bytes, now: Time) -> Attempt {
    let start = Instant::now();
    let answer = out.notify(request(url.clone(), headers, body)).await;
    let latency = start.elapsed();
    let outcome = match answer {
        Ok(answer) => {
            let after = answer.headers.iter().find(|(name, _)| name == "retry-after").map(|(_, value)| value.as_str());
            Outcome::answered(answer.status, after, now.plus(latency))
        }
        Err(error) => Outcome::Failed { class: class(&error) },
    };
    Attempt { outcome, latency }
}

/// The headers of one attempt, made at `now`.
pub(crate) fn headers(id: &str, body: &[u8], signing: Signing<'_>, now: Time) -> Vec<(String, String)> {
    let fixed = [("Content-Type", "application/json"), ("User-Agent", USER_AGENT)];
    let fixed = fixed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    fixed.into_iter().chain(signing.headers(id, now, body)).collect()
}

fn request(url: Url, headers: Vec<(String, String)>, body: Bytes) -> Request {
    Request { url, method: "POST".into(), headers, body: Some(body), deadline: ATTEMPT_TIME_MAX, response_bytes_max: 0 }
}

/// `Retry-After` is a number of seconds or a moment; one that has passed asks for nothing.
fn retry_after(value: &str, now: Time) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // Too many digits for a number are many seconds all the same.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let moment = DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Time::from_micros(moment.as_microsecond()).since(now))
}

fn class(error: &Error) -> &'static str {
    match error {
        Error::Refused(_) => "forbidden_address",
        Error::Timeout => "timeout",
        Error::NoName(_) => "name",
        Error::Connection(_) => "connect",
        Error::Tls(_) => "tls",
        Error::Reset(_) => "reset",
        Error::TooLarge(_) | Error::Other(_) => "protocol",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::Scheme;
    use egress::Response;
    use std::sync::Mutex;

    const NOW: Time = Time::from_micros(784_111_777_000_000);

    /// Answers as told, and keeps what it was asked.
    struct Receiver {
        answer: Result<Response, Error>,
        asked: Mutex<Vec<Request>>,
    }

    #[async_trait::async_trait]
    impl Outbound for Receiver {
        async fn send(&self, request: Request) -> Result<Response, Error> {
            self.asked.lock().unwrap().push(request);
            self.answer.clone()
        }
    }

    async fn attempted(answer: Result<Response, Error>) -> (Outcome, Vec<Request>) {
        let receiver = Receiver { answer, asked: Mutex::default() };
        let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".parse().unwrap();
        let signing = Signing { scheme: Scheme::Document, secret: &secret, previous: None };
        let url = "https://example.com/hook".parse().unwrap();
        let message = Message { url: &url, id: "evt_1", body: &Bytes::from_static(b"{}"), signing };
        let made = attempt(&receiver, &message, NOW).await;
        (made.outcome, receiver.asked.into_inner().unwrap())
    }

    async fn answered(status: u16, retry_after: Option<&str>) -> Outcome {
        let headers = retry_after.map(|value| ("retry-after".to_owned(), value.to_owned())).into_iter().collect();
        attempted(Ok(Response { status, headers, body: Bytes::new() })).await.0
    }

    #[tokio::test]
    async fn one_request_goes_out_and_says_what_it_is() {
        let (_, asked) = attempted(Err(Error::Timeout)).await;
        assert_eq!(asked.len(), 1);
        let names: Vec<&str> = asked[0].headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Content-Type", "User-Agent", "Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"]);
        let values: Vec<&str> = asked[0].headers.iter().map(|(_, value)| value.as_str()).take(4).collect();
        assert_eq!(values, ["application/json", "Enrich-Webhooks/1", "evt_1", "784111777"]);
        assert_eq!((asked[0].method.as_str(), asked[0].deadline, asked[0].body.as_deref()), ("POST", ATTEMPT_TIME_MAX, Some(&b"{}"[..])));
    }

    #[tokio::test]
    async fn a_status_decides() {
        for status in [200, 201, 202, 204, 299] {
            assert_eq!(answered(status, Some("5")).await, Outcome::Delivered { status });
        }
        assert_eq!(answered(410, Some("5")).await, Outcome::Gone);
        for (status, class) in [(300, "redirect"), (301, "redirect"), (308, "redirect"), (400, "status"), (500, "status"), (199, "status")]
        {
            let outcome = answered(status, None).await;
            assert_eq!(outcome, Outcome::Refused { status, retry_after: None });
            assert_eq!((outcome.status(), outcome.class()), (Some(status), Some(class)));
        }
    }

    #[tokio::test]
    async fn a_receiver_says_when_to_come_back_in_seconds_or_by_the_clock() {
        for (value, seconds) in [
            ("0", Some(0)),
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("99999999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("1994-11-06", None),
        ] {
            // The test itself takes time, which counts against a moment.
            let asked = answered(503, Some(value)).await.retry_after().map(|asked| asked.as_millis().div_ceil(1000));
            assert_eq!(asked, seconds.map(u128::from), "{value}");
        }
    }

    #[tokio::test]
    async fn every_failure_has_a_class() {
        let text = String::new;
        for (error, class) in [
            (Error::Refused(text()), "forbidden_address"),
            (Error::Timeout, "timeout"),
            (Error::NoName(text()), "name"),
            (Error::Connection(text()), "connect"),
            (Error::Tls(text()), "tls"),
            (Error::Reset(text()), "reset"),
            (Error::Other(text()), "protocol"),
        ] {
            assert_eq!(attempted(Err(error)).await.0, Outcome::Failed { class });
        }
    }
}
