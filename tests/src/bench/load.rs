//! Clients that ask for runs over HTTP and wait for their ends, cheap enough not to be what is measured.
//!
//! Each has one connection and speaks just as much HTTP as its server does. All share one thread.

use super::{percentile, process};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Runs end in milliseconds here; a server that needs this long has failed.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(60);

/// What some clients saw in some time.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Runs that ended within the time, for each second of it.
    pub runs_per_second: f64,
    /// All runs, those that ended a little later included.
    pub runs: u64,
    /// Requests made for them.
    pub requests: u64,
    /// From the first byte of the creation to the last of the answer that said `completed`, sorted.
    pub times: Vec<Duration>,
    /// Processor time of the clients.
    pub own_cpu: Duration,
}

impl Seen {
    /// Milliseconds within which `share` of a hundred runs ended.
    pub fn millis(&self, share: u32) -> f64 {
        super::millis_each(percentile(&self.times, share), 1)
    }
}

/// Clients with open connections.
pub struct Clients {
    clients: Vec<Client>,
}

struct Client {
    connection: Connection,
    create: Vec<u8>,
    bearer: String,
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Clients {
    /// `count` of them, the keys dealt out in turn.
    pub async fn connect(address: SocketAddr, secrets: &[String], count: usize) -> Clients {
        let body = serde_json::json!({ "message": crate::customer::QUICKSTART, "workflow": "kyc-verification" }).to_string();
        let mut clients = Vec::with_capacity(count);
        for secret in secrets.iter().cycle().take(count) {
            let stream = TcpStream::connect(address).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let bearer = format!("host: {address}\r\nauthorization: Bearer {secret}\r\n");
            let length = body.len();
            let create =
                format!("POST /v1/runs HTTP/1.1\r\n{bearer}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}");
            clients.push(Client { connection: Connection { stream, buffer: Vec::new() }, create: create.into_bytes(), bearer });
        }
        Clients { clients }
    }

    /// All of them ask for run after run for `time`; those begun are waited for.
    #[expect(clippy::float_arithmetic, reason = "a figure is an estimate")]
    pub async fn ask_for(&mut self, time: Duration) -> Seen {
        let before = process::own_cpu();
        let until = Instant::now() + time;
        let each = futures::future::join_all(self.clients.iter_mut().map(|client| client.ask_until(until))).await;
        let mut seen = Seen { own_cpu: process::own_cpu().saturating_sub(before), ..Seen::default() };
        let mut within = 0_u64;
        for one in each {
            within += one.within;
            seen.requests += one.requests;
            seen.times.extend(one.times);
        }
        seen.runs = seen.times.len() as u64;
        seen.runs_per_second = within as f64 / time.as_secs_f64();
        seen.times.sort();
        seen
    }
}

impl Clients {
    /// The first of them asks for one run and waits for its end.
    pub async fn run_one(&mut self) {
        self.clients[0].run().await;
    }

    /// Each creates `count` runs and waits for none: the ids of their last ones.
    pub async fn create(&mut self, count: usize) -> Vec<String> {
        futures::future::join_all(self.clients.iter_mut().map(|client| async move {
            let mut last = String::new();
            for _ in 0..count {
                last = client.begin().await;
            }
            last
        }))
        .await
    }

    /// Whether all these runs, one of each client, are over.
    pub async fn have_ended(&mut self, runs: &[String]) -> bool {
        let ended = self.clients.iter_mut().zip(runs).map(|(client, run)| client.has_ended(run));
        futures::future::join_all(ended).await.into_iter().all(|ended| ended)
    }
}

#[derive(Default)]
struct One {
    within: u64,
    requests: u64,
    times: Vec<Duration>,
}

impl Client {
    async fn ask_until(&mut self, until: Instant) -> One {
        let mut one = One::default();
        while Instant::now() < until {
            let begun = Instant::now();
            one.requests += self.run().await;
            one.times.push(begun.elapsed());
            one.within += u64::from(Instant::now() < until);
        }
        one
    }

    async fn begin(&mut self) -> String {
        word(self.connection.ask(&self.create, "202").await, "\"id\":\"").to_owned()
    }

    async fn has_ended(&mut self, run: &str) -> bool {
        let poll = format!("GET /v1/runs/{run} HTTP/1.1\r\n{}\r\n", self.bearer);
        word(self.connection.ask(poll.as_bytes(), "200").await, "\"status\":\"") == "completed"
    }

    /// Creates a run and polls until it is completed. How many requests that took.
    async fn run(&mut self) -> u64 {
        let id = self.begin().await;
        let poll = format!("GET /v1/runs/{id}?wait=50 HTTP/1.1\r\n{}\r\n", self.bearer);
        let mut requests = 1;
        loop {
            requests += 1;
            let body = self.connection.ask(poll.as_bytes(), "200").await;
            match word(body, "\"status\":\"") {
                "completed" => return requests,
                "queued" | "running" => {}
                other => panic!("a run became {other}: {body}"),
            }
        }
    }
}

/// What stands in quotes behind the first `name`: a run's id and status come first in its resource.
fn word<'a>(body: &'a str, name: &str) -> &'a str {
    let found = body.split_once(name).and_then(|(_, rest)| rest.split_once('"'));
    found.unwrap_or_else(|| panic!("no {name} in {body}")).0
}

impl Connection {
    /// Sends a request and reads the whole answer, whose status must be `status`.
    async fn ask(&mut self, request: &[u8], status: &str) -> &str {
        let exchange = async {
            self.stream.write_all(request).await.unwrap();
            self.buffer.clear();
            loop {
                let read = self.stream.read_buf(&mut self.buffer).await.unwrap();
                assert!(read > 0, "the server closed a connection");
                if let Some(body) = whole(&self.buffer) {
                    return body;
                }
            }
        };
        let body = tokio::time::timeout(ANSWER_TIME_MAX, exchange).await.expect("the server answers");
        let text = std::str::from_utf8(&self.buffer).unwrap();
        assert_eq!(text.split(' ').nth(1), Some(status), "{text}");
        &text[body..]
    }
}

/// Where the body begins, once all of it is there.
fn whole(answer: &[u8]) -> Option<usize> {
    let body = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..body]).unwrap();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    let length = length.unwrap_or_else(|| panic!("an answer without a length: {head}"));
    (answer.len() >= body + length).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_length_says_so() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{}\r\n";
        assert_eq!(whole(answer), Some(38));
        assert_eq!(whole(&answer[..answer.len() - 1]), None);
        assert_eq!(whole(b"HTTP/1.1 200 OK\r\n"), None);
    }
}
