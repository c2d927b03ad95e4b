//! Whole runs without a database: the real agent and the real checks in the real sandbox, the simulator in place of the network.

use crate::shelf::shelf;
use journal::event::{
    AnswerDelta, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Decider, Decision, Event, Narrated, Outcome, PlanDecided,
    PlanProposed, Report, Reported, Text,
};
use journal::id::RANDOM_BYTES;
use journal::{CallId, Credits, Json, PlanId, Private, Record, Time};
use sandbox::{Answer, Ask, Call, End, Kept, Order};
use serde_json::{Value, json};
use simulator::Simulator;
use std::collections::BTreeSet;
use std::time::Duration;

const AT: Time = Time::from_micros(1_750_000_000_000_000);
/// Providers answer within a blink, or never.
const DEADLINE: Duration = Duration::from_millis(200);
/// Turns of one run; more are a run that never ends.
const TURNS_MAX: usize = 100;

/// A whole run.
pub struct Played {
    /// The plan, a line for each task: its goal and its checks.
    pub plan: Vec<String>,
    /// The calls in the order asked, each with its input and how it came out.
    pub calls: Vec<String>,
    /// The calls that were asked together, by check.
    pub rounds: Vec<Vec<String>>,
    /// What was said.
    pub answer: String,
    /// The report; null where there is none.
    pub report: Value,
    /// How it ended.
    pub end: End,
    /// Its journal.
    pub record: Record,
}

/// Drives a run on from `record` to its end, every plan approved. The same record and order lead to the same journal. Each turn is taken
/// twice: by the workflow as the turn before left it, and from the start.
pub async fn play(order: &Order, mut record: Record) -> Played {
    let mut kept: Option<Kept> = None;
    for _ in 0..TURNS_MAX {
        let open = settle(&record).await;
        if !open.is_empty() {
            record.extend(AT, open).unwrap();
        }
        let turn = shelf().agent.turn(order, record.entries()).await.unwrap();
        let (same, waits) = match kept.take() {
            Some(kept) => kept.go_on(record.entries()).await.unwrap().expect("the journal has what was asked, and its answers"),
            None => shelf().agent.begin(order.clone(), record.entries()).await.unwrap(),
        };
        assert_eq!(same, turn, "a workflow that was kept asks what it asks from the start");
        kept = waits;
        for ask in turn.fresh {
            let events = asked(ask, record.head());
            record.extend(AT, events).unwrap();
        }
        if let Some(end) = turn.end {
            return told(record, end);
        }
    }
    panic!("it never ends: {}", order.message);
}

/// What is appended for a question.
fn asked(ask: Ask, head: u64) -> Vec<Event> {
    let id = |place: usize| {
        let mut random = [0; RANDOM_BYTES];
        random[..8].copy_from_slice(&(head + 1 + place as u64).to_be_bytes());
        random
    };
    match ask {
        Ask::Plan(plan) => {
            let checks = plan.tasks.iter().flat_map(|task| task.checks.clone()).collect();
            let (plan, private) = (PlanId::new(AT, &id(0)), Private::Known(plan));
            vec![Event::PlanProposed(PlanProposed { plan, parks: false, expires_at: AT, ceiling: Credits::ZERO, checks, private })]
        }
        Ask::Checks(calls) => {
            let asked = calls.into_iter().enumerate().map(|(place, call)| {
                let private = Private::Known(CheckInput { input: call.input });
                let call_id = CallId::new(AT, &id(place));
                Event::CheckAsked(CheckAsked { call: call_id, group: head + 1, check: call.check, hold: Credits::ZERO, private })
            });
            asked.collect()
        }
        Ask::Narrate(text) => vec![Event::Narrated(Narrated { private: Private::Known(Text { text }) })],
        Ask::Say(text) => vec![Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text }) })],
        Ask::Report(report) => vec![Event::Reported(Reported { private: Private::Known(Report { report }) })],
    }
}

/// The answers to all questions that have none.
async fn settle(record: &Record) -> Vec<Event> {
    let entries = record.entries();
    let decided = entries.iter().any(|entry| matches!(entry.event, Event::PlanDecided(_)));
    let answered: BTreeSet<CallId> = entries
        .iter()
        .filter_map(|entry| if let Event::CheckAnswered(answered) = &entry.event { Some(answered.call) } else { None })
        .collect();
    let mut events = Vec::new();
    for entry in entries {
        match &entry.event {
            Event::PlanProposed(proposed) if !decided => {
                events.push(Event::PlanDecided(PlanDecided { plan: proposed.plan, decision: Decision::Approved, by: Decider::Policy }));
            }
            Event::CheckAsked(asked) if !answered.contains(&asked.call) => events.push(perform(asked).await),
            _ => {}
        }
    }
    events
}

async fn perform(asked: &CheckAsked) -> Event {
    let Private::Known(CheckInput { input }) = &asked.private else { panic!("nothing is erased here") };
    let call = Call { id: asked.call, check: asked.check.clone(), input: input.clone(), asked_at: AT };
    let (outcome, output, message) =
        match shelf().component(&call.check).perform(&call, &shelf().grants(DEADLINE), &Simulator::default()).await {
            Answer::Success(output) => (Outcome::Success, output, None),
            Answer::NotFound(output) => (Outcome::NotFound, output, None),
            Answer::Failed { code, message, retryable, .. } => {
                (Outcome::Failed { code, retryable }, Json::of(&json!({})).unwrap(), Some(message))
            }
        };
    let private = Private::Known(CheckOutput { output, message });
    let check = asked.check.clone();
    Event::CheckAnswered(CheckAnswered {
        call: asked.call,
        check,
        outcome,
        credits: Credits::ZERO,
        latency_ms: 1,
        carried_from: None,
        recent: None,
        private,
    })
}

fn told(record: Record, end: End) -> Played {
    let mut played =
        Played { plan: Vec::new(), calls: Vec::new(), rounds: Vec::new(), answer: String::new(), report: Value::Null, end, record };
    let entries = played.record.entries();
    for entry in entries {
        match &entry.event {
            Event::PlanProposed(PlanProposed { private: Private::Known(plan), .. }) => {
                played.plan = plan.tasks.iter().map(|task| format!("{}: {}", task.goal, task.checks.join(", "))).collect();
            }
            Event::CheckAsked(CheckAsked { call, group, check, private: Private::Known(input), .. }) => {
                let came_out = entries.iter().find_map(|entry| match &entry.event {
                    Event::CheckAnswered(answered) if answered.call == *call => Some(how(&answered.outcome).to_owned()),
                    _ => None,
                });
                played.calls.push(format!("{check} {} {}", input.input.as_str(), came_out.unwrap_or_default()));
                if *group == entry.seq {
                    played.rounds.push(Vec::new());
                }
                played.rounds.last_mut().unwrap().push(check.clone());
            }
            Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text }) }) => played.answer.push_str(text),
            Event::Reported(Reported { private: Private::Known(Report { report }) }) => played.report = report.value(),
            _ => {}
        }
    }
    played
}

fn how(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Success => "success",
        Outcome::NotFound => "not_found",
        Outcome::Failed { code, .. } => code,
    }
}
