//! `domain_intelligence`: what a domain says by itself, and what its registry holds of it over RDAP.

mod homoglyph_data;
pub mod name;
pub mod rdap;
pub(crate) mod script;
mod suffix;

use crate::moment;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, integer, list, one_of, text};
use name::HostName;
use rdap::Registration;
use serde::{Deserialize, Serialize};

/// The check.
pub struct DomainIntelligence;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    url: String,
}

/// What is answered. When the name is not registered, only what it says by itself.
#[derive(Debug, Serialize)]
pub struct Output {
    domain: String,
    host: String,
    public_suffix: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unicode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    looks_like: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lent_under: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the registry holds.
#[derive(Debug, Serialize)]
struct Record {
    domain_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_days: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registrar: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nameservers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<bool>,
    registry_status: Vec<String>,
}

impl Check for DomainIntelligence {
    const ABOUT: About = About {
        name: "domain_intelligence",
        summary: "Asks the registry of a domain, over RDAP, whether it is registered, since when and in what state; not who holds it.",
        input: &[text("url", "Domain, host or URL: the registered part of its host is looked at").required().at_most(2048)],
        output: &[
            text("domain", "The registered domain, in the form of DNS").required(),
            text("host", "The host, in the form of DNS").required(),
            text("public_suffix", "The ending under which it is registered").required(),
            one_of("structure", "What the name says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("unicode", "The host in its own alphabet, where that is not Latin"),
            text("looks_like", "The host in Latin letters that this one, in others, can be taken for"),
            text("lent_under", "The ending under which a company lends names to its customers: the domain is the company's"),
            one_of("domain_status", "State of the registration", &["active", "inactive", "on_hold", "expiring"]).required(),
            text("registered_on", "Date of registration"),
            integer("age_days", "Days since then"),
            text("expires_on", "Date on which the registration ends"),
            text("changed_on", "Date of the last change"),
            text("registrar", "Who sold the name"),
            list("nameservers", "The machines that answer for it", &Kind::Text(253)),
            boolean("signed", "Whether its entries are signed (DNSSEC)"),
            list("registry_status", "All states, in the registry's words", &Kind::Text(64)).required(),
        ],
        providers: rdap::PROVIDERS,
        price: "0.5",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let (name, domain) = input.read()?;
        let record = rdap::ask(call, &domain)?.map(|registration| record(&registration, call.host().now()));
        let known = record.is_some();
        let output = output(&name, domain, record);
        Ok(if known { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        let (name, domain) = input.read()?;
        Ok(output(&name, domain, None))
    }
}

impl Input {
    fn read(&self) -> Result<(HostName, String), Failure> {
        let name = HostName::parse(&self.url).map_err(|why| Failure::invalid_input(format!("`url` is not looked at: {why}")))?;
        let domain = name.registered().map(str::to_owned);
        let domain =
            domain.ok_or_else(|| Failure::invalid_input("`url` names an ending under which names are registered, not one of them."))?;
        Ok((name, domain))
    }
}

fn output(name: &HostName, domain: String, record: Option<Record>) -> Output {
    let (doubts, cut) = (name.doubts(), name.cut());
    Output {
        domain,
        host: name.as_str().into(),
        public_suffix: cut.suffix.into(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        unicode: Some(name.unicode()).filter(|unicode| unicode != name.as_str()),
        looks_like: name.looks_like(),
        lent_under: cut.lent.map(str::to_owned),
        record,
    }
}

fn record(registration: &Registration, now: u64) -> Record {
    let born = registration.event("registration").and_then(|time| moment::day_and_age(time, now));
    Record {
        domain_status: registration.state(),
        age_days: born.as_ref().map(|(_, age)| *age),
        registered_on: born.map(|(day, _)| day),
        expires_on: registration.event("expiration").and_then(moment::day),
        changed_on: registration.event("last changed").and_then(moment::day),
        registrar: registration.registrar(),
        nameservers: registration.nameservers(),
        signed: registration.is_signed(),
        registry_status: registration.status.iter().take(20).cloned().collect(),
    }
}

#[cfg(test)]
mod tests;
