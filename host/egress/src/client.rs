//! The real way out.

use crate::address::Cidr;
use crate::failure::failure;
use crate::guard::{self, Guard, LookUp};
use crate::message::{Error, Outbound, Request, Response};
use bytes::{Bytes, BytesMut};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// A body that nobody wants is read if it is this short, so that its connection can be used again.
const UNWANTED_BYTES_MAX: usize = 16 * 1024;
/// And if it comes this fast. Beyond either a new connection is cheaper.
const UNWANTED_TIME_MAX: Duration = Duration::from_millis(100);
/// An idle connection is closed after this: each holds a file descriptor, and a node talks to many hosts.
const IDLE_MAX: Duration = Duration::from_secs(30);

/// What the operator decided about the way out. The default: `https` to public addresses.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Blocks that may be reached although they are not public, also by plain `http`.
    pub allow: Vec<Cidr>,
    /// Certificates in PEM of authorities that are trusted besides the public ones.
    pub ca_pem: Option<Vec<u8>>,
}

/// Why the way out could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The operator's certificates cannot be read.
    #[error("read the operator's certificates: {0}")]
    Certificates(String),
    /// No TLS.
    #[error("set up TLS")]
    Tls(#[source] rustls::Error),
    /// No HTTP client.
    #[error("set up the HTTP client")]
    Http(#[source] reqwest::Error),
}

/// Sends requests to the network. Cheap to clone; connections are kept and shared.
#[derive(Clone)]
pub struct Client {
    guard: Guard,
    https: reqwest::Client,
    /// Plain HTTP resolves by a stricter rule: allowed blocks alone.
    http: reqwest::Client,
}

impl Client {
    /// Sets up the way out.
    pub fn new(policy: &Policy) -> Result<Client, SetUpError> {
        Client::with_names(policy, guard::system())
    }

    /// The same, asking `look_up` instead of the system's resolver.
    pub(crate) fn with_names(policy: &Policy, look_up: LookUp) -> Result<Client, SetUpError> {
        let tls = tls(policy)?;
        let guard = Guard { allow: policy.allow.clone().into(), look_up };
        let client = |plain| {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .dns_resolver(guard.resolver(plain))
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .pool_idle_timeout(IDLE_MAX)
                .referer(false)
                .no_proxy()
                .https_only(!plain)
                .build()
                .map_err(SetUpError::Http)
        };
        let (https, http) = (client(false)?, client(true)?);
        Ok(Client { guard, https, http })
    }

    /// Whether somebody outside may direct requests to `url`: the rules of every connection, applied now, and `https` to a
    /// port that is no system service's. For the moment when a URL is given; nothing is sent.
    ///
    /// A name that has no address yet, or whose look-up takes longer than `deadline`, passes, unless it can only be a name of
    /// an inner network: it is looked up again, and judged, at every connection.
    pub async fn check(&self, url: &Url, deadline: Duration) -> Result<(), Error> {
        self.guard.check(url, deadline).await
    }

    /// Sends the request; back with the head of its answer.
    async fn ask(&self, request: Request) -> Result<reqwest::Response, Error> {
        let client = if self.guard.admit(&request.url)? { &self.http } else { &self.https };
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let method = request.method.parse::<reqwest::Method>().map_err(|_| Error::Refused("no such method".into()))?;
        let mut outgoing = client.request(method, request.url);
        for (name, value) in request.headers {
            outgoing = outgoing.header(name, value);
        }
        if let Some(body) = request.body {
            outgoing = outgoing.body(body);
        }
        outgoing.send().await.map_err(|error| failure(&host, &error))
    }

    async fn exchange(&self, request: Request) -> Result<Response, Error> {
        let max = request.response_bytes_max;
        let mut answer = self.ask(request).await?;
        let body = read(&mut answer, max).await?;
        Ok(heard(&answer, body))
    }
}

#[async_trait::async_trait]
impl Outbound for Client {
    async fn send(&self, request: Request) -> Result<Response, Error> {
        let deadline = request.deadline;
        timeout(deadline, self.exchange(request)).await.unwrap_or(Err(Error::Timeout))
    }

    async fn notify(&self, request: Request) -> Result<Response, Error> {
        let deadline = request.deadline;
        let mut answer = timeout(deadline, self.ask(request)).await.unwrap_or(Err(Error::Timeout))?;
        let heard = heard(&answer, Bytes::new());
        // What comes of it says nothing: a body left unread closes its connection, no more.
        let _ = timeout(UNWANTED_TIME_MAX, read(&mut answer, UNWANTED_BYTES_MAX)).await;
        Ok(heard)
    }
}

fn heard(answer: &reqwest::Response, body: Bytes) -> Response {
    let text = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    Response { status: answer.status().as_u16(), headers: answer.headers().iter().filter_map(text).collect(), body }
}

/// The body, if it has no more than `max` bytes, announced or not.
async fn read(answer: &mut reqwest::Response, max: usize) -> Result<Bytes, Error> {
    let too_large = || Error::TooLarge(u64::try_from(max).unwrap_or(u64::MAX));
    if answer.content_length().is_some_and(|length| usize::try_from(length).unwrap_or(usize::MAX) > max) {
        return Err(too_large());
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| failure(answer.url().host_str().unwrap_or_default(), &error))? {
        if chunk.len() > max - body.len() {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The provider is named here: another crate that brings a second one along must not decide it, nor make it undecided.
fn tls(policy: &Policy) -> Result<rustls::ClientConfig, SetUpError> {
    let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(pem) = &policy.ca_pem {
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| SetUpError::Certificates(error.to_string()))?;
            roots.add(certificate).map_err(|error| SetUpError::Certificates(error.to_string()))?;
        }
        if roots.len() == before {
            return Err(SetUpError::Certificates("the file holds none".into()));
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(SetUpError::Tls)?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}
