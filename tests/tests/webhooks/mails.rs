//! Stories of the e-mails that tell an organisation of an endpoint that was switched off.

use crate::{register, until};
use journal::{EventId, Mode};
use mail::Smtp;
use run::Clock;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use store::{Endpoint, MailRow};
use tests::app::{App, authority};
use tests::customer::Customer;
use tests::mailbox::{Mailbox, Received, Takes};
use tests::receiver::{Receiver, Says};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// A path that whoever knows it may post to.
const SECRET_PATH: &str = "T0KEN";

fn smtp(mailbox: &Mailbox) -> Smtp {
    Smtp::new(&mailbox.url(), "Enrich <enrich@example.com>", None).unwrap()
}

async fn contacts(app: &App, customer: &Customer, addresses: &[&str]) {
    let addresses: Vec<String> = addresses.iter().map(|&address| address.to_owned()).collect();
    admin::org::set_contacts(app.desk(), customer.org, &addresses).await.unwrap();
}

/// An endpoint whose every delivery fails for five days.
async fn switched_off(app: &App, customer: &Customer) -> (Receiver, Endpoint) {
    let receiver = Receiver::start(authority(), Says::Status(500)).await;
    let endpoint = register(app, customer, format!("{}/{SECRET_PATH}", receiver.url()), Mode::Test, None).await;
    let mut random = [0; journal::id::RANDOM_BYTES];
    app.clock.random(&mut random);
    let own = app.house.store.of(customer.org);
    own.ping(&endpoint, EventId::new(app.now(), &random), app.now()).await.unwrap();
    until(app, customer, &endpoint, |all| all[0].attempts == 1).await;
    app.clock.advance(5 * DAY - Duration::from_secs(60));
    until(app, customer, &endpoint, |all| all[0].attempts == 2).await;
    assert!(own.endpoint(Mode::Test, endpoint.id).await.unwrap().unwrap().is_active, "not before five days have passed");
    app.clock.advance(Duration::from_secs(180));
    until(app, customer, &endpoint, |all| all[0].attempts == 3).await;
    assert_eq!(own.endpoint(Mode::Test, endpoint.id).await.unwrap().unwrap().disabled_reason.as_deref(), Some("failing"));
    app.clock.advance(Duration::from_secs(3600));
    until(app, customer, &endpoint, |all| all[0].status == "dead").await;
    (receiver, endpoint)
}

