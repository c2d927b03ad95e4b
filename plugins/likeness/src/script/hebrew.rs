//! Hebrew in Latin letters. Vowels are hardly written, so a name is compared by its consonants.

/// Whether a character is a letter or sign of the Hebrew script.
pub(crate) fn is_hebrew(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x5FF | 0xFB1D..=0xFB4F)
}

/// A word in Latin letters.
pub(crate) fn latin(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for (index, c) in word.chars().enumerate() {
        out.push_str(match c {
            'א' | 'ע' if index == 0 => "a",
            'א' | 'ע' => "",
            // At the beginning they are stops, later mostly not.
            'ב' if index == 0 => "b",
            'ב' | 'ו' => "v",
            'פ' if index == 0 => "p",
            'פ' | 'ף' => "f",
            'כ' | 'ך' => "kh",
            'ג' => "g",
            'ד' => "d",
            'ה' => "h",
            'ז' => "z",
            'ח' => "h",
            'ט' | 'ת' => "t",
            'י' => "y",
            'ל' => "l",
            'מ' | 'ם' => "m",
            'נ' | 'ן' => "n",
            'ס' => "s",
            'צ' | 'ץ' => "tz",
            'ק' => "k",
            'ר' => "r",
            'ש' => "sh",
            other if is_hebrew(other) => "",
            other => any_ascii::any_ascii_char(other),
        });
    }
    out.retain(|c| c.is_ascii_alphabetic());
    // Letters of other scripts, put among those of this one.
    out.make_ascii_lowercase();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_as_consonants() {
        for (word, expected) in [("בנימין", "bnymyn"), ("נתניהו", "ntnyhv"), ("אברהם", "avrhm"), ("כהן", "khhn"), ("שָׁלוֹם", "shlvm")]
        {
            assert_eq!(latin(word), expected, "{word}");
        }
    }
}
