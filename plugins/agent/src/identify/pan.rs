//! Indian Permanent Account Numbers: five letters, four digits, a letter.
//!
//! An order number can have the same shape, so the words before it decide. Whether the fourth letter is a holder type is not
//! asked here: a doubtful PAN is a finding of the check, not a reason to overlook it.

use super::label::{self, Label};
use super::vocabulary::{FILLER, PAN};
use super::words::Words;
use super::{Found, Kind, State};
use std::ops::Range;

const LENGTH: usize = 10;
/// Pieces that a PAN is written in at most: "ABCDE 1234 F".
const PIECES_MAX: usize = 4;
/// Characters of what may still be meant as a PAN.
const ATTEMPT_MIN: usize = 6;
const ATTEMPT_MAX: usize = 14;

/// A run of Latin letters, digits and masks.
struct Run<'a> {
    text: &'a str,
    start: usize,
}

impl Run<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

pub(crate) fn find(words: &Words<'_>) -> Vec<Found> {
    let runs = runs(words.text);
    let mentioned = runs.iter().any(|run| is_label(run.text));
    let mut found: Vec<Found> = Vec::new();
    let mut taken = 0;
    for (index, run) in runs.iter().enumerate() {
        if run.start < taken {
            continue;
        }
        let next = if is_label(run.text) { labelled(words, &runs, index + 1) } else { unlabelled(words, &runs, index, mentioned) };
        if let Some(next) = next {
            taken = next.span.end;
            if !found.iter().any(|earlier| earlier.value == next.value) {
                found.push(next);
            }
        }
    }
    found
}

fn is_label(text: &str) -> bool {
    PAN.iter().any(|label| text.eq_ignore_ascii_case(label))
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut from = None;
    for (at, char) in text.char_indices().chain([(text.len(), ' ')]) {
        if char.is_ascii_alphanumeric() || is_mask(char) {
            from.get_or_insert(at);
        } else if let Some(start) = from.take() {
            runs.push(Run { text: &text[start..at], start });
        }
    }
    runs
}

fn is_mask(char: char) -> bool {
    matches!(char, '*' | '•')
}

/// What stands after the label that ends before `runs[from]`.
fn labelled(words: &Words<'_>, runs: &[Run<'_>], from: usize) -> Option<Found> {
    let mut first = from;
    while first < runs.len() && first < from + 4 && FILLER.iter().any(|filler| runs[first].text.eq_ignore_ascii_case(filler)) {
        first += 1;
    }
    let between = words.text.get(runs[from - 1].end()..runs.get(first)?.start)?;
    if between.contains([',', ';', '\n', '?', '!']) {
        return None;
    }
    let mut attempt = None;
    for count in 1..=PIECES_MAX {
        let Some(pieces) = runs.get(first..first + count) else { break };
        let touching = pieces.windows(2).all(|pair| matches!(&words.text[pair[0].end()..pair[1].start], " " | "-"));
        let joined: String = pieces.iter().map(|piece| piece.text).collect::<String>().to_uppercase();
        let length = joined.chars().count();
        let span = pieces[0].start..pieces[count - 1].end();
        if !touching || length > ATTEMPT_MAX {
            break;
        }
        if length == LENGTH && fault(&joined).is_none() && !is_glued(words.text, &span) {
            return Some(whole(words, span, &joined));
        }
        let last = pieces[count - 1].text;
        let numbered = joined.contains(|c: char| c.is_ascii_digit() || is_mask(c)) && is_piece(last);
        if length >= ATTEMPT_MIN && (numbered || masked(&joined).is_some()) {
            attempt = Some((span, joined));
        }
    }
    let (span, joined) = attempt?;
    let text = words.text[span.clone()].to_owned();
    let state = match masked(&joined) {
        Some(count) => State::Incomplete(format!("{count} of its characters are masked")),
        None => State::Malformed(fault(&joined).unwrap_or_else(|| "it is part of a longer number".into())),
    };
    Some(Found::new(words.text, Kind::Pan, span, text, state))
}

