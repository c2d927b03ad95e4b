//! Companies' names: words that many share weigh little, and what one company's name has beside another's may be another company.

use crate::accent::accent;
use crate::acronym;
use crate::compare::{AGREES_MIN, MATCH_MIN};
use crate::family::share;
use crate::fold::{Folded, Part};
use crate::form::Accord;
use crate::pair::{Pair, pair_up};
use crate::part::{How, vowels_dropped};
use crate::slip::{is_slip, slip};

/// What a word weighs that tells one company from another.
const OWN_WEIGHT: u32 = 100;
/// A country, and other words of the same kind.
const PLACE_WEIGHT: u32 = 80;
/// A word that says what a company does.
const SHARED_WEIGHT: u32 = 40;
/// A word that says next to nothing: Group, Trading.
const VAGUE_WEIGHT: u32 = 20;
/// A word that joins others.
const LITTLE_WEIGHT: u32 = 5;
/// Families of words that join others, and that say next to nothing: the first lines of the table.
const LITTLE_FAMILIES: u16 = 3;
const VAGUE_FAMILIES: u16 = LITTLE_FAMILIES + 22;
/// Of a hundred, what words weigh that contradict each other, and what missing ones do.
const AGAINST_OF_100: u32 = 150;
const MISSING_OF_100: u32 = 30;
/// Points off for legal forms of which one may be a loose way to write the other.
const LOOSE_FORM: u32 = 3;
/// The most that the names of two holders can come to.
const DOUBTFUL_MAX: u32 = MATCH_MIN - 1;
/// So many words of its own make it sure which company is meant, or one of so many letters.
const OWN_SURE: u32 = 2;
const OWN_LETTERS_SURE: usize = 6;
/// What says that a name is a company's.
const SIGNS_MIN: usize = 2;
/// Letters of a word that says so. Shorter ones are people's names somewhere.
const SIGN_LETTERS_MIN: usize = 4;
/// Letters of a legal form that is no likely part of a person's name beside one who lacks it.
const FORM_LETTERS_MIN: usize = 3;
/// Letters that a short form has of what it is short for, at the beginning.
const SHORT_FORM_LETTERS: usize = 2;

/// How much a name says of being a company's, without an unsure legal form. There are people named Bank, or San Son: one word that many
/// share does not say enough, nor do short ones.
fn signs(name: &Folded) -> usize {
    let sure = if name.form.as_ref().is_some_and(|form| form.sure) { SIGNS_MIN } else { 0 };
    let shared = name.parts.iter().filter(|part| is_shared(weight(part)));
    if !shared.clone().any(|part| part.letters.len() >= SIGN_LETTERS_MIN) {
        return sure;
    }
    let aside = name.parts.iter().any(|part| part.is_number() || part.letters == "and" || weight(part) == PLACE_WEIGHT);
    shared.count() + usize::from(aside) + sure
}

/// Whether two names are companies', by what either of them says or both together.
pub(crate) fn are_companies(one: &Folded, other: &Folded) -> bool {
    let signs = signs(one).max(signs(other));
    signs >= SIGNS_MIN
        || (signs > 0 && (one.form.is_some() || other.form.is_some() || says_the_same(one, other)))
        || is_form_all(one, other)
        || is_form_all(other, one)
}

/// Whether two names say the same of what a company does, by two words: no two people's surnames do.
fn says_the_same(one: &Folded, other: &Folded) -> bool {
    let same = |a: &Part, b: &Part| a.letters != b.letters && is_shared(weight(a)) && share(a.words, b.words);
    one.parts.iter().any(|a| other.parts.iter().any(|b| same(a, b)))
}

/// Whether what may be a legal form is all that one name has more than the other.
fn is_form_all(one: &Folded, other: &Folded) -> bool {
    let Some(form) = one.form.as_ref().filter(|_| other.form.is_none()) else { return false };
    form_letters(one).len() >= FORM_LETTERS_MIN && one.parts.len() - (form.to - form.from) == other.parts.len()
}

/// The legal form of a name, as it is written there.
pub(crate) fn form_letters(name: &Folded) -> String {
    name.form.as_ref().map(|form| name.parts[form.from..form.to].iter().map(|part| part.letters.as_str()).collect()).unwrap_or_default()
}

