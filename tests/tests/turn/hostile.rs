//! Workflows that misbehave: each ends its own run, with a clear code, and nothing else.

use crate::history::History;
use crate::turn;
use journal::event::Outcome;
use journal::limits;
use sandbox::{Ask, End};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn code(steps: &Value) -> &'static str {
    match turn(steps, &History::begin()).await.unwrap().end {
        Some(End::Failed { code, message }) => {
            assert!(!message.is_empty() && message.len() <= 500, "{message}");
            code
        }
        other => panic!("{steps}: {other:?}"),
    }
}

#[tokio::test]
async fn each_misbehaviour_ends_the_run_and_the_next_turn_is_as_quick_as_ever() {
    for (step, expected) in [
        (json!({ "spin": 1 }), "workflow_out_of_fuel"),
        (json!({ "allocate": 1 }), "workflow_out_of_memory"),
        (json!({ "recurse": 1 }), "workflow_trapped"),
        (json!({ "panic": 1 }), "workflow_trapped"),
        (json!({ "say_forever": "x" }), "journal_full"),
        (json!({ "say_forever": "x".repeat(100_000) }), "journal_full"),
        (json!({ "say_much": limits::STATEMENT_BYTES_MAX + 1 }), "workflow_statement_too_large"),
        (json!({ "say_much": 20_000_000 }), "workflow_statement_too_large"),
        (json!({ "report_text": "[]" }), "workflow_bad_report"),
        (json!({ "report_text": "{" }), "workflow_bad_report"),
        (json!({ "call": [] }), "workflow_bad_group"),
        (json!({ "call_text": { "check": "pan", "input": "{}", "times": 65 } }), "workflow_bad_group"),
        (json!({ "call": [["pan", {}], ["aadhaar", {}]] }), "workflow_unknown_check"),
        (json!({ "call": [["", {}]] }), "workflow_unknown_check"),
        (json!({ "call_text": { "check": "pan", "input": "[]" } }), "workflow_bad_input"),
        (json!({ "call_text": { "check": "pan", "input": "{" } }), "workflow_bad_input"),
        (json!({ "call_much": limits::CHECK_INPUT_BYTES_MAX }), "workflow_input_too_large"),
        (json!({ "plan": { "summary": "x".repeat(70_000) } }), "workflow_plan_too_large"),
        (json!({ "plan": { "tasks": vec![json!(["g"]); 101] } }), "workflow_plan_too_large"),
        (json!({ "plan": { "tasks": [vec!["pan"; 258]] } }), "workflow_plan_too_large"),
        (json!({ "plan": { "tasks": [["g", "aadhaar"]] } }), "workflow_unknown_check"),
    ] {
        assert_eq!(code(&json!([step])).await, expected, "{}", &step.to_string()[..step.to_string().len().min(100)]);
        let start = Instant::now();
        assert_eq!(turn(&json!([]), &History::begin()).await.unwrap().end, Some(End::Complete));
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}

#[tokio::test]
async fn bounds_are_exact() {
    let group = json!([{ "call_text": { "check": "pan", "input": "{}", "times": 64 } }]);
    let fresh = turn(&group, &History::begin()).await.unwrap().fresh;
    assert!(matches!(&fresh[..], [Ask::Checks(calls)] if calls.len() == 64));
    let statement = turn(&json!([{ "say_much": limits::STATEMENT_BYTES_MAX }]), &History::begin()).await.unwrap();
    assert_eq!(statement.end, Some(End::Complete));
    // The input is {"x":"…"}: eight bytes around the text.
    let input = json!([{ "call_much": limits::CHECK_INPUT_BYTES_MAX - 8 }]);
    assert_eq!(turn(&input, &History::begin()).await.unwrap().end, None);
}

#[tokio::test]
async fn a_workflow_that_asks_for_ever_is_stopped_by_the_count_of_its_calls() {
    let steps = json!([{ "call_text": { "check": "pan", "input": "{}", "times": 64 } }, { "call_forever": "pan" }]);
    let mut history = History::begin();
    let end = loop {
        let turn = turn(&steps, &history).await.unwrap();
        if let Some(end) = turn.end {
            break end;
        }
        let base = history.0.len() as u64;
        history = history.and_asks(&turn.fresh);
        for seq in base + 1..=history.0.len() as u64 {
            history = history.answered(seq, Outcome::Success, json!({}));
        }
    };
    assert!(matches!(end, End::Failed { code: "journal_full", .. }), "{end:?}");
    assert_eq!(history.0.len(), 1 + 2 * limits::CALLS_MAX);
}

#[tokio::test]
async fn each_answer_refills_the_fuel_so_that_a_long_run_is_never_too_long() {
    // More than half of the fuel of one stretch.
    let work = json!({ "work": 30_000_000 });
    let ask = json!({ "call": [["pan", {}]] });
    assert_eq!(code(&json!([work, work, work, work])).await, "workflow_out_of_fuel");
    let steps = json!([work, ask, work, ask, work, ask, work]);
    let mut history = History::begin();
    for seq in [2, 4, 6] {
        assert_eq!(turn(&steps, &history).await.unwrap().end, None);
        history = history.asked(&[("pan", json!({}))]).answered(seq, Outcome::Success, json!({}));
    }
    assert_eq!(turn(&steps, &history).await.unwrap().end, Some(End::Complete));
}

#[tokio::test]
async fn a_spinning_workflow_leaves_its_thread_to_others_now_and_then() {
    let spinning = async { turn(&json!([{ "spin": 1 }]), &History::begin()).await.unwrap().end };
    let (steps, empty) = (json!([]), History::begin());
    let mut finished = Vec::new();
    tokio::pin!(spinning);
    for _ in 0..3 {
        tokio::select! {
            end = &mut spinning => finished.push(end),
            other = turn(&steps, &empty) => finished.push(other.unwrap().end),
        }
    }
    assert_eq!(finished, vec![Some(End::Complete); 3], "short turns overtake the long one on one thread");
}
