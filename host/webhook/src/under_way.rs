//! What a node is sending, and how much of it each endpoint may take: those that answer slowly share a part of the room, and the
//! rest is always there for the others.

use journal::EndpointId;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{Parcel, ParcelKey};
use tokio::sync::Notify;
use tokio::time::Instant;

/// Deliveries under way at one time, of this node.
pub(crate) const UNDER_WAY_MAX: usize = 1_024;
/// Deliveries under way to slow endpoints.
const SLOW_UNDER_WAY_MAX: usize = UNDER_WAY_MAX / 4 * 3;
/// Deliveries under way to one endpoint before no more are taken for it.
const ENDPOINT_BUSY: usize = 16;
/// The same for one that is slow.
const ENDPOINT_SLOW_BUSY: usize = 2;
/// An attempt that takes longer makes its endpoint a slow one.
pub(crate) const SLOW_AFTER: Duration = Duration::from_secs(1);
/// For so long.
const SLOW_FOR: Duration = Duration::from_secs(60);

const _: () = assert!(ENDPOINT_SLOW_BUSY < ENDPOINT_BUSY && SLOW_UNDER_WAY_MAX < UNDER_WAY_MAX);

/// What is under way.
#[derive(Default)]
pub(crate) struct UnderWay {
    state: Mutex<State>,
    /// Told when an endpoint is no longer busy.
    pub(crate) freed: Notify,
}

#[derive(Default)]
struct State {
    lanes: HashMap<EndpointId, Lane>,
    /// Claimed, and not yet written down.
    parcels: HashSet<ParcelKey>,
}

/// One endpoint.
#[derive(Default)]
struct Lane {
    attempts: usize,
    slow_at: Option<Instant>,
}

impl Lane {
    fn is_slow(&self) -> bool {
        self.slow_at.is_some_and(|at| at.elapsed() < SLOW_FOR)
    }
}

impl State {
    /// Whether all room for slow endpoints is taken.
    fn slow_is_full(&self) -> bool {
        self.lanes.values().filter(|lane| lane.is_slow()).map(|lane| lane.attempts).sum::<usize>() >= SLOW_UNDER_WAY_MAX
    }
}

fn is_busy(lane: &Lane, slow_is_full: bool) -> bool {
    match lane.is_slow() {
        true => slow_is_full || lane.attempts >= ENDPOINT_SLOW_BUSY,
        false => lane.attempts >= ENDPOINT_BUSY,
    }
}

/// Endpoints for which little is to be taken.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Crowded {
    /// Nothing.
    pub(crate) busy: Vec<EndpointId>,
    /// One more at most.
    pub(crate) slow: Vec<EndpointId>,
}

impl UnderWay {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A parcel that was claimed just now.
    pub(crate) fn begin(self: &Arc<Self>, parcel: &Parcel) -> (Kept, Attempting) {
        let mut state = self.state();
        state.parcels.insert(parcel.key());
        state.lanes.entry(parcel.endpoint).or_default().attempts += 1;
        let kept = Kept { parcel: parcel.key(), under_way: Arc::clone(self) };
        (kept, Attempting { endpoint: parcel.endpoint, under_way: Arc::clone(self) })
    }

    pub(crate) fn crowded(&self) -> Crowded {
        let state = self.state();
        let (slow_is_full, mut crowded) = (state.slow_is_full(), Crowded::default());
        for (endpoint, lane) in &state.lanes {
            match (is_busy(lane, slow_is_full), lane.is_slow()) {
                (true, _) => crowded.busy.push(*endpoint),
                (false, true) => crowded.slow.push(*endpoint),
                (false, false) => {}
            }
        }
        crowded
    }

    /// Those of `owned` that nobody here is sending.
    pub(crate) fn unknown(&self, owned: Vec<ParcelKey>) -> Vec<ParcelKey> {
        let state = self.state();
        owned.into_iter().filter(|parcel| !state.parcels.contains(parcel)).collect()
    }

    /// Forgets endpoints of which there is nothing to remember.
    pub(crate) fn forget(&self) {
        self.state().lanes.retain(|_, lane| lane.attempts > 0 || lane.is_slow());
    }
}

