//! What a client hears: at most one message for each entry, with the entry's position as its id.

use crate::event::{CheckAnswered, CheckAsked, Decision, Entry, Event, Recent};
use crate::json::Json;
use crate::view::{CallError, Plan};
use crate::{CallId, Credits, PlanId, RunId, Status, ThreadId};
use schemars::JsonSchema;
use serde::Serialize;

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
pub fn render(entry: &Entry, run: RunId, report_url: Option<&str>) -> Option<Message> {
    let (name, data) = match &entry.event {
        Event::Created(e) => ("run.created", text(&Created { run_id: run, thread_id: e.thread })),
        Event::Started(_) => ("run.status", text(&Moved { status: Status::Running, plan_id: None, decision: None })),
        Event::PlanProposed(e) => {
            // Only a plan that waits pauses the run; one that policy approved at once is still worth showing.
            let name = if e.parks { "run.requires_approval" } else { "run.plan" };
            (name, text(&Proposed { plan: Plan::of(e) }))
        }
        Event::PlanDecided(e) => match e.decision {
            Decision::Approved => {
                ("run.status", text(&Moved { status: Status::Running, plan_id: Some(e.plan), decision: Some(e.decision) }))
            }
            Decision::Declined | Decision::Expired => return None,
        },
        Event::CheckAsked(e) => ("tool_call", text(&Called::asked(e))),
        Event::CheckAnswered(e) => ("tool_call", text(&Called::answered(e))),
        Event::Narrated(e) => ("run.narration", text(&Said { text: e.private.known().map(|said| &*said.text) })),
        Event::AnswerDelta(e) => ("answer.delta", text(&Said { text: e.private.known().map(|said| &*said.text) })),
        Event::Reported(e) => ("run.report", single_line(text(&Reported { report: e.private.known().map(|private| &private.report) }))),
        Event::CancelAsked(_) => return None,
        Event::Ended(e) => {
            let data = Completed { status: e.status, status_reason: e.reason.as_deref(), credits_used: e.credits_used, report_url };
            ("run.completed", text(&data))
        }
    };
    Some(Message { seq: entry.seq, name, data })
}

/// `data` of `run.created`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "RunCreatedData")]
pub struct Created {
    /// The run.
    pub run_id: RunId,
    /// The conversation it belongs to.
    pub thread_id: ThreadId,
}

/// `data` of `run.status`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "RunStatusData")]
pub struct Moved {
    /// Where the run stands now.
    pub status: Status,
    /// The plan whose approval moved it; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<PlanId>,
    /// What was decided on that plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// `data` of `run.requires_approval` and `run.plan`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "RunPlanData")]
pub struct Proposed {
    /// The plan.
    pub plan: Plan,
}

/// `data` of `tool_call`: of each call once with status `started`, then with its result.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "ToolCallData")]
pub struct Called<'a> {
    /// The call.
    pub id: CallId,
    /// The check that is called.
    pub name: &'a str,
    /// How far it is.
    #[schemars(extend("enum" = ["started", "success", "failed", "not_found"]))]
    pub status: &'static str,
    /// What it cost; absent of `started`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// Milliseconds from the question to the answer; absent of `started`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<u64>,
    /// Present where nobody was asked: the recent answer of the same organisation that stands for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recent: Option<Recent>,
    /// Why it failed; absent where it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<CallError>,
}

/// `data` of `answer.delta` and `run.narration`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "TextData")]
pub struct Said<'a> {
    /// The words; null once erased.
    pub text: Option<&'a str>,
}

/// `data` of `run.report`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "RunReportData")]
pub struct Reported<'a> {
    /// The whole report; null once erased.
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    pub report: Option<&'a Json>,
}

/// `data` of `run.completed`, whichever the terminal status is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "RunCompletedData")]
pub struct Completed<'a> {
    /// The terminal status: look at it, for this event also tells of runs that failed or were cancelled.
    pub status: Status,
    /// Finer than the status, where it helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<&'a str>,
    /// The exact debit.
    pub credits_used: Credits,
    /// A short-lived link to the report as PDF.
    pub report_url: Option<&'a str>,
}

impl Called<'_> {
    fn asked(e: &CheckAsked) -> Called<'_> {
        Called { id: e.call, name: &e.check, status: "started", credits: None, latency_ms: None, recent: None, error: None }
    }

    fn answered(e: &CheckAnswered) -> Called<'_> {
        Called {
            id: e.call,
            name: &e.check,
            status: e.outcome.as_str(),
            credits: Some(e.credits),
            latency_ms: Some(e.latency_ms),
            recent: e.recent,
            error: CallError::of(e),
        }
    }
}

fn text(value: &impl Serialize) -> String {
    Json::of(value).map_or_else(|_| "null".into(), |json| json.as_str().to_owned())
}

/// A line break inside a `data:` line would end it. In JSON, line breaks can only be white space between tokens.
fn single_line(json: String) -> String {
    if json.contains(['\n', '\r']) { json.replace(['\n', '\r'], " ") } else { json }
}
