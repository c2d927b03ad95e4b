//! What reads like prose, and seems meant to bind. A page may be pinned that holds it, so that the linter alone tells of it.

use crate::body::{Body, Item, Piece, Reader};
use crate::diagnostic::{Found, Severity, distance};
use crate::{DIAGNOSTICS_MAX, Outcome};
use std::ops::{Range, RangeInclusive};

/// Headings that bind.
const HEADINGS: [&str; 2] = ["Decision", "Report"];

/// Bytes of a title that may be near to one of them.
const TITLE_BYTES: RangeInclusive<usize> = 5..=16;

/// What binds nothing as it is written.
pub(crate) enum Prose {
    /// `## Decison`.
    Heading(Heading),
    /// A list item in the place of a step that names a check without code marks.
    Step { check: String, at: Range<usize> },
    /// A second `## Decision` or `## Report`, which reads like one that stands for itself.
    Twice { title: &'static str, at: Range<usize> },
    /// `## Decision` without a rule.
    NoRules { at: Range<usize> },
    /// Words beside a condition, a rule or a refinement that could be read as a part of it.
    Stray { at: Range<usize> },
    /// `approve otherwise` below another heading than `## Decision`.
    Rule { at: Range<usize> },
}

/// A heading that is almost one that binds.
pub(crate) struct Heading {
    near: &'static str,
    at: Range<usize>,
    /// Which of the phases it begins.
    pub(crate) phase: usize,
    /// Whether rules stand below it.
    rules: bool,
    /// Whether it was told of.
    told: bool,
}

impl Heading {
    /// Of a title that is one letter from a heading that binds, or has two of its letters exchanged.
    pub(crate) fn read(title: &str, at: Range<usize>, phase: usize) -> Option<Heading> {
        let title = title.trim_matches(|c: char| !c.is_alphanumeric());
        if !TITLE_BYTES.contains(&title.len()) {
            return None;
        }
        let title = title.to_lowercase();
        let sorted = |word: &str| {
            let mut letters: Vec<char> = word.chars().collect();
            letters.sort_unstable();
            letters
        };
        let near = HEADINGS.into_iter().find(|heading| {
            let heading = heading.to_lowercase();
            match distance(&title, &heading) {
                0 | 1 => true,
                2 => sorted(&title) == sorted(&heading),
                _ => false,
            }
        })?;
        Some(Heading { near, at, phase, rules: false, told: false })
    }

    /// Once.
    pub(crate) fn tell(&mut self, found: &mut Found<'_>) {
        if !std::mem::replace(&mut self.told, true) {
            // What binds nothing may have been meant so; a rule was not.
            let severity = if self.rules { Severity::Error } else { Severity::Warning };
            let message = format!("nothing below this heading binds: it is not `## {}`, and has no steps", self.near);
            found.add(severity, "misspelt_heading", self.at.clone(), message, format!("did you mean `## {}`?", self.near));
        }
    }
}

impl Reader<'_, '_, '_> {
    /// Words that bind nothing stand in the item.
    pub(crate) fn stray(&mut self, item: &Item) {
        if self.body.prose.len() < DIAGNOSTICS_MAX {
            self.body.prose.push(Prose::Stray { at: item.first_line() });
        }
    }

    /// A list item of a phase that has no code span.
    pub(crate) fn plain(&mut self, item: &Item) {
        // Most items are plainly prose, and more than so many are not told of.
        let telling = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains(['_', '.']) || text.contains("therwise"));
        if self.body.prose.len() >= DIAGNOSTICS_MAX || !item.pieces.iter().any(telling) {
            return;
        }
        let words = item.words();
        if is_rule(&words, &["otherwise"]) {
            match misspelt_decision(&mut self.body) {
                Some(heading) => heading.rules = true,
                None => self.body.prose.push(Prose::Rule { at: item.first_line() }),
            }
        } else if let Some(check) = named(&words, self.checks) {
            self.body.prose.push(Prose::Step { check: check.to_owned(), at: item.first_line() });
        }
    }

    /// Whether this is a rule below a misspelt `## Decision`, which is told of in its place: it would be read as a step.
    pub(crate) fn is_rule_of_none(&mut self, item: &Item) -> bool {
        if !is_rule(&item.words(), &["when"]) {
            return false;
        }
        let Some(heading) = misspelt_decision(&mut self.body) else { return false };
        heading.rules = true;
        heading.tell(self.found);
        true
    }
}

/// The heading of the present section, where it is almost `## Decision`.
fn misspelt_decision(body: &mut Body) -> Option<&mut Heading> {
    let phase = body.phases.len();
    body.prose.iter_mut().rev().find_map(|prose| match prose {
        Prose::Heading(heading) if heading.phase + 1 == phase && heading.near == HEADINGS[0] => Some(heading),
        _ => None,
    })
}

/// Whether these are the words of a rule.
fn is_rule(words: &str, seconds: &[&str]) -> bool {
    let mut words = words.split_whitespace();
    let first = words.next().is_some_and(|first| Outcome::ALL.iter().any(|outcome| first.eq_ignore_ascii_case(outcome.as_str())));
    let second = words.next().unwrap_or_default().trim_end_matches([':', '.', ',', ';']);
    first && seconds.iter().any(|word| second.eq_ignore_ascii_case(word))
}

/// The check that stands where a step has its own: at the end, or beside a colon. Elsewhere it is spoken of.
fn named<'c>(words: &str, checks: &[&'c str]) -> Option<&'c str> {
    // Names that are words of a language cannot be told from them.
    if !words.contains(['_', '.']) {
        return None;
    }
    let words: Vec<&str> = words.split(' ').collect();
    words.iter().enumerate().find_map(|(place, word)| {
        let name = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        let set_off = word.ends_with(':')
            || place + 1 == words.len()
            || (place > 0 && words[place - 1].ends_with(':'))
            || words.get(place + 1).is_some_and(|next| next.starts_with('('));
        let check = || checks.iter().find(|check| **check == name).copied();
        (set_off && name.contains(['_', '.'])).then(check)?
    })
}
