//! One word of a name in Latin letters, whatever script or disguise it came in.

use crate::family::{company_word, meaning};
use crate::script::{arabic, hebrew, indic};

/// Letters of a part that are compared.
pub(crate) const LETTERS_MAX: usize = 40;

/// What became of a word.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// One entry, or one for each syllable of a script that writes syllables.
    pub(crate) words: Vec<String>,
    /// Short vowels are not written in its script.
    pub(crate) skeletal: bool,
    /// It has letters of another alphabet, or digits, in the place of Latin letters.
    pub(crate) disguised: bool,
}

/// Whether a character cannot be seen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180E | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xE0000..=0xE0FFF)
        || (c.is_control() && !c.is_whitespace())
}

/// Writes one word without invisible characters. `among_latin`: other words of the name are in Latin letters.
pub(crate) fn written(word: &str, among_latin: bool) -> Written {
    if word.is_ascii() {
        return latin(word, word.to_ascii_lowercase());
    }
    if word.chars().any(arabic::is_arabic) {
        let (article, rest) = arabic::without_article(word);
        let mut words = if article { vec!["al".to_owned()] } else { Vec::new() };
        words.push(bounded(arabic::latin(rest)));
        return Written { words, skeletal: true, disguised: false };
    }
    if word.chars().any(hebrew::is_hebrew) {
        return Written { words: vec![bounded(hebrew::latin(word))], skeletal: true, disguised: false };
    }
    if word.chars().any(indic::is_indic) {
        return Written { words: vec![bounded(indic::latin(word))], ..Written::default() };
    }
    if word.chars().any(is_syllabic) {
        return Written { words: syllables(word), ..Written::default() };
    }
    let mixed = word.chars().any(|c| c.is_ascii_alphabetic());
    let foreign = word.chars().filter(|c| c.is_alphabetic()).all(|c| look_alike(c).is_some());
    if (mixed || (among_latin && foreign)) && word.chars().any(|c| look_alike(c).is_some()) {
        let plain: String = word.chars().map(|c| look_alike(c).unwrap_or(c)).collect();
        let written = latin(word, any_ascii::any_ascii(&plain).to_ascii_lowercase());
        return Written { disguised: true, ..written };
    }
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        // Signs that read as words: (R), TM.
        if c.is_alphanumeric() {
            plain.push_str(any_ascii::any_ascii_char(c));
        }
    }
    plain.make_ascii_lowercase();
    if word.chars().any(is_greek) {
        plain = plain.replace("oy", "ou");
    }
    if word.chars().any(is_cyrillic) {
        // Breath is written with the letter for kh: Тхакур, Бхарат.
        for stop in ["b", "d", "g", "k", "p", "t", "ch"] {
            plain = plain.replace(&format!("{stop}kh"), &format!("{stop}h"));
        }
    }
    let skeletal = word.chars().any(|c| matches!(u32::from(c), 0x700..=0x74F));
    Written { skeletal, ..latin(word, plain) }
}

/// Letters and digits of lower-case ASCII. Digits between letters stand for the letters that they look like.
fn latin(word: &str, plain: String) -> Written {
    let bytes = plain.as_bytes();
    if !bytes.iter().any(u8::is_ascii_digit) {
        let letters = plain.chars().filter(char::is_ascii_lowercase).collect();
        return Written { words: vec![bounded(letters)], ..Written::default() };
    }
    let letter = |index: Option<usize>| index.and_then(|index| bytes.get(index)).is_some_and(u8::is_ascii_lowercase);
    let mut disguised = false;
    let mut out = String::with_capacity(plain.len());
    for (index, byte) in bytes.iter().enumerate() {
        let between = letter(index.checked_sub(1)) && letter(Some(index + 1));
        let read = match byte {
            b'0' if between => 'o',
            b'1' if between => 'i',
            b'3' if between => 'e',
            b'4' if between => 'a',
            b'5' if between => 's',
            b'a'..=b'z' | b'0'..=b'9' => char::from(*byte),
            _ => continue,
        };
        disguised |= between && byte.is_ascii_digit() && read.is_ascii_lowercase() && word.is_ascii();
        out.push(read);
    }
    Written { words: vec![bounded(out)], skeletal: false, disguised }
}

