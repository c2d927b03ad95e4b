//! Prose that seems meant to bind: it is passed over without a word, and a check or a decision is absent.

use crate::body::Body;
use crate::diagnostic::{Found, Severity};
use crate::prose::Prose;

/// Looks at what the page holds beside headings and steps that were understood.
pub(crate) fn look(body: &mut Body, found: &mut Found<'_>) {
    let mut prose = std::mem::take(&mut body.prose);
    for one in &mut prose {
        match one {
            Prose::Heading(heading) => heading.tell(found),
            Prose::Twice { title, at } => {
                let message = format!("there is a second `## {title}`: it is read as if it went on where the first ends");
                found.add(Severity::Warning, "section_twice", at.clone(), message, "join them, so that people read what is followed");
            }
            Prose::NoRules { at } => {
                let help =
                    "write rules as a list: ``- approve when `condition` ``, `- review otherwise`; or call the section something else";
                found.add(Severity::Warning, "no_rules", at.clone(), "this decides nothing: there is no rule below `## Decision`", help);
            }
            Prose::Stray { at } => {
                let message = "some of these words bind nothing, and read as if they did";
                let help = "what is to bind stands in the code marks, and an explanation behind a colon: ``when `condition`: why``";
                found.error("stray_words", at.clone(), message, help);
            }
            Prose::Rule { at } => {
                let help = "put it below a heading `## Decision`, or write it in a paragraph";
                found.error("unknown_rule", at.clone(), "this rule decides nothing: it does not stand below `## Decision`", help);
            }
            // What is a step already is spoken of here.
            Prose::Step { check, .. } if body.steps().any(|step| step.check == *check) => {}
            Prose::Step { check, at } => {
                let message = format!("this is no step: `{check}` stands without code marks");
                let help = format!("did you mean `` `{check}` ``? where the check is only spoken of, do so in a paragraph");
                found.add(Severity::Warning, "unmarked_check", at.clone(), message, help);
            }
        }
    }
}
