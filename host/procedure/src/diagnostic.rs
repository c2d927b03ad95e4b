//! What is wrong with a procedure, where, and what to do about it.

use crate::DIAGNOSTICS_MAX;
use crate::place::Lines;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable word: `unknown_check`, `cycle`, …
    pub code: &'static str,
    /// One sentence: what is wrong.
    pub message: String,
    /// Line of the source, from 1.
    pub line: usize,
    /// Column in that line, from 1, in characters.
    pub column: usize,
    /// Characters of that line it is about, at least 1.
    pub length: usize,
    /// The line.
    pub excerpt: String,
    /// One sentence: what to do.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let margin = " ".repeat(self.line.to_string().len());
        writeln!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        writeln!(f, "{} | {}", self.line, self.excerpt)?;
        writeln!(f, "{margin} | {}{}", " ".repeat(self.column - 1), "^".repeat(self.length))?;
        write!(f, "{margin} = {}", self.help)
    }
}

/// Diagnostics as they are found.
pub(crate) struct Found<'a> {
    lines: Lines<'a>,
    found: Vec<(usize, Diagnostic)>,
}

impl<'a> Found<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Found { lines: Lines::of(source), found: Vec::new() }
    }

    /// Notes that the bytes `span` of the source are wrong.
    pub(crate) fn add(&mut self, code: &'static str, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        if self.found.len() >= DIAGNOSTICS_MAX {
            return;
        }
        let place = self.lines.place(&span);
        let diagnostic = Diagnostic {
            code,
            message: message.into(),
            line: place.line,
            column: place.column,
            length: place.length,
            excerpt: place.excerpt,
            help: help.into(),
        };
        self.found.push((span.start, diagnostic));
    }

    /// In the order of the document.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|(start, _)| *start);
        self.found.into_iter().map(|(_, diagnostic)| diagnostic).collect()
    }
}

/// The known word that `word` is most likely meant to be.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = word.chars().count() / 3 + 1;
    let near = known.into_iter().map(|candidate| (distance(word, candidate), candidate));
    near.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Edits (insert, remove, replace) between two words.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(128).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().take(128).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}
