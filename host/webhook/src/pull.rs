//! Deliveries for a listener: a program that has no public URL and asks for what there is.
//!
//! What it is handed is what a node would have sent, and what it says came of it is written down as a node's attempt is. It may
//! die at any moment: what it has not told of in time is handed out again, so nothing is lost, and some things come twice.

use crate::parcel::{self, Contents, Source};
use crate::{Attempt, attempt};
use data_encoding::HEXLOWER;
use journal::{EndpointId, EventId, OrgId, RunId, Time};
use run::Clock;
use std::time::Duration;
use store::{Settled, Store};

/// Deliveries of one answer.
pub const PULLED_MAX: u32 = 16;
/// How long a listener has to tell what came of a delivery, before it is handed out again.
pub const PULL_LEASE: Duration = crate::send::LEASE;
/// A listener that has not asked for so long is gone, and its endpoint with it.
pub const LISTENER_SILENCE_MAX: Duration = Duration::from_secs(5 * 60);

/// A delivery handed to a listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// What happened.
    pub event: EventId,
    /// Its type, as the body says it.
    pub event_type: String,
    /// The run; a ping has none.
    pub run: Option<RunId>,
    /// Which attempt this is; the first is 1.
    pub attempt: u32,
    /// Names the lease: who tells what came of it says it too.
    pub lease: String,
    /// Headers of the delivery, signature and timestamp of this very moment among them.
    pub headers: Vec<(String, String)>,
    /// The body that was signed: JSON.
    pub body: String,
}

/// Why a listener is told nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The endpoint was removed, or its deliveries are sent to a URL.
    #[error("nobody can listen at this endpoint")]
    NoListener,
    /// The database failed.
    #[error("ask the database")]
    Store(#[from] store::Error),
    /// What is to be delivered cannot be read.
    #[error("read what is to be delivered")]
    Unreadable(#[source] Source),
}

/// One endpoint, as its listener sees it.
pub struct Listener<'a> {
    /// Where deliveries stand.
    pub store: &'a Store,
    /// Time and chance.
    pub clock: &'a dyn Clock,
    /// Whose endpoint it is.
    pub org: OrgId,
    /// Which.
    pub endpoint: EndpointId,
}

impl Listener<'_> {
    /// What there is to deliver, as soon as there is anything; nothing, once the listener has waited `enough`.
    ///
    /// Sleeps in between: commits that give notice to this organisation wake it, and so does the moment of the next attempt. The
    /// database is asked nothing while nothing happens.
    pub async fn pull(&self, enough: impl Future<Output = ()>) -> Result<Vec<Pulled>, Error> {
        tokio::pin!(enough);
        let own = self.store.of(self.org);
        let mut told = self.store.wake().notices(self.org);
        let mut waiting = true;
        loop {
            told.borrow_and_update();
            if !own.heard_from(self.endpoint, self.clock.now()).await? {
                return Err(Error::NoListener);
            }
            let pulled = self.take().await?;
            if !pulled.is_empty() || !waiting {
                return Ok(pulled);
            }
            let next = own.next_pulled(self.endpoint).await?;
            let due = async {
                match next {
                    Some(at) => self.clock.sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = told.changed() => {}
                () = due => {}
                // Looked at once more, for what a dying node could not tell.
                () = &mut enough => waiting = false,
            }
        }
    }

    /// What is due, under a lease of its own.
    async fn take(&self) -> Result<Vec<Pulled>, Error> {
        let (lease, now, own) = (self.lease(), self.clock.now(), self.store.of(self.org));
        let mut pulled = Vec::new();
        for parcel in own.claim_pulled(self.endpoint, &lease, now, now.plus(PULL_LEASE), PULLED_MAX).await? {
            match parcel::open(self.store, &parcel, now).await.map_err(Error::Unreadable)? {
                Some(Ok(contents)) => pulled.push(handed(&parcel, &contents, &lease, now)),
                Some(Err(outcome)) => {
                    let attempt = Attempt { outcome, latency: Duration::ZERO };
                    own.settle_pulled(&lease, parcel::settled(self.clock, parcel, attempt)).await?;
                }
                None => return Err(Error::NoListener),
            }
        }
        Ok(pulled)
    }

    /// A name that no node and no other lease has.
    fn lease(&self) -> String {
        let mut random = [0; 16];
        self.clock.random(&mut random);
        format!("pull:{}", HEXLOWER.encode(&random))
    }

    /// Writes down what came of a delivery. `None`: the lease was over, so somebody else is handed the delivery, or was.
    pub async fn tell(&self, event: EventId, lease: &str, attempt: Attempt) -> Result<Option<Settled>, Error> {
        let own = self.store.of(self.org);
        let Some(parcel) = own.held(self.endpoint, event, lease).await? else { return Ok(None) };
        let settled = parcel::settled(self.clock, parcel, attempt);
        own.settle_pulled(lease, settled.clone()).await?;
        Ok(Some(settled))
    }
}

fn handed(parcel: &store::Parcel, contents: &Contents, lease: &str, now: Time) -> Pulled {
    let id = parcel.event.to_string();
    Pulled {
        event: parcel.event,
        event_type: parcel.event_type.clone(),
        run: parcel.of.map(|(run, _)| run),
        attempt: parcel.attempts + 1,
        lease: lease.to_owned(),
        headers: attempt::headers(&id, &contents.body, contents.signing(), now),
        // JSON is UTF-8.
        body: String::from_utf8_lossy(&contents.body).into_owned(),
    }
}
