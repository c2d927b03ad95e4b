//! Two names side by side: what the pairs of their parts come to.

use crate::business;
use crate::fold::{Folded, Part};
use crate::form::Accord;
use crate::pair::{Pair, pair_up};
use crate::part::{How, likeness};
use crate::person;

/// What a comparison comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// 0 to 100.
    pub score: u32,
    /// What the score means.
    pub verdict: Verdict,
    /// One row for each part or pair of parts, in the order of the name given, then the parts that only the other has.
    pub rows: Vec<Row>,
    /// The names end in legal forms of two companies.
    pub other_form: bool,
}

/// What a comparison means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The names are one holder's, as far as names can say.
    Match,
    /// A person should look.
    Review,
    /// They are not.
    Mismatch,
}

impl Verdict {
    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Match => "match",
            Verdict::Review => "review",
            Verdict::Mismatch => "mismatch",
        }
    }
}

/// One part of a name and its counterpart. One of the two may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// In the name given.
    pub given: Option<String>,
    /// In the name on record.
    pub registered: Option<String>,
    /// The rule by which they agree. None where one is missing.
    pub how: Option<How>,
    /// A title, for which nothing is taken off.
    pub title: bool,
}

/// The least score of a match.
pub const MATCH_MIN: u32 = 85;
/// The least score that a person should look at.
pub const REVIEW_MIN: u32 = 60;
/// A pair below this is two names, not one.
pub(crate) const AGREES_MIN: u32 = 78;

/// Compares two folded names. One without parts is nobody's.
pub fn compare(given: &Folded, registered: &Folded) -> Comparison {
    if business::are_companies(given, registered) {
        let accord = match (&given.form, &registered.form) {
            (Some(one), Some(other)) => one.form.with(other.form),
            _ => Accord::Same,
        };
        let (a, b) = (business::parts(given, registered), business::parts(registered, given));
        let forms = (business::form_letters(given), business::form_letters(registered));
        let forms = (forms.0.as_str(), forms.1.as_str());
        let pairs = business::pairs(&a, &b, forms);
        let score = business::score(&a, &b, &pairs, forms, accord);
        return Comparison { other_form: accord == Accord::Conflict, ..judged(score, rows(&a, &b, &pairs)) };
    }
    let (a, b) = (given.parts.as_slice(), registered.parts.as_slice());
    let pairs = pair_up(a, b, likeness, Vec::new());
    judged(person::score(a, b, &pairs), rows(a, b, &pairs))
}

fn judged(score: u32, rows: Vec<Row>) -> Comparison {
    let verdict = match score {
        MATCH_MIN.. => Verdict::Match,
        REVIEW_MIN.. => Verdict::Review,
        _ => Verdict::Mismatch,
    };
    Comparison { score, verdict, rows, other_form: false }
}

fn rows(a: &[Part], b: &[Part], pairs: &[Pair]) -> Vec<Row> {
    let text = |parts: &[Part], places: &[usize]| places.iter().map(|i| parts[*i].letters.as_str()).collect::<Vec<_>>().join(" ");
    let mut rows = Vec::new();
    for (index, part) in a.iter().enumerate() {
        match pairs.iter().find(|pair| pair.given.contains(&index)) {
            Some(pair) if pair.given[0] == index => rows.push(Row {
                given: Some(text(a, &pair.given)),
                registered: Some(text(b, &pair.registered)),
                how: Some(pair.how),
                title: part.title,
            }),
            Some(_) => {}
            None => rows.push(Row { given: Some(part.letters.clone()), registered: None, how: None, title: part.title }),
        }
    }
    for (index, part) in b.iter().enumerate() {
        if !pairs.iter().any(|pair| pair.registered.contains(&index)) {
            rows.push(Row { given: None, registered: Some(part.letters.clone()), how: None, title: part.title });
        }
    }
    rows
}

#[cfg(test)]
mod tests;
