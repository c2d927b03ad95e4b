//! Puts a timeline on standard output while it grows: redrawn in a terminal, line after line elsewhere.

use super::{Look, Timeline};
use crate::client::{Call, Message};
use anyhow::Result;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(80);

/// One timeline on standard output.
pub struct Screen {
    timeline: Timeline,
    begun: Instant,
    live: Option<Live>,
}

/// The part that moves: a spinner for each open call, and a bar for all of them.
struct Live {
    bars: MultiProgress,
    total: Option<ProgressBar>,
    calls: BTreeMap<String, ProgressBar>,
}

impl Screen {
    /// An empty one; its clock begins now. With the server that decides on plans, whoever watches is told how to decide.
    pub fn new(look: &Look, server: Option<String>) -> Screen {
        Screen {
            timeline: Timeline::new(look.clone(), server),
            begun: Instant::now(),
            live: look.live.then(|| Live::new(ProgressDrawTarget::stdout())),
        }
    }

    /// Shows what `message` adds.
    pub fn hear(&mut self, message: &Message) -> Result<()> {
        let lines = self.timeline.hear(self.begun.elapsed(), &message.event);
        match &mut self.live {
            Some(live) => live.show(&lines, &self.timeline),
            None => write(&lines),
        }
    }

    /// Takes away what moves; the lines stay.
    pub fn close(self) -> Result<()> {
        match self.live {
            Some(live) => live.clear(),
            None => Ok(()),
        }
    }
}

impl Live {
    fn new(target: ProgressDrawTarget) -> Live {
        Live { bars: MultiProgress::with_draw_target(target), total: None, calls: BTreeMap::new() }
    }

    fn show(&mut self, lines: &str, timeline: &Timeline) -> Result<()> {
        if !lines.is_empty() {
            self.bars.suspend(|| write(lines))?;
        }
        self.calls.retain(|id, bar| {
            let open = timeline.open().iter().any(|call| call.id == *id);
            if !open {
                bar.finish_and_clear();
            }
            open
        });
        let (closed, all) = timeline.progress();
        if all > 0 && closed < all {
            let total = self.total()?;
            total.set_length(u64::try_from(all)?);
            total.set_position(u64::try_from(closed)?);
            total.tick();
        } else if let Some(total) = self.total.take() {
            total.finish_and_clear();
        }
        for call in timeline.open() {
            if !self.calls.contains_key(&call.id) {
                let bar = self.spinner(call)?;
                self.calls.insert(call.id.clone(), bar);
            }
        }
        Ok(())
    }

    /// Bars that tick by themselves would draw themselves again: each is ended first.
    fn clear(&self) -> Result<()> {
        self.calls.values().chain(&self.total).for_each(ProgressBar::finish_and_clear);
        Ok(self.bars.clear()?)
    }

    fn total(&mut self) -> Result<ProgressBar> {
        if let Some(total) = &self.total {
            return Ok(total.clone());
        }
        let style = ProgressStyle::with_template("             {bar:24.cyan/dim} {pos} of {len} checks")?.progress_chars("━╸─");
        let total = self.bars.add(ProgressBar::new(0).with_style(style));
        self.total = Some(total.clone());
        Ok(total)
    }

    /// Above the bar of all calls.
    fn spinner(&self, call: &Call) -> Result<ProgressBar> {
        let style = ProgressStyle::with_template("             {spinner:.cyan} {msg}  {since:.dim}")?.with_key("since", since);
        let bar = ProgressBar::new_spinner().with_style(style).with_message(call.name.clone());
        let bar = match &self.total {
            Some(total) => self.bars.insert_before(total, bar),
            None => self.bars.add(bar),
        };
        bar.enable_steady_tick(TICK);
        Ok(bar)
    }
}

fn write(lines: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(lines.as_bytes())?;
    Ok(stdout.flush()?)
}

fn since(state: &ProgressState, out: &mut dyn std::fmt::Write) {
    let elapsed = state.elapsed();
    // A line that cannot be written is not drawn; there is nobody to tell.
    let _ = write!(out, "{}.{} s", elapsed.as_secs(), elapsed.subsec_millis() / 100);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Event;
    use crate::show::Look;

    #[test]
    fn what_moves_follows_the_open_calls() {
        let mut timeline = Timeline::new(Look { live: true, ..Look::plain(80) }, None);
        let mut live = Live::new(ProgressDrawTarget::hidden());
        let mut hear = |id: &str, status: &str| {
            let data = format!(r#"{{"id":"{id}","name":"check","status":"{status}"}}"#);
            timeline.hear(Duration::ZERO, &Event::read("tool_call", &data));
            live.show("", &timeline).unwrap();
            (live.calls.len(), live.total.as_ref().map(|total| (total.position(), total.length().unwrap())))
        };
        assert_eq!(hear("call_1", "started"), (1, Some((0, 1))));
        assert_eq!(hear("call_2", "started"), (2, Some((0, 2))));
        assert_eq!(hear("call_1", "success"), (1, Some((1, 2))));
        assert_eq!(hear("call_2", "failed"), (0, None));
        assert_eq!(hear("call_3", "started"), (1, Some((2, 3))), "a second group of calls moves again");
    }
}
