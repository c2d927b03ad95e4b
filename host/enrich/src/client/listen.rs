//! Listening for webhooks without a URL: an ephemeral endpoint, whose deliveries are pulled.

use super::{Client, Error};
use journal::NoticeKind;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// How long one request waits at the server.
const WAIT: Duration = Duration::from_secs(50);
/// An answer that is not there by then will not come.
const ANSWER: Duration = Duration::from_secs(WAIT.as_secs() + 15);
/// How long a server may be away: then it has removed the endpoint of a listener that it does not hear of.
const AWAY_MAX: Duration = Duration::from_secs(5 * 60);
/// Between two tries, at first and at most.
const PAUSE_FIRST: Duration = Duration::from_millis(200);
const PAUSE_LAST: Duration = Duration::from_secs(5);

/// An endpoint that is wanted.
#[derive(Clone, Debug, Serialize)]
pub struct NewListener {
    /// True.
    pub ephemeral: bool,
    /// What it hears of; `None`: everything.
    pub event_types: Option<Vec<NoticeKind>>,
    /// `document` or `standard`.
    pub signature_scheme: &'static str,
}

/// The endpoint, with its secret.
#[derive(Clone, Deserialize)]
pub struct Listening {
    /// Its id.
    pub id: String,
    /// `live` or `test`.
    pub mode: String,
    /// What deliveries are verified with.
    pub secret: String,
}

/// A delivery to be posted.
#[derive(Clone, Debug, Deserialize)]
pub struct Delivery {
    /// The event.
    pub id: String,
    /// What happened.
    pub event_type: String,
    /// The run; a ping has none.
    pub run_id: Option<String>,
    /// Which attempt this is.
    pub attempt: u32,
    /// To be sent back with what came of it.
    pub lease: String,
    /// Signature and timestamp among them.
    pub headers: BTreeMap<String, String>,
    /// What was signed.
    pub body: String,
}

/// What came of a delivery.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    /// That of the delivery.
    pub lease: String,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// Seconds for which the program wants to be left alone.
    pub retry_after: Option<String>,
    /// Why there was no answer.
    pub error: Option<&'static str>,
    /// How long it took.
    pub latency_ms: u32,
}

/// What the server made of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Settled {
    /// `delivered`, `pending` or `dead`.
    pub status: String,
    /// When it comes again, RFC 3339.
    pub next_attempt_at: Option<String>,
}

fn json<T: DeserializeOwned>(text: String) -> Option<T> {
    serde_json::from_str(&text).ok()
}

impl Client {
    /// Makes an ephemeral endpoint.
    pub async fn make_listener(&self, new: &NewListener) -> Result<Listening, Error> {
        self.read_as(self.http.post(self.at("webhooks")).json(new), json).await
    }

    /// What there is to deliver, once there is something or a while has passed. A server that is away is waited for, as long as it
    /// keeps the endpoint.
    pub async fn pull(&self, endpoint: &str) -> Result<Vec<Delivery>, Error> {
        #[derive(Deserialize)]
        struct Pulled {
            data: Vec<Delivery>,
        }
        let mut url = self.at(&format!("webhooks/{endpoint}/pull"));
        url.set_query(Some(&format!("wait={}", WAIT.as_secs())));
        let Pulled { data } = patiently(async || self.read_as(self.http.get(url.clone()).timeout(ANSWER), json).await).await?;
        Ok(data)
    }

    /// Tells what came of a delivery. `None`: too late, it is handed out again.
    pub async fn settle(&self, endpoint: &str, event: &str, told: &Answered) -> Result<Option<Settled>, Error> {
        let url = self.at(&format!("webhooks/{endpoint}/deliveries/{event}/settle"));
        match patiently(async || self.read_as(self.http.post(url.clone()).json(told).timeout(ANSWER), json).await).await {
            Err(Error::Refused { status: 404, .. }) => Ok(None),
            settled => settled.map(Some),
        }
    }

    /// Has a `ping` delivered. The event that it arrives as.
    pub async fn ping(&self, endpoint: &str) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Queued {
            event_id: String,
        }
        let post = self.http.post(self.at(&format!("webhooks/{endpoint}/test")));
        Ok(self.read_as(post, json::<Queued>).await?.event_id)
    }

    /// Removes an endpoint.
    pub async fn remove_webhook(&self, endpoint: &str) -> Result<(), Error> {
        self.send(self.http.delete(self.at(&format!("webhooks/{endpoint}"))).timeout(ANSWER)).await.map(drop)
    }
}

/// Asks until the server is there again.
async fn patiently<T>(ask: impl AsyncFn() -> Result<T, Error>) -> Result<T, Error> {
    let (begun, mut pause) = (Instant::now(), PAUSE_FIRST);
    loop {
        match ask().await {
            Err(error) if error.is_passing() && begun.elapsed() < AWAY_MAX => {
                tokio::time::sleep(pause).await;
                pause = (2 * pause).min(PAUSE_LAST);
            }
            answer => return answer,
        }
    }
}
