//! Rows of a group that stand by themselves, as its statement takes them.

use crate::window::Window;
use journal::{EventId, KeyId, Mode, NoticeKind, OrgId, RunId, ThreadId};
use serde::Serialize;

/// What becomes one delivery for each endpoint that wants it.
#[derive(Debug, Serialize)]
pub(crate) struct NoticeRow {
    pub(crate) org_id: OrgId,
    pub(crate) mode: Mode,
    pub(crate) event_id: EventId,
    pub(crate) event_type: NoticeKind,
    pub(crate) run_id: RunId,
    pub(crate) seq: i64,
    pub(crate) at: i64,
}

/// A paid answer, found by the question that stands at `question`.
#[derive(Debug, Serialize)]
pub(crate) struct AnswerRow {
    pub(crate) org_id: OrgId,
    pub(crate) question: usize,
    pub(crate) thread_id: ThreadId,
    pub(crate) run_id: RunId,
    pub(crate) seq: i64,
    pub(crate) at: i64,
}

#[derive(Debug, Serialize)]
pub(crate) struct WindowRow {
    pub(crate) org_id: OrgId,
    pub(crate) key_id: KeyId,
    pub(crate) began: i64,
    pub(crate) count: u32,
}

impl WindowRow {
    pub(crate) fn of((&(org_id, key_id), window): (&(OrgId, KeyId), &Window)) -> WindowRow {
        WindowRow { org_id, key_id, began: window.began.micros(), count: window.count }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct NodeRow<'a> {
    pub(crate) node: &'a str,
    pub(crate) lease_until: i64,
}
