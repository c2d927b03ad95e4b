//! A person's word on a plan, and a client's wish to stop. Both race with the clock through one compare-and-set: the head.

use crate::ask;
use crate::engine::Engine;
use journal::event::{CancelAsked, Decider, Decision, Event, PlanDecided};
use journal::{Illegal, KeyId, OrgId, Phase, PlanId, Record, RunId, Status};
use store::{Append, AppendError, Ownership};

/// Why a decision or a cancel did not take.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The organisation has no such run.
    #[error("no such run")]
    NotFound,
    /// The run awaits no decision, or not on that plan. It is as given.
    #[error("the run awaits no decision on this plan")]
    NotAwaiting(Box<Record>),
    /// The run is over. It is as given.
    #[error("the run is over")]
    NotCancellable(Box<Record>),
    /// The database failed.
    #[error("append to the journal")]
    Store(#[from] store::Error),
    /// The journal and this build disagree.
    #[error("extend the journal")]
    Illegal(#[from] Illegal),
}

/// What a person may say to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Go on.
    Approve,
    /// Stop.
    Decline,
}

/// Decides on the plan that the run is parked on; on `plan` alone, if given. Answers with the run as it is then.
pub async fn decide(engine: &Engine, org: OrgId, run: RunId, by: KeyId, plan: Option<PlanId>, word: Word) -> Result<Record, Error> {
    change(engine, org, run, |record| {
        let parked = match record.state().phase {
            Phase::Parked { plan: parked, expires_at } if plan.is_none_or(|plan| plan == parked) && engine.now() < expires_at => parked,
            _ => return Err(Error::NotAwaiting(Box::new(record.clone()))),
        };
        if record.state().cancelling() {
            return Err(Error::NotAwaiting(Box::new(record.clone())));
        }
        let decided = |decision| Event::PlanDecided(PlanDecided { plan: parked, decision, by: Decider::Client(by) });
        Ok(match word {
            Word::Approve => vec![decided(Decision::Approved)],
            Word::Decline => {
                let reason = crate::advance::reason(Decision::Declined);
                vec![decided(Decision::Declined), ask::end(record, Status::Cancelled, Some(reason), None)]
            }
        })
    })
    .await
}

/// Stops a run. With calls in flight it ends once they are settled; answers with the run as it is then or now.
pub async fn cancel(engine: &Engine, org: OrgId, run: RunId, by: KeyId) -> Result<Record, Error> {
    change(engine, org, run, |record| match record.state().phase {
        Phase::Ended(_) => Err(Error::NotCancellable(Box::new(record.clone()))),
        _ if record.state().cancelling() => Ok(Vec::new()),
        Phase::New | Phase::Stopped(_) => Ok(Vec::new()),
        Phase::Queued | Phase::Running | Phase::Proposed { .. } | Phase::Parked { .. } => {
            let asked = Event::CancelAsked(CancelAsked { by });
            if record.state().open.is_empty() {
                Ok(vec![asked, ask::end(record, Status::Cancelled, Some("requested"), None)])
            } else {
                Ok(vec![asked])
            }
        }
    })
    .await
}

/// Appends what `events` makes of the journal, reading it again for as long as somebody else is quicker.
async fn change(engine: &Engine, org: OrgId, run: RunId, events: impl Fn(&Record) -> Result<Vec<Event>, Error>) -> Result<Record, Error> {
    loop {
        let mut record = engine.journals.journal(org, run).await?.ok_or(Error::NotFound)?;
        let events = events(&record)?;
        if events.is_empty() {
            return Ok(record);
        }
        let base = record.head();
        record.extend(engine.now(), events)?;
        let over = matches!(record.state().phase, Phase::Ended(_));
        let append = Append {
            run,
            base,
            record: record.clone(),
            // Whoever drives the run goes on driving it; a parked run is free already.
            lease: if over { Ownership::Free } else { Ownership::Keep },
        };
        match engine.journals.append(append).await {
            Ok(()) => return Ok(record),
            Err(AppendError::Conflict) => {}
            Err(AppendError::Store(source)) => return Err(source.into()),
        }
    }
}
