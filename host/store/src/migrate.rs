//! Brings a schema up to date: numbered files, forward only, each once, in one transaction under a lock. Openers at the same
//! time wait for each other.

use crate::engine::Engine;
use crate::{Error, sql};

/// Every migration, in order. One text serves both engines.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "foundation", include_str!("../../../migrations/0001_foundation.sql")),
    (2, "contract", include_str!("../../../migrations/0002_contract.sql")),
    (3, "webhooks", include_str!("../../../migrations/0003_webhooks.sql")),
    (4, "listeners", include_str!("../../../migrations/0004_listeners.sql")),
];

fn failed(what: &'static str) -> impl FnOnce(sqlx::Error) -> Error {
    move |source| Error::Migration { what: what.to_owned(), source: Some(source) }
}

/// Applies what is missing.
pub(crate) async fn run(engine: &Engine) -> Result<(), Error> {
    let mut on = engine.begin().await?;
    on.execute(&sql::MIGRATIONS_LOCK, |q| q).await.map_err(failed("wait for the lock"))?;
    on.execute(&sql::MIGRATIONS_TABLE, |q| q).await.map_err(failed("its own table"))?;
    let applied = on.fetch(&sql::MIGRATIONS_APPLIED, |q| q).await.map_err(failed("read what was applied"))?;
    for (place, row) in applied.iter().enumerate() {
        let (version, name) = (row.number("version")?, row.text("name")?);
        if MIGRATIONS.get(place).is_none_or(|known| (known.0, known.1) != (version, name.as_str())) {
            let what = format!("the database is at version {version} ({name}), which this build does not know");
            return Err(Error::Migration { what, source: None });
        }
    }
    if applied.len() == MIGRATIONS.len() {
        return on.rollback().await;
    }
    for (version, name, text) in &MIGRATIONS[applied.len()..] {
        on.script(text).await.map_err(failed(name))?;
        on.execute(&sql::MIGRATION_APPLIED, |q| q.bind(*version).bind(*name)).await.map_err(failed(name))?;
    }
    on.commit().await
}
