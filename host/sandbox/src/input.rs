//! What an input must look like, as far as it is cheap to tell: the properties that a schema requires, and their types.

use serde_json::{Map, Value};

/// The required properties of an object and the types of its known ones. Everything finer is left to the check.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    required: Vec<String>,
    types: Vec<(String, Vec<String>)>,
    /// All that it may have; `None`: anything.
    members: Option<Vec<String>>,
}

fn words(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(word)) => vec![word.clone()],
        Some(Value::Array(words)) => words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

impl Shape {
    /// Reads a JSON Schema of an object.
    pub(crate) fn of(schema: &Map<String, Value>) -> Shape {
        let properties = schema.get("properties").and_then(Value::as_object);
        let typed = |(name, property): (&String, &Value)| (name.clone(), words(property.get("type")));
        let types = properties.into_iter().flatten().map(typed).filter(|(_, types)| !types.is_empty()).collect();
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        let members = closed.then(|| properties.into_iter().flatten().map(|(name, _)| name.clone()).collect());
        Shape { members, required: words(schema.get("required").filter(|required| required.is_array())), types }
    }

    /// What is wrong with an input, if anything is. Names properties, never values.
    pub(crate) fn refuse(&self, input: &Map<String, Value>) -> Option<String> {
        if let Some(missing) = self.required.iter().find(|name| !input.contains_key(*name)) {
            return Some(format!("`{missing}` is missing"));
        }
        if self.members.as_ref().is_some_and(|known| input.keys().any(|name| !known.contains(name))) {
            // It may be data that stands in the wrong place.
            return Some("it has a member that the check does not know".to_owned());
        }
        let wrong =
            |(name, types): &&(String, Vec<String>)| input.get(name).is_some_and(|value| !types.iter().any(|kind| fits(kind, value)));
        self.types.iter().find(wrong).map(|(name, types)| format!("`{name}` is not of type {}", types.join(" or ")))
    }
}

fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "number" => value.is_number(),
        // 1.0 is an integer to JSON Schema.
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        // A word that JSON Schema does not know: the check decides.
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_schema_requires_is_missed_and_mistyped_values_are_named() {
        let schema =
            r#"{"type":"object","required":["pan"],"properties":{"pan":{"type":"string"},"year":{"type":["integer","null"]},"any":{}}}"#;
        let shape = Shape::of(&serde_json::from_str(schema).unwrap());
        let refused = |input: &str| shape.refuse(&serde_json::from_str(input).unwrap());
        assert_eq!(refused(r#"{"year":1}"#).unwrap(), "`pan` is missing");
        assert_eq!(refused(r#"{"pan":7}"#).unwrap(), "`pan` is not of type string");
        assert_eq!(refused(r#"{"pan":"A","year":1.5}"#).unwrap(), "`year` is not of type integer or null");
        for fine in [r#"{"pan":"A"}"#, r#"{"pan":"A","year":2.0,"more":[]}"#, r#"{"pan":"","year":null,"any":{}}"#] {
            assert_eq!(refused(fine), None, "{fine}");
        }
    }

    #[test]
    fn a_closed_object_has_no_other_members() {
        let schema = r#"{"properties":{"pan":{}},"additionalProperties":false}"#;
        let shape = Shape::of(&serde_json::from_str(schema).unwrap());
        let refused = |input: &str| shape.refuse(&serde_json::from_str(input).unwrap());
        assert_eq!(refused(r#"{"pan":7}"#), None);
        assert_eq!(refused(r#"{"pan":7,"Rahul Sharma":1}"#).unwrap(), "it has a member that the check does not know");
    }

    #[test]
    fn a_schema_that_says_nothing_refuses_nothing() {
        for schema in ["{}", r#"{"required":"pan","properties":[]}"#, r#"{"properties":{"pan":{"type":7}}}"#] {
            assert_eq!(Shape::of(&serde_json::from_str(schema).unwrap()).refuse(&Map::new()), None, "{schema}");
        }
    }
}
