//! `enrich extract`: the identifiers in a text, as a run would find them.

use crate::config::{DataDirArgs, Environment};
use crate::jsonl::{self, Line};
use crate::out::{Out, table};
use crate::wiring;
use anyhow::Result;
use journal::Json;
use journal::limits::MESSAGE_BYTES_MAX;
use library::Shelf;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Show the identifiers that a text holds: names, phone numbers, dates of birth, addresses, PAN, SSN, Emirates ID, IBAN and more.
///
/// The agent itself reads the text, in its sandbox, as it reads the request of a run: each identifier with its kind, its normal form, where
/// it stands (`start` and `end` in bytes, `position` in characters from 1) and whether it can be used: whole; incomplete, because
/// parts are masked; or malformed, and why. No server, no run, no bill; nothing is kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich extract \"Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F\"
  enrich extract --json < request.txt | jq '.identifiers[].kind'
  enrich extract --jsonl requests.jsonl > found.jsonl

With --jsonl each line is a JSON string, or an object whose `message` is the text; each line of output says of which line it is. A line
that is neither is answered with its error. Nothing but standard output is written.")]
pub struct Args {
    /// The text. Absent: standard input.
    #[arg(value_name = "TEXT", conflicts_with = "jsonl")]
    pub text: Option<String>,
    /// Many texts, one on each line of this file; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub jsonl: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub place: DataDirArgs,
}

/// What was found in one line.
#[derive(Serialize)]
struct Found {
    line: usize,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    found: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Shows them.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let shelf = wiring::shelf(&args.place.directory(&Environment::of_process())?).await?;
    match args.jsonl {
        Some(file) => {
            let shelf = Arc::new(shelf);
            jsonl::each(&file, |line| of_line(Arc::clone(&shelf), line)).await?;
        }
        None => {
            let text = args.text.map_or_else(|| jsonl::whole(Path::new("-"), MESSAGE_BYTES_MAX), Ok)?;
            let found = shelf.identifiers(bounded(text).map_err(anyhow::Error::msg)?).await?;
            out.show(&found, || told(&found))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn bounded(text: String) -> Result<String, String> {
    if text.len() > MESSAGE_BYTES_MAX {
        return Err(format!("the text has more than {MESSAGE_BYTES_MAX} bytes, and no request may"));
    }
    Ok(text)
}

async fn of_line(shelf: Arc<Shelf>, line: Line) -> Found {
    let found = match line.text.and_then(|text| message(&text)).and_then(bounded) {
        Ok(text) => shelf.identifiers(text).await.map_err(|error| format!("{:#}", anyhow::Error::from(error))),
        Err(error) => Err(error),
    };
    let (found, error) = match found {
        Ok(found) => (Some(found.value()), None),
        Err(error) => (None, Some(error)),
    };
    Found { line: line.number, found, error }
}

/// What serde says may quote the line, which is personal.
fn message(line: &str) -> Result<String, String> {
    let none = || "the line is neither a JSON string nor an object with a `message`".to_owned();
    match serde_json::from_str(line).map_err(|_| none())? {
        serde_json::Value::String(text) => Ok(text),
        serde_json::Value::Object(mut members) => match members.remove("message") {
            Some(serde_json::Value::String(text)) => Ok(text),
            _ => Err(none()),
        },
        _ => Err(none()),
    }
}

fn told(found: &Json) -> String {
    let found = found.value();
    let text = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let found: Vec<&serde_json::Value> = found["identifiers"].as_array().into_iter().flatten().collect();
    if found.is_empty() {
        return "no identifiers".to_owned();
    }
    let row = |one: &&serde_json::Value| {
        let state = [text(one, "state"), text(one, "why")].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>();
        [text(one, "kind"), text(one, "value"), format!("{}..{}", one["start"], one["end"]), text(one, "text"), state.join(": ")]
    };
    table(["KIND", "VALUE", "BYTES", "AS WRITTEN", "STATE"], &found.iter().map(row).collect::<Vec<_>>())
}
