//! Copies of a SQLite database, each one file: made while servers work, proved before they count, put in place of another without
//! losing it.

use crate::{Error, Progress, Serving, open};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row as _};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// How long a copy waits for a moment in which the file is not locked.
const LOCKED_WAIT_MAX: Duration = Duration::from_secs(20);
/// Between two looks at how far a copy is.
const LOOK: Duration = Duration::from_millis(200);
/// Bytes read and written at once.
const PIECE_BYTES: usize = 1 << 20;
/// What SQLite keeps beside a file and takes for its own when it opens it.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

fn failed(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let what = format!("{what} {}", path.display());
    move |source| Error::File { what, source }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(LOCKED_WAIT_MAX).disable_statement_logging()
}

/// Writes the database that `url` names, as it stands at one moment, into `draft`, which must not exist and is its owner's alone.
/// Readers and writers of the database go on meanwhile; its log grows by what they write. Once it returns, the draft is on disk.
pub async fn write(url: &str, draft: &Path, progress: &Progress) -> Result<(), Error> {
    let path = open::file(url)?;
    private(draft)?;
    let mut source = options(&path).connect().await?;
    let text = draft.to_str().ok_or_else(|| Error::Address(format!("{} is not written in UTF-8", draft.display())))?;
    let bytes: i64 = sqlx::query("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        .fetch_one(&mut source)
        .await?
        .try_get(0)?;
    progress.begin("bytes copied", u64::try_from(bytes).unwrap_or_default());
    // One statement is one snapshot. SQLite's interface for backups begins again whenever another process has written.
    let work = async { sqlx::query("VACUUM INTO $1").bind(text.to_owned()).execute(&mut source).await };
    let watch = async {
        loop {
            tokio::time::sleep(LOOK).await;
            progress.set(std::fs::metadata(draft).map_or(0, |file| file.len()));
        }
    };
    tokio::select! {
        done = work => done.map(|_| ())?,
        () = watch => {}
    }
    source.close().await?;
    on_disk(draft)
}

/// Copies a file that nobody writes to into `draft`, which must not exist and is its owner's alone, onto the disk.
pub async fn copy(from: &Path, draft: &Path, progress: &Progress) -> Result<(), Error> {
    let mut source = tokio::fs::File::open(from).await.map_err(failed("read", from))?;
    let bytes = source.metadata().await.map_err(failed("read", from))?.len();
    progress.begin("bytes copied", bytes);
    let mut target = tokio::fs::File::from_std(private(draft)?);
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let read = source.read(&mut piece).await.map_err(failed("read", from))?;
        if read == 0 {
            break;
        }
        target.write_all(&piece[..read]).await.map_err(failed("write", draft))?;
        progress.add(read as u64);
    }
    target.flush().await.map_err(failed("write", draft))?;
    target.sync_all().await.map_err(failed("write", draft))
}

/// Reads a whole file that nobody has open: every page, every row against every index. What is wrong with it, the first faults.
pub async fn prove(path: &Path, progress: &Progress) -> Result<Vec<String>, Error> {
    progress.begin("proving every page of the copy", 0);
    let mut on: SqliteConnection = options(path).read_only(true).immutable(true).connect().await?;
    let rows = sqlx::query("PRAGMA integrity_check(10)").fetch_all(&mut on).await;
    let rows = match rows {
        Ok(rows) => rows,
        // So broken that it cannot be looked at.
        Err(sqlx::Error::Database(refused)) => return Ok(vec![refused.message().to_owned()]),
        Err(error) => return Err(error.into()),
    };
    on.close().await?;
    let found: Result<Vec<String>, sqlx::Error> = rows.iter().map(|row| row.try_get(0)).collect();
    Ok(found?.into_iter().filter(|line| line != "ok").collect())
}

/// Makes `draft` the file of that name, and durable. Where one exists it is replaced only if `replace`.
pub fn publish(draft: &Path, path: &Path, replace: bool) -> Result<(), Error> {
    if replace {
        std::fs::rename(draft, path).map_err(failed("put in place", path))?;
    } else {
        // A link is made only where nothing is, which a rename does not promise; but not every file system has links.
        match std::fs::hard_link(draft, path) {
            Ok(()) => std::fs::remove_file(draft).map_err(failed("remove", draft))?,
            Err(_) if !path.exists() => std::fs::rename(draft, path).map_err(failed("put in place", path))?,
            Err(source) => return Err(failed("put in place", path)(source)),
        }
    }
    folder_on_disk(path)
}

/// What lies beside `path` and shows that it is no finished copy: a log that SQLite would still read.
pub fn log_beside(path: &Path) -> Option<PathBuf> {
    let has_content = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|file| file.len() > 0);
    ["-wal", "-journal"].into_iter().map(|ending| open::beside(path, ending)).find(has_content)
}

/// Puts `draft` in the place of the database that `url` names. What is there now stays beside it, named with `ending`: its name is
/// the answer. At every moment one of the two is in place.
pub async fn put_in_place(url: &str, draft: &Path, ending: &str, alone: &Serving) -> Result<Option<PathBuf>, Error> {
    let path = open::file(url)?;
    if !alone.is_alone() {
        return Err(Error::Invalid("a database is replaced by whoever has it alone"));
    }
    let mut kept = None;
    if path.exists() {
        let aside = open::beside(&path, ending);
        if aside.exists() {
            return Err(Error::File { what: format!("keep {}", aside.display()), source: ErrorKind::AlreadyExists.into() });
        }
        // A whole database leaves no log behind. A broken one is kept with it.
        let _ = settle(&path).await;
        for beside in BESIDE.map(|ending| (open::beside(&path, ending), open::beside(&aside, ending))) {
            match std::fs::rename(&beside.0, &beside.1) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed("keep", &beside.0)(error)),
                _ => {}
            }
        }
        if std::fs::hard_link(&path, &aside).is_err() {
            // Not every file system has links.
            std::fs::rename(&path, &aside).map_err(failed("keep", &aside))?;
        }
        folder_on_disk(&path)?;
        kept = Some(aside);
    }
    std::fs::rename(draft, &path).map_err(failed("put in place", &path))?;
    folder_on_disk(&path)?;
    Ok(kept)
}

/// Moves what stands in the log into the file itself.
async fn settle(path: &Path) -> Result<(), sqlx::Error> {
    let mut on = options(path).connect().await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut on).await?;
    on.close().await
}

/// A new, empty file for its owner alone.
fn private(path: &Path) -> Result<File, Error> {
    open::private(path).map_err(failed("write", path))
}

fn on_disk(path: &Path) -> Result<(), Error> {
    File::open(path).and_then(|file| file.sync_all()).map_err(failed("write", path))
}

fn folder_on_disk(path: &Path) -> Result<(), Error> {
    path.parent().map_or(Ok(()), on_disk)
}
