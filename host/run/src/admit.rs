//! Admits a run and begins to carry it out, on this node if it has room.
//!
//! A run that begins a conversation of its own has nothing to wait for. Its first turn is then taken before it is admitted, and what it
//! asks is written with the run itself: one commit instead of two. A turn is pure: where the run is refused, nothing but its time is lost.

use crate::advance::Task;
use crate::ask;
use crate::crew::Crew;
use crate::engine::{Engine, Kept};
use crate::past::Past;
use journal::event::{Event, Started};
use journal::{Phase, Record, RunId};
use std::sync::Arc;
use std::time::Duration;
use store::{Admission, Admitted, Error, Idempotency};
use tokio::sync::oneshot;

/// How long a client waits for the first turn of its run. A workflow that takes longer takes it afterwards.
const FIRST_TURN_MAX: Duration = Duration::from_millis(100);

/// A run to be.
#[derive(Clone, Debug)]
pub struct Birth {
    /// Its id.
    pub run: RunId,
    /// `Created`, and nothing else.
    pub record: Record,
    /// The client's name for its request.
    pub idempotency: Option<Idempotency>,
    /// See [`Admission::workflows`].
    pub workflows: Option<i64>,
    /// Whether it is worth a turn before it is known to be admitted.
    pub ahead: bool,
}

/// Admits a run or says why not. Whoever asks may go away meanwhile: a run that was admitted is carried out.
pub async fn admit(crew: &Arc<Crew>, birth: Birth) -> Result<Admitted, Error> {
    let Birth { run, record, idempotency, workflows, ahead } = birth;
    let (org, new_thread) = (record.created().org, !record.created().continues);
    let slot = crew.slot();
    let begun = if new_thread && ahead && slot.is_some() { begun(&crew.engine, &record).await } else { None };
    let (record, kept) = begun.unwrap_or((record, None));
    // Whoever has come to rest already needs nobody.
    let slot = slot.filter(|_| !matches!(record.state().phase, Phase::Ended(_) | Phase::Parked { .. }));
    let lease = slot.is_some().then(|| crew.engine.lease());
    let admission = Admission { run, record: record.clone(), new_thread, idempotency, lease, workflows };
    let (tell, told) = oneshot::channel();
    let driver = Arc::clone(crew);
    crew.spawn(Box::pin(async move {
        let admitted = driver.engine.journals.admit(admission).await;
        if let (Ok(Admitted::Fresh), Some(slot)) = (&admitted, slot) {
            driver.begin(slot, Task { org, run, record: Some(record), kept, attempts: 1, claimed: false });
        }
        drop(tell.send(admitted));
    }));
    told.await.unwrap_or(Err(Error::Unavailable(None)))
}

/// `created` with what its workflow asks first. Nothing where others wait for their turn, or the turn comes to nothing: the run then
/// begins as any other does, and whoever drives it tells what is wrong.
async fn begun(engine: &Engine, created: &Record) -> Option<(Record, Option<Kept>)> {
    let _pass = engine.fair.free()?;
    let mut record = created.clone();
    record.extend(engine.now(), [Event::Started(Started { memory: Vec::new() })]).ok()?;
    let (turn, kept) = tokio::select! {
        biased;
        turn = engine.workshop.turn(&record, &[], None) => turn.ok()?,
        () = engine.sleep(FIRST_TURN_MAX) => return None,
    };
    let events = ask::events(&*engine.clock, &record, &Past::default(), turn);
    record.extend(engine.now(), events).ok()?;
    Some((record, kept))
}