/// A parcel until what came of it is written down.
pub(crate) struct Kept {
    parcel: ParcelKey,
    under_way: Arc<UnderWay>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.under_way.state().parcels.remove(&self.parcel);
    }
}

/// An attempt until it is over.
pub(crate) struct Attempting {
    endpoint: EndpointId,
    under_way: Arc<UnderWay>,
}

impl Attempting {
    /// It is taking long.
    pub(crate) fn is_slow(&self) {
        self.under_way.state().lanes.entry(self.endpoint).or_default().slow_at = Some(Instant::now());
    }
}

impl Drop for Attempting {
    fn drop(&mut self) {
        let mut state = self.under_way.state();
        let was_full = state.slow_is_full();
        let Some(lane) = state.lanes.get_mut(&self.endpoint) else { return };
        let was_busy = is_busy(lane, was_full);
        lane.attempts -= 1;
        let gone = lane.attempts == 0 && !lane.is_slow();
        let freed = was_busy && !is_busy(lane, false);
        if gone {
            state.lanes.remove(&self.endpoint);
        }
        if freed && (!was_full || !state.slow_is_full()) {
            self.under_way.freed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{EventId, OrgId, Time};

    fn parcel(endpoint: u8, event: u16) -> Parcel {
        let now = Time::from_micros(0);
        let [high, low] = event.to_be_bytes();
        let event = EventId::new(now, &[high, low, 0, 0, 0, 0, 0, 0, 0, 0]);
        let endpoint = EndpointId::new(now, &[endpoint; 10]);
        Parcel { org: OrgId::new(now, &[1; 10]), event, endpoint, event_type: "ping".into(), of: None, at: now, attempts: 0 }
    }

    #[test]
    fn a_slow_endpoint_gets_less_until_a_while_after_it_was_slow() {
        let under_way = Arc::new(UnderWay::default());
        let mut held: Vec<_> = (0..16).map(|event| under_way.begin(&parcel(1, event))).collect();
        let id = parcel(1, 0).endpoint;
        assert_eq!(under_way.crowded(), Crowded { busy: vec![id], slow: vec![] });
        held.truncate(15);
        assert_eq!(under_way.crowded(), Crowded::default());
        held[0].1.is_slow();
        held.truncate(2);
        assert_eq!(under_way.crowded().busy, [id]);
        held.truncate(1);
        assert_eq!(under_way.crowded(), Crowded { busy: vec![], slow: vec![id] });
        held.clear();
        assert_eq!(under_way.crowded().slow, [id], "it is remembered");
        under_way.state().lanes.get_mut(&id).unwrap().slow_at = Instant::now().checked_sub(SLOW_FOR);
        under_way.forget();
        assert!(under_way.crowded() == Crowded::default() && under_way.state().lanes.is_empty());
    }

    #[test]
    fn slow_endpoints_together_leave_room_for_the_others() {
        let under_way = Arc::new(UnderWay::default());
        let held: Vec<_> = (0..=255).flat_map(|endpoint| (0..3).map(move |event| (endpoint, event))).collect();
        let held: Vec<_> = held.into_iter().map(|(endpoint, event)| under_way.begin(&parcel(endpoint, event))).collect();
        assert_eq!(held.len(), SLOW_UNDER_WAY_MAX);
        held.iter().for_each(|(_, attempting)| attempting.is_slow());
        assert_eq!(under_way.crowded().busy.len(), 256);
        drop(held);
        assert_eq!(under_way.crowded().slow.len(), 256);
    }

    #[test]
    fn what_nobody_sends_is_unknown_until_it_is_written_down() {
        let under_way = Arc::new(UnderWay::default());
        let (mine, lost) = (parcel(1, 1), parcel(1, 2));
        let (kept, attempting) = under_way.begin(&mine);
        drop(attempting);
        assert_eq!(under_way.unknown(vec![mine.key(), lost.key()]), [lost.key()]);
        drop(kept);
        assert_eq!(under_way.unknown(vec![mine.key()]), [mine.key()]);
    }
}
