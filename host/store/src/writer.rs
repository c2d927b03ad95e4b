//! The one writer of a process: takes everything that waits and commits it together. A commit costs the disk the same for one
//! append as for a hundred, so whoever comes while one is under way shares the next.

use crate::decide::{Decided, Verdict, decide};
use crate::member::Member;
use crate::writes::json;
use crate::{Core, Error, Ownership, group, sql};
use journal::{KeyId, OrgId, RunId, Seq, Time};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

/// Members that may wait.
pub(crate) const QUEUE_MEMBERS_MAX: usize = 8_192;
/// KiB that all waiting members may take.
pub(crate) const QUEUE_KIBIBYTES_MAX: usize = 128 << 10;
/// Members of one group.
const GROUP_MEMBERS_MAX: usize = 512;
/// Bytes of one group, unless its first member alone is larger.
const GROUP_BYTES_MAX: usize = 8 << 20;
/// How often a group is presented again while the database is away or a commit's outcome is unknown.
const ATTEMPTS_MAX: u32 = 6;
/// The first pause between two attempts; each next one is twice as long.
const PAUSE_MIN: Duration = Duration::from_millis(20);
/// How long one attempt may take before its connection is given up.
const ATTEMPT_MAX: Duration = Duration::from_secs(30);

const _: () = assert!(journal::limits::JOURNAL_BYTES_MAX < QUEUE_KIBIBYTES_MAX << 10);

/// What the writer is asked.
pub(crate) enum Job {
    /// To decide and write.
    Write {
        member: Box<Member>,
        reply: oneshot::Sender<Result<Verdict, Error>>,
        /// Its share of the queue's bytes.
        share: OwnedSemaphorePermit,
    },
    /// To note that a key was used.
    Touch { org: OrgId, key: KeyId, at: Time },
}

type Reply = (oneshot::Sender<Result<Verdict, Error>>, OwnedSemaphorePermit);

pub(crate) async fn run(core: Arc<Core>, mut queue: mpsc::Receiver<Job>) {
    let mut touched = BTreeMap::new();
    while let Some(first) = queue.recv().await {
        // Whoever was woken by the last commit gets the chance to join this one.
        tokio::task::yield_now().await;
        let (mut members, mut replies, mut bytes) = (Vec::new(), Vec::<Reply>::new(), 0);
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Write { member, reply, share } => {
                    bytes += member.bytes();
                    members.push(*member);
                    replies.push((reply, share));
                }
                Job::Touch { org, key, at } => {
                    touched.insert((org, key), at);
                }
            }
            next = if members.len() < GROUP_MEMBERS_MAX && bytes < GROUP_BYTES_MAX { queue.try_recv().ok() } else { None };
        }
        if !members.is_empty() {
            core.commit(members, replies).await;
        }
        if !touched.is_empty()
            && let Err(error) = core.touch(&std::mem::take(&mut touched)).await
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "the last use of keys was not noted");
        }
    }
}

#[derive(Serialize)]
struct TouchRow {
    org_id: OrgId,
    key_id: KeyId,
    at: i64,
}

