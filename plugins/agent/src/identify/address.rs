//! Postal addresses: behind a label, with a house in front, or with an American state and ZIP code at the end.

use super::date;
use super::vocabulary::Class;
use super::words::{Word, Words};
use super::{Found, Kind, State};
use std::ops::Range;

/// Words of an address.
const WORDS_MAX: usize = 30;

/// Addresses of one request.
const ADDRESSES_MAX: usize = 50;

/// Words that an address may begin with, a number after them.
const PREMISES: &[&str] = &[
    "apartment",
    "apt",
    "block",
    "building",
    "bungalow",
    "cabin",
    "door",
    "flat",
    "gala",
    "godown",
    "house",
    "kothi",
    "makan",
    "office",
    "plot",
    "qtr",
    "quarter",
    "room",
    "shop",
    "stall",
    "suite",
    "unit",
    "villa",
    "warehouse",
];
/// Where an address ends.
const BREAKS: &[&str] = &[
    "name",
    "phone",
    "mobile",
    "mob",
    "tel",
    "contact",
    "email",
    "pan",
    "aadhaar",
    "aadhar",
    "dob",
    "born",
    "person",
    "for",
    "is",
    "eid",
    "ssn",
    "ein",
    "verify",
    "please",
    "company",
    "owner",
    "gstin",
    "cin",
    "trn",
    "iban",
    "date",
    "and",
    "with",
    "the",
    "who",
    "whose",
    "employer",
    "nationality",
    "citizenship",
];
const ABBREVIATED: &[&str] = &[
    "dist", "tal", "tq", "vill", "st", "rd", "no", "opp", "nr", "po", "p", "o", "ave", "blvd", "apt", "ln", "dr", "mt", "ft", "ste", "n",
    "s", "e", "w",
];
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR";

/// The last words of their names.
const STATE_NAMES: &str = "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming";

/// An address, and whether it is an American one.
pub(crate) struct Postal {
    pub(crate) found: Found,
    pub(crate) american: bool,
}

pub(crate) fn find(words: &Words<'_>, taken: &[Found]) -> Vec<Postal> {
    let reader = Reader { words, taken };
    let mut runs: Vec<Range<usize>> = Vec::new();
    // The surest sign first; what a later one tells of the same words is passed over.
    let signs: [&dyn Fn(usize) -> Option<Range<usize>>; 3] =
        [&|index| reader.whole(reader.label(index)?, true), &|index| reader.before_code(index), &|index| {
            reader.begins(index).then(|| reader.whole(index, false)).flatten()
        }];
    for sign in signs {
        let mut from = 0;
        for index in 0..words.words.len() {
            let Some(run) = (index >= from).then(|| sign(index)).flatten() else { continue };
            from = run.end;
            if runs.len() < ADDRESSES_MAX && runs.iter().all(|other| run.end <= other.start || run.start >= other.end) {
                runs.push(run);
            }
        }
    }
    runs.into_iter().map(|run| Postal { american: run.clone().any(|word| reader.is_zip(word)), found: reader.found(run) }).collect()
}

struct Reader<'a, 't> {
    words: &'t Words<'a>,
    taken: &'t [Found],
}

