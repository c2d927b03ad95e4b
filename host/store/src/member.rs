//! One admission or append on its way through the queue: checked, encoded and sealed by whoever asked, so that the one writer
//! has nothing left to do but to write.

use crate::chain::Digest;
use crate::recall::Paid;
use crate::row::stored;
use crate::seal::{ThreadKey, random, seal_event, sha256};
use crate::{Admission, Append, Error, Ownership, Store};
use journal::{Credits, Entry, Mode, OrgId, Projection, Record, RunId, Seq, ThreadId, Time};
use std::sync::Arc;

/// Bytes of an append's random id.
pub(crate) const APPEND_ID_BYTES: usize = 16;

/// What the writer is given.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) org: OrgId,
    pub(crate) run: RunId,
    pub(crate) append_id: [u8; APPEND_ID_BYTES],
    /// 0 for an admission.
    pub(crate) base: Seq,
    pub(crate) entries: Vec<Sealed>,
    pub(crate) projection: Projection,
    pub(crate) ownership: Ownership,
    /// The whole journal with these entries, for whoever reads it next.
    pub(crate) record: Record,
    /// What else an admission must pass.
    pub(crate) gate: Option<Gate>,
    /// The answers that these entries pay for.
    pub(crate) paid: Vec<Paid>,
}

/// An entry as stored.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) seq: Seq,
    pub(crate) at: Time,
    pub(crate) facts: String,
    pub(crate) payload: Option<(Vec<u8>, Digest)>,
}

/// What an admission must pass.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) thread: Thread,
    /// The client's name for its request, and the keyed fingerprint.
    pub(crate) idempotency: Option<(String, Vec<u8>)>,
    /// Where what it follows depends on the organisation's workflows: the revision at which they were read.
    pub(crate) workflows: Option<i64>,
}

/// The thread of an admission.
#[derive(Debug)]
pub(crate) enum Thread {
    /// Begins with it, under this wrapped key.
    New(Vec<u8>),
    /// Exists as far as was seen.
    Old,
    /// Was not there to seal for: whatever else is wrong is told first.
    Missing,
}

impl Member {
    /// What waiting for it costs in memory.
    pub(crate) fn bytes(&self) -> usize {
        let entry = |entry: &Sealed| entry.facts.len() + entry.payload.as_ref().map_or(0, |(bytes, _)| bytes.len()) + 256;
        self.entries.iter().map(entry).sum()
    }

    /// Position of its last entry.
    pub(crate) fn head(&self) -> Seq {
        self.projection.head
    }

    /// When its last entry happened.
    pub(crate) fn last_at(&self) -> Time {
        self.entries.last().map_or(self.projection.created_at, |entry| entry.at)
    }

    pub(crate) fn mode(&self) -> Mode {
        self.projection.mode
    }
}

/// Encodes entries; without a key their private parts are left out.
fn sealed(org: OrgId, run: RunId, entries: &[Arc<Entry>], key: Option<&ThreadKey>) -> Result<Vec<Sealed>, Error> {
    let entry = |entry: &Arc<Entry>| {
        stored(entry.seq)?;
        let encode = |source| Error::unreadable("an event to be stored", source);
        let facts = entry.event.facts().map_err(encode)?;
        let private = entry.event.private().map_err(encode)?;
        let payload = match (private, key) {
            (Some(private), Some(key)) => {
                let bytes = seal_event(key, org, run, entry.seq, &private)?;
                let digest = sha256(&bytes);
                Some((bytes, digest))
            }
            (None, _) | (_, None) => None,
        };
        Ok(Sealed { seq: entry.seq, at: entry.at, facts, payload })
    };
    entries.iter().map(entry).collect()
}

impl Store {
    /// The key of a stored thread. `None`: no such thread in this organisation, or its key was destroyed.
    pub(crate) async fn thread_key(&self, org: OrgId, thread: ThreadId) -> Result<Option<ThreadKey>, Error> {
        let sealer = &self.core().sealer;
        if let Some(key) = sealer.known(org, thread) {
            return Ok(Some(key));
        }
        let Some(row) = self.of(org).thread_row(thread).await? else { return Ok(None) };
        let Some(wrapped) = row.bytes_or_none("wrapped_key")? else { return Ok(None) };
        let key = sealer.unwrap(org, thread, wrapped).ok_or_else(|| Error::corrupt(format!("the key of {thread}")))?;
        sealer.keep(org, thread, key.clone());
        Ok(Some(key))
    }

    /// An admission, ready for the queue, and the key of its thread if that is new.
    pub(crate) async fn prepare_admission(&self, admission: Admission) -> Result<(Member, Option<ThreadKey>), Error> {
        let Admission { run, record, new_thread, idempotency, lease, workflows } = admission;
        if record.state().credits_used != Credits::ZERO {
            return Err(Error::Invalid("an admission charges nothing"));
        }
        let (org, thread) = (record.created().org, record.created().thread);
        let (thread, key, new_key) = if new_thread {
            let (key, wrapped) = self.core().sealer.new_thread(org, thread)?;
            (Thread::New(wrapped), Some(key.clone()), Some(key))
        } else {
            match self.thread_key(org, thread).await? {
                Some(key) => (Thread::Old, Some(key), None),
                None => (Thread::Missing, None, None),
            }
        };
        let entries = sealed(org, run, record.entries(), key.as_ref())?;
        let idempotency = idempotency.map(|it| (it.key, self.core().sealer.fingerprint(org, &it.fingerprint)));
        let gate = Some(Gate { thread, idempotency, workflows });
        let projection = record.projection(0);
        let ownership = lease.map_or(Ownership::Free, Ownership::Hold);
        Ok((Member { org, run, append_id: random()?, base: 0, entries, projection, ownership, gate, record, paid: Vec::new() }, new_key))
    }

    /// An append, ready for the queue. `None`: its thread does not exist, so neither does its run.
    pub(crate) async fn prepare_append(&self, append: Append) -> Result<Option<Member>, Error> {
        let Append { run, base, record, lease } = append;
        if base == 0 || record.head() <= base {
            return Err(Error::Invalid("an append holds entries beyond its base"));
        }
        let projection = record.projection(base);
        let org = projection.org;
        let Some(key) = self.thread_key(org, projection.thread).await? else { return Ok(None) };
        let entries = sealed(org, run, record.after(base), Some(&key))?;
        let paid = self.paid(&record, base);
        Ok(Some(Member { org, run, append_id: random()?, base, entries, projection, ownership: lease, gate: None, record, paid }))
    }
}
