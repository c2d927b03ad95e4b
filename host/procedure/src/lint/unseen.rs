//! Characters that nobody sees: with them a page is read as another one than is followed, and a terminal can be made to show anything.

use crate::diagnostic::{Found, is_unseen};

/// Bytes that are looked at together.
const PIECE_BYTES: usize = 4_096;

/// Tells of the first: whoever removes it looks for others.
pub(crate) fn look(text: &str, found: &mut Found<'_>) {
    // A page may be long, and few have such a byte at all.
    if text.as_bytes().chunks(PIECE_BYTES).all(|piece| piece.iter().fold(true, |all, byte| all & is_seen(*byte))) {
        return;
    }
    let Some((at, char)) = text.char_indices().find(|(_, char)| is_unseen(*char)) else { return };
    let message = format!("a character that nobody sees stands here (U+{:04X})", u32::from(char));
    let help = "remove it, and all others like it: people are to read what is followed";
    found.error("unseen_character", at..at + char.len_utf8(), message, help);
}

/// Whether no such character has the byte: it is none of the first control characters, and the others begin with one of two bytes.
fn is_seen(byte: u8) -> bool {
    let control = byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t');
    !control && byte != 0x7f && byte != 0xc2 && byte != 0xe2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_such_character_is_passed_over() {
        for char in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let mut bytes = [0; 4];
            assert!(!is_unseen(char) || char.encode_utf8(&mut bytes).bytes().any(|byte| !is_seen(byte)), "U+{:04X}", u32::from(char));
        }
    }
}
