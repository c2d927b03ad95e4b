//! Matching digits against a numbering plan's patterns.
//!
//! The patterns are regular expressions of a small kind: digits, classes, `\d`, groups, alternatives, `?`, `{m,n}` and `$`.
//! Compiling one would cost more than the single match that a call needs. So a pattern is walked once, from left to right,
//! with the set of all places in the number that a match of what was walked so far may have come to: one bit for each place.

/// A number has fewer digits than this, so that its places fit into the bits of a set.
pub(crate) const DIGITS_MAX: usize = 30;

/// Whether the pattern matches all of the digits.
pub(crate) fn matches(pattern: &str, digits: &str) -> bool {
    digits.len() <= DIGITS_MAX && ends(pattern, digits, 0) & (1 << digits.len()) != 0
}

/// Digits at the front that the pattern matches, as many as possible. `None`: it does not match there.
pub(crate) fn prefix(pattern: &str, digits: &str) -> Option<usize> {
    let ends = ends(pattern, digits, 0);
    (ends != 0).then(|| highest(ends))
}

/// What each group at the pattern's top level takes of the digits, the first as much as it can, if the pattern matches them all.
pub(crate) fn groups<'a>(pattern: &str, digits: &'a str) -> Option<Vec<&'a str>> {
    if digits.len() > DIGITS_MAX {
        return None;
    }
    let mut found = Vec::new();
    let (mut at, mut place) = (0, 0);
    while at < pattern.len() {
        let mut walk = Walk { pattern: pattern.as_bytes(), at, digits: digits.as_bytes() };
        let group = pattern[at..].starts_with('(') && !pattern[at..].starts_with("(?:");
        let mut ends_here = walk.piece(1 << place);
        let rest = walk.at;
        // The longest that lets the rest match to the end.
        let end = loop {
            if ends_here == 0 {
                return None;
            }
            let end = highest(ends_here);
            if ends(&pattern[rest..], digits, end) & (1 << digits.len()) != 0 {
                break end;
            }
            ends_here &= !(1 << end);
        };
        if group {
            found.push(&digits[place..end]);
        }
        (at, place) = (rest, end);
    }
    (place == digits.len()).then_some(found)
}

/// The places that a match starting at `start` may end at.
fn ends(pattern: &str, digits: &str, start: usize) -> u32 {
    if digits.len() > DIGITS_MAX {
        return 0;
    }
    Walk { pattern: pattern.as_bytes(), at: 0, digits: digits.as_bytes() }.alternatives(1 << start)
}

fn highest(set: u32) -> usize {
    (u32::BITS - 1 - set.leading_zeros()) as usize
}

/// A class of digits: bit n for digit n.
type Class = u16;
const ANY: Class = 0b11_1111_1111;

struct Walk<'a> {
    pattern: &'a [u8],
    at: usize,
    digits: &'a [u8],
}

