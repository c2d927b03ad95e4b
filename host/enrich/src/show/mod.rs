//! How a run looks in a terminal: its timeline as it happens, then its answer, report and bill.

mod bill;
mod look;
mod report;
mod screen;
mod timeline;

pub use bill::bill;
pub use look::Look;
pub use report::report;
pub use screen::Screen;
pub use timeline::{Timeline, how_to_decide};

use crate::client::Run;

/// Everything a finished run has to show below its timeline.
pub fn outcome(look: &Look, run: &Run) -> String {
    let mut parts = Vec::new();
    if let Some(fault) = &run.error {
        let message = fault.message.as_deref().unwrap_or("no reason was given");
        parts.push(look.heading("Error") + &look.block(&format!("{} ({})", message, fault.code)));
    }
    if let Some(answer) = run.answer.as_deref().filter(|answer| !answer.trim().is_empty()) {
        let title = if run.answer_partial { "Answer, as far as it came" } else { "Answer" };
        parts.push(look.heading(title) + &look.block(answer.trim()));
    }
    if let Some(json) = &run.report {
        parts.push(report(look, &json.value()));
    }
    if !run.tool_calls.is_empty() {
        parts.push(bill(look, run));
    }
    parts.join("\n")
}
