//! Stories of what is removed: old deliveries, and those of endpoints that were removed.

use crate::{heard, ran, register, until};
use journal::{EventId, Mode};
use run::Clock;
use std::time::{Duration, Instant};
use tests::app::{App, authority};
use tests::receiver::{Receiver, Says};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// More than one step removes.
const MANY: usize = 700;

pub(crate) async fn what_is_over_is_kept_for_thirty_days(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(200)).await;
    let endpoint = register(&app, &customer, receiver.url(), Mode::Test, None).await;
    let own = app.house.store.of(customer.org);
    let run = ran(&customer).await;
    for _ in 1..MANY {
        let mut random = [0; journal::id::RANDOM_BYTES];
        app.clock.random(&mut random);
        own.ping(&endpoint, EventId::new(app.now(), &random), app.now()).await.unwrap();
    }
    heard(&receiver, MANY).await;
    let old = until(&app, &customer, &endpoint, |all| all.iter().all(|one| one.status == "delivered")).await;
    app.clock.advance(29 * DAY);
    let again = old[0].event;
    assert!(own.redeliver(&endpoint, again, app.now()).await.unwrap());
    until(&app, &customer, &endpoint, |all| all[0].status == "delivered").await;
    ran(&customer).await;
    heard(&receiver, MANY + 2).await;
    let before = until(&app, &customer, &endpoint, |all| all.len() == 100 && all[0].status == "delivered").await;
    app.clock.advance(DAY + Duration::from_secs(3600));
    let left = until(&app, &customer, &endpoint, |all| all.len() == 2).await;
    assert_eq!([left[0].event, left[1].event], [before[0].event, again], "30 days after its last attempt, not after its event");
    assert!(!own.redeliver(&endpoint, old[1].event, app.now()).await.unwrap(), "what is gone cannot be sent again");
    let read = customer.get(&format!("/v1/runs/{}", run["id"].as_str().unwrap())).send().await.unwrap();
    assert_eq!(read.status(), reqwest::StatusCode::OK, "the run itself stays");
}

/// Not in the transaction that removes the endpoint, which takes no longer because there are many.
pub(crate) async fn a_removed_endpoint_takes_its_deliveries_with_it(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(500)).await;
    let [removed, kept] = [
        register(&app, &customer, receiver.url(), Mode::Test, None).await,
        register(&app, &customer, receiver.url(), Mode::Test, None).await,
    ];
    let own = app.house.store.of(customer.org);
    ran(&customer).await;
    for _ in 0..MANY {
        let mut random = [0; journal::id::RANDOM_BYTES];
        app.clock.random(&mut random);
        own.ping(&removed, EventId::new(app.now(), &random), app.now()).await.unwrap();
    }
    heard(&receiver, 2).await;
    assert!(own.delete_endpoint(Mode::Test, removed.id, app.now()).await.unwrap());
    assert!(!own.delete_endpoint(Mode::Test, removed.id, app.now()).await.unwrap());
    assert_eq!((own.endpoint(Mode::Test, removed.id).await.unwrap(), own.endpoints(Mode::Test).await.unwrap().len()), (None, 1));
    assert!(own.target(removed.id, app.now()).await.unwrap().is_none(), "its secret is gone at once");
    let on = store::EndpointChange { is_active: Some(true), ..Default::default() };
    assert_eq!(own.update_endpoint(Mode::Test, removed.id, on, app.now()).await.unwrap(), None);
    until(&app, &customer, &removed, <[_]>::is_empty).await;
    let begun = Instant::now();
    receiver.says(Says::Status(200));
    app.clock.advance(Duration::from_secs(60));
    until(&app, &customer, &kept, |all| all.len() == 1 && all[0].status == "delivered").await;
    assert!(begun.elapsed() < Duration::from_secs(20));
}
