//! A guest's request on its way to a provider, and the answer on its way back: addressed by the operator's configuration,
//! furnished with secrets that the guest knows by name alone, and cleared of them on return.

use crate::grants::{Grants, Provider, Secret};
use bytes::Bytes;
use data_encoding::BASE64;
use egress::{Outbound, Response};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// What a guest may send at once, its body included.
pub(crate) const REQUEST_BYTES_MAX: usize = 2 << 20;
const HEADERS_MAX: usize = 64;
const HEADER_BYTES_MAX: usize = 8 << 10;
const PATH_BYTES_MAX: usize = 8 << 10;
const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
/// Fields that belong to the host: they say who is asked, how the message is framed or what becomes of the connection. An
/// encoded answer could also carry a secret past [`Veil`].
const HOST_HEADERS: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A request as the guest wrote it.
pub(crate) struct Asked {
    pub(crate) provider: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// Why there is no answer, as the guest is told.
#[derive(Debug, PartialEq)]
pub(crate) enum Denied {
    NotConfigured(String),
    Refused(String),
    Timeout,
    Connection(String),
    TooLarge(u64),
    Other(String),
}

fn refuse<T>(why: impl Into<String>) -> Result<T, Denied> {
    Err(Denied::Refused(why.into()))
}

/// The way out of one call.
pub(crate) struct Way<'a> {
    /// Names of the providers that the check says it speaks to.
    pub(crate) providers: &'a [String],
    pub(crate) grants: &'a Grants,
    pub(crate) out: &'a dyn Outbound,
    pub(crate) until: Instant,
    /// Requests made so far.
    pub(crate) requests: u32,
}

impl Way<'_> {
    /// Sends one request and waits for its answer.
    pub(crate) async fn send(&mut self, asked: Asked) -> Result<Response, Denied> {
        if !self.providers.contains(&asked.provider) {
            return refuse("the check's manifest does not name this provider");
        }
        let Some(provider) = self.grants.providers.get(&asked.provider) else {
            return Err(Denied::NotConfigured(format!("provider {}", asked.provider)));
        };
        let limits = &self.grants.limits;
        if self.requests >= limits.http_requests {
            return refuse(format!("a call may make {} requests", limits.http_requests));
        }
        self.requests += 1;
        let mut veil = Veil::over(provider);
        let request = address(asked, provider, &mut veil)?;
        let deadline = self.until.saturating_duration_since(Instant::now());
        let request = egress::Request { deadline, response_bytes_max: limits.http_response_bytes, ..request };
        match self.out.send(request).await {
            Ok(response) if response.body.len() > limits.http_response_bytes => {
                Err(Denied::TooLarge(u64::try_from(limits.http_response_bytes).unwrap_or(u64::MAX)))
            }
            Ok(response) => Ok(veil.clear(response)),
            Err(error) => Err(match error {
                egress::Error::Refused(why) => Denied::Refused(veil.clear_text(why)),
                egress::Error::Timeout => Denied::Timeout,
                egress::Error::NoName(why) | egress::Error::Connection(why) | egress::Error::Tls(why) | egress::Error::Reset(why) => {
                    Denied::Connection(veil.clear_text(why))
                }
                egress::Error::TooLarge(max) => Denied::TooLarge(max),
                egress::Error::Other(why) => Denied::Other(veil.clear_text(why)),
            }),
        }
    }
}

/// The request as it goes out, but for its bounds.
fn address(asked: Asked, provider: &Provider, veil: &mut Veil) -> Result<egress::Request, Denied> {
    if !METHODS.contains(&asked.method.as_str()) {
        return refuse(format!("the method must be one of {}", METHODS.join(", ")));
    }
    if asked.headers.len() > HEADERS_MAX {
        return refuse(format!("more than {HEADERS_MAX} headers"));
    }
    let url = join(&provider.base_url, &asked.path).map_err(|why| Denied::Refused(why.into()))?;
    let mut headers = Vec::with_capacity(asked.headers.len());
    for (name, value) in asked.headers {
        if name.is_empty() || name.len() > 256 || !name.bytes().all(is_token) {
            return refuse("a header's name is malformed");
        }
        if HOST_HEADERS.iter().any(|own| own.eq_ignore_ascii_case(&name)) {
            return refuse(format!("the header {} is the host's", name.to_ascii_lowercase()));
        }
        if value.len() > HEADER_BYTES_MAX || !is_field(&value) {
            return refuse(format!("the value of the header {} is malformed", name.to_ascii_lowercase()));
        }
        headers.push((name, fill(&value, &provider.secrets, veil)?));
    }
    let body = asked.body.map(Bytes::from);
    Ok(egress::Request { url, method: asked.method, headers, body, deadline: Duration::ZERO, response_bytes_max: 0 })
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Text that can stand in a header: no line break ends it, and it has one reading everywhere.
fn is_field(value: &str) -> bool {
    value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte))
}

