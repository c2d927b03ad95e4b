//! Values as reports show them: a whole phone number never, whatever repeats it.

use crate::identify::{Found, Kind};
use serde_json::Value;

/// Characters of one value.
const VALUE_CHARS_MAX: usize = 500;

/// A text, number or truth value, and lists of texts; nothing for anything else.
pub(crate) fn fact(phone: Option<&Found>, value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => Some(masked(phone, text).into()),
        Value::Bool(_) | Value::Number(_) => Some(value.clone()),
        Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_string) => {
            Some(masked(phone, &list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")).into())
        }
        Value::Array(_) | Value::Object(_) | Value::Null => None,
    }
}

/// The phone number of the request, in whatever form a check repeats it, is shown in part alone.
fn masked(phone: Option<&Found>, text: &str) -> String {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if let Some(phone) = phone {
        let (whole, here) = (digits(&phone.value), digits(text));
        let spaced = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'));
        if spaced && here.len() >= 8 && whole.ends_with(here.trim_start_matches('0')) {
            return shown(phone);
        }
    }
    text.chars().take(VALUE_CHARS_MAX).collect()
}

/// An identifier as reports show it: a whole phone number without its middle, anything else as it was given.
pub(crate) fn shown(found: &Found) -> String {
    if found.kind != Kind::Phone || !found.is_whole() {
        return found.value.clone();
    }
    let (country, national, kept) = match found.value.strip_prefix("+91") {
        Some(national) => ("+91 ", national, 2),
        None => ("", found.value.as_str(), 4),
    };
    let count = national.chars().count();
    let hidden = |place: usize| place >= kept && place + 2 < count;
    country.chars().chain(national.chars().enumerate().map(|(place, char)| if hidden(place) { 'x' } else { char })).collect()
}
