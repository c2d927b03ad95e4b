//! Webhooks on a developer's machine: a server, a program that is being written, `enrich listen` between them, and `enrich trigger`.

use crate::binary::{Machine, Process, http};
use data_encoding::BASE64;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;

/// A program that is being written: it answers with the statuses that it is told, and shows what it was sent.
struct Program {
    address: String,
    received: mpsc::Receiver<(Value, Vec<u8>)>,
}

impl Program {
    fn answering(answers: &'static [&'static str]) -> Program {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (tell, received) = mpsc::channel();
        std::thread::spawn(move || {
            for (stream, answer) in listener.incoming().zip(answers) {
                let request = request(stream.unwrap(), answer);
                if tell.send(request).is_err() {
                    return;
                }
            }
        });
        Program { address, received }
    }

    /// Headers, with their names in lower case, and body of the next request.
    fn next(&self) -> (Value, Vec<u8>) {
        self.received.recv_timeout(std::time::Duration::from_secs(60)).unwrap()
    }
}

fn request(mut stream: TcpStream, answer: &str) -> (Value, Vec<u8>) {
    let (mut bytes, mut room) = (Vec::new(), [0; 4096]);
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        let read = stream.read(&mut room).unwrap();
        assert!(read > 0, "it hung up");
        bytes.extend_from_slice(&room[..read]);
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let headers: serde_json::Map<String, Value> =
        text.lines().skip(1).filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.into())).collect();
    let length: usize = headers["content-length"].as_str().unwrap().parse().unwrap();
    let mut body = bytes[head + 4..].to_vec();
    while body.len() < length {
        let read = stream.read(&mut room).unwrap();
        assert!(read > 0, "it hung up");
        body.extend_from_slice(&room[..read]);
    }
    write!(stream, "HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    (headers.into(), body)
}

/// What the guide tells people to type.
fn told(job: &str) -> String {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api/webhooks.md");
    let text = std::fs::read_to_string(guide).unwrap();
    let (_, rest) = text.split_once(&format!("run={job}\n")).unwrap();
    rest.split_once("\n```").unwrap().0.to_owned()
}

