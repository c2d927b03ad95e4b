//! Organisations, their accounts, and the grants that fill them.

use crate::audit::Change;
use crate::row::Row;
use crate::writes::json as text_of;
use crate::{Error, Store, Tenant, sql};
use journal::{Credits, Mode, OrgId, Time};
use serde_json::json;

/// One of an organisation's two accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Whether it may go below zero.
    pub unlimited: bool,
    /// All grants.
    pub granted: Credits,
    /// All debits.
    pub used: Credits,
}

impl Usage {
    pub(crate) fn of(unlimited: i64, granted: i64, used: i64) -> Result<Usage, Error> {
        Ok(Usage { unlimited: unlimited != 0, granted: Credits::from_micros(granted), used: Credits::from_micros(used) })
    }
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Org {
    /// Its id.
    pub id: OrgId,
    /// A label; not unique.
    pub name: String,
    /// When it was made.
    pub created_at: Time,
    /// The prepaid account of live runs.
    pub live: Usage,
    /// The account of test runs, without limit.
    pub test: Usage,
    /// What each of its keys may do.
    pub limits: Limits,
    /// Addresses of those who are told of what needs a person.
    pub contacts: Vec<String>,
}

impl Org {
    fn of(store: &Store, row: &Row) -> Result<Org, Error> {
        let id = row.word("org_id")?;
        Ok(Org {
            id,
            contacts: store.open_contacts(id, row)?,
            name: row.text("name")?,
            created_at: Time::from_micros(row.number("created_at")?),
            live: Usage::of(row.number("live_unlimited")?, row.number("live_granted")?, row.number("live_used")?)?,
            test: Usage::of(row.number("test_unlimited")?, row.number("test_granted")?, row.number("test_used")?)?,
            limits: Limits {
                creations_per_minute: row.limit_or_none("creations_per_minute")?,
                active_runs_max: row.limit_or_none("active_runs_max")?,
                reads_per_minute: row.limit_or_none("reads_per_minute")?,
            },
        })
    }
}

/// Limits of each of an organisation's keys. `None`: the product's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Runs created in a minute, instead of [`crate::CREATIONS_PER_MINUTE`].
    pub creations_per_minute: Option<u32>,
    /// Runs queued or running at one time, instead of [`crate::ACTIVE_RUNS_MAX`].
    pub active_runs_max: Option<u32>,
    /// Other requests in a minute, instead of [`crate::READS_PER_MINUTE`].
    pub reads_per_minute: Option<u32>,
}

/// An organisation to be made. It begins with no credits.
#[derive(Clone, Debug)]
pub struct NewOrg {
    /// Its id.
    pub id: OrgId,
    /// A label.
    pub name: String,
    /// Whether its live account may go below zero.
    pub unlimited: bool,
    /// Addresses of those who are told of what needs a person; stored sealed.
    pub contacts: Vec<String>,
    /// Now.
    pub at: Time,
}

impl Store {
    /// All organisations, oldest first.
    pub async fn orgs(&self) -> Result<Vec<Org>, Error> {
        self.core().engine.read(&sql::ORGS, |q| q).await?.iter().map(|row| Org::of(self, row)).collect()
    }

    /// The organisations with exactly this id or this name: names are labels, so there may be several.
    pub async fn orgs_named(&self, id_or_name: &str) -> Result<Vec<Org>, Error> {
        self.core().engine.read(&sql::ORGS_NAMED, |q| q.bind(id_or_name.to_owned())).await?.iter().map(|row| Org::of(self, row)).collect()
    }
}

/// Sealed for the organisation alone.
fn contacts_place(org: OrgId) -> String {
    format!("contacts/{org}")
}

impl Store {
    fn seal_contacts(&self, org: OrgId, contacts: &[String]) -> Result<Vec<u8>, Error> {
        self.core().sealer.seal_text(&contacts_place(org), &text_of(contacts)?)
    }

    /// The contacts in a row that has them.
    pub(crate) fn open_contacts(&self, org: OrgId, row: &Row) -> Result<Vec<String>, Error> {
        let Some(sealed) = row.bytes_or_none("contacts")? else { return Ok(Vec::new()) };
        let text = self.core().sealer.open_text(&contacts_place(org), sealed);
        let text = text.ok_or_else(|| Error::corrupt(format!("the contacts of {org}")))?;
        serde_json::from_str(&text).map_err(|source| Error::unreadable(format!("the contacts of {org}"), source))
    }
}

