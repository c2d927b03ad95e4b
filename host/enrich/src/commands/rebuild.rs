//! `enrich rebuild`: the rows beside the journals, made again.

use crate::config::DatabaseArgs;
use crate::out::Out;
use crate::progress;
use crate::wiring::Office;
use anyhow::{Context, Result};
use std::process::ExitCode;
use store::Progress;

/// Make the rows beside the journals again: runs, their debits, their wake-ups.
///
/// A run is its journal; everything else about it is derived. This throws the derived rows away and derives them again. A
/// running server waits meanwhile. Grants and top-ups are facts of their own and stay.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich rebuild
  enrich rebuild --database postgres://enrich@db/enrich --json")]
pub struct Args {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let progress = Progress::default();
    let runs = progress::shown(&progress, office.store.rebuild_watched(&progress)).await.context("cannot rebuild")?;
    out.show(&serde_json::json!({ "runs": runs }), || format!("Rebuilt the rows of {runs} runs from their journals."))?;
    Ok(ExitCode::SUCCESS)
}
