//! How far two spellings are apart to the ear: one name as clerks of several languages write it in Latin letters.
//!
//! A spelling is read as sounds, of which one may take several letters (`sh`, `kh`, `ou`). Which sounds are written for each
//! other, and how readily, is a table. Vowels weigh little, as between languages they are anybody's guess.

use crate::distance::{Prices, distance, is_vowel};
use crate::letters::LETTERS_MAX;

/// Letters that are one sound, the longest first. Capitals are sounds that have no letter of their own.
const SOUNDS: &[(&str, &str)] = &[
    ("chzh", "j"),
    ("shch", "S"),
    ("tsch", "C"),
    ("dzh", "j"),
    ("sch", "S"),
    ("tch", "C"),
    ("szcz", "S"),
    ("sz", "S"),
    ("cz", "C"),
    ("tsz", "j"),
    ("ch", "C"),
    ("sh", "S"),
    ("zh", "Z"),
    ("kh", "X"),
    ("gh", "G"),
    ("th", "T"),
    ("dh", "D"),
    ("ph", "f"),
    ("bh", "b"),
    ("jh", "j"),
    ("dj", "j"),
    ("ts", "c"),
    ("tz", "c"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("c", "k"),
    ("x", "ks"),
    ("aa", "a"),
    ("ai", "e"),
    ("ay", "e"),
    ("ae", "e"),
    ("ei", "e"),
    ("ey", "e"),
    ("au", "o"),
    ("aw", "o"),
    ("eo", "o"),
    ("eu", "u"),
    ("oo", "u"),
    ("ou", "u"),
    ("ow", "u"),
    ("ee", "i"),
    ("ie", "i"),
    ("iy", "i"),
    ("y", "i"),
    ("w", "v"),
];

/// Sounds that are written for each other, with what that weighs in tenths of a slip: the first line that has both counts.
const WRITTEN_FOR: &[(&str, u8)] = &[
    ("kq", 1),
    ("tT", 1),
    ("dD", 1),
    ("gG", 1),
    ("hX", 2),
    ("jZ", 2),
    ("ae", 3),
    ("ei", 2),
    ("ou", 2),
    ("ao", 3),
    ("au", 4),
    ("ai", 5),
    ("eu", 5),
    ("eo", 5),
    ("iu", 6),
    ("io", 7),
    ("kX", 3),
    ("sT", 3),
    ("sc", 3),
    ("sz", 3),
    ("zD", 3),
    ("ij", 3),
    ("kqgGX", 4),
    ("hgG", 4),
    ("SCs", 4),
    ("CjZq", 4),
    ("zcjC", 4),
    ("tdTD", 4),
    ("bpvf", 4),
    ("uv", 4),
    ("ov", 5),
    ("jgG", 3),
    ("zT", 5),
    ("SZz", 5),
    ("mn", 7),
    ("lr", 8),
];
/// Sounds are near each other below this.
const NEAR_SOUND: u32 = 5;
/// One sound in the place of any other, and of a vowel.
const OTHER_SOUND: u32 = 12;
const FIRST_SOUND: u32 = 19;
/// What it is at most where a sound is written for another and the script leaves vowels out: its letters are few.
const BARE_SOUND_MAX: u32 = 2;
const VOWEL_FOR_OTHER: u32 = 16;
/// Letters that two spellings of one name may be apart.
const LETTERS_APART_MAX: usize = 4;
/// Sounds below which another accent would make different names alike.
const SOUNDS_MIN: usize = 3;
/// Letters of a syllable that may be a name by itself, as in China and Korea, and what two ways to write it come to.
const SYLLABLE_MAX: usize = 5;
const SYLLABLE_POINTS: u32 = 88;
/// Points taken off for a tenth of a slip, times the letters of the longer spelling.
const POINTS_OFF: u32 = 18;
/// Below this two spellings are two names.
const POINTS_MIN: u32 = 60;

/// What every two sounds weigh in each other's place, by their places in the alphabet.
static COSTS: [[u8; PLACES]; PLACES] = costs();
/// Capitals, then small letters.
const PLACES: usize = 64;

const fn place(sound: u8) -> usize {
    (sound & 63) as usize
}

const fn costs() -> [[u8; PLACES]; PLACES] {
    let mut costs = [[0; PLACES]; PLACES];
    // The first line that has both counts, so it is written last.
    let mut line = WRITTEN_FOR.len();
    while line > 0 {
        line -= 1;
        let (sounds, cost) = (WRITTEN_FOR[line].0.as_bytes(), WRITTEN_FOR[line].1);
        let (mut i, mut j) = (0, 0);
        while i < sounds.len() {
            while j < sounds.len() {
                costs[place(sounds[i])][place(sounds[j])] = cost;
                j += 1;
            }
            (i, j) = (i + 1, 0);
        }
    }
    costs
}

/// A spelling as it is heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    /// None twice in a row.
    sounds: Vec<u8>,
    letters: usize,
}

