//! Following a run, and deciding about it while it goes on.

use super::operation::{Answer, Operation};
use super::schemas::sent;
use axum::http::Method;
use journal::view::Resource;
use serde_json::json;

pub(super) fn operations() -> Vec<Operation> {
    vec![events(), cancel()]
}

fn events() -> Operation {
    Operation::new(Method::GET, "/runs/{run}/events", "Streams", "streamRun")
        .says(
            "Follow a run's events",
            "Server-Sent Events: the whole history of the run first, then whatever happens, until `run.completed`. Every event has an \
             `id`; ids only grow. Send the last one that you have processed as `Last-Event-ID`, and the stream goes on after it: nothing \
             is lost and nothing comes twice, also when another node answers.\n\n\
             A comment (`: ping`) fills every 15 seconds of silence. Skip events that you do not know; kinds may be added. A client that \
             goes away cancels nothing.",
        )
        .takes("run")
        .takes("Last-Event-ID")
        .query(
            "token",
            "In place of the `Authorization` header: a token of this run, from `POST /runs/{run}/stream-token`. For `EventSource`, which \
             sends no headers.",
            json!({ "type": "string" }),
        )
        .answers(Answer::new(200, "The stream. It ends after `run.completed`.").events())
        .answers(Answer::new(204, "`Last-Event-ID` names the last event of a run that is over: nothing follows. `EventSource` stops."))
        .refuses(&["invalid_request"])
}

fn cancel() -> Operation {
    Operation::new(Method::POST, "/runs/{run}/cancel", "Runs", "cancelRun")
        .says(
            "Cancel a run",
            "Stops a run that is not over, and answers once it has stopped. No further check is called; those in flight are given ten \
             seconds to answer. What was answered is billed and kept: the answer and the report so far stay on the run. After this, \
             `credits_used` moves no more.",
        )
        .takes("run")
        .answers(Answer::new(200, "Cancelled. The run as it ended.").json(sent::<Resource>, &["run-cancelled"]))
        .refuses(&["not_cancellable"])
}
