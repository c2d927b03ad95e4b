//! Checks that misbehave: each is one failed call with the right code, and the next call knows nothing of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use egress::{Outbound, Request, Response};
use journal::{CallId, Json, Time};
use sandbox::{Answer, Call, Check, Grants, Limits, Options, Provider, Sandbox, Secret};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};
use tests::guests;

fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| Sandbox::new(Options::default()).unwrap())
}

fn hostile() -> &'static Check {
    static CHECK: OnceLock<Check> = OnceLock::new();
    CHECK.get_or_init(|| sandbox().check(guests::component("hostile-check")).unwrap())
}

/// A provider that keeps what it was sent and answers after one rule.
struct Stand {
    rule: fn(&Request) -> Result<Response, egress::Error>,
    hangs: bool,
    sent: Mutex<Vec<Request>>,
}

impl Stand {
    fn new(rule: fn(&Request) -> Result<Response, egress::Error>) -> Stand {
        Stand { rule, hangs: false, sent: Mutex::new(Vec::new()) }
    }

    fn sent(&self) -> Vec<Request> {
        self.sent.lock().unwrap().clone()
    }
}

#[async_trait::async_trait]
impl Outbound for Stand {
    async fn send(&self, request: Request) -> Result<Response, egress::Error> {
        self.sent.lock().unwrap().push(request.clone());
        if self.hangs {
            std::future::pending::<()>().await;
        }
        (self.rule)(&request)
    }
}

fn ok(_: &Request) -> Result<Response, egress::Error> {
    Ok(Response { status: 200, headers: vec![("x-kind".into(), "test".into())], body: "hi".into() })
}

/// Says back everything it was sent: in a header, in the body.
fn echo(request: &Request) -> Result<Response, egress::Error> {
    let told = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("; ");
    Ok(Response { status: 401, headers: vec![("x-echo".into(), told.clone())], body: told.into() })
}

fn grants(limits: Limits) -> Grants {
    let secrets = [("id", "client-7001"), ("key", "k\"ey/hunter2")].map(|(name, text)| (name.to_owned(), Secret::new(text)));
    let provider = Provider { base_url: "https://provider.test/v1".parse().unwrap(), secrets: secrets.into() };
    Grants { providers: [("provider".to_owned(), provider.clone()), ("undeclared".to_owned(), provider)].into(), limits }
}

fn a_call(check: &str, input: &Value) -> Call {
    let id = CallId::new(Time::from_micros(0), &[1; 10]);
    Call { id, check: check.into(), input: Json::of(input).unwrap(), asked_at: Time::from_micros(1_750_000_000_000_000) }
}

async fn perform(check: &str, input: Value, limits: Limits, out: &Stand) -> Answer {
    hostile().perform(&a_call(check, &input), &grants(limits), out).await
}

async fn calm(check: &str, input: Value) -> Answer {
    perform(check, input, Limits::default(), &Stand::new(ok)).await
}

fn code(answer: &Answer) -> &str {
    match answer {
        Answer::Failed { code, retryable, .. } => {
            assert!(!retryable, "the same call would fail again: {answer:?}");
            code
        }
        Answer::Success(_) | Answer::NotFound(_) => panic!("it succeeded: {answer:?}"),
    }
}

fn output(answer: Answer) -> Value {
    match answer {
        Answer::Success(output) => output.value(),
        Answer::NotFound(_) | Answer::Failed { .. } => panic!("it failed: {answer:?}"),
    }
}

async fn a_trivial_call_succeeds() {
    let start = Instant::now();
    assert_eq!(output(calm("trivial", json!({})).await), json!({ "ok": true }));
    assert!(start.elapsed() < Duration::from_secs(2), "it took {:?}", start.elapsed());
}

fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4_096
}

fn fuel(fuel: u64) -> Limits {
    Limits { fuel, ..Limits::default() }
}

