//! The facts of a run. Past tense, matched without `_`: a new one breaks every fold until each has answered it.
//!
//! Each event has a part that is a fact for ever (kinds, names, prices, outcomes) and, for some, a private part (identifiers,
//! answers, texts). The store keeps private parts encrypted under the thread's key; once that key is destroyed they read as
//! [`Private::Erased`], and every fold still works. Old shapes are lifted here and nowhere else; `tests/goldens/events` holds
//! one of each shape that was ever written.

pub use crate::fact::*;
use crate::time::Time;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The format that this build writes and the newest it reads. A node claims only runs whose format it knows.
pub const FORMAT: u16 = 1;

/// Position of an entry in its journal, from 1. Also the id of the event on the wire.
pub type Seq = u64;

/// One line of a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its position.
    pub seq: Seq,
    /// When it happened, by the clock of the node that appended it.
    pub at: Time,
    /// What happened.
    pub event: Event,
}

/// Personal data within an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Private<T> {
    /// Readable.
    Known(T),
    /// Not read yet, or its key was destroyed.
    #[default]
    Erased,
}

impl<T> Private<T> {
    /// The value, unless erased.
    pub fn known(&self) -> Option<&T> {
        match self {
            Private::Known(value) => Some(value),
            Private::Erased => None,
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A client asked for a verification and was admitted. Always first.
    Created(Box<Created>),
    /// A node began to execute it.
    Started(Started),
    /// The workflow proposed a plan.
    PlanProposed(PlanProposed),
    /// Somebody or something decided on the plan.
    PlanDecided(PlanDecided),
    /// The workflow asked for one call of one check. Calls asked together share `group`.
    CheckAsked(CheckAsked),
    /// The call was answered, or will never be.
    CheckAnswered(CheckAnswered),
    /// The workflow noted something for the timeline.
    Narrated(Narrated),
    /// The workflow said a piece of its answer.
    AnswerDelta(AnswerDelta),
    /// The workflow wrote its report.
    Reported(Reported),
    /// Somebody asked to stop. No question may follow.
    CancelAsked(CancelAsked),
    /// The end. Always last.
    Ended(Ended),
}

/// Why stored bytes are no event of a known format.
#[derive(Debug, thiserror::Error)]
pub enum Undecodable {
    /// The public part.
    #[error("decode the facts of an event")]
    Facts(#[source] serde_json::Error),
    /// The private part.
    #[error("decode the private part of an event")]
    Private(#[source] serde_json::Error),
}

impl Event {
    /// The public part as JSON: what the store writes in clear.
    pub fn facts(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The private part as JSON, where there is one: what the store encrypts.
    pub fn private(&self) -> Result<Option<Vec<u8>>, serde_json::Error> {
        fn bytes<T: Serialize>(part: &Private<T>) -> Result<Option<Vec<u8>>, serde_json::Error> {
            part.known().map(serde_json::to_vec).transpose()
        }
        match self {
            Event::Created(e) => bytes(&e.private),
            Event::PlanProposed(e) => bytes(&e.private),
            Event::CheckAsked(e) => bytes(&e.private),
            Event::CheckAnswered(e) => bytes(&e.private),
            Event::Narrated(e) => bytes(&e.private),
            Event::AnswerDelta(e) => bytes(&e.private),
            Event::Reported(e) => bytes(&e.private),
            Event::Started(_) | Event::PlanDecided(_) | Event::CancelAsked(_) | Event::Ended(_) => Ok(None),
        }
    }

    /// The event of a stored pair. Without a private part, what was private reads as erased.
    pub fn decode(facts: &str, private: Option<&[u8]>) -> Result<Event, Undecodable> {
        fn fill<T: DeserializeOwned>(part: &mut Private<T>, bytes: &[u8]) -> Result<(), Undecodable> {
            *part = Private::Known(serde_json::from_slice(bytes).map_err(Undecodable::Private)?);
            Ok(())
        }
        let mut event: Event = serde_json::from_str(facts).map_err(Undecodable::Facts)?;
        if let Some(bytes) = private {
            match &mut event {
                Event::Created(e) => fill(&mut e.private, bytes)?,
                Event::PlanProposed(e) => fill(&mut e.private, bytes)?,
                Event::CheckAsked(e) => fill(&mut e.private, bytes)?,
                Event::CheckAnswered(e) => fill(&mut e.private, bytes)?,
                Event::Narrated(e) => fill(&mut e.private, bytes)?,
                Event::AnswerDelta(e) => fill(&mut e.private, bytes)?,
                Event::Reported(e) => fill(&mut e.private, bytes)?,
                Event::Started(_) | Event::PlanDecided(_) | Event::CancelAsked(_) | Event::Ended(_) => {}
            }
        }
        Ok(event)
    }

    /// About how many bytes it takes: exact in what a stranger can make large, cheap to know.
    pub fn weight(&self) -> usize {
        const FACTS: usize = 256;
        let private = match self {
            Event::Created(e) => {
                let metadata = |request: &Request| request.metadata.as_ref().map_or(0, |json| json.as_str().len());
                e.private.known().map_or(0, |request| request.message.len() + metadata(request)) + FACTS * e.pins.checks.len()
            }
            Event::PlanProposed(e) => {
                let task = |task: &Task| task.goal.len() + FACTS * (1 + task.checks.len());
                e.private.known().map_or(0, |plan| plan.summary.len() + plan.tasks.iter().map(task).sum::<usize>())
            }
            Event::CheckAsked(e) => e.private.known().map_or(0, |input| input.input.as_str().len()),
            Event::CheckAnswered(e) => e.private.known().map_or(0, |output| output.output.as_str().len()),
            Event::Narrated(e) => e.private.known().map_or(0, |said| said.text.len()),
            Event::AnswerDelta(e) => e.private.known().map_or(0, |said| said.text.len()),
            Event::Reported(e) => e.private.known().map_or(0, |report| report.report.as_str().len()),
            Event::Started(e) => 32 * e.memory.len(),
            Event::PlanDecided(_) | Event::CancelAsked(_) | Event::Ended(_) => 0,
        };
        FACTS + private
    }

    /// Its name in storage and in `enrich run explain`: `created`, `check_asked`, …
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Created(_) => "created",
            Event::Started(_) => "started",
            Event::PlanProposed(_) => "plan_proposed",
            Event::PlanDecided(_) => "plan_decided",
            Event::CheckAsked(_) => "check_asked",
            Event::CheckAnswered(_) => "check_answered",
            Event::Narrated(_) => "narrated",
            Event::AnswerDelta(_) => "answer_delta",
            Event::Reported(_) => "reported",
            Event::CancelAsked(_) => "cancel_asked",
            Event::Ended(_) => "ended",
        }
    }
}
