//! Sends e-mails that are due, with the retries of deliveries.

use crate::schedule;
use crate::send::Sender;
use journal::Time;
use mail::{Letter, SEND_TIME_MAX, Smtp};
use std::time::Duration;
use store::{Mail, Posted};

/// Sent side by side.
const TOGETHER: u32 = 8;
/// Who has not written down by then what came of an attempt is taken for dead.
const LEASE: Duration = Duration::from_secs(5 * 60);
/// What nobody told of is found this much later: what another process wrote.
const POLL: Duration = Duration::from_secs(10);

const _: () = assert!(LEASE.as_secs() > 4 * SEND_TIME_MAX.as_secs());

/// Sends for ever. Without a mail server there is nothing to do.
pub(crate) async fn run(sender: &Sender) {
    let Some(smtp) = &sender.mail else { return std::future::pending().await };
    loop {
        let told = sender.store.wake().mails().notified();
        let now = sender.clock.now();
        let next = match step(sender, smtp, now).await {
            Ok(next) => next.unwrap_or(now.plus(POLL)).min(now.plus(POLL)),
            Err(error) => {
                tracing::warn!(%error, "mails cannot be read or written down; trying again");
                now.plus(POLL)
            }
        };
        tokio::select! {
            () = told => {}
            () = sender.clock.sleep_until(next) => {}
        }
    }
}

/// Sends what is due. When the next is.
async fn step(sender: &Sender, smtp: &Smtp, now: Time) -> Result<Option<Time>, store::Error> {
    let next = sender.store.next_mail().await?;
    if next.is_none_or(|next| next > now) {
        return Ok(next);
    }
    let mails = sender.store.claim_mails(now, now.plus(LEASE), TOGETHER).await?;
    let mut sending = tokio::task::JoinSet::new();
    for mail in mails {
        let (smtp, sender) = (smtp.clone(), sender.clone());
        sending.spawn(async move { attempt(&sender, &smtp, &mail).await });
    }
    while let Some(attempted) = sending.join_next().await {
        attempted.unwrap_or(Ok(()))?;
    }
    sender.store.next_mail().await
}

async fn attempt(sender: &Sender, smtp: &Smtp, mail: &Mail) -> Result<(), store::Error> {
    let (id, subject, text) = (mail.id.to_string(), subject(mail), text(mail));
    let sent = smtp.send(&Letter { id: &id, to: &mail.to, subject: &subject, text: &text }).await;
    let at = sender.clock.now();
    let mut random = [0; 8];
    sender.clock.random(&mut random);
    let posted = match sent {
        Ok(()) => Posted::Sent,
        Err(error) => match schedule::next(mail.attempt, at, None, u64::from_le_bytes(random)) {
            Some(due) => Posted::Again { error: error.to_string(), due },
            None => Posted::Dead { error: error.to_string() },
        },
    };
    if let Posted::Again { error, .. } | Posted::Dead { error } = &posted {
        tracing::warn!(org = %mail.org, mail = %mail.id, attempt = mail.attempt, %error, "a mail was not sent");
    }
    sender.store.of(mail.org).settle_mail(mail, &posted, at).await
}

fn subject(mail: &Mail) -> String {
    format!("Webhook endpoint switched off: {}", host(mail))
}

/// The one part of a URL that is never a secret.
fn host(mail: &Mail) -> String {
    let url = url::Url::parse(&mail.told.url).ok();
    url.as_ref().and_then(|url| url.host_str()).unwrap_or("unknown host").to_owned()
}

fn text(mail: &Mail) -> String {
    let Mail { org_name, told, .. } = mail;
    let (endpoint, mode, since, at) = (told.endpoint, told.mode.as_str(), told.failing_since, told.at);
    format!(
        "The webhook endpoint {endpoint} of {org_name} ({mode} mode, host {host}) was switched off at {at}.\n\
         \n\
         Every delivery to it has failed since {since}. Nothing is sent to it or kept for it any more.\n\
         \n\
         Once its receiver works again:\n\
         \n\
         1. Switch it on: PATCH /v1/webhooks/{endpoint} with {{\"is_active\": true}}.\n\
         2. Have what it missed sent again: POST /v1/webhooks/{endpoint}/recover with {{\"since\": \"{since}\"}}. What happened while\n\
         \u{20}  the endpoint was off is not among it: GET /v1/runs lists those runs.\n\
         \n\
         GET /v1/webhooks/{endpoint}/deliveries says why the last attempts failed.\n",
        host = host(mail),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{EndpointId, MailId, Mode, OrgId};
    use store::Told;

    #[test]
    fn a_mail_tells_what_to_do_and_no_secret() {
        let at = Time::from_micros(1_790_000_000_000_000);
        let url = "https://hooks.example.com:8443/services/T0KEN?key=hunter2".to_owned();
        let told = Told { endpoint: EndpointId::new(at, &[1; 10]), mode: Mode::Live, url, failing_since: at, at };
        let (org, id) = (OrgId::new(at, &[2; 10]), MailId::new(at, &[3; 10]));
        let mail = Mail { org, id, org_name: "Acme Bank".into(), to: "asha@example.com".into(), told, attempt: 1 };
        let (subject, text) = (subject(&mail), text(&mail));
        assert_eq!(subject, "Webhook endpoint switched off: hooks.example.com");
        assert!(text.contains("Acme Bank (live mode, host hooks.example.com)") && text.contains("{\"is_active\": true}"), "{text}");
        assert!(!text.contains("T0KEN") && !text.contains("hunter2"));
    }
}
