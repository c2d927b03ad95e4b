//! The rows that questions across runs need. Each can be thrown away and made again from the journals.

use crate::event::{Event, Seq};
use crate::id::{CallId, KeyId, OrgId, RunId, ThreadId};
use crate::notice::Notice;
use crate::record::Record;
use crate::{Credits, Mode, Phase, Status, Time};

/// What the database keeps of one run beside its journal. The run's id is the store's key for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Whose run it is.
    pub org: OrgId,
    /// Which account it debits.
    pub mode: Mode,
    /// Its conversation.
    pub thread: ThreadId,
    /// The key that created it.
    pub key: KeyId,
    /// The slug the client asked for.
    pub workflow: Option<String>,
    /// The status that clients see.
    pub status: Status,
    /// Finer, once it ended.
    pub status_reason: Option<String>,
    /// Position of the last entry.
    pub head: Seq,
    /// The sum of all charges.
    pub credits_used: Credits,
    /// The interrupted run that this one repeats.
    pub retry_of: Option<RunId>,
    /// When it was admitted.
    pub created_at: Time,
    /// When it was first executed.
    pub started_at: Option<Time>,
    /// When it ended.
    pub completed_at: Option<Time>,
    /// When somebody must look at it next; `None` once it ended.
    pub wake_at: Option<Time>,
    /// Charges of the entries asked for, each more than nothing.
    pub debits: Vec<Debit>,
    /// What the entries asked for give notice of.
    pub notices: Vec<Notice>,
}

/// One charge: a line of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Debit {
    /// Position of the entry that charged it.
    pub seq: Seq,
    /// The call it pays.
    pub call: CallId,
    /// The check it pays.
    pub check: String,
    /// How much, more than nothing.
    pub credits: Credits,
    /// When.
    pub at: Time,
}

impl Projection {
    /// The rows after the whole of `record`, with the charges of its entries after `base`.
    pub(crate) fn of(record: &Record, base: Seq) -> Projection {
        let state = record.state();
        let created = record.created();
        let debits = record.after(base).iter().filter_map(|entry| match &entry.event {
            Event::CheckAnswered(e) if e.credits > Credits::ZERO => {
                Some(Debit { seq: entry.seq, call: e.call, check: e.check.clone(), credits: e.credits, at: entry.at })
            }
            Event::CheckAnswered(_)
            | Event::Created(_)
            | Event::Started(_)
            | Event::PlanProposed(_)
            | Event::PlanDecided(_)
            | Event::CheckAsked(_)
            | Event::Narrated(_)
            | Event::AnswerDelta(_)
            | Event::Reported(_)
            | Event::CancelAsked(_)
            | Event::Ended(_) => None,
        });
        Projection {
            org: created.org,
            mode: created.mode,
            thread: created.thread,
            key: created.key,
            workflow: created.workflow.clone(),
            status: state.status(),
            status_reason: state.reason.clone(),
            head: state.head,
            credits_used: state.credits_used,
            retry_of: created.retry_of,
            created_at: record.created_at(),
            started_at: state.started_at,
            completed_at: matches!(state.phase, Phase::Ended(_)).then_some(state.at),
            wake_at: state.wake_at(),
            debits: debits.collect(),
            notices: record.after(base).iter().filter_map(|entry| Notice::of(entry)).collect(),
        }
    }
}
