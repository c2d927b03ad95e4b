//! Finds, creates and opens a database.

use crate::engine::{Engine, Kind};
use crate::row::Row;
use crate::seal::{MasterKey, Sealer, random};
use crate::{Error, migrate, sql};
use sqlx::Any;
use sqlx::any::AnyConnectOptions;
use sqlx::migrate::MigrateDatabase;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The row of `meta` that only the right master key opens.
pub(crate) const CHECK: &str = "master_check";
/// The row of `meta` with the master key of a database whose operator configured none.
pub(crate) const CREATED_KEY: &str = "created_master_key";
/// Tries to make a new SQLite file, whose first change of journal mode cannot be waited for.
const CREATE_ATTEMPTS_MAX: u32 = 100;
/// Between them.
const CREATE_PAUSE: Duration = Duration::from_millis(20);

/// Held by the one server of a SQLite file; nothing for PostgreSQL, where servers share. Commands work beside it.
#[derive(Debug)]
pub struct Serving(Option<std::fs::File>);

impl Serving {
    /// Makes this process the only server of a SQLite file, for as long as the answer is kept or the process lives.
    pub(crate) fn of(url: &str) -> Result<Serving, Error> {
        let Address::Sqlite(path) = address(url)? else { return Ok(Serving(None)) };
        let lock = beside(&path, ".serving");
        create_folder(&path)?;
        let unusable = |source: std::io::Error| Error::Address(format!("lock {}: {source}", lock.display()));
        let file = std::fs::File::options().create(true).truncate(false).write(true).open(&lock).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Serving(Some(file))),
            Err(std::fs::TryLockError::WouldBlock) => Err(Error::AlreadyServed(path.display().to_string())),
            Err(std::fs::TryLockError::Error(source)) => Err(unusable(source)),
        }
    }

    /// Whether other servers are kept out.
    pub fn is_alone(&self) -> bool {
        self.0.is_some()
    }
}

enum Address {
    /// An absolute path.
    Sqlite(PathBuf),
    Postgres(AnyConnectOptions),
}

/// The file of an embedded database; refused for any other.
pub(crate) fn file(url: &str) -> Result<PathBuf, Error> {
    match address(url)? {
        Address::Sqlite(path) => Ok(path),
        Address::Postgres(_) => Err(Error::Address("this is no SQLite database".to_owned())),
    }
}

/// `sqlite://PATH` with the path as it is, relative or absolute; or whatever PostgreSQL's own programs understand.
fn address(url: &str) -> Result<Address, Error> {
    if let Some(path) = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
        if path.is_empty() || path.contains(['?', '#']) || path.starts_with(":memory:") {
            return Err(Error::Address("a SQLite database is named sqlite://PATH, the path of a file".to_owned()));
        }
        let path = std::path::absolute(path).map_err(|source| Error::Address(format!("{path}: {source}")))?;
        return Ok(Address::Sqlite(path));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let options = url.parse().map_err(|_| Error::Address("the address of the PostgreSQL database cannot be read".to_owned()))?;
        return Ok(Address::Postgres(options));
    }
    Err(Error::Address("a database is named sqlite://PATH or postgres://USER@HOST/NAME".to_owned()))
}

fn create_folder(path: &Path) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|source| Error::Address(format!("create {}: {source}", folder.display())))
}

/// A new file of its owner's alone.
pub(crate) fn private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// An empty database of its owner's alone, where there is none: SQLite gives what it keeps beside a file the same mode.
fn create_file(path: &Path) -> Result<(), Error> {
    match private(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(Error::Address(format!("create {}: {source}", path.display()))),
    }
}

/// How to open a file, with the options that `query` names.
fn sqlite(path: &Path, query: &str) -> Result<AnyConnectOptions, Error> {
    let unusable = || Error::Address(format!("{} is no path of a file", path.display()));
    let mut location = url::Url::from_file_path(path).map_err(|()| unusable())?;
    location.set_query(Some(query));
    location.as_str().replacen("file://", "sqlite://", 1).parse().map_err(|_| unusable())
}

