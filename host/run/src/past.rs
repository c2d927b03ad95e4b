//! What came before a run and still matters to it: the earlier runs of its thread, and the interrupted run that it repeats.

use crate::engine::Journals;
use journal::event::{CheckAnswered, Event, Outcome};
use journal::view::Resource;
use journal::{CallId, Json, OrgId, Record, RunId};
use sandbox::EarlierRun;

/// Earlier runs that a workflow is told about.
pub(crate) const MEMORY_RUNS_MAX: u32 = 10;

/// How calls that were cut off are closed when a run is interrupted. They may have been performed, and nobody knows how they
/// came out.
pub(crate) const CUT_OFF: &str = "interrupted";

/// What a run builds upon.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// The thread's earlier runs, as fixed when the run began.
    pub(crate) memory: Vec<EarlierRun>,
    /// The interrupted run that this one repeats.
    repeated: Option<(RunId, Record)>,
}

/// What an interrupted run knows about a call that is asked again.
pub(crate) struct Left {
    /// Its id: the provider has seen it.
    pub(crate) call: CallId,
    /// The answer, and the run that paid for it.
    pub(crate) answered: Option<(RunId, CheckAnswered)>,
}

impl Past {
    /// Reads what `record` names.
    pub(crate) async fn of(journals: &dyn Journals, org: OrgId, record: &Record) -> Result<Past, store::Error> {
        let mut past = Past::default();
        if let Some(run) = record.created().retry_of {
            past.repeated = journals.journal(org, run).await?.map(|record| (run, record));
        }
        let begun = record.entries().iter().find_map(|entry| if let Event::Started(started) = &entry.event { Some(started) } else { None });
        for run in begun.map(|started| &*started.memory).unwrap_or_default() {
            if let Some(earlier) = journals.journal(org, *run).await? {
                past.memory.push(earlier_run(*run, &earlier));
            }
        }
        Ok(past)
    }

    /// What there is already to a call of `check` with `input` that `taken` has not used yet.
    pub(crate) fn left(&self, check: &str, input: &Json, taken: impl Fn(CallId) -> bool) -> Option<Left> {
        let (run, record) = self.repeated.as_ref()?;
        let asked =
            record.entries().iter().filter_map(|entry| if let Event::CheckAsked(asked) = &entry.event { Some(asked) } else { None });
        let same = |asked: &&journal::event::CheckAsked| {
            asked.check == check && asked.private.known().is_some_and(|private| private.input == *input) && !taken(asked.call)
        };
        asked.filter(same).find_map(|asked| {
            let answered = record.entries().iter().find_map(|entry| match &entry.event {
                Event::CheckAnswered(answered) if answered.call == asked.call => Some(answered),
                _ => None,
            })?;
            match &answered.outcome {
                Outcome::Success | Outcome::NotFound if answered.private.known().is_some() => {
                    let paid_by = answered.carried_from.unwrap_or(*run);
                    Some(Left { call: asked.call, answered: Some((paid_by, answered.clone())) })
                }
                Outcome::Failed { code, .. } if code == CUT_OFF => Some(Left { call: asked.call, answered: None }),
                Outcome::Success | Outcome::NotFound | Outcome::Failed { .. } => None,
            }
        })
    }
}

fn earlier_run(id: RunId, record: &Record) -> EarlierRun {
    let seen = Resource::of(id, record, None);
    EarlierRun {
        id,
        message: seen.input.message.unwrap_or_default(),
        status: seen.status,
        answer: seen.answer.unwrap_or_default(),
        report: seen.report,
    }
}
