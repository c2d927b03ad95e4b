//! What a value may be, as far as a JSON schema says.

use serde_json::Value;
use std::collections::BTreeMap;

/// Objects and lists within one another that are looked into; deeper ones may hold anything.
const DEPTH_MAX: usize = 8;

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Anything: the schema does not say, or says more than is read here.
    Any,
    Text,
    /// One of these words.
    Word(Vec<String>),
    Whole,
    Number,
    Truth,
    List(Box<Shape>),
    /// An object with these members.
    Object(BTreeMap<String, Shape>),
}

impl Shape {
    /// What a JSON schema (2020-12) lets pass, read generously.
    pub(crate) fn of(schema: &Value) -> Shape {
        Shape::within(schema, 0)
    }

    fn within(schema: &Value, depth: usize) -> Shape {
        let words = |list: &[Value]| list.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
        if let Some(word) = schema.get("const") {
            return words(std::slice::from_ref(word)).map_or(Shape::Any, Shape::Word);
        }
        if let Some(list) = schema.get("enum").and_then(Value::as_array) {
            return words(list).map_or(Shape::Any, Shape::Word);
        }
        let kind = match schema.get("type") {
            Some(Value::String(kind)) => kind.as_str(),
            // "text or null" is text: what is null is not known.
            Some(Value::Array(kinds)) => {
                match kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect::<Vec<_>>()[..] {
                    [kind] => kind,
                    _ => "",
                }
            }
            _ => "",
        };
        match kind {
            "string" => Shape::Text,
            "integer" => Shape::Whole,
            "number" => Shape::Number,
            "boolean" => Shape::Truth,
            "array" if depth < DEPTH_MAX => {
                Shape::List(Box::new(schema.get("items").map_or(Shape::Any, |items| Shape::within(items, depth + 1))))
            }
            "object" if depth < DEPTH_MAX => match schema.get("properties").and_then(Value::as_object) {
                Some(members) => {
                    Shape::Object(members.iter().map(|(name, schema)| (name.clone(), Shape::within(schema, depth + 1))).collect())
                }
                None => Shape::Any,
            },
            _ => Shape::Any,
        }
    }

    /// Its member, if it may have one of that name.
    pub(crate) fn member(&self, name: &str) -> Option<Shape> {
        match self {
            Shape::Any => Some(Shape::Any),
            Shape::Object(members) => members.get(name).cloned(),
            _ => None,
        }
    }

    /// The names of its members.
    pub(crate) fn members(&self) -> impl Iterator<Item = &str> {
        let members = if let Shape::Object(members) = self { Some(members) } else { None };
        members.into_iter().flatten().map(|(name, _)| name.as_str())
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Shape::Whole | Shape::Number | Shape::Any)
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Shape::Text | Shape::Word(_) | Shape::Any)
    }

    pub(crate) fn is_truth(&self) -> bool {
        matches!(self, Shape::Truth | Shape::Any)
    }

    /// Whether a value of this shape may stand where one of the other is wanted.
    pub(crate) fn fits(&self, wanted: &Shape) -> bool {
        match (self, wanted) {
            (Shape::Word(own), Shape::Word(other)) => own.iter().any(|word| other.contains(word)),
            (Shape::List(own), Shape::List(other)) => own.fits(other),
            (Shape::Object(_), Shape::Object(_)) | (Shape::Truth, Shape::Truth) | (Shape::Any, _) | (_, Shape::Any) => true,
            (own, Shape::Text | Shape::Word(_)) => own.is_text(),
            (Shape::Whole, Shape::Whole) | (Shape::Whole | Shape::Number, Shape::Number) => true,
            _ => false,
        }
    }

    /// Whether two values may be equal.
    pub(crate) fn comparable(&self, other: &Shape) -> bool {
        (self.is_number() && other.is_number()) || self.fits(other) || other.fits(self) || (self.is_text() && other.is_text())
    }

    /// As a sentence names it.
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Shape::Any => "anything",
            Shape::Text | Shape::Word(_) => "text",
            Shape::Whole => "a whole number",
            Shape::Number => "a number",
            Shape::Truth => "true or false",
            Shape::List(_) => "a list",
            Shape::Object(_) => "an object",
        }
    }
}
