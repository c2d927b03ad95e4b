//! Markdown to procedure, with diagnostics.
//!
//! A procedure is a Markdown page: front matter that binds (name, approval, inputs, report), `##` headings as phases, list items
//! that name one check as steps, `## Decision` with its rules, and `## Report`. [`parse`] turns it into a [`Procedure`], or says
//! at which line and column what is wrong and what to do about it. [`lint`] knows the checks besides: what they take, answer and
//! cost, and whom they tell.  The JSON of a `Procedure` is what the workflow component is handed.

mod body;
mod code;
mod diagnostic;
mod diff;
mod flow;
mod front;
mod lint;
mod marks;
mod place;
mod procedure;
mod prose;
mod rule;
mod step;
mod when;

pub use diagnostic::{Diagnostic, Severity, is_unseen};
pub use diff::{Content, Difference, differences, lines};
pub use journal::event::Approval;
pub use lint::{About, CHECKS_MAX, Catalogue, ComponentLint, Cost, DescribedCheck, Disclosure, Lint, STAYS_HERE, lint, lint_component};
pub use procedure::{Argument, Inputs, Kind, Outcome, Phase, Procedure, Reference, Report, Rule, STATUSES, Shown, Source, Step, When};

/// Bytes of one procedure's Markdown.
pub const SOURCE_BYTES_MAX: usize = 1 << 20;
/// Steps of one procedure.
pub const STEPS_MAX: usize = 200;
/// Rules of one decision.
pub const RULES_MAX: usize = 50;
/// Answers that one report puts first.
pub const FACTS_MAX: usize = 100;
/// Characters of what a step is for, of why a rule is there, and of a heading.
pub const GOAL_CHARS_MAX: usize = 500;
/// Signs of markup of one page, line breaks among them. Reading Markdown takes time by its marks, not by its bytes: a megabyte of
/// prose is read in milliseconds, a megabyte of brackets in a hundred. No page that people read comes near the bound.
pub const MARKS_MAX: usize = 150_000;
/// Bytes of the `## Report` section.
pub const REPORT_BYTES_MAX: usize = 16 << 10;
/// Diagnostics of one procedure; what comes after them is not looked for.
pub const DIAGNOSTICS_MAX: usize = 100;

/// SHA-256 of a procedure's Markdown, in lower-case hexadecimal.
pub fn version(source: &str) -> String {
    data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, source.as_bytes()).as_ref())
}

/// Reads a procedure. `checks` are the names that steps may use. Diagnostics come in the order of the document; all are errors.
///
/// It accepts whatever a run can be pinned to: what it accepted once it accepts for good. What depends on how checks describe
/// themselves is told by [`lint`] alone.
pub fn parse(source: &str, checks: &[&str]) -> Result<Procedure, Vec<Diagnostic>> {
    let text = text(source);
    let mut found = diagnostic::Found::new(text);
    let draft = Draft::read(text, checks, &mut found);
    let diagnostics = found.into_sorted();
    match draft {
        Some(draft) if diagnostics.is_empty() => Ok(draft.into_procedure(source)),
        _ => Err(diagnostics),
    }
}

/// What is read of a page: all but the byte order mark that some editors begin it with, and show nobody.
fn text(source: &str) -> &str {
    source.strip_prefix('\u{feff}').unwrap_or(source)
}

/// A procedure as it was read, with where its parts stand.
struct Draft {
    front: front::Front,
    body: body::Body,
}

impl Draft {
    fn read(source: &str, checks: &[&str], found: &mut diagnostic::Found<'_>) -> Option<Draft> {
        if source.len() > SOURCE_BYTES_MAX {
            found.error(
                "too_long",
                0..0,
                format!("the procedure has {} bytes", source.len()),
                format!("a procedure has at most {SOURCE_BYTES_MAX} bytes: split it, or shorten its prose"),
            );
            return None;
        }
        if let Some(at) = marks::beyond(source) {
            let message = format!("the page has more than {MARKS_MAX} signs of markup and line breaks: this is the first beyond");
            found.error("too_much_markup", at..at + 1, message, "split it, or shorten what repeats itself");
            return None;
        }
        let (front, from) = front::read(source, found);
        let mut body = body::read(source, from, checks, found);
        flow::examine(&front, &mut body, checks, found);
        Some(Draft { front, body })
    }

    fn into_procedure(self, source: &str) -> Procedure {
        let (phases, decision, text, facts) = self.body.into_parts();
        let front = self.front;
        Procedure {
            version: version(source),
            name: front.name,
            description: front.description,
            approval: front.approval,
            inputs: front.inputs,
            phases,
            decision,
            report: Report { title: front.title, shown: front.shown, text, facts },
        }
    }
}
