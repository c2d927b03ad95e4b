//! Decides the members of one group, one after another, against what was found under lock. Pure: what it returns is written by
//! one transaction, or not at all.

use crate::chain::{self, Digest};
use crate::member::{Gate, Member, Thread};
use crate::window::Window;
use crate::writes::Writes;
use crate::{Error, Refusal};
use journal::{KeyId, Mode, OrgId, RunId, Seq, Status, ThreadId, Time};
use std::collections::{BTreeMap, BTreeSet};

/// What came of a member.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// Written with the group, or long since.
    Won,
    /// Written: a run that waits for its turn in its thread.
    Queued,
    /// Nothing of it is written.
    Conflict,
    /// Nothing of it is written: an earlier run stands for it.
    Replayed(RunId),
    /// Nothing of it is written.
    Refused(Refusal),
    /// Nothing of it is written, and nothing ever can be.
    Impossible(&'static str),
}

/// A key, as far as admissions ask.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundKey {
    pub(crate) mode: Mode,
    pub(crate) revoked_at: Option<Time>,
    pub(crate) expires_at: Option<Time>,
    pub(crate) window: Window,
    /// Runs that count against its limit, and the limit.
    pub(crate) active: u32,
    pub(crate) active_max: u32,
    /// Revision of its organisation's workflows.
    pub(crate) workflows: i64,
}

/// An account, in millionths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundAccount {
    pub(crate) unlimited: bool,
    pub(crate) granted: i64,
    pub(crate) used: i64,
    pub(crate) lines: i64,
}

/// The end of a journal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundRun {
    pub(crate) head: Seq,
    pub(crate) chain: Digest,
}

/// A thread with its runs that have not ended, oldest first.
#[derive(Clone, Debug)]
pub(crate) struct FoundThread {
    pub(crate) mode: Mode,
    pub(crate) unfinished: Vec<(RunId, Status)>,
}

/// What an idempotency key stands for.
#[derive(Clone, Debug)]
pub(crate) struct FoundReplay {
    pub(crate) fingerprint: Vec<u8>,
    pub(crate) run: RunId,
    pub(crate) status: Status,
}

impl FoundThread {
    /// Whether a new run of the thread waits for an earlier one. A parked run keeps nobody waiting.
    fn is_busy(&self) -> bool {
        self.unfinished.iter().any(|(_, status)| matches!(status, Status::Queued | Status::Running))
    }

    /// Notes where a run stands now. Who may begin because of it, if it came to rest.
    fn moved(&mut self, run: RunId, status: Status) -> Option<RunId> {
        self.unfinished.retain(|(other, _)| *other != run);
        if !status.is_terminal() {
            self.unfinished.push((run, status));
            self.unfinished.sort_unstable_by_key(|(run, _)| *run);
        }
        let running = self.unfinished.iter().any(|(_, status)| *status == Status::Running);
        let next = self.unfinished.iter().find(|(_, status)| *status == Status::Queued).map(|(run, _)| *run);
        next.filter(|_| !running && rests(status))
    }
}

/// Whether a run in that status lets the next one of its thread begin.
pub(crate) fn rests(status: Status) -> bool {
    status.is_terminal() || status == Status::RequiresApproval
}

/// What the database holds of all that the members speak of.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) keys: BTreeMap<(OrgId, KeyId), FoundKey>,
    pub(crate) accounts: BTreeMap<(OrgId, Mode), FoundAccount>,
    pub(crate) threads: BTreeMap<(OrgId, ThreadId), FoundThread>,
    pub(crate) runs: BTreeMap<(OrgId, RunId), FoundRun>,
    /// What idempotency keys stand for.
    pub(crate) replays: BTreeMap<(OrgId, Mode, String), FoundReplay>,
    /// Members, by place, whose append is already there: an earlier commit of theirs whose answer was lost.
    pub(crate) written: BTreeSet<usize>,
}

/// What a group comes to.
#[derive(Debug)]
pub(crate) struct Decided<'a> {
    /// One for each member, in order.
    pub(crate) verdicts: Vec<Verdict>,
    /// What to write.
    pub(crate) writes: Writes<'a>,
    /// The windows of all keys that asked for something, whatever came of it.
    pub(crate) windows: Vec<(KeyId, Window)>,
}

/// Decides a group.
pub(crate) fn decide(members: &[Member], mut found: Found) -> Result<Decided<'_>, Error> {
    let mut writes = Writes::default();
    let mut verdicts = Vec::with_capacity(members.len());
    for (place, member) in members.iter().enumerate() {
        let verdict = if found.written.contains(&place) {
            Verdict::Won
        } else {
            match found.refuse(member) {
                Some(verdict) => verdict,
                None => found.accept(member, &mut writes)?,
            }
        };
        verdicts.push(verdict);
    }
    let windows = found.keys.iter().map(|((_, key), found)| (*key, found.window)).collect();
    Ok(Decided { verdicts, writes, windows })
}

