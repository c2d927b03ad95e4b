//! Deliveries on the wire: receivers that behave badly, and receivers that verify.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bytes::Bytes;
use data_encoding::BASE64;
use egress::{Client, Policy};
use futures::StreamExt;
use futures::future::join_all;
use journal::Time;
use run::{Clock, SystemClock};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tests::receiver::{Authority, Receiver, Says};
use webhook::{ATTEMPT_TIME_MAX, Attempt, Message, Outcome, Scheme, Secret, Signing, attempt};

const BODY: &str = r#"{"id":"evt_1","type":"run.completed","data":{"answer":"Rahul Sharma, ₹ 5","answer_spans":[]}}"#;
const GIGABYTE: u64 = 1 << 30;
const PACKAGES: [&str; 2] = ["standardwebhooks==1.1.0", "svix==2.9.1"];

fn now() -> Time {
    SystemClock::default().now()
}

/// A way out to loopback.
fn way(authority: &Authority) -> Client {
    let ca_pem = Some(authority.pem.clone().into_bytes());
    Client::new(&Policy { allow: vec!["127.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()], ca_pem }).unwrap()
}

async fn deliver(way: &Client, url: &str, signing: Signing<'_>) -> Attempt {
    let (url, body) = (url.parse().unwrap(), Bytes::from_static(BODY.as_bytes()));
    attempt(way, &Message { url: &url, id: "evt_1", body: &body, signing }, now()).await
}

async fn outcome(way: &Client, url: &str) -> Outcome {
    let secret = Secret::mint().unwrap();
    deliver(way, url, Signing { scheme: Scheme::Document, secret: &secret, previous: None }).await.outcome
}

fn text(text: &str) -> Says {
    Says::Text(text.to_owned())
}

fn forever(first: &str, again: &str, pause_millis: u64) -> Says {
    Says::Forever(first.to_owned(), again.to_owned(), Duration::from_millis(pause_millis))
}

fn memory_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[tokio::test]
async fn an_answer_is_an_outcome_and_a_redirect_leads_nowhere() {
    let authority = Authority::default();
    let way = way(&authority);
    let (receiver, elsewhere) = (Receiver::start(&authority, Says::Silence).await, Receiver::start(&authority, Says::Status(200)).await);
    let refused = |status, seconds: Option<u64>| Outcome::Refused { status, retry_after: seconds.map(Duration::from_secs) };
    let redirect = |status| format!("HTTP/1.1 {status} Away\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", elsewhere.url());
    for (says, expected) in [
        (Says::Status(200), Outcome::Delivered { status: 200 }),
        (Says::Status(204), Outcome::Delivered { status: 204 }),
        (text("HTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 202 Fine\r\ncontent-length: 0\r\n\r\n"), Outcome::Delivered { status: 202 }),
        (Says::Status(410), Outcome::Gone),
        (Says::Status(404), refused(404, None)),
        (Says::Status(500), refused(500, None)),
        (text("HTTP/1.1 429 Later\r\nRetry-After: 77\r\ncontent-length: 0\r\n\r\n"), refused(429, Some(77))),
        (Says::Text(redirect(301)), refused(301, None)),
        (Says::Text(redirect(307)), refused(307, None)),
    ] {
        receiver.says(says);
        assert_eq!(outcome(&way, &receiver.url()).await, expected);
    }
    assert_eq!((receiver.received().len(), elsewhere.connections()), (9, 0));
    let received = &receiver.received()[0];
    assert_eq!((received.line.as_str(), received.body.as_slice()), ("POST /hook HTTP/1.1", BODY.as_bytes()));
    assert_eq!(
        (received.headers["content-type"].as_str(), received.headers["user-agent"].as_str()),
        ("application/json", "Enrich-Webhooks/1")
    );
}

#[tokio::test]
async fn whoever_cannot_be_reached_or_breaks_off_is_told_apart() {
    let (authority, stranger) = (Authority::default(), Authority::default());
    let way = way(&authority);
    let broken = [
        (Says::HangUp, "reset"),
        (text("HTTP/1.1 200 OK\r\nx-cut"), "timeout"),
        (text("SSH-2.0-OpenSSH_9.9\r\n"), "protocol"),
        (text("HTTP/1.1 999999 What\r\n\r\n"), "protocol"),
    ];
    for (says, class) in broken {
        let receiver = Receiver::start(&authority, says).await;
        assert_eq!(outcome(&way, &receiver.url()).await, Outcome::Failed { class });
    }
    let untrusted = Receiver::start(&stranger, Says::Status(200)).await;
    assert_eq!(outcome(&way, &untrusted.url()).await, Outcome::Failed { class: "tls" });
    let other_name = untrusted.url().replace("localhost", "127.0.0.2");
    assert_eq!(outcome(&way, &other_name).await, Outcome::Failed { class: "connect" });
    assert_eq!(outcome(&way, "https://no-such-host.invalid/").await, Outcome::Failed { class: "name" });
    assert!(untrusted.received().is_empty());

    let receiver = Receiver::start(&authority, Says::Status(200)).await;
    let strict = Client::new(&Policy { allow: Vec::new(), ca_pem: Some(authority.pem.clone().into_bytes()) }).unwrap();
    for url in [receiver.url(), receiver.url().replace("localhost", "127.0.0.1"), receiver.url().replace("https", "http")] {
        assert_eq!(outcome(&strict, &url).await, Outcome::Failed { class: "forbidden_address" });
    }
    assert_eq!(receiver.connections(), 0);
    let url = receiver.url();
    drop(receiver);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(outcome(&way, &url).await, Outcome::Failed { class: "connect" });
}

/// All at once, several of each, while memory is watched: nothing that a receiver sends is kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receivers_without_end_cost_ten_seconds_and_no_memory() {
    const EACH: usize = 4;
    const MEMORY_BYTES_MAX: u64 = 48 << 20;
    let authority = Authority::default();
    let way = way(&authority);
    let filler = "x".repeat(64 * 1024);
    let late = Some("timeout");
    let conducts = [
        (Says::Silence, late, 10),
        (forever("HTTP/1.1 200 OK\r\nx-drip: ", "a", 100), late, 10),
        (forever("", "HTTP/1.1 103 Early\r\n\r\n", 1), late, 10),
        (forever("HTTP/1.1 200 OK\r\n", &format!("x-long: {filler}\r\n"), 0), Some("protocol"), 0),
        (forever(&format!("HTTP/1.1 200 OK\r\ncontent-length: {GIGABYTE}\r\n\r\n"), &filler, 0), None, 0),
        (forever("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", &format!("10000\r\n{filler}\r\n"), 0), None, 0),
        (forever("HTTP/1.1 200 OK\r\n\r\n", &filler, 0), None, 0),
        (forever("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", "d", 50), None, 0),
    ];
    let before = memory_bytes();
    let attempts = conducts.iter().flat_map(|conduct| std::iter::repeat_n(conduct, EACH)).map(async |(says, class, seconds)| {
        let receiver = Receiver::start(&authority, says.clone()).await;
        let secret = Secret::mint().unwrap();
        let signing = Signing { scheme: Scheme::Standard, secret: &secret, previous: None };
        let made = deliver(&way, &receiver.url(), signing).await;
        assert_eq!(made.outcome.class(), *class, "{made:?}");
        let about = Duration::from_secs(*seconds)..Duration::from_secs(seconds + 3);
        assert!(about.contains(&made.latency), "{made:?}");
        // Not even the buffers of the sockets take much: the connection is closed.
        assert!(receiver.sent() < GIGABYTE / 16, "{} bytes were taken", receiver.sent());
        memory_bytes().saturating_sub(before)
    });
    let grown = join_all(attempts).await.into_iter().max().unwrap();
    assert!(grown < MEMORY_BYTES_MAX, "{grown} bytes more");
    assert_eq!(ATTEMPT_TIME_MAX, Duration::from_secs(10));
}

#[tokio::test]
async fn connections_are_kept() {
    let authority = Authority::default();
    let way = way(&authority);
    let receiver = Receiver::start(&authority, Says::Status(200)).await;
    let url = receiver.url();
    let outcomes = futures::stream::iter(0..400).map(|_| outcome(&way, &url)).buffer_unordered(8).collect::<Vec<_>>().await;
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Delivered { status: 200 }));
    assert!(receiver.connections() <= 8, "{} connections", receiver.connections());
}

