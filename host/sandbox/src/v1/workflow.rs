//! `enrich:workflow@1.0.0`.
//!
//! The imports are linked by hand: answering one refills the instance's fuel, which belongs to the store, and the generated
//! trait has no way to the store.

use crate::replay::{Given, GivenOutcome};
use crate::turn::{self, State};
use crate::{Ask, Order};
use journal::Json;
use journal::event::{Plan, Task};
use wasmtime::component::Linker;
use wasmtime::{Store, StoreContextMut};

#[allow(missing_docs, unreachable_pub, dead_code, reason = "generated from the WIT, which documents it")]
mod bindings {
    wasmtime::component::bindgen!({
        path: "../../wit/workflow/1.0.0",
        world: "workflow",
        exports: { default: async },
        // What is handed in is not copied first.
        ownership: Borrowing { duplicate_if_necessary: true },
    });
}

pub(crate) use bindings::enrich::workflow::types::Finish;
pub(crate) use bindings::{Workflow, WorkflowPre};

use bindings::enrich::workflow::{ask, types};

/// What a workflow may import.
pub(crate) const IMPORTS: &[&str] = &["enrich:workflow/ask@1.0.0", "enrich:workflow/types@1.0.0"];

/// Gives `linker` everything a workflow may import.
pub(crate) fn link(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    linker.instance("enrich:workflow/types@1.0.0")?;
    let mut ask = linker.instance("enrich:workflow/ask@1.0.0")?;
    ask.func_wrap_async("call-all", |store: StoreContextMut<'_, State>, (calls,): (Vec<types::CheckCall>,)| {
        Box::new(async move {
            let calls = calls.into_iter().map(|call| (call.check, call.input)).collect();
            let given = turn::call_all(store, calls).await?;
            Ok((given.into_iter().map(types::CheckAnswer::from).collect::<Vec<_>>(),))
        })
    })?;
    ask.func_wrap("propose-plan", |store: StoreContextMut<'_, State>, (plan,): (ask::Plan,)| {
        let tasks = plan.tasks.into_iter().map(|task| Task { goal: task.goal, checks: task.checks }).collect();
        turn::propose(store, Plan { summary: plan.summary, tasks })
    })?;
    ask.func_wrap("narrate", |store: StoreContextMut<'_, State>, (text,): (String,)| {
        Ok(store.data().desk.at().replay.tell(Ask::Narrate(text))?)
    })?;
    ask.func_wrap("say", |store: StoreContextMut<'_, State>, (text,): (String,)| {
        Ok(store.data().desk.at().replay.tell(Ask::Say(text))?)
    })?;
    ask.func_wrap("report", |store: StoreContextMut<'_, State>, (report,): (String,)| Ok(store.data().desk.at().replay.report(report)?))?;
    ask.func_wrap("now", |store: StoreContextMut<'_, State>, (): ()| {
        Ok((u64::try_from(store.data().desk.at().replay.now().micros()).unwrap_or(0),))
    })
}

impl From<Given> for types::CheckAnswer {
    fn from(given: Given) -> types::CheckAnswer {
        let outcome = match given.outcome {
            GivenOutcome::Success(output) => types::Outcome::Success(output.as_str().to_owned()),
            GivenOutcome::NotFound(output) => types::Outcome::NotFound(output.as_str().to_owned()),
            GivenOutcome::Failed { code, message, retryable } => types::Outcome::Failed(types::Failure { code, message, retryable }),
        };
        types::CheckAnswer { id: given.call.to_string(), outcome }
    }
}

/// Runs the workflow with `order`.
pub(crate) async fn run(workflow: &Workflow, store: &mut Store<State>, order: &Order) -> wasmtime::Result<Result<Finish, String>> {
    let checks = order.checks.told().map(|(check, price)| types::CheckInfo {
        name: &check.name,
        summary: &check.summary,
        input_schema: check.input_schema.as_str(),
        price,
    });
    let ids: Vec<String> = order.memory.iter().map(|run| run.id.to_string()).collect();
    let memory = order.memory.iter().zip(&ids).map(|(run, id)| types::EarlierRun {
        id,
        message: &run.message,
        status: run.status.as_str(),
        answer: &run.answer,
        report: run.report.as_ref().map(Json::as_str),
    });
    let (checks, memory): (Vec<_>, Vec<_>) = (checks.collect(), memory.collect());
    let order = types::Order { message: &order.message, procedure: order.procedure.as_str(), checks: &checks, memory: &memory };
    workflow.call_run(store, order).await
}
