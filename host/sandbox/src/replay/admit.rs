//! What a workflow may ask beyond its journal: bounds, and names that it was given.

use super::{Halt, Replay};
use crate::object;
use crate::turn::CheckCall;
use journal::event::Plan;
use journal::{Credits, limits};

/// Tasks of one plan.
const PLAN_TASKS_MAX: usize = 100;
/// All sentences of one plan, in bytes.
const PLAN_BYTES_MAX: usize = 64 << 10;

impl Replay {
    pub(super) fn admit(&mut self, asked: Vec<(String, String)>) -> Result<Vec<CheckCall>, Halt> {
        if asked.is_empty() || asked.len() > limits::GROUP_CALLS_MAX {
            let (count, max) = (asked.len(), limits::GROUP_CALLS_MAX);
            return broke("workflow_bad_group", format!("the workflow asked for {count} calls at once; 1 to {max} are allowed"));
        }
        self.size.calls += asked.len();
        if self.size.calls > limits::CALLS_MAX {
            return broke("journal_full", format!("the workflow asked for more than {} calls", limits::CALLS_MAX));
        }
        let admit = |(check, input): (String, String)| {
            self.admit_check(&check)?;
            if input.len() > limits::CHECK_INPUT_BYTES_MAX {
                return broke("workflow_input_too_large", too_large(&format!("an input of {check}"), limits::CHECK_INPUT_BYTES_MAX));
            }
            match object::keep(input) {
                Some(input) => Ok(CheckCall { check, input }),
                None => broke("workflow_bad_input", format!("the workflow wrote an input of {check} that is no JSON object")),
            }
        };
        let calls = asked.into_iter().map(admit).collect::<Result<_, _>>()?;
        if !self.approved.covers(self.approval) {
            let why = "the workflow asked for calls that somebody has to approve, and no plan that went ahead names them";
            return broke("workflow_unplanned_calls", why);
        }
        Ok(calls)
    }

    /// Whether a plan waits for somebody's word. One whose cost is beyond counting goes no further either.
    pub(super) fn waits(&self, plan: &Plan) -> bool {
        let asked = plan.tasks.iter().flat_map(|task| &task.checks).filter_map(|check| self.checks.get(check));
        Credits::sum(asked.map(|check| check.price)).is_none_or(|ceiling| self.approval.parks(ceiling))
    }

    pub(super) fn admit_plan(&self, plan: &Plan) -> Result<(), Halt> {
        let bytes = plan.summary.len() + plan.tasks.iter().map(|task| task.goal.len()).sum::<usize>();
        let calls = plan.tasks.iter().map(|task| task.checks.len()).sum::<usize>();
        if plan.tasks.len() > PLAN_TASKS_MAX || bytes > PLAN_BYTES_MAX || calls > limits::CALLS_MAX {
            let most = format!("{PLAN_TASKS_MAX} tasks, {} calls and {PLAN_BYTES_MAX} bytes", limits::CALLS_MAX);
            return broke("workflow_plan_too_large", format!("the workflow proposed a plan of more than {most}"));
        }
        plan.tasks.iter().flat_map(|task| &task.checks).try_for_each(|check| self.admit_check(check))
    }

    fn admit_check(&self, check: &str) -> Result<(), Halt> {
        if self.checks.get(check).is_some() {
            return Ok(());
        }
        broke("workflow_unknown_check", "the workflow asked for a check that this run may not call")
    }

    /// Makes room for fresh entries. Whoever appends them counts more exactly; this keeps a chatterbox out of memory.
    pub(super) fn count(&mut self, events: usize, bytes: usize) -> Result<(), Halt> {
        self.size.events += events;
        self.size.bytes += bytes;
        if self.size.events > limits::JOURNAL_EVENTS_MAX || self.size.bytes > limits::JOURNAL_BYTES_MAX {
            return broke("journal_full", "the workflow said more than a journal holds");
        }
        Ok(())
    }
}

pub(super) fn broke<T>(code: &'static str, message: impl Into<String>) -> Result<T, Halt> {
    Err(Halt::Broke { code, message: message.into() })
}

pub(super) fn too_large(what: &str, bytes_max: usize) -> String {
    format!("the workflow wrote {what} of more than {bytes_max} bytes")
}
