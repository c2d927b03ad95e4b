//! Durable runs over HTTP, on both engines, beside the limit that the same disk and database set; and whether a run costs the
//! same over a large database as over a small one.
//!
//! What each figure is, and the variables that shorten or lengthen this: docs/figures.md.

#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench that cannot go on fails, and a figure is an estimate")]

mod bare;
mod copies;
mod stored;
mod throughput;

use std::path::Path;
use std::time::Duration;
use tests::bench::server::Place;
use tests::bench::{machine, process, server, setting, words};
use tests::postgres::{Cluster, Durability};

/// Organisations, each with a key, that the clients share.
const CUSTOMERS: usize = 4;

/// How long and how much is measured.
struct Settings {
    /// One round.
    round: Duration,
    /// Rounds, of which the median counts.
    rounds: u64,
    clients: Vec<usize>,
    /// Runs in the large database.
    stored: u64,
}

/// A database engine under test.
#[derive(Clone)]
enum Engine {
    Sqlite,
    /// The address of an empty database is made from it; its processes are children of the first.
    Postgres(std::sync::Arc<Cluster>, u32),
}

impl Engine {
    fn name(&self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres(..) => "PostgreSQL",
        }
    }

    /// A new place for a server, in a folder of its own.
    fn place(&self, folder: &Path, name: &str) -> Place {
        let data = folder.join(format!("{}-{name}", self.name()));
        std::fs::create_dir_all(&data).unwrap();
        match self {
            Engine::Sqlite => Place::sqlite(&data),
            Engine::Postgres(cluster, _) => Place { url: cluster.database(), data },
        }
    }

    /// Processor time of the database's own processes so far.
    fn cpu(&self) -> Option<Duration> {
        match self {
            Engine::Sqlite => None,
            Engine::Postgres(_, postmaster) => Some(process::family_cpu(*postmaster)),
        }
    }
}

fn engines() -> Vec<Engine> {
    let postgres = || {
        let cluster = Cluster::start(Durability::Disk)?;
        let postmaster = cluster.postmaster();
        Some(Engine::Postgres(cluster.into(), postmaster))
    };
    let engine = |name: String| match name.as_str() {
        "sqlite" => Some(Engine::Sqlite),
        "postgres" => postgres(),
        other => panic!("BENCH_ENGINES: {other} is neither sqlite nor postgres"),
    };
    words("BENCH_ENGINES", "sqlite,postgres").into_iter().filter_map(engine).collect()
}

fn main() {
    // `cargo test` also starts benches, to see that they compile.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let settings = Settings {
        round: Duration::from_secs(setting("BENCH_SECONDS", 3)),
        rounds: setting("BENCH_ROUNDS", 5),
        clients: words("BENCH_CLIENTS", "1,16,64").iter().map(|word| word.parse().unwrap()).collect(),
        stored: setting("BENCH_STORED", 100_000),
    };
    server::binary();
    let folder = tempfile::tempdir().unwrap();
    println!("{}\n", machine::describe(folder.path()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let engines = engines();
    for part in words("BENCH_PARTS", "load,stored") {
        match part.as_str() {
            "load" => runtime.block_on(throughput::measure(&settings, &engines, folder.path())),
            "stored" => runtime.block_on(stored::measure(&settings, &engines, folder.path())),
            other => panic!("BENCH_PARTS: {other} is neither load nor stored"),
        }
    }
}
