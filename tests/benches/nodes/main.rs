//! Several hosts on one PostgreSQL: what they carry beside one, how soon one sees what another wrote, and how long the runs of one
//! that was killed stand still.
//!
//! `BENCH_PARTS` chooses among load, wake and recovery; `BENCH_SECONDS`, `BENCH_ROUNDS` and `BENCH_CLIENTS` shorten or lengthen the
//! first, `BENCH_DECISIONS` the second, `BENCH_KILLS` the third.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on fails")]

mod clients;
mod load;
mod recovery;
mod wake;

use std::path::Path;
use tests::bench::server::{Place, Server};
use tests::bench::{machine, server, words};
use tests::postgres::{Cluster, Durability};

fn main() {
    // `cargo test` also starts benches, to see that they compile.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    server::binary();
    let folder = tempfile::tempdir().unwrap();
    println!("{}\n", machine::describe(folder.path()));
    let Some(cluster) = Cluster::start(Durability::Disk) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for part in words("BENCH_PARTS", "load,wake,recovery") {
        match part.as_str() {
            "load" => runtime.block_on(load::measure(&cluster, folder.path())),
            "wake" => runtime.block_on(wake::measure(&cluster, folder.path())),
            "recovery" => runtime.block_on(recovery::measure(&cluster, folder.path())),
            other => panic!("BENCH_PARTS: {other} is none of load, wake, recovery"),
        }
    }
}

/// So many hosts on one new database, each with a folder of its own.
struct Hosts {
    place: Place,
    servers: Vec<Server>,
}

impl Hosts {
    fn start(cluster: &Cluster, folder: &Path, name: &str, count: usize, flags: &[&str]) -> Hosts {
        let place = Place { url: cluster.database(), data: folder.join(name) };
        std::fs::create_dir_all(&place.data).unwrap();
        let each = |number: usize| Place { data: place.data.join(number.to_string()), ..place.clone() };
        let servers = (0..count).map(|number| Server::start_with(&each(number), flags)).collect();
        Hosts { place, servers }
    }
}
