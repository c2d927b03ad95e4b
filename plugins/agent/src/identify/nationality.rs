//! Nationalities: behind a label, or where somebody is plainly called a national or a citizen of a country. The name of a country or of
//! its people alone is none, because requests name countries for many reasons.

use super::vocabulary::{Class, FILLER, ORGANISATION, OTHERS_NAME, ROLE};
use super::words::{Word, Words};
use super::{Found, Kind, State};
use std::ops::Range;

/// Words of a country's name.
const WORDS_MAX: usize = 5;
/// Words between a label and its country.
const REACH: usize = 7;
/// Words of what is called a nationality and is none.
const ATTEMPT_WORDS_MAX: usize = 4;

/// Between a label and its country, besides [`FILLER`].
const BETWEEN: &[&str] = &["current", "currently", "present", "country", "passport", "per", "on"];
/// Shortly before a country, they make it one that somebody is no national of.
const DENIED: &[&str] = &["not", "no", "non", "never", "former", "formerly", "ex", "renounced", "lost", "for", "obtain", "acquire"];
/// Behind a label, instead of a country.
const UNSAID: &[&str] =
    &["unknown", "none", "n", "na", "nil", "pending", "tbc", "tbd", "unspecified", "undisclosed", "stateless", "other", "dual", "mixed"];
/// Behind "national" or "citizen", they make it part of something else: "the Emirates national ID".
const SOMETHING_ELSE: &[&str] =
    &["id", "identity", "identification", "number", "no", "card", "bank", "insurance", "security", "police", "registration", "service"];
/// What a national does: "an Indian national living in Dubai".
const DOES: &[&str] = &["living", "residing", "resident", "working", "employed", "holding", "aged", "bearing", "currently"];

/// All nationalities that stand outside of what is `taken`.
pub(crate) fn find(words: &Words<'_>, taken: &[Found]) -> Vec<Found> {
    let reader = Reader { words, taken };
    let mut found: Vec<Found> = Vec::new();
    for index in 0..words.words.len() {
        let next = match reader.plain(index) {
            "nationality" | "citizenship" if !reader.is_anothers(index) => reader.labelled(index),
            "national" | "citizen" => reader.called(index).into_iter().collect(),
            _ => continue,
        };
        for next in next {
            if !found.iter().any(|earlier| earlier.value == next.value) {
                found.push(next);
            }
        }
    }
    found
}

