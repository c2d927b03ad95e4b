//! The shape of the report as it is written: `docs/report-schema.json`. A tree of values would be built, copied from and thrown away.

use super::decide::Decision;
use crate::identify::Kind;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// Version of the shape. Members are only ever added within one.
pub(super) const SHAPE: u32 = 1;

#[derive(Serialize)]
pub(super) struct Told<'r> {
    pub(super) shape: u32,
    pub(super) title: &'r str,
    pub(super) summary: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decision: Option<&'r Decision>,
    #[serde(serialize_with = "members")]
    pub(super) subject: Vec<(Kind, String)>,
    pub(super) emphasis: Vec<Stated<'r>>,
    pub(super) phases: Vec<Phase<'r>>,
    pub(super) not_checked: &'r [Gap],
    pub(super) versions: Versions<'r>,
}

#[derive(Serialize)]
pub(super) struct Versions<'r> {
    pub(super) agent: &'r str,
    pub(super) procedure: &'r str,
}

/// A member of an answer, by its whole name.
#[derive(Serialize)]
pub(super) struct Stated<'r> {
    pub(super) fact: String,
    pub(super) value: Option<Cow<'r, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Phase<'r> {
    pub(super) goal: &'r str,
    pub(super) summary: String,
    pub(super) checks: Vec<Check<'r>>,
}

#[derive(Serialize)]
pub(super) struct Check<'r> {
    pub(super) check: &'r str,
    pub(super) status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) call_id: Option<&'r str>,
    pub(super) finding: String,
    pub(super) facts: Vec<Fact<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<Error<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recent: Option<&'r Value>,
}

#[derive(Serialize)]
pub(super) struct Fact<'r> {
    pub(super) name: &'r str,
    pub(super) value: Cow<'r, Value>,
}

#[derive(Serialize)]
pub(super) struct Error<'r> {
    pub(super) code: &'r str,
    pub(super) message: &'r str,
    pub(super) retryable: bool,
}

/// Something that was not checked, and why.
#[derive(Serialize)]
pub(super) struct Gap {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) check: Option<String>,
    #[serde(serialize_with = "kind", skip_serializing_if = "Option::is_none")]
    pub(super) identifier: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) given: Option<String>,
    /// A sentence without its point.
    pub(super) reason: String,
}

#[expect(clippy::ref_option, reason = "as serde hands it over")]
fn kind<S: Serializer>(kind: &Option<Kind>, serializer: S) -> Result<S::Ok, S::Error> {
    kind.map(Kind::as_str).serialize(serializer)
}

fn members<S: Serializer>(subject: &[(Kind, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(subject.iter().map(|(kind, shown)| (kind.as_str(), shown)))
}
