//! Long sorted lists, kept as the text that they are: nothing is built for a call, and a search touches a dozen lines.

/// Lines in order, after a first that says where they come from. What is looked for is a line's first word.
pub(crate) struct Lines(pub(crate) &'static str);

impl Lines {
    /// The line whose first word is this.
    pub(crate) fn find(&self, word: &str) -> Option<&'static str> {
        let text = self.0;
        let mut low = text.find('\n').map_or(text.len(), |end| end + 1);
        let mut high = text.len();
        while low < high {
            let middle = low + (high - low) / 2;
            let start = text.get(low..middle)?.rfind('\n').map_or(low, |newline| low + newline + 1);
            let end = text.get(middle..high)?.find('\n').map_or(high, |newline| middle + newline);
            let line = &text[start..end];
            match line.split(' ').next().unwrap_or_default().cmp(word) {
                std::cmp::Ordering::Equal => return Some(line),
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        const TEXT: &str = "# whence\na\nab p\nb.a\nc\n";
        let lines = Lines(TEXT);
        for line in TEXT.lines().skip(1) {
            assert_eq!(lines.find(line.split(' ').next().unwrap()), Some(line));
        }
        for other in ["", "#", "aa", "ab p", "b", "b.", "d", "0", "\u{e9}"] {
            assert_eq!(lines.find(other), None, "{other}");
        }
        assert_eq!((Lines("").find("a"), Lines("# only\n").find("a")), (None, None));
    }
}
