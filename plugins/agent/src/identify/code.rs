//! Identifiers with a fixed length and a letter or a digit at each place: permanent account numbers, tax numbers, company
//! numbers. Each is a [`Form`] in a file of its own; how people write them is the same for all.

use super::label::{self, Label};
use super::lexicon::Classes;
use super::vocabulary::FILLER;
use super::words::{Words, is_touched};
use super::{Found, Kind, State};
use std::ops::{Range, RangeInclusive};

/// Pieces that one is written in at most: "ABCDE 1234 F".
const PIECES_MAX: usize = 5;

/// Letters of a word that a list may go on with.
const HEADING_MAX: usize = 12;

/// What a kind of identifier looks like. The functions take a text in upper case.
pub(crate) struct Form {
    pub(crate) kind: Kind,
    /// Words that announce it.
    pub(crate) labels: &'static [&'static str],
    pub(crate) length: usize,
    /// Characters of what may still be meant as one.
    pub(crate) attempt: RangeInclusive<usize>,
    /// Whether nothing else has its shape, so that it needs no label and no capitals.
    pub(crate) certain: bool,
    /// Why a text of its length has not its shape, as the rest of a sentence about it.
    pub(crate) shape: fn(&str) -> Option<String>,
    /// Why a text of its shape cannot be one all the same.
    pub(crate) check: fn(&str) -> Option<String>,
    /// How many characters of a text stand for others, if any.
    pub(crate) masked: fn(&str) -> Option<usize>,
}

/// A run of Latin letters, digits and masks.
pub(crate) struct Run<'a> {
    pub(crate) text: &'a str,
    pub(crate) start: usize,
}

impl Run<'_> {
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// All identifiers of this form that stand outside of what is `taken`.
pub(crate) fn find(form: &Form, words: &Words<'_>, taken: &[Found]) -> Vec<Found> {
    let runs = words.runs.as_slice();
    let mentioned = runs.iter().any(|run| form.is_label(run.text));
    let lower = !words.text.contains(char::is_uppercase);
    let reader = Reader { form, lower, words, runs, taken };
    let mut found: Vec<Found> = Vec::new();
    let mut read = 0;
    for (index, run) in runs.iter().enumerate() {
        if run.start < read {
            continue;
        }
        let next = if form.is_label(run.text) { reader.labelled(index + 1) } else { reader.unlabelled(index, mentioned) };
        let next = next.or_else(|| reader.parted(index));
        if let Some(next) = next {
            read = next.span.end;
            if !found.iter().any(|earlier| earlier.value == next.value) {
                found.push(next);
            }
        }
    }
    found
}

/// How many characters are stars.
pub(crate) fn stars(upper: &str) -> Option<usize> {
    Some(upper.chars().filter(|c| is_mask(*c)).count()).filter(|count| *count > 0)
}

/// That the character at `place`, from 0, is not what it must be.
pub(crate) fn misplaced(kind: Kind, place: usize, char: char, wanted: &str) -> String {
    format!("its character {} is “{char}” where {} has {wanted}", place + 1, kind.with_article())
}

pub(crate) fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut from = None;
    for (at, char) in text.char_indices().chain([(text.len(), ' ')]) {
        if let Some(start) = from.filter(|start| is_touched(text, *start, at)) {
            runs.push(Run { text: &text[start..at], start });
            from = Some(at);
        } else if char.is_ascii_alphanumeric() || is_mask(char) {
            from.get_or_insert(at);
        } else if let Some(start) = from.take() {
            runs.push(Run { text: &text[start..at], start });
        }
    }
    runs
}

pub(crate) fn is_mask(char: char) -> bool {
    matches!(char, '*' | '•')
}

impl Form {
    fn is_label(&self, text: &str) -> bool {
        self.labels.iter().any(|label| text.eq_ignore_ascii_case(label))
    }

    fn fault(&self, upper: &str) -> Option<String> {
        let length = upper.chars().count();
        if length != self.length {
            return Some(format!("it has {length} characters where {} has {}", self.kind.with_article(), self.length));
        }
        (self.shape)(upper).or_else(|| (self.check)(upper))
    }
}

