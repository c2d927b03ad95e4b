//! Thousands of lives of a few runs, each fixed by its seed: crashes, lost commits, frozen nodes, cancels, two nodes.
//!
//! The journals, the clock, the providers and the scheduler are simulated; what drives a run, decides and cancels is the code
//! that ships. A seed fixes every interleaving, so a failing seed fails again: `SIMULATION_SEED=7 cargo test -p run`.
//!
//! Besides, every life of one short run, within bounds: see `explore.rs`. What breaks a rule there is told step by step.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod chaos;
mod choices;
mod database;
mod executor;
mod explore;
mod invariants;
mod script;
mod world;

use chaos::{Faults, simulate};
use choices::Budget;
use explore::{Explored, Plot, explore};
use std::collections::BTreeMap;

const CALM: Faults = Faults { losses: 0, crashes: 0, freezes: 0, cancels: 0, turns: 0, slow: 0 };

/// `SIMULATION_SEEDS` asks for more of them than a build can wait for; `SIMULATION_SEED` for one.
fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("SIMULATION_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SIMULATION_SEEDS").unwrap_or(1_000),
    }
}

/// What all seeds came to.
#[derive(Debug, Default)]
struct Tally {
    ended: BTreeMap<&'static str, usize>,
    repeated: usize,
    cut_off: usize,
    bare: usize,
}

/// Lives through every seed; a broken rule names its seed.
fn hold(name: &str, faults: Faults) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds() {
        let outcome = simulate(seed, faults);
        assert!(outcome.violations.is_empty(), "{name}, seed {seed}: {:#?}", outcome.violations);
        tally.repeated += outcome.repeated;
        tally.cut_off += outcome.cut_off;
        tally.bare += outcome.bare;
        for (status, count) in outcome.ended {
            *tally.ended.entry(status).or_insert(0) += count;
        }
    }
    println!("{name}: seeds {:?}, {tally:?}", seeds());
    tally
}

#[test]
fn without_faults_nothing_is_done_twice() {
    let tally = hold("calm", CALM);
    assert_eq!((tally.repeated, tally.cut_off), (0, 0));
    assert!(tally.ended.keys().all(|status| ["completed", "cancelled"].contains(status)), "{tally:?}");
}

#[test]
fn lost_commits_lose_nothing() {
    let tally = hold("losses", Faults { losses: 60, ..CALM });
    assert_eq!(tally.repeated, 0, "a lost commit is no reason to ask a provider again");
}

#[test]
fn a_full_sandbox_loses_no_answer() {
    let tally = hold("turns", Faults { turns: 200, ..CALM });
    assert_eq!(tally.repeated, 0);
    assert!(!tally.ended.contains_key("interrupted"), "{tally:?}");
}

#[test]
fn a_slow_first_turn_is_left_for_afterwards() {
    let tally = hold("slow turns", Faults { slow: 200, ..CALM });
    assert_eq!((tally.repeated, tally.cut_off), (0, 0));
    assert!(tally.bare > 0, "no first turn was slow: {tally:?}");
}

#[test]
fn crashes_resume() {
    let tally = hold("crashes", Faults { crashes: 150, ..CALM });
    assert!(tally.repeated > 0, "the crashes hit no call in flight: they prove nothing");
}

#[test]
fn a_slow_node_and_its_successor_race_without_harm() {
    hold("freezes", Faults { freezes: 150, ..CALM });
}

#[test]
fn cancels_race_answers_and_decisions() {
    let tally = hold("cancels", Faults { cancels: 300, ..CALM });
    assert!(tally.ended["cancelled"] > 0 && tally.ended["completed"] > 0, "{tally:?}");
    assert_eq!(tally.cut_off, 0, "every provider answers within the time that a cancel waits");
}

#[test]
fn all_of_it_at_once() {
    let tally = hold("everything", Faults { losses: 40, crashes: 100, freezes: 60, cancels: 80, turns: 20, slow: 20 });
    assert!(tally.ended.len() >= 3, "the faults are too weak to show anything: {tally:?}");
}

const NOTHING: Budget = Budget { losses: 0, crashes: 0, freezes: 0, turns: 0, faults: 0 };
const PLOT: Plot = Plot { sizes: "1", once: false, parks: false, cancels: false, budget: NOTHING };

/// Follows every life, and expects them to end in these ways. A broken rule tells its story.
fn every(name: &str, plot: Plot, ends: &[&str]) -> Explored {
    let explored = explore(plot).unwrap_or_else(|story| panic!("{name}: {story}"));
    println!("{name}: {explored:?}");
    assert!(explored.ended.keys().copied().eq(ends.iter().copied()), "{name}: {explored:?}");
    explored
}

#[test]
fn every_lost_message_of_two_nodes() {
    let budget = Budget { losses: 2, faults: 2, ..NOTHING };
    assert_eq!(every("losses", Plot { budget, ..PLOT }, &["completed"]).repeated, 0, "none is a reason to ask a provider again");
    let budget = Budget { losses: 1, faults: 1, ..NOTHING };
    assert_eq!(every("losses of two calls", Plot { sizes: "2", budget, ..PLOT }, &["completed"]).repeated, 0);
}

#[test]
fn every_crash_of_two_nodes() {
    let twice = Budget { crashes: 2, faults: 2, ..NOTHING };
    let repeated = every("crashes", Plot { budget: twice, ..PLOT }, &["completed"]).repeated;
    assert!(repeated > 0, "the crashes hit no call in flight: they prove nothing");
    let among_losses = Budget { losses: 1, crashes: 1, faults: 2, ..NOTHING };
    every("crash among losses", Plot { budget: among_losses, ..PLOT }, &["completed"]);
    let once = Plot { once: true, budget: among_losses, ..PLOT };
    assert_eq!(every("a call that must not be repeated", once, &["completed", "interrupted"]).repeated, 0);
    let budget = Budget { losses: 1, crashes: 1, faults: 1, ..NOTHING };
    every("crash amid two calls", Plot { sizes: "2", budget, ..PLOT }, &["completed"]);
}

#[test]
fn every_freeze_past_a_lease() {
    let frozen = Budget { freezes: 1, faults: 1, ..NOTHING };
    assert!(every("freezes", Plot { budget: frozen, ..PLOT }, &["completed"]).repeated > 0);
}

#[test]
fn every_moment_without_room() {
    let full = Budget { losses: 1, turns: 2, faults: 2, ..NOTHING };
    assert_eq!(every("no room", Plot { budget: full, ..PLOT }, &["completed"]).repeated, 0);
}

#[test]
fn every_moment_of_a_cancel() {
    let calm = Plot { cancels: true, ..PLOT };
    let explored = every("cancel", calm, &["cancelled", "completed"]);
    assert_eq!((explored.repeated, explored.cut_off), (0, 0), "every provider answers within the time that a cancel waits");
    for (name, budget) in
        [("cancel and loss", Budget { losses: 1, faults: 1, ..NOTHING }), ("cancel and crash", Budget { crashes: 1, faults: 1, ..NOTHING })]
    {
        every(name, Plot { budget, ..calm }, &["cancelled", "completed"]);
    }
    let crash = Budget { crashes: 1, faults: 1, ..NOTHING };
    every("cancel, approval and crash", Plot { budget: crash, parks: true, ..calm }, &["cancelled", "completed"]);
}
