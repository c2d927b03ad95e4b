//! What the stream of a run says, read tolerantly: what this client does not know it ignores.

use super::seen::seen;
use journal::Credits;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// One message of the stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its id: to resume after it.
    pub seq: u64,
    /// What it says.
    pub event: Event,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The run exists, under this id.
    Created(String),
    /// Its status changed.
    Status {
        /// The status.
        status: String,
        /// What was decided on a plan, where that changed it.
        decision: Option<String>,
    },
    /// A plan was proposed; whether it waits for a decision.
    Plan {
        /// The plan.
        plan: PlanShown,
        /// Whether the run waits for a decision.
        waits: bool,
    },
    /// A call began or was answered.
    ToolCall(super::Call),
    /// A remark for the timeline.
    Narration(String),
    /// A piece of the answer.
    Delta(String),
    /// The report was written.
    Report,
    /// The end.
    Completed {
        /// Terminal status.
        status: String,
        /// What it all cost.
        credits_used: Credits,
    },
    /// A kind of message that a later server sends.
    Unknown,
}

/// A plan, as far as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct PlanShown {
    /// One sentence.
    pub summary: Option<String>,
    /// What is to be found out.
    #[serde(default)]
    pub tasks: Vec<TaskShown>,
    /// What it costs at most.
    pub max_credits: Option<Credits>,
    /// When the wait ends, RFC 3339.
    pub approval_expires_at: Option<String>,
}

/// One task of a plan.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct TaskShown {
    /// One sentence.
    #[serde(default)]
    pub goal: String,
    /// The checks it will call, one entry for each call.
    #[serde(default)]
    pub checks: Vec<String>,
}

#[derive(Deserialize)]
struct Created {
    run_id: String,
}

#[derive(Deserialize)]
struct Status {
    status: String,
    decision: Option<String>,
}

#[derive(Deserialize)]
struct Plan {
    plan: PlanShown,
}

#[derive(Deserialize)]
struct Words {
    text: Option<String>,
}

#[derive(Deserialize)]
struct Completed {
    status: String,
    credits_used: Credits,
}

impl Event {
    /// Reads the `event:` and `data:` of one message. A known name with data of another shape is as unknown as an unknown name.
    pub fn read(name: &str, data: &str) -> Event {
        Event::known(name, data).unwrap_or(Event::Unknown)
    }

    fn known(name: &str, data: &str) -> Option<Event> {
        fn of<T: DeserializeOwned>(data: &str) -> Option<T> {
            seen(data)
        }
        Some(match name {
            "run.created" => Event::Created(of::<Created>(data)?.run_id),
            "run.status" => {
                let Status { status, decision } = of(data)?;
                Event::Status { status, decision }
            }
            "run.plan" => Event::Plan { plan: of::<Plan>(data)?.plan, waits: false },
            "run.requires_approval" => Event::Plan { plan: of::<Plan>(data)?.plan, waits: true },
            "tool_call" => Event::ToolCall(of(data)?),
            "run.narration" => Event::Narration(of::<Words>(data)?.text?),
            "answer.delta" => Event::Delta(of::<Words>(data)?.text?),
            "run.report" => Event::Report,
            "run.completed" => {
                let Completed { status, credits_used } = of(data)?;
                Event::Completed { status, credits_used }
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_ignored() {
        assert_eq!(Event::read("run.mood", "{}"), Event::Unknown);
        assert_eq!(Event::read("run.status", "[1]"), Event::Unknown);
        assert_eq!(
            Event::read("run.status", r#"{"status":"running","more":1}"#),
            Event::Status { status: "running".into(), decision: None }
        );
    }

    #[test]
    fn amounts_stay_exact() {
        let data = r#"{"id":"call_1","name":"pan_verification","status":"success","credits":2.000001,"latency_ms":251}"#;
        let Event::ToolCall(call) = Event::read("tool_call", data) else { panic!("not a call") };
        assert_eq!((call.credits, call.latency_ms), (Credits::from_micros(2_000_001), Some(251)));
    }
}
