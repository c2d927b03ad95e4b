//! Dates of birth. A date is one only where a word says so: requests are full of other dates.

use super::vocabulary::Class;
use super::words::{Word, Words};
use super::{Found, Kind, State};

/// In English, Spanish, and as people in India write them.
const MONTHS: [&str; 12] = [
    "january januari janvari enero",
    "february farvari farwari febrero",
    "march marzo",
    "april aprail abril",
    "may mai mayo",
    "june joon junio",
    "july julai julio",
    "august agast agosto",
    "september sitambar septiembre",
    "october aktubar octubre",
    "november navambar noviembre",
    "december disambar diciembre",
];
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// Words between a label and its date.
const REACH: usize = 4;
/// Two digits above it are a year of the last century.
const THIS_CENTURY: u32 = 26;

/// All dates that a word says somebody was born on. `month_first`: as Americans write them.
pub(crate) fn find(words: &Words<'_>, month_first: bool) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for index in 0..words.words.len() {
        let Some(behind) = label(words, index).filter(|_| !is_anothers(words, index)) else { continue };
        let next = ahead(words, behind, month_first).or_else(|| back(words, index, month_first));
        found.extend(next.filter(|next| !found.iter().any(|earlier| earlier.span == next.span)));
    }
    found
}

/// Where a label ends that begins with word `index`.
fn label(words: &Words<'_>, index: usize) -> Option<usize> {
    let plain = |index: usize| words.words.get(index).map_or("", |word| word.plain.as_str());
    match plain(index) {
        "dob" | "born" | "birthdate" | "birthday" | "birth" | "bday" | "b-day" | "birth-date" | "janm" | "janam" | "nacida" | "nacido"
        | "nacimiento" => Some(index + 1),
        "d" if plain(index + 1) == "o" && plain(index + 2) == "b" => Some(index + 3),
        "b" if words.gap(index + 1).starts_with('.') && !words.gap(index).ends_with('.') => Some(index + 1),
        _ => None,
    }
}

/// "our baby's birthday", "father's date of birth"
fn is_anothers(words: &Words<'_>, index: usize) -> bool {
    let begin = if index >= 2 && words.words[index - 1].plain == "of" { index - 2 } else { index };
    let whose = begin.checked_sub(1).map(|before| &words.words[before]);
    whose.is_some_and(|word| word.class.has(Class::OthersName) && word.bare() != word.text) && words.gap(begin) == " "
}

fn ahead(words: &Words<'_>, behind: usize, month_first: bool) -> Option<Found> {
    // "(MM/DD/YYYY)" says what comes first.
    let format = |index: &usize| words.words.get(*index).filter(|word| is_format(&word.plain));
    let month_first = format(&behind).map_or(month_first, |first| first.plain.starts_with("mm"));
    let behind = (behind..behind + 3).find(|index| format(index).is_none()).unwrap_or(behind + 3);
    for first in behind..behind + REACH {
        if let Some(date) = read(words, first, month_first).or_else(|| touching(words, first, month_first)) {
            return Some(date);
        }
        let word = words.words.get(first)?;
        let between = matches!(&*word.plain, "on" | "is" | "the" | "of" | "in" | "was" | "date" | "as" | "given" | "el");
        if !(between || word.class.has(Class::Role)) || words.gap(first).contains([';', '\n']) {
            return None;
        }
    }
    None
}

/// "03/22/1988 dob", "12-05-1990 (date of birth)".
fn back(words: &Words<'_>, index: usize, month_first: bool) -> Option<Found> {
    let plain = |index: usize| words.words.get(index).map_or("", |word| word.plain.as_str());
    let start = if index >= 2 && plain(index) == "birth" && plain(index - 1) == "of" { index - 2 } else { index };
    if words.gap(start).contains([',', ';', '\n']) {
        return None;
    }
    let date = read(words, start.checked_sub(3)?, month_first).filter(Found::is_whole)?;
    (words.index_at(date.span.end) == start).then_some(date)
}

/// Whether the word is the middle or the end of three numbers that are written as a date.
pub(crate) fn ends_at(words: &Words<'_>, index: usize) -> bool {
    let written = |last: usize| {
        let joint = |index: usize| matches!(words.gap(index), "/" | "-" | ".");
        last >= 2
            && joint(last)
            && joint(last - 1)
            && read(words, last - 2, false).is_some_and(|date| date.span.end == words.words[last].end())
    };
    written(index) || written(index + 1)
}

