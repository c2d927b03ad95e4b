//! JSON objects that guests write, and words of theirs that others will read.

use journal::Json;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// The longest sentence of a guest that is kept, in bytes.
const SENTENCE_BYTES_MAX: usize = 500;

/// Reads a JSON object. Everything that reads it later can: its depth and its numbers are checked too.
pub(crate) fn read(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(text).ok()
}

/// Keeps a text if it is a JSON object that [`read`] could read; nothing is built for it.
pub(crate) fn keep(text: String) -> Option<Json> {
    serde_json::from_str::<Object>(&text).ok()?;
    Json::parse(text).ok()
}

/// An object that was read and thrown away.
struct Object;

/// Any value that was.
struct Sound;

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        deserializer.deserialize_map(Sound).map(|Sound| Object)
    }
}

impl<'de> Deserialize<'de> for Sound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sound, D::Error> {
        deserializer.deserialize_any(Sound)
    }
}

impl<'de> Visitor<'de> for Sound {
    type Value = Sound;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_str<E>(self, _: &str) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Sound, A::Error> {
        while let Some(Sound) = items.next_element()? {}
        Ok(Sound)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Sound, A::Error> {
        while let Some((Sound, Sound)) = members.next_entry()? {}
        Ok(Sound)
    }
}

/// A guest's sentence, of bounded length and without control characters.
pub(crate) fn sentence(text: &str) -> String {
    let mut kept = String::new();
    for letter in text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }) {
        if kept.len() + letter.len_utf8() > SENTENCE_BYTES_MAX {
            break;
        }
        kept.push(letter);
    }
    kept.trim().to_owned()
}

/// Whether `text` is a lower-case word: a letter, then letters, digits and underscores, `max` of them in all at most.
pub(crate) fn is_word(text: &str, max: usize) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && text.len() <= max
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_objects_are_kept() {
        assert_eq!(keep(" {\"a\": 1} ".into()).unwrap().as_str(), "{\"a\": 1}");
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200));
        for text in ["", "[]", "1", "null", "\"{}\"", "{", "{}{}", "{\"a\":1e999}", &deep] {
            assert!(keep(text.into()).is_none() && read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn sentences_are_bounded_and_on_one_line() {
        assert_eq!(sentence(" a\r\nb\u{1b}[31m\u{0} "), "a  b [31m");
        assert_eq!(sentence(&"é".repeat(1_000)).len(), SENTENCE_BYTES_MAX);
        assert!(sentence(&format!("a{}", "é".repeat(1_000))).len() < SENTENCE_BYTES_MAX);
    }

    #[test]
    fn words_are_lower_case_and_bounded() {
        assert!(is_word("pan_verification2", 64) && is_word("a", 1));
        for text in ["", "2a", "_a", "A", "a-b", "a b", "ä", "ab"] {
            assert!(!is_word(text, 1), "{text}");
        }
    }
}
