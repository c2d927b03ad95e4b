//! A name as the parts that are compared: Latin letters in lower case, without titles, signs and disguises.

use super::indic;
use super::sound::sound;

/// Parts of a name that are compared; names have fewer.
const PARTS_MAX: usize = 16;
/// Letters of a part that are compared.
const LETTERS_MAX: usize = 40;

/// Titles and forms of address: they are never missing from a name.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "master", "dr", "prof", "shri", "shree", "sri", "shriman", "smt", "shrimati", "sushri", "kum", "km",
    "late", "adv", "er", "ca", "cs", "capt", "captain", "maj", "major", "col", "colonel", "lt", "gen", "brig", "wg", "cdr", "sqn", "ldr",
    "hon", "justice", "pt", "pandit", "haji", "hazi", "al", "haj", "sir", "madam", "ji", "thiru", "tmt", "selvi", "sardar", "sh", "retd",
    "jr", "sr",
];

/// Words behind which relatives are named: `S/O`, `D/O`, `W/O`, `C/O` and their long forms.
const RELATIONS: &[&str] = &["so", "do", "wo", "co", "sonof", "daughterof", "wifeof", "careof", "alias"];

/// A name, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Its parts in order.
    pub parts: Vec<Part>,
    /// It has characters that cannot be seen.
    pub invisible: bool,
    /// It has letters of another alphabet among Latin ones that look like them.
    pub disguised: bool,
}

/// One part of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Lower-case letters.
    pub letters: String,
    /// The same for the usual spellings of a name.
    pub sound: String,
    /// It may be a title: nothing is lost when the other name lacks it.
    pub title: bool,
}

impl Part {
    /// A part with these letters.
    pub fn new(letters: String, title: bool) -> Part {
        Part { sound: sound(&letters), letters, title }
    }

    /// A single letter stands for a longer part.
    pub fn is_initial(&self) -> bool {
        self.letters.chars().count() == 1
    }
}

/// Folds a name.
pub fn fold(name: &str) -> Folded {
    let mut folded = Folded::default();
    let text = without_relatives(name);
    for word in text.split(is_gap) {
        let visible: String = word.chars().filter(|c| !is_invisible(*c)).collect();
        folded.invisible |= visible.len() != word.len();
        let letters = letters(&visible, &mut folded.disguised);
        if !letters.is_empty() && folded.parts.len() < PARTS_MAX {
            let title = TITLES.contains(&letters.as_str());
            folded.parts.push(Part::new(letters, title));
        }
    }
    // A name of titles alone is a name: Sri, Major and Sardar are given to children too.
    if folded.parts.iter().all(|part| part.title) {
        folded.parts.iter_mut().for_each(|part| part.title = false);
    }
    folded
}

/// What stands before `S/O` and its like: the rest names somebody else.
fn without_relatives(name: &str) -> &str {
    let mut start = 0;
    for word in name.split_inclusive(char::is_whitespace) {
        let marker: String = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        let slashed = word.contains('/') || marker.len() > 2;
        if start > 0 && slashed && RELATIONS.contains(&marker.as_str()) {
            return &name[..start];
        }
        start += word.len();
    }
    name
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || ".,-–—_/\\&()[]|;:+\u{ff0e}\u{3000}".contains(c)
}

fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x34F | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFE00..=0xFE0F | 0xFEFF)
}

fn letters(word: &str, disguised: &mut bool) -> String {
    if word.chars().any(indic::is_indic) {
        return indic::latin(word).chars().take(LETTERS_MAX).collect();
    }
    let mixed = word.chars().any(|c| c.is_ascii_alphabetic());
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' => out.push(c),
            // Apostrophes, marks, digits of a disguise: not letters.
            _ if !c.is_alphabetic() => {}
            _ => match plain(c) {
                Some(plain) => out.push_str(plain),
                None => match look_alike(c) {
                    Some(latin) => {
                        *disguised |= mixed;
                        out.push(latin);
                    }
                    None => out.push(full_width(c)),
                },
            },
        }
    }
    out.chars().take(LETTERS_MAX).collect()
}

fn full_width(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF41..=0xFF5A => u8::try_from(code - 0xFF41).map_or(c, |index| char::from(b'a' + index)),
        _ => c,
    }
}

/// A Latin letter without its marks.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ḍ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' | 'ḥ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' | 'ḷ' => "l",
        'ṁ' | 'ṃ' => "m",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ṅ' | 'ṇ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ọ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' | 'ṛ' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'ṭ' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ụ' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// Cyrillic and Greek letters that look like Latin ones.
fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ё' | 'ε' => 'e',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'ո' | 'ν' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'ζ' => 'z',
        _ => return None,
    })
}

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
            ("D'Souza, Maria-Anne", "dsouza maria anne"),
            ("Rahul Sharma S/O Mohan Sharma", "rahul sharma"),
            ("Rahul Sharma son-of Mohan", "rahul sharma"),
            ("Maria do Carmo", "maria do carmo"),
            ("José Müller Ångström", "jose muller angstrom"),
            ("ＲＡＨＵＬ", "rahul"),
            ("राहुल शर्मा", "rahul sharma"),
            ("Sri", "sri"),
            ("李明", "李明"),
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
        let folded = fold(&format!("{} {}", "a".repeat(1000), "b ".repeat(1000)));
        assert_eq!((folded.parts.len(), folded.parts[0].letters.len()), (PARTS_MAX, LETTERS_MAX));
    }
}
