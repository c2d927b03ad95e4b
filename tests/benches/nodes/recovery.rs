//! How long the runs of a host that was killed, or asked to stop, stand still before another has them.

use crate::Hosts;
use crate::clients::Asker;
use std::path::Path;
use std::time::{Duration, Instant};
use tests::bench::table::{Table, number};
use tests::bench::{percentile, setting};
use tests::postgres::Cluster;

/// Runs that the host has when it goes.
const RUNS: usize = 32;
/// Long enough that all of them wait for a provider then.
const LATENCY_MS: &str = "1500";

pub(crate) async fn measure(cluster: &Cluster, folder: &Path) {
    let rounds = setting("BENCH_KILLS", 3);
    let mut table = Table::new(&["the host was", "lease s", "rounds", "runs each", "ended after p50 s", "slowest s", "undisturbed s"]);
    for (how, lease) in [("killed", "8"), ("killed", "2"), ("asked to stop", "8")] {
        let (mut times, mut undisturbed) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            let name = format!("recovery-{how}-{lease}-{round}").replace(' ', "-");
            let flags = ["--lease-seconds", lease, "--simulator-latency", LATENCY_MS];
            let mut hosts = Hosts::start(cluster, folder, &name, 2, &flags);
            let asker = Asker::new(&hosts.place.customers(1)[0]);
            let (other, first) = (hosts.servers.pop().unwrap(), hosts.servers.pop().unwrap());
            // One run that nothing happens to, for comparison.
            let begun = Instant::now();
            asker.ended(other.address, &asker.create(other.address).await).await;
            undisturbed.push(begun.elapsed());
            let runs = futures::future::join_all((0..RUNS).map(|_| asker.create(first.address))).await;
            // Every one has asked a provider: the host dies with all of them in flight.
            for run in &runs {
                while asker.read(other.address, run).await["tool_calls"].as_array().is_none_or(Vec::is_empty) {}
            }
            let gone = Instant::now();
            match how {
                "killed" => drop(first),
                _ => first.stop(),
            }
            let ends = runs.iter().map(|run| async {
                asker.ended(other.address, run).await;
                gone.elapsed()
            });
            times.extend(futures::future::join_all(ends).await);
            other.stop();
        }
        times.sort();
        undisturbed.sort();
        let seconds = |times: &[Duration], share| number(percentile(times, share).as_secs_f64());
        table.row([
            how.to_owned(),
            lease.to_owned(),
            rounds.to_string(),
            RUNS.to_string(),
            seconds(&times, 50),
            seconds(&times, 100),
            seconds(&undisturbed, 50),
        ]);
    }
    println!("From the end of a host to the end of the runs that it had, at another host; a provider takes {LATENCY_MS} ms\n\n{table}");
}
