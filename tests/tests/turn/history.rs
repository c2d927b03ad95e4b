//! Journals written down entry by entry.

use journal::event::{
    AnswerDelta, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Decider, Decision, Entry, Event, Narrated, Outcome, Plan, PlanDecided,
    PlanProposed, Report, Reported, Seq, Started, Task, Text,
};
use journal::{CallId, Credits, Json, PlanId, Private, Time};
use sandbox::Ask;
use serde_json::Value;

/// A journal. Each entry happens a second after the one before.
#[derive(Clone)]
pub(crate) struct History(pub(crate) Vec<Entry>);

/// The call that was asked at a position.
pub(crate) fn call(seq: Seq) -> CallId {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&seq.to_be_bytes());
    CallId::new(Time::from_micros(0), &random)
}

fn plan_id() -> PlanId {
    PlanId::new(Time::from_micros(0), &[9; 10])
}

pub(crate) fn plan(summary: &str, checks: &[&str]) -> Plan {
    let task = |check: &&str| Task { goal: format!("Ask {check}."), checks: vec![(*check).to_owned()] };
    Plan { summary: summary.into(), tasks: checks.iter().map(task).collect() }
}

fn proposal(plan: Plan, parks: bool) -> Event {
    let (ceiling, checks, private) = (Credits::ZERO, Vec::new(), Private::Known(plan));
    Event::PlanProposed(PlanProposed { plan: plan_id(), parks, expires_at: Time::default(), ceiling, checks, private })
}

fn text(text: &str) -> Private<Text> {
    Private::Known(Text { text: text.into() })
}

impl History {
    /// A run that has begun.
    pub(crate) fn begin() -> History {
        History(Vec::new()).and(Event::Started(Started { memory: Vec::new() }))
    }

    fn next(&self) -> Seq {
        Seq::try_from(self.0.len()).unwrap() + 1
    }

    pub(crate) fn and(mut self, event: Event) -> History {
        let seq = self.next();
        self.0.push(Entry { seq, at: Time::from_micros(i64::try_from(seq).unwrap() * 1_000_000), event });
        self
    }

    /// Calls asked together; the first is at the next position.
    pub(crate) fn asked(self, calls: &[(&str, Value)]) -> History {
        let group = self.next();
        calls.iter().fold(self, |history, (check, input)| {
            let private = Private::Known(CheckInput { input: Json::of(input).unwrap() });
            let call = call(history.next());
            history.and(Event::CheckAsked(CheckAsked { call, group, check: (*check).into(), hold: Credits::ZERO, private }))
        })
    }

    /// The call asked at `seq` was answered.
    pub(crate) fn answered(self, seq: Seq, outcome: Outcome, output: Value) -> History {
        let message = matches!(outcome, Outcome::Failed { .. }).then(|| "It failed.".to_owned());
        let private = Private::Known(CheckOutput { output: Json::of(&output).unwrap(), message });
        let check = String::new();
        self.and(Event::CheckAnswered(CheckAnswered {
            call: call(seq),
            check,
            outcome,
            credits: Credits::ZERO,
            latency_ms: 1,
            carried_from: None,
            recent: None,
            private,
        }))
    }

    pub(crate) fn proposed(self, plan: Plan) -> History {
        self.and(proposal(plan, true))
    }

    /// A plan about which nobody had to be asked.
    pub(crate) fn went_ahead(self, plan: Plan) -> History {
        self.and(proposal(plan, false)).decided(Decision::Approved)
    }

    pub(crate) fn decided(self, decision: Decision) -> History {
        self.and(Event::PlanDecided(PlanDecided { plan: plan_id(), decision, by: Decider::Policy }))
    }

    pub(crate) fn narrated(self, words: &str) -> History {
        self.and(Event::Narrated(Narrated { private: text(words) }))
    }

    pub(crate) fn said(self, words: &str) -> History {
        self.and(Event::AnswerDelta(AnswerDelta { private: text(words) }))
    }

    pub(crate) fn reported(self, report: &Value) -> History {
        self.and(Event::Reported(Reported { private: Private::Known(Report { report: Json::of(report).unwrap() }) }))
    }

    /// What a turn asked, as it is recorded.
    pub(crate) fn and_asks(self, asks: &[Ask]) -> History {
        asks.iter().fold(self, |history, ask| match ask {
            Ask::Checks(calls) => {
                let calls: Vec<_> = calls.iter().map(|call| (call.check.as_str(), call.input.value())).collect();
                history.asked(&calls)
            }
            Ask::Plan(plan) => history.proposed(plan.clone()),
            Ask::Narrate(words) => history.narrated(words),
            Ask::Say(words) => history.said(words),
            Ask::Report(report) => history.reported(&report.value()),
        })
    }

    /// Answers whatever waits, the last asked first.
    pub(crate) fn and_answers(self) -> History {
        let answered = |seq: Seq| self.0.iter().any(|entry| matches!(&entry.event, Event::CheckAnswered(e) if e.call == call(seq)));
        let open: Vec<_> = self
            .0
            .iter()
            .filter(|entry| matches!(entry.event, Event::CheckAsked(_)) && !answered(entry.seq))
            .map(|entry| entry.seq)
            .collect();
        match self.0.last().map(|entry| &entry.event) {
            Some(Event::PlanProposed(_)) => self.decided(Decision::Approved),
            _ => open
                .into_iter()
                .rev()
                .fold(self, |history, seq| history.answered(seq, Outcome::Success, serde_json::json!({ "asked_at": seq }))),
        }
    }

    /// The first `count` entries.
    pub(crate) fn cut(&self, count: usize) -> History {
        History(self.0[..count].to_vec())
    }
}
