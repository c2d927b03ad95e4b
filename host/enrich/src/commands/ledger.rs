//! `enrich ledger`: the proof of the bill.

use crate::config::DatabaseArgs;
use crate::out::Out;
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;

/// Prove the ledger.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with the ledger.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Verify(Verify),
}

/// Prove that every run was debited exactly what its journal charges, and that no line was lost or changed.
///
/// It reads the whole database: journals and their hash chains, ledger lines, balances. Exits with 1 when something does not
/// agree, and names it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich ledger verify
  enrich ledger verify --database postgres://enrich@db/enrich --json")]
pub struct Verify {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Does it.
pub async fn carry_out(_args: Args, _out: Out) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
