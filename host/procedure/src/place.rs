//! Byte offsets to the lines and columns that people and editors count.

use std::ops::Range;

/// Longest excerpt, in characters.
const EXCERPT_CHARS_MAX: usize = 200;

/// Knows where each line of a source begins.
pub(crate) struct Lines<'a> {
    source: &'a str,
    starts: Vec<usize>,
}

/// A stretch of one line.
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
    /// In characters, within the line; at least 1.
    pub(crate) length: usize,
    /// The line.
    pub(crate) excerpt: String,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(source: &'a str) -> Self {
        let starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { source, starts }
    }

    /// What stands there.
    pub(crate) fn text(&self, span: &Range<usize>) -> &'a str {
        self.source.get(span.clone()).unwrap_or_default()
    }

    /// Where `span` begins, and how much of it lies on that line.
    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        let start = floor(self.source, span.start);
        let end = floor(self.source, span.end.max(start));
        let line = self.starts.partition_point(|&begin| begin <= start).saturating_sub(1);
        let begin = self.starts.get(line).copied().unwrap_or(0);
        let text = self.source[begin..].lines().next().unwrap_or("");
        let stop = end.min(begin + text.len()).max(start);
        Place {
            line: line + 1,
            column: self.source[begin..start].chars().count() + 1,
            length: self.source[start..stop].chars().count().max(1),
            excerpt: text.chars().take(EXCERPT_CHARS_MAX).collect(),
        }
    }
}

/// The nearest character boundary at or before `at`.
fn floor(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}