/// Waits until the organisation's mails are as wanted.
async fn posted(app: &App, customer: &Customer, wanted: impl Fn(&[MailRow]) -> bool) -> Vec<MailRow> {
    let begun = Instant::now();
    loop {
        let mails = app.house.store.of(customer.org).mails().await.unwrap();
        if wanted(&mails) {
            return mails;
        }
        assert!(begun.elapsed() < Duration::from_secs(50), "{mails:#?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// What the audit says of that action.
async fn audited(app: &App, customer: &Customer, action: &str) -> Vec<Value> {
    let rows = app.house.store.of(customer.org).audit(100).await.unwrap();
    rows.iter().filter(|row| row.action == action).map(|row| serde_json::from_str(&row.detail).unwrap()).collect()
}

pub(crate) async fn whoever_is_in_charge_is_told_once_by_one_of_two_nodes(app: App) {
    let mailbox = Mailbox::start(Takes::All).await;
    let app = app.with_mail(smtp(&mailbox)).await;
    let other = App::beside(&app).await;
    let customer = app.customer(Mode::Test, "0").await;
    contacts(&app, &customer, &["asha@acme.example", "oncall@acme.example"]).await;
    let (_receiver, endpoint) = switched_off(&app, &customer).await;
    posted(&app, &customer, |mails| mails.len() == 2 && mails.iter().all(|mail| mail.status == "sent")).await;
    // By now as late as the first node's, so that both count the same five days.
    other.clock.advance(6 * DAY + Duration::from_secs(180 - 60 + 3600));
    app.clock.advance(DAY);
    // Each node has looked again once it has taken something later off the queue.
    let (_again, _) = switched_off(&app, &customer).await;
    posted(&app, &customer, |mails| mails.len() == 4 && mails.iter().all(|mail| mail.status == "sent" && mail.attempts == 1)).await;
    let told: Vec<Received> = mailbox.received().into_iter().filter(|mail| mail.text.contains(&endpoint.id.to_string())).collect();
    let mut to: Vec<&str> = told.iter().flat_map(|mail| &mail.to).map(String::as_str).collect();
    to.sort_unstable();
    assert_eq!(to, ["asha@acme.example", "oncall@acme.example"]);
    for mail in &told {
        assert!(mail.text.contains("Subject: Webhook endpoint switched off: localhost"), "{}", mail.text);
        assert!(mail.text.contains("From: Enrich <enrich@example.com>") || mail.text.contains("From: \"Enrich\" <enrich@example.com>"));
        assert!(!mail.text.contains(SECRET_PATH), "a URL may hold a secret");
    }
    let audit = audited(&app, &customer, "webhook.auto_disable").await;
    assert_eq!((audit.len(), &audit[1]["reason"], &audit[1]["mails"]), (2, &json!("failing"), &json!(2)));
    let on = store::EndpointChange { is_active: Some(true), ..Default::default() };
    app.house.store.of(customer.org).update_endpoint(Mode::Test, endpoint.id, on, app.now()).await.unwrap();
    assert_eq!(audited(&app, &customer, "webhook.enable").await.len(), 1);
}

pub(crate) async fn a_mail_is_tried_again_a_bounded_number_of_times(app: App) {
    let mailbox = Mailbox::start(Takes::None(451)).await;
    let app = app.with_mail(smtp(&mailbox)).await;
    let customer = app.customer(Mode::Test, "0").await;
    contacts(&app, &customer, &["asha@acme.example"]).await;
    let _off = switched_off(&app, &customer).await;
    let first = posted(&app, &customer, |mails| mails.len() == 1 && mails[0].last_error.is_some()).await;
    assert_eq!(first[0].last_error.as_deref(), Some("refused with 451"));
    mailbox.takes(Takes::All);
    app.clock.advance(DAY);
    posted(&app, &customer, |mails| mails[0].status == "sent").await;

    mailbox.takes(Takes::None(550));
    let _off = switched_off(&app, &customer).await;
    let dead = loop {
        let mails = posted(&app, &customer, |mails| mails[1].last_error.is_some()).await;
        if mails[1].status == "dead" {
            break mails;
        }
        app.clock.advance(mails[1].due.since(app.now()));
        posted(&app, &customer, |later| later[1].attempts > mails[1].attempts).await;
    };
    assert_eq!(dead[1].attempts, webhook::schedule::ATTEMPTS_MAX);
    let connections = mailbox.connections();
    app.clock.advance(5 * DAY);
    tokio::time::timeout(Duration::from_secs(1), std::future::pending::<()>()).await.unwrap_err();
    assert_eq!((mailbox.connections(), mailbox.received().len()), (connections, 1), "given up");
    let audit = audited(&app, &customer, "mail.give_up").await;
    assert_eq!((&audit[0]["attempts"], &audit[0]["error"]), (&json!(dead[1].attempts), &json!("refused with 550")));
    assert!(!audit[0].to_string().contains("asha@"), "the server's words are not repeated");
}

pub(crate) async fn a_crash_between_switching_off_and_sending_loses_no_mail(app: App) {
    let mailbox = Mailbox::start(Takes::Silence).await;
    let app = app.with_mail(smtp(&mailbox)).await;
    let customer = app.customer(Mode::Test, "0").await;
    contacts(&app, &customer, &["asha@acme.example"]).await;
    let _off = switched_off(&app, &customer).await;
    // The attempt has begun, and nobody will ever say how it ended.
    posted(&app, &customer, |mails| mails.len() == 1 && mails[0].attempts == 1).await;
    mailbox.takes(Takes::All);
    let app = app.with_mail(smtp(&mailbox)).await;
    app.clock.advance(6 * DAY);
    let sent = posted(&app, &customer, |mails| mails[0].status == "sent").await;
    assert_eq!((sent[0].attempts, mailbox.received().len()), (2, 1));
}

pub(crate) async fn a_mail_server_that_says_nothing_costs_half_a_minute(app: App) {
    let mailbox = Mailbox::start(Takes::Silence).await;
    let app = app.with_mail(smtp(&mailbox)).await;
    let customer = app.customer(Mode::Test, "0").await;
    contacts(&app, &customer, &["asha@acme.example"]).await;
    let _off = switched_off(&app, &customer).await;
    let begun = Instant::now();
    let mails = posted(&app, &customer, |mails| mails.len() == 1 && mails[0].last_error.is_some()).await;
    assert_eq!(mails[0].last_error.as_deref(), Some("timeout"));
    assert!(begun.elapsed() < mail::SEND_TIME_MAX + Duration::from_secs(10));
    mailbox.takes(Takes::All);
    app.clock.advance(DAY);
    posted(&app, &customer, |mails| mails[0].status == "sent").await;
}

pub(crate) async fn without_a_mail_server_or_contacts_the_audit_says_so(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    contacts(&app, &customer, &["asha@acme.example"]).await;
    let _off = switched_off(&app, &customer).await;
    let mailbox = Mailbox::start(Takes::All).await;
    let app = app.with_mail(smtp(&mailbox)).await;
    contacts(&app, &customer, &[]).await;
    let _off = switched_off(&app, &customer).await;
    let audit = audited(&app, &customer, "webhook.auto_disable").await;
    let why: Vec<&str> = audit.iter().map(|detail| detail["no_mail"].as_str().unwrap()).collect();
    assert_eq!(why, ["the organisation has no contacts", "no mail server is configured"]);
    assert_eq!((app.house.store.of(customer.org).mails().await.unwrap(), mailbox.connections()), (vec![], 0));
}

/// Both ways to TLS, with a login; and without a certificate that is trusted nothing is told.
#[tokio::test]
async fn mails_go_over_tls_or_not_at_all() {
    let letter = mail::Letter { id: "mail_1", to: "asha@acme.example", subject: "A", text: "B" };
    for wrapped in [true, false] {
        let mailbox = Mailbox::with_tls(authority(), wrapped).await;
        let scheme = if wrapped { "smtps" } else { "smtp" };
        let url = format!("{scheme}://enrich:p%40ss@localhost:{}", mailbox.port());
        let smtp = |ca: Option<&str>| Smtp::new(&url, "enrich@example.com", ca.map(str::as_bytes)).unwrap();
        smtp(Some(&authority().pem)).send(&letter).await.unwrap();
        let received = mailbox.received();
        assert_eq!((received.len(), received[0].encrypted, received[0].auth.as_deref()), (1, true, Some("AGVucmljaABwQHNz")));
        let refused = smtp(None).send(&letter).await.unwrap_err();
        assert!(matches!(refused, mail::Error::Tls | mail::Error::Connection), "{refused}");
        assert_eq!(mailbox.received().len(), 1);
    }
    let clear = Mailbox::start(Takes::All).await;
    let smtp = Smtp::new(&format!("smtp://enrich:p%40ss@localhost:{}", clear.port()), "enrich@example.com", None).unwrap();
    assert!(smtp.send(&letter).await.is_err());
    assert_eq!(clear.received(), [], "whoever offers no TLS is told nothing");
}
