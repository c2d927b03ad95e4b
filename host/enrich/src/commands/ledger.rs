//! `enrich ledger`: the proof of the bill.

use crate::config::DatabaseArgs;
use crate::out::Out;
use crate::progress;
use crate::wiring::Office;
use anyhow::{Context, Result};
use clap::Subcommand;
use serde::Serialize;
use std::process::ExitCode;
use store::{FAULTS_MAX, Progress};

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
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let Command::Verify(args) = args.command;
    let office = Office::open(&args.database).await?;
    let progress = Progress::default();
    let found = progress::shown(&progress, office.store.verify_watched(&progress)).await.context("cannot read the whole database")?;
    let sound = found.faults.is_empty();
    let shown = Shown { sound, accounts: found.accounts, runs: found.runs, lines: found.lines, faults: found.faults };
    out.show(&shown, || {
        let looked_at = format!("{} runs, {} ledger lines, {} accounts", shown.runs, shown.lines, shown.accounts);
        match shown.faults.as_slice() {
            [] => format!("The ledger is sound: {looked_at}."),
            faults => {
                let more = if faults.len() < FAULTS_MAX { "" } else { "\n  … and perhaps more" };
                format!(
                    "The ledger is NOT sound ({looked_at}):\n  {}{more}\n\n\
                     Keep a backup of it as it is. Rows that only their journals contradict are made again by: enrich rebuild",
                    faults.join("\n  ")
                )
            }
        }
    })?;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the proof found.
#[derive(Debug, Serialize)]
struct Shown {
    sound: bool,
    accounts: u64,
    runs: u64,
    lines: u64,
    faults: Vec<String>,
}
