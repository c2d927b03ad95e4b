//! The limit: a loop that writes what runs write, step by step, one commit for each step of a group of runs, and does nothing
//! else. No HTTP, no sandbox, no reading, no encryption, no races.

use crate::Settings;
use crate::copies::Copies;
use std::time::Instant;
use tests::bench::{median, millis_each, process};

/// What the loop reached.
pub(crate) struct Limit {
    pub(crate) runs_per_second: f64,
    /// Milliseconds of this process's processor time for each run; SQLite's own work is in it, PostgreSQL's is not.
    pub(crate) cpu_ms: f64,
}

impl Limit {
    /// Groups of `size` runs, for as many rounds as anything else.
    pub(crate) async fn measure(settings: &Settings, copies: &mut Copies, size: usize) -> Limit {
        let mut rounds = Vec::new();
        let mut written = 0;
        let cpu = process::own_cpu();
        for _ in 0..settings.rounds {
            let (begun, mut runs) = (Instant::now(), 0);
            while begun.elapsed() < settings.round {
                copies.write_by_step(size).await;
                runs += size as u64;
            }
            rounds.push(runs as f64 / begun.elapsed().as_secs_f64());
            written += runs;
        }
        Limit { runs_per_second: median(rounds), cpu_ms: millis_each(process::own_cpu().saturating_sub(cpu), written) }
    }
}
