//! What a node is sending, and how much of it each endpoint may take: those that answer slowly share a part of the room, and the
//! last of it is given out sparingly, so that there is always some for whoever has little under way.

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
/// From so many under way on, each endpoint gets what a slow one does: of many that never answer it takes a while to know that they are
/// slow, and they must not have all room until then.
const TIGHT: usize = UNDER_WAY_MAX / 4 * 3;
/// Deliveries under way to one endpoint before no more are taken for it.
const ENDPOINT_BUSY: usize = 16;
/// The same for one that is slow, and for each where room is tight.
const ENDPOINT_SPARING: usize = 2;
/// An attempt that takes longer makes its endpoint a slow one.
pub(crate) const SLOW_AFTER: Duration = Duration::from_secs(1);
/// For so long.
const SLOW_FOR: Duration = Duration::from_secs(60);

const _: () = assert!(ENDPOINT_SPARING < ENDPOINT_BUSY && SLOW_UNDER_WAY_MAX < UNDER_WAY_MAX);

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
    fn taken(&self) -> Taken {
        let attempts =
            |is_slow: bool| self.lanes.values().filter(|lane| lane.is_slow() || !is_slow).map(|lane| lane.attempts).sum::<usize>();
        Taken { by_slow: attempts(true) >= SLOW_UNDER_WAY_MAX, mostly: attempts(false) >= TIGHT }
    }
}

/// How much of the room is taken.
#[derive(Clone, Copy)]
struct Taken {
    /// All that slow endpoints may have.
    by_slow: bool,
    /// All but what is given out sparingly.
    mostly: bool,
}

fn is_busy(lane: &Lane, taken: Taken) -> bool {
    let most = if lane.is_slow() || taken.mostly { ENDPOINT_SPARING } else { ENDPOINT_BUSY };
    lane.attempts >= most || (lane.is_slow() && taken.by_slow)
}

/// Endpoints for which little is to be taken.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Crowded {
    /// Nothing.
    pub(crate) busy: Vec<EndpointId>,
    /// One more at most.
    pub(crate) slow: Vec<EndpointId>,
    /// What every other may get at most, if that is less than its share.
    pub(crate) most: Option<usize>,
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
        let taken = state.taken();
        let mut crowded = Crowded { most: taken.mostly.then_some(ENDPOINT_SPARING), ..Crowded::default() };
        for (endpoint, lane) in &state.lanes {
            match (is_busy(lane, taken), lane.is_slow() || (taken.mostly && lane.attempts > 0)) {
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
        let before = state.taken();
        let Some(lane) = state.lanes.get_mut(&self.endpoint) else { return };
        let was_busy = is_busy(lane, before);
        lane.attempts -= 1;
        let gone = lane.attempts == 0 && !lane.is_slow();
        let after = state.taken();
        let is_free = was_busy && state.lanes.get(&self.endpoint).is_some_and(|lane| !is_busy(lane, after));
        if gone {
            state.lanes.remove(&self.endpoint);
        }
        if is_free || (before.mostly && !after.mostly) {
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
        assert_eq!(under_way.crowded(), Crowded { busy: vec![id], ..Crowded::default() });
        held.truncate(15);
        assert_eq!(under_way.crowded(), Crowded::default());
        held[0].1.is_slow();
        held.truncate(2);
        assert_eq!(under_way.crowded().busy, [id]);
        held.truncate(1);
        assert_eq!(under_way.crowded(), Crowded { slow: vec![id], ..Crowded::default() });
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
    fn the_last_of_the_room_is_given_out_sparingly() {
        let under_way = Arc::new(UnderWay::default());
        let events = (0..48).flat_map(|endpoint| (0..16).map(move |event| parcel(endpoint, event)));
        let mut held: Vec<_> = events.map(|parcel| under_way.begin(&parcel)).collect();
        assert_eq!((held.len(), under_way.crowded().busy.len(), under_way.crowded().most), (TIGHT, 48, Some(2)));
        let (id, first) = (parcel(99, 0).endpoint, under_way.begin(&parcel(99, 0)));
        assert_eq!(under_way.crowded().slow, [id], "one more at most");
        let second = under_way.begin(&parcel(99, 1));
        assert!(under_way.crowded().busy.contains(&id) && !woken(&under_way));
        drop(first);
        assert!(!under_way.crowded().busy.contains(&id) && woken(&under_way), "there is room for it again");
        drop(second);
        assert!(!woken(&under_way), "nobody waits for this");
        held.truncate(TIGHT - 1);
        assert!(under_way.crowded().most.is_none() && woken(&under_way), "there is room for all again");
    }

    fn woken(under_way: &UnderWay) -> bool {
        let mut freed = std::pin::pin!(under_way.freed.notified());
        freed.as_mut().enable()
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