impl Found {
    fn refuse(&self, member: &Member) -> Option<Verdict> {
        let Some(gate) = &member.gate else {
            let stands = self.runs.get(&(member.org, member.run)).is_some_and(|run| run.head == member.base);
            return (!stands).then_some(Verdict::Conflict);
        };
        let refused = |why| Some(Verdict::Refused(why));
        let asked = &member.projection;
        let active =
            |key: &FoundKey| key.mode == asked.mode && key.revoked_at.is_none() && key.expires_at.is_none_or(|end| end > asked.created_at);
        let Some(key) = self.keys.get(&(member.org, asked.key)).filter(|key| active(key)) else {
            return refused(Refusal::KeyInactive);
        };
        if let Some((name, fingerprint)) = &gate.idempotency
            && let Some(known) = self.replays.get(&(member.org, asked.mode, name.clone()))
        {
            if known.fingerprint != *fingerprint {
                return refused(Refusal::KeyReuse { run: known.run });
            }
            // What was interrupted may be asked again, once: by a run that says so.
            if known.status != Status::Interrupted || asked.retry_of != Some(known.run) {
                return Some(Verdict::Replayed(known.run));
            }
        }
        if key.window.left(asked.created_at) == 0 {
            return refused(Refusal::TooManyCreations);
        }
        if gate.workflows.is_some_and(|read| read != key.workflows) {
            return refused(Refusal::WorkflowsChanged);
        }
        match gate.thread {
            Thread::New(_) => {}
            Thread::Old if self.threads.get(&(member.org, asked.thread)).is_some_and(|thread| thread.mode == asked.mode) => {}
            Thread::Old | Thread::Missing => return refused(Refusal::NoThread),
        }
        let funded = |account: &FoundAccount| account.unlimited || account.granted > account.used;
        if !self.accounts.get(&(member.org, asked.mode)).is_some_and(funded) {
            return refused(Refusal::NoCredits);
        }
        if key.active >= key.active_max {
            return refused(Refusal::TooManyActive);
        }
        None
    }

    fn accept<'a>(&mut self, member: &'a Member, writes: &mut Writes<'a>) -> Result<Verdict, Error> {
        let asked = &member.projection;
        let mut lines = BTreeMap::new();
        if !asked.debits.is_empty() {
            let Some(account) = self.accounts.get_mut(&(member.org, asked.mode)) else { return Ok(Verdict::Conflict) };
            let mut after = *account;
            for debit in &asked.debits {
                let used = after.used.checked_add(debit.credits.micros());
                let (Some(used), Some(_)) = (used, used.and_then(|used| after.granted.checked_sub(used))) else {
                    return Ok(Verdict::Impossible("the account can hold no more"));
                };
                after = FoundAccount { used, lines: after.lines + 1, ..after };
                lines.insert(debit.seq, after.lines);
                writes.debit(member, debit, after)?;
            }
            *account = after;
            writes.account(member, after);
        }
        let standing = match member.gate {
            Some(_) => FoundRun { head: 0, chain: chain::genesis(member.org, member.run) },
            None => match self.runs.get(&(member.org, member.run)) {
                Some(standing) => *standing,
                None => return Ok(Verdict::Conflict),
            },
        };
        let mut chain = standing.chain;
        for entry in &member.entries {
            chain = chain::link(&chain, entry.seq, entry.at, &entry.facts, entry.payload.as_ref().map(|(_, digest)| digest));
            writes.entry(member, entry, &chain, lines.get(&entry.seq).copied())?;
        }
        writes.run(member, &chain)?;
        self.runs.insert((member.org, member.run), FoundRun { head: member.head(), chain });
        match &member.gate {
            Some(gate) => Ok(self.admit(member, gate, writes)),
            None => {
                if let Some(thread) = self.threads.get_mut(&(member.org, asked.thread))
                    && let Some(next) = thread.moved(member.run, asked.status)
                {
                    writes.begin(member.org, next, member.last_at());
                }
                Ok(Verdict::Won)
            }
        }
    }

    /// What else a new run takes: its place in its thread, its name, its share of its key's limits.
    fn admit<'a>(&mut self, member: &'a Member, gate: &'a Gate, writes: &mut Writes<'a>) -> Verdict {
        let asked = &member.projection;
        if let Thread::New(wrapped) = &gate.thread {
            writes.thread(member, wrapped);
            self.threads.insert((member.org, asked.thread), FoundThread { mode: asked.mode, unfinished: Vec::new() });
        }
        if let Some((name, fingerprint)) = &gate.idempotency {
            writes.idempotency(member, name, fingerprint);
            let stands = FoundReplay { fingerprint: fingerprint.clone(), run: member.run, status: asked.status };
            self.replays.insert((member.org, asked.mode, name.clone()), stands);
        }
        if let Some(key) = self.keys.get_mut(&(member.org, asked.key)) {
            key.active += u32::from(matches!(asked.status, Status::Queued | Status::Running));
            key.window.take(asked.created_at);
            writes.window(member.org, asked.key, key.window);
        }
        let Some(thread) = self.threads.get_mut(&(member.org, asked.thread)) else { return Verdict::Won };
        let waits = thread.is_busy();
        thread.moved(member.run, asked.status);
        if waits {
            writes.queue(member);
            return Verdict::Queued;
        }
        Verdict::Won
    }
}

#[cfg(test)]
mod tests;
