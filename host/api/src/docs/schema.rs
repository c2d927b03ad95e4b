//! Schemas as lists of fields.

use super::{escape, markdown};
use serde_json::Value;
use std::fmt::Write;

/// How deep a list shows what is within its fields.
const DEPTH_MAX: usize = 6;

/// Every named schema with an anchor of its own.
pub(super) fn all(document: &Value) -> String {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    schemas.map(|(name, schema)| named(name, schema)).collect()
}

fn named(name: &str, schema: &Value) -> String {
    let description = schema["description"].as_str().unwrap_or_default();
    let example = match schema["examples"].get(0) {
        Some(example) => format!("<p class=\"quiet\">For example <code>{}</code></p>", escape(&example.to_string())),
        None => String::new(),
    };
    // A list of words with their meanings is in the description already.
    let told = schema.get("enum").is_some() && description.contains("\n- `");
    let body = match schema["type"].as_str() {
        Some("object") | None => fields(schema),
        Some(_) if told => String::new(),
        Some(_) => format!("<p>{}{}</p>", kind(schema), limits(schema)),
    };
    let description = markdown::blocks(description);
    format!(
        "<article class=\"schema\" id=\"schema-{name}\"><h3><a href=\"#schema-{name}\">{name}</a></h3>\
         {description}{body}{example}</article>"
    )
}

/// The fields of an object, or of each of its forms.
pub(super) fn fields(schema: &Value) -> String {
    within(schema, 0)
}

fn within(schema: &Value, depth: usize) -> String {
    if depth > DEPTH_MAX {
        return String::new();
    }
    let mut page = String::new();
    if let Some(forms) = schema["oneOf"].as_array() {
        for form in forms {
            let title = form["properties"]["type"]["const"].as_str().map(escape).unwrap_or_default();
            let description = form["description"].as_str().map(markdown::line).unwrap_or_default();
            let _ = write!(page, "<p class=\"form\"><code>type: {title}</code> {description}</p>{}", within(form, depth + 1));
        }
    }
    // The word that tells forms apart stands above their fields.
    let rows = ordered(schema).into_iter().filter(|(name, field, _)| *name != "type" || field.get("const").is_none());
    let rows: String = rows.map(|(name, field, always)| row(name, field, always, depth)).collect();
    if !rows.is_empty() {
        let _ = write!(page, "<dl class=\"fields\">{rows}</dl>");
    }
    page
}

/// Properties in the order of the type they come from: those that are always there first.
fn ordered(schema: &Value) -> Vec<(&str, &Value, bool)> {
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let first = required.iter().filter_map(|name| properties.get(*name).map(|field| (*name, field, true)));
    let rest = properties.iter().filter(|(name, _)| !required.contains(&name.as_str())).map(|(name, field)| (name.as_str(), field, false));
    first.chain(rest).collect()
}

fn row(name: &str, field: &Value, always: bool, depth: usize) -> String {
    let optional = if always { "" } else { " <span class=\"optional\">optional</span>" };
    let description = field["description"].as_str().map(markdown::line).unwrap_or_default();
    let inner = [field, &field["items"], &field["additionalProperties"]].into_iter().find(|inner| inner.get("properties").is_some());
    let inner = match inner {
        Some(inner) => format!("<details><summary>Fields</summary>{}</details>", within(inner, depth + 1)),
        None => String::new(),
    };
    format!(
        "<div><dt><code>{}</code> <span class=\"kind\">{}</span>{optional}</dt><dd>{description}{}{inner}</dd></div>",
        escape(name),
        kind(field),
        limits(field),
    )
}

/// The type of a value, with links to those that have a name.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()) {
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    if let Some(forms) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        return forms.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(value) = schema.get("const") {
        return format!("<code>{}</code>", escape(&value.to_string()));
    }
    let one = |word: &str| match word {
        "array" => format!("list of {}", kind(&schema["items"])),
        "string" if schema["format"] == "date-time" => "date and time".to_owned(),
        other => other.to_owned(),
    };
    match &schema["type"] {
        Value::String(word) => one(word),
        Value::Array(words) => words.iter().filter_map(Value::as_str).map(one).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    }
}

/// Bounds and choices of a value.
pub(super) fn limits(schema: &Value) -> String {
    let code = |value: &Value| match value {
        Value::String(text) => format!("<code>{}</code>", escape(text)),
        other => format!("<code>{other}</code>"),
    };
    let mut said: Vec<String> = Vec::new();
    if let Some(words) = schema["enum"].as_array() {
        said.push(format!("One of {}", words.iter().map(code).collect::<Vec<_>>().join(" ")));
    }
    let bounds = [
        ("minimum", "at least"),
        ("maximum", "at most"),
        ("minLength", "shortest"),
        ("maxLength", "longest"),
        ("pattern", "matches"),
        ("default", "by default"),
    ];
    for (member, words) in bounds {
        said.extend(schema.get(member).map(|value| format!("{words} {}", code(value))));
    }
    if said.is_empty() { String::new() } else { format!("<span class=\"limits\">{}</span>", said.join(" · ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_read_as_words() {
        for (schema, words) in [
            (json!({ "type": ["string", "null"] }), "string or null"),
            (
                json!({ "anyOf": [{ "$ref": "#/components/schemas/Plan" }, { "type": "null" }] }),
                "<a href=\"#schema-Plan\">Plan</a> or null",
            ),
            (json!({ "type": "array", "items": { "$ref": "#/components/schemas/Step" } }), "list of <a href=\"#schema-Step\">Step</a>"),
            (json!(true), "any"),
        ] {
            assert_eq!(kind(&schema), words);
        }
        assert_eq!(
            limits(&json!({ "minimum": 0, "default": 20 })),
            "<span class=\"limits\">at least <code>0</code> · by default <code>20</code></span>"
        );
    }

    #[test]
    fn what_is_always_there_comes_first() {
        let schema = json!({ "properties": { "a": {}, "b": {}, "c": {} }, "required": ["c", "b"] });
        let names: Vec<_> = ordered(&schema).into_iter().map(|(name, _, always)| (name, always)).collect();
        assert_eq!(names, [("c", true), ("b", true), ("a", false)]);
    }
}
