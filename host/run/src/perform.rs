//! Calls in flight: begun once their question is durable, landed with their charge.

use crate::advance::{Drive, Error};
use crate::engine::{Journals, Work};
use futures::future::FutureExt;
use futures::stream::StreamExt;
use journal::event::{CheckAnswered, CheckOutput, Event, Outcome, Pins};
use journal::{Credits, Json, OpenCall, Private, Seq, Time};
use sandbox::Answer;
use std::sync::Arc;
use std::time::Duration;
use store::{Question, Recalled};
use tokio::sync::watch;

/// Of the ages that procedures speak of.
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Drive<'_> {
    /// Performs what is open and stages the next answers, or notices that the journal grew elsewhere.
    pub(crate) async fn wait(&mut self, until: Option<Time>) -> Result<(), Error> {
        if self.take_up()? {
            return Ok(());
        }
        let engine = self.engine;
        let deadline = async {
            match until {
                Some(until) => engine.clock.sleep_until(until).await,
                None => futures::future::pending().await,
            }
        };
        let grown = grown(&mut self.heads, self.durable);
        let first = tokio::select! {
            biased;
            Some(landed) = self.flying.next() => landed,
            () = grown => return self.reread().await,
            () = deadline => return Ok(()),
        };
        self.land(first)?;
        while let Some(Some(landed)) = self.flying.next().now_or_never() {
            self.land(landed)?;
        }
        Ok(())
    }

    /// Begins every open call that is not in flight here. Whether the run had to be interrupted instead.
    fn take_up(&mut self) -> Result<bool, Error> {
        let idle: Vec<OpenCall> = self.record.state().open.iter().filter(|open| !self.begun.contains(&open.call)).cloned().collect();
        if self.record.state().cancelling() {
            return Ok(false);
        }
        let cut_off =
            |open: &OpenCall| !self.asked.contains(&open.call) && !self.pins.check(&open.check).is_some_and(|check| check.repeatable);
        if idle.iter().any(cut_off) {
            self.interrupt("call_not_repeatable", "A call was cut off that must not be repeated.")?;
            return Ok(true);
        }
        for open in idle {
            self.begun.insert(open.call);
            let work = self.work(&open);
            let (journals, workshop) = (Arc::clone(&self.engine.journals), Arc::clone(&self.engine.workshop));
            self.flying.push(Box::pin(async move {
                let landed = match work {
                    Some(work) => match recent(&*journals, &work, open.asked_at).await {
                        Some(recalled) => Landed::Recent(Box::new(recalled)),
                        None => Landed::Fresh(workshop.perform(work).await),
                    },
                    None => Landed::Fresh(failure("erased", "The call's input was erased.", false)),
                };
                (open, landed)
            }));
        }
        Ok(false)
    }

    fn work(&self, open: &OpenCall) -> Option<Work> {
        let Some(Event::CheckAsked(asked)) = self.record.entry(open.seq).map(|entry| &entry.event) else { return None };
        Some(Work {
            pins: Arc::clone(&self.pins),
            org: self.org,
            mode: self.record.created().mode,
            call: open.call,
            check: open.check.clone(),
            input: asked.private.known()?.input.clone(),
            asked_at: open.asked_at,
        })
    }

    /// Stages an answer with its charge, unless its call was closed meanwhile.
    fn land(&mut self, (open, landed): (OpenCall, Landed)) -> Result<(), Error> {
        let answer = match landed {
            Landed::Fresh(answer) => answer,
            Landed::Recent(recalled) => {
                let terms = self.pins.check(&open.check).and_then(|check| check.recent);
                let price = terms.map_or(Credits::ZERO, |terms| terms.price);
                return self.take_in(again(&open, *recalled, price, self.engine.now()));
            }
        };
        self.take_in(answered_at(&self.pins, &open, answer, self.engine.now()))
    }

    pub(crate) fn take_in(&mut self, answered: CheckAnswered) -> Result<(), Error> {
        if self.record.state().open.iter().any(|open| open.call == answered.call) {
            self.landed.push(answered.clone());
            self.stage([Event::CheckAnswered(answered)])?;
        }
        Ok(())
    }
}

/// Resolves when somebody else lengthened the journal past `durable`.
async fn grown(heads: &mut watch::Receiver<Seq>, durable: Seq) {
    if heads.wait_for(|head| *head > durable).await.is_err() {
        // Nobody tells any more; the next append finds out.
        futures::future::pending::<()>().await;
    }
}

/// What becomes of a call in flight.
pub(crate) enum Landed {
    /// The check was called.
    Fresh(Answer),
    /// An answer that was had before stands for it.
    Recent(Box<Recalled>),
}

/// The answer that may stand for a new one, if the run's procedure takes such and there is one. The journal keeps which it was: this is
/// asked once, and a replay never asks.
async fn recent(journals: &dyn Journals, work: &Work, asked_at: Time) -> Option<Recalled> {
    let check = work.pins.check(&work.check)?.clone();
    let since = asked_at.minus(DAY * u32::from(check.recent?.days));
    let question = Question { mode: work.mode, check, input: work.input.clone() };
    match journals.recall(work.org, &question, since).await {
        Ok(recalled) => recalled,
        Err(error) => {
            tracing::warn!(call = %work.call, %error, "recent answers cannot be looked up; the check is called");
            None
        }
    }
}

/// The event of an answer that was had before, at the price that the procedure says.
fn again(open: &OpenCall, recalled: Recalled, price: Credits, now: Time) -> CheckAnswered {
    CheckAnswered {
        call: open.call,
        credits: price.min(open.hold),
        latency_ms: milliseconds(now, open),
        carried_from: None,
        recent: Some(recalled.from),
        ..recalled.answered
    }
}

fn milliseconds(now: Time, open: &OpenCall) -> u64 {
    u64::try_from(now.since(open.asked_at).as_millis()).unwrap_or(u64::MAX)
}

/// The event of an answer that came at `now`.
pub(crate) fn answered_at(pins: &Pins, open: &OpenCall, answer: Answer, now: Time) -> CheckAnswered {
    let latency_ms = milliseconds(now, open);
    answered(open, answer, pins.check(&open.check).is_some_and(|check| check.bills_not_found), latency_ms)
}

/// The event of an answer. Only what was answered is billed; the price was fixed when the call was held.
pub(crate) fn answered(open: &OpenCall, answer: Answer, bills_not_found: bool, latency_ms: u64) -> CheckAnswered {
    let nothing = Json::empty();
    let (outcome, credits, output, message) = match answer {
        Answer::Success(output) => (Outcome::Success, open.hold, output, None),
        Answer::NotFound(output) => (Outcome::NotFound, if bills_not_found { open.hold } else { Credits::ZERO }, output, None),
        Answer::Failed { code, message, retryable } => (Outcome::Failed { code, retryable }, Credits::ZERO, nothing, Some(message)),
    };
    let private = Private::Known(CheckOutput { output, message });
    CheckAnswered { call: open.call, check: open.check.clone(), outcome, credits, latency_ms, carried_from: None, recent: None, private }
}

pub(crate) fn failure(code: &str, message: &str, retryable: bool) -> Answer {
    Answer::Failed { code: code.to_owned(), message: message.to_owned(), retryable }
}
