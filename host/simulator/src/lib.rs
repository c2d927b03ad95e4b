//! Answers providers in test mode, after their documented contracts, from a catalogue of personas and magic identifiers.
//!
//! The guests' code is the same as in live mode: they send the real requests, and these come here instead of the network.
//! Nothing is drawn and no clock is read: the same request has the same answer, byte for byte.

mod cashfree;
mod company;
mod emirates;
mod fault;
mod gdelt;
mod gleif;
mod hunter;
mod lists;
mod outcome;
mod persona;
mod rdap;
mod reply;
mod scenario;
mod setu;
mod social;
mod tutelar;
mod twilio;
pub mod us;

pub use company::{Company, companies};
pub use emirates::{Licensed, Resident, licensed, residents};
pub use fault::{Fault, fault};
pub use outcome::Outcome;
pub use persona::{Persona, personas};
pub use scenario::{Scenario, scenarios};

use egress::{Error, Outbound, Request, Response};
use reply::Reply;
use std::time::Duration;

/// How the simulator behaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Added to each answer.
    pub latency: Duration,
}

/// All simulated providers, told apart by the host of the URL.
#[derive(Clone, Copy, Debug, Default)]
pub struct Simulator {
    options: Options,
}

impl Simulator {
    /// A simulator.
    pub fn new(options: Options) -> Self {
        Simulator { options }
    }
}

#[async_trait::async_trait]
impl Outbound for Simulator {
    async fn send(&self, request: Request) -> Result<Response, Error> {
        let reply = match request.url.host_str() {
            Some("api.cashfree.com" | "sandbox.cashfree.com") => cashfree::answer(&request),
            Some("dg.setu.co" | "dg-sandbox.setu.co") => setu::answer(&request),
            Some(::lists::HOST) => lists::answer(&request),
            Some("lookups.twilio.com") => twilio::answer(&request),
            Some("secctrl.tutelar.io") => tutelar::answer(&request),
            Some("api.gleif.org") => gleif::answer(&request),
            Some("api.hunter.io") => hunter::answer(&request),
            Some("api.github.com") => social::github(&request),
            Some("public.api.bsky.app") => social::bluesky(&request),
            Some("api.x.com") => social::x(&request),
            Some("api.gdeltproject.org") => gdelt::answer(&request),
            Some(host) if rdap::HOSTS.contains(&host) => rdap::answer(&request),
            host => {
                let answer = us::answer(host.unwrap_or_default(), &request);
                answer.ok_or_else(|| Error::Refused("test mode does not know this provider".into()))?
            }
        };
        let after = match &reply {
            Reply::Silence => request.deadline,
            Reply::Http(_) => self.options.latency.min(request.deadline),
        };
        if !after.is_zero() {
            tokio::time::sleep(after).await;
        }
        match reply {
            Reply::Http(response) if after < request.deadline => bounded(response, request.response_bytes_max),
            Reply::Http(_) | Reply::Silence => Err(Error::Timeout),
        }
    }
}

fn bounded(response: Response, bytes_max: usize) -> Result<Response, Error> {
    if response.body.len() > bytes_max {
        return Err(Error::TooLarge(u64::try_from(bytes_max).unwrap_or(u64::MAX)));
    }
    Ok(response)
}