/// Deliveries as they arrived, each with the secrets that verify it (and by which header), and one that does not.
async fn deliveries(scheme: Scheme, rotating: bool) -> Value {
    let authority = Authority::default();
    let way = way(&authority);
    let receiver = Receiver::start(&authority, Says::Status(200)).await;
    let [secret, previous, stranger] = [0; 3].map(|_| Secret::mint().unwrap());
    for _ in 0..3 {
        let signing = Signing { scheme, secret: &secret, previous: rotating.then_some(&previous) };
        assert_eq!(deliver(&way, &receiver.url(), signing).await.outcome, Outcome::Delivered { status: 200 });
    }
    let own = match scheme {
        Scheme::Document => "webhook-signature-previous",
        Scheme::Standard => "webhook-signature",
    };
    let secrets = [Some((secret.reveal(), "webhook-signature")), rotating.then_some((previous.reveal(), own))];
    let secrets: Vec<_> = secrets.into_iter().flatten().collect();
    let delivery = |received: &tests::receiver::Received| {
        assert_eq!(received.headers.contains_key("webhook-signature-previous"), rotating && scheme == Scheme::Document);
        let strangers = [(stranger.reveal(), "webhook-signature")];
        json!({ "headers": received.headers, "body": BASE64.encode(&received.body), "secrets": secrets, "strangers": strangers })
    };
    receiver.received().iter().map(delivery).collect()
}

fn verified(python: &Path, how: &str, deliveries: &Value) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/webhooks_wire/verify.py");
    let mut child =
        Command::new(python).arg(script).arg(how).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    serde_json::to_writer(child.stdin.take().unwrap(), deliveries).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    assert!(status.success(), "{how}: {}", String::from_utf8_lossy(&stderr));
    assert_eq!(String::from_utf8_lossy(&stdout).trim(), "3 verified");
}

#[tokio::test]
async fn the_documents_own_sample_verifies_deliveries() {
    for rotating in [false, true] {
        verified(Path::new("python3"), "sample", &deliveries(Scheme::Document, rotating).await);
    }
}

#[tokio::test]
async fn the_public_packages_verify_the_standard_scheme() {
    let Some(python) = packages() else {
        assert!(std::env::var("CI").is_err(), "the packages cannot be had");
        eprintln!("SKIPPED: {PACKAGES:?} cannot be had here, so nobody else verified the standard scheme");
        return;
    };
    for rotating in [false, true] {
        let deliveries = deliveries(Scheme::Standard, rotating).await;
        for package in ["standardwebhooks", "svix.webhooks"] {
            verified(&python, package, &deliveries);
        }
    }
}

/// A Python with the packages, in an environment of our own that is kept between runs.
fn packages() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("webhooks-python");
    let python = folder.join("bin/python");
    let succeeds = |command: &mut Command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let imports = || succeeds(Command::new(&python).args(["-c", "import standardwebhooks, svix.webhooks"]));
    let install = || {
        succeeds(Command::new("python3").args(["-m", "venv"]).arg(&folder))
            && succeeds(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--timeout", "20"]).args(PACKAGES))
    };
    (imports() || install() && imports()).then_some(python)
}
