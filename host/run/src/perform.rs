//! Calls in flight: begun once their question is durable, landed with their charge.

use crate::advance::{Drive, Error};
use crate::engine::Work;
use futures::future::FutureExt;
use futures::stream::StreamExt;
use journal::event::{CheckAnswered, CheckOutput, Event, Outcome, Pins};
use journal::{Credits, Json, OpenCall, Private, Seq, Time};
use sandbox::Answer;
use std::sync::Arc;
use tokio::sync::watch;

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
            let workshop = Arc::clone(&self.engine.workshop);
            self.flying.push(Box::pin(async move {
                let answer = match work {
                    Some(work) => workshop.perform(work).await,
                    None => failure("erased", "The call's input was erased.", false),
                };
                (open, answer)
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
    fn land(&mut self, (open, answer): (OpenCall, Answer)) -> Result<(), Error> {
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

/// The event of an answer that came at `now`.
pub(crate) fn answered_at(pins: &Pins, open: &OpenCall, answer: Answer, now: Time) -> CheckAnswered {
    let latency_ms = u64::try_from(now.since(open.asked_at).as_millis()).unwrap_or(u64::MAX);
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
    CheckAnswered { call: open.call, check: open.check.clone(), outcome, credits, latency_ms, carried_from: None, private }
}

pub(crate) fn failure(code: &str, message: &str, retryable: bool) -> Answer {
    Answer::Failed { code: code.to_owned(), message: message.to_owned(), retryable }
}
