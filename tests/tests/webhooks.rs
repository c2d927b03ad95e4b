//! Stories of deliveries, told by receivers of the real app, on both engines.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::{EndpointId, Mode, NoticeKind};
use run::Clock;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use store::{Delivery, Endpoint, NewEndpoint};
use tests::app::{App, authority};
use tests::customer::{Customer, QUICKSTART};
use tests::receiver::{Received, Receiver, Says};
use webhook::{Scheme, Secret};

#[path = "webhooks/age.rs"]
mod age;
#[path = "webhooks/crowd.rs"]
mod crowd;
#[path = "webhooks/mails.rs"]
mod mails;

use age::{a_removed_endpoint_takes_its_deliveries_with_it, what_is_over_is_kept_for_thirty_days};
use crowd::{many_slow_endpoints_delay_no_other, what_a_claim_lost_is_sent_all_the_same};
use mails::{
    a_crash_between_switching_off_and_sending_loses_no_mail, a_mail_is_tried_again_a_bounded_number_of_times,
    a_mail_server_that_says_nothing_costs_half_a_minute, whoever_is_in_charge_is_told_once_by_one_of_two_nodes,
    without_a_mail_server_or_contacts_the_audit_says_so,
};

/// Each story is told twice: over SQLite, and over PostgreSQL where it is installed.
macro_rules! stories {
    ($($story:ident,)+) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $story() {
                super::$story(tests::app::App::start().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $story() {
                if let Some(url) = tests::postgres::database() {
                    super::$story(tests::app::App::over(&url).await).await;
                }
            })+
        }
    };
}

stories! {
    every_turn_of_a_run_is_told_as_the_run_was_then,
    an_endpoint_hears_of_its_mode_and_of_the_types_it_asked_for,
    a_receiver_that_fails_is_tried_eight_times_and_then_no_more,
    a_test_clock_lets_a_client_try_what_comes_of_failures,
    a_slow_endpoint_delays_no_other,
    a_receiver_that_is_gone_is_left_alone,
    after_five_days_of_failure_an_endpoint_is_switched_off,
    what_was_due_is_sent_after_a_restart,
    many_slow_endpoints_delay_no_other,
    what_a_claim_lost_is_sent_all_the_same,
    what_is_over_is_kept_for_thirty_days,
    a_removed_endpoint_takes_its_deliveries_with_it,
    whoever_is_in_charge_is_told_once_by_one_of_two_nodes,
    a_mail_is_tried_again_a_bounded_number_of_times,
    a_crash_between_switching_off_and_sending_loses_no_mail,
    a_mail_server_that_says_nothing_costs_half_a_minute,
    without_a_mail_server_or_contacts_the_audit_says_so,
}

/// An endpoint of that organisation and mode.
async fn register(app: &App, customer: &Customer, url: String, mode: Mode, types: Option<Vec<NoticeKind>>) -> Endpoint {
    let mut random = [0; journal::id::RANDOM_BYTES];
    app.clock.random(&mut random);
    let id = EndpointId::new(app.now(), &random);
    let secret = Secret::mint().unwrap().reveal().to_owned();
    let scheme = Scheme::Document.as_str().to_owned();
    let new = NewEndpoint { id, mode, url: Some(url), event_types: types, scheme, secret, at: app.now() };
    assert!(app.house.store.of(customer.org).create_endpoint(&new).await.unwrap());
    app.house.store.of(customer.org).endpoint(mode, id).await.unwrap().unwrap()
}

