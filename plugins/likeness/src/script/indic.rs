//! Indian scripts in Latin letters, as names are commonly written.
//!
//! Nine scripts lie in Unicode in the same order, 128 places apart, so one table serves all. A consonant carries an `a` unless
//! a vowel sign or the silencing sign follows; at the end of a word that `a` is not spoken in the north and not written in
//! Latin letters anywhere.

/// The first letter of the first of nine blocks of 128.
const FIRST: u32 = 0x900;
const BLOCK: u32 = 0x80;
const BLOCKS: u32 = 9;

/// Consonants from place 0x15 on.
const CONSONANTS: [&str; 37] = [
    "k", "kh", "g", "gh", "n", "ch", "chh", "j", "jh", "n", "t", "th", "d", "dh", "n", "t", "th", "d", "dh", "n", "n", "p", "ph", "b",
    "bh", "m", "y", "r", "r", "l", "l", "zh", "v", "sh", "sh", "s", "h",
];
/// Independent vowels from place 0x05 on.
const VOWELS: [&str; 16] = ["a", "a", "i", "i", "u", "u", "ri", "l", "e", "e", "e", "ai", "o", "o", "o", "au"];
/// Vowel signs from place 0x3E on.
const SIGNS: [&str; 15] = ["a", "i", "i", "u", "u", "ri", "ri", "e", "e", "e", "ai", "o", "o", "o", "au"];
/// Consonants with a dot, written as letters of their own, from place 0x58 on.
const DOTTED: [&str; 8] = ["q", "kh", "g", "z", "d", "dh", "f", "y"];

const NASAL_DOT: u32 = 0x02;
const MOON_DOT: u32 = 0x01;
/// Gurmukhi's.
const TIPPI: u32 = 0x70;
const BREATH: u32 = 0x03;
const SILENCER: u32 = 0x4D;

/// Whether a character is of one of the nine scripts.
pub(crate) fn is_indic(c: char) -> bool {
    (FIRST..FIRST + BLOCK * BLOCKS).contains(&u32::from(c))
}

/// A word of one of the nine scripts in Latin letters. Other characters are left out.
pub(crate) fn latin(word: &str) -> String {
    let places: Vec<u32> = word.chars().filter(|c| is_indic(*c)).map(|c| (u32::from(c) - FIRST) % BLOCK).collect();
    let mut out = String::with_capacity(places.len() * 2);
    // Whether a consonant was written whose own vowel is still open.
    let mut open = false;
    for (index, place) in places.iter().enumerate() {
        if let Some(letters) = consonant(*place) {
            close(&mut out, &mut open);
            out.push_str(letters);
            open = true;
        } else if let Some(letters) = at(&SIGNS, *place, 0x3E) {
            out.push_str(letters);
            open = false;
        } else if let Some(letters) = at(&VOWELS, *place, 0x05) {
            close(&mut out, &mut open);
            out.push_str(letters);
        } else {
            match *place {
                SILENCER => open = false,
                MOON_DOT | NASAL_DOT | TIPPI => {
                    close(&mut out, &mut open);
                    out.push(nasal(places.get(index + 1).copied()));
                }
                BREATH => {
                    close(&mut out, &mut open);
                    out.push('h');
                }
                // A dot below, a doubling sign, a joiner: no letters.
                _ => {}
            }
        }
    }
    out
}

fn consonant(place: u32) -> Option<&'static str> {
    at(&CONSONANTS, place, 0x15).or_else(|| at(&DOTTED, place, 0x58))
}

fn at(table: &'static [&'static str], place: u32, first: u32) -> Option<&'static str> {
    table.get(usize::try_from(place.checked_sub(first)?).ok()?).copied()
}

fn close(out: &mut String, open: &mut bool) {
    if std::mem::take(open) {
        out.push('a');
    }
}

/// Before lips' sounds a nasal is an m.
fn nasal(next: Option<u32>) -> char {
    if next.is_some_and(|place| (0x2A..=0x2E).contains(&place)) { 'm' } else { 'n' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_as_they_are_commonly_written() {
        for (word, expected) in [
            ("राहुल", "rahul"),
            ("शर्मा", "sharma"),
            ("कुमार", "kumar"),
            ("प्रिया", "priya"),
            ("सिंह", "sinh"),
            ("अनिल", "anil"),
            ("संपत", "sampat"),
            ("ફાતિમા", "phatima"),
            ("ਗੁਰਪ੍ਰੀਤ", "guraprit"),
            ("লক্ষ্মী", "lakshmi"),
            ("ராஜன்", "rajan"),
            ("వెంకట", "venkat"),
            ("ನಾಯಕ", "nayak"),
            ("മേനോൻ", "meno"),
        ] {
            assert_eq!(latin(word), expected, "{word}");
        }
    }
}
