//! What a client reads: the run resource of the public contract, folded from the journal.

use crate::event::{self, CheckAnswered, Decision, Entry, Event, Outcome, PlanProposed, Recent};
use crate::json::Json;
use crate::{CallId, Credits, Mode, PlanId, Record, RunId, Status, ThreadId, Time};
use schemars::JsonSchema;
use serde::Serialize;

/// One verification: what was asked, where it stands, what was found and what it cost.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Run")]
pub struct Resource {
    /// The run's id. Keep it: it finds the run again at any time.
    pub id: RunId,
    /// The conversation it belongs to; pass it on to ask a follow-up.
    pub thread_id: ThreadId,
    /// Where the run stands.
    pub status: Status,
    /// Finer than the status, where it helps: `requested`, `declined`, `approval_timeout`, `budget`, `missing_input`, … Words may
    /// be added.
    pub status_reason: Option<String>,
    /// Whether real providers answer or the simulator does, as the key decides.
    pub mode: Mode,
    /// What the client asked.
    pub input: Input,
    /// Digest of the procedure it follows, fixed when it was admitted.
    pub workflow_version: String,
    /// The final text, or what there is of it so far. Narration along the way is in `steps` alone.
    pub answer: Option<String>,
    /// Whether `answer` is less than the whole: the run goes on, or ended early.
    pub answer_partial: bool,
    /// The ordered timeline.
    pub steps: Vec<Step>,
    /// The structured report, once written. Reports of procedures have the shape of `Report`.
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    pub report: Option<Json>,
    /// A short-lived link to the report as PDF, minted on every read: fetch it, do not keep it.
    pub report_url: Option<String>,
    /// The proposed plan, only while it awaits your decision.
    pub plan: Option<Plan>,
    /// What went wrong, for `failed` and `interrupted`.
    pub error: Option<event::Problem>,
    /// The exact debit: the sum of `tool_calls[].credits` and of what models cost. It never moves once the status is terminal.
    pub credits_used: Credits,
    /// Every call of a check with its price: the record to reconcile with.
    pub tool_calls: Vec<ToolCall>,
    /// Your own object, as you wrote it.
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    pub metadata: Option<Json>,
    /// The interrupted run that this one repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_of: Option<RunId>,
    /// The run that repeats this one, where this one was interrupted and repeated.
    // No journal tells what came after it: whoever shows the run asks for this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<RunId>,
    /// When the run was admitted.
    pub created_at: Time,
    /// When it was first `running`.
    pub started_at: Option<Time>,
    /// When it reached a terminal status, whichever it is.
    pub completed_at: Option<Time>,
}

/// What the client asked.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Input {
    /// The request in plain language; null once erased.
    pub message: Option<String>,
    /// The slug of the workflow, as given.
    pub workflow: Option<String>,
}

/// One step of the timeline. Kinds of steps may be added: skip those you do not know.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Step {
    /// A call of a check.
    ToolCall {
        /// Its place in the run's events.
        seq: u64,
        /// The call, with the id and the price it has in `tool_calls`.
        #[serde(flatten)]
        call: ToolCall,
    },
    /// The report was written.
    Report {
        /// Its place in the run's events.
        seq: u64,
    },
    /// Words: of the answer, or narration beside it.
    Text {
        /// Place of its first piece in the run's events.
        seq: u64,
        /// The words; null once erased.
        content: Option<String>,
        /// Present and true where it is no part of the answer.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        narration: bool,
    },
    /// A plan was proposed.
    Plan {
        /// Its place in the run's events.
        seq: u64,
        /// The plan.
        plan_id: PlanId,
        /// What became of it; absent while it waits.
        #[serde(skip_serializing_if = "Option::is_none")]
        decision: Option<Decision>,
    },
}

/// One call of a check.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ToolCall {
    /// The call. Stable: the ledger names it too.
    pub id: CallId,
    /// The check that was called.
    pub name: String,
    /// How it came out. `not_found`: the provider answered that it holds no such record.
    #[schemars(extend("enum" = ["started", "success", "failed", "not_found"]))]
    pub status: &'static str,
    /// Whether it cost anything.
    pub billed: bool,
    /// What it cost. Failed calls cost nothing.
    pub credits: Credits,
    /// Milliseconds from the question to the answer; null while it is open.
    pub latency_ms: Option<u64>,
    /// Present where nobody was asked: the recent answer of the same organisation that stands for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recent: Option<Recent>,
    /// Why it failed; absent where it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<CallError>,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CallError {
    /// Stable word.
    pub code: String,
    /// One sentence; null once erased.
    pub message: Option<String>,
    /// Whether the same call may succeed later.
    pub retryable: bool,
}

/// A plan that awaits a decision.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Plan {
    /// The plan. Send it with the decision to be sure that you decide on this one.
    pub plan_id: PlanId,
    /// One sentence; null once erased.
    pub summary: Option<String>,
    /// What is to be found out, in order.
    pub tasks: Vec<event::Task>,
    /// What all its calls cost at most.
    pub max_credits: Credits,
    /// When the wait ends by itself.
    pub approval_expires_at: Time,
}

