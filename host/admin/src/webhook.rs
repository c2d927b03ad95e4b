//! Webhook endpoints: registered, changed, given new secrets, removed.

use crate::Desk;
use ::webhook::endpoint::{BadUrl, check};
use ::webhook::sign::NoRandomness;
use ::webhook::{Scheme, Secret};
use journal::{EndpointId, EventId, Mode, NoticeKind, OrgId, Time};
use std::time::Duration;
use store::{Endpoint, EndpointChange, NewEndpoint};

/// How long the secret before a rotation stays valid.
pub const PREVIOUS_SECRET_TIME: Duration = Duration::from_secs(24 * 60 * 60);

/// Judges the URLs that endpoints are given, by the operator's rules for the way out.
#[derive(Clone)]
pub struct Judge(egress::Client);

impl Judge {
    /// Judges by the rules of this way out.
    pub fn of(way: egress::Client) -> Judge {
        Judge(way)
    }

    /// The URL in the one form that is stored and sent to.
    async fn admit(&self, url: &str) -> Result<String, Error> {
        Ok(check(&self.0, url).await?.into())
    }
}

/// Why a wish about an endpoint was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Deliveries may not go to that URL.
    #[error("url {0}")]
    Url(#[from] BadUrl),
    /// The organisation has as many endpoints of the mode as it may.
    #[error("at most {} endpoints", store::ENDPOINTS_MAX)]
    TooMany,
    /// An endpoint whose deliveries are pulled was given a URL.
    #[error("url must be absent: deliveries of this endpoint are pulled")]
    Pulled,
    /// The organisation has no such endpoint of the mode.
    #[error("the organisation has no such endpoint")]
    NotFound,
    /// The operating system gave no randomness for a secret.
    #[error("mint a secret")]
    Secret(#[from] NoRandomness),
    /// The database failed.
    #[error("change the database")]
    Store(#[from] store::Error),
}

/// An endpoint that somebody wants.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Of which runs it hears.
    pub mode: Mode,
    /// Where deliveries go, as it was written; `None`: a listener pulls them, for as long as it is there.
    pub url: Option<String>,
    /// What it hears of; `None`: everything, now and later.
    pub event_types: Option<Vec<NoticeKind>>,
    /// How deliveries are signed.
    pub scheme: Scheme,
}

/// An endpoint that was made, with its secret: shown now or never.
#[derive(Clone, Debug)]
pub struct Created {
    /// The endpoint as stored.
    pub endpoint: Endpoint,
    /// What its receiver verifies with.
    pub secret: Secret,
}

/// A new secret of an endpoint: shown now or never.
#[derive(Clone, Debug)]
pub struct Rotated {
    /// What its receiver verifies with from now on.
    pub secret: Secret,
    /// Until when deliveries are signed with the old one too.
    pub previous_until: Time,
}

/// Registers an endpoint, unless there are as many as there may be.
pub async fn create(desk: Desk<'_>, judge: &Judge, org: OrgId, wanted: Wanted) -> Result<Created, Error> {
    let Wanted { mode, url, event_types, scheme } = wanted;
    let url = match url {
        Some(url) => Some(judge.admit(&url).await?),
        None => None,
    };
    let (secret, at) = (Secret::mint()?, desk.clock.now());
    let (id, scheme) = (EndpointId::new(at, &desk.id_bytes()), scheme.as_str().to_owned());
    let new = NewEndpoint { id, mode, url, event_types, scheme, secret: secret.reveal().to_owned(), at };
    if !desk.of(org).create_endpoint(&new).await? {
        return Err(Error::TooMany);
    }
    let endpoint = desk.of(org).endpoint(mode, id).await?.ok_or(Error::NotFound)?;
    Ok(Created { endpoint, secret })
}

/// Changes an endpoint; a new URL is judged as at the beginning. The endpoint afterwards.
pub async fn update(
    desk: Desk<'_>,
    judge: &Judge,
    org: OrgId,
    mode: Mode,
    id: EndpointId,
    mut change: EndpointChange,
) -> Result<Endpoint, Error> {
    if let Some(url) = &mut change.url {
        if desk.of(org).endpoint(mode, id).await?.is_some_and(|endpoint| endpoint.url.is_none()) {
            return Err(Error::Pulled);
        }
        *url = judge.admit(url).await?;
    }
    desk.of(org).update_endpoint(mode, id, change, desk.clock.now()).await?.ok_or(Error::NotFound)
}

/// Gives an endpoint a new secret. The old one stays valid for [`PREVIOUS_SECRET_TIME`]; one before that ends now.
pub async fn rotate(desk: Desk<'_>, org: OrgId, mode: Mode, id: EndpointId) -> Result<Rotated, Error> {
    let (secret, at) = (Secret::mint()?, desk.clock.now());
    let previous_until = at.plus(PREVIOUS_SECRET_TIME);
    let known = desk.of(org).rotate_endpoint(mode, id, secret.reveal(), previous_until, at).await?;
    if known { Ok(Rotated { secret, previous_until }) } else { Err(Error::NotFound) }
}

/// Removes an endpoint and whatever it was still to be told.
pub async fn remove(desk: Desk<'_>, org: OrgId, mode: Mode, id: EndpointId) -> Result<(), Error> {
    let known = desk.of(org).delete_endpoint(mode, id, desk.clock.now()).await?;
    if known { Ok(()) } else { Err(Error::NotFound) }
}

/// Has a `ping` sent to an endpoint. The event that it will arrive as.
pub async fn ping(desk: Desk<'_>, org: OrgId, endpoint: &Endpoint) -> Result<EventId, Error> {
    let at = desk.clock.now();
    let event = EventId::new(at, &desk.id_bytes());
    desk.of(org).ping(endpoint, event, at).await?;
    Ok(event)
}
