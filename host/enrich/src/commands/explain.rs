//! `enrich run explain`: why a run is where it is.

use crate::config::DatabaseArgs;
use crate::out::Out;
use anyhow::Result;
use journal::RunId;
use std::process::ExitCode;

/// Say why a run is where it is.
///
/// It reads the run's journal and the rows beside it: queued behind what, parked on which plan until when, waiting for which
/// call, leased by which node, retried why, billed for what. Works while the server runs and while it is stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich run explain run_06f2k…
  enrich run explain run_06f2k… --database postgres://enrich@db/enrich --json")]
pub struct Args {
    /// The run's id.
    #[arg(value_name = "RUN")]
    pub run: RunId,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Explains it.
pub async fn carry_out(_args: Args, _out: Out) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
