//! How fast deliveries go out over TLS to a receiver on the same machine, and how soon after a run's end.
//!
//! What each figure is, and the variables that shorten or lengthen this: docs/figures.md.

#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench that cannot go on fails, and a figure is an estimate")]

use journal::Time;
use reqwest::Client;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::bench::server::{Place, Server};
use tests::bench::table::{Table, number};
use tests::bench::{machine, millis_each, percentile, process, ratio, server, setting};
use tests::receiver::{Authority, Received, Receiver, Says};

/// Requests under way at one time.
const TOGETHER: usize = 32;

fn main() {
    // `cargo test` also starts benches, to see that they compile.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    server::binary();
    let folder = tempfile::tempdir().unwrap();
    println!("{}\n", machine::describe(folder.path()));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    println!("{}", runtime.block_on(measure(&Place::sqlite(folder.path()))));
}

struct Customer {
    client: Client,
    base: String,
    secret: String,
}

impl Customer {
    async fn post(&self, path: &str, body: Value) -> Value {
        let request = self.client.post(format!("{}/v1/{path}", self.base)).bearer_auth(&self.secret);
        let response = request.json(&body).send().await.unwrap();
        assert!(response.status().is_success(), "{}", response.text().await.unwrap());
        response.json().await.unwrap()
    }

    /// Runs that end at once, one after another or side by side.
    async fn runs(&self, count: usize, together: usize) {
        for group in (0..count).collect::<Vec<_>>().chunks(together) {
            futures::future::join_all(group.iter().map(|_| self.post("runs", json!({ "message": "nobody" })))).await;
        }
    }
}

async fn measure(place: &Place) -> String {
    let authority = Authority::default();
    place.trust(&authority.pem);
    let secret = place.customers(1).remove(0);
    let server = Server::start(place);
    let receiver = Receiver::start(&authority, Says::Status(204)).await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().no_proxy().build().unwrap();
    let customer = Customer { client, base: format!("http://{}", server.address), secret };
    let endpoint = customer.post("webhooks", json!({ "url": receiver.url() })).await;

    let quick = usize::try_from(setting("BENCH_QUICK", 100)).unwrap();
    customer.runs(quick, 1).await;
    let mut delays: Vec<Duration> = heard(&receiver, quick).await.iter().map(delay).collect();
    delays.sort_unstable();

    // What failed once is all due at the same moment when it is recovered.
    let count = usize::try_from(setting("BENCH_DELIVERIES", 5_000)).unwrap();
    receiver.says(Says::Status(500));
    customer.runs(count, TOGETHER).await;
    heard(&receiver, quick + count).await;
    receiver.says(Says::Status(204));
    let path = format!("webhooks/{}/recover", endpoint["id"].as_str().unwrap());
    let (begun, cpu) = (Instant::now(), process::cpu(server.pid()));
    let recovered = customer.post(&path, json!({ "since": "2020-01-01T00:00:00Z" })).await;
    assert_eq!(recovered["deliveries"], count);
    heard(&receiver, quick + 2 * count).await;
    let (took, cpu) = (begun.elapsed(), process::cpu(server.pid()) - cpu);
    let mut table = Table::new(&["deliveries", "per second", "server CPU ms each", "p50 ms from end to receiver", "p99 ms", "peak MiB"]);
    table.row([
        count.to_string(),
        number(ratio(count as f64, took.as_secs_f64())),
        number(millis_each(cpu, count as u64)),
        number(millis_each(percentile(&delays, 50), 1)),
        number(millis_each(percentile(&delays, 99), 1)),
        number(process::peak_kib(server.pid()) as f64 / 1_024.0),
    ]);
    format!("Deliveries over TLS with kept connections to a receiver in this process, SQLite, fsync on\n\n{table}")
}

/// From the end of the run to the whole request at the receiver.
fn delay(received: &Received) -> Duration {
    let body: Value = serde_json::from_slice(&received.body).unwrap();
    let ended: Time = serde_json::from_value(body["created_at"].clone()).unwrap();
    received.at.since(ended)
}

async fn heard(receiver: &Receiver, count: usize) -> Vec<Received> {
    let begun = Instant::now();
    while receiver.count() < count {
        assert!(begun.elapsed() < Duration::from_secs(120), "{} of {count}", receiver.count());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    receiver.received()
}
