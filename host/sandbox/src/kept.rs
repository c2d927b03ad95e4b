//! A workflow that waits for calls, kept as it stands, so that its next turn begins where this one stopped.
//!
//! It saves time and nothing else. Whatever is kept can be thrown away at any moment: a turn from the start over the same journal asks
//! the same. So does what was kept: before it hears of an answer, all that it asked is held against what the journal has.

use crate::replay::{Given, Halt, Replay};
use crate::turn::{End, Turn, TurnError};
use futures::future::BoxFuture;
use journal::event::Entry;
use std::borrow::Borrow;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use tokio::sync::OwnedSemaphorePermit;

/// An instance at work, to the end of what it does: how it ended, or `None` where it waits and is not kept.
pub(crate) type Guest = BoxFuture<'static, Result<Option<End>, TurnError>>;

/// A workflow that waits for the calls it asked for last.
pub struct Kept {
    pub(crate) guest: Guest,
    pub(crate) desk: Arc<Desk>,
    /// So much of the journal it knows.
    pub(crate) entries: usize,
    /// Its place in the pool; given up after the instance.
    pub(crate) _room: OwnedSemaphorePermit,
}

impl Kept {
    /// The next turn over the same journal, which has grown since. `None`: the journal does not have what was asked, or not all of its
    /// answers; a turn from the start tells.
    pub async fn go_on(mut self, entries: &[impl Borrow<Entry>]) -> Result<Option<(Turn, Option<Kept>)>, TurnError> {
        let Some(since) = entries.get(self.entries..) else { return Ok(None) };
        if self.desk.at().go_on(since).is_err() {
            return Ok(None);
        }
        let (turn, waits) = take(&mut self.guest, &self.desk).await?;
        self.entries = entries.len();
        Ok(Some((turn, waits.then_some(self))))
    }
}

/// Where a workflow and the host meet.
pub(crate) struct Desk {
    at: Mutex<At>,
    keeps: bool,
}

/// What lies on it.
pub(crate) struct At {
    /// The journal as the workflow meets it.
    pub(crate) replay: Replay,
    /// The workflow waits for answers.
    waits: bool,
    /// The answers that it waited for.
    given: Option<Vec<Given>>,
}

impl At {
    fn go_on(&mut self, entries: &[impl Borrow<Entry>]) -> Result<(), Halt> {
        self.given = Some(self.replay.go_on(entries)?);
        self.waits = false;
        Ok(())
    }
}

impl Desk {
    /// With `keeps` a workflow that waits for calls can go on.
    pub(crate) fn new(replay: Replay, keeps: bool) -> Arc<Desk> {
        Arc::new(Desk { at: Mutex::new(At { replay, waits: false, given: None }), keeps })
    }

    /// Whether a workflow that waits can go on.
    pub(crate) fn keeps(&self) -> bool {
        self.keeps && self.at().replay.waits_for_calls()
    }

    /// The answers that the workflow waits for. Nobody needs to be woken: whoever brings them goes on with the workflow.
    pub(crate) async fn answers(&self) -> Vec<Given> {
        poll_fn(|_| {
            let mut at = self.at();
            let given = at.given.take();
            at.waits = given.is_none();
            given.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    pub(crate) fn at(&self) -> MutexGuard<'_, At> {
        self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Goes on with a workflow until it ends or waits: what it asked, and whether it can go on.
pub(crate) async fn take(guest: &mut Guest, desk: &Desk) -> Result<(Turn, bool), TurnError> {
    let ended = poll_fn(|context| match guest.as_mut().poll(context) {
        Poll::Ready(ended) => Poll::Ready(Some(ended)),
        Poll::Pending if desk.at().waits => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    });
    let Some(ended) = ended.await else {
        return Ok((Turn { fresh: desk.at().replay.fresh().to_vec(), end: None }, true));
    };
    let end = ended?;
    Ok((Turn { fresh: desk.at().replay.close(end.is_some())?, end }, false))
}