#[tokio::test]
async fn each_misbehaviour_is_one_failed_call_and_memory_stays_bounded() {
    let roomy = Limits { memory_bytes: 120 << 20, ..Limits::default() };
    let boundless = Limits { memory_bytes: usize::MAX, deadline: Duration::MAX, ..Limits::default() };
    let cases = || {
        [
            ("spin", json!({}), fuel(50_000_000), "check_out_of_fuel"),
            ("allocate", json!({}), Limits::default(), "check_out_of_memory"),
            ("allocate", json!({}), boundless.clone(), "check_out_of_memory"),
            ("recurse", json!({}), Limits::default(), "check_trapped"),
            ("recurse_widely", json!({}), Limits::default(), "check_trapped"),
            ("panic", json!({}), Limits::default(), "check_trapped"),
            ("read_wildly", json!({}), Limits::default(), "check_trapped"),
            ("write_much", json!({ "bytes": 100_000_000 }), roomy.clone(), "check_output_too_large"),
            ("write_much", json!({ "bytes": 262_145 }), Limits::default(), "check_output_too_large"),
            ("send_much", json!({ "bytes": 50_000_000 }), roomy.clone(), "check_output_too_large"),
            ("send_often", json!({}), fuel(20_000_000), "check_out_of_fuel"),
        ]
    };
    a_trivial_call_succeeds().await;
    let before = resident_bytes();
    for _ in 0..3 {
        for (check, input, limits, expected) in cases() {
            let answer = perform(check, input, limits, &Stand::new(ok)).await;
            assert_eq!(code(&answer), expected, "{check}: {answer:?}");
            a_trivial_call_succeeds().await;
        }
    }
    // Other tests run beside this one, each with a guest of its own.
    let grown = resident_bytes().saturating_sub(before);
    assert!(grown < 200 << 20, "the process grew by {grown} bytes");
}

#[tokio::test]
async fn an_answer_of_the_wrong_shape_is_a_failed_call() {
    for text in ["", "nonsense", "[]", "\"{}\"", "1", "null", "{", "{\"a\":1e999}", "{}{}"] {
        for check in ["write_text", "write_text_not_found"] {
            assert_eq!(code(&calm(check, json!({ "text": text })).await), "check_malformed_output", "{text}");
        }
    }
    assert_eq!(output(calm("write_text", json!({ "text": " {\"a\": 1} " })).await), json!({ "a": 1 }));
    let not_found = calm("write_text_not_found", json!({ "text": "{}" })).await;
    assert_eq!(not_found, Answer::NotFound(Json::parse("{}").unwrap()));
    let small = Limits { output_bytes: 10, ..Limits::default() };
    let answer = perform("write_text", json!({ "text": "{\"aaaa\":1}" }), small.clone(), &Stand::new(ok)).await;
    assert_eq!(output(answer), json!({ "aaaa": 1 }));
    let answer = perform("write_text", json!({ "text": "{\"aaaaa\":1}" }), small, &Stand::new(ok)).await;
    assert_eq!(code(&answer), "check_output_too_large");
}

#[tokio::test]
async fn a_failure_keeps_its_word_and_a_bounded_sentence() {
    for bad in ["", "Bad", "bad code", "7bad", "bad\n", "ünwort", &"a".repeat(65)] {
        assert_eq!(code(&calm("fail", json!({ "code": bad, "message": "m" })).await), "check_malformed_failure", "{bad}");
    }
    let message = format!("line\r\n\u{1b}[31m{}", "x".repeat(10_000));
    let Answer::Failed { code, message, retryable } = calm("fail", json!({ "code": "provider_refused", "message": message })).await else {
        panic!("it succeeded")
    };
    assert_eq!((code.as_str(), retryable), ("provider_refused", true));
    assert!(message.starts_with("line   [31mxxx") && message.len() <= 500, "{message}");
}

#[tokio::test]
async fn what_the_host_can_tell_of_a_call_never_reaches_the_guest() {
    assert_eq!(code(&calm("no_such_check", json!({})).await), "check_unknown");
    assert_eq!(code(&calm("trivial", json!([])).await), "invalid_input");
    assert_eq!(code(&calm("trivial", json!({ "text": 7 })).await), "invalid_input");
}

#[tokio::test]
async fn every_call_is_a_fresh_instance_at_the_time_it_was_asked() {
    for _ in 0..3 {
        assert_eq!(output(calm("remember", json!({})).await), json!({ "calls": 1 }));
        assert_eq!(output(calm("tell_time", json!({})).await), json!({ "now": 1_750_000_000_000_000_u64 }));
    }
}

#[tokio::test]
async fn a_deadline_ends_a_guest_that_spins_and_one_that_waits() {
    let short = Limits { deadline: Duration::from_millis(100), fuel: 10_000_000_000, ..Limits::default() };
    // One thread runs both the guest and the clock: the guest has to give way by itself.
    assert_eq!(code(&perform("spin", json!({}), short.clone(), &Stand::new(ok)).await), "timeout");
    let silent = Stand { hangs: true, ..Stand::new(ok) };
    let send = json!({ "provider": "provider", "method": "GET", "path": "/" });
    assert_eq!(code(&perform("send", send, short, &silent).await), "timeout");
    let sent = silent.sent();
    assert!(sent[0].deadline <= Duration::from_millis(100), "a request has no more time than its call");
    a_trivial_call_succeeds().await;
}

