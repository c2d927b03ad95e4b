//! What carrying out a procedure costs: turns of the agent over pages of 3 and of 200 steps, with conditions and without.
//!
//! `cargo bench -p tests --bench procedures`. Medians; it prints, it judges nothing.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

use journal::event::{
    AnswerDelta, Approval, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Decider, Decision, Entry, Event, Narrated, Outcome,
    PlanDecided, PlanProposed, Report, Reported, Started, Text,
};
use journal::id::RANDOM_BYTES;
use journal::{CallId, Credits, Json, PlanId, Private, Record, Time};
use sandbox::{Ask, CheckInfo, Kept, Order, Workflow};
use serde_json::json;
use std::borrow::Borrow;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tests::customer::QUICKSTART;
use tests::play::play;
use tests::shelf::shelf;

const ROUNDS: usize = 301;
const AT: Time = Time::from_micros(1_000_000);
/// A turn's figure is stated for so many answers in its journal.
const ANSWERS: usize = 100;
/// Steps that go out together in the page with conditions: ten rounds of twenty, where there are 200.
const ROUND_STEPS: usize = 20;

/// So many steps; with conditions each names the step that stands one round before it.
fn page(steps: usize, conditions: bool) -> String {
    let step = |number: usize| match number.checked_sub(ROUND_STEPS).filter(|_| conditions) {
        Some(before) => format!("- ask `check_{number}`\n  - when `check_{before}.score > 3 && check_{before}.result != \"b\"`\n"),
        None => format!("- ask `check_{number}`\n"),
    };
    let steps: String = (0..steps).map(step).collect();
    let rules = "## Decision\n- decline when `check_0.result == \"b\"`\n- approve when `check_0.score > 3`\n- review otherwise\n";
    format!("---\nname: n\ninputs:\n  required: [name]\n---\n## A\n{steps}\n{}", if conditions { rules } else { "" })
}

fn order(steps: usize, conditions: bool) -> Order {
    let names: Vec<String> = (0..steps).map(|number| format!("check_{number}")).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let procedure = procedure::parse(&page(steps, conditions), &known).unwrap();
    let info = |name: &String| CheckInfo {
        name: name.clone(),
        summary: "Asks.".into(),
        input_schema: Json::parse(r#"{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}"#).unwrap(),
        price: Credits::ZERO,
    };
    Order {
        message: "Verify Rahul Sharma".into(),
        procedure: Json::of(&procedure).unwrap(),
        checks: Arc::new(names.iter().map(info).collect()),
        memory: Vec::new(),
        approval: Approval::Never,
    }
}

/// The journal of the whole run, every check answered alike, and how long it was at the start of each turn.
async fn whole(workflow: &Workflow, order: &Order) -> (Vec<Entry>, Vec<usize>) {
    let mut entries = vec![Entry { seq: 1, at: AT, event: Event::Started(Started { memory: Vec::new() }) }];
    let mut turns = Vec::new();
    loop {
        turns.push(entries.len());
        let turn = workflow.turn(order, &entries).await.unwrap();
        for ask in turn.fresh {
            for event in answered(ask, entries.len() as u64 + 1) {
                entries.push(Entry { seq: entries.len() as u64 + 1, at: AT, event });
            }
        }
        if turn.end.is_some() {
            return (entries, turns);
        }
    }
}

/// What each turn of the run takes where the workflow is kept while it waits, in microseconds.
async fn kept(workflow: &Workflow, order: &Order, entries: &[impl Borrow<Entry>], turns: &[usize]) -> Vec<u128> {
    let mut rounds = vec![Vec::with_capacity(ROUNDS); turns.len()];
    for _ in 0..ROUNDS {
        let mut kept: Option<Kept> = None;
        for (times, length) in rounds.iter_mut().zip(turns) {
            let (order, start) = (order.clone(), Instant::now());
            let (_, waits) = match kept.take() {
                Some(kept) => kept.go_on(&entries[..*length]).await.unwrap().unwrap(),
                None => workflow.begin(order, &entries[..*length]).await.unwrap(),
            };
            times.push(start.elapsed());
            kept = waits;
        }
    }
    rounds.into_iter().map(|times| middle(times).as_micros()).collect()
}

fn answers(entries: &[Entry]) -> usize {
    entries.iter().filter(|entry| matches!(entry.event, Event::CheckAnswered(_))).count()
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn answered(ask: Ask, next: u64) -> Vec<Event> {
    match ask {
        Ask::Plan(plan) => {
            let (id, checks) = (PlanId::new(AT, &[0; RANDOM_BYTES]), Vec::new());
            let private = Private::Known(plan);
            let proposed = PlanProposed { plan: id, parks: false, expires_at: AT, ceiling: Credits::ZERO, checks, private };
            let decided = PlanDecided { plan: id, decision: Decision::Approved, by: Decider::Policy };
            vec![Event::PlanProposed(proposed), Event::PlanDecided(decided)]
        }
        Ask::Checks(calls) => {
            let output = json!({ "score": 5, "result": "a", "registered_name": "PRIYA SHARMA", "category": "Individual" });
            let (mut asked, mut answers) = (Vec::new(), Vec::new());
            for (place, sandbox::CheckCall { check, input }) in calls.into_iter().enumerate() {
                let mut random = [0; RANDOM_BYTES];
                random[..8].copy_from_slice(&(next + place as u64).to_be_bytes());
                let (call, private) = (CallId::new(AT, &random), Private::Known(CheckInput { input }));
                asked.push(Event::CheckAsked(CheckAsked { call, group: next, check: check.clone(), hold: Credits::ZERO, private }));
                let private = Private::Known(CheckOutput { output: Json::of(&output).unwrap(), message: None });
                let (outcome, credits) = (Outcome::Success, Credits::ZERO);
                answers.push(Event::CheckAnswered(CheckAnswered {
                    call,
                    check,
                    outcome,
                    credits,
                    latency_ms: 1,
                    carried_from: None,
                    recent: None,
                    private,
                }));
            }
            asked.into_iter().chain(answers).collect()
        }
        Ask::Narrate(text) => vec![Event::Narrated(Narrated { private: Private::Known(Text { text }) })],
        Ask::Report(report) => vec![Event::Reported(Reported { private: Private::Known(Report { report }) })],
        Ask::Say(text) => vec![Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text }) })],
    }
}

