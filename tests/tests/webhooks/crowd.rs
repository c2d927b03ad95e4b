//! Stories of many deliveries at once, and of what a node lost track of.

use crate::{heard, register, until};
use bytes::Bytes;
use egress::{Outbound, Request, Response};
use journal::{EventId, Mode};
use run::Clock;
use std::sync::Arc;
use std::time::Duration;
use store::Endpoint;
use tests::app::{App, authority};
use tests::customer::Customer;
use tests::receiver::{Receiver, Says};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use webhook::Sender;

/// Longer than this takes on any machine; reached only where somebody waits for the slow ones.
const PATIENCE: Duration = Duration::from_secs(60);

/// A way out to two hosts: `fast.test` answers at once, everything else never, not even after the longest that an attempt may take. So
/// whoever is told was told while all attempts at the others were under way, however slow the machine is.
struct NeverAnswers {
    told: Semaphore,
}

#[async_trait::async_trait]
impl Outbound for NeverAnswers {
    async fn send(&self, request: Request) -> Result<Response, egress::Error> {
        self.notify(request).await
    }

    async fn notify(&self, request: Request) -> Result<Response, egress::Error> {
        if request.url.host_str() != Some("fast.test") {
            std::future::pending::<()>().await;
        }
        self.told.add_permits(1);
        Ok(Response { status: 200, headers: Vec::new(), body: Bytes::new() })
    }
}

async fn pinged(app: &App, customer: &Customer, endpoint: &Endpoint, times: usize) {
    for _ in 0..times {
        let mut random = [0; journal::id::RANDOM_BYTES];
        app.clock.random(&mut random);
        let at = app.now();
        app.house.store.of(customer.org).ping(endpoint, EventId::new(at, &random), at).await.unwrap();
    }
}

/// More deliveries than a node sends at one time, to receivers that never answer and that it knows nothing of: whoever answers is told
/// at once all the same.
pub(crate) async fn many_slow_endpoints_delay_no_other(mut app: App) {
    // All is due, the slow ones' first, when the sender begins.
    app.stop().await;
    let mut stuck = Vec::new();
    for _ in 0..5 {
        let customer = app.customer(Mode::Test, "0").await;
        for _ in 0..store::ENDPOINTS_MAX {
            let endpoint = register(&app, &customer, "https://slow.test/".into(), Mode::Test, None).await;
            pinged(&app, &customer, &endpoint, 24).await;
            stuck.push((customer.clone(), endpoint));
        }
    }
    let customer = app.customer(Mode::Test, "0").await;
    let endpoint = register(&app, &customer, "https://fast.test/".into(), Mode::Test, None).await;
    pinged(&app, &customer, &endpoint, 100).await;

    let (out, stop, engine) = (Arc::new(NeverAnswers { told: Semaphore::new(0) }), CancellationToken::new(), &app.house.engine);
    let (store, clock, node) = (app.house.store.clone(), Arc::clone(&app.clock) as _, Arc::clone(&engine.node));
    let sender = Sender { store, out: Arc::clone(&out) as _, mail: None, clock, node, lease: engine.lease };
    let sending = tokio::spawn(webhook::serve(Arc::new(sender), stop.clone()));
    let told = tokio::time::timeout(PATIENCE, out.told.acquire_many(100)).await;
    assert!(told.is_ok(), "{} of 100 were told: the others wait for the slow ones", out.told.available_permits());
    until(&app, &customer, &endpoint, |all| all.iter().all(|one| one.status == "delivered")).await;
    for (customer, endpoint) in &stuck {
        assert!(app.house.store.of(customer.org).delete_endpoint(Mode::Test, endpoint.id, app.now()).await.unwrap());
    }
    stop.cancel();
    sending.await.unwrap();
    let app = app.restart().await;
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
