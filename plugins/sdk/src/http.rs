//! Requests to the component's own providers, and what their answers mean for a call.

use crate::about::Provider;
use crate::check::{Failure, OFFLINE};
use crate::host::{Call, Level};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// One of the component's providers.
    pub provider: &'static str,
    /// `GET`, `POST`, `PUT`, `PATCH`, `DELETE` or `HEAD`.
    pub method: &'static str,
    /// Begins with `/`; the host puts the provider's base URL before it.
    pub path: String,
    /// Values may hold placeholders, see [`secret`] and [`basic`].
    pub headers: Vec<(&'static str, String)>,
    /// Absent: no body.
    pub body: Option<Vec<u8>>,
}

/// Any HTTP answer, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// 100 to 599.
    pub status: u16,
    /// Header fields. Names are case-insensitive.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// No HTTP answer was had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpError {
    /// The operator configured no such provider, or not all of its secrets.
    NotConfigured(String),
    /// The request breaks a rule of the host; nothing was sent.
    Refused(String),
    /// The time allowed for the call ran out.
    Timeout,
    /// No connection, or it broke.
    Connection(String),
    /// The answer is larger than allowed, in bytes.
    TooLarge(u64),
    /// Anything else.
    Other(String),
}

/// A header value's placeholder for a secret of the provider: the guest names it, the host puts it in.
pub fn secret(name: &str) -> String {
    format!("{{{{secret:{name}}}}}")
}

/// The value of an `authorization` header for HTTP Basic with two secrets of the provider.
pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {{{{basic:{user}:{password}}}}}")
}

/// A text as one segment of a path or value of a query: everything but letters, digits and `-._~` percent-encoded.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
    out
}

impl Provider {
    /// A GET request.
    pub fn get(&self, path: impl Into<String>) -> Request {
        self.request("GET", path.into())
    }

    /// A POST request.
    pub fn post(&self, path: impl Into<String>) -> Request {
        self.request("POST", path.into())
    }

    fn request(&self, method: &'static str, path: String) -> Request {
        Request { provider: self.name, method, path, headers: Vec::new(), body: None }
    }
}

impl Request {
    /// Adds a header field.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets the body to JSON.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_vec(body).map_err(|_| Failure::new("internal", "The request could not be written as JSON."))?;
        self.body = Some(body);
        Ok(self.header("content-type", "application/json"))
    }

    /// Sends it. Any HTTP answer is `Ok`, whatever its status.
    pub fn send(&self, call: &Call) -> Result<Response, Failure> {
        call.host().fetch(self).map_err(|error| {
            call.host().log(Level::Warn, &format!("{} {}: {}", self.method, self.provider, error.kind()));
            error.into()
        })
    }
}

impl Response {
    /// The body as JSON of this shape; anything else is the provider's fault.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        // What serde says may quote the body, which is personal.
        serde_json::from_slice(&self.body).map_err(|_| Failure::malformed("The provider's answer is not what its documentation promises."))
    }

    /// The first header field of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// What this status means where the provider's documentation gives it no meaning of its own: see [`provider_status`].
    pub fn failure(&self) -> Failure {
        provider_status(self.status)
    }
}

/// The failure behind an unwelcome status: the usual families of HTTP APIs. A check decides 200 and the statuses that its
/// provider documents first.
pub fn provider_status(status: u16) -> Failure {
    match status {
        401 | 403 => Failure::new("provider_refused", format!("The provider refused our credentials or address (HTTP {status}).")),
        402 => Failure::new("provider_refused", "The account at the provider has no balance (HTTP 402)."),
        408 => Failure::new("provider_unavailable", "The provider gave up waiting (HTTP 408).").retryable(),
        429 => Failure::new("provider_rate_limited", "The provider asks for fewer requests (HTTP 429).").retryable(),
        400..=499 => Failure::new("provider_refused", format!("The provider refused the request (HTTP {status}).")),
        500..=599 => Failure::new("provider_unavailable", format!("The provider could not answer (HTTP {status}).")).retryable(),
        _ => Failure::malformed(format!("The provider answered with an unexpected status (HTTP {status}).")),
    }
}

impl HttpError {
    /// What happened, in words that hold neither personal data nor secrets.
    fn kind(&self) -> &'static str {
        match self {
            HttpError::NotConfigured(_) => "not configured",
            HttpError::Refused(_) => "refused by the host",
            HttpError::Timeout => "timeout",
            HttpError::Connection(_) => "no connection",
            HttpError::TooLarge(_) => "answer too large",
            HttpError::Other(_) => "failed",
        }
    }
}

impl From<HttpError> for Failure {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::NotConfigured(_) => Failure::new("provider_not_configured", "The provider is not configured."),
            HttpError::Refused(why) if why == OFFLINE => Failure::new(OFFLINE, "Nobody may be asked."),
            HttpError::Refused(_) => Failure::new("provider_refused", "The host refused the request to the provider."),
            HttpError::Timeout => Failure::new("timeout", "The provider did not answer in time."),
            HttpError::Connection(_) => Failure::new("provider_unavailable", "The provider could not be reached.").retryable(),
            HttpError::TooLarge(bytes) => Failure::malformed(format!("The provider's answer is too large ({bytes} bytes).")),
            HttpError::Other(_) => Failure::new("provider_unavailable", "The request to the provider failed.").retryable(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transport_error_has_its_code_and_quotes_nothing() {
        for (error, code, retryable) in [
            (HttpError::NotConfigured("s3cret".into()), "provider_not_configured", false),
            (HttpError::Refused("s3cret".into()), "provider_refused", false),
            (HttpError::Refused("offline".into()), "offline", false),
            (HttpError::Timeout, "timeout", false),
            (HttpError::Connection("s3cret".into()), "provider_unavailable", true),
            (HttpError::TooLarge(9), "provider_malformed", false),
            (HttpError::Other("s3cret".into()), "provider_unavailable", true),
        ] {
            let failure = Failure::from(error);
            assert_eq!((failure.code, failure.retryable), (code, retryable));
            assert!(!failure.message.contains("s3cret"), "{}", failure.message);
        }
    }

    #[test]
    fn statuses_fall_into_their_families() {
        for (status, code, retryable) in [
            (302, "provider_malformed", false),
            (400, "provider_refused", false),
            (401, "provider_refused", false),
            (403, "provider_refused", false),
            (404, "provider_refused", false),
            (422, "provider_refused", false),
            (429, "provider_rate_limited", true),
            (500, "provider_unavailable", true),
            (503, "provider_unavailable", true),
        ] {
            let failure = provider_status(status);
            assert_eq!((failure.code, failure.retryable), (code, retryable), "{status}");
        }
    }

    #[test]
    fn placeholders_and_paths_are_written_as_the_host_reads_them() {
        assert_eq!(secret("client_id"), "{{secret:client_id}}");
        assert_eq!(basic("account_sid", "auth_token"), "Basic {{basic:account_sid:auth_token}}");
        assert_eq!(encoded("+91 98/é"), "%2B91%2098%2F%C3%A9");
    }

    #[test]
    fn json_that_is_none_is_the_providers_fault() {
        let response = Response { status: 200, headers: vec![("Retry-After".into(), "30".into())], body: b"<html>".to_vec() };
        assert_eq!(response.json::<serde_json::Value>().unwrap_err().code, "provider_malformed");
        assert_eq!(response.header("retry-after"), Some("30"));
    }
}
