//! An entry as an auditor reads it: everything that it says, amounts as exact numbers.

use crate::event::{Approval, Created, Entry, Event, Seq};
use crate::json::Json;
use crate::{Credits, Time};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Error;
use std::collections::BTreeMap;

/// One event of a run, whole.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "AuditEvent")]
pub struct Audited {
    /// Its place in the run's events.
    pub seq: Seq,
    /// When it happened.
    pub at: Time,
    /// What happened: `created`, `check_asked`, `check_answered`, `ended`, … Words may be added.
    pub event: &'static str,
    /// What is a fact for ever. Its fields depend on `event`.
    #[serde(flatten)]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub facts: Facts,
    /// What is personal; absent where there is nothing or it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    pub private: Option<Json>,
}

/// Fields by name.
pub type Facts = BTreeMap<String, Json>;

impl Audited {
    /// All that `entry` says.
    pub fn of(entry: &Entry) -> Result<Audited, Error> {
        let mut facts = facts(&entry.event)?;
        // Told beside the others.
        facts.remove("event");
        let private = entry.event.private()?;
        let private = private.as_deref().map(serde_json::from_slice).transpose()?;
        Ok(Audited { seq: entry.seq, at: entry.at, event: entry.event.kind(), facts, private })
    }
}

fn facts(event: &Event) -> Result<Facts, Error> {
    match event {
        Event::Created(e) => created(event, e),
        Event::PlanProposed(e) => fields(event, [("ceiling", e.ceiling)]),
        Event::CheckAsked(e) => fields(event, [("hold", e.hold)]),
        Event::CheckAnswered(e) => fields(event, [("credits", e.credits)]),
        Event::Ended(e) => fields(event, [("credits_used", e.credits_used)]),
        Event::Started(_)
        | Event::PlanDecided(_)
        | Event::Narrated(_)
        | Event::AnswerDelta(_)
        | Event::Reported(_)
        | Event::CancelAsked(_) => fields(event, []),
    }
}

fn created(event: &Event, e: &Created) -> Result<Facts, Error> {
    let mut facts = fields(event, e.max_credits.map(|most| ("max_credits", most)))?;
    let mut pins = fields(&e.pins, [])?;
    if let Approval::Over(limit) = e.pins.approval {
        pins.insert("approval".into(), Json::of(&BTreeMap::from([("over", limit)]))?);
    }
    let checks = e.pins.checks.iter().map(|check| fields(check, [("price", check.price)]));
    pins.insert("checks".into(), Json::of(&checks.collect::<Result<Vec<_>, _>>()?)?);
    facts.insert("pins".into(), Json::of(&pins)?);
    Ok(facts)
}

/// The fields of what is stored, with these amounts for the integers of millionths that are stored for them.
fn fields(stored: &impl Serialize, amounts: impl IntoIterator<Item = (&'static str, Credits)>) -> Result<Facts, Error> {
    let mut fields: Facts = serde_json::from_str(&serde_json::to_string(stored)?)?;
    for (name, amount) in amounts {
        fields.insert(name.into(), Json::of(&amount)?);
    }
    Ok(fields)
}
