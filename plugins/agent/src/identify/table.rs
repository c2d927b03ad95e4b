//! Tables in requests: a line of headings and the rows below it, as spreadsheets export them. Every cell is read as if its heading
//! stood before it: "dob: 1988-02-14".

use super::Found;
use super::lexicon::Classes;
use super::vocabulary::Class;
use std::ops::Range;

/// What parts cells, the surest first.
const SEPARATORS: [char; 4] = ['\t', '|', ';', ','];
/// Characters of a heading.
const HEADING_MAX: usize = 30;
/// Headings of what has no class among the words.
const HEADINGS: [&str; 14] =
    ["aadhar", "birth", "born", "cik", "dob", "eid", "email", "emirates", "iban", "lei", "nationality", "routing", "trn", "vin"];

/// A request with its table written out, and where each part of it stood.
pub(super) struct Written {
    pub(super) text: String,
    /// Where a part stands in the text, and where it stood in the request.
    parts: Vec<(Range<usize>, usize)>,
}

/// The request with its first table written out.
pub(super) fn write_out(message: &str) -> Option<Written> {
    let lines = lines(message);
    let (first, separator) = (0..lines.len().checked_sub(1)?).find_map(|index| {
        let begins = |separator: &char| {
            let headings = cells(message, &lines[index], *separator);
            is_headings(message, &headings)
                && lines[index + 1..].iter().take(2).any(|row| cells(message, row, *separator).len() == headings.len())
        };
        SEPARATORS
            .into_iter()
            .find(|separator| message[lines[index].clone()].contains(*separator) && begins(separator))
            .map(|sign| (index, sign))
    })?;
    let headings = cells(message, &lines[first], separator);
    let mut written = Written { text: String::with_capacity(message.len() * 2), parts: Vec::new() };
    written.keep(message, 0..lines[first].start);
    let mut end = lines[first].end;
    for row in &lines[first + 1..] {
        let cells = cells(message, row, separator);
        if cells.len() != headings.len() {
            break;
        }
        end = row.end;
        for (heading, cell) in headings.iter().zip(cells).filter(|(_, cell)| message[cell.clone()].contains(char::is_alphanumeric)) {
            written.text.push_str(&message[heading.clone()]);
            written.text.push_str(": ");
            written.keep(message, cell);
            written.text.push('\n');
        }
    }
    written.keep(message, end..message.len());
    Some(written)
}

impl Written {
    fn keep(&mut self, message: &str, span: Range<usize>) {
        let at = self.text.len();
        self.text.push_str(&message[span.clone()]);
        self.parts.push((at..self.text.len(), span.start));
    }

    /// What was found in the text, as it stands in the request.
    pub(super) fn found(&self, message: &str, found: Vec<Found>) -> Vec<Found> {
        let back = |at: usize| {
            let part = self.parts.get(self.parts.partition_point(|(part, _)| part.end <= at))?;
            part.0.contains(&at).then(|| part.1 + at - part.0.start)
        };
        let moved = |one: Found| {
            let span = back(one.span.start)?..back(one.span.end.checked_sub(1)?)? + 1;
            let kept = one.is_whole() || message.get(span.clone())? == one.value;
            (kept && span.start < span.end).then(|| Found::new(message, one.kind, span, one.value, one.state))
        };
        found.into_iter().filter_map(moved).collect()
    }
}

/// The lines, without their ends.
fn lines(message: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in message.split('\n') {
        lines.push(start..start + line.len());
        start += line.len() + 1;
    }
    lines
}

/// The cells of a line, without what surrounds them. Bars may stand at both ends; a separator in quotation marks parts nothing.
fn cells(message: &str, line: &Range<usize>, separator: char) -> Vec<Range<usize>> {
    let mut quoted = false;
    let mut parts = message[line.clone()].split(|char: char| {
        quoted ^= char == '"';
        char == separator && !quoted
    });
    let mut cells = Vec::new();
    let mut start = line.start;
    for part in parts.by_ref() {
        let around = |char: char| char.is_whitespace() || char == '"';
        let begin = start + part.len() - part.trim_start_matches(around).len();
        cells.push(begin..begin + part.trim_matches(around).len());
        start += part.len() + separator.len_utf8();
    }
    if separator == '|' && cells.len() > 2 && cells[0].is_empty() && cells[cells.len() - 1].is_empty() {
        cells = cells[1..cells.len() - 1].to_vec();
    }
    cells
}

/// Whether all cells are short words, and most of them say what stands below them.
fn is_headings(message: &str, cells: &[Range<usize>]) -> bool {
    let told = |cell: &Range<usize>| {
        let words = message[cell.clone()].split(|char: char| !char.is_alphanumeric()).map(str::to_lowercase);
        let classes =
            [Class::Named, Class::Role, Class::Pan, Class::Gstin, Class::Cin, Class::Phone, Class::Other, Class::Business, Class::Field];
        words.into_iter().any(|word| HEADINGS.contains(&word.as_str()) || Classes::of(&word).has_any(&classes))
    };
    let short = |cell: &Range<usize>| {
        let text = &message[cell.clone()];
        let sign = |char: char| char.is_alphabetic() || matches!(char, ' ' | '_' | '-' | '.' | '/' | '(' | ')' | '\'' | '#');
        (1..=HEADING_MAX).contains(&text.len()) && text.chars().all(sign)
    };
    cells.len() > 1 && cells.iter().all(short) && cells.iter().filter(|cell| told(cell)).count() * 2 >= cells.len()
}
