//! A workflow that does what its procedure says, step by step, however bad.
//!
//! A procedure is `{"steps": [STEP, …]}`; a step is an object with one member, named as in [`step`]. After the last it ends
//! complete.

#![cfg(target_arch = "wasm32")]
#![allow(unsafe_code, reason = "generated bindings need it, and a hostile guest does what it likes")]

use enrich::workflow::ask;
use enrich::workflow::types::{CheckAnswer, CheckCall, Finish, Order, Outcome, Plan, Task};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::hint::black_box;

#[allow(missing_docs, clippy::too_many_arguments, reason = "generated from the WIT, which documents it")]
mod bindings {
    wit_bindgen::generate!({ path: "../../../wit/workflow/1.0.0", world: "workflow", export_macro_name: "export" });
    use super::Hostile;
    export!(Hostile);
}
use bindings::{Guest, enrich};

struct Hostile;

impl Guest for Hostile {
    fn run(order: Order) -> Result<Finish, String> {
        let procedure: Value = serde_json::from_str(&order.procedure).map_err(|error| error.to_string())?;
        let mut answers = Vec::new();
        for next in procedure["steps"].as_array().into_iter().flatten() {
            for (name, argument) in next.as_object().into_iter().flatten() {
                if let Some(finish) = step(name, argument, &order, &mut answers)? {
                    return Ok(finish);
                }
            }
        }
        Ok(Finish::Complete)
    }
}

/// Carries out one step.
fn step(name: &str, argument: &Value, order: &Order, answers: &mut Vec<CheckAnswer>) -> Result<Option<Finish>, String> {
    match name {
        "say" => ask::say(&words(argument)),
        "narrate" => ask::narrate(&words(argument)),
        "report" => ask::report(&argument.to_string()),
        "report_text" => ask::report(&words(argument)),
        // [["check", {input}], …]
        "call" => *answers = call(argument),
        // {"check": …, "input": the text as it is, "times": …}
        "call_text" => {
            let times = argument["times"].as_u64().unwrap_or(1);
            let one = || CheckCall { check: words(&argument["check"]), input: words(&argument["input"]) };
            *answers = ask::call_all(&(0..times).map(|_| one()).collect::<Vec<_>>());
        }
        "call_forever" => loop {
            *answers = ask::call_all(&[CheckCall { check: words(argument), input: "{}".into() }]);
        },
        "say_forever" => loop {
            ask::say(&words(argument));
        },
        // A text of so many bytes.
        "say_much" => ask::say(&"x".repeat(size(argument))),
        "call_much" => {
            let input = format!("{{\"x\":\"{}\"}}", "x".repeat(size(argument)));
            *answers = ask::call_all(&[CheckCall { check: words(&json!(order.checks[0].name)), input }]);
        }
        "plan" => ask::propose_plan(&plan(argument)),
        "say_answers" => ask::say(&json!(answers.iter().map(told).collect::<Vec<_>>()).to_string()),
        "say_now" => ask::say(&ask::now().to_string()),
        "say_order" => ask::say(&order_told(order)),
        "say_surroundings" => ask::say(&surroundings()),
        "spin" => loop {
            black_box(argument);
        },
        // Work between questions: so many turns of a loop.
        "work" => {
            for turn in 0..size(argument) {
                black_box(turn);
            }
        }
        "allocate" => {
            let mut hoard = Vec::new();
            loop {
                hoard.push(black_box(vec![1u8; 1 << 20]));
            }
        }
        "recurse" => ask::say(&recurse(1)),
        "panic" => panic!("on purpose"),
        "fail" => return Err(words(argument)),
        "missing_input" => return Ok(Some(Finish::MissingInput)),
        other => return Err(format!("no such step: {other}")),
    }
    Ok(None)
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn size(value: &Value) -> usize {
    value.as_u64().and_then(|size| usize::try_from(size).ok()).unwrap_or_default()
}

fn call(argument: &Value) -> Vec<CheckAnswer> {
    let calls = argument.as_array().into_iter().flatten();
    let call = |call: &Value| CheckCall { check: words(&call[0]), input: call[1].to_string() };
    ask::call_all(&calls.map(call).collect::<Vec<_>>())
}

/// `{"summary": …, "tasks": [["goal", "check", …], …]}`
fn plan(argument: &Value) -> Plan {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let task = |task: &Value| {
        let parts: Vec<_> = list(task).iter().map(words).collect();
        Task { goal: parts.first().cloned().unwrap_or_default(), checks: parts.into_iter().skip(1).collect() }
    };
    Plan { summary: words(&argument["summary"]), tasks: list(&argument["tasks"]).iter().map(task).collect() }
}

fn told(answer: &CheckAnswer) -> Value {
    match &answer.outcome {
        Outcome::Success(output) => json!([answer.id, "success", output]),
        Outcome::NotFound(output) => json!([answer.id, "not_found", output]),
        Outcome::Failed(failure) => json!([answer.id, "failed", failure.code, failure.message, failure.retryable]),
    }
}

fn order_told(order: &Order) -> String {
    let check = |check: &enrich::workflow::types::CheckInfo| json!([check.name, check.summary, check.input_schema, check.price]);
    let earlier = |run: &enrich::workflow::types::EarlierRun| json!([run.id, run.message, run.status, run.answer, run.report]);
    let checks: Vec<_> = order.checks.iter().map(check).collect();
    let memory: Vec<_> = order.memory.iter().map(earlier).collect();
    json!({ "message": order.message, "checks": checks, "memory": memory }).to_string()
}

/// Whatever could differ from one instance to the next: addresses, what lies in fresh memory, its size, the order of a map.
fn surroundings() -> String {
    let fresh: Vec<u8> = Vec::with_capacity(1 << 20);
    let address = fresh.as_ptr() as usize;
    // SAFETY: the memory is there; what it holds is the question.
    let sum: u64 = (0..1 << 20).map(|at| u64::from(unsafe { std::ptr::read_volatile(fresh.as_ptr().add(at)) })).sum();
    let map: HashMap<String, usize> = (0..50).map(|number| (format!("key{number}"), number)).collect();
    let order: Vec<_> = map.values().collect();
    json!([address, sum, core::arch::wasm32::memory_size(0), order]).to_string()
}

#[allow(unconditional_recursion, reason = "on purpose")]
fn recurse(depth: u64) -> String {
    let deeper = recurse(black_box(depth + 1));
    black_box(deeper)
}
