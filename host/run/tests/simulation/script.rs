//! A workflow and its providers, scripted: what is asked depends on what was answered, as in earnest.

use super::choices::Choices;
use super::world::Shared;
use async_trait::async_trait;
use journal::event::{Approval, CheckAsked, Entry, Event, Plan, Task};
use journal::{CallId, Json, Record};
use run::Workshop;
use run::engine::{Kept, Stuck, Work};
use sandbox::{Answer, Ask, CheckCall, EarlierRun, End, Turn};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// The check that may be repeated, and the one that may not.
pub(super) const TWICE: &str = "twice";
pub(super) const ONCE: &str = "once";

pub(super) struct Scripted {
    pub(super) shared: Shared,
    /// How often, in thousandths, the sandbox has no room.
    pub(super) unavailable: usize,
    /// How often, in thousandths, a turn takes [`SLOW`].
    pub(super) slow: usize,
}

/// What a workflow takes that works long for a turn.
pub(super) const SLOW: Duration = Duration::from_secs(2);

/// The message holds the sizes of the rounds: `"213"` asks two calls, then one, then three. Each input carries the sum of all
/// answers before it, so that a wrong replay asks something else.
fn script(record: &Record) -> Result<Turn, Stuck> {
    let created = record.created();
    let message = &created.private.known().unwrap().message;
    let sizes: Vec<usize> = message.bytes().map(|digit| usize::from(digit - b'0')).collect();
    let first = if created.pins.check(ONCE).is_some() { ONCE } else { TWICE };
    let waits = || Turn { fresh: Vec::new(), end: None };
    if !record.entries().iter().any(|entry| matches!(entry.event, Event::PlanProposed(_))) {
        let checks = vec![TWICE.to_owned(); sizes.iter().sum()];
        let plan = Plan { summary: "as told".into(), tasks: vec![Task { goal: "all of it".into(), checks }] };
        let mut fresh = vec![Ask::Narrate("begun".into()), Ask::Plan(plan)];
        // A plan that nobody is asked about is no end of the turn.
        if created.pins.approval != Approval::Always {
            fresh.push(round(0, sizes[0], first, 0));
        }
        return Ok(Turn { fresh, end: None });
    }
    let asked: Vec<&CheckAsked> =
        record.entries().iter().filter_map(|entry| if let Event::CheckAsked(asked) = &entry.event { Some(asked) } else { None }).collect();
    let answers = answers(record);
    let (mut at, mut sum) = (0, 0);
    for (number, size) in sizes.iter().enumerate() {
        if at == asked.len() {
            return Ok(Turn { fresh: vec![round(number, *size, first, sum)], end: None });
        }
        let group = asked.get(at..at + size).ok_or_else(|| Stuck::Strayed("a torn group".into()))?;
        for (place, asked) in group.iter().enumerate() {
            if asked.private.known().unwrap().input != input(number, place, sum) || asked.check != name(first, place) {
                return Err(Stuck::Strayed("another question".into()));
            }
        }
        at += size;
        let Some(values) = group.iter().map(|asked| answers.get(&asked.call)).collect::<Option<Vec<_>>>() else { return Ok(waits()) };
        sum += values.into_iter().sum::<u64>();
    }
    let report = Json::parse(format!("{{\"sum\":{sum}}}")).unwrap();
    Ok(Turn { fresh: vec![Ask::Report(report), Ask::Say(format!("The sum is {sum}."))], end: Some(End::Complete) })
}

/// The calls of a round. With `sum`, that of all answers before it.
fn round(number: usize, size: usize, first: &str, sum: u64) -> Ask {
    let call = |place| CheckCall { check: name(first, place).into(), input: input(number, place, sum) };
    Ask::Checks((0..size).map(call).collect())
}

fn name(first: &str, place: usize) -> &str {
    if place == 0 { first } else { TWICE }
}

/// What an undisturbed run of that message says.
pub(super) fn expected(message: &str) -> String {
    let values = message.bytes().enumerate().flat_map(|(round, size)| (0..usize::from(size - b'0')).map(move |place| value(round, place)));
    format!("The sum is {}.", values.sum::<u64>())
}

fn input(round: usize, place: usize, sum: u64) -> Json {
    Json::parse(format!("{{\"round\":{round},\"place\":{place},\"sum\":{sum}}}")).unwrap()
}

fn value(round: usize, place: usize) -> u64 {
    (round * 10 + place + 1) as u64
}

fn answers(record: &Record) -> HashMap<CallId, u64> {
    let answered =
        record.entries().iter().filter_map(|entry| if let Event::CheckAnswered(answered) = &entry.event { Some(answered) } else { None });
    answered.map(|answered| (answered.call, answered.private.known().unwrap().output.value()["value"].as_u64().unwrap_or(0))).collect()
}

#[async_trait]
impl Workshop for Scripted {
    /// What is kept is the journal that the turn saw: the next one has to be over the same, grown.
    async fn turn(&self, record: &Record, _memory: &[EarlierRun], kept: Option<Kept>) -> Result<(Turn, Option<Kept>), Stuck> {
        // When every order is tried: a turn touches nothing, so nothing can come in between.
        let full = match self.shared.with(|world| world.choices.as_mut().map(Choices::is_full)) {
            Some(full) => full,
            None => {
                self.shared.pause().await;
                if self.shared.fault(self.slow) {
                    self.shared.sleep(SLOW).await;
                }
                self.shared.fault(self.unavailable)
            }
        };
        if full {
            self.shared.learns("full");
            return Err(Stuck::Unavailable("no room in the sandbox".into()));
        }
        if let Some(seen) = kept.map(|kept| kept.downcast::<Vec<Arc<Entry>>>().unwrap())
            && !record.entries().starts_with(&seen)
        {
            self.shared.with(|world| world.violations.push("a workflow went on over another journal than it was kept for".into()));
        }
        Ok((script(record)?, Some(Box::new(record.entries().to_vec()))))
    }

    async fn perform(&self, work: Work) -> Answer {
        self.shared.pause().await;
        self.shared.with(|world| {
            *world.performed.entry(work.call).or_default() += 1;
            let durable = world
                .database
                .runs
                .values()
                .any(|row| row.entries.iter().any(|entry| matches!(&entry.event, Event::CheckAsked(asked) if asked.call == work.call)));
            if !durable {
                world.violations.push(format!("{} was performed before its question was durable", work.call));
            }
        });
        self.shared.pause().await;
        let input = work.input.value();
        let number = |name: &str| usize::try_from(input[name].as_u64().unwrap()).unwrap();
        // When every order is tried: of calls side by side each may be the last.
        let last = self.shared.with(|world| world.choices.as_mut().map(|choices| number("place") > 0 && choices.choose(2) == 1));
        match last {
            Some(true) => self.shared.sleep(Duration::from_millis(100)).await,
            None if self.shared.below(20) == 0 => self.shared.sleep(Duration::from_secs(8)).await,
            Some(false) | None => {}
        }
        Answer::Success(Json::parse(format!("{{\"value\":{}}}", value(number("round"), number("place")))).unwrap())
    }
}
