//! How alike two parts of people's names are, and by which rule.

use crate::accent::{accent, bare, begin_alike, heard, heard_bare};
use crate::family::{given_name, share};
use crate::fold::Part;
use crate::slip::slip;

/// The rule by which two parts agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The same letters.
    Same,
    /// One is a customary form of the other: Mohd for Mohammed, Bill for William.
    ShortForm,
    /// They sound alike: one name in two spellings.
    SoundsAlike,
    /// One lacks vowels of the other.
    VowelsDropped,
    /// One is the beginning of the other.
    Truncated,
    /// They differ by slips of the pen.
    Spelling,
    /// One is the other's first letter.
    Initial,
    /// One is written as several parts in the other name.
    Joined,
    /// One is the initials of several words of the other name.
    Acronym,
    /// They say the same, in two languages or by two words.
    SameMeaning,
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
            How::Acronym => "acronym",
            How::SameMeaning => "same_meaning",
        }
    }
}

/// Consonants below which dropped vowels leave too little.
const SKELETON_LETTERS_MIN: usize = 3;
/// Letters that the beginning of a longer name must have to stand for it.
const TRUNCATED_LETTERS_MIN: usize = 4;
/// The most that two different listed names can come to.
const OTHER_NAME_MAX: u32 = 64;

/// Points of 100 and the rule, or `None` when nothing speaks for one name.
pub(crate) fn likeness(one: &Part, other: &Part) -> Option<(u32, How)> {
    let (a, b) = (one.letters.as_str(), other.letters.as_str());
    if a == b {
        // Two equal initials say little more than one.
        return Some(if one.is_initial() { (90, How::Initial) } else { (100, How::Same) });
    }
    if one.is_number() || other.is_number() {
        return None;
    }
    if one.is_initial() || other.is_initial() {
        return (a.as_bytes().first() == b.as_bytes().first()).then_some((80, How::Initial));
    }
    if one.skeletal || other.skeletal {
        return if share(one.names, other.names) { Some((96, How::ShortForm)) } else { consonants_alike(one, other) };
    }
    if long_form(a) == long_form(b) || without_article(a) == without_article(b) {
        return Some((96, How::ShortForm));
    }
    let (families_a, families_b) = (families_with_article(one), families_with_article(other));
    let sound_alike = one.sound == other.sound && one.sound.len() > 1 && !ends_otherwise(a, b);
    if share(families_a, families_b) {
        return Some(if sound_alike { (95, How::SoundsAlike) } else { (96, How::ShortForm) });
    }
    let truncated = is_truncated(a, b);
    if !families_a.is_empty() && !families_b.is_empty() && !truncated {
        return slip(a, b).map(|points| (points.min(OTHER_NAME_MAX), How::Spelling));
    }
    if sound_alike {
        return Some((95, How::SoundsAlike));
    }
    if vowels_dropped(a, b) || vowels_dropped(&one.sound, &other.sound) {
        return Some((85, How::VowelsDropped));
    }
    if truncated {
        return Some((84, How::Truncated));
    }
    let (slip, accent) = (slip(a, b), accent(&one.heard, &other.heard));
    match (slip, accent) {
        (slip, Some(accent)) if slip.is_none_or(|slip| slip < accent) => Some((accent, How::SoundsAlike)),
        (slip, _) => slip.map(|points| (points, How::Spelling)),
    }
}

/// A customary short form written out; other parts as they are.
fn long_form(part: &str) -> &str {
    match part {
        "kr" | "kmr" => "kumar",
        "pd" | "prsd" => "prasad",
        "ch" | "chd" => "chand",
        "sk" | "shk" | "sheikh" | "shaikh" | "shaykh" | "sheik" | "cheikh" => "sheikh",
        "sgh" => "singh",
        "chy" | "chdry" => "chaudhary",
        "st" | "saint" => "saint",
        other => other,
    }
}

/// An Arabic name whose article is written with it, as without.
fn without_article(part: &str) -> &str {
    part.strip_prefix("al").or_else(|| part.strip_prefix("el")).filter(|rest| rest.len() >= 5).unwrap_or(part)
}

