//! Carries out a procedure: plan, calls, report, answer.

mod answer;
mod calls;
mod decide;
mod lacking;
mod phrase;
mod report;
mod shape;

pub(crate) use calls::Made;

use crate::extract;
use crate::host::{Finish, Host, Order};
use crate::identify::{identify, recall};
use crate::known::Known;
use crate::plan::{plan, subject};
use crate::procedure::Procedure;

/// Carries out `order`. An error is a sentence for the operator: the procedure is at fault, not the request.
pub fn carry_out(order: &Order, host: &mut dyn Host) -> Result<Finish, String> {
    if order.procedure == extract::PROCEDURE {
        host.report(&extract::report(&order.message).to_string());
        return Ok(Finish::Complete);
    }
    let procedure: Procedure = serde_json::from_str(&order.procedure).map_err(|error| format!("the procedure is not readable: {error}"))?;
    let mut found = identify(&order.message);
    recall(&mut found, &order.earlier);
    let mut known = Known::of(&procedure, &subject(&found));
    let plan = plan(&procedure, &order.checks, &found, &mut known)?;
    if !plan.missing.is_empty() || plan.running().next().is_none() {
        host.say(&lacking::answer(&procedure, &plan, &found));
        return Ok(Finish::MissingInput);
    }
    host.propose_plan(plan.proposal(&procedure));
    let mut answer = answer::Telling::of(&plan);
    let calls = calls::make(&plan, &mut known, &mut answer, host)?;
    let decision = decide::decide(&procedure, &mut known)?;
    let report = report::Report::of(&procedure, &plan, &calls, &found, &answer, decision);
    let whole = answer.concluded(&report.closing());
    host.report(&report.json(&whole));
    host.say(answer.rest(&whole));
    Ok(Finish::Complete)
}

#[cfg(test)]
mod calls_tests;
#[cfg(test)]
mod decision_tests;
#[cfg(test)]
mod lacking_tests;
#[cfg(test)]
mod tests;