struct Reader<'r, 'a> {
    form: &'r Form,
    /// Nothing is written in capitals, so that they need not be.
    lower: bool,
    words: &'r Words<'a>,
    runs: &'r [Run<'a>],
    taken: &'r [Found],
}

impl Reader<'_, '_> {
    /// What stands after the label that ends before `runs[from]`.
    fn labelled(&self, from: usize) -> Option<Found> {
        let (runs, text) = (self.runs, self.words.text);
        let mut first = from;
        while first < runs.len() && first < from + 4 && FILLER.iter().any(|filler| runs[first].text.eq_ignore_ascii_case(filler)) {
            first += 1;
        }
        let between = text.get(runs[from - 1].end()..runs.get(first)?.start)?;
        if between.contains([',', ';', '\n', '?', '!']) {
            return None;
        }
        let mut attempt = None;
        for count in 1..=PIECES_MAX {
            let Some(pieces) = runs.get(first..first + count) else { break };
            let touching = pieces.windows(2).all(|pair| matches!(&text[pair[0].end()..pair[1].start], " " | "-"));
            let joined: String = pieces.iter().map(|piece| piece.text).collect::<String>().to_uppercase();
            let length = joined.chars().count();
            let span = pieces[0].start..pieces[count - 1].end();
            let last = &pieces[count - 1];
            if !touching || length > *self.form.attempt.end() || is_word_of_sentence(last.text) || self.is_taken(last.start) {
                break;
            }
            if self.form.fault(&joined).is_none() && !self.is_glued(&span) {
                return Some(self.whole(span, &joined));
            }
            let numbered = joined.contains(|c: char| c.is_ascii_digit() || is_mask(c)) && is_piece(last.text);
            if length >= *self.form.attempt.start() && (numbered || (self.form.masked)(&joined).is_some()) {
                attempt = Some((span, joined));
            }
        }
        let (span, joined) = attempt?;
        let state = match (self.form.masked)(&joined) {
            Some(count) => incomplete(count),
            None => State::Malformed(self.form.fault(&joined).unwrap_or_else(|| "it is part of a longer number".into())),
        };
        Some(self.as_written(span, state))
    }

    fn unlabelled(&self, index: usize, mentioned: bool) -> Option<Found> {
        let run = &self.runs[index];
        let span = run.start..run.end();
        if run.text.len() != self.form.length {
            return None;
        }
        let upper = run.text.to_uppercase();
        let legible = upper == run.text || mentioned || self.form.certain || (self.lower && self.is_holder(&upper));
        let masked = self.form.certain && mentioned && (self.form.masked)(&upper).is_some();
        let shaped = upper.len() == self.form.length && ((self.form.shape)(&upper).is_none() || masked);
        if !shaped || !legible || self.is_glued(&span) || self.is_taken(span.start) {
            return None;
        }
        let linked = self.words.words.iter().any(|word| word.linked && word.start <= span.start && span.start < word.end());
        let others = || label::before(self.words, span.start) == Some(Label::Other) || label::is_of_something(self.words, span.start);
        if linked || (!self.form.certain && others()) {
            return None;
        }
        Some(match (self.form.check)(&upper).filter(|_| !masked) {
            Some(fault) => self.as_written(span, State::Malformed(fault)),
            None => self.whole(span, &upper),
        })
    }

    /// "29 AAACV1000A 1Z7": in the pieces that it is made of nothing else has its shape either.
    fn parted(&self, index: usize) -> Option<Found> {
        let pieces = self.runs.get(index..index + 3).filter(|pieces| self.form.certain && pieces[1].text.len() == 10)?;
        let gap = |at: usize| self.words.text.get(pieces[at].end()..pieces[at + 1].start);
        let touching = [0, 1].iter().all(|at| matches!(gap(*at), Some(" " | "-")));
        if !touching || [2, 10, 3] != [0, 1, 2].map(|at: usize| pieces[at].text.len()) {
            return None;
        }
        let joined = pieces.iter().map(|piece| piece.text).collect::<String>().to_uppercase();
        let span = pieces[0].start..pieces[2].end();
        let whole = self.form.fault(&joined).is_none() && !self.is_glued(&span) && !pieces.iter().any(|piece| self.is_taken(piece.start));
        whole.then(|| self.whole(span, &joined))
    }

