//! `GET /docs`: the API for people, on one page that needs nothing from anywhere else. The prose is `docs/api/*.md`; the reference is
//! made from the OpenAPI document, so it says what the server does.

mod faults;
mod highlight;
mod markdown;
mod reference;
mod schema;

use crate::fixed::Fixed;
use crate::openapi;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use data_encoding::BASE64;
use ring::digest::{SHA256, digest};
use std::fmt::Write;
use std::sync::LazyLock;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Chapters of the prose, in reading order: an anchor, and Markdown that begins with its title.
const CHAPTERS: [(&str, &str); 13] = [
    ("introduction", include_str!("../../../../docs/api/introduction.md")),
    ("quickstart", include_str!("../../../../docs/api/quickstart.md")),
    ("authentication", include_str!("../../../../docs/api/authentication.md")),
    ("runs", include_str!("../../../../docs/api/runs.md")),
    ("threads", include_str!("../../../../docs/api/threads.md")),
    ("workflows", include_str!("../../../../docs/api/workflows.md")),
    ("credits", include_str!("../../../../docs/api/credits.md")),
    ("streaming", include_str!("../../../../docs/api/streaming.md")),
    ("approval", include_str!("../../../../docs/api/approval.md")),
    ("webhooks", include_str!("../../../../docs/api/webhooks.md")),
    ("test-mode", include_str!("../../../../docs/api/test-mode.md")),
    ("limits", include_str!("../../../../docs/api/limits.md")),
    ("versions", include_str!("../../../../docs/api/versions.md")),
];
const ERRORS: &str = include_str!("../../../../docs/api/errors.md");

pub(crate) async fn handle(headers: HeaderMap) -> Response {
    static PAGE: LazyLock<Fixed> = LazyLock::new(|| {
        Fixed::new("text/html; charset=utf-8", page())
            .with(header::CONTENT_SECURITY_POLICY, &policy())
            .with(header::REFERRER_POLICY, "no-referrer")
    });
    PAGE.response(&headers)
}

/// Only what stands in the page may run or show; nothing may be loaded, sent or framed.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64.encode(digest(&SHA256, text.as_bytes()).as_ref()));
    format!(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

/// The whole page.
pub fn page() -> String {
    let document = openapi::document();
    let errors = faults::chapter(ERRORS);
    let mut contents = String::from("<p class=\"group\">Guide</p><ul>");
    let mut chapters = String::new();
    for (anchor, text) in CHAPTERS {
        let (title, body) = titled(text);
        entry(&mut contents, anchor, title);
        chapter(&mut chapters, anchor, title, &markdown::blocks(body));
        if anchor == "streaming" {
            chapters.truncate(chapters.len() - "</section>".len());
            chapters += &reference::events(document);
            chapters += "</section>";
        }
        if anchor == "limits" {
            entry(&mut contents, "errors", titled(ERRORS).0);
            chapter(&mut chapters, "errors", titled(ERRORS).0, &errors);
        }
    }
    contents += "</ul>";
    contents += &reference::contents(document);
    let reference = reference::operations(document);
    let schemas = schema::all(document);
    let body = format!(
        "<header class=\"bar\"><a class=\"brand\" href=\"#top\">{LOGO}<b>Enrich</b> API</a><span class=\"version\">v1</span>\
         <a class=\"link\" href=\"/v1/openapi.json\">OpenAPI</a><a class=\"link menu\" href=\"#contents\">Contents</a></header>\
         <nav id=\"contents\" aria-label=\"Contents\"><a class=\"close\" href=\"#top\">Close</a>{contents}</nav>\
         <main>{chapters}<section class=\"chapter\" id=\"reference\"><h1>Reference</h1>\
         <p>Made from the OpenAPI document of the server that sent you this page. Fields that are not marked optional are always there.</p>\
         </section>{reference}<section class=\"chapter\" id=\"schemas\"><h1>Schemas</h1></section>{schemas}</main>"
    );
    format!(
        "<!doctype html><html lang=\"en\" id=\"top\"><head><meta charset=\"utf-8\"><title>Enrich API</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"description\" content=\"Verification as an API: guide and reference.\"><link rel=\"icon\" href=\"{ICON}\">\
         <style>{STYLE}</style></head><body>{body}<script>{SCRIPT}</script></body></html>"
    )
}

const LOGO: &str = "<svg viewBox=\"0 0 24 24\" width=\"22\" height=\"22\" aria-hidden=\"true\"><path fill=\"none\" stroke=\"currentColor\" \
    stroke-width=\"2.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"M4 5h16M4 12h10M4 19h7m3.5-1 2.4 2.4 4.6-5.4\"/></svg>";
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' \
    rx='6' fill='%230b6e63'/%3E%3Cpath d='m6.5 12.5 3.7 3.7 7.3-8.4' fill='none' stroke='%23fff' stroke-width='2.6' \
    stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

/// The title of a chapter, and what follows it.
fn titled(text: &str) -> (&str, &str) {
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    (title.trim_start_matches("# "), body)
}

fn chapter(page: &mut String, anchor: &str, title: &str, body: &str) {
    // Writing to a string cannot fail.
    let _ = write!(page, "<section class=\"chapter\" id=\"{anchor}\"><h1><a href=\"#{anchor}\">{title}</a></h1>{body}</section>");
}

fn entry(contents: &mut String, anchor: &str, title: &str) {
    let _ = write!(contents, "<li><a href=\"#{anchor}\">{title}</a></li>");
}

/// Text as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
