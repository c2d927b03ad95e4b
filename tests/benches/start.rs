//! How soon a server is ready, and what it keeps in memory while nobody asks for anything.
//!
//! What each figure is, and the variables that shorten or lengthen this: docs/figures.md.

#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench that cannot go on fails, and a figure is an estimate")]

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};
use tests::bench::server::{Place, Server};
use tests::bench::table::{Table, number};
use tests::bench::{machine, median, process, server, setting, words};
use tests::postgres::{Cluster, Durability};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Between two tries to connect.
const PAUSE: Duration = Duration::from_micros(200);

fn main() {
    // `cargo test` also starts benches, to see that they compile.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    server::binary();
    let folder = tempfile::tempdir().unwrap();
    println!("{}\n", machine::describe(folder.path()));
    let mut table = Table::new(&["engine", "first start ms", "start ms", "slowest ms", "CPU ms", "idle MiB"]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for name in words("BENCH_ENGINES", "sqlite,postgres") {
        let data = folder.path().join(&name);
        std::fs::create_dir_all(&data).unwrap();
        let cluster = (name == "postgres").then(|| Cluster::start(Durability::Disk)).flatten();
        let (engine, place) = match (&cluster, name.as_str()) {
            (Some(cluster), _) => ("PostgreSQL", Place { url: cluster.database(), data }),
            (None, "sqlite") => ("SQLite", Place::sqlite(&data)),
            (None, _) => continue,
        };
        // The first start makes the database and compiles the guests.
        let first = runtime.block_on(start(&place)).0;
        let starts: Vec<_> = (0..setting("BENCH_STARTS", 15)).map(|_| runtime.block_on(start(&place))).collect();
        let millis = |time: &Duration| time.as_secs_f64() * 1e3;
        table.row([
            engine.to_owned(),
            number(millis(&first)),
            number(median(starts.iter().map(|(time, _)| millis(time)))),
            number(starts.iter().map(|(time, _)| millis(time)).fold(0.0, f64::max)),
            number(median(starts.iter().map(|(_, cpu)| millis(cpu)))),
            number(idle_mib(&place)),
        ]);
    }
    println!("From the start of the process until /readyz answers; resident memory when idle\n\n{table}");
}

/// Starts a server and stops it again: the time until it was ready, and its processor time by then.
async fn start(place: &Place) -> (Duration, Duration) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let begun = Instant::now();
    let server = Server::launch(place, address);
    while !is_ready(address).await {
        assert!(begun.elapsed() < Duration::from_secs(60), "the server is not ready after a minute");
        tokio::time::sleep(PAUSE).await;
    }
    let took = (begun.elapsed(), process::cpu(server.pid()));
    server.stop();
    took
}

/// One request on a connection of its own. Answered late where the server listens and is not ready yet.
async fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address).await else { return false };
    let mut answer = String::new();
    let asked = stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await;
    asked.is_ok() && stream.read_to_string(&mut answer).await.is_ok() && answer.starts_with("HTTP/1.1 200")
}

fn idle_mib(place: &Place) -> f64 {
    let server = Server::start(place);
    std::thread::sleep(Duration::from_secs(setting("BENCH_IDLE_SECONDS", 5)));
    process::resident_kib(server.pid()) as f64 / 1_024.0
}
