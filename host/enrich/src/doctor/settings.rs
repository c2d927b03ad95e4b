//! Settings of the environment that a server reads when it starts: where clients reach it, and the way out.

use super::{Finding, Patient, told};
use crate::commands::serve::public_url;
use crate::mail_server::{self, MailArgs};
use crate::providers;
use url::{Host, Url};

pub(super) fn examine(patient: &Patient, found: &mut Vec<Finding>) {
    found.push(public(patient));
    found.push(way_out(patient));
    found.push(mail(patient));
}

/// Nothing is sent, and the server of mail is not asked: what is set is read as a server reads it.
fn mail(patient: &Patient) -> Finding {
    let from = patient.environment.text("ENRICH_SMTP_FROM").map(str::to_owned);
    match mail_server::of(&MailArgs { smtp_url: None, smtp_from: from }, &patient.environment) {
        Ok(Some(_)) => Finding::ok("e-mail", "a server of mail is set"),
        Ok(None) => Finding {
            remedy: Some("set ENRICH_SMTP_URL and ENRICH_SMTP_FROM to have organisations told when a webhook is switched off".into()),
            ..Finding::ok("e-mail", "no server of mail is set, so no e-mails are sent")
        },
        Err(error) => Finding::problem("e-mail", format!("{error:#}; no server starts"), "correct ENRICH_SMTP_URL and ENRICH_SMTP_FROM"),
    }
}

fn public(patient: &Patient) -> Finding {
    let told = match public_url(&patient.environment) {
        Ok(told) => told,
        Err(error) => return Finding::problem("public URL", format!("{error:#}; no server starts"), "correct ENRICH_PUBLIC_URL"),
    };
    let Some(url) = told.and_then(|text| Url::parse(&text).ok()) else {
        let says = "ENRICH_PUBLIC_URL is not set: links in answers lead to the address that the server listens on";
        return Finding { remedy: Some("set it where clients reach the server by another name".into()), ..Finding::ok("public URL", says) };
    };
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() == "http" && !local {
        let says = format!("{url} is plain http: keys and personal data travel in clear");
        return Finding::warning(
            "public URL",
            says,
            "put a proxy that speaks TLS before the server, and set ENRICH_PUBLIC_URL to its https:// address",
        );
    }
    Finding::ok("public URL", format!("clients are led to {url}"))
}

fn way_out(patient: &Patient) -> Finding {
    let remedy = "correct ENRICH_EGRESS_ALLOW or ENRICH_EGRESS_CA, or make the file readable";
    let policy = match providers::way_out(&patient.environment) {
        Ok(policy) => policy,
        Err(error) => return Finding::problem("way out", format!("{error:#}; no server starts"), remedy),
    };
    let authorities =
        if policy.ca_pem.is_some() { "the public authorities and those of ENRICH_EGRESS_CA" } else { "the public authorities" };
    if let Err(error) = egress::Client::new(&policy) {
        return Finding::problem("way out", format!("{}; no server starts", told(&error)), remedy);
    }
    let blocks = policy.allow.len();
    let reach = if blocks == 0 {
        "public addresses alone".to_owned()
    } else {
        format!("public addresses and {blocks} blocks of ENRICH_EGRESS_ALLOW")
    };
    Finding::ok("way out", format!("to {reach}, trusting {authorities}"))
}
