//! Runs per second of one host and of three on the same PostgreSQL, and what a run costs them and the database.

use crate::Hosts;
use std::path::Path;
use std::time::Duration;
use tests::bench::load::Clients;
use tests::bench::table::{Table, number};
use tests::bench::{median, millis_each, percentile, process, setting, words};
use tests::postgres::Cluster;

/// Organisations, each with a key, that the clients share.
const CUSTOMERS: usize = 4;

struct Round {
    runs_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    servers_ms: f64,
    database_ms: f64,
}

pub(crate) async fn measure(cluster: &Cluster, folder: &Path) {
    let round = Duration::from_secs(setting("BENCH_SECONDS", 3));
    let rounds = setting("BENCH_ROUNDS", 5);
    let mut table = Table::new(&["hosts", "clients", "runs/s", "p50 ms", "p99 ms", "servers' CPU ms/run", "database CPU ms/run"]);
    for count in [1, 3] {
        let hosts = Hosts::start(cluster, folder, &format!("load-{count}"), count, &[]);
        let secrets = hosts.place.customers(CUSTOMERS);
        for word in words("BENCH_CLIENTS", "16,64") {
            let wanted: usize = word.parse().unwrap();
            let mut clients = Vec::new();
            for (place, server) in hosts.servers.iter().enumerate() {
                // As even as the number allows.
                let share = wanted / count + usize::from(place < wanted % count);
                clients.push(Clients::connect(server.address, &secrets, share).await);
            }
            measured(cluster, &hosts, &mut clients, round / 2).await;
            let mut seen = Vec::new();
            for _ in 0..rounds {
                seen.push(measured(cluster, &hosts, &mut clients, round).await);
            }
            let figure = |figure: fn(&Round) -> f64| number(median(seen.iter().map(figure)));
            table.row([
                count.to_string(),
                wanted.to_string(),
                figure(|round| round.runs_per_second),
                figure(|round| round.p50_ms),
                figure(|round| round.p99_ms),
                figure(|round| round.servers_ms),
                figure(|round| round.database_ms),
            ]);
        }
        hosts.servers.into_iter().for_each(tests::bench::server::Server::stop);
    }
    println!("Durable runs of three checks over HTTP, clients spread evenly over the hosts\n\n{table}");
}

async fn measured(cluster: &Cluster, hosts: &Hosts, clients: &mut [Clients], time: Duration) -> Round {
    let servers = || hosts.servers.iter().map(|server| process::cpu(server.pid())).sum::<Duration>();
    let database = || process::family_cpu(cluster.postmaster());
    let (servers_before, database_before) = (servers(), database());
    let seen = futures::future::join_all(clients.iter_mut().map(|clients| clients.ask_for(time))).await;
    let runs = seen.iter().map(|seen| seen.runs).sum();
    let mut times: Vec<Duration> = seen.iter().flat_map(|seen| seen.times.iter().copied()).collect();
    times.sort();
    Round {
        runs_per_second: seen.iter().map(|seen| seen.runs_per_second).sum(),
        p50_ms: millis_each(percentile(&times, 50), 1),
        p99_ms: millis_each(percentile(&times, 99), 1),
        servers_ms: millis_each(servers().saturating_sub(servers_before), runs),
        database_ms: millis_each(database().saturating_sub(database_before), runs),
    }
}
