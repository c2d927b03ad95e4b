//! `enrich backup`: the embedded database in one file.

use crate::config::{Database, DatabaseArgs, Environment};
use crate::out::Out;
use crate::{master_key, progress};
use anyhow::{Context, Result, bail, ensure};
use journal::Time;
use run::{Clock, SystemClock};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Fit, Look, MasterKey, Progress, backup};

/// Copy the embedded database into one file, while it is served or not.
///
/// The copy is the database as it stands at one moment: every run that was acknowledged before is in it. It is written under a
/// temporary name, read whole, opened with the master key, and only then gets its name; a backup that has its name is good.
/// Servers go on meanwhile.
///
/// THE MASTER KEY IS NOT IN THE BACKUP. Without it nobody reads the personal data in it, you included: keep a copy of master.key (or of
/// what ENRICH_MASTER_KEY holds) somewhere else than the backups.
///
/// PostgreSQL has tools of its own for this: see docs/postgres-backup.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich backup /backups/enrich.db
  enrich backup /backups                    a folder: the file is named after the moment
  enrich backup /backups/enrich.db --overwrite --json | jq .bytes
  enrich restore /backups/enrich.db         the way back

A file named .….draft-… is what an interrupted backup leaves: delete it.")]
pub struct Args {
    /// The file to write, or a folder to write it in.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Replace FILE if it exists, once the new one is good.
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// What was written.
#[derive(Debug, Serialize)]
struct Shown {
    file: PathBuf,
    bytes: u64,
    /// What was acknowledged before is in it.
    begun_at: Time,
    schema_version: i64,
    /// Never in the file: where it is.
    master_key_kept_in: String,
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let environment = Environment::of_process();
    let database = Database::of(&args.database, &environment)?;
    let source = embedded(&database, "pg_dump, or a base backup with an archive of the write-ahead log")?;
    ensure!(source.exists(), "there is no database {} to back up", source.display());
    let key = master_key::existing(&database, &environment)?;
    let key =
        key.with_context(|| format!("the master key of {database} is nowhere: put master.key back beside it, or set ENRICH_MASTER_KEY"))?;
    let begun_at = SystemClock::default().now();
    let file = destination(&args.file, source, begun_at, args.overwrite)?;
    let draft = draft(&file)?;
    let written = write(&database, &draft, MasterKey::from_bytes(key)).await.and_then(|schema_version| {
        let bytes = std::fs::metadata(&draft)?.len();
        backup::publish(&draft, &file, args.overwrite).with_context(|| format!("cannot write {}", file.display()))?;
        Ok((bytes, schema_version))
    });
    let (bytes, schema_version) = written.inspect_err(|_| drop(std::fs::remove_file(&draft)))?;
    let kept = match environment.text("ENRICH_MASTER_KEY").or(environment.text("ENRICH_MASTER_KEY_FILE")) {
        Some(_) => "ENRICH_MASTER_KEY".to_owned(),
        None => master_key::place(&database).unwrap_or_default().display().to_string(),
    };
    let shown = Shown { file, bytes, begun_at, schema_version, master_key_kept_in: kept };
    out.show(&shown, || {
        format!(
            "{} holds the database as it was at {} or later: {bytes} bytes, every page proved.\n\n\
             THE MASTER KEY IS NOT IN IT, and without the key it is worthless. The key is in {}: keep a copy of it elsewhere.",
            shown.file.display(),
            shown.begun_at,
            shown.master_key_kept_in
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The file of an embedded database. For another, what to do instead.
pub(super) fn embedded<'a>(database: &'a Database, instead: &str) -> Result<&'a Path> {
    match database.file() {
        Some(file) => Ok(file),
        None => {
            bail!("{database} is a PostgreSQL database, which has tools of its own for this: {instead}; docs/postgres-backup.md shows how")
        }
    }
}

/// Writes a good copy; the version of its schema.
async fn write(database: &Database, draft: &Path, key: MasterKey) -> Result<i64> {
    let (_, bytes) = Look::at(database.url())?.database().await.with_context(|| format!("cannot read {database}"))?;
    room(draft, bytes)?;
    let progress = Progress::default();
    let copying = backup::write(database.url(), draft, &progress);
    progress::shown(&progress, copying).await.context("cannot copy the database")?;
    prove(draft).await?;
    let copy = Look::at_file(draft)?;
    ensure!(copy.fits(&key).await? == Fit::Opens, "the master key does not open {database}, and a backup that nobody can read is none");
    Ok(copy.schema().await?.applied.last().map_or(0, |last| last.version))
}

/// Refuses a copy that is broken.
pub(super) async fn prove(draft: &Path) -> Result<()> {
    let progress = Progress::default();
    let faults = progress::shown(&progress, backup::prove(draft, &progress)).await.context("cannot read the copy")?;
    ensure!(faults.is_empty(), "the copy is damaged, and so what it was made of: {}", faults.join("; "));
    Ok(())
}

/// Refuses work for which there is no room.
pub(super) fn room(draft: &Path, bytes: u64) -> Result<()> {
    let folder = draft.parent().unwrap_or(Path::new("/"));
    let disk = rustix::fs::statvfs(folder).with_context(|| format!("cannot look at {}", folder.display()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    ensure!(free > bytes, "{} has {free} bytes free, and the copy takes {bytes}", folder.display());
    Ok(())
}

/// Where the copy is to stand, if it may.
fn destination(told: &Path, source: &Path, at: Time, overwrite: bool) -> Result<PathBuf> {
    let mut file = std::path::absolute(told)?;
    if file.is_dir() {
        file.push(format!("enrich-{}.db", stamp(at)));
    }
    ensure!(file.parent().is_some_and(Path::is_dir), "there is no folder to write {} in", file.display());
    let same = |path: &Path| path.canonicalize().ok().is_some_and(|path| source.canonicalize().is_ok_and(|source| path == source));
    ensure!(!same(&file), "{} is the database itself", file.display());
    ensure!(overwrite || !file.exists(), "{} exists (replace it with --overwrite)", file.display());
    Ok(file)
}

/// What a file is called before it is good: beside it, and of this process.
pub(super) fn draft(file: &Path) -> Result<PathBuf> {
    let name = file.file_name().and_then(|name| name.to_str()).with_context(|| format!("{} is no name of a file", file.display()))?;
    Ok(file.with_file_name(format!(".{name}.draft-{}", std::process::id())))
}

/// A moment as a part of a file's name, to the second.
pub(super) fn stamp(at: Time) -> String {
    at.to_string()
        .chars()
        .take_while(|letter| *letter != '.' && *letter != 'Z')
        .filter(|letter| !"-:".contains(*letter))
        .collect::<String>()
        + "Z"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_named_in_order() {
        assert_eq!(stamp("2026-06-13T09:30:12.000451Z".parse().unwrap()), "20260613T093012Z");
        assert_eq!(stamp("2026-06-13T09:30:12Z".parse().unwrap()), "20260613T093012Z");
    }

    #[test]
    fn nothing_is_overwritten_unasked_and_never_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let (source, old, at) = (folder.path().join("enrich.db"), folder.path().join("old"), "2026-06-13T09:30:12Z".parse().unwrap());
        std::fs::write(&source, "rows").unwrap();
        std::fs::write(&old, "rows").unwrap();
        assert_eq!(destination(folder.path(), &source, at, false).unwrap(), folder.path().join("enrich-20260613T093012Z.db"));
        assert!(destination(&old, &source, at, false).unwrap_err().to_string().contains("--overwrite"));
        assert_eq!(destination(&old, &source, at, true).unwrap(), old);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&source, &link).unwrap();
        for itself in [&source, &link] {
            assert!(destination(itself, &source, at, true).unwrap_err().to_string().contains("the database itself"));
        }
        assert!(destination(&folder.path().join("no/such/file"), &source, at, false).is_err());
    }
}
