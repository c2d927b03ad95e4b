//! Finds, creates and opens a database.

use crate::engine::{Engine, Kind};
use crate::row::Row;
use crate::seal::{MasterKey, Sealer, random};
use crate::{Error, migrate, sql};
use sqlx::Any;
use sqlx::any::AnyConnectOptions;
use sqlx::migrate::MigrateDatabase;
use std::path::PathBuf;
use std::time::Duration;

/// The row of `meta` that only the right master key opens.
const CHECK: &str = "master_check";
/// The row of `meta` with the master key of a database whose operator configured none.
const CREATED_KEY: &str = "created_master_key";
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
        let mut beside = path.clone().into_os_string();
        beside.push(".serving");
        create_folder(&path)?;
        let unusable = |source: std::io::Error| Error::Address(format!("lock {}: {source}", PathBuf::from(&beside).display()));
        let file = std::fs::File::options().create(true).truncate(false).write(true).open(&beside).map_err(unusable)?;
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

fn create_folder(path: &std::path::Path) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|source| Error::Address(format!("create {}: {source}", folder.display())))
}

/// An engine with an up-to-date schema.
pub(crate) async fn engine(url: &str) -> Result<Engine, Error> {
    sqlx::any::install_default_drivers();
    let engine = match address(url)? {
        Address::Sqlite(path) => {
            create_folder(&path)?;
            let unusable = || Error::Address(format!("{} is no path of a file", path.display()));
            let mut location = url::Url::from_file_path(&path).map_err(|()| unusable())?;
            location.set_query(Some("mode=rwc"));
            let location = location.as_str().replacen("file://", "sqlite://", 1);
            let engine = Engine::new(Kind::Sqlite, location.parse().map_err(|_| unusable())?);
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
    let missing = |error: &sqlx::Error| error.as_database_error().and_then(|e| e.code()).is_some_and(|code| code == "3D000");
    match engine.writer().await {
        Err(Error::Database(error)) if missing(&error) => {
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

async fn meta(engine: &Engine, name: &'static str) -> Result<Option<Vec<u8>>, Error> {
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
