//! Characters that nobody sees: with them a page is read as another one than is followed, and a terminal can be made to show anything.

use crate::diagnostic::{Found, is_unseen};

/// Tells of the first: whoever removes it looks for others.
pub(crate) fn look(text: &str, found: &mut Found<'_>) {
    let Some((at, char)) = text.char_indices().find(|(_, char)| is_unseen(*char)) else { return };
    let message = format!("a character that nobody sees stands here (U+{:04X})", u32::from(char));
    let help = "remove it, and all others like it: people are to read what is followed";
    found.error("unseen_character", at..at + char.len_utf8(), message, help);
}
