//! Letters that pretend to be others: names in mixed alphabets, and names that look like one in ours.

use super::homoglyph_data::LIKE;

/// Alphabets whose letters are taken for those of another. All the rest counts as one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
    Other,
}

fn script(char: char) -> Option<Script> {
    Some(match char {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{2de0}'..='\u{2dff}' | '\u{a640}'..='\u{a69f}' => Script::Cyrillic,
        '\u{530}'..='\u{58f}' => Script::Armenian,
        '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => Script::Cherokee,
        _ if char.is_alphabetic() => Script::Other,
        _ => return None,
    })
}

/// Whether a label mixes alphabets that are taken for one another.
pub(crate) fn is_mixed(label: &str) -> bool {
    let mut scripts = label.chars().filter_map(script).filter(|script| *script != Script::Other);
    let first = scripts.next();
    scripts.any(|script| Some(script) != first)
}

/// The name in our letters that this one, not in them, looks like. `None`: it looks like none.
pub(crate) fn looks_like(name: &str) -> Option<String> {
    let plain = |char: char| match char {
        _ if char.is_ascii() => Some(char),
        _ => LIKE.binary_search_by_key(&char, |(other, _)| *other).ok().map(|index| LIKE[index].1),
    };
    let like: String = name.chars().map(plain).collect::<Option<String>>()?;
    (!name.is_ascii()).then_some(like)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pretenders_are_told_from_honest_names() {
        for (name, like, mixed) in [
            ("аррӏе", Some("apple"), false),
            ("раураl", Some("paypal"), true),
            ("gооgle", Some("google"), true),
            ("münchen", None, false),
            ("яндекс", None, false),
            ("ελλάδα", None, false),
            ("例子", None, false),
            ("例子abc", None, false),
            ("الإمارات", None, false),
            ("apple", None, false),
            ("micrоsоft", Some("microsoft"), true),
        ] {
            assert_eq!((looks_like(name).as_deref(), is_mixed(name)), (like, mixed), "{name}");
        }
    }
}
