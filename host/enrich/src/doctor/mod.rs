//! Looks a set-up over, from the database to the way out, and changes nothing: what is well, what is not, what to do.

mod built_in;
mod database;
mod machine;
mod settings;

use crate::config::{Database, Environment};
use journal::Time;
use serde::Serialize;
use std::path::PathBuf;
use store::Look;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Ok,
    /// It works, and somebody should look at it.
    Warning,
    /// Something does not work, or soon will not.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A word for what it belongs to: database, schema, key, clock, disk, room, providers and so on.
    pub about: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What was found, and what it means.
    pub says: String,
    /// What to do about it, if anything.
    #[serde(rename = "do")]
    pub remedy: Option<String>,
}

impl Finding {
    fn ok(about: &'static str, says: impl Into<String>) -> Finding {
        Finding { about, level: Level::Ok, says: says.into(), remedy: None }
    }

    fn warning(about: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding { about, level: Level::Warning, says: says.into(), remedy: Some(remedy.into()) }
    }

    fn problem(about: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding { about, level: Level::Problem, says: says.into(), remedy: Some(remedy.into()) }
    }
}

/// A set-up as a server would find it.
#[derive(Debug)]
pub struct Patient {
    /// The database.
    pub database: Database,
    /// Where compiled guests are kept.
    pub data_dir: PathBuf,
    /// Everything else that is set.
    pub environment: Environment,
    /// The present moment.
    pub now: Time,
}

/// Looks at all of it. What cannot be looked at is a finding too.
pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut found = Vec::new();
    match Look::at(patient.database.url()) {
        Ok(look) => database::examine(patient, &look, &mut found).await,
        Err(error) => database::absent(patient, &error, &mut found),
    }
    machine::examine(patient, &mut found);
    built_in::examine(patient, &mut found).await;
    settings::examine(patient, &mut found);
    found
}

/// An error in one line: what failed, and why in the end.
fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let (what, mut cause) = (error.to_string(), error);
    while let Some(source) = cause.source() {
        cause = source;
    }
    let why = cause.to_string();
    let whole = if what.contains(&why) { what } else { format!("{what}: {why}") };
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bytes as people read them.
fn bytes(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}
