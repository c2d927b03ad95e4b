//! `enrich workflow`: what a procedure says, and what is wrong with it.

mod explain;
mod lint;

use crate::out::Out;
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;

/// Look at a procedure: what is wrong with it, what it does, what it costs.
///
/// A procedure is a Markdown page. Needs neither a database nor a server; the checks are those of this build.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with procedures.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Lint(lint::Args),
    Explain(explain::Args),
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    match args.command {
        Command::Lint(args) => lint::carry_out(args, out).await,
        Command::Explain(args) => explain::carry_out(args, out).await,
    }
}
