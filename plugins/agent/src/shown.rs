//! Values as reports show them: a whole phone number, Aadhaar number, SSN, account number or IBAN never, whatever repeats it.

use crate::identify::{Found, Kind};
use serde_json::Value;
use std::borrow::Cow;

/// Characters of one value.
const VALUE_CHARS_MAX: usize = 500;

/// Characters of what lists and objects hold.
const FLAT_CHARS_MAX: usize = 1_500;

/// Digits of a number that are shown.
const SHOWN_DIGITS: usize = 4;

/// Whether identifiers of the kind are shown in part alone.
pub(crate) fn is_hidden(kind: Kind) -> bool {
    matches!(kind, Kind::Phone | Kind::Aadhaar | Kind::Ssn | Kind::AccountNumber | Kind::Iban)
}

/// The member of that name as a text, number or truth value; nothing for null and what is empty. `hidden`: what must not be repeated whole.
pub(crate) fn fact<'v>(hidden: &[&Found], name: &str, value: &'v Value) -> Option<Cow<'v, Value>> {
    match value {
        Value::String(text) => Some(match masked(hidden, name, text) {
            Some(masked) => Cow::Owned(masked.into()),
            None => Cow::Borrowed(value),
        }),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Borrowed(value)),
        Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_string) => {
            let joined = list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
            Some(Cow::Owned(masked(hidden, name, &joined).unwrap_or(joined).into()))
        }
        Value::Array(_) | Value::Object(_) => {
            let mut text = String::new();
            flat(hidden, name, value, &mut text);
            let cut = cut(&text, FLAT_CHARS_MAX);
            Some(cut.unwrap_or(text)).filter(|text| !text.is_empty()).map(|text| Cow::Owned(text.into()))
        }
        Value::Null => None,
    }
}

/// Whether nothing stands within it: a text, number or truth value, or a list of texts.
pub(crate) fn is_flat(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().all(Value::is_string),
        Value::Object(_) => false,
        Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Null => true,
    }
}

/// "list: ofac-sdn, name: Viktor Bout, score: 100; list: …": what stands within lists and objects, in one text.
fn flat(hidden: &[&Found], name: &str, value: &Value, text: &mut String) {
    // Whatever follows is cut.
    if text.len() > FLAT_CHARS_MAX * 4 {
        return;
    }
    match value {
        Value::Object(members) => {
            for (place, (name, value)) in members.iter().filter(|(_, value)| !value.is_null()).enumerate() {
                text.push_str(if place > 0 { ", " } else { "" });
                text.push_str(name);
                text.push_str(": ");
                flat(hidden, name, value, text);
            }
        }
        Value::Array(items) => {
            let within = if items.iter().any(Value::is_object) { "; " } else { " " };
            for (place, item) in items.iter().enumerate() {
                text.push_str(if place > 0 { within } else { "" });
                flat(hidden, name, item, text);
            }
        }
        Value::String(own) => text.push_str(&masked(hidden, name, own).unwrap_or_else(|| own.clone())),
        Value::Bool(_) | Value::Number(_) | Value::Null => text.push_str(&value.to_string()),
    }
}

/// What is shown of a text that is not shown whole: a number of the request, in whatever form a check repeats it, what its name says is
/// such a number, and what is too long.
fn masked(hidden: &[&Found], name: &str, text: &str) -> Option<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let spaced = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'));
    for found in hidden.iter().filter(|_| spaced) {
        let (whole, here) = (digits(&found.value), digits(text));
        if here.len() >= whole.len().min(8) && whole.ends_with(here.trim_start_matches('0')) {
            return Some(shown(found));
        }
    }
    let cut = cut(text, VALUE_CHARS_MAX);
    let text = cut.as_deref().unwrap_or(text);
    match Kind::named(name).filter(|kind| is_hidden(*kind)) {
        Some(Kind::Phone) if spaced => Some(telephone(text)),
        Some(Kind::Phone) => cut,
        Some(_) => Some(ending(text)),
        // An IBAN as it is printed.
        None if name == "printed" => Some(ending(text)),
        None => cut,
    }
}