/// A country, and the words that name it.
type Named = (&'static str, Range<usize>);

struct Reader<'r, 'a> {
    words: &'r Words<'a>,
    taken: &'r [Found],
}

impl Reader<'_, '_> {
    fn plain(&self, index: usize) -> &str {
        self.word(index).map_or("", |word| word.plain.as_str())
    }

    fn word(&self, index: usize) -> Option<&Word<'_>> {
        self.words.words.get(index)
    }

    /// "Father's nationality".
    fn is_anothers(&self, label: usize) -> bool {
        label > 0 && self.words.gap(label) == " " && OTHERS_NAME.contains(&self.plain(label - 1))
    }

    /// "Nationality: Indian", "nationality of the holder is Indian", "Indian nationality", "nationality: Indian / British".
    fn labelled(&self, label: usize) -> Vec<Found> {
        let Some(first) = self.ahead(label).or_else(|| self.back(label)) else { return self.attempt(label).into_iter().collect() };
        let mut end = first.1.end;
        let mut all = vec![self.found(&first)];
        while let Some(next) = self.besides(end) {
            end = next.1.end;
            all.push(self.found(&next));
        }
        all
    }

    fn ahead(&self, label: usize) -> Option<Named> {
        // "nationality of Rahul Sharma is Indian"
        let whose = self.plain(label + 1) == "of";
        for next in label + 1..=label + REACH {
            let gap = self.words.gap(next);
            let pointed = is_pointing(gap);
            self.word(next).filter(|_| !ends_clause(gap) || pointed)?;
            let verb = matches!(self.plain(next - 1), "is" | "was" | "as");
            let close = !whose || pointed || verb || next == label + 2;
            if let Some(named) = close.then(|| self.country(next).or_else(|| self.code(next, pointed))).flatten() {
                return Some(named);
            }
            let plain = self.plain(next);
            if !(whose || [FILLER, BETWEEN, ROLE].iter().any(|list| list.contains(&plain))) {
                return None;
            }
        }
        None
    }

    /// "of Indian nationality", "Indian by nationality".
    fn back(&self, label: usize) -> Option<Named> {
        let end = if label > 0 && self.plain(label - 1) == "by" { label - 1 } else { label };
        self.before(end)
    }

    /// A second one behind a first that ends before word `end`.
    fn besides(&self, end: usize) -> Option<Named> {
        let joined = self.plain(end) == "and" && self.words.gap(end) == " ";
        let next = end + usize::from(joined);
        let beside = joined || matches!(self.words.gap(end).trim(), "/" | "&");
        beside.then(|| self.country(next)).flatten().filter(|named| self.ends(named.1.end))
    }

    /// "citizen of India", "an Indian national".
    fn called(&self, index: usize) -> Option<Found> {
        let named = if self.plain(index + 1) == "of" && self.words.gap(index + 1) == " " {
            let the = usize::from(self.plain(index + 2) == "the");
            self.country(index + 2 + the).filter(|_| !self.is_denied(index))
        } else {
            self.is_person(index).then(|| self.before(index)).flatten()
        };
        named.map(|named| self.found(&named))
    }

    /// Whether "national" or "citizen" stands for a person here, and does not go on: "State Bank of India National Branch".
    fn is_person(&self, index: usize) -> bool {
        let Some(next) = self.word(index + 1).filter(|_| !self.ends(index + 1)) else { return true };
        let plain = next.plain.as_str();
        if SOMETHING_ELSE.contains(&plain) || ORGANISATION.contains(&plain) {
            return false;
        }
        let capital = |word: &Word<'_>| word.text.starts_with(char::is_uppercase);
        let goes_on = next.class.has(Class::Function)
            || next.class.is_label()
            || DOES.contains(&plain)
            || next.text.starts_with(|c: char| c.is_ascii_digit())
            || self.is_taken(next);
        // "UAE National Faisal Al Zaabi"
        let part = |word: &Word<'_>| capital(word) && !word.common && !word.class.has_any(&[Class::Ending, Class::Organisation]);
        let named = || part(next) && self.words.gap(index + 2) == " " && self.word(index + 2).is_some_and(part);
        goes_on || capital(next) && (!self.word(index).is_some_and(capital) || named())
    }

    /// The country whose name ends right before word `end`.
    fn before(&self, end: usize) -> Option<Named> {
        // "U.S. citizen"
        let spelled = self.words.gap(end) == ". " && end > 0 && self.words.words[end - 1].text.len() == 1;
        if !(spelled || matches!(self.words.gap(end), " " | " (" | "\u{a0}")) {
            return None;
        }
        let longest = (1..=WORDS_MAX.min(end)).rev().find_map(|count| self.named(end - count..end));
        let code = || {
            let word = self.word(end.checked_sub(1)?)?;
            let shouted =
                word.text.len() == 3 && word.text.bytes().all(|byte| byte.is_ascii_uppercase()) && !word.class.has(Class::Function);
            let country = (shouted || word.text == "US").then(|| countries::of_code(word.text)).flatten()?;
            Some((country.name, end - 1..end))
        };
        longest.or_else(code).filter(|named| !self.is_denied(named.1.start))
    }

    /// "not an Indian citizen", "former Indian national".
    fn is_denied(&self, start: usize) -> bool {
        (1..=2).any(|back| start.checked_sub(back).is_some_and(|before| DENIED.contains(&self.plain(before))))
    }

    /// The country whose name begins with word `first`.
    fn country(&self, first: usize) -> Option<Named> {
        let the = first + usize::from(self.plain(first) == "the");
        (1..=WORDS_MAX).rev().find_map(|count| self.named(the..the + count))
    }

    fn named(&self, run: Range<usize>) -> Option<Named> {
        let (first, last) = (self.word(run.start)?, self.word(run.end - 1)?);
        let joined = (run.start + 1..run.end).all(|index| matches!(self.words.gap(index), " " | "." | ". " | "_" | "-" | "\u{a0}"));
        let text = self.words.text.get(first.start..last.end()).filter(|_| joined && !self.is_taken(first) && !first.linked)?;
        countries::of_words(text).map(|country| (country.name, run))
    }

    /// A code is believed in capitals where it is pointed at or a clause ends behind it; in lower case only where both are so.
    fn code(&self, index: usize, pointed: bool) -> Option<Named> {
        let word = self.word(index).filter(|word| !self.is_taken(word) && !word.linked)?;
        let upper = word.text.bytes().all(|byte| byte.is_ascii_uppercase());
        let ended = self.ends(index + 1);
        let believed = if upper { pointed || ended } else { pointed && ended && !word.class.has(Class::Function) };
        let country = believed.then(|| countries::of_code(word.text)).flatten()?;
        Some((country.name, index..index + 1))
    }

    /// What is called a nationality and is none.
    fn attempt(&self, label: usize) -> Option<Found> {
        let first = self.word(label + 1)?;
        let said = !first.class.has(Class::Function) && !UNSAID.contains(&first.plain.as_str()) && first.is_alphabetic() && !first.linked;
        if !said || self.is_taken(first) || !self.words.gap(label + 1).trim().starts_with([':', '=']) {
            return None;
        }
        let end = (label + 2..label + 1 + ATTEMPT_WORDS_MAX)
            .find(|next| self.ends(*next) || self.word(*next).is_none_or(|word| word.class.has(Class::Function)));
        let last = self.word(end.unwrap_or(label + 1 + ATTEMPT_WORDS_MAX) - 1)?;
        let span = first.start..last.end();
        let text = self.words.text.get(span.clone())?.to_owned();
        Some(Found::new(self.words.text, Kind::Nationality, span, text, State::Malformed("it names no country".into())))
    }

    /// Whether the text or a clause ends before word `index`.
    fn ends(&self, index: usize) -> bool {
        self.word(index).is_none() || self.words.gap(index).contains([',', ';', ':', '\n', '.', '!', '?', '|', '(', ')', '/', '–', '—'])
    }

    fn is_taken(&self, word: &Word<'_>) -> bool {
        self.taken.iter().any(|found| found.span.contains(&word.start))
    }

    fn found(&self, (name, run): &Named) -> Found {
        let start = self.word(run.start).map_or(0, |word| word.start);
        let end = self.word(run.end - 1).map_or(start, |word| word.start + word.bare().len());
        Found::new(self.words.text, Kind::Nationality, start..end, (*name).to_owned(), State::Whole)
    }
}

