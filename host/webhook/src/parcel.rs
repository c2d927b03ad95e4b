//! What a delivery holds and what signs it, and what is written down of an attempt at it: the same whether a node sends it or a
//! listener pulls it.

use crate::{Attempt, Outcome, Scheme, Secret, Signing, schedule};
use bytes::Bytes;
use journal::Time;
use journal::view::Resource;
use run::Clock;
use serde::Serialize;
use serde_json::value::RawValue;
use store::{Parcel, Settled, Store};
use url::Url;

/// A parcel, opened.
pub(crate) struct Contents {
    /// Where it goes; `None`: a listener asks for it.
    pub(crate) url: Option<Url>,
    scheme: Scheme,
    secret: Secret,
    previous: Option<Secret>,
    pub(crate) body: Bytes,
}

impl Contents {
    /// With what it is signed.
    pub(crate) fn signing(&self) -> Signing<'_> {
        Signing { scheme: self.scheme, secret: &self.secret, previous: self.previous.as_ref() }
    }
}

/// Any underlying error.
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// What is to be delivered, or why nothing can be. `None`: the endpoint was removed.
pub(crate) async fn open(store: &Store, parcel: &Parcel, now: Time) -> Result<Option<Result<Contents, Outcome>>, Source> {
    let own = store.of(parcel.org);
    let Some(target) = own.target(parcel.endpoint, now).await? else { return Ok(None) };
    if !target.is_active {
        return Ok(Some(Err(Outcome::INACTIVE)));
    }
    let data = match parcel.of {
        None => RawValue::from_string("{}".to_owned())?,
        Some((run, seq)) => match own.latest(run, seq).await? {
            // As the run was at the event, whatever became of it since.
            Some(record) => serde_json::value::to_raw_value(&Resource::of(run, &record.until(seq)?, None))?,
            None => return Ok(Some(Err(Outcome::RUN_GONE))),
        },
    };
    Ok(Some(Ok(Contents {
        url: target.url.map(|url| url.parse()).transpose()?,
        scheme: target.scheme.parse()?,
        secret: target.secret.parse()?,
        previous: target.previous.map(|previous| previous.parse()).transpose()?,
        body: body(parcel, &data)?,
    })))
}

/// The same in every attempt.
fn body(parcel: &Parcel, data: &RawValue) -> Result<Bytes, serde_json::Error> {
    #[derive(Serialize)]
    struct Body<'a> {
        id: journal::EventId,
        #[serde(rename = "type")]
        event_type: &'a str,
        created_at: Time,
        data: &'a RawValue,
    }
    let body = Body { id: parcel.event, event_type: &parcel.event_type, created_at: parcel.at, data };
    Ok(serde_json::to_vec(&body)?.into())
}

/// An attempt as it is written down, and when the next is due.
pub(crate) fn settled(clock: &dyn Clock, parcel: Parcel, attempt: Attempt) -> Settled {
    let Attempt { outcome, latency } = attempt;
    let at = clock.now();
    let mut random = [0; 8];
    clock.random(&mut random);
    let next = schedule::next(parcel.attempts + 1, at, outcome.retry_after(), u64::from_le_bytes(random));
    let (answer, error, gone) = (outcome.status(), outcome.class(), outcome == Outcome::Gone);
    let sent = outcome.was_sent();
    Settled { parcel, at, sent, answer, latency, error, next: next.filter(|_| outcome.may_pass()), gone }
}