/// Reads the sounds of a spelling. Where vowels are left out, `ts` is two.
pub(crate) fn heard_bare(letters: &str) -> Heard {
    let mut heard = heard(&letters.replace("ts", "t.s"));
    heard.sounds.retain(|sound| *sound != b'.');
    heard
}

/// Reads the sounds of a spelling.
pub(crate) fn heard(letters: &str) -> Heard {
    let mut sounds = Vec::with_capacity(letters.len());
    // Xi, Hsi.
    let begun = letters.strip_prefix('x').or_else(|| letters.strip_prefix("hs").filter(|rest| rest.bytes().next().is_some_and(is_vowel)));
    sounds.extend(begun.map(|_| b's'));
    let mut rest = begun.unwrap_or(letters).as_bytes();
    while let Some(first) = rest.first() {
        let known = SOUNDS.iter().find(|(letters, _)| rest.starts_with(letters.as_bytes()));
        let (read, length) = known.map_or((std::slice::from_ref(first), 1), |(letters, read)| (read.as_bytes(), letters.len()));
        // Ahn, Shah: breath that is not heard.
        let breath = *first == b'h' && length == 1 && sounds.last().copied().is_some_and(is_vowel);
        let silent = breath && !rest.get(1).copied().is_some_and(|next| is_vowel(next) || next == b'y');
        for sound in read.iter().filter(|_| !silent) {
            if sounds.last() != Some(sound) {
                sounds.push(*sound);
            }
        }
        rest = &rest[length..];
    }
    sounds.truncate(LETTERS_MAX);
    Heard { sounds, letters: letters.len() }
}

/// Points of 100 for two spellings; `None` when nothing speaks for one name.
pub(crate) fn accent(a: &Heard, b: &Heard) -> Option<u32> {
    let length = a.letters.max(b.letters);
    if a.letters.min(b.letters) + LETTERS_APART_MAX < length {
        return None;
    }
    let (a, b) = (a.sounds.as_slice(), b.sounds.as_slice());
    if length <= SYLLABLE_MAX && is_syllable(a) && is_syllable(b) {
        return same_syllable(a, b).then_some(SYLLABLE_POINTS);
    }
    if a.len().min(b.len()) < SOUNDS_MIN {
        return (a == b && a.len() + 1 == SOUNDS_MIN).then_some(SYLLABLE_POINTS);
    }
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    let most = (100 - POINTS_MIN) * length / POINTS_OFF;
    let cost = apart(a, b, most, OTHER_SOUND)?;
    Some(100 - cost * POINTS_OFF / length)
}

fn is_syllable(sounds: &[u8]) -> bool {
    sounds.iter().filter(|sound| is_vowel(**sound)).count() == 1
}

/// Whether two syllables have one vowel, and consonants that are written for each other: Jo, Cho; Pom, Bom; Li, Lee.
fn same_syllable(a: &[u8], b: &[u8]) -> bool {
    let near = |x: u8, y: u8| x == y || (!is_vowel(x) && !is_vowel(y) && changed(x, y, false) < NEAR_SOUND);
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| near(*x, *y))
}

/// The same for two spellings of which one has no short vowels: by their consonants, and how many those are.
pub(crate) fn bare(a: &Heard, b: &Heard) -> Option<(u32, usize)> {
    let (a, b) = (consonants(&a.sounds), consonants(&b.sounds));
    let (length, shorter) = (a.len().max(b.len()), a.len().min(b.len()));
    let most = match shorter {
        0..3 => 4 * u32::from(shorter > 0),
        _ => OTHER_SOUND,
    };
    let off = u32::try_from(shorter).map_or(u32::MAX, |shorter| (shorter + 3).max(5));
    apart(&a, &b, most, BARE_SOUND_MAX).map(|cost| (100 - cost * POINTS_OFF / off, length))
}

