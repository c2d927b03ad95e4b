//! The component's edge: the shapes of the WIT on one side, this crate's own on the other. It only converts.
#![expect(unsafe_code, reason = "generated glue passes pointers to the host")]

use crate::carry_out::carry_out;
use crate::host;
use bindings::enrich::workflow::ask;
use bindings::enrich::workflow::types;
use enrich_arena as _;
use serde_json::Value;

mod bindings {
    #![allow(missing_docs, unreachable_pub, clippy::undocumented_unsafe_blocks, clippy::too_many_arguments, reason = "generated")]
    wit_bindgen::generate!({ path: "../../wit/workflow/1.0.0", world: "workflow" });
    use super::Agent;
    export!(Agent);
}

struct Agent;

impl bindings::Guest for Agent {
    fn run(order: types::Order) -> Result<types::Finish, String> {
        let checks = order.checks.into_iter().map(|check| host::CheckInfo { name: check.name, input_schema: check.input_schema });
        let earlier = order.memory.into_iter().map(|run| run.message).collect();
        let order = host::Order { message: order.message, procedure: order.procedure, checks: checks.collect(), earlier };
        carry_out(&order, &mut Imports).map(|finish| match finish {
            host::Finish::Complete => types::Finish::Complete,
            host::Finish::MissingInput => types::Finish::MissingInput,
        })
    }
}

/// The real host.
struct Imports;

impl host::Host for Imports {
    fn call_all(&mut self, calls: Vec<host::Call>) -> Vec<host::Answer> {
        let call = |call: host::Call| types::CheckCall { check: call.check, input: json(&call.input) };
        let calls: Vec<_> = calls.into_iter().map(call).collect();
        ask::call_all(&calls).into_iter().map(answer).collect()
    }

    fn propose_plan(&mut self, plan: host::Plan) {
        let tasks = plan.tasks.into_iter().map(|task| types::Task { goal: task.goal, checks: task.checks });
        ask::propose_plan(&types::Plan { summary: plan.summary, tasks: tasks.collect() });
    }

    fn narrate(&mut self, text: &str) {
        ask::narrate(text);
    }

    fn say(&mut self, text: &str) {
        ask::say(text);
    }

    fn report(&mut self, report: &str) {
        ask::report(report);
    }
}

/// A value as text: quicker than by its `Display`. All that is read or built here can be written.
fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The host has found every answer to be JSON.
fn answer(answer: types::CheckAnswer) -> host::Answer {
    let mut recent = None;
    let mut read = |text: String| {
        let mut value = serde_json::from_str(&text).unwrap_or(Value::Null);
        recent = host::Recent::take(&mut value);
        value
    };
    let outcome = match answer.outcome {
        types::Outcome::Success(text) => host::Outcome::Success(read(text)),
        types::Outcome::NotFound(text) => host::Outcome::NotFound(read(text)),
        types::Outcome::Failed(failure) => {
            host::Outcome::Failed { code: failure.code, message: failure.message, retryable: failure.retryable }
        }
    };
    host::Answer { id: answer.id, outcome, recent }
}
