//! Schemas of the types that are sent and taken, gathered under `#/components/schemas`.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Both directions of the wire: what is optional for a client to send may be always there when it reads.
pub(super) struct Schemas {
    sent: SchemaGenerator,
    taken: SchemaGenerator,
}

/// Where a schema comes from.
pub(super) type Source = fn(&mut Schemas) -> Value;

/// The schema of something that is sent to clients.
pub(super) fn sent<T: JsonSchema>(schemas: &mut Schemas) -> Value {
    schemas.sent.subschema_for::<T>().to_value()
}

/// The schema of something that clients send.
pub(super) fn taken<T: JsonSchema>(schemas: &mut Schemas) -> Value {
    schemas.taken.subschema_for::<T>().to_value()
}

/// Any text.
pub(super) fn text(_: &mut Schemas) -> Value {
    json!({ "type": "string" })
}

/// A reference to a schema of that name.
pub(super) fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

impl Schemas {
    pub(super) fn new() -> Schemas {
        let settings = || {
            let plain = SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            });
            plain.with_transform(RecursiveTransform(words)).with_transform(RecursiveTransform(unsigned))
        };
        let sent = settings().for_serialize().with_transform(RecursiveTransform(absent));
        Schemas { sent: sent.into_generator(), taken: settings().for_deserialize().into_generator() }
    }

    /// All that have a name.
    pub(super) fn components(mut self) -> Map<String, Value> {
        let mut named = self.taken.take_definitions(true);
        named.extend(self.sent.take_definitions(true));
        named.insert("Report".into(), report());
        named
    }
}

/// The shape of a procedure's report: the file that the documentation of workflows points to. Clients must not refuse what is added
/// to it later, so its closed objects are open here.
fn report() -> Value {
    fn open(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.remove("additionalProperties");
                members.values_mut().for_each(open);
            }
            Value::Array(items) => items.iter_mut().for_each(open),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut schema = serde_json::from_str(crate::report_schema::TEXT).unwrap_or(Value::Null);
    open(&mut schema);
    if let Some(members) = schema.as_object_mut() {
        members.remove("$schema");
    }
    schema
}

/// One list of words in place of an alternative for each; what each means goes into the description.
fn words(schema: &mut Schema) {
    let Some(Value::Array(choices)) = schema.get("oneOf") else { return };
    let word = |choice: &Value| Some((choice.get("const")?.as_str()?.to_owned(), choice.get("description")?.as_str()?.to_owned()));
    let Some(words) = choices.iter().map(word).collect::<Option<Vec<_>>>() else { return };
    let meanings: String = words.iter().map(|(word, meaning)| format!("\n- `{word}`: {meaning}")).collect();
    let general = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{general}\n{meanings}").trim().to_owned();
    schema.remove("oneOf");
    schema.insert("type".into(), "string".into());
    schema.insert("enum".into(), words.into_iter().map(|(word, _)| word).collect());
    schema.insert("description".into(), description.into());
}

/// What may be absent from what is sent is absent, and never null.
fn absent(schema: &mut Schema) {
    let required: Vec<Value> = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (_, property) in properties.iter_mut().filter(|(name, _)| !required.contains(&Value::from(name.as_str()))) {
        if let Some(types) = property.get_mut("type").and_then(Value::as_array_mut) {
            types.retain(|name| name != "null");
            if let [only] = &types[..] {
                property["type"] = only.clone();
            }
        }
        if let Some(forms) = property.get_mut("anyOf").and_then(Value::as_array_mut) {
            forms.retain(|form| form["type"] != "null");
        }
    }
}

/// Formats of unsigned integers are not registered; their lower bound says the same.
fn unsigned(schema: &mut Schema) {
    if schema.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("uint")) {
        schema.remove("format");
    }
}
