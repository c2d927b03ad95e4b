//! What a stream says: the data of each event, by its name.

use super::schemas::{Schemas, sent};
use journal::stream::{Called, Completed, Created, Moved, Proposed, Reported, Said};
use serde_json::{Value, json};

/// Schemas by the names of events, in the order in which a run usually says them.
pub(super) fn data(schemas: &mut Schemas) -> Value {
    json!([
        event("run.created", "Always the first: take the ids from here.", sent::<Created>(schemas)),
        event("run.status", "The run moved on: it was begun, or its plan was approved.", sent::<Moved>(schemas)),
        event("run.plan", "A plan that needs nobody's word: the run goes on with it at once.", sent::<Proposed>(schemas)),
        event("run.requires_approval", "The run waits for your decision on this plan. The stream stays open.", sent::<Proposed>(schemas)),
        event("tool_call", "A check is called, and later answered: two events with one `id`.", sent::<Called<'static>>(schemas)),
        event("run.narration", "A note along the way, no part of the answer.", sent::<Said<'static>>(schemas)),
        event("answer.delta", "A piece of the answer. All pieces together are `answer`.", sent::<Said<'static>>(schemas)),
        event("run.report", "The whole report.", sent::<Reported<'static>>(schemas)),
        event(
            "run.completed",
            "Always the last, **whichever the terminal status is**: read `status` before you take it for success.",
            sent::<Completed<'static>>(schemas),
        ),
    ])
}

fn event(name: &str, description: &str, data: Value) -> Value {
    json!({ "event": name, "description": description, "data": data })
}
