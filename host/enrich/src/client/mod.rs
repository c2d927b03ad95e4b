//! A client of the public API, as any program outside would write one: create a run, follow its events, read the result.

mod event;
mod follow;
mod listen;
mod resource;
mod seen;

pub use event::{Event, Message, PlanShown, TaskShown};
pub use follow::Patience;
pub use listen::{Answered, Delivery, Listening, NewListener, Settled};
pub use resource::{Call, Fault, Run};

use anyhow::Context;
use journal::Credits;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fmt;
use std::time::Duration;
use url::Url;

/// A request that has not begun to be answered after this long is given up.
const CONNECT_SECONDS_MAX: u64 = 10;

/// Speaks to one server with one key. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

/// What a client asks for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewRun {
    /// The request in plain language.
    pub message: String,
    /// The procedure's slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// The client's own JSON object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<serde_json::Value>,
    /// It costs at most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_credits: Option<Credits>,
    /// Sent as the header, not in the body.
    #[serde(skip)]
    pub idempotency_key: Option<String>,
}

/// What is said to a plan that a run waits on.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Go on.
    Approved,
    /// Stop.
    Declined,
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Decision::Approved => "approved",
            Decision::Declined => "declined",
        })
    }
}

/// Why the server gave no answer of use.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It was not reached, or the connection broke.
    #[error("cannot reach {url}; is the server running? (start one: enrich serve)")]
    Unreachable {
        /// Where it was looked for.
        url: Url,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// It refused, and said why.
    #[error("{message} ({code}, HTTP {status})")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Stable word.
        code: String,
        /// One sentence.
        message: String,
    },
    /// It answered something that is not this API.
    #[error("{url} does not answer as this API does (HTTP {status})")]
    NotTheApi {
        /// What was asked.
        url: Url,
        /// HTTP status.
        status: u16,
    },
    /// The event stream broke again and again.
    #[error("the event stream of {run} broke; it goes on without us (enrich run explain {run})")]
    Stream {
        /// The run.
        run: String,
    },
}

impl Error {
    /// Whether asking the same again may help.
    fn is_passing(&self) -> bool {
        match self {
            Error::Unreachable { source, .. } => !source.is_builder(),
            Error::Refused { status, .. } | Error::NotTheApi { status, .. } => *status == 429 || *status >= 500,
            Error::Stream { .. } => false,
        }
    }
}

#[derive(Deserialize)]
struct Envelope {
    error: Told,
}

#[derive(Deserialize)]
struct Told {
    code: String,
    message: String,
}

impl Client {
    /// A client of the server at `url`, with or without `/v1` or `/api/v1` at its end. `key` is a secret, `sk-tm-…`.
    pub fn new(url: &str, key: &str) -> anyhow::Result<Client> {
        let mut base = Url::parse(url).with_context(|| format!("{url:?} is no URL; one looks like http://127.0.0.1:8080"))?;
        anyhow::ensure!(matches!(base.scheme(), "http" | "https"), "{url:?} is no http:// or https:// URL");
        let path = base.path().trim_end_matches('/');
        let path = if path.ends_with("/v1") { format!("{path}/") } else { format!("{path}/v1/") };
        base.set_path(&path);
        let mut bearer =
            HeaderValue::from_str(&format!("Bearer {key}")).map_err(|_| anyhow::anyhow!("the key holds a character that no key has"))?;
        bearer.set_sensitive(true);
        // A process has one TLS provider; a second installation is refused and no harm.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut http = reqwest::Client::builder();
        if is_loopback(&base) {
            // A proxy of the environment is for the world outside.
            http = http.no_proxy();
        }
        let http = http
            .default_headers(HeaderMap::from_iter([(AUTHORIZATION, bearer)]))
            .connect_timeout(Duration::from_secs(CONNECT_SECONDS_MAX))
            .user_agent(concat!("enrich/", env!("CARGO_PKG_VERSION")))
            // The key belongs to this server: it follows no redirect to another.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("prepare the HTTP client")?;
        Ok(Client { base, http })
    }

    /// The server, as [`Client::new`] takes it.
    pub fn url(&self) -> String {
        self.base.as_str().trim_end_matches('/').trim_end_matches("/v1").to_owned()
    }

    /// Creates a run. The answer is its resource as it stands.
    pub async fn create(&self, new: &NewRun) -> Result<Run, Error> {
        let mut request = self.http.post(self.at("runs")).json(new);
        if let Some(key) = &new.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        self.read(request).await
    }

    /// The run as it stands now.
    pub async fn run(&self, id: &str) -> Result<Run, Error> {
        self.read(self.http.get(self.at(&format!("runs/{id}")))).await
    }

    /// Decides on the plan that a run waits on; where `plan` is said, on no other. The answer is the run afterwards.
    pub async fn decide(&self, run: &str, decision: Decision, plan: Option<&str>) -> Result<Run, Error> {
        let mut body = json!({ "decision": decision });
        if let Some(plan) = plan {
            body["plan_id"] = plan.into();
        }
        self.read(self.http.post(self.at(&format!("runs/{run}/approval"))).json(&body)).await
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
        url
    }

    async fn read(&self, request: reqwest::RequestBuilder) -> Result<Run, Error> {
        self.read_as(request, Run::parse).await
    }

    async fn read_as<T>(&self, request: reqwest::RequestBuilder, parse: impl Fn(String) -> Option<T>) -> Result<T, Error> {
        let answer = self.send(request).await?;
        let (url, status) = (answer.url().clone(), answer.status().as_u16());
        let text = answer.text().await.map_err(|source| Error::Unreachable { url: url.clone(), source })?;
        parse(text).ok_or(Error::NotTheApi { url, status })
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<reqwest::Response, Error> {
        let answer = request.send().await.map_err(|source| Error::Unreachable { url: self.base.clone(), source: source.without_url() })?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let url = answer.url().clone();
        match answer.json::<Envelope>().await {
            Ok(Envelope { error }) => Err(Error::Refused { status: status.as_u16(), code: error.code, message: error.message }),
            Err(_) => Err(Error::NotTheApi { url, status: status.as_u16() }),
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
