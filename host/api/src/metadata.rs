//! The client's own object: bounded and checked, then carried as it was written.

use journal::Json;
use journal::limits::METADATA_BYTES_MAX;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What it must be, in the words of a refusal.
pub(crate) const RULE: &str = "must be an object of at most 2,048 bytes as compact UTF-8 JSON";

const _: () = assert!(METADATA_BYTES_MAX == 2_048);

/// The object without the white space between its tokens and the escapes within its strings that UTF-8 does not need: the form that
/// is measured, stored and echoed. The order of keys and the spelling of numbers stay.
pub(crate) fn compact(raw: &RawValue) -> Result<Json, &'static str> {
    if !raw.get().starts_with('{') {
        return Err(RULE);
    }
    let mut compact = String::new();
    let mut rest = raw.get();
    while let Some(first) = rest.chars().next() {
        let token = match first {
            '"' => string(rest).ok_or("holds a malformed string")?,
            _ => &rest[..first.len_utf8()],
        };
        rest = &rest[token.len()..];
        match first {
            '"' => {
                let text: String = serde_json::from_str(token).map_err(|_| "holds a malformed string")?;
                compact.push_str(&serde_json::to_string(&text).map_err(|_| RULE)?);
            }
            ' ' | '\t' | '\n' | '\r' => {}
            other => compact.push(other),
        }
        if compact.len() > METADATA_BYTES_MAX {
            return Err(RULE);
        }
    }
    // Whoever reads it back reads it as a tree, which has bounds of its own.
    serde_json::from_str::<serde_json::Value>(&compact).map_err(|_| "is nested too deeply, or holds a number out of range")?;
    Json::parse(compact).map_err(|_| RULE)
}

/// Whether the object has all these members. A string is compared by what it says, any other value by how it is written.
pub(crate) fn has(metadata: Option<&Json>, pairs: &[(&str, &str)]) -> bool {
    let members: BTreeMap<String, Json> = metadata.and_then(|json| serde_json::from_str(json.as_str()).ok()).unwrap_or_default();
    let says = |member: &Json, value: &str| match serde_json::from_str::<String>(member.as_str()) {
        Ok(text) => text == value,
        Err(_) => member.as_str() == value,
    };
    pairs.iter().all(|(key, value)| members.get(*key).is_some_and(|member| says(member, value)))
}

/// The string token that `text` begins with, its quotes included.
fn string(text: &str) -> Option<&str> {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })?;
    text.get(..end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Result<String, &'static str> {
        compact(&RawValue::from_string(text.to_owned()).unwrap()).map(|json| json.as_str().to_owned())
    }

    #[test]
    fn spelling_and_order_stay() {
        for (written, kept) in [
            ("{}", "{}"),
            ("{ \"b\" : 1.00 ,\n\t\"a\": -0e10 }", "{\"b\":1.00,\"a\":-0e10}"),
            ("{\"id\": 123456789012345678901234567890}", "{\"id\":123456789012345678901234567890}"),
            (r#"{"n": "\u0939\u0948 \"x\" \\ \/ \n"}"#, r#"{"n":"है \"x\" \\ / \n"}"#),
            (r#"{"spaces in": " a  b "}"#, r#"{"spaces in":" a  b "}"#),
            (r#"{"a": "\\"}"#, r#"{"a":"\\"}"#),
            (r#"{"a": 1, "a": 2}"#, r#"{"a":1,"a":2}"#),
            (r#"{"a": [true, null, {"b": []}]}"#, r#"{"a":[true,null,{"b":[]}]}"#),
        ] {
            assert_eq!(of(written).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn what_cannot_be_carried_is_refused() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(500), "]".repeat(500));
        for text in ["[]", "\"a\"", "1", r#"{"a":"\ud800"}"#, "{\"a\":1e999}", &deep] {
            assert!(of(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_bound_is_of_the_compact_form() {
        let exactly = format!("{{ \"a\" : \"{}\" }}", "\\u00e9".repeat((METADATA_BYTES_MAX - 8) / 2));
        assert_eq!(of(&exactly).map(|kept| kept.len()), Ok(METADATA_BYTES_MAX));
        assert_eq!(of(&format!("{{\"a\":\"{}\"}}", "x".repeat(METADATA_BYTES_MAX - 7))), Err(RULE));
    }

    #[test]
    fn members_are_found_by_what_they_say() {
        let object = Json::parse(r#"{"id":"7841","n":7841,"t":1.00,"ok":true,"none":null,"q":"\u00e9 \"x\"","in":{"id":"1"}}"#).unwrap();
        for (key, value) in [("id", "7841"), ("n", "7841"), ("t", "1.00"), ("ok", "true"), ("none", "null"), ("q", "é \"x\"")] {
            assert!(has(Some(&object), &[(key, value)]), "{key}");
            assert!(!has(Some(&object), &[(key, value), ("id", "")]), "{key}");
        }
        for (key, value) in [("id", "\"7841\""), ("t", "1"), ("missing", ""), ("in[id]", "1"), ("none", "")] {
            assert!(!has(Some(&object), &[(key, value)]), "{key}");
        }
        assert!(!has(None, &[("id", "7841")]));
    }

    proptest! {
        #[test]
        fn what_is_kept_means_what_was_written(pairs in proptest::collection::vec(("[^\0]{0,12}", "[^\0]{0,24}"), 0..12)) {
            let object: serde_json::Map<_, _> = pairs.into_iter().map(|(key, text)| (key, text.into())).collect();
            let written = serde_json::to_string_pretty(&object).unwrap();
            if let Ok(kept) = of(&written) {
                prop_assert_eq!(kept, serde_json::to_string(&object).unwrap());
            }
        }
    }
}
