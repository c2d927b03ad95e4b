//! `email_intelligence`: what an e-mail address says by itself, and whether mail reaches it by Hunter's verifier.

pub mod form;
mod hunter;
mod provider;

use crate::HUNTER;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, integer, list, one_of, text};
use form::Email;
use hunter::Deliverability;
use serde::{Deserialize, Serialize};

/// The check.
pub struct EmailIntelligence;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    email: String,
}

/// What is answered. When there is no such mailbox, what the address says by itself and how that was found.
#[derive(Debug, Serialize)]
pub struct Output {
    email: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    domain: String,
    mailbox: String,
    has_tag: bool,
    role_account: bool,
    free_mail: bool,
    disposable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain_looks_like: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Deliverability>,
}

impl Check for EmailIntelligence {
    const ABOUT: About = About {
        name: "email_intelligence",
        summary: "Reads an e-mail address, says whose service it is of, and asks Hunter whether mail reaches it.",
        input: &[text("email", "E-mail address").required().personal().at_most(1024)],
        output: &[
            text("email", "The address in its normal form").required().personal(),
            one_of("structure", "What the address says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("domain", "The part behind the @, in the form of DNS").required(),
            text("mailbox", "The mailbox it leads to: in lower case, without the holder's own tag").required().personal(),
            boolean("has_tag", "Whether the holder put a tag behind a plus").required(),
            boolean("role_account", "Whether it stands for an office rather than a person").required(),
            boolean("free_mail", "Whether anybody opens a mailbox there for nothing").required(),
            boolean("disposable", "Whether addresses there are thrown away after use").required(),
            text("domain_looks_like", "The domain in Latin letters that this one, in others, can be taken for"),
            one_of("deliverability", "What the mail server said: accept_all says yes to any address", hunter::WORDS).required(),
            integer("score", "The provider's confidence, 0 to 100"),
            boolean("has_mail_server", "Whether the domain has a mail server"),
            boolean("accepts_all", "Whether its server takes any address"),
            boolean("gibberish", "Whether the part before the @ looks made up"),
            integer("seen_on_web", "On how many pages of the web the provider saw it").required(),
        ],
        providers: &[HUNTER.name],
        price: "0.5",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let email = Email::parse(&input.email).map_err(Failure::invalid_input)?;
        let found = hunter::ask(call, &email.normal())?;
        let exists = found.deliverability != "undeliverable";
        let output = output(&email, Some(found));
        Ok(if exists { Answer::Success(output) } else { Answer::NotFound(output) })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(&Email::parse(&input.email).map_err(Failure::invalid_input)?, None))
    }
}

fn output(email: &Email, record: Option<Deliverability>) -> Output {
    let (doubts, base, name) = (email.doubts(), email.base(), email.name());
    Output {
        email: email.normal(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        domain: email.domain(),
        mailbox: name.map_or_else(|| email.normal(), |name| provider::mailbox(&base, name)),
        has_tag: email.has_tag(),
        role_account: provider::is_role(&base),
        free_mail: name.is_some_and(provider::is_free),
        disposable: name.is_some_and(provider::is_disposable),
        domain_looks_like: name.and_then(|name| name.looks_like()),
        record,
    }
}

#[cfg(test)]
mod tests;
