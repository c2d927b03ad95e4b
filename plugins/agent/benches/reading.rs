//! Identifiers in plain language: precision and recall for each kind, and how long a request takes.

#![allow(clippy::float_arithmetic, reason = "times are no amounts")]

#[path = "../tests/corpus/mod.rs"]
mod corpus;

use agent::identify::identify;
use std::hint::black_box;
use std::time::Instant;

/// Times that all requests are read.
const ROUNDS: u32 = 200;

fn main() {
    for (title, files) in [("requests that were looked at since", corpus::FILES), ("requests that were not", corpus::BLIND)] {
        let cases = corpus::cases(files);
        let (kinds, all, lines) = corpus::scores(&cases);
        println!("\n{} {title}, {} read otherwise", cases.len(), lines.len());
        println!("{:<16} {:>6} {:>6} {:>7} {:>10} {:>7}", "kind", "right", "wrong", "missed", "precision", "recall");
        let row = |kind: &str, score: corpus::Score| {
            let corpus::Score { right, wrong, missed } = score;
            println!("{kind:<16} {right:>6} {wrong:>6} {missed:>7} {:>10.3} {:>7.3}", score.precision(), score.recall());
        };
        kinds.iter().for_each(|(kind, score)| row(kind, *score));
        row("all", all);
        let mut rounds: Vec<u128> = (0..ROUNDS)
            .map(|_| {
                let begun = Instant::now();
                cases.iter().for_each(|case| _ = black_box(identify(black_box(&case.message))));
                begun.elapsed().as_nanos() / (cases.len() as u128)
            })
            .collect();
        rounds.sort_unstable();
        println!("a request is read in {:.1} µs", rounds[rounds.len() / 2] as f64 / 1000.0);
    }
}
