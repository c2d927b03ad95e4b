//! The client against a server that breaks off, refuses, repeats itself and falls silent: nothing is lost or heard twice.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use enrich::client::{Client, Error, Event, Message, NewRun, Patience};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const RUN: &str = r#"{"id":"run_1","thread_id":"th_1","status":"completed","credits_used":2.000001,"new_field":[1],
    "tool_calls":[{"id":"call_1","name":"pan_verification","status":"success","billed":true,"credits":2.000001,"latency_ms":1}]}"#;
const PATIENCE: Patience = Patience { tries: 3, pause: Duration::from_millis(1), silence: Duration::from_secs(20) };

/// What the server does with one connection.
enum Act {
    /// Answers with this and closes.
    Say(String),
    /// Answers with this and then says nothing more.
    Stall(String),
}

fn json(status: &str, body: &str) -> Act {
    let length = body.len();
    Act::Say(format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"))
}

fn stream(frames: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\nretry: 3000\n\n{frames}")
}

fn frame(seq: u64, name: &str, data: &str) -> String {
    format!("id: {seq}\nevent: {name}\ndata: {data}\n\n")
}

/// A server that plays `acts`, one for each connection, and tells the head and body of each request.
async fn server(acts: Vec<Act>) -> (Client, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(&format!("http://{}", listener.local_addr().unwrap()), "sk-tm-test-secret").unwrap();
    let (tell, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut stalled = Vec::new();
        for act in acts {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !complete(&request) {
                assert!(socket.read_buf(&mut request).await.unwrap() > 0, "the client hung up");
            }
            let _ = tell.send(String::from_utf8(request).unwrap());
            let (Act::Say(text) | Act::Stall(text)) = &act;
            socket.write_all(text.as_bytes()).await.unwrap();
            if matches!(act, Act::Stall(_)) {
                stalled.push(socket);
            }
        }
        std::future::pending::<()>().await;
    });
    (client, told)
}

fn complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |length| length.parse().unwrap());
    body.len() >= length
}

async fn heard(client: &Client, patience: Patience) -> (Vec<Message>, Result<(), Error>) {
    let mut messages = Vec::new();
    let outcome = client.follow("run_1", 0, patience, |message| messages.push(message)).await;
    (messages, outcome)
}

fn seqs(messages: &[Message]) -> Vec<u64> {
    messages.iter().map(|message| message.seq).collect()
}

#[tokio::test]
async fn a_broken_stream_is_taken_up_where_it_broke() {
    let end = frame(5, "run.completed", r#"{"status":"completed","credits_used":2.0}"#);
    let (client, mut requests) = server(vec![
        Act::Say(stream(&(frame(1, "run.created", "{}") + &frame(3, "run.status", r#"{"status":"running"}"#) + "id: 4\nevent: run.na"))),
        json("503 Service Unavailable", r#"{"error":{"code":"unavailable","message":"Later"}}"#),
        Act::Say(stream(&(frame(3, "run.status", r#"{"status":"running"}"#) + ": ping\n\n" + &frame(4, "run.mood", "{}") + &end))),
    ])
    .await;
    let (messages, outcome) = heard(&client, PATIENCE).await;
    outcome.unwrap();
    assert_eq!(seqs(&messages), [1, 3, 4, 5]);
    assert_eq!(messages[2].event, Event::Unknown);
    assert!(!requests.recv().await.unwrap().to_lowercase().contains("last-event-id"));
    for _ in 0..2 {
        assert!(requests.recv().await.unwrap().to_lowercase().contains("last-event-id: 3\r\n"));
    }
}

#[tokio::test]
async fn a_silent_connection_is_given_up_for_a_new_one() {
    let (client, _) = server(vec![
        Act::Stall(stream(&frame(1, "run.created", "{}"))),
        Act::Say(stream(&frame(2, "run.completed", r#"{"status":"failed","credits_used":0.0}"#))),
    ])
    .await;
    let (messages, outcome) = heard(&client, Patience { silence: Duration::from_millis(50), ..PATIENCE }).await;
    outcome.unwrap();
    assert_eq!(seqs(&messages), [1, 2]);
}

#[tokio::test]
async fn patience_ends_and_refusals_end_it_at_once() {
    let (client, _) = server((0..=PATIENCE.tries).map(|_| Act::Say(stream(""))).collect()).await;
    assert!(matches!(heard(&client, PATIENCE).await.1, Err(Error::Stream { .. })));
    let (client, _) = server(vec![json("404 Not Found", r#"{"error":{"code":"not_found","message":"No such run"}}"#)]).await;
    assert!(matches!(heard(&client, PATIENCE).await.1, Err(Error::Refused { status: 404, .. })));
}

#[tokio::test]
async fn a_run_that_is_long_over_says_so_with_204() {
    let (client, _) = server(vec![Act::Say("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".into())]).await;
    let (messages, outcome) = heard(&client, PATIENCE).await;
    outcome.unwrap();
    assert!(messages.is_empty());
}

#[tokio::test]
async fn a_run_is_created_with_key_and_idempotency_and_read_exactly() {
    let (client, mut requests) = server(vec![json("202 Accepted", RUN), json("200 OK", RUN)]).await;
    let new =
        NewRun { message: "Verify".into(), workflow: Some("kyc".into()), idempotency_key: Some("order-1".into()), ..NewRun::default() };
    let run = client.create(&new).await.unwrap();
    assert_eq!((run.id.as_str(), run.is_over(), run.billed()), ("run_1", true, Some(run.credits_used)));
    assert_eq!(run.text, RUN, "programs get all of it");
    let request = requests.recv().await.unwrap();
    assert!(request.starts_with("POST /v1/runs HTTP/1.1\r\n"), "{request}");
    assert!(request.to_lowercase().contains("idempotency-key: order-1\r\n"));
    assert!(request.contains("Bearer sk-tm-test-secret") && request.ends_with(r#"{"message":"Verify","workflow":"kyc"}"#), "{request}");
    client.run("run_1").await.unwrap();
    assert!(requests.recv().await.unwrap().starts_with("GET /v1/runs/run_1 HTTP/1.1\r\n"));
}

#[tokio::test]
async fn refusals_and_strangers_are_told_apart() {
    let refusal = r#"{"error":{"code":"insufficient_credits","message":"Organisation has no credits remaining"}}"#;
    let (client, _) =
        server(vec![json("402 Payment Required", refusal), json("200 OK", "<html>"), json("502 Bad Gateway", "<html>")]).await;
    let told = client.create(&NewRun::default()).await.unwrap_err();
    assert_eq!(told.to_string(), "Organisation has no credits remaining (insufficient_credits, HTTP 402)");
    for _ in 0..2 {
        assert!(matches!(client.create(&NewRun::default()).await, Err(Error::NotTheApi { .. })));
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = Client::new(&format!("http://{nobody}/api/v1/"), "sk-tm-test-secret").unwrap();
    let told = client.create(&NewRun::default()).await.unwrap_err();
    assert!(told.to_string().contains("is the server running?") && !format!("{told:?}").contains("secret"), "{told:?}");
    assert!(Client::new("ftp://host", "k").is_err() && Client::new("localhost", "k").is_err());
}
