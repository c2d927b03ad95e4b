//! A name as the parts that are compared: Latin letters in lower case, without signs and disguises, titles told apart.

use crate::accent::{Heard, heard, heard_bare};
use crate::compound::{Word, joined};
use crate::family;
use crate::form::{self, Found};
use crate::letters::{LETTERS_MAX, is_invisible, written};
use crate::sound::sound;
use crate::words;

/// Parts of a name that are compared; names have fewer.
pub(crate) const PARTS_MAX: usize = 16;
/// Characters of a name that are read.
const CHARACTERS_MAX: usize = 1_000;

/// A name, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Its parts in order; without any, the name has no letters.
    pub parts: Vec<Part>,
    /// It has characters that cannot be seen.
    pub invisible: bool,
    /// It has letters of another alphabet, or digits, among Latin letters that look like them.
    pub disguised: bool,
    /// The legal form of a company.
    pub(crate) form: Option<Found>,
    /// A second one at the other end.
    pub(crate) other_form: Option<Found>,
}

/// One part of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Lower-case letters, digits of companies.
    pub letters: String,
    /// The same for the usual spellings of a name.
    pub sound: String,
    /// The same for any spelling, nearly.
    pub(crate) heard: Heard,
    /// The families of given names, of words that companies share, and of words with one meaning that it is of.
    pub(crate) names: &'static [u16],
    pub(crate) words: &'static [u16],
    pub(crate) meanings: &'static [u16],
    /// It may be a title: nothing is lost when the other name lacks it.
    pub title: bool,
    /// A little word, such as `al`, `bin` or `de`.
    pub(crate) particle: bool,
    /// Its script writes no short vowels.
    pub(crate) skeletal: bool,
}

impl Part {
    /// A part with these letters.
    pub fn new(letters: String) -> Part {
        Part {
            sound: sound(&letters),
            heard: heard(&letters),
            names: family::given_name(&letters),
            words: family::company_word(&letters),
            meanings: family::meaning(&letters),
            letters,
            title: false,
            particle: false,
            skeletal: false,
        }
    }

    /// A single letter stands for a longer part.
    pub fn is_initial(&self) -> bool {
        self.letters.len() == 1 && !self.is_number()
    }