impl Tenant<'_> {
    /// Makes the organisation with its two accounts. `new.id` must be the tenant's.
    pub async fn create(&self, new: &NewOrg) -> Result<(), Error> {
        if new.id != self.org {
            return Err(Error::Invalid("an organisation is made by its own tenant"));
        }
        let org = self.org.to_string();
        let mut on = self.store.core().engine.begin().await?;
        on.execute(&sql::CREATE_ORG, |q| q.bind(org.clone()).bind(new.name.clone()).bind(new.at.micros())).await?;
        on.execute(&sql::CREATE_ACCOUNTS, |q| q.bind(org.clone()).bind(i64::from(new.unlimited))).await?;
        if !new.contacts.is_empty() {
            let sealed = self.store.seal_contacts(self.org, &new.contacts)?;
            on.execute(&sql::SET_CONTACTS, |q| q.bind(org.clone()).bind(sealed)).await?;
        }
        let detail = json!({ "name": new.name, "unlimited": new.unlimited, "contacts": new.contacts.len() });
        self.record(&mut on, Change { at: new.at, action: "org.create", subject: org, detail }).await?;
        on.commit().await
    }

    /// Sets whether the live account may go below zero. `false`: no such organisation.
    pub async fn set_unlimited(&self, unlimited: bool, at: Time) -> Result<bool, Error> {
        let org = self.org.to_string();
        let mut on = self.store.core().engine.begin().await?;
        if on.execute(&sql::SET_UNLIMITED, |q| q.bind(org.clone()).bind(i64::from(unlimited))).await? == 0 {
            on.rollback().await?;
            return Ok(false);
        }
        self.record(&mut on, Change { at, action: "org.limits", subject: org, detail: json!({ "unlimited": unlimited }) }).await?;
        on.commit().await?;
        Ok(true)
    }

    /// Gives the organisation other contacts; the audit keeps how many. `false`: no such organisation.
    pub async fn set_contacts(&self, contacts: &[String], at: Time) -> Result<bool, Error> {
        let org = self.org.to_string();
        let sealed = self.store.seal_contacts(self.org, contacts)?;
        let mut on = self.store.core().engine.begin().await?;
        if on.execute(&sql::SET_CONTACTS, |q| q.bind(org.clone()).bind(sealed)).await? == 0 {
            on.rollback().await?;
            return Ok(false);
        }
        let detail = json!({ "contacts": contacts.len() });
        self.record(&mut on, Change { at, action: "org.contacts", subject: org, detail }).await?;
        on.commit().await?;
        Ok(true)
    }

    /// Gives the organisation other limits than the product's; what is `None` stays. `false`: no such organisation.
    pub async fn set_limits(&self, limits: Limits, at: Time) -> Result<bool, Error> {
        let org = self.org.to_string();
        let mut on = self.store.core().engine.begin().await?;
        let Limits { creations_per_minute, active_runs_max, reads_per_minute } = limits;
        let known = on.execute(&sql::SET_LIMITS, |q| {
            let q = q.bind(org.clone()).bind(creations_per_minute.map(i64::from));
            q.bind(active_runs_max.map(i64::from)).bind(reads_per_minute.map(i64::from))
        });
        if known.await? == 0 {
            on.rollback().await?;
            return Ok(false);
        }
        let detail = json!({
            "creations_per_minute": creations_per_minute, "active_runs_max": active_runs_max, "reads_per_minute": reads_per_minute,
        });
        self.record(&mut on, Change { at, action: "org.limits", subject: org, detail }).await?;
        on.commit().await?;
        self.store.inner().keys.forget();
        Ok(true)
    }

    /// Adds credits to an account: a line of the ledger, kept for ever. `None`: no such organisation. The account afterwards.
    pub async fn grant(&self, mode: Mode, amount: Credits, note: &str, at: Time) -> Result<Option<Usage>, Error> {
        if amount <= Credits::ZERO {
            return Err(Error::Invalid("a grant must be more than nothing"));
        }
        let org = self.org.to_string();
        let mut on = self.store.core().engine.begin().await?;
        let rows = on.fetch(&sql::LOCK_ACCOUNT, |q| q.bind(org.clone()).bind(mode.as_str())).await?;
        let Some(row) = rows.first() else {
            on.rollback().await?;
            return Ok(None);
        };
        let (unlimited, used, line) = (row.number("unlimited")?, row.number("used")?, row.number("lines")? + 1);
        let granted = row.number("granted")?.checked_add(amount.micros()).ok_or(Error::Invalid("the account can hold no more"))?;
        let balance = granted.checked_sub(used).ok_or(Error::Invalid("the account can hold no more"))?;
        on.execute(&sql::CREATE_GRANT, |q| {
            let q = q.bind(org.clone()).bind(mode.as_str()).bind(line).bind(amount.micros());
            q.bind(balance).bind(at.micros()).bind(note.to_owned())
        })
        .await?;
        on.execute(&sql::MOVE_GRANTED, |q| q.bind(org).bind(mode.as_str()).bind(granted).bind(line)).await?;
        let detail = json!({ "amount": amount.to_string(), "note": note });
        self.record(&mut on, Change { at, action: "credits.grant", subject: mode.as_str().to_owned(), detail }).await?;
        on.commit().await?;
        Usage::of(unlimited, granted, used).map(Some)
    }
}