impl Core {
    /// Commits a group, tells everybody who waits for a run that it moved, and then each member what came of it.
    async fn commit(&self, members: Vec<Member>, replies: Vec<Reply>) {
        match self.present(&members).await {
            Ok(verdicts) => self.answer(members, verdicts.into_iter().map(Ok), replies),
            Err(error) if members.len() == 1 || matches!(error, Error::Unavailable(_)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, members = members.len(), "a group was not written");
                let errors = std::iter::once(error).chain(std::iter::repeat_with(|| Error::Unavailable(None)));
                self.answer(members, errors.map(Err), replies);
            }
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    members = members.len(),
                    "a group failed and is written one by one"
                );
                for (member, reply) in members.into_iter().zip(replies) {
                    let alone = vec![member];
                    let verdict = self.present(&alone).await.map(|mut verdicts| verdicts.remove(0));
                    self.answer(alone, [verdict], vec![reply]);
                }
            }
        }
    }

    fn answer(&self, members: Vec<Member>, verdicts: impl IntoIterator<Item = Result<Verdict, Error>>, replies: Vec<Reply>) {
        let mut moved: BTreeMap<(OrgId, RunId), Seq> = BTreeMap::new();
        let mut claimable = false;
        let mut answers = Vec::with_capacity(members.len());
        for ((member, verdict), (reply, _share)) in members.into_iter().zip(verdicts).zip(replies) {
            match &verdict {
                Ok(verdict @ (Verdict::Won | Verdict::Queued)) => {
                    moved.insert((member.org, member.run), member.head());
                    let free = matches!(verdict, Verdict::Won) && !matches!(member.ownership, Ownership::Hold(_));
                    claimable |= free && member.projection.wake_at.is_some();
                    self.recent.keep(member.run, member.record);
                }
                // Whether it was written is not known; the tables will tell.
                Err(_) => self.recent.forget(member.run),
                Ok(Verdict::Conflict | Verdict::Replayed(_) | Verdict::Refused(_) | Verdict::Impossible(_)) => {}
            }
            answers.push((reply, verdict));
        }
        let moved: Vec<_> = moved.into_iter().map(|((org, run), head)| (org, run, head)).collect();
        self.wake.moved(&moved);
        if claimable {
            self.wake.due().notify_one();
        }
        for (reply, verdict) in answers {
            // Whoever asked may have gone; what is written stays written.
            let _ = reply.send(verdict);
        }
    }

    /// Presents a group until its outcome is known, within bounds. From the second time on, each member is first looked for
    /// among what is written: the commit before may have succeeded though its answer was lost.
    async fn present(&self, members: &[Member]) -> Result<Vec<Verdict>, Error> {
        let mut pause = PAUSE_MIN;
        let mut again = false;
        for _ in 1..ATTEMPTS_MAX {
            match self.attempt(members, again).await {
                Err(Error::Unavailable(error)) => {
                    tracing::warn!(error = error.as_ref().map(|e| e as &dyn std::error::Error), "a commit is tried again");
                }
                other => return other,
            }
            self.engine.forget_writers();
            tokio::time::sleep(pause).await;
            pause *= 2;
            again = true;
        }
        self.attempt(members, again).await
    }

    async fn attempt(&self, members: &[Member], again: bool) -> Result<Vec<Verdict>, Error> {
        let attempt = tokio::time::timeout(ATTEMPT_MAX, self.transact(members, again));
        attempt.await.unwrap_or(Err(Error::Unavailable(None)))
    }

    async fn transact(&self, members: &[Member], again: bool) -> Result<Vec<Verdict>, Error> {
        let kind = self.engine.kind;
        let mut writer = self.engine.writer().await?;
        let mut found = group::lock(&mut writer, kind, members).await?;
        if again {
            group::append_ids(&mut writer, members, &mut found).await?;
        }
        let Decided { verdicts, writes, windows } = decide(members, found)?;
        self.windows.note(windows);
        let (begins, noticed) = (writes.begins(), writes.noticed());
        if writes.is_empty() {
            writer.rollback().await?;
            return Ok(verdicts);
        }
        let values = writes.values()?;
        if let Some(fault) = self.faults.next() {
            return Err(fault.strike(writer, kind, values).await);
        }
        group::write(&mut writer, kind, values).await?;
        writer.give_back();
        if begins {
            self.wake.due().notify_one();
        }
        if !noticed.is_empty() {
            self.wake.noticed(&noticed);
        }
        Ok(verdicts)
    }

    /// Notes when keys were last used; outside any group's transaction, so that no run waits for it.
    async fn touch(&self, touched: &BTreeMap<(OrgId, KeyId), Time>) -> Result<(), Error> {
        let row = |(&(org_id, key_id), at): (&(OrgId, KeyId), &Time)| TouchRow { org_id, key_id, at: at.micros() };
        let list = json(&touched.iter().map(row).collect::<Vec<_>>())?;
        let mut writer = self.engine.writer().await?;
        writer.execute(&sql::TOUCH_KEYS, |q| q.bind(list)).await?;
        writer.give_back();
        Ok(())
    }
}