    /// Whether the fourth letter is a type of holder of a PAN: without capitals it tells one from a word with a year in it.
    fn is_holder(&self, upper: &str) -> bool {
        self.form.kind == Kind::Pan && upper.chars().nth(3).is_some_and(|fourth| "ABCFGHJLPT".contains(fourth))
    }

    fn whole(&self, span: Range<usize>, upper: &str) -> Found {
        match (self.form.masked)(upper) {
            Some(count) => self.as_written(span, incomplete(count)),
            None => Found::new(self.words.text, self.form.kind, span, upper.to_owned(), State::Whole),
        }
    }

    fn as_written(&self, span: Range<usize>, state: State) -> Found {
        let text = self.words.text[span.clone()].to_owned();
        Found::new(self.words.text, self.form.kind, span, text, state)
    }

    fn is_taken(&self, at: usize) -> bool {
        self.taken.iter().any(|taken| taken.span.contains(&at))
    }

    /// Whether a longer number or code goes on before or behind: `ORD-ABCDE1234F`, `27ABCDE1234F1Z5`.
    fn is_glued(&self, span: &Range<usize>) -> bool {
        let text = self.words.text;
        let mut before = text[..span.start].chars().rev();
        let glued_before = match (before.next(), before.next()) {
            (Some(joint), Some(end)) if is_joint(joint) && end.is_alphanumeric() => {
                let word = text[..span.start].trim_end_matches(|c: char| !c.is_alphanumeric());
                let label = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                !self.form.is_label(label)
            }
            (Some(touching), _) => touching.is_alphanumeric(),
            (None, _) => false,
        };
        glued_before || is_glued_behind(text, span.end)
    }
}

/// Whether a longer number or code ends right before byte `at`.
pub(crate) fn is_glued_before(text: &str, at: usize) -> bool {
    let mut before = text.get(..at).unwrap_or_default().chars().rev();
    match (before.next(), before.next()) {
        (Some(joint), Some(end)) if is_joint(joint) => end.is_alphanumeric(),
        (Some(touching), _) => touching.is_alphanumeric(),
        (None, _) => false,
    }
}

/// Whether a longer number or code goes on at byte `at`.
pub(crate) fn is_glued_behind(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    // "ABCDE1234F/Mob: …"
    let word = rest.strip_prefix(['/', '.', '|']).map(|rest| rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
    if word.is_some_and(|word| (2..=HEADING_MAX).contains(&word.len()) && Classes::of(&word.to_lowercase()).is_common()) {
        return false;
    }
    let mut behind = rest.chars();
    match (behind.next(), behind.next()) {
        (Some(joint), Some(begin)) if is_joint(joint) => begin.is_alphanumeric(),
        (Some(touching), _) => touching.is_alphanumeric(),
        (None, _) => false,
    }
}

fn is_joint(char: char) -> bool {
    matches!(char, '-' | '_' | '/' | '@' | '.' | '+')
}

fn incomplete(count: usize) -> State {
    State::Incomplete(format!("{count} of its characters are masked"))
}

/// Whether it can be a piece of an identifier, and is no word of the sentence.
fn is_piece(text: &str) -> bool {
    text.len() == 1 || text.contains(|c: char| c.is_ascii_digit() || is_mask(c)) || text.chars().all(|c| c.is_ascii_uppercase())
}

/// Whether the sentence goes on with it: "PAN ABCDE1234 AND …". A single letter may well be a piece.
fn is_word_of_sentence(text: &str) -> bool {
    text.len() > 1 && Classes::of(&text.to_lowercase()).is_common()
}