impl Plan {
    /// As clients see it.
    pub fn of(proposed: &PlanProposed) -> Plan {
        let private = proposed.private.known();
        Plan {
            plan_id: proposed.plan,
            summary: private.map(|plan| plan.summary.clone()),
            tasks: private.map(|plan| plan.tasks.clone()).unwrap_or_default(),
            max_credits: proposed.ceiling,
            approval_expires_at: proposed.expires_at,
        }
    }
}

impl CallError {
    /// Why the call failed, if it did.
    pub fn of(answered: &CheckAnswered) -> Option<CallError> {
        match &answered.outcome {
            Outcome::Success | Outcome::NotFound => None,
            Outcome::Failed { code, retryable } => Some(CallError {
                code: code.clone(),
                message: answered.private.known().and_then(|output| output.message.clone()),
                retryable: *retryable,
            }),
        }
    }
}

impl Resource {
    /// The resource after the whole of `record`.
    pub fn of(run: RunId, record: &Record, report_url: Option<String>) -> Resource {
        let created = record.created();
        let state = record.state();
        let request = created.private.known();
        let mut resource = Resource {
            id: run,
            thread_id: created.thread,
            status: state.status(),
            status_reason: state.reason.clone(),
            mode: created.mode,
            input: Input { message: request.map(|r| r.message.clone()), workflow: created.workflow.clone() },
            workflow_version: created.pins.procedure.clone(),
            answer: None,
            answer_partial: false,
            steps: Vec::new(),
            report: None,
            report_url,
            plan: None,
            error: None,
            credits_used: state.credits_used,
            tool_calls: Vec::new(),
            metadata: request.and_then(|r| r.metadata.clone()),
            retry_of: created.retry_of,
            superseded_by: None,
            created_at: record.created_at(),
            started_at: state.started_at,
            completed_at: state.status().is_terminal().then_some(state.at),
        };
        for entry in record.entries() {
            resource.follow(entry);
        }
        let is_over = resource.status.is_terminal();
        resource.answer_partial = resource.status != Status::Completed && (is_over || resource.answer.is_some());
        resource
    }

    fn follow(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Created(_) | Event::Started(_) | Event::CancelAsked(_) => {}
            Event::PlanProposed(e) => {
                self.plan = Some(Plan::of(e));
                self.steps.push(Step::Plan { seq: entry.seq, plan_id: e.plan, decision: None });
            }
            Event::PlanDecided(e) => {
                self.plan = None;
                for step in &mut self.steps {
                    if let Step::Plan { plan_id, decision, .. } = step
                        && *plan_id == e.plan
                    {
                        *decision = Some(e.decision);
                    }
                }
            }
            Event::CheckAsked(e) => {
                let call = ToolCall {
                    id: e.call,
                    name: e.check.clone(),
                    status: "started",
                    billed: false,
                    credits: Credits::ZERO,
                    latency_ms: None,
                    recent: None,
                    error: None,
                };
                self.tool_calls.push(call.clone());
                self.steps.push(Step::ToolCall { seq: entry.seq, call });
            }
            Event::CheckAnswered(e) => self.answered(e),
            Event::Narrated(e) => {
                let content = e.private.known().map(|said| said.text.clone());
                self.steps.push(Step::Text { seq: entry.seq, content, narration: true });
            }
            Event::AnswerDelta(e) => self.said(entry.seq, e.private.known().map(|said| said.text.as_str())),
            Event::Reported(e) => {
                self.report = e.private.known().map(|private| private.report.clone());
                self.steps.push(Step::Report { seq: entry.seq });
            }
            Event::Ended(e) => {
                self.plan = None;
                self.error.clone_from(&e.error);
            }
        }
    }

    fn answered(&mut self, e: &CheckAnswered) {
        let steps = self.steps.iter_mut().filter_map(|step| match step {
            Step::ToolCall { call, .. } => Some(call),
            Step::Report { .. } | Step::Text { .. } | Step::Plan { .. } => None,
        });
        for call in self.tool_calls.iter_mut().chain(steps).filter(|call| call.id == e.call) {
            call.status = e.outcome.as_str();
            call.billed = e.credits > Credits::ZERO;
            call.credits = e.credits;
            call.latency_ms = Some(e.latency_ms);
            call.recent = e.recent;
            call.error = CallError::of(e);
        }
    }

    /// Pieces that follow one another are one step of the timeline.
    fn said(&mut self, seq: u64, piece: Option<&str>) {
        let Some(piece) = piece else {
            self.steps.push(Step::Text { seq, content: None, narration: false });
            return;
        };
        self.answer.get_or_insert_default().push_str(piece);
        match self.steps.last_mut() {
            Some(Step::Text { content: Some(content), narration: false, .. }) => content.push_str(piece),
            _ => self.steps.push(Step::Text { seq, content: Some(piece.to_owned()), narration: false }),
        }
    }
}
