//! `enrich restore`: a backup in the place of the embedded database.

use super::backup::{draft, embedded, prove, room, stamp};
use crate::config::{Database, DatabaseArgs, Environment};
use crate::out::Out;
use crate::{master_key, progress};
use anyhow::{Context, Result, bail, ensure};
use run::{Clock, SystemClock};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Fit, Look, MasterKey, Progress, Store, backup};

/// Put a backup in the place of the embedded database.
///
/// No server may hold the database. The backup is copied beside it, read whole and opened with the master key before anything is
/// touched; the database that was there is kept beside it under a dated name, which you may delete when all is well.
///
/// The master key is not in the backup: put the one that belongs to it in place first, as master.key beside the database or in
/// ENRICH_MASTER_KEY.
///
/// What happened after the backup was made is gone: runs that it knows as open go on from where they were, and ask providers again under
/// the same call ids.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich restore /backups/enrich.db
  enrich restore /backups/enrich.db --database sqlite:///srv/enrich/enrich.db --json

Then look at it: enrich doctor; enrich ledger verify")]
pub struct Args {
    /// What `enrich backup` wrote.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Accept a backup that a newer version of the product wrote. This version will not open it.
    #[arg(long)]
    pub accept_newer_schema: bool,
    /// Accept a backup that the master key in place does not open, or that no master key is in place for.
    #[arg(long)]
    pub accept_other_key: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// What was done.
#[derive(Debug, Serialize)]
struct Shown {
    database: PathBuf,
    bytes: u64,
    /// Null: there was none.
    previous_kept_as: Option<PathBuf>,
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let environment = Environment::of_process();
    let database = Database::of(&args.database, &environment)?;
    let target = embedded(&database, "pg_restore, or a base backup with its archive of the write-ahead log")?;
    ensure!(args.file.is_file(), "there is no file {}", args.file.display());
    if let Some(log) = backup::log_beside(&args.file) {
        bail!("{} is no finished backup: a part of it is still in {}", args.file.display(), log.display());
    }
    let alone = Store::exclusive(database.url()).context("stop the server first, because a database that is served is never replaced")?;
    let draft = draft(target)?;
    let put = put(&args, &database, &environment, &draft).await;
    let put = match put {
        Ok(bytes) => {
            let ending = format!(".before-restore-{}", stamp(SystemClock::default().now()));
            let kept = backup::put_in_place(database.url(), &draft, &ending, &alone).await.context("cannot replace the database");
            kept.map(|kept| (bytes, kept))
        }
        Err(error) => Err(error),
    };
    let (bytes, previous_kept_as) = put.inspect_err(|_| drop(std::fs::remove_file(&draft)))?;
    let shown = Shown { database: target.to_owned(), bytes, previous_kept_as };
    out.show(&shown, || {
        let kept = shown.previous_kept_as.as_ref().map(|kept| format!("\nWhat was there before is {}.", kept.display()));
        format!(
            "{} is the backup now, {bytes} bytes.{}\n\nNext: enrich doctor; enrich ledger verify",
            target.display(),
            kept.unwrap_or_default()
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a copy of the backup that may take the database's place; its length.
async fn put(args: &Args, database: &Database, environment: &Environment, draft: &Path) -> Result<u64> {
    let file = &args.file;
    let bytes = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len();
    room(draft, bytes)?;
    let progress = Progress::default();
    progress::shown(&progress, backup::copy(file, draft, &progress)).await.context("cannot copy the backup")?;
    prove(draft).await?;
    let copy = Look::at_file(draft)?;
    let schema = copy.schema().await.with_context(|| format!("cannot read {}", file.display()))?;
    ensure!(!schema.applied.is_empty(), "{} is a SQLite database, and none of this product", file.display());
    if let Some(newest) = schema.newer.last()
        && !schema.served
        && !args.accept_newer_schema
    {
        bail!(
            "{} was written by a newer version of the product (its schema is at version {}, {}): use that, or --accept-newer-schema",
            file.display(),
            newest.version,
            newest.name
        );
    }
    if args.accept_other_key {
        return Ok(bytes);
    }
    let Some(key) = master_key::existing(database, environment)? else {
        bail!(
            "the master key of the backup is nowhere: put it beside the database as {}, or set ENRICH_MASTER_KEY (or --accept-other-key)",
            master_key::place(database).unwrap_or_default().display()
        )
    };
    let fits = copy.fits(&MasterKey::from_bytes(key)).await? == Fit::Opens;
    ensure!(fits, "the master key in place is not the one {} was sealed with: put that in place, or --accept-other-key", file.display());
    Ok(bytes)
}