/// The beginning of what is longer, with a mark; nothing of what is not.
pub(crate) fn cut(text: &str, characters: usize) -> Option<String> {
    let (end, _) = text.char_indices().nth(characters)?;
    Some(format!("{}…", &text[..end]))
}

/// An identifier as reports show it: of a whole phone number not its middle, of other hidden numbers their last digits, anything
/// else as it was given.
pub(crate) fn shown(found: &Found) -> String {
    match found.kind {
        Kind::Phone if found.is_whole() => telephone(&found.value),
        Kind::Aadhaar | Kind::Ssn | Kind::AccountNumber | Kind::Iban => ending(&found.value),
        _ => found.value.clone(),
    }
}

/// "XXXXXXXX2346"
fn ending(value: &str) -> String {
    let hidden = value.chars().filter(char::is_ascii_digit).count().saturating_sub(SHOWN_DIGITS);
    let mut seen = 0;
    let hide = |char: char| {
        seen += usize::from(char.is_ascii_digit());
        if char.is_ascii_digit() && seen <= hidden { 'X' } else { char }
    };
    value.chars().map(hide).collect()
}

fn telephone(value: &str) -> String {
    let (country, national, kept) = match value.strip_prefix("+91") {
        Some(national) => ("+91 ", national, 2),
        None => ("", value, 4),
    };
    let count = national.chars().count();
    let hidden = |place: usize| place >= kept && place + 2 < count;
    country.chars().chain(national.chars().enumerate().map(|(place, char)| if hidden(place) { 'x' } else { char })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identify::identify;
    use serde_json::json;

    #[test]
    fn numbers_of_people_are_shown_in_part_whoever_repeats_them() {
        for (message, here, expected) in [
            ("Aadhaar 2341 2341 2346", "2341 2341 2346", "XXXXXXXX2346"),
            ("SSN 123-45-6789", "123456789", "XXX-XX-6789"),
            ("account 50100012345678", "50100012345678", "XXXXXXXXXX5678"),
            ("phone 98123 45610", "09812345610", "+91 98xxxxxx10"),
            ("Aadhaar 2341 2341 2345", "", "XXXX XXXX 2345"),
        ] {
            let found = identify(message);
            assert_eq!(shown(&found[0]), expected, "{message}");
            if !here.is_empty() {
                assert_eq!(fact(&[&found[0]], "x", &here.into()).as_deref(), Some(&Value::from(expected)), "{message}");
            }
        }
    }

    #[test]
    fn lists_and_objects_are_shown_flat_and_numbers_in_them_in_part() {
        let hits = json!([{ "list": "ofac-sdn", "name": "VIKTOR", "score": 100, "programmes": ["A", "B"], "x": null }, { "name": "V" }]);
        let text = "list: ofac-sdn, name: VIKTOR, programmes: A B, score: 100; name: V";
        assert_eq!(fact(&[], "hits", &hits).as_deref(), Some(&json!(text)));
        let account = json!({ "account_number": "50100012345678", "bank": { "iban": "AE070331234567890123456" } });
        let text = "account_number: XXXXXXXXXX5678, bank: iban: AEXXXXXXXXXXXXXXXXX3456";
        assert_eq!(fact(&[], "holder", &account).as_deref(), Some(&json!(text)));
        assert_eq!(fact(&[], "printed", &json!("AE07 0331 2345 6789 0123 456")).as_deref(), Some(&json!("AEXX XXXX XXXX XXXX XXX3 456")));
        for name in ["account_number", "printed", "phone", "x"] {
            let long = fact(&[], name, &json!("9".repeat(9_000))).unwrap().into_owned();
            assert_eq!(long.as_str().map(|text| text.chars().count()), Some(VALUE_CHARS_MAX + 1), "{name}");
        }
        assert_eq!((fact(&[], "hits", &json!([])), fact(&[], "hits", &json!({}))), (None, None));
        let long = fact(&[], "hits", &json!(vec![json!({ "name": "é".repeat(100) }); 400])).unwrap().into_owned();
        assert!(long.as_str().is_some_and(|text| text.chars().count() == FLAT_CHARS_MAX + 1 && text.ends_with('…')));
    }
}
