//! Stories of many deliveries at once, and of what a node lost track of.

use crate::{heard, register, until};
use journal::{EventId, Mode};
use run::Clock;
use std::time::{Duration, Instant};
use store::Endpoint;
use tests::app::{App, authority};
use tests::customer::Customer;
use tests::receiver::{Receiver, Says};

/// Longer than a healthy endpoint ever waits, shorter than one attempt at a receiver that never answers.
const PROMPT: Duration = Duration::from_secs(9);

async fn pinged(app: &App, customer: &Customer, endpoint: &Endpoint, times: usize) {
    for _ in 0..times {
        let mut random = [0; journal::id::RANDOM_BYTES];
        app.clock.random(&mut random);
        let at = app.now();
        app.house.store.of(customer.org).ping(endpoint, EventId::new(at, &random), at).await.unwrap();
    }
}

/// More deliveries than a node sends at one time, to receivers that never answer: whoever answers is told at once all the same.
pub(crate) async fn many_slow_endpoints_delay_no_other(app: App) {
    let (slow, fast) = (Receiver::start(authority(), Says::Silence).await, Receiver::start(authority(), Says::Status(200)).await);
    let mut stuck = Vec::new();
    for _ in 0..5 {
        let customer = app.customer(Mode::Test, "0").await;
        for _ in 0..store::ENDPOINTS_MAX {
            let endpoint = register(&app, &customer, slow.url(), Mode::Test, None).await;
            pinged(&app, &customer, &endpoint, 24).await;
            stuck.push((customer.clone(), endpoint));
        }
    }
    let customer = app.customer(Mode::Test, "0").await;
    let endpoint = register(&app, &customer, fast.url(), Mode::Test, None).await;
    pinged(&app, &customer, &endpoint, 100).await;
    let begun = Instant::now();
    heard(&fast, 100).await;
    assert!(begun.elapsed() < PROMPT, "it waited for the slow ones: {:?}", begun.elapsed());
    until(&app, &customer, &endpoint, |all| all.iter().all(|one| one.status == "delivered")).await;
    for (customer, endpoint) in &stuck {
        assert!(app.house.store.of(customer.org).delete_endpoint(Mode::Test, endpoint.id, app.now()).await.unwrap());
    }
    for (customer, endpoint) in stuck {
        until(&app, &customer, &endpoint, <[_]>::is_empty).await;
    }
}

/// A claim was committed and its answer was lost: the node that lives on holds deliveries that it knows nothing of.
pub(crate) async fn what_a_claim_lost_is_sent_all_the_same(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(200)).await;
    let endpoint = register(&app, &customer, receiver.url(), Mode::Test, None).await;
    // Not due for whoever claims by the clock, but for this claim.
    let (later, mut random) = (app.now().plus(Duration::from_secs(3)), [0; journal::id::RANDOM_BYTES]);
    app.clock.random(&mut random);
    let store = &app.house.store;
    store.of(customer.org).ping(&endpoint, EventId::new(later, &random), later).await.unwrap();
    let room = store::Room { limit: 9, share: 9, busy: &[], slow: &[] };
    let lost = store.claim_parcels(&app.house.engine.node, later, later.plus(Duration::from_secs(30)), room).await.unwrap();
    assert_eq!(lost.len(), 1);
    heard(&receiver, 1).await;
    until(&app, &customer, &endpoint, |all| all[0].status == "delivered").await;
    assert_eq!(receiver.count(), 1, "once");
}
