//! What organisations are told of without asking: the turns of a run's life that webhooks carry.

use crate::event::{Entry, Event, Seq};
use crate::{Status, Time, UnknownWord};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "WebhookEventType")]
pub enum NoticeKind {
    /// The run finished successfully; not to be mixed up with the stream's last event, which tells of every end.
    #[serde(rename = "run.completed")]
    Completed,
    /// The run failed by a fault of ours.
    #[serde(rename = "run.failed")]
    Failed,
    /// The run was cancelled: by you, by a declined or expired plan, or by its budget.
    #[serde(rename = "run.cancelled")]
    Cancelled,
    /// The run could not be resumed after a crash and is safe to repeat.
    #[serde(rename = "run.interrupted")]
    Interrupted,
    /// The run waits for a decision on its plan.
    #[serde(rename = "run.requires_approval")]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_one_word_wherever_it_is_written() {
        for kind in NoticeKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(kind.as_str().parse::<NoticeKind>().unwrap(), kind);
        }
        assert!("run.created".parse::<NoticeKind>().is_err());
    }
}
