//! What can go wrong at the door, told apart by what the caller can do about it.

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address names no database that this build can open.
    #[error("{0}")]
    Address(String),
    /// The database was sealed with another master key.
    #[error("the master key is not the one this database was sealed with")]
    WrongMasterKey,
    /// Another server holds this SQLite file.
    #[error("{0} is already being served by another process")]
    AlreadyServed(String),
    /// The schema could not be brought up to date.
    #[error("migrate the database: {what}")]
    Migration {
        /// Which step.
        what: String,
        /// Why.
        #[source]
        source: Option<sqlx::Error>,
    },
    /// The database cannot be reached, is locked by somebody, or every connection is taken. Worth another try later.
    #[error("the database is not available")]
    Unavailable(#[source] Option<sqlx::Error>),
    /// More is waiting to be written than may wait. Nothing was written.
    #[error("too much is waiting to be written")]
    Overloaded,
    /// The request contradicts itself; a bug of the caller. Nothing was written.
    #[error("{0}")]
    Invalid(&'static str),
    /// What is stored cannot be read: it was written by a newer version, or by hand.
    #[error("{what} cannot be read")]
    Corrupt {
        /// Of what.
        what: String,
        /// Why.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The database refused a statement.
    #[error("the database refused a statement")]
    Database(#[source] sqlx::Error),
    /// A file could not be read, written or moved.
    #[error("{what}")]
    File {
        /// What was tried, with the file's name.
        what: String,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
    /// Encryption failed: the operating system gave no randomness, or a value is too long.
    #[error("seal a payload")]
    Seal,
}

/// Why an append wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Another append was there first, or what this one stands on is not there. Read the journal again.
    #[error("the journal has moved on")]
    Conflict,
    /// Any other reason.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Error {
    pub(crate) fn corrupt(what: impl Into<String>) -> Error {
        Error::Corrupt { what: what.into(), source: None }
    }

    /// Whether the server of databases answers and has none of that name.
    pub fn is_missing_database(&self) -> bool {
        let Error::Database(error) = self else { return false };
        error.as_database_error().and_then(|refused| refused.code()).is_some_and(|code| code == "3D000")
    }

    pub(crate) fn unreadable(what: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error::Corrupt { what: what.into(), source: Some(source.into()) }
    }
}

/// Whether the connection, not the statement, is at fault.
pub(crate) fn is_connection(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(refused) => match refused.code().as_deref() {
            // PostgreSQL: connection exceptions, too many connections, shutting down, starting up, deadlock, serialisation.
            Some(code) if code.len() == 5 => {
                code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") || matches!(code, "40P01" | "40001" | "55P03")
            }
            // SQLite: BUSY and LOCKED with all their kinds, IOERR, FULL, CANTOPEN.
            Some(code) => code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13 | 14)),
            None => false,
        },
        _ => false,
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        if is_connection(&error) { Error::Unavailable(Some(error)) } else { Error::Database(error) }
    }
}
