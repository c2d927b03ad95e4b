//! Where requests may go: which URLs, and which addresses their hosts stand for.
//!
//! The HTTP client underneath asks a resolver about names only, never about addresses written in a URL; so names are checked
//! where they are resolved, and that answer is the one connected to, while literal addresses are checked with the URL, after its
//! parser has brought `0x7f.1`, `2130706433` and their kin into one form.

use crate::address::{Cidr, special};
use crate::message::Error;
use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use url::{Host, Url};

/// Look-ups at a time. Each blocks a thread until the system's resolver gives up, however soon its asker did: names whose
/// servers are silent must not use up the threads that everything else needs.
const LOOK_UPS_MAX: usize = 64;
/// Ports below are those of the system's own services. None but that of `https` is a place for a request that a customer directs.
const PORTS_FREE_FROM: u16 = 1024;
const HTTPS_PORT: u16 = 443;
/// Endings of names that mean something in an inner network only, and names of clouds for themselves among them.
const INNER_NAMES: [&str; 9] = ["localhost", "local", "localdomain", "internal", "intranet", "private", "lan", "corp", "home.arpa"];

/// Asks for the addresses of a name.
pub(crate) type LookUp = Arc<dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> + Send + Sync>;

/// The system's resolver.
pub(crate) fn system() -> LookUp {
    let slots = Arc::new(Semaphore::new(LOOK_UPS_MAX));
    Arc::new(move |name| {
        let slots = Arc::clone(&slots);
        Box::pin(async move {
            let slot = slots.acquire_owned().await.map_err(io::Error::other)?;
            let found = tokio::task::spawn_blocking(move || {
                let _until_answered = slot;
                Ok((name, 0).to_socket_addrs()?.map(|found| found.ip()).collect())
            });
            found.await.map_err(io::Error::other)?
        })
    })
}

/// Why the host of a URL is not to be reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoWay {
    /// It stands for an address that is not to be reached.
    #[error("an address of the host is {0}")]
    Forbidden(&'static str),
    /// It stands for nothing.
    #[error("the name has no address")]
    Unknown(#[source] Option<io::Error>),
}

/// The rules, and whom to ask about names.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) allow: Arc<[Cidr]>,
    pub(crate) look_up: LookUp,
}

impl Guard {
    fn judge(&self, plain: bool, address: IpAddr) -> Result<(), NoWay> {
        if self.allow.iter().any(|block| block.contains(address)) {
            return Ok(());
        }
        match special(address) {
            Some(why) => Err(NoWay::Forbidden(why)),
            None if plain => Err(NoWay::Forbidden("not allowed without TLS")),
            None => Ok(()),
        }
    }

    /// The addresses of a name, if each of them may be reached. One bad address spoils the name: which of several is tried is
    /// up to chance.
    async fn resolve(&self, plain: bool, name: String) -> Result<Vec<IpAddr>, NoWay> {
        let found = (self.look_up)(name).await.map_err(|error| NoWay::Unknown(Some(error)))?;
        found.iter().try_for_each(|address| self.judge(plain, *address))?;
        if found.is_empty() { Err(NoWay::Unknown(None)) } else { Ok(found) }
    }

    /// Whether this URL may be asked for, as far as it tells; and whether without TLS.
    pub(crate) fn admit(&self, url: &Url) -> Result<bool, Error> {
        let refuse = |why: &str| Err(Error::Refused(why.to_owned()));
        let plain = match url.scheme() {
            "https" => false,
            "http" if !self.allow.is_empty() => true,
            _ => return refuse("only https is allowed"),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("the URL names a user");
        }
        let literal = match url.host() {
            None => return refuse("the URL has no host"),
            Some(Host::Domain(_)) => return Ok(plain),
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
        };
        self.judge(plain, literal).map(|()| plain).map_err(|no| Error::Refused(no.to_string()))
    }

    /// See [`crate::Client::check`].
    pub(crate) async fn check(&self, url: &Url, deadline: Duration) -> Result<(), Error> {
        if self.admit(url)? {
            return Err(Error::Refused("only https is allowed".into()));
        }
        if !url.port_or_known_default().is_some_and(|port| port == HTTPS_PORT || port >= PORTS_FREE_FROM) {
            return Err(Error::Refused("the port is one of the system's own services".into()));
        }
        let Some(Host::Domain(name)) = url.host() else { return Ok(()) };
        match timeout(deadline, self.resolve(false, name.to_owned())).await.unwrap_or(Err(NoWay::Unknown(None))) {
            Ok(_) => Ok(()),
            Err(NoWay::Unknown(_)) if !is_inner(name) => Ok(()),
            Err(NoWay::Unknown(_)) => Err(Error::Refused("the host is a name of an inner network".into())),
            Err(no @ NoWay::Forbidden(_)) => Err(Error::Refused(no.to_string())),
        }
    }

    /// The same rules for the HTTP client, which asks when it connects.
    pub(crate) fn resolver(&self, plain: bool) -> Resolver {
        Resolver { guard: self.clone(), plain }
    }
}

/// Whether a name can only be one of an inner network. The URL's parser has made it lower-case ASCII.
fn is_inner(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    !name.contains('.') || INNER_NAMES.iter().any(|inner| name.strip_suffix(inner).is_some_and(|rest| rest.ends_with('.')))
}

pub(crate) struct Resolver {
    guard: Guard,
    plain: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, plain) = (self.guard.clone(), self.plain);
        Box::pin(async move {
            let found = guard.resolve(plain, name.as_str().to_owned()).await?;
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}
