//! Connections of either engine: bounded, prepared for work, given back only when they are clean.
//!
//! SQLite has one connection that writes and a few that read; PostgreSQL has two pools, so that many readers never keep the
//! writer waiting. These pools are our own because sqlx's asks the database for a sign of life at every return, which costs as
//! much as a statement. A connection whose use failed or was dropped half way is closed, and its transaction with it.

use crate::error::{Error, is_connection};
use crate::row::Row;
use crate::sql::{self, Sql};
use sqlx::any::{AnyArguments, AnyConnectOptions};
use sqlx::postgres::PgConnectOptions;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, ConnectOptions, Executor};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// Connections that read, of either engine.
const READERS_MAX: usize = 8;
/// Connections that write to PostgreSQL: the group's, and few others.
const WRITERS_MAX: usize = 4;
/// How long somebody waits for a connection.
const CONNECTION_WAIT_MAX: Duration = Duration::from_secs(20);

/// SQLite's code for a file that another connection has locked.
const SQLITE_BUSY: &str = "5";
/// Between two looks at a locked file.
const LOCKED_PAUSE: Duration = Duration::from_millis(10);

/// A statement with its values.
pub(crate) type Bound = Query<'static, Any, AnyArguments>;

/// A database that can be asked.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    pub(crate) kind: Kind,
    readers: Pool,
    writers: Pool,
}

#[derive(Clone, Debug)]
struct Pool(Arc<Idle>);

#[derive(Debug)]
struct Idle {
    options: AnyConnectOptions,
    /// Told to each new connection.
    greeting: &'static str,
    permits: Arc<Semaphore>,
    idle: Mutex<VecDeque<AnyConnection>>,
}

/// A connection on loan. Unless given back it is closed.
#[derive(Debug)]
pub(crate) struct Lent {
    connection: AnyConnection,
    kind: Kind,
    pool: Pool,
    _permit: OwnedSemaphorePermit,
}

impl Pool {
    fn new(options: &AnyConnectOptions, greeting: &'static str, connections: usize) -> Pool {
        let permits = Arc::new(Semaphore::new(connections));
        Pool(Arc::new(Idle { options: options.clone(), greeting, permits, idle: Mutex::default() }))
    }

    async fn take(&self, kind: Kind) -> Result<Lent, Error> {
        let wait = tokio::time::timeout(CONNECTION_WAIT_MAX, async {
            let permit = self.0.permits.clone().acquire_owned().await.map_err(|_| Error::Unavailable(None))?;
            let idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let connection = match idle {
                Some(connection) => connection,
                None => connect(&self.0.options, self.0.greeting).await?,
            };
            Ok(Lent { connection, kind, pool: self.clone(), _permit: permit })
        });
        wait.await.unwrap_or(Err(Error::Unavailable(None)))
    }

