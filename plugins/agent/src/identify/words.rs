//! A text as words with what stands between them.

use super::code::{Run, runs};
use super::lexicon::Classes;
use super::vocabulary::Class;
use std::ops::Range;

/// A request, cut into words.
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    pub(crate) words: Vec<Word<'a>>,
    /// What codes and numbers are made of.
    pub(crate) runs: Vec<Run<'a>>,
    /// Addresses of mailboxes and pages.
    pub(crate) links: Vec<Range<usize>>,
}

/// A run of letters and digits, with apostrophes and hyphens between letters.
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) start: usize,
    /// In lower case, without a closing `'s`.
    pub(crate) plain: String,
    /// Part of an e-mail address or a link.
    pub(crate) linked: bool,
    /// The letter of an item of a list: "A. Yusuf …\nB. Perin …".
    pub(crate) bullet: bool,
    /// One of the words that are part of no person's name.
    pub(crate) common: bool,
    /// What it tells.
    pub(crate) class: Classes,
}

impl<'a> Words<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let linked = links(text);
        let mut words = Vec::new();
        let mut from = None;
        let mut chars = text.char_indices().peekable();
        let mut before = None;
        while let Some((at, char)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            // "O'Brien-Kelly", "Al-'Ubaysi"
            let joins = is_joint(char)
                && before.is_some_and(|before| is_letter(before) || before == '-' && char != '-')
                && next.is_some_and(|next| is_letter(next) || char == '-' && next != '-' && is_joint(next));
            let label = |start: usize| char == '-' && is_label(&text[start..at], next);
            if let Some(start) = from.filter(|start| is_touched(text, *start, at)) {
                words.push(Word::new(&text[start..at], start, &linked));
                from = Some(at);
            } else if is_word(char) || from.is_some_and(|start| joins && !label(start)) {
                from.get_or_insert(at);
            } else if let Some(start) = from.take() {
                words.push(Word::new(&text[start..at], start, &linked));
            }
            before = Some(char);
        }
        if let Some(start) = from {
            words.push(Word::new(&text[start..], start, &linked));
        }
        let mut words = Words { text, words, runs: runs(text), links: linked };
        words.mark_bullets();
        words
    }

    /// Letters that follow one another where lines begin.
    fn mark_bullets(&mut self) {
        let letter = |index: usize| {
            let text = self.words[index].text;
            let begins = index == 0 || self.gap(index).contains('\n');
            let ends = self.gap(index + 1).starts_with([')', '.']);
            (text.len() == 1 && begins && ends).then(|| text.as_bytes()[0].to_ascii_lowercase())
        };
        let letters: Vec<(usize, u8)> = (0..self.words.len()).filter_map(|index| Some((index, letter(index)?))).collect();
        for pair in letters.windows(2).filter(|pair| pair[0].1 + 1 == pair[1].1) {
            pair.iter().for_each(|(index, _)| self.words[*index].bullet = true);
        }
    }

    /// What stands between word `index` and the one before it, or the beginning.
    pub(crate) fn gap(&self, index: usize) -> &'a str {
        let from = index.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, Word::end);
        let to = self.words.get(index).map_or(self.text.len(), |word| word.start);
        self.text.get(from..to).unwrap_or_default()
    }

    /// Whether word `index` belongs to the value of a query, "name=Rahul+Sharma&pan=…", where a plus sign is a space.
    pub(crate) fn is_of_query(&self, index: usize) -> bool {
        let first = (0..=index).rev().take(super::run::WORDS_MAX).find(|index| self.gap(*index) != "+");
        first.is_some_and(|first| self.gap(first) == "=")
    }

    /// Whether byte `at` is part of an address of a mailbox or a page.
    pub(crate) fn is_linked(&self, at: usize) -> bool {
        is_within(&self.links, at)
    }

    /// Index of the first word that begins at or after byte `at`.
    pub(crate) fn index_at(&self, at: usize) -> usize {
        self.words.partition_point(|word| word.start < at)
    }
}

