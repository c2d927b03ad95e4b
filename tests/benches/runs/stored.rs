//! Whether a run costs the same over many stored runs as over few: two servers side by side, measured in turn.

use crate::copies::Copies;
use crate::throughput::{Round, middle, round};
use crate::{CUSTOMERS, Engine, Settings};
use std::path::Path;
use std::time::Instant;
use tests::bench::load::Clients;
use tests::bench::ratio;
use tests::bench::server::{Place, Server};
use tests::bench::table::{Table, number};

/// Runs in the small database.
const FEW: u64 = 1_000;
/// Clients of each server; only one server is asked at a time.
const CLIENTS: usize = 16;
/// Runs that are really executed, so that there is one to copy.
const EXECUTED: std::time::Duration = std::time::Duration::from_millis(300);

/// A server over so many runs.
struct Filled {
    runs: u64,
    server: Server,
    secrets: Vec<String>,
    rounds: Vec<Round>,
}

impl Filled {
    /// One measured round. Its clients connect for it: a server closes a connection that idles while the other one is filled.
    async fn round(&mut self, engine: &Engine, settings: &Settings) {
        let mut clients = Clients::connect(self.server.address, &self.secrets, CLIENTS).await;
        clients.ask_for(settings.round / 4).await;
        self.rounds.push(round(engine, &self.server, &mut clients, settings.round).await);
    }
}

/// Measures and prints.
pub(crate) async fn measure(settings: &Settings, engines: &[Engine], folder: &Path) {
    let mut table = Table::new(&["engine", "stored runs", "runs/s", "p99 ms", "server CPU ms/run", "database CPU ms/run"]);
    for engine in engines {
        let mut both = Vec::new();
        for (name, runs) in [("few", FEW), ("many", settings.stored)] {
            both.push(filled(engine, &engine.place(folder, name), runs).await);
        }
        for _ in 0..settings.rounds {
            for one in &mut both {
                one.round(engine, settings).await;
            }
        }
        let database = |text: String| engine.cpu().map_or("-".to_owned(), |_| text);
        for one in &both {
            let figure = |figure: fn(&Round) -> f64| number(middle(&one.rounds, figure));
            table.row([
                engine.name().to_owned(),
                one.runs.to_string(),
                figure(|round| round.runs_per_second),
                figure(|round| round.p99_ms),
                figure(|round| round.server_ms),
                database(figure(|round| round.database_ms)),
            ]);
        }
        let change = |figure: fn(&Round) -> f64| number(ratio(middle(&both[1].rounds, figure), middle(&both[0].rounds, figure)));
        table.row([
            "  ratio".to_owned(),
            String::new(),
            change(|round| round.runs_per_second),
            change(|round| round.p99_ms),
            change(|round| round.server_ms),
            database(change(|round| round.database_ms)),
        ]);
    }
    println!("The same load of {CLIENTS} clients over few and over many stored runs\n\n{table}");
}

/// Executes a run, fills the database with copies of it, and serves it again.
async fn filled(engine: &Engine, place: &Place, runs: u64) -> Filled {
    let begun = Instant::now();
    let secrets = place.customers(CUSTOMERS);
    let server = Server::start(place);
    Clients::connect(server.address, &secrets, CLIENTS).await.ask_for(EXECUTED).await;
    server.stop();
    let mut copies = Copies::open(&place.url).await;
    copies.template().await;
    copies.fill(runs).await;
    copies.close().await;
    eprintln!("{}: {runs} runs stored in {} s", engine.name(), begun.elapsed().as_secs());
    Filled { runs, server: Server::start(place), secrets, rounds: Vec::new() }
}