impl Reader<'_, '_> {
    fn word(&self, index: usize) -> Option<&Word<'_>> {
        self.words.words.get(index)
    }

    fn plain(&self, index: usize) -> &str {
        self.word(index).map_or("", |word| word.plain.as_str())
    }

    fn is_taken(&self, index: usize) -> bool {
        self.word(index).is_none_or(|word| word.linked || self.taken.iter().any(|found| found.span.contains(&word.start)))
    }

    /// Where an address begins behind a label that begins with word `index`.
    fn label(&self, index: usize) -> Option<usize> {
        let next = index + 1;
        let gap = self.words.gap(next);
        let first = match self.plain(index) {
            "address" | "addr" if self.plain(next) == "is" => next + 1,
            "address" | "addr" if gap.contains([':', '-', '=']) => next,
            "address" | "addr" if gap == " " && self.starts_with_digit(next) => next,
            "verification" if self.plain(index.checked_sub(1)?) == "address" && gap.contains(':') => next,
            "lives" | "living" | "resides" | "residing" | "located" | "resident" if matches!(self.plain(next), "at" | "in" | "of") => {
                next + 1
            }
            "r" if self.plain(next) == "o" && gap == "/" => next + 1,
            _ => return None,
        };
        self.word(first).is_some().then_some(first)
    }

    /// Whether the sentence goes on with something else than an address.
    fn is_break(&self, index: usize) -> bool {
        BREAKS.contains(&self.plain(index))
            || self.word(index).is_some_and(|word| word.class.has_any(&[Class::Role, Class::Phone, Class::Pan, Class::Gstin, Class::Cin]))
    }

    fn starts_with_digit(&self, index: usize) -> bool {
        self.word(index).is_some_and(|word| word.text.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// "Villa 12, …"
    fn begins(&self, index: usize) -> bool {
        // "H.No. 221", "D. No. 4-5"
        let short = matches!(self.plain(index), "h" | "d")
            && matches!(self.words.gap(index + 1), "." | ". " | " ")
            && self.plain(index + 1) == "no";
        let premises = short || PREMISES.contains(&self.plain(index));
        let number = index + 1 + usize::from(matches!(self.plain(index + 1), "no" | "number"));
        let letter = self.word(number).is_some_and(|word| word.text.len() == 1 && word.text.starts_with(|c: char| c.is_ascii_uppercase()));
        premises
            && (self.starts_with_digit(number) || letter)
            && matches!(self.words.gap(number), " " | " #" | ". " | "." | ".: " | "-" | ": ")
    }

    /// Whether the digits up to word `index` are too many for a house number: "415-555-0132", but "8-2-293".
    fn is_telephone(&self, index: usize) -> bool {
        let joined = |index: usize| matches!(self.words.gap(index), "-" | "." | ") ") && index > 0 && self.starts_with_digit(index - 1);
        let first = (0..=index).rev().find(|index| !joined(*index)).unwrap_or(index);
        first < index && self.words.words[first..=index].iter().map(|word| word.text.len()).sum::<usize>() > 6
    }

    /// Whether so many digits follow that no part of an address is written so: "050 765 4321".
    fn begins_telephone(&self, index: usize) -> bool {
        let digits = |index: &usize| self.word(*index).is_some_and(|word| word.text.bytes().all(|byte| byte.is_ascii_digit()));
        let joined = |at: &usize| *at == index || matches!(self.words.gap(*at), " " | "-");
        let groups = (index..index + 4).take_while(|at| digits(at) && joined(at));
        groups.map(|at| self.words.words[at].text.len()).sum::<usize>() > 8 && !self.is_zip(index + 1)
    }

    /// "B-14", "No. 27"
    fn is_block(&self, index: usize) -> bool {
        let letter = self.word(index).is_some_and(|word| word.text.len() == 1 && word.text.starts_with(|c: char| c.is_ascii_uppercase()));
        let block = letter && self.words.gap(index + 1) == "-";
        let number = self.plain(index) == "no" && matches!(self.words.gap(index + 1), ". " | "." | " ");
        (block || number) && self.starts_with_digit(index + 1)
    }

    /// The address that begins with word `first`: pieces between commas.
    fn whole(&self, first: usize, labelled: bool) -> Option<Range<usize>> {
        let mut end = first;
        let mut pieces = 1;
        while end < first + WORDS_MAX && self.word(end).is_some() && !self.is_taken(end) {
            if end > first {
                let gap = self.words.gap(end);
                let abbreviated = ABBREVIATED.contains(&self.plain(end - 1)) || self.word(end - 1)?.text.len() == 1;
                let stops = gap.contains(['\n', ';', '(', ')', '|', '"', ':', '?', '!']) || (gap.starts_with(". ") && !abbreviated);
                if stops || self.is_break(end) || self.begins_telephone(end) {
                    break;
                }
                pieces += usize::from(gap.contains(','));
            } else if self.is_break(end) {
                return None;
            }
            end += 1;
            if self.is_zip(end - 1) || self.is_code(end - 1) {
                break;
            }
        }
        let numbered = (first..end).any(|index| self.starts_with_digit(index));
        let zip = end.checked_sub(1).is_some_and(|last| self.is_zip(last));
        (end > first + 1 && numbered && (zip || pieces >= if labelled { 2 } else { 3 })).then_some(first..end)
    }

    /// An Indian postal code that ends an address: six digits.
    fn is_code(&self, index: usize) -> bool {
        let goes_on = self.words.gap(index + 1) == "-" && self.starts_with_digit(index + 1);
        let digits = |word: &Word<'_>| word.text.len() == 6 && !word.text.starts_with('0') && word.text.bytes().all(|b| b.is_ascii_digit());
        !goes_on && self.word(index).is_some_and(digits)
    }

    /// A ZIP code behind a state; with its four more digits where it has them.
    fn is_zip(&self, index: usize) -> bool {
        let is_it = |index: usize| {
            let digits = |word: &Word<'_>, count: usize| word.text.len() == count && word.text.bytes().all(|b| b.is_ascii_digit());
            let state = || index.checked_sub(1).and_then(|before| self.word(before));
            let named = |word: &Word<'_>| is_state(word.text) || STATE_NAMES.split(' ').any(|name| name == word.plain);
            self.word(index).is_some_and(|word| digits(word, 5)) && self.words.gap(index).trim().is_empty() && state().is_some_and(named)
        };
        let more = |index: usize| self.words.gap(index) == "-" && self.word(index).is_some_and(|word| word.text.len() == 4);
        (is_it(index) && !more(index + 1)) || (more(index) && index > 0 && is_it(index - 1))
    }

    /// What stands before a postal code at `index`, from its house on: a ZIP code behind a state, or six digits behind two commas.
    fn before_code(&self, index: usize) -> Option<Range<usize>> {
        let indian = !self.is_zip(index);
        if indian && !(self.is_code(index) && matches!(self.words.gap(index), " " | " - " | "-" | ", " | " – ")) {
            return None;
        }
        let mut start = None;
        let mut at = if indian { index } else { index.checked_sub(1)? };
        while at > 0 && index - at < WORDS_MAX / 2 {
            at -= 1;
            let behind = self.words.gap(at + 1);
            if behind.contains(['\n', ';', '(', ')', '|', ':', '"']) || self.is_taken(at) || self.is_break(at) {
                break;
            }
            let digits = self.starts_with_digit(at);
            // "415-555-0132, 742 Evergreen Terrace", "05/14/1985, 742 …"
            if digits && (self.is_telephone(at) || date::ends_at(self.words, at)) {
                break;
            }
            if digits {
                start = Some(at);
            }
            if self.plain(at) == "box" && at > 0 && start == Some(at + 1) {
                start = Some(if self.plain(at - 1) == "po" { at - 1 } else { at.saturating_sub(2) });
            }
        }
        // "H.No. 221, …", "Plot 17, …"
        let start = start?;
        let premises = |from: usize| (self.begins(from) || self.is_block(from)) && !self.is_taken(from);
        let start = (start.saturating_sub(2)..start).find(|from| premises(*from)).unwrap_or(start);
        let commas = (start + 1..=index).filter(|index| self.words.gap(*index).contains(',')).count();
        (!indian || commas > 1).then_some(start..index + 1)
    }

    fn found(&self, run: Range<usize>) -> Found {
        let start = self.word(run.start).map_or(0, |word| word.start);
        let start = start - usize::from(self.words.text.get(..start).is_some_and(|before| before.ends_with('#')));
        let end = self.word(run.end - 1).map_or(start, Word::end);
        let value = self.words.text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        Found::new(self.words.text, Kind::Address, start..end, value, State::Whole)
    }
}

/// Whether it is an American state or territory as the post writes it.
pub(crate) fn is_state(text: &str) -> bool {
    text.len() == 2 && STATES.as_bytes().chunks(3).any(|state| state.starts_with(text.as_bytes()))
}
