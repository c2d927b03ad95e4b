//! E-mails: each is written in the transaction of what it tells, and kept until it was sent or given up.
//!
//! An attempt is counted when it begins, and its end moves the row on. Of one whose process died in between the next attempt is
//! due when `until` has passed: so none is lost, and no two processes make one attempt.

use crate::audit::Change;
use crate::engine::Lent;
use crate::row::Row;
use crate::seal::random;
use crate::{Error, Store, Tenant, sql};
use journal::{EndpointId, MailId, Mode, OrgId, Time};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What a mail tells of: an endpoint was switched off because every attempt had failed for days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Of which runs it heard.
    pub mode: Mode,
    /// Where deliveries went. Its path may be a secret: not to be repeated.
    pub url: String,
    /// The first attempt that failed.
    pub failing_since: Time,
    /// When it was switched off.
    pub at: Time,
}

/// A mail that this process is to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Whose.
    pub org: OrgId,
    /// Which. The same in every attempt.
    pub id: MailId,
    /// The organisation's name.
    pub org_name: String,
    /// The address.
    pub to: String,
    /// What it tells of.
    pub told: Told,
    /// The number of this attempt; the first is 1.
    pub attempt: u32,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// The mail server has it.
    Sent,
    /// It failed, and is due again.
    Again {
        /// Why, in a few words without an address.
        error: String,
        /// When.
        due: Time,
    },
    /// It failed, and is given up.
    Dead {
        /// Why, in a few words without an address.
        error: String,
    },
}

/// How a mail stands. To whom it goes is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// Which.
    pub id: MailId,
    /// `pending`, `sent` or `dead`.
    pub status: String,
    /// Attempts that began.
    pub attempts: u32,
    /// When it is tried next, or was tried last.
    pub due: Time,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Content {
    org_name: String,
    to: String,
    told: Told,
}

fn place(org: OrgId, mail: MailId) -> String {
    format!("mail/{org}/{mail}")
}

impl Store {
    /// Takes at most `limit` mails that are due. Who has not settled one by `until` is taken for dead.
    pub async fn claim_mails(&self, now: Time, until: Time, limit: u32) -> Result<Vec<Mail>, Error> {
        let mut on = self.core().engine.begin().await?;
        let rows = on.fetch(&sql::CLAIM_MAILS, |q| q.bind(now.micros()).bind(until.micros()).bind(i64::from(limit))).await?;
        if rows.is_empty() {
            on.rollback().await?;
            return Ok(Vec::new());
        }
        on.commit().await?;
        rows.iter().map(|row| self.opened(row)).collect()
    }

    fn opened(&self, row: &Row) -> Result<Mail, Error> {
        let (org, id): (OrgId, MailId) = (row.word("org_id")?, row.word("mail_id")?);
        let text = self.core().sealer.open_text(&place(org, id), row.bytes("sealed")?);
        let text = text.ok_or_else(|| Error::corrupt(format!("the content of {id}")))?;
        let Content { org_name, to, told } =
            serde_json::from_str(&text).map_err(|source| Error::unreadable(format!("the content of {id}"), source))?;
        Ok(Mail { org, id, org_name, to, told, attempt: row.count("attempts")? })
    }

    /// When the next mail is due.
    pub async fn next_mail(&self) -> Result<Option<Time>, Error> {
        let rows = self.core().engine.read(&sql::NEXT_MAIL, |q| q).await?;
        let at = rows.first().map(|row| row.number_or_none("at")).transpose()?.flatten();
        Ok(at.map(Time::from_micros))
    }
}

impl Tenant<'_> {
    /// Writes one mail for each of the organisation's contacts. How many there are.
    pub(crate) async fn write_mails(&self, on: &mut Lent, told: &Told) -> Result<usize, Error> {
        let org = self.org.to_string();
        let rows = on.fetch(&sql::CONTACTS, |q| q.bind(org.clone())).await?;
        let Some(row) = rows.first() else { return Ok(0) };
        let (org_name, contacts) = (row.text("name")?, self.store.open_contacts(self.org, row)?);
        for to in &contacts {
            let id = MailId::new(told.at, &random()?);
            let content = Content { org_name: org_name.clone(), to: to.clone(), told: told.clone() };
            let content = serde_json::to_string(&content).map_err(|source| Error::unreadable("a mail", source))?;
            let sealed = self.store.core().sealer.seal_text(&place(self.org, id), &content)?;
            on.execute(&sql::CREATE_MAIL, |q| q.bind(org.clone()).bind(id.to_string()).bind(sealed).bind(told.at.micros())).await?;
        }
        Ok(contacts.len())
    }

    /// Writes down what became of an attempt. One that is given up is told in the audit.
    pub async fn settle_mail(&self, mail: &Mail, posted: &Posted, at: Time) -> Result<(), Error> {
        let (status, due, error) = match posted {
            Posted::Sent => ("sent", at, None),
            Posted::Again { error, due } => ("pending", *due, Some(error.clone())),
            Posted::Dead { error } => ("dead", at, Some(error.clone())),
        };
        let (org, id) = (self.org.to_string(), mail.id.to_string());
        let mut on = self.store.core().engine.begin().await?;
        let moved = on.execute(&sql::SETTLE_MAIL, |q| {
            let q = q.bind(org).bind(id.clone()).bind(i64::from(mail.attempt));
            q.bind(status).bind(due.micros()).bind(error.clone())
        });
        if moved.await? > 0 && status == "dead" {
            let detail = json!({ "about": mail.told.endpoint, "attempts": mail.attempt, "error": error });
            self.record(&mut on, Change { at, action: "mail.give_up", subject: id, detail }).await?;
        }
        on.commit().await
    }

    /// The organisation's mails of the last days, oldest first.
    pub async fn mails(&self) -> Result<Vec<MailRow>, Error> {
        let org = self.org.to_string();
        let rows = self.store.core().engine.read(&sql::MAILS, |q| q.bind(org.clone())).await?;
        let mail = |row: &Row| {
            Ok(MailRow {
                id: row.word("mail_id")?,
                status: row.text("status")?,
                attempts: row.count("attempts")?,
                due: Time::from_micros(row.number("due")?),
                last_error: row.text_or_none("last_error")?,
            })
        };
        rows.iter().map(mail).collect()
    }
}
