//! JSON that is carried, not looked into: kept as the text it came as.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::sync::Arc;

/// A well-formed JSON text. Cheap to clone; echoed byte for byte.
#[derive(Clone, Debug)]
pub struct Json(Arc<RawValue>);

impl Json {
    /// Checks that `text` is one well-formed JSON value.
    pub fn parse(text: impl Into<String>) -> Result<Self, serde_json::Error> {
        Ok(Json(RawValue::from_string(text.into())?.into()))
    }

    /// `{}`.
    pub fn empty() -> Self {
        // Two braces are read whatever happens.
        Json(RawValue::from_string("{}".to_owned()).unwrap_or_default().into())
    }

    /// From anything that serialises.
    pub fn of(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(Json(serde_json::value::to_raw_value(value)?.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// The text as a tree, to look into.
    pub fn value(&self) -> serde_json::Value {
        serde_json::from_str(self.as_str()).unwrap_or_default()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Json) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Json(Box::<RawValue>::deserialize(deserializer)?.into()))
    }
}