/// Waits until the receiver has heard so often.
async fn heard(receiver: &Receiver, times: usize) -> Vec<Received> {
    let begun = Instant::now();
    while receiver.received().len() < times {
        assert!(begun.elapsed() < Duration::from_secs(30), "{} of {times}", receiver.received().len());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    receiver.received()
}

/// Waits until the endpoint's deliveries are as wanted.
async fn until(app: &App, customer: &Customer, endpoint: &Endpoint, wanted: impl Fn(&[Delivery]) -> bool) -> Vec<Delivery> {
    let begun = Instant::now();
    loop {
        let deliveries = app.house.store.of(customer.org).deliveries(endpoint.id, None, 100).await.unwrap();
        if wanted(&deliveries) {
            return deliveries;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{deliveries:#?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn body(received: &Received) -> Value {
    serde_json::from_slice(&received.body).unwrap()
}

fn type_and_id(received: &Received) -> (String, String) {
    (body(received)["type"].as_str().unwrap().to_owned(), received.headers["webhook-id"].clone())
}

async fn ran(customer: &Customer) -> Value {
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    customer.ended(&run).await
}

async fn every_turn_of_a_run_is_told_as_the_run_was_then(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(200)).await;
    let endpoint = register(&app, &customer, receiver.url(), Mode::Test, None).await;
    let parked = customer.parked().await;
    let id = parked["id"].as_str().unwrap();
    let told = body(&heard(&receiver, 1).await[0]);
    assert_eq!((&told["type"], &told["data"]), (&json!("run.requires_approval"), &parked));
    customer.post(&format!("/v1/runs/{id}/approval"), &json!({ "decision": "approved" })).await;
    let ended = customer.ended(id).await;
    let all = heard(&receiver, 2).await;
    let told = body(&all[1]);
    assert_eq!((&told["type"], &told["data"]), (&json!("run.completed"), &ended));
    assert_eq!(told["created_at"], ended["completed_at"]);
    for received in &all {
        assert_eq!(received.headers["webhook-id"], body(received)["id"].as_str().unwrap());
        assert!(received.headers["webhook-id"].starts_with("evt_"));
    }
    assert_ne!(all[0].headers["webhook-id"], all[1].headers["webhook-id"]);
    let deliveries = until(&app, &customer, &endpoint, |all| all.iter().all(|one| one.status == "delivered")).await;
    assert_eq!(deliveries.len(), 2);
    assert!(deliveries.iter().all(|one| one.attempts == 1 && one.last_status == Some(200)), "{deliveries:#?}");
}

async fn an_endpoint_hears_of_its_mode_and_of_the_types_it_asked_for(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (ends, all, live) = (
        Receiver::start(authority(), Says::Status(204)).await,
        Receiver::start(authority(), Says::Status(204)).await,
        Receiver::start(authority(), Says::Status(204)).await,
    );
    register(&app, &customer, ends.url(), Mode::Test, Some(vec![NoticeKind::Cancelled, NoticeKind::Failed])).await;
    let every = register(&app, &customer, all.url(), Mode::Test, None).await;
    register(&app, &customer, live.url(), Mode::Live, None).await;
    let stranger = app.customer(Mode::Test, "0").await;
    ran(&stranger).await;
    ran(&customer).await;
    let parked = customer.parked().await;
    customer.post(&format!("/v1/runs/{}/cancel", parked["id"].as_str().unwrap()), &json!({})).await;
    // Deliveries keep no order, so they are told apart by their type.
    let told: BTreeMap<String, String> = heard(&all, 3).await.iter().map(type_and_id).collect();
    assert_eq!(told.keys().collect::<Vec<_>>(), ["run.cancelled", "run.completed", "run.requires_approval"]);
    let (kind, id) = type_and_id(&heard(&ends, 1).await[0]);
    assert_eq!((kind.as_str(), &id), ("run.cancelled", &told["run.cancelled"]), "one event, one id, everywhere");
    until(&app, &customer, &every, |all| all.iter().all(|one| one.status == "delivered")).await;
    assert_eq!((ends.received().len(), live.received().len()), (1, 0));
}

async fn a_receiver_that_fails_is_tried_eight_times_and_then_no_more(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(500)).await;
    let endpoint = register(&app, &customer, receiver.url(), Mode::Test, None).await;
    ran(&customer).await;
    let pauses = [30, 120, 600, 1_800, 3_600, 10_800, 21_600];
    for (place, pause) in pauses.into_iter().enumerate() {
        let attempts = u32::try_from(place + 1).unwrap();
        let deliveries = until(&app, &customer, &endpoint, |all| all.len() == 1 && all[0].attempts == attempts).await;
        let wait = deliveries[0].due.since(deliveries[0].last_at.unwrap());
        let tenth = Duration::from_secs(pause) / 10;
        assert!((9 * tenth..=11 * tenth).contains(&wait), "after attempt {attempts}: {wait:?}");
        assert_eq!((deliveries[0].status.as_str(), deliveries[0].last_error.as_deref()), ("pending", Some("status")));
        assert_eq!(receiver.received().len(), place + 1, "not before its time");
        app.clock.advance(wait);
    }
    let dead = until(&app, &customer, &endpoint, |all| all[0].status == "dead").await;
    assert_eq!((dead[0].attempts, receiver.received().len()), (8, 8));
    let all = receiver.received();
    assert!(all.iter().all(|one| one.body == all[0].body && one.headers["webhook-id"] == all[0].headers["webhook-id"]));
    let mut stamps: Vec<&str> = all.iter().map(|one| one.headers["webhook-timestamp"].as_str()).collect();
    stamps.dedup();
    assert_eq!(stamps.len(), 8, "each attempt has a fresh timestamp");
    receiver.says(Says::Status(200));
    assert!(app.house.store.of(customer.org).redeliver(&endpoint, dead[0].event, app.now()).await.unwrap());
    until(&app, &customer, &endpoint, |all| all[0].status == "delivered").await;
}

async fn a_test_clock_lets_a_client_try_what_comes_of_failures(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (other, live) = (app.customer(Mode::Test, "0").await, app.colleague(customer.org, Mode::Live).await);
    let receiver = Receiver::start(authority(), Says::Status(500)).await;
    let endpoint = register(&app, &customer, receiver.url(), Mode::Test, None).await;
    let real = register(&app, &customer, receiver.url(), Mode::Live, None).await;
    ran(&customer).await;
    admin::credits::grant(app.desk(), customer.org, "10".parse().unwrap(), "").await.unwrap();
    ran(&live).await;
    let failed = until(&app, &customer, &endpoint, |all| all.len() == 1 && all[0].attempts == 1).await;
    let kept = until(&app, &customer, &real, |all| all.len() == 1 && all[0].attempts == 1).await;
    let hour = json!({ "seconds": 3_600 });
    assert_eq!(other.post("/v1/test/clock/advance", &hour).await.1["deliveries"], 0, "nobody else's");
    let untouched = until(&app, &customer, &endpoint, |all| all.len() == 1).await;
    assert_eq!((untouched[0].due, untouched[0].attempts), (failed[0].due, 1));
    receiver.says(Says::Status(200));
    assert_eq!(customer.post("/v1/test/clock/advance", &hour).await.1["deliveries"], 1);
    until(&app, &customer, &endpoint, |all| all[0].status == "delivered" && all[0].attempts == 2).await;
    let untouched = until(&app, &customer, &real, |all| all.len() == 1).await;
    assert_eq!((untouched[0].due, untouched[0].attempts), (kept[0].due, 1), "what is live waits");
    app.clock.advance(Duration::from_secs(3_600));
    until(&app, &customer, &real, |all| all[0].status == "delivered").await;
}

async fn a_slow_endpoint_delays_no_other(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (slow, fast) = (Receiver::start(authority(), Says::Silence).await, Receiver::start(authority(), Says::Status(200)).await);
    let stuck = register(&app, &customer, slow.url(), Mode::Test, Some(vec![NoticeKind::Completed])).await;
    register(&app, &customer, fast.url(), Mode::Test, None).await;
    let runs = futures::future::join_all((0..100).map(|_| customer.post_run(&json!({ "message": "nobody" })).send())).await;
    for run in runs {
        customer.ended(run.unwrap().json::<Value>().await.unwrap()["id"].as_str().unwrap()).await;
    }
    let ended = Instant::now();
    heard(&fast, 100).await;
    assert!(ended.elapsed() < Duration::from_secs(5), "it waited for the slow one: {:?}", ended.elapsed());
    assert!(slow.received().len() < 100, "the slow one has a bound of its own");
    assert!(app.house.store.of(customer.org).delete_endpoint(Mode::Test, stuck.id, app.now()).await.unwrap());
}

async fn a_receiver_that_is_gone_is_left_alone(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(410)).await;
    let endpoint = register(&app, &customer, receiver.url(), Mode::Test, None).await;
    ran(&customer).await;
    let deliveries = until(&app, &customer, &endpoint, |all| all.len() == 1 && all[0].status == "dead").await;
    assert_eq!((deliveries[0].attempts, deliveries[0].last_status), (1, Some(410)));
    let own = app.house.store.of(customer.org);
    let off = own.endpoint(Mode::Test, endpoint.id).await.unwrap().unwrap();
    assert_eq!((off.is_active, off.disabled_reason.as_deref()), (false, Some("gone")));
    ran(&customer).await;
    assert_eq!(own.deliveries(endpoint.id, None, 10).await.unwrap().len(), 1, "nothing more is due to it");
}

async fn after_five_days_of_failure_an_endpoint_is_switched_off(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::HangUp).await;
    let endpoint = register(&app, &customer, receiver.url(), Mode::Test, None).await;
    let own = app.house.store.of(customer.org);
    for day in 0..5 {
        ran(&customer).await;
        until(&app, &customer, &endpoint, |all| all.len() == day + 1 && all.iter().all(|one| one.attempts > 0)).await;
        let standing = own.endpoint(Mode::Test, endpoint.id).await.unwrap().unwrap();
        assert!(standing.is_active && standing.failing_since.is_some(), "on day {day}");
        app.clock.advance(Duration::from_secs(24 * 60 * 60));
    }
    // On the sixth day what is due once more fails once more, and then the endpoint is switched off.
    until(&app, &customer, &endpoint, |all| all.iter().all(|one| one.status == "dead" || one.due > app.now())).await;
    let off = own.endpoint(Mode::Test, endpoint.id).await.unwrap().unwrap();
    assert_eq!((off.is_active, off.disabled_reason.as_deref()), (false, Some("failing")));
    app.clock.advance(Duration::from_secs(24 * 60 * 60));
    until(&app, &customer, &endpoint, |all| all.iter().all(|one| one.status == "dead")).await;
    receiver.says(Says::Status(200));
    let on = store::EndpointChange { is_active: Some(true), ..Default::default() };
    let on = own.update_endpoint(Mode::Test, endpoint.id, on, app.now()).await.unwrap().unwrap();
    assert_eq!((on.is_active, &on.disabled_reason, on.failing_since), (true, &None, None));
    assert_eq!(own.recover(&on, endpoint.created_at, app.now()).await.unwrap(), 5);
    until(&app, &customer, &endpoint, |all| all.iter().all(|one| one.status == "delivered")).await;
}

async fn what_was_due_is_sent_after_a_restart(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(503)).await;
    let endpoint = register(&app, &customer, receiver.url(), Mode::Test, None).await;
    ran(&customer).await;
    until(&app, &customer, &endpoint, |all| all.len() == 1 && all[0].attempts == 1).await;
    receiver.says(Says::Status(200));
    let app = app.restart().await;
    app.clock.advance(Duration::from_secs(40));
    until(&app, &customer, &endpoint, |all| all[0].status == "delivered").await;
    assert_eq!(receiver.received().len(), 2);
}