/// The parts that are compared: without legal forms, and with single letters in a row written as one word.
pub(crate) fn parts(name: &Folded, beside: &Folded) -> Vec<Part> {
    let form = |index: usize| [&name.form, &name.other_form].into_iter().flatten().any(|form| (form.from..form.to).contains(&index));
    let misspelt = name.form.is_none() && beside.form.is_some() && is_form_misspelt(&name.parts, beside);
    let within = |index: usize| form(index) || (misspelt && index + 1 == name.parts.len());
    let kept: Vec<&Part> = name.parts.iter().enumerate().filter(|(index, _)| !within(*index)).map(|(_, part)| part).collect();
    let single = |part: &&Part| part.letters.len() == 1 && !part.is_number();
    let mut out: Vec<Part> = Vec::with_capacity(kept.len());
    let mut letters = String::new();
    for (index, part) in kept.iter().enumerate() {
        if single(part) {
            letters.push_str(&part.letters);
        } else if part.letters != "and" || letters.is_empty() || !kept.get(index + 1).is_some_and(single) {
            flush(&mut out, &mut letters);
            out.push(Part { title: false, particle: false, ..(*part).clone() });
        }
        // J & M, J and M: nothing is between the letters.
    }
    flush(&mut out, &mut letters);
    out
}

/// Whether a name ends in what would be the other's legal form but for a slip: Corp, Crp.
fn is_form_misspelt(parts: &[Part], beside: &Folded) -> bool {
    let Some((last, form)) = parts.last().zip(beside.form.as_ref().and_then(|form| beside.parts.get(form.to - 1))) else { return false };
    parts.len() > 1
        && last.letters != form.letters
        && (vowels_dropped(&last.letters, &form.letters) || is_slip(&last.letters, &form.letters))
}

fn flush(out: &mut Vec<Part>, letters: &mut String) {
    if !letters.is_empty() {
        out.push(Part::new(std::mem::take(letters)));
    }
}

fn weight(part: &Part) -> u32 {
    match part.words {
        [] if part.meanings.is_empty() => OWN_WEIGHT,
        [] => PLACE_WEIGHT,
        families if families.iter().any(|family| *family < LITTLE_FAMILIES) => LITTLE_WEIGHT,
        families if families.iter().any(|family| *family < VAGUE_FAMILIES) => VAGUE_WEIGHT,
        _ => SHARED_WEIGHT,
    }
}

/// Whether it is the weight of a word that many companies' names have.
fn is_shared(weight: u32) -> bool {
    (VAGUE_WEIGHT..=SHARED_WEIGHT).contains(&weight)
}

/// Whether a word joins others.
pub(crate) fn is_little(part: &Part) -> bool {
    weight(part) == LITTLE_WEIGHT
}

/// Whether a word tells one company from another.
pub(crate) fn is_own(part: &Part) -> bool {
    weight(part) >= PLACE_WEIGHT
}

/// The pairs of two companies' words.
pub(crate) fn pairs(a: &[Part], b: &[Part], forms: (&str, &str)) -> Vec<Pair> {
    pair_up(a, b, likeness, acronym::pairs(a, b, forms))
}