fn bounded(mut letters: String) -> String {
    // All that comes here is ASCII.
    letters.truncate(LETTERS_MAX);
    letters
}

/// Chinese characters and Korean syllables: each is a word of its own in Latin letters.
fn is_syllabic(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0xAC00..=0xD7A3)
}

fn is_greek(c: char) -> bool {
    matches!(u32::from(c), 0x370..=0x3FF | 0x1F00..=0x1FFF)
}

fn is_cyrillic(c: char) -> bool {
    matches!(u32::from(c), 0x400..=0x52F)
}

fn syllables(word: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut open = false;
    for c in word.chars().filter(|c| c.is_alphanumeric() || *c == 'ー') {
        let text: String =
            any_ascii::any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let own = is_syllabic(c);
        match words.last_mut() {
            Some(last) if open && !own => bounded_push(last, &text),
            _ => words.push(bounded(text)),
        }
        open = !own;
    }
    words.retain(|word| !word.is_empty());
    // Korean surnames of one sound are never written with one letter.
    if let Some(first) = words.first_mut().filter(|_| word.chars().next().is_some_and(is_hangul)) {
        let written = match first.as_str() {
            "i" => "lee",
            "o" => "oh",
            "u" => "woo",
            other => other,
        };
        *first = written.to_owned();
    }
    common_words_joined(words)
}

/// Two syllables that are a word which companies' names share, or the name of a country, are one part.
fn common_words_joined(syllables: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(syllables.len());
    for syllable in syllables {
        let two = out.last().map(|last| format!("{last}{syllable}")).filter(|two| is_common(two));
        match (two, out.last_mut()) {
            (Some(two), Some(last)) => *last = two,
            _ => out.push(syllable),
        }
    }
    out
}

fn is_common(word: &str) -> bool {
    !company_word(word).is_empty() || !meaning(word).is_empty()
}

fn bounded_push(word: &mut String, more: &str) {
    word.push_str(more);
    word.truncate(LETTERS_MAX);
}

/// Cyrillic, Greek and other letters that look like Latin ones.
fn look_alike(c: char) -> Option<char> {
    let lower = c.to_lowercase().next().unwrap_or(c);
    Some(match lower {
        'а' | 'α' | 'ɑ' => 'a',
        'в' | 'β' | 'Ᏼ' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ё' | 'ε' => 'e',
        'ɡ' => 'g',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'ո' | 'ν' if c == lower => 'n',
        'ν' => 'n',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' if c == lower => 'u',
        'υ' => 'y',
        'ѵ' => 'v',
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

    #[test]
    fn words_come_out_in_latin_letters() {
        for (word, expected) in [
            ("D'Souza", "dsouza"),
            ("Ångström", "angstrom"),
            ("Straße", "strasse"),
            ("ＲＡＨＵＬ", "rahul"),
            ("𝐑𝐚𝐡𝐮𝐥", "rahul"),
            ("राहुल", "rahul"),
            ("Борис", "boris"),
            ("Бхарат", "bharat"),
            ("Щербаков", "shcherbakov"),
            ("Παπαδόπουλος", "papadopoulos"),
            ("李明", "li ming"),
            ("김정은", "gim jeong eun"),
            ("이재용", "lee jae yong"),
            ("华为国际", "hua wei guoji"),
            ("タナカ", "tanaka"),
            ("محمد", "mhmd"),
            ("الظواهري", "al zwahry"),
            ("בנימין", "bnymyn"),
            ("Уيمن", "uymn"),
            ("Уבן", "uvn"),
            ("Xमोहन", "mohan"),
            ("Acme®", "acme"),
            ("7", "7"),
        ] {
            assert_eq!(written(word, false).words.join(" "), expected, "{word}");
        }
    }

    #[test]
    fn a_disguise_is_seen_through_and_told() {
        for (word, among_latin, expected, disguised) in [
            ("Shаrma", true, "sharma", true),
            ("СОСО", true, "coco", true),
            ("СОСО", false, "soso", false),
            ("Иван", true, "ivan", false),
            ("R0hit", true, "rohit", true),
            ("3M", true, "3m", false),
            ("ν", true, "n", true),
        ] {
            let written = written(word, among_latin);
            assert_eq!((written.words.join(" ").as_str(), written.disguised), (expected, disguised), "{word}");
        }
    }
}