/// "01021980", "19800201"
fn touching(words: &Words<'_>, first: usize, month_first: bool) -> Option<Found> {
    let word = words.words.get(first).filter(|word| word.text.len() == 8)?;
    let part = |range: std::ops::Range<usize>| word.text.get(range)?.parse::<u32>().ok();
    let (left, right) = (part(0..2)?, part(2..4)?);
    let turned = (month_first && left <= 12) || right > 12;
    let (day, month) = if turned { (right, left) } else { (left, right) };
    let dates = [(part(6..8)?, part(4..6)?, part(0..4)?), (day, month, part(4..8)?)];
    let (day, month, year) = dates.into_iter().find(|(day, month, year)| fault(*day, *month, *year).is_none())?;
    Some(Found::new(words.text, Kind::DateOfBirth, word.start..word.end(), format!("{year:04}-{month:02}-{day:02}"), State::Whole))
}

/// Three words that are a day, a month and a year.
fn read(words: &Words<'_>, first: usize, month_first: bool) -> Option<Found> {
    // "5th of March 1990", "5 de agosto de 1988"
    let behind = |index: usize| index + 1 + usize::from(words.words.get(index + 1).is_some_and(|word| matches!(&*word.plain, "of" | "de")));
    let second = behind(first);
    let third = behind(second);
    let [one, two, three] = [words.words.get(first)?, words.words.get(second)?, words.words.get(third)?];
    let joins =
        |gap: &str| matches!(gap, "/" | "-" | "." | ", " | ". " | "' " | "’ " | " '" | " ’" | " - " | " / " | ",") || gap.trim().is_empty();
    if (first + 1..=third).any(|index| !joins(words.gap(index))) || words.gap(first + 1).contains('\n') {
        return None;
    }
    let (day, month, year) = match (number(one), number(two), number(three)) {
        (Some(year), Some(month), Some(day)) if one.text.len() == 4 => (day, month, year),
        (Some(left), Some(right), Some(year)) if matches!(three.text.len(), 2 | 4) => {
            let turned = (month_first && left <= 12) || right > 12;
            let (day, month) = if turned { (right, left) } else { (left, right) };
            (day, month, year)
        }
        (Some(day), None, Some(year)) => (day, named(two)?, year),
        (None, Some(day), Some(year)) => (day, named(one)?, year),
        _ => return None,
    };
    let year = match year {
        0..=THIS_CENTURY if three.text.len() == 2 => 2000 + year,
        27..=99 if three.text.len() == 2 => 1900 + year,
        1000..=9999 => year,
        _ => return None,
    };
    let span = one.start..three.end();
    let state = fault(day, month, year).map_or(State::Whole, State::Malformed);
    let value = if state == State::Whole { format!("{year:04}-{month:02}-{day:02}") } else { words.text.get(span.clone())?.to_owned() };
    Some(Found::new(words.text, Kind::DateOfBirth, span, value, state))
}

fn fault(day: u32, month: u32, year: u32) -> Option<String> {
    let Some(days) = usize::try_from(month).ok().and_then(|month| DAYS.get(month.checked_sub(1)?)) else {
        return Some(format!("there is no month {month}"));
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = if month == 2 && !leap { 28 } else { *days };
    if day == 0 || day > days {
        return Some(format!("month {month} of {year} has no day {day}"));
    }
    (!(1880..=2100).contains(&year)).then(|| format!("nobody alive was born in {year}"))
}

/// "dd", "YYYY", "mm-dd-yyyy"
fn is_format(plain: &str) -> bool {
    ["dd", "mm", "yy"].iter().any(|begin| plain.starts_with(begin)) && plain.bytes().all(|byte| b"dmy-".contains(&byte))
}

/// "12", "3rd".
fn number(word: &Word<'_>) -> Option<u32> {
    let text = word.plain.trim_end_matches(["st", "nd", "rd", "th"].iter().find(|end| word.plain.ends_with(**end)).unwrap_or(&"\0"));
    (text.len() <= 4).then(|| text.parse().ok()).flatten()
}

/// "march", "Mar", "Sept".
fn named(word: &Word<'_>) -> Option<u32> {
    let plain = word.plain.as_str();
    let month = MONTHS.iter().position(|names| plain.len() >= 3 && names.split(' ').any(|name| name.starts_with(plain)))?;
    u32::try_from(month + 1).ok()
}
