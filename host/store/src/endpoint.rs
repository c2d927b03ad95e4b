//! Webhook endpoints: the URLs that an organisation registered, with their sealed secrets.

use crate::audit::Change;
use crate::row::Row;
use crate::{Error, Tenant, sql};
use journal::{EndpointId, Mode, NoticeKind, Time};
use serde_json::json;

/// Endpoints of one organisation and mode, those whose deliveries are sent; and as many more whose deliveries are pulled.
pub const ENDPOINTS_MAX: usize = 16;

/// An endpoint as stored; its secret is not told again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// Of which runs it hears.
    pub mode: Mode,
    /// Where deliveries go; `None`: a listener pulls them, for as long as it is there.
    pub url: Option<String>,
    /// What it hears of; `None`: everything, now and later.
    pub event_types: Option<Vec<NoticeKind>>,
    /// How deliveries are signed: `document` or `standard`.
    pub scheme: String,
    /// Until when the secret before the last rotation is valid too.
    pub previous_until: Option<Time>,
    /// Whether it hears of anything.
    pub is_active: bool,
    /// Why it is not active, where nobody switched it off: `failing` or `gone`.
    pub disabled_reason: Option<String>,
    /// Its first failed attempt since the last success.
    pub failing_since: Option<Time>,
    /// When it was registered.
    pub created_at: Time,
}

/// An endpoint to be made.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    /// Its id.
    pub id: EndpointId,
    /// Of which runs it hears.
    pub mode: Mode,
    /// Where deliveries go; `None`: a listener pulls them, for as long as it is there.
    pub url: Option<String>,
    /// What it hears of; `None`: everything.
    pub event_types: Option<Vec<NoticeKind>>,
    /// How deliveries are signed.
    pub scheme: String,
    /// The secret, in clear; stored sealed.
    pub secret: String,
    /// Now.
    pub at: Time,
}

/// A change of an endpoint; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct EndpointChange {
    /// Where deliveries go.
    pub url: Option<String>,
    /// What it hears of; `Some(None)`: everything.
    pub event_types: Option<Option<Vec<NoticeKind>>>,
    /// Whether it hears of anything. Switched on, it begins anew.
    pub is_active: Option<bool>,
}

/// Types as a column keeps them: with a space before, between and after.
fn stored(types: Option<&[NoticeKind]>) -> Option<String> {
    types.map(|types| types.iter().fold(" ".to_owned(), |words, kind| words + kind.as_str() + " "))
}

impl Endpoint {
    fn of(row: &Row) -> Result<Endpoint, Error> {
        let moment = |column| Ok::<_, Error>(row.number_or_none(column)?.map(Time::from_micros));
        let types = row.text_or_none("event_types")?;
        Ok(Endpoint {
            id: row.word("endpoint_id")?,
            mode: row.word("mode")?,
            url: if row.number_or_none("pulled_at")?.is_some() { None } else { Some(row.text("url")?) },
            event_types: types.map(|words| words.split_whitespace().filter_map(|word| word.parse().ok()).collect()),
            scheme: row.text("scheme")?,
            previous_until: moment("previous_until")?,
            is_active: row.number("is_active")? != 0,
            disabled_reason: row.text_or_none("disabled_reason")?,
            failing_since: moment("failing_since")?,
            created_at: Time::from_micros(row.number("created_at")?),
        })
    }
}

