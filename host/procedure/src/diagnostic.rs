//! What is wrong with a procedure, where, and what to do about it.

use crate::DIAGNOSTICS_MAX;
use crate::place::Lines;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// Characters of a secret that is hidden wherever it stands; a shorter one may be a word of the page.
const SECRET_CHARS_MIN: usize = 6;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The procedure cannot be used.
    Error,
    /// It can, and likely does not do what its author means.
    Warning,
    /// What whoever publishes it should know.
    Note,
}

impl Severity {
    /// As JSON has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One thing to be said of a procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
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
        let weight = match self.severity {
            Severity::Error => String::new(),
            Severity::Warning | Severity::Note => format!("{}: ", self.severity.as_str()),
        };
        writeln!(f, "{}:{}: {weight}{}", self.line, self.column, self.message)?;
        writeln!(f, "{} | {}", self.line, self.excerpt)?;
        // A place beyond the part of a long line that is shown is told by its column alone.
        let shown = self.excerpt.chars().count().max(1);
        if self.column <= shown {
            let length = self.length.min(shown + 1 - self.column);
            writeln!(f, "{margin} | {}{}", " ".repeat(self.column - 1), "^".repeat(length))?;
        }
        write!(f, "{margin} = {}", self.help)
    }
}

/// Diagnostics as they are found.
pub(crate) struct Found<'a> {
    lines: Lines<'a>,
    found: Vec<(usize, Diagnostic)>,
    /// What no diagnostic repeats.
    secrets: Vec<Secret>,
}

/// A text that looks like a secret.
struct Secret {
    text: String,
    line: usize,
    /// From 1, in characters, as the length.
    column: usize,
    length: usize,
}

impl<'a> Found<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Found { lines: Lines::of(source), found: Vec::new(), secrets: Vec::new() }
    }

    /// Says that the procedure cannot be used because of the bytes `span` of the source.
    pub(crate) fn error(&mut self, code: &'static str, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.add(Severity::Error, code, span, message, help);
    }

    /// Says something of the bytes `span` of the source.
    pub(crate) fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.is_full() {
            return;
        }
        let place = self.lines.place(&span);
        let diagnostic = Diagnostic {
            severity,
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

    /// Says that the bytes `span` look like a secret, and sees to it that nothing said repeats them, told of or not.
    pub(crate) fn secret(&mut self, code: &'static str, span: Range<usize>, message: &str, help: &str) {
        let place = self.lines.place(&span);
        let text = self.lines.text(&span).to_owned();
        self.secrets.push(Secret { text, line: place.line, column: place.column, length: place.length });
        self.error(code, span, message, help);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    /// Whether nothing so far keeps the procedure from being used.
    pub(crate) fn is_sound(&self) -> bool {
        self.found.iter().all(|(_, diagnostic)| diagnostic.severity != Severity::Error)
    }

    /// Whether what comes now is not kept.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= DIAGNOSTICS_MAX
    }

    /// In the order of the document.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|(start, _)| *start);
        let mut diagnostics: Vec<Diagnostic> = self.found.into_iter().map(|(_, diagnostic)| diagnostic).collect();
        for secret in &self.secrets {
            diagnostics.iter_mut().for_each(|diagnostic| secret.hide(diagnostic));
        }
        for Diagnostic { message, help, excerpt, .. } in &mut diagnostics {
            for text in [message, help, excerpt] {
                if text.contains(is_unseen) {
                    *text = text.replace(is_unseen, "\u{fffd}");
                }
            }
        }
        diagnostics
    }
}

impl Secret {
    fn hide(&self, diagnostic: &mut Diagnostic) {
        for text in [&mut diagnostic.message, &mut diagnostic.help] {
            if text.contains(&self.text) {
                *text = text.replace(&self.text, "•••");
            }
        }
        // Where it stands again, with nothing beside it that gives it away.
        if self.length >= SECRET_CHARS_MIN && diagnostic.excerpt.contains(&self.text) {
            diagnostic.excerpt = diagnostic.excerpt.replace(&self.text, &"•".repeat(self.length));
        }
        if diagnostic.line == self.line {
            let secret = self.column..self.column + self.length;
            let hidden = |(at, char)| if secret.contains(&(at + 1)) { '•' } else { char };
            diagnostic.excerpt = diagnostic.excerpt.chars().enumerate().map(hidden).collect();
        }
    }
}

/// Whether people cannot see it, or see something else because of it: it moves the cursor, colours, or turns the direction of writing.
pub fn is_unseen(char: char) -> bool {
    let steers = matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    steers || char.is_control() && !matches!(char, '\n' | '\r' | '\t')
}

/// The known word that `word` is most likely meant to be.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = word.chars().count() / 3 + 1;
    let near = known.into_iter().map(|candidate| (distance(word, candidate), candidate));
    near.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Edits (insert, remove, replace) between two words.
pub(crate) fn distance(left: &str, right: &str) -> usize {
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
