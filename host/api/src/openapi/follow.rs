//! Following a run, and deciding about it while it goes on.

use super::operation::{Answer, Operation};
use super::schemas::{sent, taken};
use crate::decide_plan::DecidePlan;
use crate::stream_token::StreamToken;
use axum::http::Method;
use journal::view::Resource;
use serde_json::json;

pub(super) fn operations() -> Vec<Operation> {
    vec![events(), token(), approval(), cancel()]
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

fn token() -> Operation {
    Operation::new(Method::POST, "/runs/{run}/stream-token", "Streams", "createStreamToken")
        .says(
            "Get a token for a browser",
            "`EventSource` sends no headers, and a key does not belong into a browser. This token opens the events of this one run and \
             nothing else, for ten minutes and as long as the key that asked for it is active. Pass it on as `?token=`.",
        )
        .takes("run")
        .answers(Answer::new(200, "The token.").json(sent::<StreamToken>, &["stream-token"]))
}

fn approval() -> Operation {
    Operation::new(Method::POST, "/runs/{run}/approval", "Approval", "decidePlan")
        .says(
            "Decide on a plan",
            "For a run that is `requires_approval`. `approved`: it goes on exactly where it paused, also on another node. `declined`: it \
             ends `cancelled` and calls nothing more.\n\n\
             Of several decisions at once, of a cancel and of the 24-hour timeout, exactly one wins; every other gets 409, and its message \
             says what won. Send `plan_id` to be sure that you decide on the plan that you looked at: a run may propose more than one.",
        )
        .takes("run")
        .body(taken::<DecidePlan>, &["approve", "decline"])
        .answers(Answer::new(200, "Decided. The run as it is now.").json(sent::<Resource>, &["run-approved"]))
        .refuses(&["not_awaiting_approval"])
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
