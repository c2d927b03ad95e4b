//! Runs per second, times and costs, and what a loop that only writes the same rows reaches.

use crate::bare::Limit;
use crate::copies::Copies;
use crate::{CUSTOMERS, Engine, Settings};
use std::path::Path;
use std::time::Duration;
use tests::bench::load::Clients;
use tests::bench::server::Server;
use tests::bench::table::{Table, number};
use tests::bench::{median, millis_each, process, ratio};

/// One round as it was measured.
#[derive(Clone, Copy)]
pub(crate) struct Round {
    pub(crate) runs_per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// Milliseconds of processor time for each run: of the server, of the database's processes, of the clients.
    pub(crate) server_ms: f64,
    pub(crate) database_ms: f64,
    pub(crate) client_ms: f64,
    pub(crate) requests: f64,
}

/// One round against a server.
pub(crate) async fn round(engine: &Engine, server: &Server, clients: &mut Clients, time: Duration) -> Round {
    let (cpu, database) = (process::cpu(server.pid()), engine.cpu().unwrap_or_default());
    let seen = clients.ask_for(time).await;
    let spent = |after: Duration, before: Duration| millis_each(after.saturating_sub(before), seen.runs);
    Round {
        runs_per_second: seen.runs_per_second,
        p50_ms: seen.millis(50),
        p99_ms: seen.millis(99),
        server_ms: spent(process::cpu(server.pid()), cpu),
        database_ms: spent(engine.cpu().unwrap_or_default(), database),
        client_ms: millis_each(seen.own_cpu, seen.runs),
        requests: ratio(seen.requests as f64, seen.runs as f64),
    }
}

/// The median of one figure over all rounds.
pub(crate) fn middle(rounds: &[Round], figure: impl Fn(&Round) -> f64) -> f64 {
    median(rounds.iter().map(figure))
}

/// Rounds with so many clients, and the server's peak of resident memory in MiB.
async fn rounds(settings: &Settings, engine: &Engine, server: &Server, secrets: &[String], clients: usize) -> (Vec<Round>, f64) {
    let mut clients = Clients::connect(server.address, secrets, clients).await;
    clients.ask_for(settings.round / 2).await;
    process::forget_peak(server.pid());
    let mut rounds = Vec::new();
    for _ in 0..settings.rounds {
        rounds.push(round(engine, server, &mut clients, settings.round).await);
    }
    (rounds, process::peak_kib(server.pid()) as f64 / 1_024.0)
}

/// Measures and prints.
pub(crate) async fn measure(settings: &Settings, engines: &[Engine], folder: &Path) {
    let mut load = Table::new(&[
        "engine",
        "clients",
        "runs/s",
        "p50 ms",
        "p99 ms",
        "server CPU ms/run",
        "database CPU ms/run",
        "client CPU ms/run",
        "peak MiB",
        "requests/run",
    ]);
    let mut limits =
        Table::new(&["engine", "clients", "commits/run", "rows/run", "KiB/run", "runs/s", "bare runs/s", "ratio", "bare CPU ms/run"]);
    for engine in engines {
        let place = engine.place(folder, "load");
        let secrets = place.customers(CUSTOMERS);
        let server = Server::start(&place);
        let mut reached = Vec::new();
        for &clients in &settings.clients {
            let (rounds, peak) = rounds(settings, engine, &server, &secrets, clients).await;
            let figure = |figure: fn(&Round) -> f64| number(middle(&rounds, figure));
            load.row([
                engine.name().to_owned(),
                clients.to_string(),
                figure(|round| round.runs_per_second),
                figure(|round| round.p50_ms),
                figure(|round| round.p99_ms),
                figure(|round| round.server_ms),
                engine.cpu().map_or("-".to_owned(), |_| figure(|round| round.database_ms)),
                figure(|round| round.client_ms),
                number(peak),
                figure(|round| round.requests),
            ]);
            reached.push((clients, middle(&rounds, |round| round.runs_per_second)));
        }
        server.stop();
        let mut copies = Copies::open(&place.url).await;
        let template = copies.template().await;
        for (clients, runs_per_second) in reached {
            let limit = Limit::measure(settings, &mut copies, clients).await;
            limits.row([
                engine.name().to_owned(),
                clients.to_string(),
                template.steps.to_string(),
                template.rows.to_string(),
                number(template.bytes as f64 / 1_024.0),
                number(runs_per_second),
                number(limit.runs_per_second),
                number(ratio(runs_per_second, limit.runs_per_second)),
                number(limit.cpu_ms),
            ]);
        }
    }
    println!("Durable runs of three checks over HTTP: created, then polled until completed\n\n{load}");
    println!("The same rows committed by a bare loop, a group of as many runs as there are clients at a time\n\n{limits}");
}
