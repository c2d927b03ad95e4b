//! From a decision at one host to the long poll that waits for it: at the same host, and at another.

use crate::Hosts;
use crate::clients::Asker;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};
use tests::bench::table::{Table, number};
use tests::bench::{millis_each, percentile, setting};
use tests::postgres::Cluster;

/// Decisions that are waited for at the same time: each one alone in its batch of news, or some of them together.
const TOGETHER: [usize; 2] = [1, 16];
/// How long a waiter has to settle before the decision.
const SETTLE: Duration = Duration::from_millis(30);

/// When a decision was sent, when it was answered, and when the waiter heard of it.
struct Seen {
    sent: Duration,
    answered: Duration,
}

pub(crate) async fn measure(cluster: &Cluster, folder: &Path) {
    let count = usize::try_from(setting("BENCH_DECISIONS", 300)).unwrap();
    let hosts = Hosts::start(cluster, folder, "wake", 2, &[]);
    let asker = Asker::new(&hosts.place.customers(1)[0]);
    let (near, far) = (hosts.servers[0].address, hosts.servers[1].address);
    let mut table =
        Table::new(&["waiter at", "at once", "decisions", "p50 ms", "p99 ms", "slowest ms", "after the answer p50 ms", "p99 ms"]);
    for together in TOGETHER {
        for (name, waiter) in [("the same host", near), ("another host", far)] {
            let mut seen = Vec::new();
            while seen.len() < count {
                seen.extend(futures::future::join_all((0..together).map(|_| one(&asker, near, waiter))).await);
            }
            let sorted = |figure: fn(&Seen) -> Duration| {
                let mut times: Vec<Duration> = seen.iter().map(figure).collect();
                times.sort();
                times
            };
            let (sent, answered) = (sorted(|seen| seen.sent), sorted(|seen| seen.answered));
            let millis = |times: &[Duration], share| number(millis_each(percentile(times, share), 1));
            table.row([
                name.to_owned(),
                together.to_string(),
                seen.len().to_string(),
                millis(&sent, 50),
                millis(&sent, 99),
                millis(&sent, 100),
                millis(&answered, 50),
                millis(&answered, 99),
            ]);
        }
    }
    println!(
        "From the sending of a decision to the answer of the long poll that waits for it; and from the decision's own answer\n\n{table}"
    );
    hosts.servers.into_iter().for_each(tests::bench::server::Server::stop);
}

async fn one(asker: &Asker, decider: SocketAddr, waiter: SocketAddr) -> Seen {
    let run = asker.parked(decider).await;
    let waits = async {
        while asker.waited(waiter, &run).await["status"] == "requires_approval" {}
        Instant::now()
    };
    let decides = async {
        tokio::time::sleep(SETTLE).await;
        let sent = Instant::now();
        asker.decline(decider, &run).await;
        (sent, Instant::now())
    };
    let (heard, (sent, answered)) = futures::join!(waits, decides);
    Seen { sent: heard.duration_since(sent), answered: heard.saturating_duration_since(answered) }
}
