//! How alike two parts of names are, and by which rule.

use super::fold::Part;

/// The rule by which two parts agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The same letters.
    Same,
    /// One is a customary short form of the other: Mohd for Mohammed.
    ShortForm,
    /// They sound alike: one name in two spellings.
    SoundsAlike,
    /// One lacks vowels of the other.
    VowelsDropped,
    /// One is the beginning of the other.
    Truncated,
    /// They differ by one slip of the pen.
    Spelling,
    /// One is the other's first letter.
    Initial,
    /// One is written as several parts in the other name.
    Joined,
}

impl How {
    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            How::Same => "same",
            How::ShortForm => "short_form",
            How::SoundsAlike => "sounds_alike",
            How::VowelsDropped => "vowels_dropped",
            How::Truncated => "truncated",
            How::Spelling => "spelling",
            How::Initial => "initial",
            How::Joined => "joined",
        }
    }
}

/// Letters below which spelling rules would make different names alike.
const SPELLING_LETTERS_MIN: usize = 5;
/// Consonants below which dropped vowels leave too little.
const SKELETON_LETTERS_MIN: usize = 3;
/// Letters that the beginning of a longer name must have to stand for it.
const TRUNCATED_LETTERS_MIN: usize = 4;

/// Points of 100 and the rule, or `None` when nothing speaks for one name.
pub fn likeness(one: &Part, other: &Part) -> Option<(u32, How)> {
    let (a, b) = (one.letters.as_str(), other.letters.as_str());
    if a == b {
        // Two equal initials say little more than one.
        return Some(if one.is_initial() { (90, How::Initial) } else { (100, How::Same) });
    }
    if one.is_initial() || other.is_initial() {
        return (a.chars().next() == b.chars().next()).then_some((80, How::Initial));
    }
    if long_form(a) == long_form(b) {
        return Some((96, How::ShortForm));
    }
    let (sound_a, sound_b) = (one.sound.as_str(), other.sound.as_str());
    if sound_a == sound_b && sound_a.len() > 1 {
        return Some((95, How::SoundsAlike));
    }
    if vowels_dropped(a, b) || vowels_dropped(sound_a, sound_b) {
        return Some((85, How::VowelsDropped));
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.len() >= TRUNCATED_LETTERS_MIN && long.starts_with(short) && (short.len() + 2..=short.len() * 2).contains(&long.len()) {
        return Some((84, How::Truncated));
    }
    slip(a, b).map(|points| (points, How::Spelling))
}

/// A customary short form written out; other parts as they are.
fn long_form(part: &str) -> &str {
    match part {
        "mohd" | "md" | "mohmd" | "mohamad" | "mohamed" | "mohammad" | "mohammed" | "muhammad" | "muhammed" | "muhamad" | "mohamud"
        | "mohd." => "mohammed",
        "kr" | "kmr" => "kumar",
        "pd" | "prsd" => "prasad",
        "ch" | "chd" => "chand",
        "sk" | "shk" => "sheikh",
        "sgh" => "singh",
        "chy" | "chdry" => "chaudhary",
        "laxmi" => "lakshmi",
        other => other,
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Whether one part is the other without some of its vowels, the first letter being kept.
fn vowels_dropped(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let skeleton = |part: &str| -> String { part.chars().filter(|letter| !is_vowel(*letter)).collect() };
    let kept = skeleton(short);
    if short.len() == long.len() || kept.len() < SKELETON_LETTERS_MIN || kept != skeleton(long) || a.chars().next() != b.chars().next() {
        return false;
    }
    // The short one's letters in their order within the long one: vowels were left out, none was changed.
    let mut letters = long.chars();
    short.chars().all(|letter| letters.any(|other| other == letter)) && !long.starts_with(short)
}

/// Points when one slip leads from one part to the other: a vowel weighs less than a consonant, whose change makes another
/// name (Rajesh, Rakesh, Ramesh).
fn slip(a: &str, b: &str) -> Option<u32> {
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    if long.len() < SPELLING_LETTERS_MIN || long.len() - short.len() > 1 {
        return None;
    }
    let front = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    let back = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    if front == 0 {
        return None;
    }
    match long.len() - short.len() {
        // One letter more.
        1 if front + back >= short.len() => Some(if is_vowel(long[front]) { 86 } else { 78 }),
        // One letter changed.
        0 if front + back + 1 == long.len() => Some(if is_vowel(long[front]) && is_vowel(short[front]) { 86 } else { 62 }),
        // Two neighbours exchanged.
        0 if front + back + 2 == long.len() && short[front] == long[front + 1] && short[front + 1] == long[front] => Some(84),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> Option<(u32, &'static str)> {
        let part = |letters: &str| Part::new(letters.into(), false);
        let (there, back) = (likeness(&part(one), &part(other)), likeness(&part(other), &part(one)));
        assert_eq!(there, back, "{one} and {other}: the order must not matter");
        there.map(|(points, how)| (points, how.word()))
    }

    #[test]
    fn parts_agree_by_a_rule_that_is_named() {
        for (one, other, expected) in [
            ("rahul", "rahul", Some((100, "same"))),
            ("r", "rahul", Some((80, "initial"))),
            ("r", "r", Some((90, "initial"))),
            ("k", "rahul", None),
            ("mohd", "muhammad", Some((96, "short_form"))),
            ("kr", "kumar", Some((96, "short_form"))),
            ("banerjee", "banerji", Some((95, "sounds_alike"))),
            ("sheikh", "shaikh", Some((95, "sounds_alike"))),
            ("choudhary", "chudhari", Some((95, "sounds_alike"))),
            ("sarma", "sharma", Some((95, "sounds_alike"))),
            ("lakshmi", "laxmi", Some((96, "short_form"))),
            ("krishna", "krishn", Some((95, "sounds_alike"))),
            ("vikas", "wikaas", Some((95, "sounds_alike"))),
            ("rjesh", "rajesh", Some((85, "vowels_dropped"))),
            ("vnktsh", "venkatesh", Some((85, "vowels_dropped"))),
            ("gurpreet", "guraprit", Some((85, "vowels_dropped"))),
            ("venkat", "venkatesh", Some((84, "truncated"))),
            ("sunil", "sunol", Some((86, "spelling"))),
            ("sunil", "sunli", Some((84, "spelling"))),
            ("rajesh", "rakesh", Some((62, "spelling"))),
            ("sharma", "sharman", Some((78, "spelling"))),
            ("rahul", "rohit", None),
            ("mukesh", "sukesh", None),
            ("amit", "ajit", None),
            ("anil", "anita", None),
            ("meena", "mona", None),
            ("sunil", "sunita", None),
            ("李明", "李明a", Some((95, "sounds_alike"))),
            ("李明", "明李", None),
        ] {
            assert_eq!(alike(one, other), expected, "{one} and {other}");
        }
    }
}