/// How alike two words of companies' names are.
fn likeness(one: &Part, other: &Part) -> Option<(u32, How)> {
    let (a, b) = (one.letters.as_str(), other.letters.as_str());
    if a == b {
        return Some((100, How::Same));
    }
    let digits = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    if digits(a) || digits(b) {
        return None;
    }
    if share(one.words, other.words) || share(one.meanings, other.meanings) {
        let alike = a.as_bytes().iter().zip(b.as_bytes()).take_while(|(a, b)| a == b).count() >= SHORT_FORM_LETTERS;
        return Some((97, if alike { How::ShortForm } else { How::SameMeaning }));
    }
    let singular = |part: &str| part.strip_suffix('s').map(str::len).unwrap_or(part.len());
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.len() > 3 && long.starts_with(short) && singular(long) == short.len() {
        return Some((97, How::Spelling));
    }
    if one.skeletal || other.skeletal {
        // An article has few consonants, which other words have too.
        return if is_little(one) == is_little(other) { crate::part::likeness(one, other) } else { None };
    }
    if !one.words.is_empty() && !other.words.is_empty() {
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
    let slip = slip(a, b).filter(|points| *points >= AGREES_MIN - 8).map(|points| (100 - (100 - points) * 2 / 3, How::Spelling));
    let accent = accent(&one.heard, &other.heard).filter(|points| *points >= AGREES_MIN).map(|points| (points, How::SoundsAlike));
    [slip, accent].into_iter().flatten().max_by_key(|(points, _)| *points)
}

/// What one name has and the other lacks.
struct Left {
    own: u32,
    shared: u32,
    vague: u32,
}

impl Left {
    fn of(parts: &[Part], form: &str, used: impl Fn(usize) -> bool) -> Left {
        // A name and its own initials say one thing.
        let itself = acronym::of_itself(parts, form);
        let told = |index: usize| itself.iter().any(|(place, run)| *place == index || (run.contains(&index) && used(*place)));
        let mut left = Left { own: 0, shared: 0, vague: 0 };
        for index in (0..parts.len()).filter(|index| !used(*index) && !told(*index)) {
            match weight(&parts[index]) {
                weight @ PLACE_WEIGHT.. => left.own += weight,
                weight @ SHARED_WEIGHT.. => left.shared += weight,
                weight => left.vague += weight,
            }
        }
        left
    }

    /// More than words that join others.
    fn says(&self) -> u32 {
        self.all() / VAGUE_WEIGHT
    }

    fn all(&self) -> u32 {
        self.own + self.shared + self.vague
    }
}

/// 0 to 100, for names without their legal forms.
pub(crate) fn score(a: &[Part], b: &[Part], pairs: &[Pair], forms: (&str, &str), accord: Accord) -> u32 {
    let weigh = |parts: &[Part], places: &[usize]| places.iter().map(|place| weight(&parts[*place])).max().unwrap_or(OWN_WEIGHT);
    let (mut weights, mut points) = (0, 0);
    let mut doubtful = accord == Accord::Conflict;
    let mut own = 0;
    for pair in pairs {
        let weight = weigh(a, &pair.given).max(weigh(b, &pair.registered));
        weights += weight;
        points += weight * pair.points;
        own += u32::from(weight >= PLACE_WEIGHT && pair.points >= AGREES_MIN);
        doubtful |= weight >= PLACE_WEIGHT && pair.points < AGREES_MIN;
    }
    let left_a = Left::of(a, forms.0, |index| pairs.iter().any(|pair| pair.given.contains(&index)));
    let left_b = Left::of(b, forms.1, |index| pairs.iter().any(|pair| pair.registered.contains(&index)));
    let against = left_a.all().min(left_b.all());
    // Beside two words of its own, words that many share may be left out.
    let few = |left: &Left| if own >= OWN_SURE { left.own + (left.shared + left.vague).min(SHARED_WEIGHT) } else { left.all() };
    let missing = few(&left_a).max(few(&left_b)).saturating_sub(against);
    weights += against * AGAINST_OF_100 / 100 + missing * MISSING_OF_100 / 100;
    if weights == 0 {
        return 0;
    }
    let numbers = |parts: &[Part]| parts.iter().filter(|part| part.is_number()).map(|part| part.letters.clone()).collect::<Vec<_>>();
    doubtful |= numbers(a) != numbers(b) || against >= OWN_WEIGHT;
    // Words that many share are no company's name by themselves, unless they are all there is.
    doubtful |= own == 0 && left_a.all() + left_b.all() >= VAGUE_WEIGHT;
    // Tata Steel, Tata Motors: each says what it does.
    doubtful |= left_a.shared.max(left_b.shared) > 0 && left_a.says().min(left_b.says()) > 0;
    // Tata, Tata Steel: one short word of its own is a house of many companies.
    let short = |pair: &Pair| pair.given.iter().map(|place| a[*place].letters.len()).sum::<usize>() < OWN_LETTERS_SURE;
    let sure = own >= OWN_SURE || !pairs.iter().filter(|pair| weigh(a, &pair.given) == OWN_WEIGHT).all(short);
    doubtful |= !sure && left_a.shared.max(left_b.shared) > 0;
    let mut score = (points + weights / 2) / weights;
    score = score.saturating_sub(if accord == Accord::Loose { LOOSE_FORM } else { 0 });
    if doubtful { score.min(DOUBTFUL_MAX) } else { score }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_weigh_by_what_they_say() {
        for (words, expected) in [
            (&["of", "and", "company", "kompaniya"][..], LITTLE_WEIGHT),
            (&["group", "trading", "ticaret", "holding", "organization"], VAGUE_WEIGHT),
            (&["import", "bank", "stroitelnaya", "havacilik", "cement"], SHARED_WEIGHT),
            (&["iran", "rossiyskaya", "northern"], PLACE_WEIGHT),
            (&["gazprom", "otik"], OWN_WEIGHT),
        ] {
            for word in words {
                assert_eq!(weight(&Part::new((*word).to_owned())), expected, "{word}");
            }
        }
    }
}
