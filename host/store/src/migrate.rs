//! Brings a schema up to date: numbered files, forward only, each once, in one transaction under a lock. Openers at the same
//! time wait for each other. Builds that are being replaced go on beside newer ones: `migrations/README.md` has the rules.

use crate::engine::{Engine, Lent};
use crate::{Error, sql};

/// Every migration, in order. One text serves both engines.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "foundation", include_str!("../../../migrations/0001_foundation.sql")),
    (2, "contract", include_str!("../../../migrations/0002_contract.sql")),
    (3, "webhooks", include_str!("../../../migrations/0003_webhooks.sql")),
    (4, "listeners", include_str!("../../../migrations/0004_listeners.sql")),
    (5, "mails", include_str!("../../../migrations/0005_mails.sql")),
    (6, "workflows", include_str!("../../../migrations/0006_workflows.sql")),
    (7, "recent_answers", include_str!("../../../migrations/0007_recent_answers.sql")),
];

/// Builds whose last migration is at least this one serve on the schema as it is after all of them. It stays where it is for as
/// long as migrations only add; one that takes away what a build used sets it to the first version that no longer used it.
/// At present: builds before it would show endpoints that were removed, and could switch them on again.
const SERVED_FROM: i64 = 5;
/// The row of `meta` that tells older builds so, in decimal digits.
pub(crate) const SERVED_FROM_ROW: &str = "schema_served_from";

const _: () = assert!(SERVED_FROM >= 1 && SERVED_FROM <= MIGRATIONS.len() as i64);

/// Whether this build may serve on a schema that newer builds have changed, going by what the newest of them left in `meta`.
pub(crate) fn may_serve(left: Option<&[u8]>) -> bool {
    let from = left.and_then(|digits| std::str::from_utf8(digits).ok()).and_then(|digits| digits.parse::<i64>().ok());
    from.is_some_and(|from| from <= MIGRATIONS.len() as i64)
}

/// The version and the name of each, in order.
pub(crate) fn known() -> impl Iterator<Item = (i64, &'static str)> {
    MIGRATIONS.iter().map(|(version, name, _)| (*version, *name))
}

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
        if place >= MIGRATIONS.len() && may_serve(served_from(&mut on).await?.as_deref()) {
            tracing::warn!(version, name, "a newer build has changed the schema; this one serves beside it");
            return on.rollback().await;
        }
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
    let digits = SERVED_FROM.to_string().into_bytes();
    on.execute(&sql::SET_META, |q| q.bind(SERVED_FROM_ROW).bind(digits)).await.map_err(failed("say who may serve"))?;
    on.commit().await
}

async fn served_from(on: &mut Lent) -> Result<Option<Vec<u8>>, Error> {
    let rows = on.fetch(&sql::META, |q| q.bind(SERVED_FROM_ROW)).await.map_err(failed("read who may serve"))?;
    rows.first().map(|row| row.bytes("value")).transpose()
}
