//! Puts a timeline on standard output while it grows: redrawn in a terminal, line after line elsewhere.

use super::{Look, Timeline};
use crate::client::{Call, Message};
use anyhow::Result;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
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
    total: ProgressBar,
    calls: BTreeMap<String, ProgressBar>,
}

impl Screen {
    /// An empty one; its clock begins now.
    pub fn new(look: &Look) -> Result<Screen> {
        let live = if look.live { Some(Live::new()?) } else { None };
        Ok(Screen { timeline: Timeline::new(look.clone()), begun: Instant::now(), live })
    }

    /// Shows what `message` adds.
    pub fn hear(&mut self, message: &Message) -> Result<()> {
        let lines = self.timeline.hear(self.begun.elapsed(), &message.event);
        match &mut self.live {
            Some(live) => live.show(&lines, &self.timeline),
            None => {
                let mut stdout = std::io::stdout().lock();
                stdout.write_all(lines.as_bytes())?;
                Ok(stdout.flush()?)
            }
        }
    }

    /// Takes away what moves; the lines stay.
    pub fn close(self) -> Result<()> {
        match self.live {
            Some(live) => Ok(live.bars.clear()?),
            None => Ok(()),
        }
    }
}

impl Live {
    fn new() -> Result<Live> {
        let bars = MultiProgress::with_draw_target(ProgressDrawTarget::stdout());
        let total = bars.add(ProgressBar::hidden());
        total.set_style(ProgressStyle::with_template("              {bar:24.cyan/dim} {pos} of {len} checks")?.progress_chars("━╸─"));
        Ok(Live { bars, total, calls: BTreeMap::new() })
    }

    fn show(&mut self, lines: &str, timeline: &Timeline) -> Result<()> {
        if !lines.is_empty() {
            self.bars.println(lines.trim_end_matches('\n'))?;
        }
        self.calls.retain(|id, bar| {
            let open = timeline.open().iter().any(|call| call.id == *id);
            if !open {
                bar.finish_and_clear();
            }
            open
        });
        for call in timeline.open() {
            if !self.calls.contains_key(&call.id) {
                let bar = self.spinner(call)?;
                self.calls.insert(call.id.clone(), bar);
            }
        }
        let (closed, all) = timeline.progress();
        if all > 0 && closed < all {
            self.total.set_draw_target(ProgressDrawTarget::stdout());
            self.total.set_length(u64::try_from(all)?);
            self.total.set_position(u64::try_from(closed)?);
            self.total.tick();
        } else {
            self.total.finish_and_clear();
        }
        Ok(())
    }

    fn spinner(&self, call: &Call) -> Result<ProgressBar> {
        let bar = self.bars.insert_before(&self.total, ProgressBar::new_spinner());
        bar.set_style(ProgressStyle::with_template("             {spinner:.cyan} {msg}  {elapsed:.dim}")?);
        bar.set_message(call.name.clone());
        bar.enable_steady_tick(TICK);
        Ok(bar)
    }
}
