//! The real way out.
//!
//! The HTTP client underneath asks a resolver about names only, never about addresses written in a URL; so names are checked
//! where they are resolved, and that answer is the one connected to, while literal addresses are checked here, after the URL
//! parser has brought `0x7f.1`, `2130706433` and their kin into one form.

use crate::address::{Cidr, special};
use crate::message::{Error, Outbound, Request, Response};
use bytes::BytesMut;
use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

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
    rules: Rules,
    https: reqwest::Client,
    /// Plain HTTP resolves by a stricter rule: allowed blocks alone.
    http: reqwest::Client,
}

/// Asks for the addresses of a name.
pub(crate) type LookUp = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<IpAddr>>> + Send + Sync>;

/// Which addresses one scheme may reach.
#[derive(Clone)]
struct Rules {
    allow: Arc<[Cidr]>,
}

impl Rules {
    fn check(&self, plain: bool, address: IpAddr) -> Result<(), &'static str> {
        if self.allow.iter().any(|block| block.contains(address)) {
            return Ok(());
        }
        match special(address) {
            Some(why) => Err(why),
            None if plain => Err("not allowed without TLS"),
            None => Ok(()),
        }
    }
}

/// A name that stands for an address that is not to be reached.
#[derive(Debug, thiserror::Error)]
#[error("an address of the host is {0}")]
struct Forbidden(&'static str);

struct Resolver {
    rules: Rules,
    plain: bool,
    look_up: LookUp,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (rules, plain) = (self.rules.clone(), self.plain);
        let found = (self.look_up)(name.as_str().to_owned());
        Box::pin(async move {
            let found = found.await?;
            // One bad address spoils the name: which of several is tried is up to chance.
            for address in &found {
                rules.check(plain, *address).map_err(Forbidden)?;
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

impl Client {
    /// Sets up the way out.
    pub fn new(policy: &Policy) -> Result<Client, SetUpError> {
        Client::with_names(
            policy,
            Arc::new(|name| Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|found| found.ip()).collect()) })),
        )
    }

    /// The same, asking `look_up` instead of the system's resolver.
    pub(crate) fn with_names(policy: &Policy, look_up: LookUp) -> Result<Client, SetUpError> {
        let tls = tls(policy)?;
        let rules = Rules { allow: policy.allow.clone().into() };
        let client = |plain| {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .dns_resolver(Resolver { rules: rules.clone(), plain, look_up: look_up.clone() })
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .no_proxy()
                .https_only(!plain)
                .build()
                .map_err(SetUpError::Http)
        };
        let (https, http) = (client(false)?, client(true)?);
        Ok(Client { rules, https, http })
    }

    /// The client for this URL, if it may be asked for at all.
    fn admit(&self, url: &Url) -> Result<&reqwest::Client, Error> {
        let refuse = |why: &str| Err(Error::Refused(why.to_owned()));
        let plain = match url.scheme() {
            "https" => false,
            "http" if !self.rules.allow.is_empty() => true,
            _ => return refuse("only https is allowed"),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("the URL names a user");
        }
        let literal = match url.host() {
            None => return refuse("the URL has no host"),
            Some(Host::Domain(_)) => None,
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        };
        if let Some(address) = literal
            && let Err(why) = self.rules.check(plain, address)
        {
            return Err(Error::Refused(Forbidden(why).to_string()));
        }
        Ok(if plain { &self.http } else { &self.https })
    }

    async fn exchange(&self, request: Request) -> Result<Response, Error> {
        let client = self.admit(&request.url)?;
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let failed = |error: &reqwest::Error| failure(&host, error);
        let method = request.method.parse::<reqwest::Method>().map_err(|_| Error::Refused("no such method".into()))?;
        let mut outgoing = client.request(method, request.url);
        for (name, value) in request.headers {
            outgoing = outgoing.header(name, value);
        }
        if let Some(body) = request.body {
            outgoing = outgoing.body(body);
        }
        let mut answer = outgoing.send().await.map_err(|error| failed(&error))?;
        let max = request.response_bytes_max;
        let too_large = || Error::TooLarge(u64::try_from(max).unwrap_or(u64::MAX));
        if answer.content_length().is_some_and(|length| usize::try_from(length).unwrap_or(usize::MAX) > max) {
            return Err(too_large());
        }
        let status = answer.status().as_u16();
        let text = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        };
        let headers = answer.headers().iter().filter_map(text).collect();
        let mut body = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| failed(&error))? {
            if chunk.len() > max - body.len() {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status, headers, body: body.freeze() })
    }
}

#[async_trait::async_trait]
impl Outbound for Client {
    async fn send(&self, request: Request) -> Result<Response, Error> {
        let deadline = request.deadline;
        tokio::time::timeout(deadline, self.exchange(request)).await.unwrap_or(Err(Error::Timeout))
    }
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

/// The client's own error texts hold whole URLs; ours hold the host and the deepest cause, which is the system's or TLS's.
fn failure(host: &str, error: &reqwest::Error) -> Error {
    let mut cause: &(dyn std::error::Error + 'static) = error;
    loop {
        if let Some(forbidden) = cause.downcast_ref::<Forbidden>() {
            return Error::Refused(forbidden.to_string());
        }
        // An `io::Error` made from another error hides it from `source`.
        let inside = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        match inside.map(|inside| inside as &(dyn std::error::Error + 'static)).or_else(|| cause.source()) {
            Some(deeper) => cause = deeper,
            None => break,
        }
    }
    if error.is_builder() {
        return Error::Refused("a header or the URL is malformed".into());
    }
    if error.is_timeout() {
        return Error::Timeout;
    }
    let known = cause.downcast_ref::<std::io::Error>().map(|io| io.kind().to_string());
    let known = known.or_else(|| cause.downcast_ref::<rustls::Error>().map(rustls::Error::to_string));
    let what = if error.is_connect() { "no connection to" } else { "the connection broke to" };
    match known {
        Some(known) => Error::Connection(format!("{what} {host}: {known}")),
        None => Error::Connection(format!("{what} {host}")),
    }
}
