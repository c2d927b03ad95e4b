//! `enrich provider list`: the outside services that checks ask, where they live, and what switches them on.

use crate::commands::cabinet::Cabinet;
use crate::config::DataDirArgs;
use crate::out::{Out, table};
use anyhow::Result;
use serde::Serialize;
use std::process::ExitCode;

/// List the outside services that checks ask: where each lives, which checks need it, what switches it on.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich provider list
  enrich provider list --json | jq -r '.[] | select(.configured | not).set[]'

A provider is switched on by its secrets; one that wants none by its URL: ENRICH_PROVIDER_VPIC_URL=https://… . Until then its live
checks fail as provider_not_configured, unbilled. Test mode needs nothing.")]
pub struct Args {
    #[command(flatten)]
    pub place: DataDirArgs,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    /// As documented.
    base_url: String,
    configured: bool,
    /// The checks that ask it.
    checks: Vec<&'a str>,
    /// Assignments of variables that are still to be made, secrets as `…`.
    set: Vec<String>,
}

/// Lists them.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let cabinet = Cabinet::open(&args.place).await?;
    let rows: Vec<Row<'_>> = cabinet
        .known
        .iter()
        .map(|(name, known)| {
            let checks = cabinet.shelf.checks().iter().filter(|(_, entry)| entry.description.providers.contains(name));
            let set = cabinet.missing(name);
            let checks = checks.map(|(check, _)| check.as_str()).collect();
            Row { name, base_url: known.base_url.to_string(), configured: set.is_empty(), checks, set }
        })
        .collect();
    out.show(&rows, || {
        let cells = |row: &Row<'_>| {
            let set = if row.configured { "is configured".to_owned() } else { row.set.join(" ") };
            [row.name.to_owned(), row.base_url.clone(), row.checks.join(", "), set]
        };
        table(["PROVIDER", "DOCUMENTED AT", "CHECKS", "SET"], &rows.iter().map(cells).collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}
