//! Members of JSON objects, declared once: the schema, the list of personal members and the check of an input follow.

use crate::check::Failure;
use serde_json::{Map, Value, json};

/// What a member may hold.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Text of at most so many characters.
    Text(u32),
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of values of one kind.
    List(&'static Kind),
    /// An object.
    Object(&'static [Field]),
}

/// A member of an object: optional and not personal unless it says so.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    name: &'static str,
    about: &'static str,
    kind: Kind,
    required: bool,
    personal: bool,
    stays: bool,
}

/// Keyword of a schema beside a member that is compared with what a provider answers and never sent to it.
pub(crate) const STAYS: &str = "x-stays-here";

/// Characters of a text that does not say how long it may be.
const TEXT_CHARACTERS_MAX: u32 = 512;

/// A text.
pub const fn text(name: &'static str, about: &'static str) -> Field {
    Field::new(name, about, Kind::Text(TEXT_CHARACTERS_MAX))
}

/// A whole number.
pub const fn integer(name: &'static str, about: &'static str) -> Field {
    Field::new(name, about, Kind::Integer)
}

/// A truth value.
pub const fn boolean(name: &'static str, about: &'static str) -> Field {
    Field::new(name, about, Kind::Boolean)
}

/// One word out of a closed list.
pub const fn one_of(name: &'static str, about: &'static str, words: &'static [&'static str]) -> Field {
    Field::new(name, about, Kind::OneOf(words))
}

/// A list of values of one kind.
pub const fn list(name: &'static str, about: &'static str, of: &'static Kind) -> Field {
    Field::new(name, about, Kind::List(of))
}

/// An object with members of its own.
pub const fn object(name: &'static str, about: &'static str, fields: &'static [Field]) -> Field {
    Field::new(name, about, Kind::Object(fields))
}

impl Field {
    const fn new(name: &'static str, about: &'static str, kind: Kind) -> Field {
        Field { name, about, kind, required: false, personal: false, stays: false }
    }

    /// The member must be there.
    pub const fn required(self) -> Field {
        Field { required: true, ..self }
    }

    /// The member holds personal data: the host encrypts, masks and erases it.
    pub const fn personal(self) -> Field {
        Field { personal: true, ..self }
    }

    /// The member of an input is compared with what a provider answers, and never sent to one: admins read so before they publish
    /// a workflow. [`StandIn`](crate::StandIn) panics where a request of a test holds its value.
    pub const fn stays_here(self) -> Field {
        Field { stays: true, ..self }
    }

    /// A text may have at most so many characters.
    pub const fn at_most(self, characters: u32) -> Field {
        Field { kind: Kind::Text(characters), ..self }
    }
}

/// The JSON Schema of an object with these members. An input is `closed`: other members are refused.
pub(crate) fn schema(fields: &[Field], closed: bool) -> String {
    let mut schema = object_schema(fields, closed);
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    Value::Object(schema).to_string()
}

fn object_schema(fields: &[Field], closed: bool) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in fields {
        let mut schema = kind_schema(&field.kind, closed);
        schema.insert("description".into(), json!(field.about));
        if field.stays {
            schema.insert(STAYS.into(), json!(true));
        }
        properties.insert(field.name.into(), Value::Object(schema));
    }
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("required".into(), json!(required));
    if closed {
        schema.insert("additionalProperties".into(), json!(false));
    }
    schema
}

fn kind_schema(kind: &Kind, closed: bool) -> Map<String, Value> {
    let mut schema = Map::new();
    match kind {
        Kind::Object(fields) => return object_schema(fields, closed),
        Kind::Text(characters) => {
            schema.insert("type".into(), json!("string"));
            schema.insert("maxLength".into(), json!(characters));
        }
        Kind::Integer => {
            schema.insert("type".into(), json!("integer"));
        }
        Kind::Boolean => {
            schema.insert("type".into(), json!("boolean"));
        }
        Kind::OneOf(words) => {
            schema.insert("type".into(), json!("string"));
            schema.insert("enum".into(), json!(words));
        }
        Kind::List(of) => {
            schema.insert("type".into(), json!("array"));
            schema.insert("items".into(), Value::Object(kind_schema(of, closed)));
        }
    }
    schema
}

/// JSON Pointers of the personal members.
pub(crate) fn personal(fields: &[Field]) -> Vec<String> {
    let mut pointers = Vec::new();
    collect_personal(fields, "", &mut pointers);
    pointers
}

fn collect_personal(fields: &[Field], above: &str, pointers: &mut Vec<String>) {
    for field in fields {
        let pointer = format!("{above}/{}", field.name);
        match field.kind {
            _ if field.personal => pointers.push(pointer),
            Kind::Object(fields) => collect_personal(fields, &pointer, pointers),
            _ => {}
        }
    }
}

