//! Reads what a server says so that it can be shown: providers and whoever wrote the request have a word in it, and a terminal does what
//! it is told.

use procedure::is_unseen;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads JSON with whatever steers a terminal in its texts made visible.
pub(super) fn seen<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    show(&mut value);
    serde_json::from_value(value).ok()
}

fn show(value: &mut Value) {
    match value {
        Value::String(text) if text.contains(is_unseen) => *text = text.replace(is_unseen, "\u{fffd}"),
        Value::Array(items) => items.iter_mut().for_each(show),
        Value::Object(members) => members.values_mut().for_each(show),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_that_a_server_says_steers_the_terminal() {
        let told = json!({ "a": ["\u{1b}[2Jx", { "b": "y\u{202e}z" }], "c": "two\nlines", "d": 1.5 });
        let seen: Value = seen(&told.to_string()).unwrap();
        assert_eq!(seen, json!({ "a": ["\u{fffd}[2Jx", { "b": "y\u{fffd}z" }], "c": "two\nlines", "d": 1.5 }));
    }
}
