//! What plans that went ahead allow, and what was called of it. A policy of approval binds whatever the workflow is: one that proposes
//! less than it calls, or nothing, is stopped where somebody would have had to be asked.

use super::{Halt, Replay};
use crate::Checks;
use journal::Credits;
use journal::event::{Approval, Plan};
use std::collections::HashMap;

/// Calls by check.
pub(super) struct Approved {
    planned: HashMap<String, usize>,
    called: HashMap<String, usize>,
    /// What all that was called costs at most; `None`: more than can be counted.
    cost: Option<Credits>,
}

impl Default for Approved {
    fn default() -> Self {
        Approved { planned: HashMap::new(), called: HashMap::new(), cost: Some(Credits::ZERO) }
    }
}

impl Replay {
    /// A plan that the workflow proposes. Once this returns, it may make the calls that the plan names.
    pub(crate) fn propose(&mut self, asked: Plan) -> Result<(), Halt> {
        self.plan(asked.clone())?;
        self.approved.plan(&asked);
        Ok(())
    }
}

impl Approved {
    /// A plan went ahead, approved by somebody or by the policy.
    pub(super) fn plan(&mut self, plan: &Plan) {
        plan.tasks.iter().flat_map(|task| &task.checks).for_each(|check| *self.planned.entry(check.clone()).or_default() += 1);
    }

    /// Calls were asked for.
    pub(super) fn call<'a>(&mut self, checks: &Checks, asked: impl Iterator<Item = &'a str>) {
        for check in asked {
            let price = checks.get(check).map_or(Credits::ZERO, |check| check.price);
            self.cost = self.cost.and_then(|cost| cost.checked_add(price));
            *self.called.entry(check.to_owned()).or_default() += 1;
        }
    }

    /// Whether all that was called may be: each call stands in a plan that went ahead, or nobody would have to be asked about all of them
    /// together.
    pub(super) fn covers(&self, approval: Approval) -> bool {
        let planned = |(check, calls): (&String, &usize)| self.planned.get(check).is_some_and(|planned| planned >= calls);
        !self.cost.is_none_or(|cost| approval.parks(cost)) || self.called.iter().all(planned)
    }
}
