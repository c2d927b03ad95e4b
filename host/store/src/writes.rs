//! The rows of one group, in the form in which one statement takes them: lists of JSON objects, and one arena of bytes that
//! they point into. JSON carries no bytes, and what is long is not escaped twice.

use crate::chain::Digest;
use crate::decide::FoundAccount;
use crate::member::{APPEND_ID_BYTES, Member, Sealed};
use crate::row::stored;
use crate::seal::Hash;
use crate::small_rows::{AnswerRow, NodeRow, NoticeRow, WindowRow};
use crate::window::Window;
use crate::{Error, Ownership};
use journal::{CallId, Debit, EventId, KeyId, Mode, OrgId, RunId, ThreadId, Time};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// No moment at all: somebody else's append makes the run due.
pub(crate) const NEVER: i64 = i64::MAX;

/// Everything that a group writes.
#[derive(Debug, Default)]
pub(crate) struct Writes<'a> {
    arena: Vec<u8>,
    events: Vec<EventRow>,
    new_runs: BTreeMap<(OrgId, RunId), NewRunRow<'a>>,
    runs: BTreeMap<(OrgId, RunId), RunRow<'a>>,
    threads: Vec<ThreadRow>,
    idempotency_keys: Vec<IdempotencyRow<'a>>,
    ledger: Vec<LedgerRow<'a>>,
    accounts: BTreeMap<(OrgId, Mode), AccountRow>,
    wakeups: BTreeMap<(OrgId, RunId), Wakeup<'a>>,
    nodes: BTreeMap<&'a str, i64>,
    windows: BTreeMap<(OrgId, KeyId), Window>,
    notices: Vec<NoticeRow>,
    answers: BTreeMap<(OrgId, Hash), AnswerRow>,
    begins: bool,
}

/// The values of the one statement, in the order of its parameters.
pub(crate) struct Values {
    pub(crate) arena: Vec<u8>,
    pub(crate) lists: [String; 14],
}

#[derive(Debug, Serialize)]
struct EventRow {
    org_id: OrgId,
    run_id: RunId,
    seq: i64,
    at: i64,
    place: usize,
    facts: usize,
    sealed: usize,
    first: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<i64>,
}

/// A run's first row: what never changes, and where it stands.
#[derive(Debug, Serialize)]
struct NewRunRow<'a> {
    #[serde(flatten)]
    standing: RunRow<'a>,
    mode: Mode,
    thread_id: ThreadId,
    key_id: KeyId,
    #[serde(skip_serializing_if = "Option::is_none")]
    workflow: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_of: Option<RunId>,
    created_at: i64,
}

/// Where a run stands.
#[derive(Debug, Serialize)]
struct RunRow<'a> {
    org_id: OrgId,
    run_id: RunId,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<&'a str>,
    head: i64,
    chain: usize,
    credits_used: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<i64>,
}

#[derive(Debug, Serialize)]
struct ThreadRow {
    org_id: OrgId,
    thread_id: ThreadId,
    mode: Mode,
    place: usize,
    length: usize,
    created_at: i64,
}

#[derive(Debug, Serialize)]
struct IdempotencyRow<'a> {
    org_id: OrgId,
    mode: Mode,
    key: &'a str,
    fingerprint: usize,
    run_id: RunId,
}

#[derive(Debug, Serialize)]
struct LedgerRow<'a> {
    org_id: OrgId,
    mode: Mode,
    line: i64,
    run_id: RunId,
    seq: i64,
    call_id: CallId,
    check_name: &'a str,
    amount: i64,
    balance: i64,
    at: i64,
}

#[derive(Debug, Serialize)]
struct AccountRow {
    org_id: OrgId,
    mode: Mode,
    used: i64,
    lines: i64,
}