#[tokio::test]
async fn requests_are_counted() {
    let stand = Stand::new(ok);
    let last = output(perform("send_often", json!({ "times": 100 }), Limits::default(), &stand).await);
    assert_eq!(last, json!({ "error": "refused", "why": "a call may make 8 requests" }));
    assert_eq!(stand.sent().len(), 8);
}

#[tokio::test]
async fn a_request_goes_only_to_providers_that_were_declared_and_configured() {
    let stand = Stand::new(ok);
    for (provider, error) in [("other", "refused"), ("undeclared", "refused"), ("unconfigured", "not-configured"), ("", "refused")] {
        let input = json!({ "provider": provider, "method": "GET", "path": "/" });
        assert_eq!(output(perform("send", input, Limits::default(), &stand).await)["error"], error, "{provider}");
    }
    assert!(stand.sent().is_empty());
    let input = json!({ "provider": "provider", "method": "POST", "path": "/pan?x=1", "headers": [["X-A", "b"]], "body": "{}" });
    let told = output(perform("send", input, Limits::default(), &stand).await);
    assert_eq!(told, json!({ "status": 200, "headers": [["x-kind", "test"]], "body": "hi" }));
    let sent = &stand.sent()[0];
    assert_eq!((sent.method.as_str(), sent.url.as_str()), ("POST", "https://provider.test/v1/pan?x=1"));
    assert_eq!((sent.headers.clone(), sent.body.clone()), (vec![("X-A".into(), "b".into())], Some("{}".into())));
}

#[tokio::test]
async fn a_guest_uses_secrets_that_it_never_sees() {
    let stand = Stand::new(echo);
    let headers = json!([["x-id", "{{secret:id}}"], ["x-key", "a {{secret:key}} b"], ["authorization", "Basic {{basic:id:key}}"]]);
    let input = json!({ "provider": "provider", "method": "GET", "path": "/", "headers": headers });
    let told = output(perform("send", input, Limits::default(), &stand).await);
    let sent = &stand.sent()[0];
    let basic = "Basic Y2xpZW50LTcwMDE6ayJleS9odW50ZXIy";
    let expected = [("x-id", "client-7001"), ("x-key", "a k\"ey/hunter2 b"), ("authorization", basic)];
    assert_eq!(sent.headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let cleared = "x-id: [secret]; x-key: a [secret] b; authorization: Basic [secret]";
    assert_eq!(told, json!({ "status": 401, "headers": [["x-echo", cleared]], "body": cleared }));
}

#[tokio::test]
async fn an_error_that_echoes_a_secret_is_cleared_too() {
    let stand = Stand::new(|_| Err(egress::Error::Connection("no route for client-7001".into())));
    let input = json!({ "provider": "provider", "method": "GET", "path": "/" });
    let told = output(perform("send", input, Limits::default(), &stand).await);
    assert_eq!(told, json!({ "error": "connection", "why": "no route for [secret]" }));
}

#[tokio::test]
async fn a_flood_of_log_lines_is_swallowed() {
    assert_eq!(output(perform("log_much", json!({}), Limits::default(), &Stand::new(ok)).await), json!({}));
}

/// Counts how many requests are under way at one time.
#[derive(Default)]
struct Queue {
    now: AtomicUsize,
    most: AtomicUsize,
}

#[async_trait::async_trait]
impl Outbound for Queue {
    async fn send(&self, request: Request) -> Result<Response, egress::Error> {
        self.most.fetch_max(self.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        self.now.fetch_sub(1, Ordering::SeqCst);
        ok(&request)
    }
}

#[tokio::test]
async fn more_calls_than_there_are_slots_wait_and_none_fails() {
    let sandbox = Sandbox::new(Options { calls_max: Some(2), ..Options::default() }).unwrap();
    let check = sandbox.check(guests::component("hostile-check")).unwrap();
    let (queue, grants) = (Queue::default(), grants(Limits::default()));
    let call = a_call("send", &json!({ "provider": "provider", "method": "GET", "path": "/" }));
    let calls = (0..20).map(|_| check.perform(&call, &grants, &queue));
    for answer in futures::future::join_all(calls).await {
        assert_eq!(output(answer)["status"], 200);
    }
    assert_eq!(queue.most.load(Ordering::SeqCst), 2);
}