/// An engine that is to be read from alone: nothing is created, migrated or written, and no connection is made yet.
pub(crate) fn existing(url: &str) -> Result<Engine, Error> {
    sqlx::any::install_default_drivers();
    match address(url)? {
        Address::Postgres(options) => Ok(Engine::new(Kind::Postgres, options)),
        // Without a log beside it nobody has it open, and then even the files that coordinate readers need not be made.
        Address::Sqlite(path) if beside(&path, "-wal").exists() => Ok(Engine::new(Kind::Sqlite, sqlite(&path, "mode=ro")?)),
        Address::Sqlite(path) => still(&path),
    }
}

/// The same for a file that nobody has open.
pub(crate) fn still(path: &Path) -> Result<Engine, Error> {
    sqlx::any::install_default_drivers();
    if !path.exists() {
        return Err(Error::Address(format!("there is no file {}", path.display())));
    }
    Ok(Engine::new(Kind::Sqlite, sqlite(path, "mode=ro&immutable=1")?))
}

/// A file beside another, named after it.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// An engine with an up-to-date schema.
pub(crate) async fn engine(url: &str) -> Result<Engine, Error> {
    sqlx::any::install_default_drivers();
    let engine = match address(url)? {
        Address::Sqlite(path) => {
            create_folder(&path)?;
            create_file(&path)?;
            let engine = Engine::new(Kind::Sqlite, sqlite(&path, "mode=rwc")?);
            create_sqlite(&engine).await?;
            engine
        }
        Address::Postgres(options) => {
            let engine = Engine::new(Kind::Postgres, options);
            create_postgres(&engine, url).await?;
            engine
        }
    };
    migrate::run(&engine).await?;
    Ok(engine)
}

async fn create_sqlite(engine: &Engine) -> Result<(), Error> {
    for _ in 1..CREATE_ATTEMPTS_MAX {
        match engine.writer().await {
            Err(Error::Unavailable(_)) => tokio::time::sleep(CREATE_PAUSE).await,
            other => return other.map(|writer| writer.give_back()),
        }
    }
    engine.writer().await.map(|writer| writer.give_back())
}

async fn create_postgres(engine: &Engine, url: &str) -> Result<(), Error> {
    match engine.writer().await {
        Err(error) if error.is_missing_database() => {
            // Somebody else may be creating it at this moment: what counts is whether it can be opened afterwards.
            let created = Any::create_database(url).await;
            match (engine.writer().await, created) {
                (Ok(writer), _) => writer.give_back(),
                (Err(_), Err(refused)) => return Err(refused.into()),
                (Err(error), Ok(())) => return Err(error),
            }
            Ok(())
        }
        other => other.map(|writer| writer.give_back()),
    }
}

pub(crate) async fn meta(engine: &Engine, name: &'static str) -> Result<Option<Vec<u8>>, Error> {
    let rows = engine.read(&sql::META, |q| q.bind(name)).await?;
    rows.first().map(|row: &Row| row.bytes("value")).transpose()
}

async fn create_meta(engine: &Engine, name: &'static str, value: Vec<u8>) -> Result<(), Error> {
    let mut on = engine.begin().await?;
    on.execute(&sql::CREATE_META, |q| q.bind(name).bind(value)).await?;
    on.commit().await
}

/// Makes the database remember its master key, or refuses another.
pub(crate) async fn check_master(engine: &Engine, sealer: &Sealer) -> Result<(), Error> {
    if meta(engine, CHECK).await?.is_none() {
        create_meta(engine, CHECK, sealer.check_value()?).await?;
    }
    let value = meta(engine, CHECK).await?.ok_or_else(|| Error::corrupt("the check value of the master key"))?;
    if sealer.knows(&value) { Ok(()) } else { Err(Error::WrongMasterKey) }
}

/// Reads the master key that a database keeps for itself, or makes it. For PostgreSQL without a configured key: whoever reads
/// the database can then read its payloads, so say so loudly. A database that was sealed with a configured key is refused.
pub async fn created_master_key(url: &str) -> Result<MasterKey, Error> {
    let engine = engine(url).await?;
    if meta(&engine, CREATED_KEY).await?.is_none() {
        if meta(&engine, CHECK).await?.is_some() {
            return Err(Error::WrongMasterKey);
        }
        create_meta(&engine, CREATED_KEY, random::<32>()?.to_vec()).await?;
    }
    let bytes = meta(&engine, CREATED_KEY).await?.unwrap_or_default();
    Ok(MasterKey::from_bytes(bytes.try_into().map_err(|_| Error::corrupt("the created master key"))?))
}
