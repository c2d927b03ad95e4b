//! Thousands of lives of a few runs, each fixed by its seed: crashes, lost commits, frozen nodes, cancels, two nodes.
//!
//! The journals, the clock, the providers and the scheduler are simulated; what drives a run, decides and cancels is the code
//! that ships. A seed fixes every interleaving, so a failing seed fails again: `SIMULATION_SEED=7 cargo test -p run`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod chaos;
mod database;
mod executor;
mod invariants;
mod script;
mod world;

use chaos::{Faults, simulate};
use std::collections::BTreeMap;

const CALM: Faults = Faults { losses: 0, crashes: 0, freezes: 0, cancels: 0, turns: 0 };

/// `SIMULATION_SEEDS` asks for more of them than a build can wait for; `SIMULATION_SEED` for one.
fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("SIMULATION_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SIMULATION_SEEDS").unwrap_or(1_000),
    }
}

/// Lives through every seed and returns how often each status ended a run, and how many calls were repeated.
fn hold(name: &str, faults: Faults) -> (BTreeMap<&'static str, usize>, usize) {
    let mut ended = BTreeMap::new();
    let mut repeated = 0;
    for seed in seeds() {
        let outcome = simulate(seed, faults);
        assert!(outcome.violations.is_empty(), "{name}, seed {seed}: {:#?}", outcome.violations);
        repeated += outcome.repeated;
        for (status, count) in outcome.ended {
            *ended.entry(status).or_insert(0) += count;
        }
    }
    println!("{name}: {:?}, {ended:?}, {repeated} calls repeated", seeds());
    (ended, repeated)
}

#[test]
fn without_faults_nothing_is_done_twice() {
    let (ended, repeated) = hold("calm", CALM);
    assert_eq!(repeated, 0);
    assert!(ended.keys().all(|status| ["completed", "cancelled"].contains(status)), "{ended:?}");
}

#[test]
fn lost_commits_lose_nothing() {
    hold("losses", Faults { losses: 60, ..CALM });
}

#[test]
fn a_full_sandbox_loses_no_answer() {
    let (ended, repeated) = hold("turns", Faults { turns: 200, ..CALM });
    assert_eq!(repeated, 0);
    assert!(!ended.contains_key("interrupted"), "{ended:?}");
}

#[test]
fn crashes_resume() {
    let (_, repeated) = hold("crashes", Faults { crashes: 150, ..CALM });
    assert!(repeated > 0, "the crashes hit no call in flight: they prove nothing");
}

#[test]
fn a_slow_node_and_its_successor_race_without_harm() {
    hold("freezes", Faults { freezes: 150, ..CALM });
}

#[test]
fn cancels_race_answers_and_decisions() {
    let (ended, _) = hold("cancels", Faults { cancels: 300, ..CALM });
    assert!(ended["cancelled"] > 0 && ended["completed"] > 0, "{ended:?}");
}

#[test]
fn all_of_it_at_once() {
    let (ended, _) = hold("everything", Faults { losses: 40, crashes: 100, freezes: 60, cancels: 80, turns: 20 });
    assert!(ended.len() >= 3, "the faults are too weak to show anything: {ended:?}");
}
