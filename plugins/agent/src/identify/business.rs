//! Names of businesses: words that end with a legal form or with what businesses are called after, and what a label says is one.

use super::run::{is_capital, is_shouted};
use super::vocabulary::{Class, LEGAL};
use super::words::{Word, Words};
use super::{Found, Kind, State};
use std::ops::Range;

/// Words of a name.
const WORDS_MAX: usize = 8;
/// Of those in lower case, which its legal form alone tells from others.
const LOWER_MAX: usize = 4;

/// Legal forms that are words or initials of people too: written in capitals, behind a word that is not.
const SHORT: [&str; 11] = ["AB", "AG", "AS", "BV", "KG", "LP", "NV", "OY", "PC", "SA", "SAS"];

/// Legal forms with a point behind each letter.
const SPELLED: [&[&str]; 10] = [
    &["l", "l", "c"],
    &["l", "l", "c-fz"],
    &["l", "l", "p"],
    &["w", "l", "l"],
    &["s", "p", "c"],
    &["f", "z", "e"],
    &["p", "j", "s", "c"],
    &["p", "a"],
    &["p", "c"],
    &["s", "a"],
];

/// In what way a word ends a business's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Legal,
    Usual,
}

pub(crate) fn find(words: &Words<'_>, taken: &[Found]) -> Vec<Found> {
    let mut shut = vec![false; words.words.len()];
    for (index, word) in words.words.iter().enumerate() {
        shut[index] = word.linked || word.bullet;
    }
    for one in taken {
        shut[words.index_at(one.span.start)..words.index_at(one.span.end)].fill(true);
    }
    let reader = Reader { words, shut };
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut index = 0;
    while index < words.words.len() {
        let from = runs.last().map_or(0, |last| last.end);
        let next = reader.ended(index, from).or_else(|| reader.labelled(index));
        index = next.as_ref().map_or(index + 1, |next| next.end.max(index + 1));
        runs.extend(next);
    }
    let mut found: Vec<Found> = Vec::new();
    for next in runs.into_iter().map(|run| reader.found(run)) {
        if !found.iter().any(|earlier| earlier.value == next.value) {
            found.push(next);
        }
    }
    found
}

struct Reader<'a, 'w> {
    words: &'w Words<'a>,
    /// For each word, whether it is part of something else.
    shut: Vec<bool>,
}

impl<'a, 'w> Reader<'a, 'w> {
    fn word(&self, index: usize) -> Option<&'w Word<'a>> {
        self.words.words.get(index).filter(|_| !self.shut[index])
    }

