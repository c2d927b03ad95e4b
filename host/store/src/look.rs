//! A database as it stands: looked at without creating, migrating or changing anything.

use crate::engine::Engine;
use crate::open::{self, CHECK, CREATED_KEY};
use crate::seal::Sealer;
use crate::{Error, MasterKey, migrate, sql};
use journal::{KeyId, OrgId, Time};
use std::path::Path;

/// A database that exists.
#[derive(Debug)]
pub struct Look(Engine);

/// A numbered step of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// 1, 2, 3 and so on.
    pub version: i64,
    /// What it is called.
    pub name: String,
}

/// The steps that a database has taken, against those that this build knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// Taken, and known to this build.
    pub applied: Vec<Migration>,
    /// Known to this build, and not taken yet.
    pub pending: Vec<Migration>,
    /// Taken, and unknown to this build.
    pub newer: Vec<Migration>,
    /// Where there are such: whether they leave everything that this build uses, so that it serves all the same.
    pub served: bool,
}

/// Whether a master key and a database belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The key opens the database.
    Opens,
    /// The database was sealed with another key.
    Other,
    /// Nothing was sealed yet.
    Unsealed,
}

/// The nodes that say they are alive, and what nobody does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nodes {
    /// Name, and the end of its leases, the last first.
    pub leases: Vec<(String, Time)>,
    /// Runs that no node has, although they were due at the given moment.
    pub forsaken: u64,
    /// Since when the first of them is due.
    pub since: Option<Time>,
}

/// A key that ended or is about to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyEnd {
    /// Whose.
    pub org: OrgId,
    /// Which.
    pub key: KeyId,
    /// When it ends.
    pub at: Time,
}

/// Keys that want attention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Ended or ending within the given time, the first first.
    pub ending: Vec<KeyEnd>,
    /// Organisations that have had keys, of which none works any more.
    pub locked_out: Vec<OrgId>,
}

impl Look {
    /// At the database that `url` names. Nothing is connected yet.
    pub fn at(url: &str) -> Result<Look, Error> {
        open::existing(url).map(Look)
    }

    /// At a SQLite file that nobody has open.
    pub fn at_file(path: &Path) -> Result<Look, Error> {
        open::still(path).map(Look)
    }

    /// Its schema. A database without any has everything pending.
    pub async fn schema(&self) -> Result<Schema, Error> {
        let rows = match self.0.read(&sql::MIGRATIONS_APPLIED, |q| q).await {
            Err(Error::Database(error)) if is_missing_table(&error) => Vec::new(),
            other => other?,
        };
        let (mut schema, mut known) = (Schema::default(), migrate::known());
        for row in rows {
            let taken = Migration { version: row.number("version")?, name: row.text("name")? };
            let expected = if schema.newer.is_empty() { known.next() } else { None };
            let list = if expected == Some((taken.version, &taken.name)) { &mut schema.applied } else { &mut schema.newer };
            list.push(taken);
        }
        if schema.newer.first().is_some_and(|_| known.next().is_none()) {
            schema.served = migrate::may_serve(self.meta(migrate::SERVED_FROM_ROW).await?.as_deref());
        }
        if schema.newer.is_empty() {
            schema.pending = known.map(|(version, name)| Migration { version, name: name.to_owned() }).collect();
        }
        Ok(schema)
    }

    /// Whether `master` opens it.
    pub async fn fits(&self, master: &MasterKey) -> Result<Fit, Error> {
        let Some(check) = self.meta(CHECK).await? else { return Ok(Fit::Unsealed) };
        Ok(if Sealer::new(master)?.knows(&check) { Fit::Opens } else { Fit::Other })
    }

    /// The master key that the database keeps for itself, if it does.
    pub async fn created_master_key(&self) -> Result<Option<MasterKey>, Error> {
        let Some(bytes) = self.meta(CREATED_KEY).await? else { return Ok(None) };
        let bytes = bytes.try_into().map_err(|_| Error::corrupt("the created master key"))?;
        Ok(Some(MasterKey::from_bytes(bytes)))
    }

    async fn meta(&self, name: &'static str) -> Result<Option<Vec<u8>>, Error> {
        match open::meta(&self.0, name).await {
            Err(Error::Database(error)) if is_missing_table(&error) => Ok(None),
            other => other,
        }
    }

    /// What its machine's clock says, where that is another than this one's, and how many bytes it takes.
    pub async fn database(&self) -> Result<(Option<Time>, u64), Error> {
        let rows = self.0.read(&sql::DATABASE, |q| q).await?;
        let row = rows.first().ok_or_else(|| Error::corrupt("the size of the database"))?;
        Ok((row.number_or_none("at")?.map(Time::from_micros), row.count("bytes")?))
    }

    /// Its nodes, and the runs that were due at `before` and that no node has.
    pub async fn nodes(&self, before: Time) -> Result<Nodes, Error> {
        let rows = self.0.read(&sql::NODES, |q| q).await?;
        let leases = rows.iter().map(|row| Ok((row.text("node")?, Time::from_micros(row.number("lease_until")?))));
        let leases = leases.collect::<Result<_, Error>>()?;
        let rows = self.0.read(&sql::COUNT_DUE, |q| q.bind(before.micros())).await?;
        let Some(row) = rows.first() else { return Ok(Nodes { leases, ..Nodes::default() }) };
        Ok(Nodes { leases, forsaken: row.count("runs")?, since: row.number_or_none("since")?.map(Time::from_micros) })
    }

    /// Keys that end after `from` and until `until`, and organisations without any that works at `now`; of each at most `limit`.
    pub async fn keys(&self, from: Time, now: Time, until: Time, limit: u32) -> Result<Keys, Error> {
        let limit = i64::from(limit);
        let rows = self.0.read(&sql::KEYS_ENDING, |q| q.bind(from.micros()).bind(until.micros()).bind(limit)).await?;
        let end = |row: &crate::row::Row| {
            let at = Time::from_micros(row.number("expires_at")?);
            Ok(KeyEnd { org: row.word("org_id")?, key: row.word("key_id")?, at })
        };
        let ending = rows.iter().map(end).collect::<Result<_, Error>>()?;
        let rows = self.0.read(&sql::ORGS_LOCKED_OUT, |q| q.bind(now.micros()).bind(limit)).await?;
        Ok(Keys { ending, locked_out: rows.iter().map(|row| row.word("org_id")).collect::<Result<_, Error>>()? })
    }
}

/// PostgreSQL has a code for it, SQLite a sentence.
fn is_missing_table(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|refused| refused.code().is_some_and(|code| code == "42P01") || refused.message().starts_with("no such table"))
}