/// The URL of `path` below `base`. Whatever the parser or a lenient server makes of the path, it stays below.
fn join(base: &Url, path: &str) -> Result<Url, &'static str> {
    if path.len() > PATH_BYTES_MAX {
        return Err("the path is too long");
    }
    if !path.starts_with('/') || path.starts_with("//") {
        return Err("the path must begin with one slash");
    }
    if !path.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(&byte)) {
        return Err("the path must be percent-encoded and have no fragment");
    }
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let decoded = decode(path.as_bytes());
    // What is still encoded after one decoding may be decoded once more further on.
    let twice = decode(&decoded);
    for reading in [&decoded, &twice] {
        let mut steps = reading.split(|byte| *byte == b'/' || *byte == b'\\');
        if steps.any(|step| step == b"." || step == b"..") || reading.iter().any(u8::is_ascii_control) {
            return Err("the path must not leave the base URL");
        }
    }
    let mut url = base.clone();
    let prefix = base.path().trim_end_matches('/').to_owned();
    url.set_path(&format!("{prefix}{path}"));
    url.set_query(query);
    url.set_fragment(None);
    let below = url.path().strip_prefix(&prefix).is_some_and(|rest| rest.starts_with('/'));
    if below && url.origin() == base.origin() { Ok(url) } else { Err("the path must not leave the base URL") }
}

/// Undoes percent-encoding where there is some.
fn decode(text: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
    let mut decoded = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match (byte, digit(text.get(at + 1)), digit(text.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high * 16 + low);
                at += 3;
            }
            _ => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    decoded
}

/// Puts secrets where a header's value names them.
fn fill(value: &str, secrets: &BTreeMap<String, Secret>, veil: &mut Veil) -> Result<String, Denied> {
    let secret = |name: &str| {
        let known = secrets.get(name).map(Secret::reveal);
        let known = known.ok_or_else(|| Denied::NotConfigured(format!("secret {}", crate::object::sentence(name))))?;
        if is_field(known) { Ok(known) } else { Err(Denied::NotConfigured(format!("secret {name} cannot stand in a header"))) }
    };
    let mut filled = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((placeholder, after)) = after.split_once("}}") else { return refuse("a placeholder is not closed") };
        filled.push_str(before);
        match placeholder.split_once(':') {
            Some(("secret", name)) => filled.push_str(secret(name)?),
            Some(("basic", names)) => {
                let Some((user, password)) = names.split_once(':') else { return refuse("{{basic:…}} needs two secrets") };
                let token = BASE64.encode(format!("{}:{}", secret(user)?, secret(password)?).as_bytes());
                filled.push_str(&token);
                veil.hide(&token);
            }
            Some(_) | None => return refuse("no such placeholder: {{secret:NAME}} and {{basic:USER:PASSWORD}} exist"),
        }
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What must not come back to the guest.
struct Veil(BTreeSet<Vec<u8>>);

const VEILED: &str = "[secret]";

impl Veil {
    /// All secrets of a provider, also those that this request did not mention.
    fn over(provider: &Provider) -> Veil {
        let mut veil = Veil(BTreeSet::new());
        for secret in provider.secrets.values().map(Secret::reveal) {
            veil.hide(secret);
            veil.hide(&BASE64.encode(secret.as_bytes()));
            // As a provider would quote it in JSON or in a URL.
            if let Ok(quoted) = serde_json::to_string(secret) {
                veil.hide(quoted.trim_matches('"'));
            }
            veil.hide(&url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>());
        }
        veil
    }

    fn hide(&mut self, text: &str) {
        if !text.is_empty() {
            self.0.insert(text.into());
        }
    }

    fn clear(&self, mut response: Response) -> Response {
        if let Some(cleared) = self.cleared(&response.body) {
            response.body = cleared.into();
        }
        for (_, value) in &mut response.headers {
            *value = self.clear_text(std::mem::take(value));
        }
        response
    }

    fn clear_text(&self, text: String) -> String {
        match self.cleared(text.as_bytes()) {
            Some(cleared) => String::from_utf8_lossy(&cleared).into_owned(),
            None => text,
        }
    }

    /// The bytes without any secret, or `None` where there was none.
    fn cleared(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut cleared: Option<Vec<u8>> = None;
        // The longest first: a short secret may be part of a longer one.
        let mut hidden: Vec<_> = self.0.iter().collect();
        hidden.sort_by_key(|text| std::cmp::Reverse(text.len()));
        for text in hidden {
            let now = cleared.as_deref().unwrap_or(bytes);
            let mut found = memchr::memmem::find_iter(now, text).peekable();
            if found.peek().is_none() {
                continue;
            }
            let mut kept = Vec::with_capacity(now.len());
            let mut from = 0;
            for at in found {
                kept.extend_from_slice(&now[from..at]);
                kept.extend_from_slice(VEILED.as_bytes());
                from = at + text.len();
            }
            kept.extend_from_slice(&now[from..]);
            cleared = Some(kept);
        }
        cleared
    }
}

#[cfg(test)]
mod tests;
