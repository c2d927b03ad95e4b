//! What stands behind a label of names. Such a label says that common words are names too: "Name: Mark Case".

use super::run::{Reader, WORDS_MAX, is_capital, is_shouted};
use super::vocabulary::Class;
use std::ops::Range;

/// What a request goes on with behind a name.
const GOES_ON: [&str; 8] = ["and", "has", "having", "is", "was", "who", "whose", "with"];
/// Labels that are nobody's surname.
const LABELS: [&str; 14] =
    ["aadhaar", "address", "dob", "ein", "email", "gender", "gstin", "ifsc", "mob", "mobile", "nationality", "phone", "ssn", "uan"];

impl Reader<'_, '_> {
    /// The words with capitals from word `from` up to a comma, the end of the line or the next label, where a label of names stands
    /// before them and other rules would cut them short.
    pub(crate) fn named(&self, from: usize) -> Option<Range<usize>> {
        if !self.is_behind_label(from) {
            return None;
        }
        let end = (from..from + WORDS_MAX).take_while(|index| self.is_named(from, *index)).last()? + 1;
        let label = (from + 1..end).find(|index| self.begins_label(from, *index, end));
        let to = label.unwrap_or(end);
        let common = (from + 1..to).any(|index| self.is_common(index));
        let capital = is_capital(self.words.words[to - 1].text);
        (to > from + 1 && common && capital && (label.is_some() || self.ends_value(to))).then(|| from..self.with_suffix(to))
    }

    /// Behind a comma, what tells a son from his father: "Derek Hollis, Jr."
    pub(crate) fn with_suffix(&self, to: usize) -> usize {
        to + usize::from(self.words.gap(to) == ", " && matches!(self.plain(to), "ii" | "iii" | "jr" | "sr"))
    }

    /// "Name: …", "Full name - …", "name: Mr. …"; but "bank name: …", "project name: …".
    fn is_behind_label(&self, from: usize) -> bool {
        let titled = |index: usize| index.checked_sub(1).is_some_and(|before| self.is(before, Class::Title));
        let first = if titled(from) { from - 1 } else { from };
        let gap = self.words.gap(first);
        let marked = (gap.contains([':', '=']) || matches!(gap.trim(), "-" | "–" | "—")) && !gap.contains(['\n', ',', ';']);
        let Some(label) = first.checked_sub(1).filter(|_| marked).map(|label| self.without_role(label)) else { return false };
        let whose = label.checked_sub(1).filter(|_| !self.ends(label)).and_then(|whose| self.word(whose));
        let others = [Class::Field, Class::OthersName, Class::Business, Class::Organisation];
        self.is(label, Class::Named) && !whose.is_some_and(|whose| whose.class.has_any(&others))
    }

    /// The label in "name of the customer: …", whose last word is `last`.
    fn without_role(&self, last: usize) -> usize {
        let the = last.saturating_sub(1);
        let of = if self.plain(the) == "the" { the.saturating_sub(1) } else { the };
        if self.is(last, Class::Role) && self.plain(of) == "of" { of.saturating_sub(1) } else { last }
    }

    fn is_named(&self, from: usize, index: usize) -> bool {
        // Two spaces part fields.
        let joined = index == from || self.joins(index) && !self.words.gap(index).contains("  ");
        let Some(word) = self.word(index).filter(|word| joined && word.is_alphabetic() && !word.linked) else { return false };
        let particle = index > from && word.class.has(Class::Particle);
        // Where capitals tell nothing, a label often follows: of the common words none but the second is believed.
        let shouted = is_shouted(self.words.words[from].text);
        let alike = shouted == is_shouted(word.text) || word.text.len() == 1;
        alike && (is_capital(word.text) || particle) && !self.is_taken(index) && !(shouted && word.common && index > from + 1)
    }

    /// Whether the word is common, and no part of a name by its form.
    fn is_common(&self, index: usize) -> bool {
        self.words.words[index].common && !self.is_initial(index) && !self.is(index, Class::Particle)
    }

    /// Whether a label begins with word `index` of the words that end before `end`.
    fn begins_label(&self, from: usize, index: usize, end: usize) -> bool {
        let last_name = || self.is(index + 1, Class::Named) && self.words.gap(index + 1) == " ";
        if self.is_label(index) || self.is(index, Class::Named) || last_name() {
            return true;
        }
        // The last one may be a surname, unless something stands behind it that it labels.
        let (second, last) = (index == from + 1, index + 1 == end);
        let close = self.words.gap(end) == " " && (self.is_taken(end) || !second && self.is_label(end));
        let goes_on = !last || close || self.words.gap(end).contains([':', '=', '#']);
        self.is_common(index) && goes_on && (!second || last || self.is(index, Class::Field))
    }

    /// Whether the word is a label and nobody's surname.
    fn is_label(&self, index: usize) -> bool {
        let label = |class: Class| self.is(index, class);
        [Class::Pan, Class::Gstin, Class::Cin].into_iter().any(label) || LABELS.contains(&self.plain(index))
    }

    fn ends_value(&self, to: usize) -> bool {
        let gap = self.words.gap(to);
        let marked = gap.contains([',', ';', '\n', '|', '(', ')', '"', '?', '!', '&', '–', '—']) || gap == " - ";
        let ended = to == self.len() || marked || gap.starts_with('.') || gap.starts_with("  ");
        ended || self.is_label(to) || GOES_ON.contains(&self.plain(to))
    }
}
