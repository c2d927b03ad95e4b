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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ownership;
    use crate::member::{Gate, Sealed};
    use journal::event::{
        Approval, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Created, Event, Outcome, Pins, Private, Request, Started,
    };
    use journal::{CallId, Credits, Json, Record};

    fn at(place: u8) -> Time {
        Time::from_micros(i64::from(place))
    }

    fn created(run: u8) -> Created {
        let pins =
            Pins { component: String::new(), wit: String::new(), procedure: String::new(), approval: Approval::Auto, checks: vec![] };
        Created {
            format: journal::event::FORMAT,
            org: OrgId::new(at(0), &[1; 10]),
            mode: Mode::Live,
            thread: ThreadId::new(at(0), &[run; 10]),
            key: KeyId::new(at(0), &[1; 10]),
            workflow: None,
            pins,
            auto_approve: false,
            continues: false,
            max_credits: None,
            retry_of: None,
            private: Private::Known(Request { message: "m".into(), metadata: None }),
        }
    }

    fn member(run: u8, record: &Record, base: Seq, gate: Option<Gate>) -> Member {
        let entry = |entry: &std::sync::Arc<journal::Entry>| Sealed {
            seq: entry.seq,
            at: entry.at,
            facts: entry.event.facts().unwrap(),
            payload: None,
        };
        Member {
            org: record.created().org,
            run: RunId::new(at(0), &[run; 10]),
            append_id: [run; 16],
            base,
            entries: record.after(base).iter().map(entry).collect(),
            projection: record.projection(base),
            ownership: Ownership::Free,
            record: record.clone(),
            gate,
        }
    }

    /// A run that asked one check, and then the append that answers it.
    fn charging(run: u8, price: i64) -> (Record, Member) {
        let mut record = Record::begin(at(1), created(run)).unwrap();
        let (call, check, hold) = (CallId::new(at(1), &[run; 10]), "name_match".to_owned(), Credits::from_micros(price));
        let private = Private::Known(CheckInput { input: Json::parse("{}").unwrap() });
        let asked = CheckAsked { call, group: 3, check: check.clone(), hold, private };
        record.extend(at(2), [Event::Started(Started { memory: vec![] }), Event::CheckAsked(asked)]).unwrap();
        let base = record.head();
        let private = Private::Known(CheckOutput { output: Json::parse("{}").unwrap(), message: None });
        let outcome = Outcome::Success;
        let answered = CheckAnswered { call, check, outcome, credits: hold, latency_ms: 1, carried_from: None, private };
        record.extend(at(3), [Event::CheckAnswered(answered)]).unwrap();
        let member = member(run, &record, base, None);
        (record, member)
    }

    fn account(found: &mut Found, granted: i64) {
        let org = created(0).org;
        found.accounts.insert((org, Mode::Live), FoundAccount { unlimited: false, granted, used: 0, lines: 7 });
        found.keys.insert((org, created(0).key), FoundKey { mode: Mode::Live, revoked_at: None, expires_at: None });
    }

    #[test]
    fn debits_of_one_group_follow_one_another() {
        let (members, mut found) = ([charging(1, 100).1, charging(2, 50).1], Found::default());
        account(&mut found, 1_000);
        for member in &members {
            found.runs.insert((member.org, member.run), FoundRun { head: 3, chain: [0; 32] });
        }
        let (verdicts, writes) = decide(&members, found).unwrap();
        assert!(matches!(verdicts[..], [Verdict::Won, Verdict::Won]));
        let lists = writes.values().unwrap().lists.join("\n");
        for (line, amount, balance) in [(8, -100, 900), (9, -50, 850)] {
            assert!(lists.contains(&format!("\"line\":{line},\"run_id\"")), "{lists}");
            assert!(lists.contains(&format!("\"amount\":{amount},\"balance\":{balance}")), "{lists}");
        }
        assert!(lists.contains("\"used\":150,\"lines\":9"), "the account is written once: {lists}");
    }

    #[test]
    fn what_one_member_takes_the_next_does_not_get() {
        let (record, answer) = charging(1, 1_000);
        let fresh = Record::begin(at(4), created(2)).unwrap();
        let name = || Some(("order".to_owned(), vec![1; 32]));
        let gate = |idempotency| Some(Gate { thread: Thread::New(vec![1; 60]), idempotency });
        let mut found = Found::default();
        account(&mut found, 1_000);
        found.runs.insert((answer.org, answer.run), FoundRun { head: 3, chain: [0; 32] });
        let members = [
            member(3, &fresh, 0, gate(name())),
            answer,
            member(2, &fresh, 0, gate(name())),
            member(4, &fresh, 0, None),
            charging(1, 1_000).1,
            member(5, &fresh, 0, gate(None)),
        ];
        let (verdicts, writes) = decide(&members, found).unwrap();
        assert!(matches!(verdicts[0], Verdict::Won), "{verdicts:?}");
        assert!(matches!(verdicts[1], Verdict::Won), "{verdicts:?}");
        assert!(matches!(verdicts[2], Verdict::Replayed(run) if run == members[0].run), "one name, one run: {verdicts:?}");
        assert!(matches!(verdicts[3], Verdict::Conflict), "stands on nothing: {verdicts:?}");
        assert!(matches!(verdicts[4], Verdict::Conflict), "answered already: {verdicts:?}");
        assert!(matches!(verdicts[5], Verdict::Refused(Refusal::NoCredits)), "the last of them was taken: {verdicts:?}");
        assert_eq!(record.head(), 4);
        let ledger = &writes.values().unwrap().lists[5];
        assert_eq!(ledger.matches("amount").count(), 1, "{ledger}");
    }

    #[test]
    fn an_account_that_is_full_refuses_for_ever() {
        let (members, mut found) = ([charging(1, 100).1], Found::default());
        account(&mut found, 0);
        let key = (members[0].org, Mode::Live);
        found.accounts.insert(key, FoundAccount { unlimited: true, granted: 0, used: i64::MAX - 99, lines: 1 });
        found.runs.insert((members[0].org, members[0].run), FoundRun { head: 3, chain: [0; 32] });
        let (verdicts, writes) = decide(&members, found).unwrap();
        assert!(matches!(verdicts[..], [Verdict::Impossible(_)]) && writes.is_empty());
    }
}
