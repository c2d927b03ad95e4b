//! Whether a value is what a check's schema says: the part of JSON Schema that checks describe themselves with.

use serde_json::Value;

/// Why the value does not fit; nothing where it does. Where it is not `whole`, members that must be there may be missing.
pub(crate) fn misfit(schema: &Value, value: &Value, whole: bool) -> Option<String> {
    let told = |what: &str| Some(format!("{value} is not {what}"));
    match schema["type"].as_str() {
        Some("object") => {
            let Some(members) = value.as_object() else { return told("an object") };
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            if let Some(missing) = required.into_iter().find(|name| whole && !members.contains_key(*name)) {
                return Some(format!("`{missing}` is missing"));
            }
            members.iter().find_map(|(name, value)| match schema["properties"].get(name) {
                None => Some(format!("`{name}` is no member")),
                Some(schema) => misfit(schema, value, true).map(|why| format!("{name}: {why}")),
            })
        }
        Some("array") => match value.as_array() {
            None => told("a list"),
            Some(items) => items.iter().find_map(|item| misfit(&schema["items"], item, true)),
        },
        Some("string") => {
            let Some(text) = value.as_str() else { return told("a text") };
            let words = schema["enum"].as_array();
            if words.is_some_and(|words| !words.contains(value)) {
                return told("one of the words");
            }
            let most = schema["maxLength"].as_u64().and_then(|most| usize::try_from(most).ok());
            if most.is_some_and(|most| text.chars().count() > most) { told("so short") } else { None }
        }
        Some("integer") if !value.is_i64() && !value.is_u64() => told("a whole number"),
        Some("boolean") if !value.is_boolean() => told("true or false"),
        _ => None,
    }
}
