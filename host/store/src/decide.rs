//! Decides the members of one group, one after another, against what was found under lock. Pure: what it returns is written by
//! one transaction, or not at all.

use crate::chain::{self, Digest};
use crate::member::{Member, Thread};
use crate::writes::Writes;
use crate::{Error, Refusal};
use journal::{KeyId, Mode, OrgId, RunId, Seq, ThreadId, Time};
use std::collections::{BTreeMap, BTreeSet};

/// What came of a member.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// Written with the group, or long since.
    Won,
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

/// What the database holds of all that the members speak of.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) keys: BTreeMap<(OrgId, KeyId), FoundKey>,
    pub(crate) accounts: BTreeMap<(OrgId, Mode), FoundAccount>,
    pub(crate) threads: BTreeMap<(OrgId, ThreadId), Mode>,
    pub(crate) runs: BTreeMap<(OrgId, RunId), FoundRun>,
    /// Fingerprint and run of idempotency keys.
    pub(crate) replays: BTreeMap<(OrgId, Mode, String), (Vec<u8>, RunId)>,
    /// Members, by place, whose append is already there: an earlier commit of theirs whose answer was lost.
    pub(crate) written: BTreeSet<usize>,
}

/// A verdict for each member, in order, and what to write.
pub(crate) fn decide(members: &[Member], mut found: Found) -> Result<(Vec<Verdict>, Writes<'_>), Error> {
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
    Ok((verdicts, writes))
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
        if !self.keys.get(&(member.org, asked.key)).is_some_and(active) {
            return refused(Refusal::KeyInactive);
        }
        if let Some((key, fingerprint)) = &gate.idempotency
            && let Some((known, run)) = self.replays.get(&(member.org, asked.mode, key.clone()))
        {
            let same = known == fingerprint;
            return if same { Some(Verdict::Replayed(*run)) } else { refused(Refusal::KeyReuse { run: *run }) };
        }
        match gate.thread {
            Thread::New(_) => {}
            Thread::Old if self.threads.get(&(member.org, asked.thread)) == Some(&asked.mode) => {}
            Thread::Old | Thread::Missing => return refused(Refusal::NoThread),
        }
        let funded = |account: &FoundAccount| account.unlimited || account.granted > account.used;
        if !self.accounts.get(&(member.org, asked.mode)).is_some_and(funded) {
            return refused(Refusal::NoCredits);
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
        if let Some(gate) = &member.gate {
            if let Thread::New(wrapped) = &gate.thread {
                writes.thread(member, wrapped);
                self.threads.insert((member.org, asked.thread), asked.mode);
            }
            if let Some((key, fingerprint)) = &gate.idempotency {
                writes.idempotency(member, key, fingerprint);
                self.replays.insert((member.org, asked.mode, key.clone()), (fingerprint.clone(), member.run));
            }
        }
        Ok(Verdict::Won)
    }
}
