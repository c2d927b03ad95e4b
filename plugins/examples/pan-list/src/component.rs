//! The component's edge: its front matter, and the shapes of the WIT on one side and those of `list` on the other.
#![expect(unsafe_code, reason = "generated glue passes pointers to the host; a section of a name of its own is declared")]

use crate::list::{self, Answer, CHECK, carry_out};
use bindings::enrich::workflow::ask;
use bindings::enrich::workflow::types::{CheckCall, Finish, Order, Outcome, Plan, Task};
use enrich_arena as _;
use serde_json::{Value, json};

mod bindings {
    #![allow(missing_docs, unreachable_pub, clippy::undocumented_unsafe_blocks, clippy::too_many_arguments, reason = "generated")]
    wit_bindgen::generate!({ path: "../../../wit/workflow/1.0.0", world: "workflow" });
    use super::PanList;
    export!(PanList);
}

const TEXT: &[u8] = include_bytes!("../workflow.md");

/// What the host reads when the component is published.
// SAFETY: a custom section is read by nobody at run time.
#[unsafe(link_section = "enrich:workflow")]
#[used]
static FRONT_MATTER: [u8; TEXT.len()] = *include_bytes!("../workflow.md");

struct PanList;

impl bindings::Guest for PanList {
    fn run(order: Order) -> Result<Finish, String> {
        Ok(match carry_out(&order.message, &mut Imports) {
            list::Finish::Complete => Finish::Complete,
            list::Finish::MissingInput => Finish::MissingInput,
        })
    }
}

/// The real host.
struct Imports;

impl list::Host for Imports {
    fn propose(&mut self, summary: &str, calls: usize) {
        let task = Task { goal: summary.to_owned(), checks: vec![CHECK.to_owned(); calls] };
        ask::propose_plan(&Plan { summary: summary.to_owned(), tasks: vec![task] });
    }

    fn call(&mut self, inputs: &[Value]) -> Vec<Answer> {
        let calls: Vec<CheckCall> = inputs.iter().map(|input| CheckCall { check: CHECK.to_owned(), input: input.to_string() }).collect();
        let answer = |answer: bindings::enrich::workflow::types::CheckAnswer| {
            // The host has found every answer to be JSON.
            let parsed = |text: String| serde_json::from_str(&text).unwrap_or(Value::Null);
            let (status, output) = match answer.outcome {
                Outcome::Success(text) => ("success", parsed(text)),
                Outcome::NotFound(text) => ("not_found", parsed(text)),
                Outcome::Failed(why) => ("failed", json!({ "code": why.code, "message": why.message, "retryable": why.retryable })),
            };
            Answer { id: answer.id, status, output }
        };
        ask::call_all(&calls).into_iter().map(answer).collect()
    }

    fn say(&mut self, text: &str) {
        ask::say(text);
    }

    fn report(&mut self, report: &Value) {
        ask::report(&report.to_string());
    }
}
