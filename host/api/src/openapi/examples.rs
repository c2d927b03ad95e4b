//! Examples by name. Each is a file of `examples/`; a test proves that it is what its schema says.

use serde_json::{Map, Value, json};

struct Example {
    name: &'static str,
    summary: &'static str,
    text: &'static str,
}

macro_rules! examples {
    ($($name:literal . $ending:literal = $summary:literal;)*) => {
        &[$(Example { name: $name, summary: $summary, text: include_str!(concat!("examples/", $name, ".", $ending)) }),*]
    };
}

const ALL: &[Example] = examples! {
    "create-run"."json" = "A verification by a workflow";
    "create-run-follow-up"."json" = "A follow-up on an earlier run";
    "create-run-stream"."json" = "With the stream as the response";
    "run-queued"."json" = "Just admitted";
    "run-completed"."json" = "Completed";
    "run-requires-approval"."json" = "Waiting for a decision";
    "run-failed-check"."json" = "Completed, although a provider did not answer";
    "run-cancelled"."json" = "Cancelled on the way";
    "quote"."json" = "What the quickstart costs";
    "runs"."json" = "A run whose message lacked something; no further page";
    "run-approved"."json" = "Approved, and going on";
    "thread-runs"."json" = "One run so far";
    "event-stream"."txt" = "Shortened: a run from its first event to its last";
    "approve"."json" = "Go on";
    "decline"."json" = "Stop";
    "stream-token"."json" = "For ten minutes";
    "advance-clock"."json" = "A day";
    "advanced"."json" = "Two timers and a delivery moved";
    "scenarios"."json" = "Two of them";
    "usage"."json" = "A prepaid account";
    "usage-unlimited"."json" = "An account without limit, as that of test mode";
    "ledger"."json" = "Two debits of a test run";
    "ledger-csv"."csv" = "The same as CSV";
    "audit"."json" = "Shortened";
    "create-webhook"."json" = "Everything, signed as the guide verifies it";
    "create-webhook-standard"."json" = "Some types, for a library of Standard Webhooks";
    "create-webhook-ephemeral"."json" = "For a listener";
    "webhook-created"."json" = "With its secret, this once";
    "webhook-created-ephemeral"."json" = "For a listener";
    "webhooks"."json" = "One endpoint";
    "webhook"."json" = "Active";
    "webhook-disabled"."json" = "Switched off after five days of failures";
    "update-webhook"."json" = "Other types";
    "activate-webhook"."json" = "Switched on again";
    "webhook-rotated"."json" = "A new secret";
    "delivery-queued"."json" = "On its way";
    "recover-webhook"."json" = "Since midnight";
    "webhook-recovered"."json" = "Two deliveries begin anew";
    "deliveries"."json" = "A ping that failed once, and a run that was told";
    "pulled-deliveries"."json" = "A ping";
    "settle-delivery"."json" = "Your program answered";
    "settle-delivery-unanswered"."json" = "Nobody listened there";
    "delivery-settled"."json" = "It is tried again";
    "workflows"."json" = "One built-in, one of the organisation's own";
    "publish-workflow"."json" = "A page, for one thread in ten";
    "publish-component"."json" = "A component, shortened";
    "workflow-published"."json" = "A second version, rolled out to one thread in ten";
    "workflow-source"."json" = "With the page that most follow";
    "roll-out-workflow"."json" = "To half of the threads";
    "deactivate-workflow"."json" = "Off";
    "workflow"."json" = "A second version is being rolled out";
    "workflow-versions"."json" = "Two of them";
    "workflow-diff"."json" = "A step was added";
    "roll-back-to"."json" = "To the first version";
    "health"."json" = "Alive";
    "readiness"."json" = "Ready";
};

/// `#/components/examples`.
pub(super) fn components() -> Map<String, Value> {
    let component = |example: &Example| {
        // What is no JSON is an example of a text.
        let value: Value = serde_json::from_str(example.text).unwrap_or_else(|_| example.text.into());
        (example.name.to_owned(), json!({ "summary": example.summary, "value": value }))
    };
    ALL.iter().map(component).collect()
}

/// An example as it was written, with its members in their order.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    ALL.iter().find(|example| example.name == name).map(|example| example.text.trim_end())
}