async fn median(workflow: &Workflow, order: &Order, entries: &[impl Borrow<Entry>]) -> Duration {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        workflow.turn(order, entries).await.unwrap();
        times.push(start.elapsed());
    }
    middle(times)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let workflow = &shelf().agent;
    println!("the agent has {} bytes", library::built_in::AGENT.bytes.len());
    for (steps, conditions) in [(3, false), (3, true), (100, false), (100, true), (200, false), (200, true)] {
        let order = order(steps, conditions);
        let (entries, turns) = whole(workflow, &order).await;
        // The page with conditions has rules besides: a page without is what all were before.
        let kind = if conditions { "with conditions" } else { "without conditions" };
        println!("{steps} steps {kind}: each turn of the run {:?} µs", kept(workflow, &order, &entries, &turns).await);
        println!("{steps} steps {kind}: last turn from the start, all answered, {:?}", median(workflow, &order, &entries).await);
        let midway = turns.iter().map(|length| &entries[..*length]).find(|heard| (ANSWERS..steps).contains(&answers(heard)));
        if let Some(heard) = midway {
            let (count, took) = (answers(heard), median(workflow, &order, heard).await);
            println!("{steps} steps {kind}: a turn from the start, {count} answered, {took:?}");
        }
    }
    let order = shelf().order("kyc-verification", QUICKSTART);
    let played = play(&order, shelf().begin(QUICKSTART)).await;
    let turns = turns(&played.record);
    println!(
        "kyc-verification of the quickstart: each turn of the run {:.0?}",
        kept(workflow, &order, played.record.entries(), &turns).await
    );
    let last = median(workflow, &order, played.record.entries()).await;
    println!("kyc-verification of the quickstart: last turn from the start, all answered, {last:?}");
}

/// How long a journal was at the start of each turn: each but the first begins behind the last answer to what was asked together.
fn turns(record: &Record) -> Vec<usize> {
    let entries = record.entries();
    let is_answer = |place: usize| matches!(entries[place].event, Event::CheckAnswered(_));
    let begun = (0..entries.len()).filter(|place| match entries[*place].event {
        Event::PlanProposed(_) => false,
        _ => *place > 0 && is_answer(*place - 1) && !is_answer(*place),
    });
    let first = entries.iter().position(|entry| matches!(entry.event, Event::Started(_))).map_or(1, |place| place + 1);
    std::iter::once(first).chain(begun).collect()
}
