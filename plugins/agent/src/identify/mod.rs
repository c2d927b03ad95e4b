//! Identifiers in plain language, with where they stand.
//!
//! Each kind has its own file; a new one is added there and to [`identify`]. Nothing is completed or corrected by guessing: what
//! is masked is reported as incomplete, what is labelled as an identifier and cannot be one as malformed. Whether a whole
//! identifier exists is the checks' business.

mod address;
mod announce;
mod business;
mod calling;
mod cin;
mod code;
mod date;
mod digits;
mod form;
mod given;
mod gstin;
mod kind;
mod label;
mod lead;
mod lexicon;
mod name;
mod named;
mod nationality;
mod number;
mod online;
mod pan;
mod phone;
mod place;
mod run;
mod table;
mod vocabulary;
mod words;

pub use kind::Kind;
use place::Place;
use std::ops::Range;
use words::Words;

/// An identifier in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which kind.
    pub kind: Kind,
    /// The normal form; the text as it stands where it is not whole.
    pub value: String,
    /// Its bytes in the request.
    pub span: Range<usize>,
    /// Where it begins, in characters from 1.
    pub position: usize,
    /// Whether it can be used.
    pub state: State,
}

/// Whether an identifier can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It has the shape of its kind.
    Whole,
    /// Parts of it are masked. Why, as the rest of a sentence about it.
    Incomplete(String),
    /// It cannot be what it is labelled as. Why, as the rest of a sentence about it.
    Malformed(String),
}

impl Found {
    fn new(message: &str, kind: Kind, span: Range<usize>, value: String, state: State) -> Found {
        let position = message.get(..span.start).unwrap_or_default().chars().count() + 1;
        Found { kind, value, span, position, state }
    }

    /// Whether a check can be asked about it.
    pub fn is_whole(&self) -> bool {
        self.state == State::Whole
    }
}

/// Adds what earlier messages of the conversation say about kinds that this one does not speak of: the newest that does counts.
pub fn recall(found: &mut Vec<Found>, earlier: &[String]) {
    for message in earlier.iter().rev() {
        let before: Vec<Kind> = found.iter().map(|found| found.kind).collect();
        found.extend(identify(message).into_iter().filter(|one| one.is_whole() && !before.contains(&one.kind)));
    }
}

/// All identifiers of `message`, by kind; within a kind the most likely subject first, then in the order of the text.
pub fn identify(message: &str) -> Vec<Found> {
    match table::write_out(message) {
        Some(written) => written.found(message, read(&written.text)),
        None => read(message),
    }
}

/// All identifiers of a text without tables.
fn read(message: &str) -> Vec<Found> {
    let words = Words::of(message);
    let mut found: Vec<Found> = Vec::new();
    // The longest first: a tax number holds a PAN.
    for form in [cin::FORM, gstin::FORM, pan::FORM] {
        let codes = code::find(&form, &words, &found);
        found.extend(codes);
    }
    found.extend(online::find(&words));
    let numbers = number::find(&words, &found);
    found.extend(numbers);
    let nationalities = nationality::find(&words, &found);
    found.extend(nationalities);
    let postal = address::find(&words, &found);
    let place = Place::of(&words, &found, postal.iter().any(|postal| postal.american));
    found.extend(postal.into_iter().map(|postal| postal.found));
    let dates = date::find(&words, place == Place::UnitedStates);
    let dated = found.len()..found.len() + dates.len();
    found.extend(dates);
    let phones = phone::find(&words, &found, place);
    // Where nothing else says so, an American telephone number tells how dates are written.
    if place == Place::Unsaid && phones.iter().any(|phone| phone.is_whole() && phone.value.starts_with("+1")) {
        found.splice(dated, date::find(&words, true));
    }
    found.extend(phones);
    let businesses = business::find(&words, &found);
    let before = found.len();
    found.extend(businesses);
    let named = name::find(&words, &found);
    let mut names = found.split_off(before);
    names.retain(|name| name.span.start < named.end);
    names.splice(0..0, named.people);
    // Whoever is labelled as the name's bearer stays first, all others come in the order of the text.
    let rest = usize::from(named.labelled).min(names.len());
    names[rest..].sort_by_key(|name| name.span.start);
    found.extend(names);
    found.sort_by_key(|found| found.kind);
    found
}

#[cfg(test)]
mod tests;