/// The families of a name, with its article or without.
fn families_with_article(part: &Part) -> &'static [u16] {
    match (part.names, without_article(&part.letters)) {
        ([], bare) if bare.len() < part.letters.len() => given_name(bare),
        (families, _) => families,
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// One ends in an `a` that the other lacks, and could be spoken without: Anil, Anila; not Krishn, Krishna.
fn ends_otherwise(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let open = |part: &str| part.ends_with('a');
    let mut back = long.trim_end_matches(['a', 'h']).chars().rev();
    let cluster = back.next().is_some_and(|letter| !is_vowel(letter)) && back.next().is_some_and(|letter| !is_vowel(letter));
    open(long) != open(short) && !cluster && !short.ends_with('h') && !long.ends_with('h')
}

fn is_truncated(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= TRUNCATED_LETTERS_MIN && long.starts_with(short) && (short.len() + 2..=short.len() * 2).contains(&long.len())
}

fn skeleton(part: &str) -> String {
    part.chars().filter(|letter| !is_vowel(*letter)).collect()
}

/// Whether one part is the other without some of its vowels, the first letter being kept.
pub(crate) fn vowels_dropped(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let kept = skeleton(short);
    let bare = short.len() - kept.len() == usize::from(short.starts_with(is_vowel));
    let enough = kept.len() >= SKELETON_LETTERS_MIN || (kept.len() + 1 == SKELETON_LETTERS_MIN && bare && long.len() <= 5);
    if short.len() == long.len() || !enough || kept != skeleton(long) || a.as_bytes().first() != b.as_bytes().first() {
        return false;
    }
    // The short one's letters in their order within the long one: vowels were left out, none was changed.
    let mut letters = long.chars();
    short.chars().all(|letter| letters.any(|other| other == letter)) && !long.starts_with(short)
}

/// A part's consonants. Where `w` and `y` are written for long vowels nobody knows whether they are any.
pub(crate) fn bones(part: &Part) -> String {
    let mut last = None;
    let sound = crate::sound::sound(without_article(&part.letters));
    sound.chars().filter(|c| !is_vowel(*c) && !matches!(c, 'v' | 'h') && last.replace(*c) != Some(*c)).collect()
}

/// Names of which one comes from a script without short vowels, by their consonants.
fn consonants_alike(one: &Part, other: &Part) -> Option<(u32, How)> {
    let heard = |part: &Part| match without_article(&part.letters) {
        bare if bare.len() == part.letters.len() => part.heard.clone(),
        bare if part.skeletal => heard_bare(bare),
        bare => heard(bare),
    };
    let (a, b) = (heard(one), heard(other));
    let (points, count) = bare(&a, &b)?;
    let begin_alike = begin_alike(&a, &b);
    match count {
        // Nothing but vowels, and those that may be any.
        0 => begin_alike.then_some((82, How::SoundsAlike)),
        1 => begin_alike.then_some((points.min(82), How::VowelsDropped)),
        2 => begin_alike.then_some((points.min(88), How::VowelsDropped)),
        _ => Some((points.min(93), How::VowelsDropped)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn alike(one: &str, other: &str) -> Option<(u32, &'static str)> {
        let part = |word: &str| fold(word).parts.remove(0);
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
            ("bill", "william", Some((96, "short_form"))),
            ("volodymyr", "vladimir", Some((96, "short_form"))),
            ("kr", "kumar", Some((96, "short_form"))),
            ("alzawahiri", "zawahiri", Some((96, "short_form"))),
            ("banerjee", "banerji", Some((95, "sounds_alike"))),
            ("choudhary", "chudhari", Some((95, "sounds_alike"))),
            ("sarma", "sharma", Some((95, "sounds_alike"))),
            ("krishna", "krishn", Some((95, "sounds_alike"))),
            ("vikas", "wikaas", Some((95, "sounds_alike"))),
            ("rjesh", "rajesh", Some((85, "vowels_dropped"))),
            ("amt", "amit", Some((85, "vowels_dropped"))),
            ("vnktsh", "venkatesh", Some((85, "vowels_dropped"))),
            ("venkat", "venkatesh", Some((84, "truncated"))),
            ("محمد", "mohammed", Some((88, "vowels_dropped"))),
            ("علي", "ali", Some((96, "short_form"))),
            ("rajesh", "rakesh", Some((64, "spelling"))),
            ("kiran", "karan", Some((64, "spelling"))),
            ("rahul", "rohit", None),
            ("mukesh", "sukesh", None),
            ("amit", "ajit", None),
            ("anil", "anita", None),
            ("meena", "mona", None),
        ] {
            assert_eq!(alike(one, other), expected, "{one} and {other}");
        }
        for (one, other) in [("anil", "anila"), ("sushil", "sushila"), ("sunil", "sunita"), ("petrov", "petrova"), ("mario", "maria")] {
            assert!(alike(one, other).is_none_or(|(points, _)| points < 78), "{one} and {other}: {:?}", alike(one, other));
        }
    }
}