/// How a request might write the texts of an input that stay here, without spaces and signs: as they are, the last ten digits of longer
/// numbers, and dates in other orders.
pub(crate) fn staying(fields: &[Field], input: &Value) -> Vec<String> {
    let mut forms = Vec::new();
    for text in fields.iter().filter(|field| field.stays).filter_map(|field| input.get(field.name)?.as_str()) {
        let whole = plain(text);
        let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
        forms.extend(digits.len().checked_sub(10).map(|from| digits[from..].to_owned()));
        if let [a, b, c] = text.split(['-', '/', '.']).collect::<Vec<_>>()[..] {
            forms.extend([[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]].map(|date| plain(&date.concat())));
        }
        forms.push(whole);
    }
    forms.retain(|form| !form.is_empty());
    forms
}

/// The letters and digits of a text, in lower case.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Checks an input against its fields. The failure names the member, never what it holds.
pub(crate) fn check(fields: &[Field], input: &Map<String, Value>) -> Result<(), Failure> {
    for field in fields.iter().filter(|field| field.required) {
        if input.get(field.name).is_none_or(Value::is_null) {
            return Err(Failure::invalid_input(format!("`{}` is missing.", field.name)));
        }
    }
    for (name, value) in input {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            return Err(Failure::invalid_input("The input has a member that this check does not know."));
        };
        if !value.is_null() && !fits(&field.kind, value) {
            return Err(Failure::invalid_input(format!("`{}` {}.", field.name, expected(&field.kind))));
        }
    }
    Ok(())
}

fn fits(kind: &Kind, value: &Value) -> bool {
    match kind {
        Kind::Text(characters) => value.as_str().is_some_and(|text| text.chars().count() <= *characters as usize),
        Kind::Integer => value.is_i64() || value.is_u64(),
        Kind::Boolean => value.is_boolean(),
        Kind::OneOf(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Kind::List(of) => value.as_array().is_some_and(|items| items.iter().all(|item| fits(of, item))),
        Kind::Object(fields) => value.as_object().is_some_and(|object| check(fields, object).is_ok()),
    }
}

fn expected(kind: &Kind) -> String {
    match kind {
        Kind::Text(characters) => format!("must be a text of at most {characters} characters"),
        Kind::Integer => "must be a whole number".into(),
        Kind::Boolean => "must be true or false".into(),
        Kind::OneOf(words) => format!("must be one of {}", words.join(", ")),
        Kind::List(_) => "must be a list of the values that the schema names".into(),
        Kind::Object(_) => "must be an object with the members that the schema names".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        text("pan", "Permanent account number").required().personal().at_most(16),
        object("holder", "Who holds it", &[text("name", "Name").personal(), one_of("kind", "Kind", &["person", "company"])]),
        list("years", "Years asked for", &Kind::Integer),
        boolean("consent", "Whether the holder agreed"),
    ];

    fn checked(input: Value) -> Result<(), String> {
        check(FIELDS, input.as_object().unwrap()).map_err(|failure| failure.message)
    }

    #[test]
    fn an_input_is_refused_by_the_name_of_its_member_and_never_by_its_value() {
        assert_eq!(checked(json!({"pan": "ABCPK1234F", "years": [2024], "holder": {"kind": "person"}})), Ok(()));
        assert_eq!(checked(json!({"pan": "ABCPK1234F", "consent": null})), Ok(()), "null is absence");
        for (input, message) in [
            (json!({}), "`pan` is missing."),
            (json!({"pan": null}), "`pan` is missing."),
            (json!({"pan": 12}), "`pan` must be a text of at most 16 characters."),
            (json!({"pan": "X".repeat(17)}), "`pan` must be a text of at most 16 characters."),
            (json!({"pan": "X", "years": ["2024"]}), "`years` must be a list of the values that the schema names."),
            (json!({"pan": "X", "holder": {"kind": "ghost"}}), "`holder` must be an object with the members that the schema names."),
            (json!({"pan": "X", "consent": "yes"}), "`consent` must be true or false."),
            (json!({"pan": "X", "Rahul Sharma": 1}), "The input has a member that this check does not know."),
        ] {
            assert_eq!(checked(input), Err(message.into()));
        }
    }

    #[test]
    fn a_schema_says_what_the_check_demands() {
        let schema: Value = serde_json::from_str(&schema(FIELDS, true)).unwrap();
        assert_eq!(schema["type"], "object");
        assert_eq!(schema["required"], json!(["pan"]));
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["properties"]["pan"], json!({"type": "string", "maxLength": 16, "description": "Permanent account number"}));
        assert_eq!(schema["properties"]["holder"]["properties"]["kind"]["enum"], json!(["person", "company"]));
        assert_eq!(schema["properties"]["years"]["items"], json!({"type": "integer"}));
    }

    #[test]
    fn personal_members_are_found_at_any_depth() {
        assert_eq!(personal(FIELDS), ["/pan", "/holder/name"]);
    }
}
