//! Names of people. There is no list of names: what a name is follows from the words around it and from how it is written.
//!
//! The surest sign comes first: a label ("name is …"), then a title or a role ("customer …"), then what a request verb points
//! at ("verify …"), then the first run of capitalised words, then the first piece before a comma.

use super::vocabulary::{FILLER, ORGANISATION, OTHERS_NAME, PARTICLE, POSSESSIVE, REQUEST, ROLE, TITLE};
use super::words::{Words, is_letter};
use super::{Found, Kind, State};
use std::ops::Range;

/// Words of a name.
const WORDS_MAX: usize = 6;
/// Words between a label and the name.
const REACH: usize = 7;

/// How a name may be written at some place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Each word capitalised, or in a script without capitals.
    Capitals,
    /// In any way.
    Any,
}

/// People, the most likely subject first, and whether a label names that one.
pub(crate) fn find(words: &Words<'_>, taken: &[Found]) -> (Vec<Found>, bool) {
    let reader = Reader { words, taken };
    if let Some(parted) = reader.parted() {
        return (vec![parted], true);
    }
    let labelled = reader.labelled();
    let sure = labelled.is_some();
    let first = labelled.or_else(|| reader.titled()).or_else(|| reader.requested()).or_else(|| reader.capitalised());
    let Some(first) = first.or_else(|| reader.possessor()).or_else(|| reader.leading()) else { return (Vec::new(), false) };
    let mut found: Vec<Found> = Vec::new();
    let all = std::iter::once(first.clone()).chain(reader.others(&first));
    for next in all.map(|run| reader.found(run)) {
        if !found.iter().any(|earlier| earlier.value == next.value) {
            found.push(next);
        }
    }
    (found, sure)
}

struct Reader<'a, 't> {
    words: &'t Words<'a>,
    taken: &'t [Found],
}

impl Reader<'_, '_> {
    fn plain(&self, index: usize) -> &str {
        self.words.words.get(index).map_or("", |word| word.plain.as_str())
    }

    fn is_common(&self, index: usize) -> bool {
        self.words.words.get(index).is_some_and(|word| word.common)
    }

    /// Whether the word can be part of a name at all.
    fn is_eligible(&self, index: usize) -> bool {
        let Some(word) = self.words.words.get(index) else { return false };
        let common = word.common && !PARTICLE.contains(&word.plain.as_str()) && word.text.chars().count() > 1;
        let within = self.taken.iter().any(|found| found.span.contains(&word.start));
        word.is_alphabetic() && !word.linked && !within && !common && word.plain.starts_with(is_letter)
    }

    /// The words of a name that begins with word `from`.
    fn run(&self, from: usize, case: Case) -> Option<Range<usize>> {
        let mut to = from;
        // "Meena Kumari": a title behind a name is a part of it.
        let eligible = |to: usize| self.is_eligible(to) || (to > from && self.plain(to) == "kumari");
        while to < from + WORDS_MAX && eligible(to) && self.is_written(to, from, case) {
            if to > from && !self.joins(to) {
                break;
            }
            to += 1;
            // "Sharma's PAN": the possessive ends the name.
            if self.words.words[to - 1].bare() != self.words.words[to - 1].text {
                break;
            }
        }
        // "Rahul Sharma S/o …"
        if to > from && self.words.words[to - 1].text.len() == 1 && self.words.gap(to).starts_with('/') {
            to -= 1;
        }
        while to > from && PARTICLE.contains(&self.plain(to - 1)) && !is_capital(self.words.words[to - 1].text) {
            to -= 1;
        }
        let organisation = (from..to).any(|index| ORGANISATION.contains(&self.plain(index)));
        let initials = (from..to).all(|index| self.words.words[index].text.chars().count() == 1);
        let from = if to > from + 2 && matches!(self.plain(from), "sheikh" | "sheikha") { from + 1 } else { from };
        // "Austin TX"
        let state = to == from + 2 && super::address::is_state(self.words.words[to - 1].text);
        (to > from && !organisation && !initials && !state).then_some(from..to)
    }

    fn is_written(&self, index: usize, from: usize, case: Case) -> bool {
        let text = self.words.words[index].text;
        case == Case::Any || is_capital(text) || (index > from && PARTICLE.contains(&self.plain(index)))
    }

    /// Whether what stands before word `index` joins it to the word before: a space, or the point of an initial or a title.
    fn joins(&self, index: usize) -> bool {
        let gap = self.words.gap(index);
        let short = self.words.words[index - 1].text.chars().count() <= 2;
        gap.chars().all(|c| c == ' ' || c == '\u{a0}') && gap.len() <= 4 || (short && matches!(gap, "." | ". "))
    }