/// The document's Python sample, as it stands there, verifies the delivery.
fn verified(secret: &str, headers: &Value, body: &[u8]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/tests/webhooks_wire/verify.py");
    let secrets = json!([[secret, "webhook-signature"]]);
    let stranger = json!([["whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "webhook-signature"]]);
    let deliveries = json!([{ "headers": headers, "body": BASE64.encode(body), "secrets": secrets, "strangers": stranger }]);
    let mut python = Command::new("python3").arg(script).arg("sample").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    serde_json::to_writer(python.stdin.take().unwrap(), &deliveries).unwrap();
    let said = python.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&said.stdout).trim(), "1 verified");
}

fn words(command: &str) -> Vec<&str> {
    let words = command.strip_prefix("enrich ").unwrap_or_else(|| panic!("{command} is no command of ours"));
    words.split_whitespace().collect()
}

/// The next line of a listener that speaks JSON.
fn line(listener: &mut Process) -> Value {
    serde_json::from_str(&listener.until(|_| true)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_guide_tells_people_to_try_works() {
    let machine = Machine::new();
    let (server, url) = machine.serve(&[]);
    let (_, _, secret) = machine.tenant("Acme");
    let environment = [("ENRICH_URL", url.as_str()), ("ENRICH_KEY", secret.as_str())];
    let program = Program::answering(&["200 OK"]);
    let command = told("listen").replace("127.0.0.1:3000", &program.address);
    let mut listener = machine.start_with(&words(&command), &environment);
    let greeting = listener.all_until(|line| line.contains("Ctrl-C"));
    let signing = greeting.iter().find_map(|line| line.strip_prefix("Signing secret: ")).unwrap();
    let said = machine.enrich_with(&words(&told("trigger")), &environment);
    assert!(said.code == 0 && said.out.starts_with("run.completed happened"), "{said:?}");
    let passed = listener.until(|line| line.starts_with("run.completed"));
    let (headers, body) = program.next();
    verified(signing, &headers, &body);
    let event: Value = serde_json::from_slice(&body).unwrap();
    let run = event["data"]["id"].as_str().unwrap();
    assert!(passed.contains(run) && passed.contains("  200  ") && passed.ends_with(" ms"), "{passed}");
    assert!(said.out.contains(run) && said.out.contains(event["id"].as_str().unwrap()), "{said:?}");
    assert_eq!((&event["type"], &event["data"]["status"]), (&json!("run.completed"), &json!("completed")));

    let webhooks = || async { http().get(format!("{url}/v1/webhooks")).bearer_auth(&secret).send().await.unwrap().text().await.unwrap() };
    assert!(webhooks().await.contains("\"ephemeral\":true"));
    assert!(listener.stop().success());
    assert_eq!(webhooks().await, "[]", "nothing stays of it");
    assert!(server.stop().success());
}

#[test]
fn every_event_can_be_triggered_and_each_is_of_a_run_that_there_is() {
    let machine = Machine::new();
    let (_server, url) = machine.serve(&[]);
    let (_, _, secret) = machine.tenant("Acme");
    let environment = [("ENRICH_URL", url.as_str()), ("ENRICH_KEY", secret.as_str())];
    let program = Program::answering(&["200 OK", "204 No Content", "202 Accepted", "200 OK", "200 OK", "500 Oops", "200 OK"]);
    let mut listener = machine.start_with(&["listen", "--forward-to", &program.address, "--json"], &environment);
    let greeting = line(&mut listener);
    let trigger = |arguments: &[&str]| machine.enrich_with(&[&["trigger", "--json"], arguments].concat(), &environment);
    for (event, status, reason) in [
        ("run.completed", "completed", Value::Null),
        ("run.failed", "failed", Value::Null),
        ("run.cancelled", "cancelled", json!("budget")),
        ("run.interrupted", "interrupted", Value::Null),
        ("run.requires_approval", "requires_approval", Value::Null),
    ] {
        let happened = trigger(&[event]).json();
        let passed = line(&mut listener);
        for (told, name) in [("event_id", "id"), ("event_type", "event_type"), ("run_id", "run_id")] {
            assert_eq!(happened[told], passed[name], "{event}");
        }
        assert_eq!((&happened["event_type"], &passed["delivery"]["status"]), (&json!(event), &json!("delivered")));
        let (headers, body) = program.next();
        verified(greeting["secret"].as_str().unwrap(), &headers, &body);
        let body: Value = serde_json::from_slice(&body).unwrap();
        let run = &body["data"];
        assert_eq!((&body["type"], &run["status"], &run["status_reason"]), (&json!(event), &json!(status), &reason), "{run:#}");
        assert_eq!((&run["id"], &run["mode"]), (&happened["run_id"], &json!("test")));
        let faulty = matches!(status, "failed" | "interrupted");
        assert_eq!((run["error"].is_object(), run["error"]["retryable"] == true), (faulty, status == "interrupted"), "{run:#}");
        assert!(!faulty || run["credits_used"].as_f64().unwrap() > 0.0, "what was answered before a fault is billed: {run:#}");
    }
    let endpoint = greeting["webhook"].as_str().unwrap();
    let ping = trigger(&["ping", "--endpoint", endpoint]).json();
    let refused = line(&mut listener);
    assert_eq!((&refused["id"], &refused["status"], &refused["run_id"]), (&ping["event_id"], &json!(500), &Value::Null));
    assert_eq!((&refused["delivery"]["status"], refused["delivery"]["next_attempt_at"].is_string()), (&json!("pending"), true));
    assert!(listener.stop().success());
}

#[test]
fn what_cannot_be_is_said_in_one_line() {
    let machine = Machine::new();
    let (_server, url) = machine.serve(&[]);
    let (org, _, secret) = machine.tenant("Acme");
    let live = machine.enrich(&["key", "create", "--org", &org, "--mode", "live", "--json"]).json();
    let with = |secret: &str, arguments: &[&str]| machine.enrich_with(arguments, &[("ENRICH_URL", &url), ("ENRICH_KEY", secret)]);
    assert!(with(live["secret"].as_str().unwrap(), &["trigger", "run.completed"]).refusal().contains("test key"));
    assert!(with(&secret, &["trigger", "ping", "--endpoint", "wh_1"]).refusal().contains("not_found"));
    assert!(with(&secret, &["trigger", "run.failed", "--endpoint", "wh_1"]).refusal().contains("--endpoint is for a ping"));
    let bold = machine.enrich(&["key", "create", "--org", &org, "--mode", "test", "--auto-approve", "--json"]).json();
    let told = with(bold["secret"].as_str().unwrap(), &["trigger", "run.requires_approval"]);
    assert!(told.refusal().contains("never waits"), "{told:?}");
    for wrong in [&["trigger", "run.ended"][..], &["trigger"], &["trigger", "ping"], &["listen"], &["listen", "--forward-to", "ftp://x/"]] {
        assert_eq!(with(&secret, wrong).code, 2, "{wrong:?}");
    }
    assert_eq!(with(&secret, &["listen", "--forward-to", "127.0.0.1:1", "--events", "run.failed,run.ended"]).code, 2);
    assert!(with("sk-tm-test-nobody", &["listen", "--forward-to", "127.0.0.1:1"]).refusal().contains("invalid_api_key"));

    let mut listener = machine.start_with(
        &["listen", "--forward-to", "127.0.0.1:1", "--events", "run.completed", "--json"],
        &[("ENRICH_URL", &url), ("ENRICH_KEY", &secret)],
    );
    line(&mut listener);
    assert_eq!(with(&secret, &["trigger", "run.cancelled"]).code, 0);
    assert_eq!(with(&secret, &["trigger", "run.completed"]).code, 0);
    let nobody = line(&mut listener);
    assert_eq!((&nobody["event_type"], &nobody["error"], &nobody["status"]), (&json!("run.completed"), &json!("connect"), &Value::Null));
    assert!(listener.stop().success());
}
