//! What the words before an identifier say it is.

use super::vocabulary::Class;
use super::words::{Word, Words};

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

/// Nouns that may stand before a tax number too.
const NEUTRAL: [&str; 9] = ["card", "cards", "details", "document", "income", "indian", "permanent", "tax", "taxpayer"];

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
        let permanent = plain(word) == "account" && before > 0 && plain(&words.words[before - 1]) == "permanent";
        if word.class.has(Class::Pan) || permanent {
            return Some(Label::Pan);
        }
        if word.class.has(Class::Phone) {
            return Some(Label::Phone);
        }
        if word.class.has_any(&[Class::Gstin, Class::Cin]) {
            return Some(Label::Company);
        }
        let numbers = index < next && words.words[index].class.has(Class::Numbered);
        if word.class.has(Class::Other) || (word.class.has(Class::Role) && numbers) {
            return Some(Label::Other);
        }
        if !word.class.has(Class::Filler) {
            break;
        }
        index = before;
    }
    hash.then_some(Label::Other)
}

/// Whether a clause ends at `gap`, which follows the word `before`. The point of "PAN no. …" ends none.
fn ends_clause(gap: &str, before: &str) -> bool {
    if gap == " " {
        return false;
    }
    let abbreviates = ["no", "num", "nos", "ph", "mob", "tel", "ref", "acct"].contains(&before);
    gap.contains([',', ';', '\n', '!', '?', '|']) || (gap.contains(". ") && !abbreviates)
}

/// Whether a noun stands right before byte `at` that says what is there, and it is no label that is known: "token …", "roll number …".
pub(crate) fn is_of_something(words: &Words<'_>, at: usize) -> bool {
    let mut index = words.index_at(at);
    while let Some(before) = index.checked_sub(1) {
        let word = &words.words[before];
        if ends_clause(words.gap(index), plain(word)) {
            return false;
        }
        let known = [
            Class::Role,
            Class::Request,
            Class::Pan,
            Class::Gstin,
            Class::Cin,
            Class::Phone,
            Class::Named,
            Class::Function,
            Class::Ambiguous,
        ];
        if !matches!(plain(word), "no" | "num" | "number" | "numbers" | "code" | "id") {
            // Of other scripts the list has words of the sentence.
            return word.class.has(Class::Noun) && word.is_latin() && !word.class.has_any(&known) && !NEUTRAL.contains(&plain(word));
        }
        index = before;
    }
    false
}

fn plain<'w>(word: &'w Word<'_>) -> &'w str {
    &word.plain
}