    /// Whether something ends behind the run: a comma, a line, the text, or a word that belongs to no name.
    fn is_bounded(&self, run: &Range<usize>) -> bool {
        let gap = self.words.gap(run.end);
        run.end >= self.words.words.len()
            || gap.contains([',', ';', ':', '\n', '(', '.', '|', '-', '–', '—', '+', '&', '/'])
            || self.words.words[run.end - 1].bare() != self.words.words[run.end - 1].text
            || self.words.words[run.end].common
            || self.taken.iter().any(|found| found.span.contains(&self.words.words[run.end].start))
    }

    /// A run in lower case is only believed with two to four words and an end.
    fn believed(&self, run: Range<usize>) -> Option<Range<usize>> {
        let capital = is_capital(self.words.words[run.start].text);
        let fits = if capital { run.len() > 1 || self.is_bounded(&run) } else { (2..=4).contains(&run.len()) && self.is_bounded(&run) };
        fits.then_some(run)
    }

    /// "name: …", "name is …", "name as per PAN card - …", "named …", "called …".
    fn labelled(&self) -> Option<Range<usize>> {
        let labels =
            (0..self.words.words.len()).filter(|index| matches!(self.plain(*index), "name" | "named" | "called" | "fullname" | "naam"));
        labels.filter(|index| *index == 0 || !OTHERS_NAME.contains(&self.plain(index - 1)) || self.ends_sentence(*index)).find_map(
            |index| {
                for next in index + 1..=index + REACH {
                    if let Some(run) = self.run(next, Case::Any) {
                        return (run.len() > 1 || self.is_bounded(&run)).then_some(run);
                    }
                    let skipped =
                        FILLER.contains(&self.plain(next)) || ROLE.contains(&self.plain(next)) || TITLE.contains(&self.plain(next));
                    let per = matches!(self.plain(next), "per" | "on" | "pan" | "in" | "full");
                    if !(skipped || per) || self.ends_sentence(next) {
                        return None;
                    }
                }
                None
            },
        )
    }

    fn ends_sentence(&self, index: usize) -> bool {
        self.words.gap(index).contains([',', ';', '\n', '.'])
    }

    /// "Mr. …", "customer …".
    fn titled(&self) -> Option<Range<usize>> {
        (0..self.words.words.len()).find_map(|index| {
            let plain = self.plain(index);
            let gap = self.words.gap(index + 1);
            let close = gap.trim_matches(['.', ':', ' ', '-', '–']).is_empty();
            if TITLE.contains(&plain) && close {
                return self.run(index + 1, Case::Any).filter(|run| self.is_bounded(run) || is_capital(self.words.words[run.start].text));
            }
            let run = (ROLE.contains(&plain) && close).then(|| self.run(index + 1, Case::Capitals)).flatten()?;
            self.believed(run)
        })
    }

    /// "Verify identity: …", "KYC for …", "please check …".
    fn requested(&self) -> Option<Range<usize>> {
        let verbs = (0..self.words.words.len()).filter(|index| REQUEST.contains(&self.plain(*index)));
        verbs.into_iter().find_map(|index| {
            let mut next = index + 1;
            while next <= index + REACH && self.is_common(next) && !self.ends_sentence(next) && !self.is_eligible(next) {
                next += 1;
            }
            if next > index + 1 && self.ends_sentence(next) || self.words.gap(next).contains('\n') && next != index + 1 {
                return None;
            }
            // Without capitals only what a colon or a preposition points at is believed.
            let pointed = self.words.gap(next).contains(':') || matches!(self.plain(next - 1), "of" | "for" | "on" | "identity");
            let case = if pointed { Case::Any } else { Case::Capitals };
            self.believed(self.run(next, case)?)
        })
    }

    /// The first run of at least two capitalised words.
    fn capitalised(&self) -> Option<Range<usize>> {
        let mut index = 0;
        while index < self.words.words.len() {
            match self.run(index, Case::Capitals) {
                Some(run) if run.len() > 1 => {
                    // What stands before a colon announces the name behind it, if there is one.
                    let behind = self.words.gap(run.end).starts_with(':').then(|| self.run(run.end, Case::Capitals)).flatten();
                    return Some(behind.filter(|behind| behind.len() > 1).unwrap_or(run));
                }
                Some(run) => index = run.end,
                None => index += 1,
            }
        }
        None
    }