impl Tenant<'_> {
    /// Registers an endpoint. `false`: there are [`ENDPOINTS_MAX`] already.
    pub async fn create_endpoint(&self, new: &NewEndpoint) -> Result<bool, Error> {
        let (org, id) = (self.org.to_string(), new.id.to_string());
        let sealed = self.store.core().sealer.seal_secret(self.org, new.id, &new.secret)?;
        let mut on = self.store.core().engine.begin().await?;
        on.fetch(&sql::LOCK_ORG, |q| q.bind(org.clone())).await?;
        let counted =
            on.fetch(&sql::COUNT_ENDPOINTS, |q| q.bind(org.clone()).bind(new.mode.as_str()).bind(i64::from(new.url.is_none()))).await?;
        if counted.first().map_or(Ok(0), |row| row.count::<usize>("endpoints"))? >= ENDPOINTS_MAX {
            on.rollback().await?;
            return Ok(false);
        }
        let types = stored(new.event_types.as_deref());
        on.execute(&sql::CREATE_ENDPOINT, |q| {
            let q = q.bind(org).bind(id.clone()).bind(new.mode.as_str()).bind(new.url.clone().unwrap_or_default());
            let q = q.bind(types).bind(new.scheme.clone()).bind(sealed).bind(new.at.micros());
            q.bind(new.url.is_none().then_some(new.at.micros()))
        })
        .await?;
        self.record(&mut on, Change { at: new.at, action: "webhook.create", subject: id, detail: json!({ "url": new.url }) }).await?;
        on.commit().await?;
        Ok(true)
    }

    /// All endpoints of that mode, oldest first.
    pub async fn endpoints(&self, mode: Mode) -> Result<Vec<Endpoint>, Error> {
        let org = self.org.to_string();
        let rows = self.store.core().engine.read(&sql::ENDPOINTS, |q| q.bind(org.clone()).bind(mode.as_str()));
        rows.await?.iter().map(Endpoint::of).collect()
    }

    /// One of them.
    pub async fn endpoint(&self, mode: Mode, id: EndpointId) -> Result<Option<Endpoint>, Error> {
        Ok(self.endpoints(mode).await?.into_iter().find(|endpoint| endpoint.id == id))
    }

    /// Changes an endpoint. `None`: there is no such endpoint. The endpoint afterwards.
    pub async fn update_endpoint(&self, mode: Mode, id: EndpointId, change: EndpointChange, at: Time) -> Result<Option<Endpoint>, Error> {
        let Some(before) = self.endpoint(mode, id).await? else { return Ok(None) };
        let (org, name) = (self.org.to_string(), id.to_string());
        let types = stored(change.event_types.unwrap_or(before.event_types).as_deref());
        let detail = json!({ "url": change.url, "event_types": types, "is_active": change.is_active });
        let mut on = self.store.core().engine.begin().await?;
        let updated = on.execute(&sql::UPDATE_ENDPOINT, |q| {
            let q = q.bind(org).bind(name.clone()).bind(mode.as_str()).bind(change.url);
            q.bind(types).bind(change.is_active.map(i64::from))
        });
        if updated.await? == 0 {
            on.rollback().await?;
            return Ok(None);
        }
        let action = match (before.is_active, change.is_active) {
            (false, Some(true)) => "webhook.enable",
            (true, Some(false)) => "webhook.disable",
            _ => "webhook.update",
        };
        self.record(&mut on, Change { at, action, subject: name, detail }).await?;
        on.commit().await?;
        self.store.wake().noticed(&[self.org].into());
        self.endpoint(mode, id).await
    }

    /// Removes an endpoint, with its secrets. What it was told and still to be told is removed soon after, see
    /// [`crate::Store::sweep`]. `false`: there is no such endpoint.
    pub async fn delete_endpoint(&self, mode: Mode, id: EndpointId, at: Time) -> Result<bool, Error> {
        self.remove(mode, id, Time::from_micros(i64::MAX), at).await
    }

    /// The same, but of one whose deliveries are pulled only if nobody has pulled since `silent_since`.
    pub(crate) async fn remove(&self, mode: Mode, id: EndpointId, silent_since: Time, at: Time) -> Result<bool, Error> {
        let (org, name) = (self.org.to_string(), id.to_string());
        let mut on = self.store.core().engine.begin().await?;
        let removed = on.execute(&sql::REMOVE_ENDPOINT, |q| {
            let q = q.bind(org).bind(name.clone()).bind(mode.as_str()).bind(at.micros());
            q.bind(Vec::new()).bind(silent_since.micros())
        });
        if removed.await? == 0 {
            on.rollback().await?;
            return Ok(false);
        }
        self.record(&mut on, Change { at, action: "webhook.delete", subject: name, detail: json!({}) }).await?;
        on.commit().await?;
        self.store.wake().noticed(&[self.org].into());
        self.store.wake().sweep().notify_one();
        Ok(true)
    }

    /// Gives an endpoint a new secret; the old one stays valid until then. `false`: there is no such endpoint.
    pub async fn rotate_endpoint(&self, mode: Mode, id: EndpointId, secret: &str, until: Time, at: Time) -> Result<bool, Error> {
        let (org, name) = (self.org.to_string(), id.to_string());
        let sealed = self.store.core().sealer.seal_secret(self.org, id, secret)?;
        let mut on = self.store.core().engine.begin().await?;
        let rotated =
            on.execute(&sql::ROTATE_ENDPOINT, |q| q.bind(org).bind(name.clone()).bind(mode.as_str()).bind(until.micros()).bind(sealed));
        if rotated.await? == 0 {
            on.rollback().await?;
            return Ok(false);
        }
        self.record(&mut on, Change { at, action: "webhook.rotate", subject: name, detail: json!({}) }).await?;
        on.commit().await?;
        Ok(true)
    }
}
