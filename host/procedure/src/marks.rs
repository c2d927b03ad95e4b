//! Signs of markup are counted before anything is read.

use crate::MARKS_MAX;

/// Where the first mark beyond the bound stands, if there is one.
pub(crate) fn beyond(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut marks = 0;
    for (at, byte) in bytes.iter().enumerate() {
        marks += usize::from(is_mark(*byte) || matches!(byte, b'.' | b')') && at > 0 && bytes[at - 1].is_ascii_digit());
        if marks > MARKS_MAX {
            return Some(at);
        }
    }
    None
}

/// Whether the byte may begin or end a piece of markup. The numbers of lists are recognised by what follows them.
const fn is_mark(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'#' | b'*' | b'_' | b'-' | b'+' | b'>' | b'<' | b'`' | b'~' | b'[' | b']' | b'!' | b'&' | b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_mark_too_many_is_pointed_at() {
        let most = "é[".repeat(MARKS_MAX);
        assert_eq!(beyond(&most), None);
        assert_eq!(beyond(&format!("{most}word *")), Some(most.len() + 5));
        assert_eq!(beyond(&"1. 2) ".repeat(MARKS_MAX / 2 + 1)), Some(3 * MARKS_MAX + 1));
        assert_eq!(beyond(&"A sentence, as people write them (with brackets). ".repeat(20_000)), None);
    }
}
