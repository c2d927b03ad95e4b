//! Paths that try to leave, headers that try to break out, placeholders that name what is not there.

use super::*;
use crate::Limits;

fn joined(base: &str, path: &str) -> Result<String, &'static str> {
    join(&base.parse().unwrap(), path).map(String::from)
}

fn provider(secrets: &[(&str, &str)]) -> Provider {
    let secrets = secrets.iter().map(|(name, text)| ((*name).to_owned(), Secret::new(*text))).collect();
    Provider { base_url: "https://provider.test/v1".parse().unwrap(), secrets }
}

#[test]
fn a_path_is_put_below_the_base_url() {
    for (base, path, url) in [
        ("https://a.test", "/", "https://a.test/"),
        ("https://a.test", "/pan", "https://a.test/pan"),
        ("https://a.test/v1", "/pan?x=1&y=/../z", "https://a.test/v1/pan?x=1&y=/../z"),
        ("https://a.test/v1/", "/pan", "https://a.test/v1/pan"),
        ("https://a.test:8443/v1", "/a%20b/c", "https://a.test:8443/v1/a%20b/c"),
        ("https://a.test/v1", "/user@b.test:80/", "https://a.test/v1/user@b.test:80/"),
        ("https://a.test/v1", "/.well-known/x", "https://a.test/v1/.well-known/x"),
        ("https://a.test/v1", "/a..b/...", "https://a.test/v1/a..b/..."),
    ] {
        assert_eq!(joined(base, path).as_deref(), Ok(url), "{base} {path}");
    }
}

#[test]
fn no_path_leaves_the_base_url() {
    let long = format!("/{}", "a".repeat(PATH_BYTES_MAX));
    for path in [
        "",
        "pan",
        "//evil.test/",
        "///evil.test",
        "https://evil.test/",
        "@evil.test/",
        ":80/",
        "?x",
        "/\\evil.test",
        "\\\\evil.test",
        "/..",
        "/.",
        "/../admin",
        "/a/../../admin",
        "/a/..",
        "/a/./b",
        "/%2e%2e/admin",
        "/%2E%2e/admin",
        "/.%2e/admin",
        "/a/%2e",
        "/..%2fadmin",
        "/..%5cadmin",
        "/a%2f..%2fadmin",
        "/%252e%252e/admin",
        "/..%252fadmin",
        "/a#b",
        "/a b",
        "/a\nb",
        "/a\r\nHost: b",
        "/a\tb",
        "/a\u{0}b",
        "/a%00b",
        "/a%0d%0ab",
        "/é",
        "/{{secret:key}}",
        "/<a>",
        &long,
    ] {
        assert!(joined("https://a.test/v1", path).is_err(), "{path:?}");
    }
}

#[test]
fn placeholders_take_only_secrets_of_the_provider() {
    let provider = provider(&[("id", "u"), ("key", "p"), ("broken", "a\r\nx: y")]);
    let fill = |value: &str| fill(value, &provider.secrets, &mut Veil::over(&provider));
    assert_eq!(fill("plain { } }}").unwrap(), "plain { } }}");
    assert_eq!(fill("{{secret:id}}:{{secret:key}}").unwrap(), "u:p");
    assert_eq!(fill("Basic {{basic:id:key}}").unwrap(), "Basic dTpw");
    assert_eq!(fill("{{secret:other}}").unwrap_err(), Denied::NotConfigured("secret other".into()));
    assert_eq!(fill("{{basic:id:other}}").unwrap_err(), Denied::NotConfigured("secret other".into()));
    assert_eq!(fill("{{secret:broken}}").unwrap_err(), Denied::NotConfigured("secret broken cannot stand in a header".into()));
    for malformed in ["{{secret:id", "{{}}", "{{env:HOME}}", "{{basic:id}}", "{{ secret:id}}"] {
        assert!(matches!(fill(malformed), Err(Denied::Refused(_))), "{malformed}");
    }
}

#[test]
fn secrets_are_not_filled_in_twice() {
    let provider = provider(&[("id", "{{secret:key}}"), ("key", "p")]);
    assert_eq!(fill("{{secret:id}}", &provider.secrets, &mut Veil::over(&provider)).unwrap(), "{{secret:key}}");
}

struct Never;

#[async_trait::async_trait]
impl Outbound for Never {
    async fn send(&self, request: egress::Request) -> Result<Response, egress::Error> {
        panic!("{request:?} went out")
    }
}

#[tokio::test]
async fn a_malformed_request_never_goes_out() {
    let grants = Grants { providers: [("provider".to_owned(), provider(&[]))].into(), limits: Limits::default() };
    let asked = |method: &str, headers: Vec<(String, String)>| Asked {
        provider: "provider".into(),
        method: method.into(),
        path: "/".into(),
        headers,
        body: None,
    };
    let header = |name: &str, value: &str| asked("GET", vec![(name.into(), value.into())]);
    let mut cases: Vec<_> = ["", "get", "CONNECT", "TRACE", "GET ", "GET / HTTP/1.1\r\n"].map(|method| asked(method, Vec::new())).into();
    for name in [
        "Host",
        "host",
        "Connection",
        "Transfer-Encoding",
        "content-length",
        "TE",
        "Upgrade",
        "Proxy-Authorization",
        "Accept-Encoding",
        "",
        "a b",
        "a:",
        "a\r\nb",
        "é",
        &"a".repeat(300),
    ] {
        cases.push(header(name, "x"));
    }
    for value in ["a\r\nb", "a\nb", "a\u{0}", "é", "\u{7f}", &"a".repeat(HEADER_BYTES_MAX + 1)] {
        cases.push(header("x", value));
    }
    cases.push(asked("GET", vec![("x".to_owned(), "y".to_owned()); HEADERS_MAX + 1]));
    let providers = ["provider".to_owned()];
    for case in cases {
        let told = format!("{} {:?}", case.method, case.headers.first());
        let until = Instant::now() + Duration::from_secs(1);
        let mut way = Way { providers: &providers, grants: &grants, out: &Never, until, requests: 0 };
        assert!(matches!(way.send(case).await, Err(Denied::Refused(_))), "{told}");
    }
}

#[test]
fn every_spelling_of_a_secret_is_veiled() {
    let veil = Veil::over(&provider(&[("short", "abc"), ("long", "xabcx"), ("odd", "a\"b/c d"), ("empty", "")]));
    for (text, cleared) in [
        ("nothing here", "nothing here"),
        ("abc xabcx abcabc", "[secret] [secret] [secret][secret]"),
        ("plain a\"b/c d", "plain [secret]"),
        ("json a\\\"b/c d", "json [secret]"),
        ("url a%22b%2Fc+d", "url [secret]"),
        ("base64 YWJj", "base64 [secret]"),
    ] {
        assert_eq!(veil.clear_text(text.into()), cleared);
    }
    let binary = Response { status: 200, headers: Vec::new(), body: Bytes::from_static(b"\xff\0abc\xff") };
    assert_eq!(veil.clear(binary).body, Bytes::from_static(b"\xff\0[secret]\xff"));
}
