//! What a step's check wants from the request, read in the JSON Schema of its input.

use crate::host::CheckInfo;
use crate::identify::Kind;
use crate::procedure::{Source, Step};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// One argument of a check that the request is to give.
pub(crate) struct Wanted<'s> {
    pub(crate) name: Cow<'s, str>,
    pub(crate) kind: Option<Kind>,
    pub(crate) required: bool,
}

/// The arguments of a step's check that come from the request, in the order of their names.
pub(crate) fn arguments<'s>(step: &Step, info: &'s CheckInfo) -> Result<Vec<Wanted<'s>>, String> {
    let schema: Schema<'s> =
        serde_json::from_str(&info.input_schema).map_err(|error| format!("the input schema of the check {}: {error}", step.check))?;
    let bound = |name: &str| step.with.iter().find(|argument| argument.name == name).map(|argument| &argument.from);
    let wanted = schema.properties.0.into_iter().filter_map(|Text(name)| {
        let kind = match bound(&name) {
            Some(Source::Answer(_)) => return None,
            Some(Source::Input { input }) => Some(*input),
            None => Kind::named(&name),
        };
        let required = schema.required.iter().any(|Text(required)| *required == name);
        Some(Wanted { name, kind, required })
    });
    let mut wanted: Vec<Wanted<'s>> = wanted.collect();
    wanted.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    wanted.dedup_by(|one, other| one.name == other.name);
    Ok(wanted)
}

/// Of a check's input what planning asks: its members, and which of them it must have.
#[derive(Deserialize)]
struct Schema<'s> {
    #[serde(borrow, default)]
    properties: Names<'s>,
    #[serde(borrow, default)]
    required: Vec<Text<'s>>,
}

/// A text that is not copied unless it has to be.
#[derive(Deserialize)]
struct Text<'s>(#[serde(borrow)] Cow<'s, str>);

/// The names of an object's members, in the order written.
#[derive(Default)]
struct Names<'s>(Vec<Text<'s>>);

impl<'de: 's, 's> Deserialize<'de> for Names<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Names<'s>, D::Error> {
        deserializer.deserialize_map(Names::default())
    }
}

impl<'de: 's, 's> Visitor<'de> for Names<'s> {
    type Value = Names<'s>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Names<'s>, A::Error> {
        while let Some((name, IgnoredAny)) = members.next_entry()? {
            self.0.push(name);
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_request_gives_is_told_by_name_and_once() {
        let step = r#"{ "check": "c", "optional": false, "with": [
            { "name": "bound", "from": { "check": "d", "path": ["x"] } }, { "name": "other", "from": { "input": "pan" } }
        ] }"#;
        let schema = r#"{ "required": ["p\u0061n", "name", "bound"], "properties": {
            "pan": {}, "other": { "properties": { "within": {} } }, "name": {}, "bound": {}, "free": true, "p\u0061n": {}
        }, "additionalProperties": false }"#;
        let info = CheckInfo { name: "c".into(), input_schema: schema.into() };
        let wanted = arguments(&serde_json::from_str(step).unwrap(), &info).unwrap();
        let told: Vec<_> = wanted.iter().map(|wanted| (&*wanted.name, wanted.kind, wanted.required)).collect();
        let expected =
            [("free", None, false), ("name", Some(Kind::Name), true), ("other", Some(Kind::Pan), false), ("pan", Some(Kind::Pan), true)];
        assert_eq!(told, expected);
        for open in ["{}", r#"{ "type": "object" }"#] {
            let info = CheckInfo { name: "c".into(), input_schema: open.into() };
            assert!(arguments(&serde_json::from_str(step).unwrap(), &info).unwrap().is_empty());
        }
    }
}
