//! What it costs to wait: streams of parked runs, and long polls, thousands at once on one server.
//!
//! What each figure is, and the variables that shorten or lengthen this: docs/figures.md.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on fails, and a figure is an estimate")]

use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tests::bench::server::{Place, Server};
use tests::bench::table::{Table, number};
use tests::bench::{machine, millis_each, process, ratio, server, setting};
use tests::customer::DILIGENCE;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Clients that wait for one run.
const WAITERS_OF_A_RUN: usize = 10;
/// Connections that are opened at the same time.
const TOGETHER: usize = 50;
/// How long the server is left alone before a figure is taken.
const SETTLE: Duration = Duration::from_secs(2);

fn main() {
    // `cargo test` also starts benches, to see that they compile.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    server::binary();
    let folder = tempfile::tempdir().unwrap();
    println!("{}\n", machine::describe(folder.path()));
    let place = Place::sqlite(folder.path());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    println!("{}", runtime.block_on(measure(&place)));
}

async fn measure(place: &Place) -> String {
    let waiters = usize::try_from(setting("BENCH_WAITERS", 2_000)).unwrap();
    let watched = Duration::from_secs(setting("BENCH_IDLE_SECONDS", 30));
    let secret = place.customers(1).remove(0);
    let mut table = Table::new(&["what waits", "how many", "KiB each", "CPU ms/s at rest", "CPU ms/s without"]);
    for (what, kinds) in [("streams", &[Kind::Stream][..]), ("long polls", &[Kind::Poll]), ("both at once", &[Kind::Stream, Kind::Poll])] {
        // Each has a server of its own: what one has let go of would be used again by the next, and count for nothing.
        let server = Server::start(place);
        let client = Client { address: server.address, secret: secret.clone() };
        let mut runs = Vec::new();
        for _ in 0..waiters.div_ceil(WAITERS_OF_A_RUN) {
            runs.push(client.parked().await);
        }
        tokio::time::sleep(SETTLE).await;
        let (before, alone) = (process::resident_kib(server.pid()), at_rest(&server, watched).await);
        let mut open = Vec::new();
        for kind in kinds {
            for group in (0..waiters).collect::<Vec<_>>().chunks(TOGETHER) {
                let attach = group.iter().map(|n| client.wait(&runs[n / WAITERS_OF_A_RUN], *kind));
                open.extend(futures::future::join_all(attach).await.into_iter().map(|stream| (*kind, stream)));
            }
        }
        tokio::time::sleep(SETTLE).await;
        let grown = process::resident_kib(server.pid()).saturating_sub(before);
        let busy = at_rest(&server, watched).await;
        let over = open.iter().filter(|(kind, stream)| kind.is_over(stream)).count();
        assert_eq!(over, 0, "{what}: so many did not wait any more when the figure was taken");
        table.row([what.to_owned(), open.len().to_string(), number(ratio(grown as f64, open.len() as f64)), number(busy), number(alone)]);
    }
    format!("Waiting on runs that are parked: resident memory of the server for each, and its processor time meanwhile\n\n{table}")
}

/// How a client waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Stream,
    Poll,
}

impl Kind {
    /// Whether the connection waits no more: a poll that has its answer, a stream whose server is gone.
    fn is_over(self, stream: &TcpStream) -> bool {
        let mut chunk = [0; 16_384];
        match stream.try_read(&mut chunk) {
            // A stream says now and then that it is still there.
            Ok(read) => self == Kind::Poll || read == 0,
            Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
        }
    }
}

/// Milliseconds of processor time in a second.
async fn at_rest(server: &Server, watched: Duration) -> f64 {
    let before = process::cpu(server.pid());
    tokio::time::sleep(watched).await;
    millis_each(process::cpu(server.pid()) - before, watched.as_secs())
}

struct Client {
    address: SocketAddr,
    secret: String,
}

impl Client {
    async fn send(&self, method: &str, path: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let (secret, length) = (&self.secret, body.len());
        let head = format!(
            "{method} /v1/{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {secret}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    /// Reads until the answer so far is `enough`.
    async fn read(stream: &mut TcpStream, enough: impl Fn(&str) -> bool) -> String {
        let (mut text, mut chunk) = (String::new(), [0; 16_384]);
        while !enough(&text) {
            let read = stream.read(&mut chunk).await.unwrap();
            assert!(read > 0, "the server hung up: {text}");
            text.push_str(&String::from_utf8_lossy(&chunk[..read]));
        }
        text
    }

    /// A run that waits for a decision.
    async fn parked(&self) -> String {
        let body = json!({ "message": DILIGENCE, "workflow": "business-due-diligence" }).to_string();
        let mut stream = self.send("POST", "runs", &body).await;
        let answer = Client::read(&mut stream, |text| text.ends_with('}')).await;
        let created: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        let run = created["id"].as_str().unwrap().to_owned();
        self.wait(&run, Kind::Stream).await;
        run
    }

    /// A connection that waits for the run: a stream that has heard of the plan, or a long poll.
    async fn wait(&self, run: &str, kind: Kind) -> TcpStream {
        match kind {
            Kind::Poll => self.send("GET", &format!("runs/{run}?wait=50"), "").await,
            Kind::Stream => {
                let mut stream = self.send("GET", &format!("runs/{run}/events"), "").await;
                Client::read(&mut stream, |text| text.contains("run.requires_approval")).await;
                stream
            }
        }
    }
}
