//! The answers of a finished run, found by what was asked.

use crate::perform::DAY;
use journal::event::{CheckAnswered, CheckOutput, Event, Outcome, Pins, Recent};
use journal::{Credits, Json, OpenCall, Private, Record};
use library::built_in::NOT_RECORDED;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};

/// What was answered, by check and input.
pub(super) struct Answers<'a> {
    known: HashMap<String, Vec<Asked>>,
    /// What the page that asks is pinned to.
    pins: &'a Pins,
}

/// One question. Where it was asked more than once, its answers in order: the last of them stands for all later ones.
struct Asked {
    input: Value,
    answers: VecDeque<CheckAnswered>,
}

impl Answers<'_> {
    pub(super) fn of<'a>(recorded: &Record, pins: &'a Pins) -> Answers<'a> {
        let mut inputs = HashMap::new();
        let mut answers: HashMap<String, Vec<Asked>> = HashMap::new();
        for entry in recorded.entries() {
            match &entry.event {
                Event::CheckAsked(asked) => {
                    inputs.extend(asked.private.known().map(|asked_with| (asked.call, asked_with.input.value())));
                }
                Event::CheckAnswered(answered) => {
                    let Some(input) = inputs.remove(&answered.call) else { continue };
                    let known = answers.entry(answered.check.clone()).or_default();
                    match known.iter_mut().find(|asked| asked.input == input) {
                        Some(asked) => asked.answers.push_back(answered.clone()),
                        None => known.push(Asked { input, answers: VecDeque::from([answered.clone()]) }),
                    }
                }
                _ => {}
            }
        }
        Answers { known: answers, pins }
    }

    /// The answer to `open`: recorded, or that there is none.
    pub(super) fn take(&mut self, open: &OpenCall, input: &Json) -> CheckAnswered {
        let input = input.value();
        let asked = self.known.get_mut(&open.check).and_then(|known| known.iter_mut().find(|asked| asked.input == input));
        let answered =
            asked.and_then(|asked| if asked.answers.len() > 1 { asked.answers.pop_front() } else { asked.answers.front().cloned() });
        match answered {
            Some(answered) => match answered.recent {
                None => CheckAnswered { call: open.call, credits: answered.credits.min(open.hold), ..answered },
                Some(from) => match self.accepts(open, &from) {
                    Some(price) => CheckAnswered { call: open.call, credits: price, ..answered },
                    // The check would be called anew, and nobody knows with what answer.
                    None => unknown(open),
                },
            },
            None => unknown(open),
        }
    }

    /// What the page pays for a recent answer, if it takes one of that age.
    fn accepts(&self, open: &OpenCall, from: &Recent) -> Option<Credits> {
        let terms = self.pins.check(&open.check)?.recent?;
        let young = open.asked_at.since(from.answered_at) <= DAY * u32::from(terms.days);
        young.then_some(terms.price.min(open.hold))
    }
}

fn unknown(open: &OpenCall) -> CheckAnswered {
    CheckAnswered {
        call: open.call,
        check: open.check.clone(),
        outcome: Outcome::Failed { code: NOT_RECORDED.to_owned(), retryable: false },
        credits: Credits::ZERO,
        latency_ms: 0,
        carried_from: None,
        recent: None,
        private: Private::Known(CheckOutput { output: Json::empty(), message: Some("The run has no answer to this.".to_owned()) }),
    }
}
