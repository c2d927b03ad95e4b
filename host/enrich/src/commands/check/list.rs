//! `enrich check list`: what there is to ask, of whom, at what price.

use super::Cabinet;
use crate::config::DataDirArgs;
use crate::out::{Out, table};
use anyhow::Result;
use journal::Credits;
use serde::Serialize;
use std::process::ExitCode;

/// List the checks of this build: whom they ask, what a success costs, whether live calls are configured.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich check list
  enrich check list --json | jq -r '.[] | select(.configured | not).name'

A check is configured when its providers are, in this environment as for `enrich serve`: see `enrich provider list`. Test mode needs
nothing.")]
pub struct Args {
    #[command(flatten)]
    pub place: DataDirArgs,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    summary: &'a str,
    /// Empty: it works offline.
    providers: &'a [String],
    price: Credits,
    bills_not_found: bool,
    repeatable: bool,
    configured: bool,
}

/// Lists them.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let cabinet = Cabinet::open(&args.place).await?;
    let checks = cabinet.shelf.checks().iter();
    let rows: Vec<Row<'_>> = checks
        .map(|(name, entry)| Row {
            name,
            summary: &entry.description.summary,
            providers: &entry.description.providers,
            price: entry.price,
            bills_not_found: entry.description.bills_not_found,
            repeatable: entry.description.repeatable,
            configured: cabinet.is_configured(entry),
        })
        .collect();
    out.show(&rows, || {
        let yes = |truth: bool| if truth { "yes" } else { "no" }.to_owned();
        let asks = |row: &Row<'_>| if row.providers.is_empty() { "nobody".to_owned() } else { row.providers.join(", ") };
        let cells = |row: &Row<'_>| [row.name.to_owned(), asks(row), row.price.to_string(), yes(row.repeatable), yes(row.configured)];
        table(["CHECK", "ASKS", "PRICE", "REPEATABLE", "CONFIGURED"], &rows.iter().map(cells).collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}
