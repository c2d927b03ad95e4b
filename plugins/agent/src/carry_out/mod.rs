//! Carries out a procedure: plan, calls, report, answer.

mod calls;
mod lacking;
mod phrase;
mod report;

use crate::host::{Finish, Host, Order};
use crate::identify::{identify, recall};
use crate::plan::plan;
use crate::procedure::Procedure;

/// Carries out `order`. An error is a sentence for the operator: the procedure is at fault, not the request.
pub fn carry_out(order: &Order, host: &mut dyn Host) -> Result<Finish, String> {
    let procedure: Procedure = serde_json::from_str(&order.procedure).map_err(|error| format!("the procedure is not readable: {error}"))?;
    let mut found = identify(&order.message);
    recall(&mut found, &order.earlier);
    let plan = plan(&procedure, &order.checks, &found)?;
    if !plan.missing.is_empty() || plan.running().next().is_none() {
        host.say(&lacking::answer(&procedure, &plan, &found));
        return Ok(Finish::MissingInput);
    }
    host.propose_plan(plan.proposal(&procedure));
    let made = calls::make(&plan, host);
    let report = report::Report::of(&procedure, &plan, &made, &found);
    host.report(&report.json());
    host.say(&report.answer());
    Ok(Finish::Complete)
}

#[cfg(test)]
mod tests;
