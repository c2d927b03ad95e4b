//! What organisations are told of without asking: the turns of a run's life that webhooks carry.

use crate::event::{Entry, Event, Seq};
use crate::{Status, Time, UnknownWord};
use serde::Serialize;
use std::str::FromStr;

/// A turn of a run's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Position of its entry.
    pub seq: Seq,
    /// Which turn.
    pub kind: NoticeKind,
    /// When.
    pub at: Time,
}

/// The types of webhook events. New ones may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// The run finished successfully; not to be mixed up with the stream's last event, which tells of every end.
    Completed,
    /// It failed.
    Failed,
    /// It was cancelled.
    Cancelled,
    /// It was interrupted.
    Interrupted,
    /// It waits for a decision.
    RequiresApproval,
}

impl NoticeKind {
    /// All of them.
    pub const ALL: [NoticeKind; 5] =
        [NoticeKind::Completed, NoticeKind::Failed, NoticeKind::Cancelled, NoticeKind::Interrupted, NoticeKind::RequiresApproval];

    /// As webhooks write it.
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeKind::Completed => "run.completed",
            NoticeKind::Failed => "run.failed",
            NoticeKind::Cancelled => "run.cancelled",
            NoticeKind::Interrupted => "run.interrupted",
            NoticeKind::RequiresApproval => "run.requires_approval",
        }
    }
}

impl FromStr for NoticeKind {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<NoticeKind, UnknownWord> {
        NoticeKind::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(UnknownWord)
    }
}

impl Serialize for NoticeKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Notice {
    /// What an entry gives notice of, if anything.
    pub fn of(entry: &Entry) -> Option<Notice> {
        let kind = match &entry.event {
            Event::PlanProposed(proposed) => proposed.parks.then_some(NoticeKind::RequiresApproval)?,
            Event::Ended(ended) => match ended.status {
                Status::Completed => NoticeKind::Completed,
                Status::Failed => NoticeKind::Failed,
                Status::Cancelled => NoticeKind::Cancelled,
                Status::Interrupted => NoticeKind::Interrupted,
                Status::Queued | Status::Running | Status::RequiresApproval => return None,
            },
            Event::Created(_)
            | Event::Started(_)
            | Event::PlanDecided(_)
            | Event::CheckAsked(_)
            | Event::CheckAnswered(_)
            | Event::Narrated(_)
            | Event::AnswerDelta(_)
            | Event::Reported(_)
            | Event::CancelAsked(_) => return None,
        };
        Some(Notice { seq: entry.seq, kind, at: entry.at })
    }
}
