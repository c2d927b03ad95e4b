//! Texts that do not change while the process lives: sent whole once, and then known by their digest.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, digest};

/// One such text.
pub(crate) struct Fixed {
    body: Bytes,
    media: &'static str,
    tag: HeaderValue,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Fixed {
    pub(crate) fn new(media: &'static str, text: String) -> Fixed {
        let tag = format!("\"{}\"", BASE64URL_NOPAD.encode(digest(&SHA256, text.as_bytes()).as_ref()));
        let tag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""));
        Fixed { body: text.into(), media, tag, headers: Vec::new() }
    }

    /// With a header more.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Fixed {
        self.headers.extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
        self
    }

    /// The text, or 304 to a client that names it.
    pub(crate) fn response(&self, asked: &HeaderMap) -> Response {
        let named = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let known = named.flat_map(|value| value.split(',')).any(|tag| tag.trim().trim_start_matches("W/") == self.tag);
        let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { self.body.clone().into_response() };
        let headers = response.headers_mut();
        headers.extend(self.headers.iter().cloned());
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media));
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }
}
