//! The sender: takes what is due, sends it, and hands what came of it to be written down.
//!
//! Each endpoint has a bounded number of deliveries under way, so that one that is slow delays no other. What a dead node had under
//! way another sends again, once the lease has run out: at least once, with the same id.

use crate::pull::LISTENER_SILENCE_MAX;
use crate::settle::{self, Done};
use crate::{ATTEMPT_TIME_MAX, Attempt, Message, attempt, parcel};
use egress::Outbound;
use journal::EndpointId;
use run::Clock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Parcel, Settled, Store};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Deliveries under way at one time, of this node.
const UNDER_WAY_MAX: usize = 1_024;
/// Deliveries under way to one endpoint before no more are taken for it.
const ENDPOINT_BUSY: usize = 16;
/// Taken in one claim. An endpoint may be over [`ENDPOINT_BUSY`] by so many.
const CLAIM_MAX: usize = 64;
/// What nobody told of is found this much later: retries, and what a dead node had under way.
const POLL: Duration = Duration::from_secs(1);
/// How long a claim is held: an attempt, and the time to write down what came of it.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// Between two tries to read what is to be sent.
const RETRY: Duration = Duration::from_millis(500);
/// Between two looks for listeners that are gone.
const TIDY: Duration = Duration::from_secs(60);
/// How long deliveries under way may take once the node stops.
const GRACE: Duration = Duration::from_secs(5);

const _: () = assert!(LEASE.as_secs() > 2 * ATTEMPT_TIME_MAX.as_secs());

/// What a node sends with.
pub struct Sender {
    /// Where what is to be sent stands.
    pub store: Store,
    /// The guarded way out.
    pub out: Arc<dyn Outbound>,
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
    /// This node's name, under which it holds its leases.
    pub node: Arc<str>,
}

/// What is under way to each endpoint.
#[derive(Default)]
struct UnderWay {
    endpoints: Mutex<HashMap<EndpointId, usize>>,
    /// Told when an endpoint is no longer busy.
    freed: Notify,
}

impl UnderWay {
    fn endpoints(&self) -> std::sync::MutexGuard<'_, HashMap<EndpointId, usize>> {
        self.endpoints.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn busy(&self) -> Vec<EndpointId> {
        self.endpoints().iter().filter(|(_, count)| **count >= ENDPOINT_BUSY).map(|(endpoint, _)| *endpoint).collect()
    }

    fn add(&self, endpoint: EndpointId) {
        *self.endpoints().entry(endpoint).or_default() += 1;
    }

    fn remove(&self, endpoint: EndpointId) {
        let mut endpoints = self.endpoints();
        let Some(count) = endpoints.get_mut(&endpoint) else { return };
        *count -= 1;
        if *count == ENDPOINT_BUSY - 1 {
            self.freed.notify_one();
        }
        if *count == 0 {
            endpoints.remove(&endpoint);
        }
    }
}

/// Sends until told to stop; what is under way then has some seconds to end.
pub async fn serve(sender: Arc<Sender>, stop: CancellationToken) {
    let (done, settling) = mpsc::channel(UNDER_WAY_MAX);
    let settled = tokio::spawn(settle::run(Arc::clone(&sender), settling));
    let (tasks, slots) = (TaskTracker::new(), Arc::new(Semaphore::new(UNDER_WAY_MAX)));
    let under_way = Arc::new(UnderWay::default());
    tokio::select! {
        () = stop.cancelled() => {}
        () = take_and_send(&sender, &tasks, &slots, &under_way, &done) => {}
        () = tidy(&sender) => {}
    }
    tasks.close();
    if tokio::time::timeout(GRACE, tasks.wait()).await.is_err() {
        tracing::info!(deliveries = tasks.len(), "deliveries were left to be sent again");
    }
    drop(done);
    let _ = tokio::time::timeout(GRACE, settled).await;
}

async fn take_and_send(
    sender: &Arc<Sender>,
    tasks: &TaskTracker,
    slots: &Arc<Semaphore>,
    under_way: &Arc<UnderWay>,
    done: &mpsc::Sender<Done>,
) {
    loop {
        let told = sender.store.wake().deliveries().notified();
        let freed = under_way.freed.notified();
        let Ok(first) = Arc::clone(slots).acquire_owned().await else { return };
        let mut room = vec![first];
        room.extend(std::iter::from_fn(|| Arc::clone(slots).try_acquire_owned().ok()).take(CLAIM_MAX - 1));
        let (now, limit) = (sender.clock.now(), u32::try_from(room.len()).unwrap_or(u32::MAX));
        let busy = under_way.busy();
        let parcels = match sender.store.claim_parcels(&sender.node, now, now.plus(LEASE), limit, &busy).await {
            Ok(parcels) => parcels,
            Err(error) => {
                tracing::warn!(%error, "due deliveries cannot be claimed; trying again");
                tokio::time::sleep(RETRY).await;
                continue;
            }
        };
        let taken = parcels.len();
        for (parcel, slot) in parcels.into_iter().zip(room) {
            under_way.add(parcel.endpoint);
            tasks.spawn(send(Arc::clone(sender), Arc::clone(under_way), parcel, slot, done.clone()));
        }
        if taken < CLAIM_MAX {
            let poll = sender.clock.sleep_until(now.plus(POLL));
            tokio::select! {
                () = told => {}
                () = freed => {}
                () = poll => {}
            }
        }
    }
}

async fn send(sender: Arc<Sender>, under_way: Arc<UnderWay>, parcel: Parcel, slot: OwnedSemaphorePermit, done: mpsc::Sender<Done>) {
    let endpoint = parcel.endpoint;
    if let Some(settled) = attempted(&sender, parcel).await {
        // Room is given back once what came of it is on its way to the table: what waits to be written is bounded too.
        let _ = done.send(Done { settled, _slot: slot }).await;
    }
    under_way.remove(endpoint);
}

/// Makes one attempt. `None`: the endpoint was removed meanwhile, and its deliveries with it.
async fn attempted(sender: &Sender, parcel: Parcel) -> Option<Settled> {
    let opened = loop {
        match parcel::open(&sender.store, &parcel, sender.clock.now()).await {
            Ok(opened) => break opened?,
            Err(error) => tracing::warn!(event = %parcel.event, %error, "what is to be delivered cannot be read; trying again"),
        }
        tokio::time::sleep(RETRY).await;
    };
    let made = match opened {
        Ok(contents) => {
            let (url, id) = (contents.url.as_ref()?, parcel.event.to_string());
            let message = Message { url, id: &id, body: &contents.body, signing: contents.signing() };
            attempt(&*sender.out, &message, sender.clock.now()).await
        }
        Err(outcome) => Attempt { outcome, latency: Duration::ZERO },
    };
    Some(parcel::settled(&*sender.clock, parcel, made))
}

/// Removes the endpoints of listeners that are gone, every minute.
async fn tidy(sender: &Sender) {
    loop {
        let now = sender.clock.now();
        match sender.store.remove_abandoned(now.minus(LISTENER_SILENCE_MAX), now).await {
            Ok(removed) => removed.iter().for_each(|(org, endpoint)| {
                tracing::info!(%org, %endpoint, "a webhook endpoint was removed: its listener is gone");
            }),
            Err(error) => tracing::warn!(%error, "endpoints of listeners that are gone cannot be removed; trying again"),
        }
        sender.clock.sleep_until(now.plus(TIDY)).await;
    }
}
