//! Creating and reading runs.

use super::operation::{Answer, Operation};
use super::schemas::{sent, taken};
use crate::create_run::CreateRun;
use crate::page::Page;
use crate::quote_run::Quote;
use axum::http::Method;
use journal::view::Resource;
use serde_json::json;

const TAG: &str = "Runs";

pub(super) fn operations() -> Vec<Operation> {
    vec![create(), quote(), list(), get()]
}

fn create() -> Operation {
    Operation::new(Method::POST, "/runs", TAG, "createRun")
        .says(
            "Create a run",
            "Admits one verification and answers at once; the work goes on in the background, whatever becomes of this connection.\n\n\
             With an `Idempotency-Key` the request can be repeated until it is answered: the first one that arrives makes the run, and \
             every other returns it with status 200 and `Idempotent-Replayed: true`. Only after a run was `interrupted` does the same \
             key begin a new one, which carries `retry_of` and takes over the answers that are paid.\n\n\
             With `\"stream\": true` the response is the run's event stream instead, the same as `GET /runs/{run}/events`; the headers \
             `Location` and `Enrich-Run-Id` name the run before the first event. Refusals are JSON in either case.",
        )
        .takes("Idempotency-Key")
        .takes("Last-Event-ID")
        .body(taken::<CreateRun>, &["create-run", "create-run-follow-up", "create-run-stream"])
        .answers(
            Answer::new(202, "Admitted. The run is `queued` and about to execute.").json(sent::<Resource>, &["run-queued"]).headers(&[
                "Location",
                "Enrich-Run-Id",
                "ETag",
            ]),
        )
        .answers(
            Answer::new(200, "The run that the `Idempotency-Key` made before, as it is now; or the stream of events that was asked for.")
                .json(sent::<Resource>, &["run-completed"])
                .events()
                .headers(&["Location", "Enrich-Run-Id", "Idempotent-Replayed", "ETag"]),
        )
        .answers(Answer::new(204, "A replayed key with `stream`: the run is over, and `Last-Event-ID` names its last event.").headers(&[
            "Location",
            "Enrich-Run-Id",
            "Idempotent-Replayed",
        ]))
        .refuses(&["insufficient_credits", "not_found", "workflow_not_found", "idempotency_key_reuse"])
}

fn quote() -> Operation {
    Operation::new(Method::POST, "/runs/quote", TAG, "quoteRun")
        .says(
            "Ask what a run would cost",
            "Takes the body of a create and says what it would call and what that costs. Nothing is executed, stored or billed, and the \
             balance is not looked at.",
        )
        .body(taken::<CreateRun>, &["create-run"])
        .answers(Answer::new(200, "The price, and what it is made of.").json(sent::<Quote>, &["quote"]))
        .refuses(&["not_found", "workflow_not_found"])
}

fn list() -> Operation {
    let word = json!({ "$ref": "#/components/schemas/Status" });
    let slug = json!({ "type": "string", "pattern": r"^[^\u0000]{1,64}$", "examples": ["kyc-verification"] });
    Operation::new(Method::GET, "/runs", TAG, "listRuns")
        .says(
            "List runs",
            "Runs of the key's mode, newest first, whole as `GET /runs/{run}` shows them. Filters can be combined. Pass `next_cursor` on \
             as `cursor` until it is null; a page may hold fewer rows than `limit` although more follow.",
        )
        .query("status", "Only runs that stand there.", word)
        .query("workflow", "Only runs that were created with this slug.", slug)
        .parameter(json!({
            "name": "metadata",
            "in": "query",
            "style": "deepObject",
            "explode": true,
            "description": "Only runs whose metadata has these members at its top, written `metadata[order_id]=7841`. May be given for \
                several members.",
            "schema": {
                "type": "object",
                "propertyNames": { "pattern": r"^[^\u0000]+$" },
                "additionalProperties": { "type": "string", "pattern": r"^[^\u0000]*$" },
            },
            "example": { "order_id": "7841" },
        }))
        .takes("limit")
        .takes("cursor")
        .answers(Answer::new(200, "A page of runs.").json(sent::<Page<Resource>>, &["runs"]))
        .refuses(&["invalid_request"])
}

fn get() -> Operation {
    let wait = json!({ "type": "number", "minimum": 0, "default": 0, "examples": [50] });
    Operation::new(Method::GET, "/runs/{run}", TAG, "getRun")
        .says(
            "Read a run",
            "The run as it is. With `wait` the answer is held back until the status changes or the time is over, whichever comes first: \
             repeat it until the status is terminal. That is quicker than polling in a loop and costs one request a minute.\n\n\
             A wait begins with what the server knows. Where your last answer may be older than that, send its `ETag` as \
             `If-None-Match`: what happened in between is then told at once.",
        )
        .takes("run")
        .query("wait", "Seconds to wait for a change of status. More than 50 are taken for 50.", wait)
        .takes("If-None-Match")
        .answers(
            Answer::new(200, "The run.")
                .json(sent::<Resource>, &["run-completed", "run-requires-approval", "run-failed-check"])
                .headers(&["ETag"]),
        )
        .answers(Answer::new(304, "Nothing is newer than what `If-None-Match` names.").headers(&["ETag"]))
        .refuses(&["invalid_request"])
}
