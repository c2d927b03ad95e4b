//! The key that everything personal in the database is encrypted under: read from where the operator put it, or made once.

use crate::config::{Database, Environment, MASTER_KEY_FILE};
use anyhow::{Context, Result, bail, ensure};
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use ring::rand::{SecureRandom, SystemRandom};
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Length of the key.
pub const MASTER_KEY_BYTES: usize = 32;

/// Reads a key as people keep it: 64 hexadecimal digits, or base64 of 32 bytes. The text is never repeated in an error.
pub fn parse(text: &str) -> Result<[u8; MASTER_KEY_BYTES]> {
    let text = text.trim();
    let bytes = match text.len() {
        64 => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok(),
        _ => BASE64.decode(text.as_bytes()).ok(),
    };
    match bytes.map(<[u8; MASTER_KEY_BYTES]>::try_from) {
        Some(Ok(key)) => Ok(key),
        _ => bail!("a master key is 32 bytes as 64 hexadecimal digits or as base64 (make one: openssl rand -hex 32)"),
    }
}

/// The key in `path`; made from the system's randomness when there is none, readable by its owner alone.
///
/// `guarded` is the database that the key opens. When that has content and the key is gone, a new key would open nothing, so
/// none is made.
pub fn beside(path: &Path, guarded: &Path) -> Result<[u8; MASTER_KEY_BYTES]> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text).with_context(|| format!("read {}", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if fs::metadata(guarded).is_ok_and(|database| database.len() > 0) {
                ensure!(is_database(guarded)?, "{} is no database of this product; name one with --database", guarded.display());
                bail!(
                    "{} is missing, and {} cannot be read without it; put it back, or set ENRICH_MASTER_KEY",
                    path.display(),
                    guarded.display()
                );
            }
            create(path)
        }
        Err(error) => Err(error).with_context(|| format!("read {}", path.display())),
    }
}

/// What every SQLite database begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Whether a file begins as every SQLite database does.
fn is_database(path: &Path) -> Result<bool> {
    let mut beginning = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut beginning))
        .with_context(|| format!("read {}", path.display()))?;
    Ok(beginning == SQLITE)
}

/// The key of `database` where it is already: in the environment, or beside the embedded database. `None`: nowhere, and none is made.
pub fn existing(database: &Database, environment: &Environment) -> Result<Option<[u8; MASTER_KEY_BYTES]>> {
    if let Some(text) = environment.secret("ENRICH_MASTER_KEY")? {
        return parse(&text).context("read ENRICH_MASTER_KEY").map(Some);
    }
    let Some(path) = place(database) else { return Ok(None) };
    match fs::read_to_string(&path) {
        Ok(text) => parse(&text).with_context(|| format!("read {}", path.display())).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("read {}", path.display())),
    }
}

/// Where the key of an embedded database is kept, unless the environment holds it.
pub fn place(database: &Database) -> Option<PathBuf> {
    Some(database.file()?.with_file_name(MASTER_KEY_FILE))
}

fn create(path: &Path) -> Result<[u8; MASTER_KEY_BYTES]> {
    let mut key = [0; MASTER_KEY_BYTES];
    SystemRandom::new().fill(&mut key).map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
    match write_once(path, &(data_encoding::HEXLOWER.encode(&key) + "\n")) {
        Ok(()) => Ok(key),
        // Another process was first: its key counts.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            parse(&fs::read_to_string(path)?).with_context(|| format!("read {}", path.display()))
        }
        Err(error) => Err(error).with_context(|| format!("write {}", path.display())),
    }
}

/// Writes a new file for its owner alone, whole or not at all, and durable before it is relied upon.
fn write_once(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let written = private(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    // A link is made only where nothing is, which a rename does not promise.
    let linked = written.and_then(|()| fs::hard_link(&draft, path));
    let _ = fs::remove_file(&draft);
    linked?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Replaces a file of its owner's alone by `text`.
pub fn replace_private(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let mut file = private(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

fn private(path: &Path) -> std::io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (path, database) = (folder.path().join("master.key"), folder.path().join("enrich.db"));
        let made = beside(&path, &database).unwrap();
        assert_eq!(beside(&path, &database).unwrap(), made);
        assert_ne!(made, [0; MASTER_KEY_BYTES]);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft stays behind");
    }

    #[test]
    fn processes_that_start_together_agree_on_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        assert!(write_once(&path, "first").is_ok());
        assert_eq!(write_once(&path, "second").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
    }

    #[test]
    fn no_key_is_invented_for_a_database_that_has_one() {
        let folder = tempfile::tempdir().unwrap();
        let (path, database) = (folder.path().join("master.key"), folder.path().join("enrich.db"));
        for (content, why) in [("SQLite format 3\0rows", "is missing"), ("rows", "is no database")] {
            fs::write(&database, content).unwrap();
            let told = beside(&path, &database).unwrap_err().to_string();
            assert!(told.contains(why), "{told}");
        }
        assert!(!path.exists());
    }

    #[test]
    fn both_spellings_are_read_and_nothing_else() {
        let key = [7; MASTER_KEY_BYTES];
        assert_eq!(parse(&data_encoding::HEXLOWER.encode(&key)).unwrap(), key);
        assert_eq!(parse(&format!("{}\n", BASE64.encode(&key))).unwrap(), key);
        for wrong in ["", "secret", &"g".repeat(64), &BASE64.encode(&[7; 31])] {
            let told = parse(wrong).unwrap_err().to_string();
            assert!(wrong.is_empty() || !told.contains(wrong), "an error never repeats the key");
        }
    }
}