    /// "98123 45610 of …", "does it belong to …": whoever an identifier is said to be somebody's.
    fn possessor(&self) -> Option<Range<usize>> {
        (1..self.words.words.len()).find_map(|index| {
            let before = &self.words.words[index - 1];
            let identified = self.taken.iter().any(|found| found.span.contains(&before.start) || found.span.contains(&(before.end() - 1)));
            let belongs = matches!(
                before.plain.as_str(),
                "belong" | "belongs" | "belonging" | "history" | "record" | "records" | "details" | "profile"
            );
            let possessive = POSSESSIVE.contains(&self.plain(index)) && (identified || belongs);
            self.believed(possessive.then(|| self.run(index + 1, Case::Any)).flatten()?)
        })
    }

    /// The first piece of an enumeration: "rahul sharma, 98123 45610, …".
    fn leading(&self) -> Option<Range<usize>> {
        (0..self.words.words.len()).find_map(|index| {
            let begins = index == 0 || self.words.gap(index).contains([',', ';', '\n', ':', '|']);
            let run = begins.then(|| self.run(index, Case::Any)).flatten()?;
            let ends = run.end >= self.words.words.len()
                || self.words.gap(run.end).contains([',', ';', '\n', '|'])
                || self.taken.iter().any(|found| found.span.contains(&self.words.words[run.end].start));
            let single = run.len() == 1 && is_capital(self.words.words[run.start].text);
            (ends && (single || (2..=4).contains(&run.len())) && self.words.words.len() > run.len()).then_some(run)
        })
    }

    /// Other people: runs of at least two capitalised words that stand where somebody is named.
    fn others(&self, first: &Range<usize>) -> Vec<Range<usize>> {
        let words = &self.words.words;
        // Where all is written in capitals they tell nothing.
        let shouted = words.iter().filter(|word| word.text.len() > 3).all(|word| !word.text.contains(char::is_lowercase));
        let mut others = Vec::new();
        let mut index = 0;
        while index < words.len() && !shouted {
            if first.contains(&index) {
                index = first.end;
                continue;
            }
            match self.run(index, Case::Capitals) {
                Some(run) => {
                    let apart = run.end <= first.start || run.start >= first.end;
                    if run.len() > 1 && apart && self.is_named_at(run.start) && self.is_bounded(&run) {
                        others.push(run.clone());
                    }
                    index = run.end.max(index + 1);
                }
                None => index += 1,
            }
        }
        others
    }

    /// Whether what stands before word `index` makes it likely that somebody is named there.
    fn is_named_at(&self, index: usize) -> bool {
        let gap = self.words.gap(index);
        let Some(before) = index.checked_sub(1) else { return true };
        let plain = self.plain(before);
        let whose = before.checked_sub(1).map_or("", |whose| self.plain(whose));
        let relative = (plain == "name" && OTHERS_NAME.contains(&whose))
            || OTHERS_NAME.contains(&plain)
            || (plain == "o" && self.words.gap(before) == "/");
        let closing = matches!(plain, "thanks" | "regards" | "thank" | "sincerely" | "cheers" | "at");
        let listed = self.words.words[before].text.bytes().all(|byte| byte.is_ascii_digit()) && gap.contains(['.', ')']);
        let before = listed
            || [ROLE, TITLE, REQUEST, POSSESSIVE].iter().any(|list| list.contains(&plain))
            || matches!(
                plain,
                "and" | "or" | "for" | "is" | "by" | "with" | "named" | "vs" | "owner" | "beneficiary" | "seller" | "founder"
            );
        !relative && !closing && (before || gap.contains(['\n', ';', ':', '(', '"', '&', ',', '/']))
    }

    /// "last name O'Neil, first name Shaquille"
    fn parted(&self) -> Option<Found> {
        let piece = |labels: [&str; 2]| {
            (1..self.words.words.len()).find_map(|index| {
                let is_it = (self.plain(index) == "name" && labels.contains(&self.plain(index - 1)))
                    || (labels[1] == "family" && self.plain(index) == "surname");
                let next = index + 1 + usize::from(self.plain(index + 1) == "is");
                is_it.then(|| self.run(next, Case::Any)).flatten()
            })
        };
        let (first, last) = (piece(["first", "given"])?, piece(["last", "family"])?);
        let (first, last) = (self.found(first), self.found(last));
        let value = format!("{} {}", first.value, last.value);
        let span = first.span.start.min(last.span.start)..first.span.end.max(last.span.end);
        Some(Found::new(self.words.text, Kind::Name, span, value, State::Whole))
    }

    fn found(&self, run: Range<usize>) -> Found {
        let words = &self.words.words[run.clone()];
        let start = words.first().map_or(0, |word| word.start);
        let end = words.last().map_or(start, |word| word.start + word.bare().len());
        let text = self.words.text.get(start..end).unwrap_or_default();
        let value = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Found::new(self.words.text, Kind::Name, start..end, value, State::Whole)
    }
}

/// Begins with a capital, or is written in a script that has none.
pub(crate) fn is_capital(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()))
}
