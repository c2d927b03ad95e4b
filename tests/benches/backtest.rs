//! How long a thousand recorded runs take under an edited page, on all cores.
//!
//! `cargo bench -p tests --bench backtest`. `BENCH_RUNS` says how many. It prints, it judges nothing.
#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench that cannot go on stops, and a figure is an estimate")]

use journal::Mode;
use run::backtest::{Selection, Verdict, backtest};
use std::sync::Arc;
use std::time::Instant;
use store::{Progress, Store};
use tests::app::master_key;
use tests::bench::setting;
use tests::customer::QUICKSTART;
use tests::postgres::{Cluster, Durability};
use tests::recorded::Office;

const RUNS: u64 = 1_000;
const ROUNDS: usize = 3;
const SLUG: &str = "kyc-verification";

async fn measure(engine: &str, url: &str, runs: usize) {
    let store = Store::open(url, master_key()).await.unwrap();
    let office = Office::open(&store, Mode::Test).await;
    let workflow = library::built_in::WORKFLOWS.iter().find(|workflow| workflow.slug == SLUG).unwrap();
    let played = office.play(&office.built_in(SLUG), SLUG, QUICKSTART).await;
    for _ in 0..runs {
        office.keep(&store, &office.again(&played)).await;
    }
    let edited =
        workflow.source.replace("## Report", "## Decision\n\n- approve when `name_match.score >= 90`\n- review otherwise\n\n## Report");
    let page = Arc::new(office.shelf.page(&edited).unwrap());
    let selection = Selection { org: office.org, mode: Mode::Test, slug: SLUG.into(), last: runs };
    drop(store);
    for round in 1..=ROUNDS {
        // As a command does: nothing is in memory yet.
        let store = Store::open(url, master_key()).await.unwrap();
        let begun = Instant::now();
        let compared = backtest(&store, &page, &selection, &Progress::default()).await.unwrap();
        let taken = begun.elapsed();
        let different = compared.iter().filter(|one| one.verdict == Verdict::Different).count();
        assert_eq!((compared.len(), different), (runs, runs), "each has a decision now");
        println!("{engine}, round {round}: {runs} runs in {taken:.2?}, {:.0} runs/s", runs as f64 / taken.as_secs_f64());
    }
}

#[tokio::main]
async fn main() {
    let runs = usize::try_from(setting("BENCH_RUNS", RUNS)).unwrap();
    println!("{} cores", std::thread::available_parallelism().map_or(1, usize::from));
    let folder = tempfile::TempDir::new().unwrap();
    measure("SQLite", &format!("sqlite://{}", folder.path().join("enrich.db").display()), runs).await;
    if let Some(cluster) = Cluster::start(Durability::None) {
        measure("PostgreSQL", &cluster.database(), runs).await;
    }
}
