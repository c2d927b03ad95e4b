//! What the words before an identifier say it is.

use super::vocabulary::{CIN, FILLER, GSTIN, NUMBERED, OTHER, PAN, PHONE, ROLE};
use super::words::Words;

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Pan,
    Phone,
    /// A company's number.
    Company,
    /// An order number, another document, an amount: whatever else.
    Other,
}

/// Words between a label and what it labels, at most.
const REACH: usize = 4;

/// The nearest label before byte `at`, in the same clause.
pub(crate) fn before(words: &Words<'_>, at: usize) -> Option<Label> {
    let next = words.index_at(at);
    // A hash is the sign of an order or a ticket, unless a word says more.
    let hash = words.gap(next).contains('#');
    let mut index = next;
    for _ in 0..REACH {
        let Some(before) = index.checked_sub(1) else { break };
        if ends_clause(words.gap(index), &words.words[before].plain) {
            break;
        }
        let word = &words.words[before];
        let plain = word.plain.as_str();
        if PAN.contains(&plain) {
            return Some(Label::Pan);
        }
        if PHONE.contains(&plain) {
            return Some(Label::Phone);
        }
        if GSTIN.contains(&plain) || CIN.contains(&plain) {
            return Some(Label::Company);
        }
        let numbers = index < next && NUMBERED.contains(&words.words[index].plain.as_str());
        if OTHER.contains(&plain) || (ROLE.contains(&plain) && numbers) {
            return Some(Label::Other);
        }
        if !FILLER.contains(&plain) {
            break;
        }
        index = before;
    }
    hash.then_some(Label::Other)
}

/// Whether a clause ends at `gap`, which follows the word `before`. The point of "PAN no. …" ends none.
fn ends_clause(gap: &str, before: &str) -> bool {
    let abbreviates = ["no", "num", "nos", "ph", "mob", "tel", "ref", "acct"].contains(&before);
    gap.contains([',', ';', '\n', '!', '?', '|']) || (gap.contains(". ") && !abbreviates)
}