/// What becomes of a run's wake-up.
#[derive(Debug)]
enum Wakeup<'a> {
    New(WakeRow<'a>),
    Moved(WakeRow<'a>),
    /// The run ended.
    Done,
}

#[derive(Debug, Serialize)]
struct WakeRow<'a> {
    org_id: OrgId,
    run_id: RunId,
    due: i64,
    /// Whether the owner stays who it was.
    keep: bool,
    owner: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct DoneRow {
    org_id: OrgId,
    run_id: RunId,
}

impl<'a> Writes<'a> {
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Puts bytes into the arena; their place counts from 1, as databases count.
    fn put(&mut self, bytes: &[u8]) -> usize {
        let place = self.arena.len() + 1;
        self.arena.extend_from_slice(bytes);
        place
    }

    pub(crate) fn entry(&mut self, member: &Member, entry: &Sealed, chain: &Digest, line: Option<i64>) -> Result<(), Error> {
        let place = self.put(entry.facts.as_bytes());
        self.put(chain);
        self.put(entry.payload.as_ref().map_or(&[0; 32], |(_, digest)| digest));
        self.put(&member.append_id);
        let sealed = entry.payload.as_ref().map_or(&[][..], |(bytes, _)| bytes);
        self.put(sealed);
        self.events.push(EventRow {
            org_id: member.org,
            run_id: member.run,
            seq: stored(entry.seq)?,
            at: entry.at.micros(),
            place,
            facts: entry.facts.len(),
            sealed: sealed.len(),
            first: entry.seq == member.base + 1,
            line,
        });
        Ok(())
    }

    /// The rows that follow from the run's last entry; later ones of the same group replace them.
    pub(crate) fn run(&mut self, member: &'a Member, chain: &Digest) -> Result<(), Error> {
        let (org_id, run_id, after) = (member.org, member.run, &member.projection);
        let chain = self.put(chain);
        let standing = RunRow {
            org_id,
            run_id,
            status: after.status.as_str(),
            status_reason: after.status_reason.as_deref(),
            head: stored(after.head)?,
            chain,
            credits_used: after.credits_used.micros(),
            started_at: after.started_at.map(Time::micros),
            completed_at: after.completed_at.map(Time::micros),
        };
        if member.gate.is_some() {
            let row = NewRunRow {
                standing,
                mode: after.mode,
                thread_id: after.thread,
                key_id: after.key,
                workflow: after.workflow.as_deref(),
                retry_of: after.retry_of,
                created_at: after.created_at.micros(),
            };
            self.new_runs.insert((org_id, run_id), row);
        } else if let Some(new) = self.new_runs.get_mut(&(org_id, run_id)) {
            new.standing = standing;
        } else {
            self.runs.insert((org_id, run_id), standing);
        }
        self.wake(member);
        for paid in &member.paid {
            let (question, seq) = (self.put(&paid.question), stored(paid.seq)?);
            let row = AnswerRow { org_id, question, thread_id: after.thread, run_id, seq, at: paid.at.micros() };
            // Of a group's answers to one question the last stands: a statement writes a row once.
            self.answers.insert((org_id, paid.question), row);
        }
        for notice in &after.notices {
            self.notices.push(NoticeRow {
                org_id,
                mode: after.mode,
                event_id: EventId::of(run_id, notice.seq),
                event_type: notice.kind,
                run_id,
                seq: stored(notice.seq)?,
                at: notice.at.micros(),
            });
        }
        Ok(())
    }

    /// Whose endpoints may have to be told of something.
    pub(crate) fn noticed(&self) -> BTreeSet<OrgId> {
        self.notices.iter().map(|notice| notice.org_id).collect()
    }

    fn wake(&mut self, member: &'a Member) {
        let (org_id, run_id) = (member.org, member.run);
        let earlier = self.wakeups.remove(&(org_id, run_id));
        let Some(due) = member.projection.wake_at else {
            self.wakeups.insert((org_id, run_id), Wakeup::Done);
            return;
        };
        let (mut keep, mut owner) = (false, None);
        match (&member.ownership, &earlier) {
            (Ownership::Hold(lease), _) => {
                let until = self.nodes.entry(&lease.node).or_insert(lease.until.micros());
                *until = lease.until.micros().max(*until);
                owner = Some(lease.node.as_str());
            }
            (Ownership::Free, _) => {}
            (Ownership::Keep, Some(Wakeup::New(row) | Wakeup::Moved(row))) => (keep, owner) = (row.keep, row.owner),
            (Ownership::Keep, Some(Wakeup::Done) | None) => keep = true,
        }
        let row = WakeRow { org_id, run_id, due: due.micros(), keep, owner };
        let is_new = member.gate.is_some() || matches!(earlier, Some(Wakeup::New(_)));
        self.wakeups.insert((org_id, run_id), if is_new { Wakeup::New(row) } else { Wakeup::Moved(row) });
    }

    /// The run waits for its turn: nobody has it, and no moment makes it due.
    pub(crate) fn queue(&mut self, member: &Member) {
        if let Some(Wakeup::New(row)) = self.wakeups.get_mut(&(member.org, member.run)) {
            *row = WakeRow { due: NEVER, keep: false, owner: None, ..*row };
        }
    }

    /// The run's turn in its thread has come.
    pub(crate) fn begin(&mut self, org_id: OrgId, run_id: RunId, at: Time) {
        self.begins = true;
        let due = at.micros();
        match self.wakeups.get_mut(&(org_id, run_id)) {
            Some(Wakeup::New(row) | Wakeup::Moved(row)) => row.due = row.due.min(due),
            Some(Wakeup::Done) => {}
            None => drop(self.wakeups.insert((org_id, run_id), Wakeup::Moved(WakeRow { org_id, run_id, due, keep: true, owner: None }))),
        }
    }

    /// Whether the turn of some run has come.
    pub(crate) fn begins(&self) -> bool {
        self.begins
    }

    pub(crate) fn window(&mut self, org_id: OrgId, key_id: KeyId, window: Window) {
        self.windows.insert((org_id, key_id), window);
    }

    pub(crate) fn thread(&mut self, member: &Member, wrapped: &[u8]) {
        let place = self.put(wrapped);
        self.threads.push(ThreadRow {
            org_id: member.org,
            thread_id: member.projection.thread,
            mode: member.mode(),
            place,
            length: wrapped.len(),
            created_at: member.projection.created_at.micros(),
        });
    }

    pub(crate) fn idempotency(&mut self, member: &Member, key: &'a str, fingerprint: &[u8]) {
        let fingerprint = self.put(fingerprint);
        self.idempotency_keys.push(IdempotencyRow { org_id: member.org, mode: member.mode(), key, fingerprint, run_id: member.run });
    }

    pub(crate) fn debit(&mut self, member: &Member, debit: &'a Debit, after: FoundAccount) -> Result<(), Error> {
        self.ledger.push(LedgerRow {
            org_id: member.org,
            mode: member.mode(),
            line: after.lines,
            run_id: member.run,
            seq: stored(debit.seq)?,
            call_id: debit.call,
            check_name: &debit.check,
            amount: -debit.credits.micros(),
            balance: after.granted - after.used,
            at: debit.at.micros(),
        });
        Ok(())
    }

    pub(crate) fn account(&mut self, member: &Member, after: FoundAccount) {
        let row = AccountRow { org_id: member.org, mode: member.mode(), used: after.used, lines: after.lines };
        self.accounts.insert((member.org, member.mode()), row);
    }

    /// As the statement takes them.
    pub(crate) fn values(self) -> Result<Values, Error> {
        let (mut new, mut moved, mut done) = (Vec::new(), Vec::new(), Vec::new());
        for (&(org_id, run_id), wakeup) in &self.wakeups {
            match wakeup {
                Wakeup::New(row) => new.push(row),
                Wakeup::Moved(row) => moved.push(row),
                Wakeup::Done => done.push(DoneRow { org_id, run_id }),
            }
        }
        let nodes: Vec<_> = self.nodes.iter().map(|(&node, &lease_until)| NodeRow { node, lease_until }).collect();
        let lists = [
            json(&self.events)?,
            json(&self.new_runs.values().collect::<Vec<_>>())?,
            json(&self.runs.values().collect::<Vec<_>>())?,
            json(&self.threads)?,
            json(&self.idempotency_keys)?,
            json(&self.ledger)?,
            json(&self.accounts.values().collect::<Vec<_>>())?,
            json(&new)?,
            json(&moved)?,
            json(&done)?,
            json(&nodes)?,
            json(&self.windows.iter().map(WindowRow::of).collect::<Vec<_>>())?,
            json(&self.notices)?,
            json(&self.answers.values().collect::<Vec<_>>())?,
        ];
        Ok(Values { arena: self.arena, lists })
    }
}

/// A list as JSON.
pub(crate) fn json<T: Serialize>(rows: &[T]) -> Result<String, Error> {
    serde_json::to_string(rows).map_err(|source| Error::unreadable("a row to be stored", source))
}

const _: () = assert!(APPEND_ID_BYTES == 16, "write_group.*.sql counts on it");