impl Walk<'_> {
    fn peek(&self) -> Option<u8> {
        self.pattern.get(self.at).copied()
    }

    fn alternatives(&mut self, places: u32) -> u32 {
        let mut ends = self.sequence(places);
        while self.peek() == Some(b'|') {
            self.at += 1;
            ends |= self.sequence(places);
        }
        ends
    }

    fn sequence(&mut self, mut places: u32) -> u32 {
        while let Some(byte) = self.peek()
            && byte != b'|'
            && byte != b')'
        {
            if places == 0 {
                self.skip_sequence();
                return 0;
            }
            places = self.piece(places);
        }
        places
    }

    /// To the end of this alternative: nothing can match any more.
    fn skip_sequence(&mut self) {
        let mut depth = 0_u32;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' => depth += 1,
                b')' | b'|' if depth == 0 => return,
                b')' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// An atom and how often it stands there.
    fn piece(&mut self, places: u32) -> u32 {
        let atom = self.at;
        let mut reached = self.atom(places);
        let (least, most) = self.repeats();
        let behind = self.at;
        let mut ends = if least == 0 { places } else { 0 };
        for count in 1..=most {
            if count > 1 {
                self.at = atom;
                reached = self.atom(reached);
            }
            if reached == 0 {
                break;
            }
            if count >= least {
                ends |= reached;
            }
        }
        self.at = behind;
        ends
    }

    fn repeats(&mut self) -> (u32, u32) {
        match self.peek() {
            Some(b'?') => {
                self.at += 1;
                (0, 1)
            }
            Some(b'{') => {
                self.at += 1;
                let least = self.number();
                let most = if self.peek() == Some(b',') {
                    self.at += 1;
                    self.number()
                } else {
                    least
                };
                self.at += 1;
                (least, most)
            }
            _ => (1, 1),
        }
    }

    fn number(&mut self) -> u32 {
        let mut number = 0;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            number = number * 10 + u32::from(byte - b'0');
            self.at += 1;
        }
        number
    }

    fn atom(&mut self, places: u32) -> u32 {
        let byte = self.peek();
        self.at += 1;
        match byte {
            Some(b'(') => {
                if self.pattern[self.at..].starts_with(b"?:") {
                    self.at += 2;
                }
                let ends = self.alternatives(places);
                self.at += 1;
                ends
            }
            Some(b'[') => {
                let class = self.class();
                self.step(places, class)
            }
            Some(b'\\') => {
                self.at += 1;
                self.step(places, ANY)
            }
            Some(b'$') => places & (1 << self.digits.len()),
            Some(byte @ b'0'..=b'9') => self.step(places, 1 << (byte - b'0')),
            _ => 0,
        }
    }

    /// The rest of a class such as `[02-57]`.
    fn class(&mut self) -> Class {
        let mut class = 0;
        let mut last = 0;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'0'..=b'9' => {
                    last = byte - b'0';
                    class |= 1 << last;
                }
                b'-' => {
                    let to = self.peek().unwrap_or(b'0').wrapping_sub(b'0').min(9);
                    class |= (last..=to).fold(0, |class, digit| class | 1 << digit);
                }
                // `\d` inside a class.
                b'd' => class = ANY,
                b']' => break,
                _ => {}
            }
        }
        class
    }

    fn step(&self, places: u32, class: Class) -> u32 {
        let mut ends = 0;
        let mut left = places;
        while left != 0 {
            let place = left.trailing_zeros() as usize;
            left &= left - 1;
            if let Some(digit) = self.digits.get(place)
                && class >> (digit - b'0') & 1 == 1
            {
                ends |= 1 << (place + 1);
            }
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_regular_expressions_do() {
        for (pattern, yes, no) in [
            ("12", &["12"][..], &["1", "13", "123"][..]),
            ("1|23", &["1", "23"], &["2", "123"]),
            (r"[2-46]\d", &["20", "49", "65"], &["50", "10", "2"]),
            (r"\d{2,4}", &["12", "123", "1234"], &["1", "12345"]),
            ("1(?:2|3(?:4|5))6?", &["12", "126", "134", "1356"], &["13", "1366", "16"]),
            ("(?:12){2}", &["1212"], &["12", "121212"]),
            ("0?1", &["1", "01"], &["0", "001"]),
            (r"9\d{3}$|1", &["9123", "1"], &["91234"]),
            (r"[\d]", &["7"], &["77"]),
        ] {
            for digits in yes {
                assert!(matches(pattern, digits), "{pattern} {digits}");
            }
            for digits in no {
                assert!(!matches(pattern, digits), "{pattern} {digits}");
            }
        }
    }

    #[test]
    fn a_prefix_is_as_long_as_it_can_be() {
        assert_eq!(prefix("0", "0123"), Some(1));
        assert_eq!(prefix("0|01", "0123"), Some(2));
        assert_eq!(prefix("1", "0123"), None);
        assert_eq!(prefix("", "0123"), Some(0));
    }

    #[test]
    fn groups_take_as_much_as_they_can_and_leave_the_rest_its_share() {
        assert_eq!(groups(r"(\d{2})(\d{2,3})(\d{3})", "1234567"), Some(vec!["12", "34", "567"]));
        assert_eq!(groups(r"(\d{2})(\d{2,3})(\d{3})", "12345678"), Some(vec!["12", "345", "678"]));
        assert_eq!(groups(r"(\d)(?:15)?(\d{2})", "11523"), Some(vec!["1", "23"]));
        assert_eq!(groups(r"(\d{2})", "123"), None);
    }

    #[test]
    fn more_digits_than_any_number_has_match_nothing() {
        assert!(!matches(r"\d{1,99}", &"1".repeat(40)));
    }
}