/// Whether it can be a piece of an identifier, and is no word of the sentence.
fn is_piece(text: &str) -> bool {
    text.len() == 1 || text.contains(|c: char| c.is_ascii_digit() || is_mask(c)) || text.chars().all(|c| c.is_ascii_uppercase())
}

fn unlabelled(words: &Words<'_>, runs: &[Run<'_>], index: usize, mentioned: bool) -> Option<Found> {
    let run = &runs[index];
    let span = run.start..run.end();
    let upper = run.text.to_uppercase();
    let legible = upper == run.text || mentioned;
    if upper.len() != LENGTH || fault(&upper).is_some() || !legible || is_glued(words.text, &span) {
        return None;
    }
    let linked = words.words.iter().any(|word| word.linked && word.start <= span.start && span.start < word.end());
    if linked || label::before(words, span.start) == Some(Label::Other) {
        return None;
    }
    Some(match masked(&upper) {
        Some(count) => {
            let state = State::Incomplete(format!("{count} of its characters are masked"));
            Found::new(words.text, Kind::Pan, span, run.text.to_owned(), state)
        }
        None => whole(words, span, &upper),
    })
}

fn whole(words: &Words<'_>, span: Range<usize>, upper: &str) -> Found {
    if let Some(count) = masked(upper) {
        let text = words.text[span.clone()].to_owned();
        return Found::new(words.text, Kind::Pan, span, text, State::Incomplete(format!("{count} of its characters are masked")));
    }
    Found::new(words.text, Kind::Pan, span, upper.to_owned(), State::Whole)
}

/// Whether a longer number or code goes on before or behind: `ORD-ABCDE1234F`, `27ABCDE1234F1Z5`.
fn is_glued(text: &str, span: &Range<usize>) -> bool {
    let joins = |c: char| matches!(c, '-' | '_' | '/' | '@' | '=' | '&' | '.' | '+');
    let mut before = text[..span.start].chars().rev();
    let glued_before = match (before.next(), before.next()) {
        (Some(joint), Some(end)) if joins(joint) && end.is_alphanumeric() => {
            let word = text[..span.start].trim_end_matches(|c: char| !c.is_alphanumeric());
            let label = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            !is_label(label)
        }
        (Some(touching), _) => touching.is_alphanumeric(),
        (None, _) => false,
    };
    let mut behind = text[span.end..].chars();
    let glued_behind = match (behind.next(), behind.next()) {
        (Some(joint), Some(begin)) if joins(joint) => begin.is_alphanumeric(),
        (Some(touching), _) => touching.is_alphanumeric(),
        (None, _) => false,
    };
    glued_before || glued_behind
}

/// How many characters of it stand for others, if any: stars, or letters X where digits must be, or all five letters X.
fn masked(upper: &str) -> Option<usize> {
    let stars = upper.chars().filter(|c| is_mask(*c)).count();
    if stars > 0 {
        return Some(stars);
    }
    let fits = |(place, c): (usize, char)| if is_digit_place(place) { c.is_ascii_digit() || c == 'X' } else { c.is_ascii_uppercase() };
    if upper.len() != LENGTH || !upper.chars().enumerate().all(fits) {
        return None;
    }
    let crosses = |range: Range<usize>| upper.get(range).map_or(0, |part| part.matches('X').count());
    if crosses(5..9) > 0 {
        return Some(crosses(0..LENGTH));
    }
    (crosses(0..5) == 5).then_some(5)
}

/// Whether a PAN has a digit there.
fn is_digit_place(place: usize) -> bool {
    (5..9).contains(&place)
}

/// Why it has not the shape of a PAN. `upper` is in upper case.
fn fault(upper: &str) -> Option<String> {
    let length = upper.chars().count();
    if length != LENGTH {
        return Some(format!("it has {length} characters where a PAN has {LENGTH}"));
    }
    for (place, char) in upper.chars().enumerate() {
        let digits = is_digit_place(place);
        let fits = if digits { char.is_ascii_digit() } else { char.is_ascii_uppercase() };
        if !fits {
            let wanted = if digits { "digit" } else { "letter" };
            return Some(format!("its character {} is “{char}” where a PAN has a {wanted}", place + 1));
        }
    }
    None
}