fn is_pointing(gap: &str) -> bool {
    gap.trim().starts_with([':', '=', '-', '–', '—', '|', '('])
}

fn ends_clause(gap: &str) -> bool {
    gap.contains([',', ';', '\n', '!', '?', '|']) || gap.contains(". ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: &str) -> Vec<String> {
        let words = Words::of(message);
        let sign = |found: &Found| if found.is_whole() { found.value.clone() } else { format!("!{}", found.value) };
        let all = find(&words, &[]);
        assert!(all.iter().all(|found| message.get(found.span.clone()).is_some()), "{message}");
        all.iter().map(sign).collect()
    }

    #[test]
    fn a_label_or_a_plain_word_makes_a_country_a_nationality() {
        for (message, expected) in [
            ("Nationality: Indian", "India"),
            ("nationality indian, DOB 12/05/1990", "India"),
            ("Nationality - IND", "India"),
            ("Nationality:\nPhilippines\nPhone: 1", "Philippines"),
            ("| Nationality | PK |", "Pakistan"),
            ("nationality: pk, phone", "Pakistan"),
            ("Nationality (South African)", "South Africa"),
            ("nationality=united_arab_emirates", "United Arab Emirates"),
            ("His nationality is Sri Lankan.", "Sri Lanka"),
            ("nationality of Rahul Sharma is Indian", "India"),
            ("Nationality of the card holder: Egyptian", "Egypt"),
            ("Nationality as per passport: Filipino", "Philippines"),
            ("Citizenship: United States of America", "United States"),
            ("a woman of Lebanese nationality", "Lebanon"),
            ("Jordanian by nationality", "Jordan"),
            ("Asha Verma, Indian national, PAN", "India"),
            ("verify Pakistani national Bilal Qureshi", "Pakistan"),
            ("She is a UAE National", "United Arab Emirates"),
            ("U.S. citizen", "United States"),
            ("a US citizen", "United States"),
            ("a GBR citizen", "United Kingdom"),
            ("citizen of the United Kingdom", "United Kingdom"),
            ("national of Côte d'Ivoire", "Ivory Coast"),
            ("an Indian national living in Dubai", "India"),
            ("New Zealand citizen born 1990-01-02", "New Zealand"),
            ("NATIONALITY IS NEPALI", "Nepal"),
        ] {
            assert_eq!(said(message), [expected], "{message}");
        }
        assert_eq!(said("Nationality: Indian / British"), ["India", "United Kingdom"]);
        assert_eq!(said("citizenship Canadian and Lebanese, born 1990"), ["Canada", "Lebanon"]);
    }

    #[test]
    fn a_country_alone_is_no_nationality() {
        for message in [
            "Verify Rahul Sharma, Indian, PAN ABCDE1234F",
            "a phone from Pakistan",
            "lives in India",
            "State Bank of India",
            "Punjab National Bank, India",
            "Saudi National Bank",
            "the Emirates national ID of Omar Haddad",
            "UAE national identity card",
            "Indian National Congress",
            "an indian national flag",
            "not an Indian citizen",
            "former British national",
            "he applied for Canadian citizenship",
            "Father's nationality: Pakistani",
            "nationality in question",
            "nationality can be checked",
            "nationality: not given",
            "Nationality: unknown, phone",
            "nationality: to be confirmed",
            "Nationality, India office",
            "nationality verification for Paul O'Sullivan",
            "citizen of Dubai",
            "in the national interest",
            "citizen",
            "of",
            "",
        ] {
            assert_eq!(said(message), Vec::<String>::new(), "{message}");
        }
    }

    #[test]
    fn what_is_called_one_and_names_no_country_is_malformed() {
        assert_eq!(said("Nationality: Atlantean, DOB 1990-01-01"), ["!Atlantean"]);
        assert_eq!(said("nationality: Lower Atlantis and phone"), ["!Lower Atlantis"]);
        let all = find(&Words::of("Nationality: Atlantean"), &[]);
        assert_eq!((all[0].position, &all[0].state), (14, &State::Malformed("it names no country".into())));
    }
}