impl<'a> Word<'a> {
    fn new(text: &'a str, start: usize, links: &[Range<usize>]) -> Self {
        let mut plain = text.to_lowercase();
        plain.truncate(plain.strip_suffix("'s").or_else(|| plain.strip_suffix("’s")).unwrap_or(&plain).len());
        let linked = is_within(links, start);
        let class = Classes::of(&plain);
        Word { text, start, plain, linked, bullet: false, common: class.is_common(), class }
    }

    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Without a closing `'s`.
    pub(crate) fn bare(&self) -> &'a str {
        ["'s", "’s", "'S", "’S"].iter().find_map(|end| self.text.strip_suffix(end)).unwrap_or(self.text)
    }

    /// Whether its letters are Latin, with accents or without.
    pub(crate) fn is_latin(&self) -> bool {
        self.text.chars().all(|char| matches!(char, '\0'..='\u{036f}' | '\u{1e00}'..='\u{1eff}' | '’'))
    }

    pub(crate) fn is_alphabetic(&self) -> bool {
        self.text.chars().all(|char| is_letter(char) || is_joint(char))
    }
}

/// Bytes of the longest label.
const LABEL_MAX: usize = 20;

/// Whether a hyphen behind the text ends a label: "name-Vaibhav", "Client-Ruchi", but "sister-in-law".
fn is_label(text: &str, next: Option<char>) -> bool {
    let class = if text.len() > LABEL_MAX { Classes::default() } else { Classes::of(&text.to_lowercase()) };
    class.has(Class::Named) || class.has(Class::Role) && next.is_some_and(char::is_uppercase)
}

/// Labels that digits touch: "Mob9825014477", "EID784".
const TOUCHED: [&str; 10] = ["aadhaar", "dob", "eid", "mob", "mobile", "ph", "phone", "ssn", "tel", "uan"];

/// Whether a label stands from `start` to byte `at`, where digits begin.
pub(crate) fn is_touched(text: &str, start: usize, at: usize) -> bool {
    let digits = text.as_bytes().get(at..at + 2).is_some_and(|next| next.iter().all(u8::is_ascii_digit));
    digits && TOUCHED.iter().any(|label| text[start..at].eq_ignore_ascii_case(label))
}

/// Whether one of the stretches, which follow one another, holds byte `at`.
fn is_within(stretches: &[Range<usize>], at: usize) -> bool {
    let next = stretches.partition_point(|stretch| stretch.end <= at);
    stretches.get(next).is_some_and(|stretch| stretch.contains(&at))
}

/// Whether no address of a mailbox or a page goes on with it.
pub(crate) fn breaks(char: char) -> bool {
    char.is_whitespace() || matches!(char, ',' | ';' | '<' | '>' | '(' | ')' | '"' | '|' | '[' | ']' | '{' | '}')
}

/// Stretches that are addresses of mailboxes or pages.
fn links(text: &str) -> Vec<Range<usize>> {
    let mut links = Vec::new();
    let mut start = 0;
    for piece in text.split(breaks) {
        let handle = piece.split_once('@').is_some_and(|(_, host)| host.contains(is_letter));
        let page = piece.contains("://") || piece.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("www."));
        if handle || page {
            links.push(start..start + piece.len());
        }
        // What breaks is one character; its length in bytes varies.
        let after = start + piece.len();
        start = after + text.get(after..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    links
}

/// Letters of all scripts, with the marks and joiners that are characters of their own: accents, and in Indic scripts the dot below and
/// the sign that a vowel is silent.
pub(crate) fn is_letter(char: char) -> bool {
    let indic = || ('\u{0900}'..='\u{0d7f}').contains(&char) && matches!(u32::from(char) & 0x7f, 0x3c | 0x4d);
    char.is_alphabetic() || matches!(char, '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{0652}' | '\u{200c}' | '\u{200d}') || indic()
}

fn is_word(char: char) -> bool {
    is_letter(char) || char.is_numeric()
}

fn is_joint(char: char) -> bool {
    matches!(char, '\'' | '’' | '-')
}