/// Whether two spellings begin with sounds that are written for each other.
pub(crate) fn begin_alike(a: &Heard, b: &Heard) -> bool {
    match (a.sounds.first(), b.sounds.first()) {
        (Some(a), Some(b)) => (is_vowel(*a) && is_vowel(*b)) || changed(*a, *b, false) < NEAR_SOUND,
        _ => false,
    }
}

/// What is left of a spelling where nobody writes short vowels, and long ones as `w` and `y`.
fn consonants(sounds: &[u8]) -> Vec<u8> {
    let mut last = None;
    let mut kept = |sound: &u8| !is_vowel(*sound) && !matches!(sound, b'v' | b'h') && last.replace(*sound) != Some(*sound);
    sounds.iter().copied().filter(|sound| kept(sound)).collect()
}

/// In tenths of a slip. `None` when it is more than `most`; a sound that is written for another is at most `near`.
fn apart(a: &[u8], b: &[u8], most: u32, near: u32) -> Option<u32> {
    let changed = |i: usize, j: usize| {
        let last = i + 1 == a.len() && j + 1 == b.len();
        match changed(a[i], b[j], last) {
            OTHER_SOUND if i == 0 && j == 0 => FIRST_SOUND,
            cost @ 0..OTHER_SOUND => cost.min(near),
            cost => cost,
        }
    };
    distance(a, b, most, &Prices { extra, changed, swapped: None })
}

/// A sound that one spelling has and the other lacks.
fn extra(sounds: &[u8], at: usize) -> u32 {
    match sounds[at] {
        // At the end it often makes another name: Anil, Anila.
        b'a' if at + 1 == sounds.len() => 10,
        b'h' => 3,
        sound if is_vowel(sound) => {
            if at == 0 {
                7
            } else {
                4
            }
        }
        _ if at == 0 => 17,
        b'X' | b'G' => 6,
        _ => OTHER_SOUND,
    }
}

fn changed(x: u8, y: u8, last: bool) -> u32 {
    if x == y {
        return 0;
    }
    let (vowel, other) = (is_vowel(x), is_vowel(y));
    // Mario, Maria.
    if last && vowel && other && (x == b'a' || y == b'a') {
        return 8;
    }
    match COSTS[place(x)][place(y)] {
        0 if vowel != other => VOWEL_FOR_OTHER,
        0 => OTHER_SOUND,
        cost => u32::from(cost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(one: &str, other: &str) -> Option<u32> {
        accent(&heard(one), &heard(other))
    }

    #[test]
    fn one_name_in_two_accents_is_near_and_others_are_not() {
        for (one, other, least) in [
            ("qadhafi", "ghadaffi", 80),
            ("hujayj", "hejeij", 78),
            ("mutayri", "mutairi", 95),
            ("shaar", "chaar", 78),
            ("jawad", "juad", 80),
            ("darashenka", "doroshenko", 70),
            ("merhej", "merkhezh", 85),
            ("zhukov", "joukov", 90),
        ] {
            let found = points(one, other).unwrap_or_default();
            assert_eq!(points(one, other), points(other, one));
            assert!(found >= least, "{one} and {other}: {found}");
        }
        for (one, other) in [("mukesh", "sukesh"), ("amit", "ajit"), ("rahul", "rohit"), ("mario", "maria"), ("rajesh", "rakesh")] {
            assert!(points(one, other).is_none_or(|points| points < 78), "{one} and {other}: {:?}", points(one, other));
        }
    }
    #[test]
    fn without_vowels_letters_stand_for_several_sounds() {
        for (written, other, least) in
            [("jrjry", "gregorio", 88), ("mzlwm", "mazloom", 95), ("fydh", "faiz", 85), ("mtsdq", "motassadeq", 95)]
        {
            let found = bare(&heard_bare(written), &heard(other));
            assert!(found.is_some_and(|(points, _)| points >= least), "{written} and {other}: {found:?}");
        }
        for (written, other) in [("hsn", "hamid"), ("krym", "rahim"), ("slym", "salman")] {
            let found = bare(&heard_bare(written), &heard(other));
            assert!(found.is_none_or(|(points, _)| points < 78), "{written} and {other}: {found:?}");
        }
    }
}