    fn plain(&self, index: usize) -> &'w str {
        self.word(index).map_or("", |word| word.plain.as_str())
    }

    /// How a business's name may end with the word.
    fn ending(&self, index: usize) -> Option<Ending> {
        let word = self.word(index)?;
        if self.spelled(index).is_some() {
            return Some(Ending::Legal);
        }
        // "(Est. 1921)"
        if word.plain == "est" && self.word(index + 1).is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit())) {
            return None;
        }
        let before = index.checked_sub(1).and_then(|before| self.word(before));
        if word.class.has(Class::Legal)
            || (SHORT.contains(&word.text) && before.is_some_and(|before| before.text.contains(char::is_lowercase)))
        {
            return Some(Ending::Legal);
        }
        word.class.has(Class::Ending).then_some(Ending::Usual)
    }

    /// How many words a legal form has that begins with the word and is spelled with points: "L.L.C".
    fn spelled(&self, index: usize) -> Option<usize> {
        let word = self.word(index).filter(|word| word.text.len() == 1)?;
        let form = |of: &&&[&str]| {
            of.iter()
                .enumerate()
                .all(|(offset, plain)| self.plain(index + offset) == *plain && (offset == 0 || self.words.gap(index + offset) == "."))
        };
        // Two letters may be somebody's initials, but for those behind a comma or an ending: "Harlan & Cole, P.C.", "Baltazar Holdings S.A."
        let ended = || index.checked_sub(1).and_then(|before| self.word(before)).is_some_and(|word| word.class.has(Class::Ending));
        let behind = self.words.gap(index).starts_with(',') || ended();
        SPELLED.iter().find(form).filter(|of| of.len() > 2 || behind && is_capital(word.text)).map(|of| of.len())
    }

    /// The name whose first ending is word `at`.
    fn ended(&self, at: usize, from: usize) -> Option<Range<usize>> {
        let legal = self.ending(at)? == Ending::Legal;
        let word = self.word(at)?;
        if !(legal || is_capital(word.text)) {
            return self.lower(at, from);
        }
        let last = self.extended(at);
        let last = self.legal_behind(last).filter(|_| !legal).map_or(last, |behind| self.extended(behind));
        let legal = legal || last > at;
        let last = last + usize::from(!legal && self.is_added(last + 1));
        let begin = self.begin(at, from, legal);
        // "the company", "customer services", "a Pvt Ltd"
        let says = |index: usize| legal || (self.ending(index).is_none() && !self.words.words[index].common);
        (begin..at).any(says).then_some(begin..last + 1)
    }

    /// One more word that businesses are called after: "Gupta Sweets & Namkeens".
    fn is_added(&self, index: usize) -> bool {
        let named =
            |word: &Word<'_>| is_capital(word.text) && word.is_alphabetic() && !word.class.has(Class::Function) && !word.class.is_label();
        let goes_on = self.words.gap(index + 1) == " " && self.word(index + 1).is_some_and(|next| is_capital(next.text));
        self.words.gap(index) == " & " && self.word(index).is_some_and(named) && !goes_on
    }

    /// The name in lower case that ends with word `at` and begins behind a label or with a line: "payee name - laxmi narayan trust, …".
    fn lower(&self, at: usize, from: usize) -> Option<Range<usize>> {
        let part = |index: usize| {
            self.word(index).is_some_and(|word| {
                let other = word.class.is_label()
                    || word.class.has(Class::Named)
                    || word.class.has(Class::Function) && !word.class.has(Class::Branded);
                word.is_alphabetic() && !is_capital(word.text) && !other && matches!(self.words.gap(index + 1), " " | " & ")
            })
        };
        let begin = (from.max(at.saturating_sub(LOWER_MAX))..at).rev().take_while(|index| part(*index)).last()?;
        let end = self.extended(at) + 1;
        let before = begin.checked_sub(1).and_then(|before| self.words.words.get(before));
        let led = |word: &Word<'_>| word.class.has_any(&[Class::Named, Class::Role, Class::Business, Class::Request]);
        let led = before.is_none_or(led) || self.words.gap(begin).contains('\n');
        let ends = self.words.gap(end) != " " || self.words.words.get(end).is_none_or(|word| word.class.is_label());
        let says = (begin..at).any(|index| !self.words.words[index].common && self.ending(index).is_none());
        (led && ends && says).then_some(begin..end)
    }

    /// The last word of the endings that begin with word `at`: "Services (India) Pvt. Ltd.".
    fn extended(&self, at: usize) -> usize {
        let width = |index: usize| self.spelled(index).unwrap_or(1);
        let mut last = at + width(at) - 1;
        // "Thornbury Castings Ltd (Company No. …)"
        let opened = |index: usize| self.words.gap(index) == " (" && !self.words.gap(index + 1).starts_with(')');
        while self.ending(last + 1).is_some() && !opened(last + 1) && joins(self.words.gap(last + 1), self.plain(last + 1)) {
            last += width(last + 1);
        }
        last
    }

    /// Where a legal form ends the name that goes on behind word `last`: "Gulf Group Holding Ltd", "Orbit Solutions & Support Inc".
    fn legal_behind(&self, last: usize) -> Option<usize> {
        for index in last + 1..=last + LOWER_MAX {
            let word = self.word(index)?;
            let other = word.class.has(Class::Function) && !word.class.has(Class::Branded);
            let goes_on = is_capital(word.text) && !other && joins(self.words.gap(index), &word.plain);
            if !goes_on {
                return None;
            }
            if self.ending(index) == Some(Ending::Legal) {
                return Some(index);
            }
        }
        None
    }

    /// The first word of the name whose first ending is word `at`.
    fn begin(&self, at: usize, from: usize, legal: bool) -> usize {
        let lower = legal && !is_capital(self.words.words[at].text);
        let mut begin = at;
        while begin > from && at - begin < WORDS_MAX {
            let Some(before) = self.word(begin - 1) else { break };
            let gap = self.words.gap(begin);
            // "Magdalena Ruiz and Tri-County Feed & Seed, Inc."
            let between =
                before.plain == "and" && !self.has_ampersand(begin, at) && is_capital(self.words.words[begin].text) && begin >= from + 2;
            let between = between
                && self
                    .word(begin - 2)
                    .is_some_and(|other| is_capital(other.text) && !other.class.has_any(&[Class::Function, Class::Organisation]));
            let written = before.text.contains(char::is_uppercase)
                || is_capital(before.text)
                || before.text.len() < 5 && before.text.starts_with(|c: char| c.is_ascii_digit());
            let particle = before.class.has(Class::Particle) && before.text.starts_with('d') && begin >= from + 2;
            let told = written || between || particle || (lower && at - begin < LOWER_MAX);
            let abbreviated = gap == ". " && before.text.len() > 4;
            let branded = before.class.has_any(&[Class::Ambiguous, Class::Branded]);
            // "Najd Date Farms Est."
            let inner = is_capital(before.text) && !is_shouted(before.text) && begin >= from + 2 && self.words.gap(begin - 1) == " ";
            let inner = inner && self.word(begin - 2).is_some_and(|other| is_capital(other.text) && !other.common);
            // "AT&T Inc", "J.P. Morgan & Co", "7-Eleven LLC"
            let tied = gap == "&" || gap == "." && before.text.len() == 1 || gap == "-" && before.text.len() < 5;
            let function = before.class.has(Class::Function) && !branded && !inner && before.text.len() > 1 && !tied;
            let joined = tied || joins(gap, &self.words.words[begin].plain) || legal && self.is_partner(begin, at);
            if !joined || abbreviated || !told || (function && !between) {
                break;
            }
            begin -= 1;
        }
        // "M/s Gupta", "Mr. Balaji", "Customer Acme": no part of the name, but "Sri Balaji Enterprises" is one.
        let stands = |index: usize| {
            let word = &self.words.words[index];
            let lead = word.class.is_label()
                || word.class.has(Class::Named)
                || (word.class.has(Class::Function) && !word.class.has(Class::Branded));
            let part = word.class.has(Class::Organisation) && is_capital(word.text) && self.ending(index).is_none();
            (!lead || part || self.words.gap(index + 1) == "&") && !matches!(word.plain.as_str(), "mr" | "mrs" | "ms" | "and" | "s" | "m")
        };
        // "HUL) and ITC Ltd"
        let closed = (begin..at)
            .find(|index| self.words.gap(index + 1).contains(['(', ')']))
            .filter(|index| self.words.gap(index + 1).contains(')'));
        begin = closed.map_or(begin, |closed| closed + 1);
        while begin < at && !stands(begin) {
            begin += 1;
        }
        // "Research Solutions Inc", "Block Ltd": a word that says something else elsewhere is better than none.
        let last = at.checked_sub(1).filter(|last| begin == at && legal && *last >= from && *last > 0);
        if let Some(last) =
            last.filter(|last| self.word(*last).is_some_and(|word| is_capital(word.text) && !word.class.has(Class::Pointing)))
        {
            begin -= usize::from(joins(self.words.gap(at), &self.words.words[at].plain) && last > 0);
        }
        let article = begin > from + 1 && begin < at && self.words.words[begin - 1].text == "The" && self.words.gap(begin) == " ";
        begin - usize::from(article && !self.words.gap(begin - 1).starts_with('.'))
    }

    fn has_ampersand(&self, begin: usize, at: usize) -> bool {
        (begin + 1..=at).any(|index| self.words.gap(index) == " & ")
    }

    /// Whether one more partner stands before word `begin` of a name with an "&": "Whitman, Price & Haddad LLP".
    fn is_partner(&self, begin: usize, at: usize) -> bool {
        let named = |index: usize| self.word(index).is_some_and(|word| is_capital(word.text) && !word.common);
        let alone = begin.checked_sub(2).is_none_or(|before| self.words.gap(begin - 1) != " " || !named(before));
        self.has_ampersand(begin, at) && self.words.gap(begin) == ", " && begin > 0 && named(begin - 1) && alone
    }

    /// "M/s Venus", "company name: Blue Lotus", "employer: Zenith Analytics", "dba Morales".
    fn labelled(&self, index: usize) -> Option<Range<usize>> {
        let label = self.word(index)?;
        let messrs = label.plain == "m" && self.plain(index + 1) == "s" && self.words.gap(index + 1) == "/";
        let mut first = index + 1 + usize::from(messrs);
        let mut told = messrs || matches!(&*label.plain, "dba" | "messrs");
        let trades = matches!(label.plain.as_str(), "legal" | "merchant" | "registered" | "supplier" | "trade" | "vendor");
        // "full legal name" is asked of people.
        let trades = trades && index.checked_sub(1).is_none_or(|before| self.plain(before) != "full");
        if !(told || label.class.has(Class::Business) || trades && self.plain(first) == "name") {
            return None;
        }
        let mut named_so = false;
        while first < index + 4 && matches!(self.plain(first), "name" | "is" | "called" | "named") {
            told = true;
            named_so |= self.plain(first) == "name";
            first += 1;
        }
        let gap = self.words.gap(first);
        // "Store: Mumbai" says where.
        let placed = matches!(&*label.plain, "dealership" | "garage" | "shop" | "showroom" | "store" | "workshop");
        told |= !placed && (gap.trim().starts_with([':', '=', '-', '–']) || gap.contains("\":"));
        if !told || gap.contains([',', ';', '\n', '?']) {
            return None;
        }
        let named = |index: usize| {
            self.word(index).is_some_and(|word| {
                let label = word.class.is_label() && !word.class.has(Class::Organisation);
                (is_capital(word.text) || messrs) && word.is_alphabetic() && !word.class.has_any(&[Class::Function, Class::Title]) && !label
            })
        };
        let mut end = first;
        while end < first + WORDS_MAX && named(end) && (end == first || matches!(self.words.gap(end), " " | " & ")) {
            end += 1;
        }
        // "M/s. Sharma and Sons": by its ending.
        let partner = |index: usize| self.ending(index).is_some() && is_capital(self.words.words[index].text);
        if messrs && end > first && self.plain(end) == "and" && self.words.gap(end) == " " && partner(end + 1) {
            return None;
        }
        // With a legal form it is found by that.
        let ended = (self.ending(end).is_some() && joins(self.words.gap(end), self.plain(end)))
            || (first..end).any(|index| self.ending(index) == Some(Ending::Legal));
        let says = end > first && (named_so || (first..end).any(|index| !self.words.words[index].common));
        (says && !ended && !self.words.gap(end).starts_with('/')).then_some(first..end)
    }

    fn found(&self, run: Range<usize>) -> Found {
        let last = &self.words.words[run.end - 1];
        let (start, end) = (self.words.words[run.start].start, last.start + last.bare().len());
        let rest = self.words.text.get(end..).unwrap_or_default();
        let spelled = last.text.len() == 1 && self.words.gap(run.end - 1) == ".";
        let next = self.words.words.get(run.end);
        // "Kaveri Tools Pvt Ltd. PAN …": who writes no other point writes none here.
        let spared = |index: usize| matches!(self.plain(index), "co" | "pte" | "pvt") && !self.words.gap(index + 1).starts_with('.');
        let goes_on = next.is_some_and(|next| next.common && is_shouted(next.text)) && !(run.start..run.end - 1).any(spared);
        let sentence_ends =
            !spelled && (rest.len() == 1 || rest.starts_with(". ") && rest[2..].starts_with(char::is_uppercase) && !goes_on);
        let pointed =
            rest.starts_with('.') && (spelled || matches!(last.plain.as_str(), "inc" | "corp" | "co" | "ltd" | "est")) && !sentence_ends;
        let end = end + usize::from(pointed);
        let value = self.words.text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        Found::new(self.words.text, Kind::Name, start..end, value, State::Whole)
    }
}

fn joins(gap: &str, behind: &str) -> bool {
    matches!(gap, " " | " & " | "&" | ". " | " (" | ") ") || (matches!(gap, ", " | "., ") && (behind.len() == 1 || LEGAL.contains(&behind)))
}