    /// After one connection was found dead the others probably are.
    fn forget_idle(&self) {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

async fn connect(options: &AnyConnectOptions, greeting: &'static str) -> Result<AnyConnection, Error> {
    // While another process opens or closes a SQLite file for the first or the last time, it is locked for a moment in which
    // SQLite does not wait by itself. Whoever takes a connection bounds the whole.
    let mut connection = options.connect().await?;
    while let Err(error) = connection.execute(sqlx::raw_sql(greeting)).await {
        let locked = error.as_database_error().and_then(|refused| refused.code()).is_some_and(|code| code == SQLITE_BUSY);
        if !locked {
            return Err(error.into());
        }
        tokio::time::sleep(LOCKED_PAUSE).await;
    }
    Ok(connection)
}

impl Lent {
    /// The next user gets it. To be called only when nothing is left open on it.
    pub(crate) fn give_back(self) {
        self.pool.0.idle.lock().unwrap_or_else(PoisonError::into_inner).push_front(self.connection);
    }

    /// All rows of a statement.
    pub(crate) async fn fetch(&mut self, sql: &Sql, bind: impl FnOnce(Bound) -> Bound) -> Result<Vec<Row>, sqlx::Error> {
        let rows = bind(sqlx::query(sql.text(self.kind))).fetch_all(&mut self.connection).await?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// How many rows a statement changed.
    pub(crate) async fn execute(&mut self, sql: &Sql, bind: impl FnOnce(Bound) -> Bound) -> Result<u64, sqlx::Error> {
        Ok(bind(sqlx::query(sql.text(self.kind))).execute(&mut self.connection).await?.rows_affected())
    }

    /// Several statements without values, at once.
    pub(crate) async fn script(&mut self, text: &'static str) -> Result<(), sqlx::Error> {
        self.connection.execute(sqlx::raw_sql(text)).await.map(|_| ())
    }

    pub(crate) async fn prepare(&mut self, sql: &Sql) -> Result<(), sqlx::Error> {
        use sqlx::SqlSafeStr;
        self.connection.prepare(sql.text(self.kind).into_sql_str()).await.map(|_| ())
    }

    /// Ends the transaction and keeps its writes.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        self.execute(&sql::COMMIT, |q| q).await?;
        self.give_back();
        Ok(())
    }

    /// Ends the transaction and forgets its writes.
    pub(crate) async fn rollback(mut self) -> Result<(), Error> {
        self.execute(&sql::ROLLBACK, |q| q).await?;
        self.give_back();
        Ok(())
    }
}

impl Engine {
    pub(crate) fn new(kind: Kind, options: AnyConnectOptions) -> Engine {
        let options = options.disable_statement_logging();
        let (reader, writer, writers) = match kind {
            Kind::Sqlite => (sql::CONNECT_READER, sql::CONNECT_WRITER, 1),
            Kind::Postgres => (sql::CONNECT_POSTGRES, sql::CONNECT_POSTGRES, WRITERS_MAX),
        };
        Engine { kind, readers: Pool::new(&options, reader, READERS_MAX), writers: Pool::new(&options, writer, writers) }
    }

    /// All rows of a statement that only reads. A connection that died unnoticed is replaced once.
    pub(crate) async fn read(&self, sql: &Sql, bind: impl Fn(Bound) -> Bound) -> Result<Vec<Row>, Error> {
        let mut reader = self.readers.take(self.kind).await?;
        let rows = match reader.fetch(sql, &bind).await {
            Err(error) if is_connection(&error) => {
                drop(reader);
                self.readers.forget_idle();
                reader = self.readers.take(self.kind).await?;
                reader.fetch(sql, &bind).await?
            }
            other => other?,
        };
        reader.give_back();
        Ok(rows)
    }

    /// A connection that may write, outside any transaction.
    pub(crate) async fn writer(&self) -> Result<Lent, Error> {
        self.writers.take(self.kind).await
    }

    /// A transaction that may write. Dropped without a commit, it never was.
    pub(crate) async fn begin(&self) -> Result<Lent, Error> {
        self.opened(&self.writers, &sql::BEGIN).await
    }

    /// A transaction that reads the whole database as it stands at one moment.
    pub(crate) async fn snapshot(&self) -> Result<Lent, Error> {
        self.opened(&self.readers, &sql::SNAPSHOT).await
    }

    /// A connection that was told how to begin. One that died unnoticed is replaced once.
    async fn opened(&self, pool: &Pool, opening: &Sql) -> Result<Lent, Error> {
        let mut on = pool.take(self.kind).await?;
        match on.execute(opening, |q| q).await {
            Err(error) if is_connection(&error) => {
                drop(on);
                pool.forget_idle();
                on = pool.take(self.kind).await?;
                on.execute(opening, |q| q).await?;
            }
            Err(error) => return Err(error.into()),
            Ok(_) => {}
        }
        Ok(on)
    }

    /// How to reach a PostgreSQL database, for what only it can do.
    pub(crate) fn postgres(&self) -> Result<PgConnectOptions, sqlx::Error> {
        PgConnectOptions::try_from(&self.readers.0.options)
    }

    /// After a write failed because its connection did.
    pub(crate) fn forget_writers(&self) {
        self.writers.forget_idle();
    }
}
