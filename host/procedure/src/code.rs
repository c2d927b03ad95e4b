//! Code spans, and where their characters stand in the source.

use std::ops::Range;

/// A code span.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    /// What is in it.
    pub(crate) text: String,
    /// All of it, the backticks included.
    pub(crate) span: Range<usize>,
    /// Where `text` begins, if it stands in the source as it is: not where it was broken over lines.
    inner: Option<usize>,
}

impl Code {
    pub(crate) fn new(source: &str, text: &str, span: Range<usize>) -> Code {
        let written = source.get(span.clone()).unwrap_or_default();
        let fence = written.len() - written.trim_start_matches('`').len();
        let inner = written.get(fence..).and_then(|rest| {
            let padding = usize::from(!rest.starts_with(text) && rest.starts_with(' '));
            rest.get(padding..)?.starts_with(text).then_some(span.start + fence + padding)
        });
        Code { text: text.to_owned(), span, inner }
    }

    /// Where a part of the text stands; all of the span where that cannot be told.
    pub(crate) fn part(&self, part: Range<usize>) -> Range<usize> {
        match self.inner {
            Some(inner) if !part.is_empty() => inner + part.start..inner + part.end,
            _ => self.span.clone(),
        }
    }
}
