//! What a client hears: at most one message for each entry, with the entry's position as its id.

use crate::event::{Entry, Event};
use crate::json::Json;
use serde_json::json;

/// One Server-Sent Event.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The `id:` line.
    pub seq: u64,
    /// The `event:` line.
    pub name: &'static str,
    /// The `data:` line: compact JSON.
    pub data: String,
}

/// The message of one entry, if clients hear of it. `report_url` is minted by whoever sends it; never stored.
pub fn render(entry: &Entry, run: crate::RunId, report_url: Option<&str>) -> Option<Message> {
    let (name, data) = match &entry.event {
        Event::Created(e) => ("run.created", json!({ "run_id": run, "thread_id": e.thread })),
        Event::Started(_) => ("run.status", json!({ "status": "running" })),
        Event::PlanProposed(e) => {
            // Only a plan that waits pauses the run; one that policy approved at once is still worth showing.
            let name = if e.parks { "run.requires_approval" } else { "run.plan" };
            return Some(Message { seq: entry.seq, name, data: text(&Proposed { plan: crate::view::Plan::of(e) }) });
        }
        Event::PlanDecided(e) => match e.decision {
            crate::event::Decision::Approved => ("run.status", json!({ "status": "running", "plan_id": e.plan, "decision": e.decision })),
            crate::event::Decision::Declined | crate::event::Decision::Expired => return None,
        },
        Event::CheckAsked(e) => ("tool_call", json!({ "id": e.call, "name": e.check, "status": "started" })),
        Event::CheckAnswered(e) => return Some(Message { seq: entry.seq, name: "tool_call", data: answered(e) }),
        Event::Narrated(e) => ("run.narration", json!({ "text": e.private.known().map(|said| &said.text) })),
        Event::AnswerDelta(e) => ("answer.delta", json!({ "text": e.private.known().map(|said| &said.text) })),
        Event::Reported(e) => {
            let report = e.private.known().map_or("null", |private| private.report.as_str());
            return Some(Message { seq: entry.seq, name: "run.report", data: format!("{{\"report\":{}}}", single_line(report)) });
        }
        Event::CancelAsked(_) => return None,
        Event::Ended(e) => {
            let data = Completed { status: e.status, status_reason: e.reason.as_deref(), credits_used: e.credits_used, report_url };
            return Some(Message { seq: entry.seq, name: "run.completed", data: text(&data) });
        }
    };
    Some(Message { seq: entry.seq, name, data: data.to_string() })
}

#[derive(serde::Serialize)]
struct Proposed {
    plan: crate::view::Plan,
}

#[derive(serde::Serialize)]
struct Completed<'a> {
    status: crate::Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<&'a str>,
    credits_used: crate::Credits,
    report_url: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct Answered<'a> {
    id: crate::CallId,
    name: &'a str,
    status: &'static str,
    credits: crate::Credits,
    latency_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<crate::view::CallError>,
}

fn answered(e: &crate::event::CheckAnswered) -> String {
    text(&Answered {
        id: e.call,
        name: &e.check,
        status: e.outcome.as_str(),
        credits: e.credits,
        latency_ms: e.latency_ms,
        error: crate::view::CallError::of(e),
    })
}

fn text(value: &impl serde::Serialize) -> String {
    Json::of(value).map_or_else(|_| "null".into(), |json| json.as_str().to_owned())
}

/// A line break inside a `data:` line would end it. In JSON, line breaks can only be white space between tokens.
fn single_line(json: &str) -> std::borrow::Cow<'_, str> {
    if json.contains(['\n', '\r']) { json.replace(['\n', '\r'], " ").into() } else { json.into() }
}
