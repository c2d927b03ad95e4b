//! Who changed what: one row for each change by an administrator, in the change's own transaction.

use crate::engine::Lent;
use crate::seal::random;
use crate::{Error, Tenant, sql};
use journal::Time;

/// A row of `audit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// When.
    pub at: Time,
    /// Who, as [`Tenant::acting`] was told.
    pub actor: String,
    /// What: `org.create`, `org.limits`, `key.create`, `key.revoke`, `credits.grant`, `workflow.publish`.
    pub action: String,
    /// To what: an id, the mode of an account, or the slug of a workflow.
    pub subject: String,
    /// The particulars, a JSON object. Holds no secrets.
    pub detail: String,
}

/// A change that is being made.
pub(crate) struct Change {
    pub(crate) at: Time,
    pub(crate) action: &'static str,
    pub(crate) subject: String,
    pub(crate) detail: serde_json::Value,
}

impl Tenant<'_> {
    pub(crate) async fn record(&self, on: &mut Lent, change: Change) -> Result<(), Error> {
        let (org, id, actor) = (self.org.to_string(), random::<16>()?.to_vec(), self.actor.to_owned());
        on.execute(&sql::CREATE_AUDIT, |q| {
            let q = q.bind(org).bind(change.at.micros()).bind(id).bind(actor);
            q.bind(change.action).bind(change.subject).bind(change.detail.to_string())
        })
        .await?;
        Ok(())
    }

    /// The newest audit rows, newest first.
    pub async fn audit(&self, limit: u32) -> Result<Vec<AuditRow>, Error> {
        let org = self.org.to_string();
        let rows = self.store.core().engine.read(&sql::AUDIT, |q| q.bind(org.clone()).bind(i64::from(limit))).await?;
        let of = |row: &crate::row::Row| {
            Ok(AuditRow {
                at: Time::from_micros(row.number("at")?),
                actor: row.text("actor")?,
                action: row.text("action")?,
                subject: row.text("subject")?,
                detail: row.text("detail")?,
            })
        };
        rows.iter().map(of).collect()
    }
}
