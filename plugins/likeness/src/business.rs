//! Companies' names: words that many share weigh little, and what one company's name has beside another's may be another company.

use crate::compare::{AGREES_MIN, MATCH_MIN};
use crate::family::{company_word, share};
use crate::fold::{Folded, Part};
use crate::form::Accord;
use crate::pair::Pair;
use crate::part::{How, vowels_dropped};
use crate::slip::slip;

/// What a word weighs that tells one company from another; one that many share; one that joins others.
const OWN_WEIGHT: u32 = 100;
const SHARED_WEIGHT: u32 = 40;
const LITTLE_WEIGHT: u32 = 5;
/// Families of words that join others: the first lines of the table.
const LITTLE_FAMILIES: u16 = 2;
/// Of a hundred, what a missing word weighs beside one that contradicts.
const MISSING_OF_100: u32 = 60;
/// Points off for legal forms of which one may be a loose way to write the other.
const LOOSE_FORM: u32 = 3;
/// The most that the names of two holders can come to.
const DOUBTFUL_MAX: u32 = MATCH_MIN - 1;
/// Letters of a company's initials.
const ACRONYM_LETTERS_MIN: usize = 3;

/// Whether a name says by itself that it is a company's. Two words that many share are needed: there are people named Bank.
pub(crate) fn is_company(name: &Folded) -> bool {
    if name.form.as_ref().is_some_and(|form| form.sure) {
        return true;
    }
    let shared = name.parts.iter().filter(|part| weight(part) == SHARED_WEIGHT).count();
    shared >= 2 || (shared == 1 && (name.form.is_some() || name.parts.iter().any(|part| part.is_number() || part.letters == "and")))
}

/// The parts that are compared: without the legal form, with single letters in a row written as one word.
pub(crate) fn parts(name: &Folded) -> Vec<Part> {
    let within = |index: usize| name.form.as_ref().is_some_and(|form| (form.from..form.to).contains(&index));
    let mut out: Vec<Part> = Vec::with_capacity(name.parts.len());
    let mut letters = String::new();
    for part in name.parts.iter().enumerate().filter(|(index, _)| !within(*index)).map(|(_, part)| part) {
        if part.letters.len() == 1 && !part.is_number() {
            letters.push_str(&part.letters);
            continue;
        }
        flush(&mut out, &mut letters);
        out.push(Part { title: false, particle: false, ..part.clone() });
    }
    flush(&mut out, &mut letters);
    out
}

fn flush(out: &mut Vec<Part>, letters: &mut String) {
    if !letters.is_empty() {
        out.push(Part::new(std::mem::take(letters)));
    }
}

fn weight(part: &Part) -> u32 {
    match company_word(&part.letters) {
        [] => OWN_WEIGHT,
        families if families.iter().any(|family| *family < LITTLE_FAMILIES) => LITTLE_WEIGHT,
        _ => SHARED_WEIGHT,
    }
}

/// How alike two words of companies' names are.
pub(crate) fn likeness(one: &Part, other: &Part) -> Option<(u32, How)> {
    let (a, b) = (one.letters.as_str(), other.letters.as_str());
    if a == b {
        return Some((100, How::Same));
    }
    let digits = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    if digits(a) || digits(b) {
        return None;
    }
    let (families_a, families_b) = (company_word(a), company_word(b));
    if share(families_a, families_b) {
        return Some((97, How::ShortForm));
    }
    let singular = |part: &str| part.strip_suffix('s').map(str::len).unwrap_or(part.len());
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.len() > 3 && long.starts_with(short) && singular(long) == short.len() {
        return Some((97, How::Spelling));
    }
    if one.skeletal || other.skeletal {
        return crate::part::likeness(one, other);
    }
    if !families_a.is_empty() && !families_b.is_empty() {
        return None;
    }
    if one.sound == other.sound && one.sound.len() > 2 {
        return Some((94, How::SoundsAlike));
    }
    if short.len() > 3 && long.starts_with(short) && short.len() * 2 >= long.len() {
        return Some((80, How::Truncated));
    }
    if vowels_dropped(a, b) {
        return Some((88, How::VowelsDropped));
    }
    // Companies' names are chosen to differ: one slip in a long word is a slip.
    slip(a, b).filter(|points| *points >= AGREES_MIN - 8).map(|points| (100 - (100 - points) * 2 / 3, How::Spelling))
}

/// 0 to 100, for names without their legal forms.
pub(crate) fn score(a: &[Part], b: &[Part], pairs: &[Pair], accord: Accord) -> u32 {
    let weigh = |parts: &[Part], places: &[usize]| places.iter().map(|place| weight(&parts[*place])).max().unwrap_or(OWN_WEIGHT);
    let (mut weights, mut points) = (0, 0);
    let mut doubtful = accord == Accord::Conflict;
    let mut own = 0;
    for pair in pairs {
        let weight = weigh(a, &pair.given).max(weigh(b, &pair.registered));
        weights += weight;
        points += weight * pair.points;
        own += u32::from(weight == OWN_WEIGHT && pair.points >= AGREES_MIN);
        doubtful |= weight == OWN_WEIGHT && pair.points < AGREES_MIN;
    }
    let left = |parts: &[Part], used: &dyn Fn(usize) -> bool| -> u32 {
        parts.iter().enumerate().filter(|(index, _)| !used(*index)).map(|(_, part)| weight(part)).sum()
    };
    let left_a = left(a, &|index| pairs.iter().any(|pair| pair.given.contains(&index)));
    let left_b = left(b, &|index| pairs.iter().any(|pair| pair.registered.contains(&index)));
    let (against, missing) = (left_a.min(left_b), left_a.max(left_b) - left_a.min(left_b));
    weights += against + missing * MISSING_OF_100 / 100;
    if weights == 0 || pairs.is_empty() {
        return if is_acronym(a, b) || is_acronym(b, a) { DOUBTFUL_MAX } else { 0 };
    }
    let numbers = |parts: &[Part]| parts.iter().filter(|part| part.is_number()).map(|part| part.letters.clone()).collect::<Vec<_>>();
    doubtful |= numbers(a) != numbers(b) || against >= OWN_WEIGHT;
    // Words that many share are no company's name by themselves, unless they are all there is.
    doubtful |= own == 0 && left_a + left_b > LITTLE_WEIGHT * 2;
    let mut score = (points + weights / 2) / weights;
    score = score.saturating_sub(if accord == Accord::Loose { LOOSE_FORM } else { 0 });
    if doubtful { score.min(DOUBTFUL_MAX) } else { score }
}

/// Whether one name is the initials of the other: IBM, International Business Machines.
fn is_acronym(short: &[Part], long: &[Part]) -> bool {
    let [only] = short else { return false };
    let firsts = long.iter().filter(|part| weight(part) != LITTLE_WEIGHT).filter_map(|part| part.letters.bytes().next());
    only.letters.len() >= ACRONYM_LETTERS_MIN && firsts.eq(only.letters.bytes())
}
