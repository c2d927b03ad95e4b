//! Names of businesses: capitalised words that end with a legal form or with what businesses are called after.

use super::name::is_capital;
use super::vocabulary::{ORGANISATION, TITLE};
use super::words::Words;
use super::{Found, Kind, State};

/// Words of a name.
const WORDS_MAX: usize = 8;

/// Legal forms. What stands before one is a business's name, in capitals or not.
const LEGAL: &[&str] = &[
    "ltd",
    "limited",
    "llc",
    "inc",
    "corp",
    "corporation",
    "gmbh",
    "pjsc",
    "psc",
    "fze",
    "fzco",
    "fzc",
    "dmcc",
    "llp",
    "plc",
    "pvt",
    "incorporated",
];
/// What a name of a business ends with otherwise.
const ENDINGS: &[&str] = &[
    "co",
    "group",
    "enterprises",
    "traders",
    "industries",
    "holdings",
    "sons",
    "exports",
    "logistics",
    "technologies",
    "solutions",
    "services",
    "associates",
    "bakery",
    "cafe",
    "textiles",
    "trading",
    "brothers",
    "foundation",
    "ventures",
    "pharma",
    "motors",
    "jewellers",
    "constructions",
    "contracting",
    "properties",
    "partners",
    "restaurant",
    "electronics",
    "agency",
    "consultants",
    "labs",
];

pub(crate) fn find(words: &Words<'_>, taken: &[Found]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut from = 0;
    let mut index = 0;
    let shut = |index: usize| {
        let word = &words.words[index];
        word.linked || taken.iter().any(|found| found.span.contains(&word.start))
    };
    while index < words.words.len() {
        let at = index;
        index += 1;
        let Some(legal) = ending(words, at) else { continue };
        if shut(at) || !(legal || is_capital(words.words[at].text)) {
            continue;
        }
        let begin = begin(words, at, from, legal, &shut);
        if begin == at {
            continue;
        }
        let mut last = at;
        while ending(words, last + 1).is_some() && !shut(last + 1) && joins(words.gap(last + 1), &words.words[last + 1].plain) {
            last += 1;
        }
        // "L.L.C."
        let initials = |at: usize| {
            let are = ["l", "l", "c"]
                .iter()
                .enumerate()
                .all(|(offset, plain)| words.words.get(at + offset).is_some_and(|word| word.plain == *plain));
            are && words.gap(at + 1) == "." && words.gap(at + 2) == "."
        };
        if initials(last + 1) && words.gap(last + 1) == " " {
            last += 3;
        }
        let start = words.words[begin].start;
        let end = words.words[last].end();
        let rest = words.text.get(end..).unwrap_or_default();
        let spelled = words.words[last].plain == "c";
        let sentence_ends = !spelled && (rest.len() == 1 || rest.starts_with(". ") && rest[2..].starts_with(char::is_uppercase));
        let pointed =
            rest.starts_with('.') && matches!(words.words[last].plain.as_str(), "inc" | "corp" | "co" | "ltd" | "c") && !sentence_ends;
        let end = end + usize::from(pointed);
        let value = words.text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if !found.iter().any(|earlier| earlier.value == value) {
            found.push(Found::new(words.text, Kind::Name, start..end, value, State::Whole));
        }
        from = last + 1;
        index = last + 1;
    }
    found
}

/// Whether a business's name may end with the word, and whether by its legal form.
fn ending(words: &Words<'_>, index: usize) -> Option<bool> {
    let word = words.words.get(index)?;
    let legal = LEGAL.contains(&word.plain.as_str());
    (legal || word.plain == "private" || ENDINGS.contains(&word.plain.as_str())).then_some(legal)
}

fn joins(gap: &str, behind: &str) -> bool {
    matches!(gap, " " | " & " | ". " | " (" | ") ") || (gap == ", " && LEGAL.contains(&behind))
}

/// The first word of the name whose last is `at`.
fn begin(words: &Words<'_>, at: usize, from: usize, legal: bool, shut: &impl Fn(usize) -> bool) -> usize {
    let mut begin = at;
    while begin > from && at - begin < WORDS_MAX {
        let before = &words.words[begin - 1];
        let gap = words.gap(begin);
        let abbreviated = gap == ". " && before.text.len() > 4;
        let plain = before.plain.as_str();
        let common = before.common && !TITLE.contains(&plain) && !ORGANISATION.contains(&plain);
        let between = plain == "and" && is_capital(words.words[begin].text) && begin >= from + 2 && is_capital(words.words[begin - 2].text);
        let written = is_capital(before.text) || before.text.starts_with(|c: char| c.is_ascii_digit());
        // Without capitals its legal form alone tells where it ends; it has not many words.
        let lower = legal && !is_capital(words.words[at].text) && at - begin < 4;
        if !joins(gap, &words.words[begin].plain)
            || abbreviated
            || shut(begin - 1)
            || (common && !between)
            || !(written || lower || between)
        {
            break;
        }
        begin -= 1;
    }
    // "M/s Gupta", "Mr. Balaji": no part of the name, but "Sri Balaji Enterprises" is one.
    while begin < at && matches!(words.words[begin].plain.as_str(), "mr" | "mrs" | "ms" | "and" | "s" | "m") {
        begin += 1;
    }
    begin
}