    pub(crate) fn is_number(&self) -> bool {
        self.letters.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// Folds a name.
pub fn fold(name: &str) -> Folded {
    let mut folded = Folded::default();
    let end = name.char_indices().nth(CHARACTERS_MAX).map_or(name.len(), |(end, _)| end);
    let text = words::without_relatives(&name[..end]);
    let among_latin = text.split(is_gap).any(|word| word.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_ascii()) && has_letter(word));
    let mut sides = text.split(',');
    let (front, back) = (sides.next().unwrap_or_default(), sides.next());
    let mut words = read(front, among_latin, &mut folded);
    match (back, sides.next()) {
        (Some(back), None) => {
            let back = read(back, among_latin, &mut folded);
            // SHARMA, Rahul; but neither CECOEX, S.A. nor Rahul Sharma, PhD.
            let turned = back.iter().any(|(word, _)| !words::is_title(word) && words::generation(word).is_none()) && !is_form(&back);
            if turned {
                words.splice(0..0, back)
            } else {
                words.splice(words.len().., back)
            };
        }
        (Some(_), Some(_)) => words = read(text, among_latin, &mut folded),
        (None, _) => {}
    }
    folded.parts = joined(words).into_iter().take(PARTS_MAX).map(part).collect();
    if !folded.parts.iter().any(|part| part.letters.bytes().any(|byte| byte.is_ascii_lowercase())) {
        folded.parts.clear();
    }
    tell_apart(&mut folded.parts);
    (folded.form, folded.other_form) = form::find(&folded.parts);
    folded
}

fn has_letter(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn part((letters, skeletal): Word) -> Part {
    let part = Part::new(letters);
    if skeletal { Part { heard: heard_bare(&part.letters), skeletal, ..part } } else { part }
}

fn is_form(words: &[Word]) -> bool {
    let mut parts = vec![Part::new(String::new())];
    parts.extend(words.iter().cloned().map(part));
    form::find(&parts).0.is_some_and(|found| found.from == 1 && found.to == parts.len())
}

fn read(text: &str, among_latin: bool, folded: &mut Folded) -> Vec<Word> {
    let mut words = Vec::new();
    for word in text.split(is_gap) {
        let visible: String = word.chars().filter(|c| !is_invisible(*c)).collect();
        folded.invisible |= visible.len() != word.len();
        let written = written(&visible, among_latin);
        folded.disguised |= written.disguised;
        words.extend(written.words.into_iter().filter(|word| !word.is_empty()).map(|word| (word, written.skeletal)));
        if words.len() > PARTS_MAX * 2 {
            break;
        }
    }
    words
}

/// Says which parts are titles and which are little words.
fn tell_apart(parts: &mut [Part]) {
    let count = parts.len();
    for (index, part) in parts.iter_mut().enumerate() {
        let word = part.letters.as_str();
        part.title =
            words::is_title(word) || words::generation(word).is_some() || (index == 0 && count > 2 && words::is_title_or_name(word));
        part.particle = words::is_particle(word, index == 0, index + 1 == count);
    }
    // A name of titles alone is a name: Sri, Major and Sardar are given to children too.
    if parts.iter().all(|part| part.title || part.particle) {
        parts.iter_mut().for_each(|part| (part.title, part.particle) = (false, false));
    }
}

fn is_gap(c: char) -> bool {
    !c.is_ascii_alphanumeric() && (c.is_whitespace() || ".,-_/\\&()[]{}<>|;:+\"“”„«»‐‑‒–—―·・\u{ff0e}\u{ff0c}\u{3001}\u{60c}".contains(c))
}

const _: () = assert!(LETTERS_MAX >= 32);

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> String {
        let parts: Vec<String> =
            fold(name).parts.into_iter().map(|part| if part.title { format!("({})", part.letters) } else { part.letters }).collect();
        parts.join(" ")
    }

    #[test]
    fn names_fold_to_parts() {
        for (name, expected) in [
            ("Rahul Sharma", "rahul sharma"),
            ("  RAHUL   sharma ", "rahul sharma"),
            ("Dr. Rahul Sharma", "(dr) rahul sharma"),
            ("SHRI. RAHUL SHARMA JI", "(shri) rahul sharma (ji)"),
            ("S.K.Sharma", "s k sharma"),
            ("D'Souza, Maria-Anne", "maria anne dsouza"),
            ("ZAYDAN, Muhammad", "muhammad zaydan"),
            ("Rahul Sharma, PhD", "rahul sharma (phd)"),
            ("CECOEX, S.A.", "cecoex s a"),
            ("Anglo-Caribbean Co., Ltd.", "anglo caribbean co ltd"),
            ("One, Two, Three", "one two three"),
            ("Rahul Sharma S/O Mohan Sharma", "rahul sharma"),
            ("Rahul Sharma son-of Mohan", "rahul sharma"),
            ("Maria do Carmo", "maria do carmo"),
            ("José Müller Ångström", "jose muller angstrom"),
            ("ＲＡＨＵＬ", "rahul"),
            ("राहुल शर्मा", "rahul sharma"),
            ("Владимир Путин", "vladimir putin"),
            ("أيمن الظواهري", "aymn al zwahry"),
            ("Abd al-Rahman", "abdrahman"),
            ("Sri", "sri"),
            ("李明", "li ming"),
            ("", ""),
            ("...", ""),
            ("12345", ""),
        ] {
            assert_eq!(parts(name), expected, "{name}");
        }
    }

    #[test]
    fn disguises_are_seen_through_and_noted() {
        let folded = fold("R\u{200b}ahul Shаrma");
        assert_eq!((folded.parts[0].letters.as_str(), folded.parts[1].letters.as_str()), ("rahul", "sharma"));
        assert!(folded.invisible && folded.disguised);
        let folded = fold("Rahul Sharma");
        assert!(!folded.invisible && !folded.disguised);
    }

    #[test]
    fn a_flood_of_parts_and_letters_is_bounded() {
        let folded = fold(&format!("{} {}", "a".repeat(500), "b ".repeat(1000)));
        assert_eq!((folded.parts.len(), folded.parts[0].letters.len()), (PARTS_MAX, LETTERS_MAX));
    }
}
