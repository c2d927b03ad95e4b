//! A whole run in memory: real turns of the workflow under the engine's own rules, over a journal that nobody keeps.
//!
//! Whoever rehearses says who answers. Nothing is stored, and nobody is billed. A plan that would wait for a person is approved at
//! once; its journal tells that it would have waited.

use crate::ask;
use crate::clock::Clock;
use crate::past::Past;
use crate::perform;
use futures::stream::{FuturesUnordered, StreamExt};
use journal::event::{CheckAnswered, Decider, Decision, Entry, Event, Pins, PlanDecided, Started};
use journal::{Illegal, Json, OpenCall, Phase, Record, Time};
use sandbox::{Answer, Kept, Order, Turn, TurnError, Workflow};

/// The event of an answer that was had now, with its charge.
pub fn answered(pins: &Pins, open: &OpenCall, answer: Answer, now: Time) -> CheckAnswered {
    perform::answered_at(pins, open, answer, now)
}

/// What is answered where a pinned check is not to be had.
pub fn gone() -> Answer {
    perform::failure("check_gone", "The check is no longer to be had.", true)
}

/// Why a rehearsal came to no end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The sandbox could not take a turn.
    #[error("take a turn")]
    Turn(#[from] TurnError),
    /// An answer that no run could have had.
    #[error("extend the journal")]
    Illegal(#[from] Illegal),
}

/// Drives the run that `record` begins to its end. `answer` is asked for each call, calls of one group side by side; `heard` is
/// told of every entry as it is added.
pub async fn rehearse<F: Future<Output = CheckAnswered>>(
    workflow: &Workflow,
    order: &Order,
    clock: &dyn Clock,
    record: Record,
    mut answer: impl FnMut(OpenCall, Json) -> F,
    heard: impl FnMut(&Entry),
) -> Result<Record, Error> {
    let mut play = Play { clock, record, heard };
    let mut kept = None;
    loop {
        match play.record.state().phase.clone() {
            Phase::Queued => play.add([Event::Started(Started { memory: Vec::new() })])?,
            Phase::Running if play.record.state().open.is_empty() => {
                let (turn, waits) = turn(workflow, order, &play.record, kept.take()).await?;
                kept = waits;
                let events = ask::events(clock, &play.record, &Past::default(), turn);
                play.add(events)?;
            }
            Phase::Running => {
                let asked: Vec<(OpenCall, Json)> = play.asked();
                let mut answers: FuturesUnordered<F> = asked.into_iter().map(|(open, input)| answer(open, input)).collect();
                while let Some(answered) = answers.next().await {
                    play.add([Event::CheckAnswered(answered)])?;
                }
            }
            Phase::Proposed { plan, ceiling } => play.add([ask::approved(&play.record, plan, ceiling)])?,
            Phase::Parked { plan, .. } => {
                let by = Decider::Client(play.record.created().key);
                play.add([Event::PlanDecided(PlanDecided { plan, decision: Decision::Approved, by })])?;
            }
            Phase::New | Phase::Stopped(_) | Phase::Ended(_) => return Ok(play.record),
        }
    }
}

/// One turn; `kept` is what the one before it left.
async fn turn(workflow: &Workflow, order: &Order, record: &Record, kept: Option<Kept>) -> Result<(Turn, Option<Kept>), TurnError> {
    if let Some(kept) = kept
        && let Some(taken) = kept.go_on(record.entries()).await?
    {
        return Ok(taken);
    }
    workflow.begin(order.clone(), record.entries()).await
}

struct Play<'a, H> {
    clock: &'a dyn Clock,
    record: Record,
    heard: H,
}

impl<H: FnMut(&Entry)> Play<'_, H> {
    fn add(&mut self, events: impl IntoIterator<Item = Event>) -> Result<(), Illegal> {
        let before = self.record.head();
        self.record.extend(self.clock.now(), events)?;
        self.record.after(before).iter().for_each(|entry| (self.heard)(entry));
        Ok(())
    }

    /// The calls without an answer.
    fn asked(&self) -> Vec<(OpenCall, Json)> {
        let input = |open: &OpenCall| match self.record.entry(open.seq).map(|entry| &entry.event) {
            Some(Event::CheckAsked(asked)) => asked.private.known().map(|asked| asked.input.clone()),
            _ => None,
        };
        self.record.state().open.iter().map(|open| (open.clone(), input(open).unwrap_or_else(Json::empty))).collect()
    }
}
