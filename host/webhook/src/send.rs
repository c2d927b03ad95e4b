//! The sender: takes what is due, sends it, and hands what came of it to be written down.
//!
//! Each endpoint has a bounded number of deliveries under way, so that one that is slow delays no other (see `under_way`). What a
//! dead node had under way another sends again, once the lease has run out: at least once, with the same id.

use crate::parcel::Contents;
use crate::settle::{self, Done};
use crate::under_way::{Attempting, Kept, SLOW_AFTER, UNDER_WAY_MAX, UnderWay};
use crate::{ATTEMPT_TIME_MAX, Attempt, Message, Outcome, attempt, notify, parcel, sweep};
use egress::Outbound;
use journal::Time;
use run::Clock;
use std::sync::Arc;
use std::time::Duration;
use store::{Parcel, Room, Settled, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

/// Taken in one claim.
const CLAIM_MAX: usize = 64;
/// One endpoint gets at most this part of the free room at once, and always some.
const SHARE: usize = 16;
const SHARE_MIN: usize = 2;
/// What nobody told of is found this much later: retries, and what a dead node had under way.
const POLL: Duration = Duration::from_secs(1);
/// Between two looks at what this node holds without sending it.
const LOOK: Duration = Duration::from_secs(3);
/// How long a delivery may be under way from its claim on. The node's own lease is prolonged beside it, and its runs depend on it: a
/// dead node's must not wait for this.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// Between two tries to read what is to be sent.
const RETRY: Duration = Duration::from_millis(500);
/// How long deliveries under way may take once the node stops.
const GRACE: Duration = Duration::from_secs(5);

const _: () = assert!(LEASE.as_secs() > 2 * ATTEMPT_TIME_MAX.as_secs());

/// What a node sends with.
#[derive(Clone)]
pub struct Sender {
    /// Where what is to be sent stands.
    pub store: Store,
    /// The guarded way out.
    pub out: Arc<dyn Outbound>,
    /// The operator's mail server, if there is one.
    pub mail: Option<mail::Smtp>,
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
    /// This node's name, under which it holds its leases.
    pub node: Arc<str>,
    /// How long this node may be silent before another takes what it has, runs and deliveries alike.
    pub lease: Duration,
}

/// Sends until told to stop; what is under way then has some seconds to end. The rest is given back.
pub async fn serve(sender: Arc<Sender>, stop: CancellationToken) {
    let (done, settling) = mpsc::channel(UNDER_WAY_MAX);
    let settled = tokio::spawn(settle::run(Arc::clone(&sender), settling));
    let loads = Loads { tasks: TaskTracker::new(), under_way: Arc::default(), done, kill: CancellationToken::new() };
    tokio::select! {
        () = stop.cancelled() => {}
        () = take_and_send(&sender, &loads) => {}
        () = notify::run(&sender) => {}
        () = sweep::run(&sender) => {}
        () = sweep::listeners(&sender) => {}
    }
    loads.tasks.close();
    if tokio::time::timeout(GRACE, loads.tasks.wait()).await.is_err() {
        tracing::info!(deliveries = loads.tasks.len(), "deliveries were left to be sent again");
        loads.kill.cancel();
        loads.tasks.wait().await;
    }
    drop(loads);
    let _ = tokio::time::timeout(GRACE, settled).await;
    // Only now: whoever takes them over must not meet an attempt of ours.
    if let Err(error) = sender.store.release_parcels(&sender.node).await {
        tracing::warn!(%error, "deliveries could not be given back; their lease runs out by itself");
    }
}

/// What is under way, and where it goes when it is over.
struct Loads {
    tasks: TaskTracker,
    under_way: Arc<UnderWay>,
    done: mpsc::Sender<Done>,
    kill: CancellationToken,
}

async fn take_and_send(sender: &Arc<Sender>, loads: &Loads) {
    let slots = Arc::new(Semaphore::new(UNDER_WAY_MAX));
    let mut look = sender.clock.now();
    loop {
        let told = sender.store.wake().deliveries().notified();
        let freed = loads.under_way.freed.notified();
        let Ok(first) = Arc::clone(&slots).acquire_owned().await else { return };
        let mut room = vec![first];
        room.extend(std::iter::from_fn(|| Arc::clone(&slots).try_acquire_owned().ok()).take(CLAIM_MAX - 1));
        let now = sender.clock.now();
        let share = ((slots.available_permits() + room.len()) / SHARE).clamp(SHARE_MIN, CLAIM_MAX);
        let limit = room.len();
        let claimed = async {
            if now >= look {
                look_after(sender, loads, now).await?;
                look = now.plus(LOOK);
            }
            claim(sender, loads, now, (limit, share)).await
        };
        let parcels = match claimed.await {
            Ok(parcels) => parcels,
            Err(error) => {
                tracing::warn!(%error, "due deliveries cannot be claimed; trying again");
                tokio::time::sleep(RETRY).await;
                continue;
            }
        };
        let taken = parcels.len();
        for (parcel, slot) in parcels.into_iter().zip(room) {
            let held = loads.under_way.begin(&parcel);
            let send = send(Arc::clone(sender), (parcel, now.plus(LEASE)), held, slot, loads.done.clone());
            loads.tasks.spawn(loads.kill.clone().run_until_cancelled_owned(send));
        }
        if taken < limit {
            let poll = sender.clock.sleep_until(now.plus(POLL));
            tokio::select! {
                () = told => {}
                () = freed => {}
                () = poll => {}
            }
        }
    }
}

async fn claim(sender: &Sender, loads: &Loads, now: Time, (limit, share): (usize, usize)) -> Result<Vec<Parcel>, store::Error> {
    let crowded = loads.under_way.crowded();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let share = crowded.most.map_or(share, |most| share.min(most));
    let room = Room { limit: number(limit), share: number(share), busy: &crowded.busy, slow: &crowded.slow };
    sender.store.claim_parcels(&sender.node, now, now.plus(sender.lease), room).await
}

/// Frees what dead nodes had, and what this one holds without knowing: of a claim whose answer was lost, say. No claim of its own
/// is under way meanwhile.
async fn look_after(sender: &Sender, loads: &Loads, now: Time) -> Result<(), store::Error> {
    loads.under_way.forget();
    sender.store.take_over_parcels(now).await?;
    let unknown = loads.under_way.unknown(sender.store.owned_parcels(&sender.node).await?);
    sender.store.give_back_parcels(&sender.node, &unknown).await
}

async fn send(
    sender: Arc<Sender>,
    (parcel, until): (Parcel, Time),
    (kept, attempting): (Kept, Attempting),
    slot: OwnedSemaphorePermit,
    done: mpsc::Sender<Done>,
) {
    let key = parcel.key();
    match attempted(&sender, parcel, until, &attempting).await {
        // Room is given back once what came of it is written down: what waits to be written is bounded too.
        Some(settled) => drop(done.send(Done { settled, _kept: kept, _slot: slot }).await),
        None => {
            if let Err(error) = sender.store.give_back_parcels(&sender.node, &[key]).await {
                tracing::warn!(%error, "a delivery cannot be given back; trying again");
            }
        }
    }
}

/// Makes one attempt. `None`: it came so late that another node may have begun one.
async fn attempted(sender: &Sender, parcel: Parcel, until: Time, attempting: &Attempting) -> Option<Settled> {
    let opened = loop {
        match parcel::open(&sender.store, &parcel, sender.clock.now()).await {
            Ok(opened) => break opened,
            Err(error) => tracing::warn!(event = %parcel.event, %error, "what is to be delivered cannot be read; trying again"),
        }
        if sender.clock.now() > until {
            return None;
        }
        tokio::time::sleep(RETRY).await;
    };
    if sender.clock.now().plus(ATTEMPT_TIME_MAX) > until {
        return None;
    }
    let not_sent = |outcome| Attempt { outcome, latency: Duration::ZERO };
    let made = match opened {
        Some(Ok(contents)) => match &contents.url {
            Some(url) => posted(sender, &parcel, url, &contents, attempting).await,
            None => not_sent(Outcome::INACTIVE),
        },
        Some(Err(outcome)) => not_sent(outcome),
        // The endpoint was removed, and its deliveries are about to be.
        None => not_sent(Outcome::INACTIVE),
    };
    Some(parcel::settled(&*sender.clock, parcel, made))
}

/// Sends it. Whoever takes long is known to as soon as that is so, not only when it is over.
async fn posted(sender: &Sender, parcel: &Parcel, url: &Url, contents: &Contents, attempting: &Attempting) -> Attempt {
    let id = parcel.event.to_string();
    let message = Message { url, id: &id, body: &contents.body, signing: contents.signing() };
    let mut made = std::pin::pin!(attempt(&*sender.out, &message, sender.clock.now()));
    tokio::select! {
        made = &mut made => made,
        () = tokio::time::sleep(SLOW_AFTER) => {
            attempting.is_slow();
            made.await
        }
    }
}
