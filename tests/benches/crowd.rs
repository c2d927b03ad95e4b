//! How long a single run of one organisation takes while another organisation has ten thousand that wait.
//!
//! What each figure is, and the variables that shorten or lengthen this: docs/figures.md.

#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench that cannot go on fails, and a figure is an estimate")]

use std::time::{Duration, Instant};
use tests::bench::load::Clients;
use tests::bench::server::{Place, Server};
use tests::bench::table::{Table, number};
use tests::bench::{machine, percentile, server, setting, words};
use tests::postgres::{Cluster, Durability};

/// Connections that create the crowd.
const CREATORS: usize = 500;
/// Between two looks at whether the crowd is gone.
const LOOK: Duration = Duration::from_millis(100);
/// Single runs beside an empty server, for comparison.
const ALONE: usize = 50;

fn main() {
    // `cargo test` also starts benches, to see that they compile.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    server::binary();
    let folder = tempfile::tempdir().unwrap();
    println!("{}\n", machine::describe(folder.path()));
    let mut table = Table::new(&["engine", "beside", "single runs", "p50 ms", "slowest ms", "crowd created after s", "gone after s"]);
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
        let crowd: usize = setting("BENCH_CROWD", 10_000).try_into().unwrap();
        let secrets = place.customers(2);
        let server = Server::start(&place);
        let (alone, beside, gone) = runtime.block_on(async {
            let mut single = Clients::connect(server.address, &secrets[1..], 1).await;
            let alone = singles(&mut single, ALONE).await;
            let begun = Instant::now();
            let mut creators = Clients::connect(server.address, &secrets[..1], CREATORS).await;
            let crowd = async {
                let last = creators.create(crowd / CREATORS).await;
                let created = begun.elapsed();
                while !creators.have_ended(&last).await {
                    tokio::time::sleep(LOOK).await;
                }
                (created, begun.elapsed())
            };
            let mut beside = Vec::new();
            let singles = async {
                loop {
                    beside.extend(singles(&mut single, 1).await);
                }
            };
            let gone = tokio::select! { gone = crowd => gone, () = singles => unreachable!() };
            (alone, beside, gone)
        });
        for (beside_what, mut times) in [("nobody".to_owned(), alone), (format!("{crowd} runs of another"), beside)] {
            times.sort();
            let millis = |time: Duration| number(time.as_secs_f64() * 1e3);
            let count = times.len().to_string();
            let slowest = times.last().copied().unwrap_or_default();
            let (created, gone) = if beside_what == "nobody" { Default::default() } else { gone };
            let seconds = |time: Duration| if time.is_zero() { String::new() } else { number(time.as_secs_f64()) };
            table.row([
                engine.to_owned(),
                beside_what,
                count,
                millis(percentile(&times, 50)),
                millis(slowest),
                seconds(created),
                seconds(gone),
            ]);
        }
    }
    println!("One organisation's single run, from creation to its end, beside the crowd of another\n\n{table}");
}

/// So many runs, one after another.
async fn singles(client: &mut Clients, count: usize) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..count {
        let begun = Instant::now();
        client.run_one().await;
        times.push(begun.elapsed());
    }
    times
}
