//! `enrich credits`: the prepaid pool.

use crate::config::DatabaseArgs;
use crate::out::Out;
use anyhow::Result;
use clap::Subcommand;
use journal::Credits;
use std::process::ExitCode;

/// Grant credits.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with credits.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Grant(Grant),
}

/// Add credits to the prepaid pool of an organisation.
///
/// A negative amount takes back what was granted by mistake. Amounts are exact, with at most six decimals.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich credits grant --org \"Acme Bank\" 500
  enrich credits grant --org org_06f2k… 12.5 --json")]
pub struct Grant {
    /// The organisation: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: String,
    /// How many credits: 500, 12.5
    #[arg(value_name = "AMOUNT", allow_hyphen_values = true)]
    pub amount: Credits,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Does it.
pub async fn carry_out(_args: Args, _out: Out) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
