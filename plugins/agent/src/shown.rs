//! Values as reports show them: a whole phone number, Aadhaar number, SSN or account number never, whatever repeats it.

use crate::identify::{Found, Kind};
use serde_json::Value;
use std::borrow::Cow;

/// Characters of one value.
const VALUE_CHARS_MAX: usize = 500;

/// Digits of a number that are shown.
const SHOWN_DIGITS: usize = 4;

/// Whether identifiers of the kind are shown in part alone.
pub(crate) fn is_hidden(kind: Kind) -> bool {
    matches!(kind, Kind::Phone | Kind::Aadhaar | Kind::Ssn | Kind::AccountNumber)
}

/// A text, number or truth value, and lists of texts; nothing for anything else. `hidden`: what must not be repeated whole.
pub(crate) fn fact<'v>(hidden: &[&Found], value: &'v Value) -> Option<Cow<'v, Value>> {
    match value {
        Value::String(text) => Some(match masked(hidden, text) {
            Some(masked) => Cow::Owned(masked.into()),
            None => Cow::Borrowed(value),
        }),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Borrowed(value)),
        Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_string) => {
            let joined = list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
            Some(Cow::Owned(masked(hidden, &joined).unwrap_or(joined).into()))
        }
        Value::Array(_) | Value::Object(_) | Value::Null => None,
    }
}

/// What is shown of a text that is not shown whole: a number of the request, in whatever form a check repeats it, and what is too long.
fn masked(hidden: &[&Found], text: &str) -> Option<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let spaced = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'));
    for found in hidden.iter().filter(|_| spaced) {
        let (whole, here) = (digits(&found.value), digits(text));
        if here.len() >= whole.len().min(8) && whole.ends_with(here.trim_start_matches('0')) {
            return Some(shown(found));
        }
    }
    let (end, _) = text.char_indices().nth(VALUE_CHARS_MAX)?;
    Some(text[..end].to_owned())
}

/// An identifier as reports show it: of a whole phone number not its middle, of other hidden numbers their last digits, anything
/// else as it was given.
pub(crate) fn shown(found: &Found) -> String {
    match found.kind {
        Kind::Phone if found.is_whole() => telephone(&found.value),
        Kind::Aadhaar | Kind::Ssn | Kind::AccountNumber => ending(&found.value),
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
                assert_eq!(fact(&[&found[0]], &here.into()).as_deref(), Some(&Value::from(expected)), "{message}");
            }
        }
    }
}
