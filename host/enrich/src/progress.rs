//! Shows on standard error how far long work is: a line that moves in a terminal, a line now and then elsewhere.

use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};
use store::{Progress, Seen};

/// Between two looks in a terminal.
const TICK: Duration = Duration::from_millis(200);
/// Between two lines of a log.
const LINE: Duration = Duration::from_secs(10);

/// Does `work`, and shows how far it is. Work that is quickly done shows nothing in a log.
pub async fn shown<T>(progress: &Progress, work: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let terminal = std::io::stderr().is_terminal();
    let style = ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    let bar = terminal.then(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style));
    let show = async {
        loop {
            tokio::time::sleep(if terminal { TICK } else { LINE }).await;
            let line = line(progress.seen(), begun.elapsed());
            match &bar {
                Some(bar) => {
                    bar.set_message(line);
                    bar.tick();
                }
                // Nobody may listen.
                None => drop(writeln!(std::io::stderr(), "{line}")),
            }
        }
    };
    let done = tokio::select! {
        done = work => done,
        never = show => never,
    };
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    done
}

fn line(seen: Seen, elapsed: Duration) -> String {
    let Seen { what, done, of } = seen;
    let elapsed = HumanDuration(elapsed);
    let bytes = what.starts_with("bytes");
    let amount = |n: u64| if bytes { HumanBytes(n).to_string() } else { HumanCount(n).to_string() };
    match (done, of) {
        (0, 0) => format!("{what}, {elapsed}"),
        (done, 0) => format!("{what}: {}, {elapsed}", amount(done)),
        // What is written meanwhile may make it more than was thought.
        (done, of) => {
            let percent = u128::from(done.min(of)) * 100 / u128::from(of);
            format!("{what}: {} of {} ({percent} %), {elapsed}", amount(done), amount(of))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_how_far_and_how_long() {
        let minutes = Duration::from_secs(120);
        let told = |what, done, of| line(Seen { what, done, of }, minutes);
        assert_eq!(told("journals", 12_000, 48_000), "journals: 12,000 of 48,000 (25 %), 2 minutes");
        assert_eq!(told("bytes copied", 3 << 30, 2 << 30), "bytes copied: 3.00 GiB of 2.00 GiB (100 %), 2 minutes");
        assert_eq!(told("payloads", 7, 0), "payloads: 7, 2 minutes");
        assert_eq!(told("proving", 0, 0), "proving, 2 minutes");
    }
}
