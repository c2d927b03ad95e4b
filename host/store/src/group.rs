//! The statements of a group: lock and read, then write it all at once.

use crate::Error;
use crate::decide::{Found, FoundAccount, FoundKey, FoundReplay, FoundRun, FoundThread, rests};
use crate::engine::{Kind, Lent};
use crate::member::{Member, Thread};
use crate::row::stored;
use crate::sql;
use crate::window::Window;
use crate::writes::{Values, json};
use crate::{ACTIVE_RUNS_MAX, CREATIONS_PER_MINUTE};
use data_encoding::HEXLOWER;
use journal::{KeyId, Mode, OrgId, RunId, Seq, Status, ThreadId, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Serialize)]
struct Want<T> {
    org_id: OrgId,
    id: T,
}

/// What the members speak of, sorted: every group locks in this order.
struct Wanted {
    keys: Vec<(OrgId, KeyId)>,
    accounts: Vec<(OrgId, Mode)>,
    threads: Vec<(OrgId, ThreadId)>,
    runs: Vec<(OrgId, RunId)>,
}

impl Wanted {
    fn of(members: &[Member]) -> Wanted {
        let (mut keys, mut accounts) = (BTreeSet::new(), BTreeSet::new());
        let (mut threads, mut runs) = (BTreeSet::new(), BTreeSet::new());
        for member in members {
            let asked = &member.projection;
            match &member.gate {
                // The account's row is also what makes two admissions with one idempotency key wait for each other.
                Some(gate) => {
                    keys.insert((member.org, asked.key));
                    accounts.insert((member.org, asked.mode));
                    if let Thread::Old = gate.thread {
                        threads.insert((member.org, asked.thread));
                    }
                }
                None => {
                    runs.insert((member.org, member.run));
                    // Whoever comes to rest may let another run of its thread begin.
                    if rests(asked.status) {
                        threads.insert((member.org, asked.thread));
                    }
                }
            }
            if !asked.debits.is_empty() {
                accounts.insert((member.org, asked.mode));
            }
        }
        Wanted {
            keys: keys.into_iter().collect(),
            accounts: accounts.into_iter().collect(),
            threads: threads.into_iter().collect(),
            runs: runs.into_iter().collect(),
        }
    }
}

fn wants<T: Serialize + Copy>(wanted: &[(OrgId, T)]) -> Result<String, Error> {
    json(&wanted.iter().map(|&(org_id, id)| Want { org_id, id }).collect::<Vec<_>>())
}

fn at<T: Copy>(wanted: &[T], place: usize) -> Result<T, Error> {
    wanted.get(place).copied().ok_or_else(|| Error::corrupt("a row's place"))
}

/// A key and what its organisation's keys may do, in the order in which the statement says it.
#[derive(Deserialize)]
struct FoundKeyRow {
    place: usize,
    mode: Mode,
    revoked_at: Option<i64>,
    expires_at: Option<i64>,
    began: i64,
    count: u32,
    creations_per_minute: Option<u32>,
    active_runs_max: Option<u32>,
    workflows: i64,
}

/// What the lock found; each row begins with the place of what was asked.
#[derive(Deserialize)]
struct FoundRows {
    keys: Vec<FoundKeyRow>,
    accounts: Vec<(usize, i64, i64, i64, i64)>,
    threads: Vec<(usize, Mode)>,
    runs: Vec<(usize, Seq, String)>,
}

/// Begins a transaction, locks what the members speak of and reads it.
pub(crate) async fn lock(writer: &mut Lent, kind: Kind, members: &[Member]) -> Result<Found, Error> {
    let wanted = Wanted::of(members);
    let (keys, accounts) = (wants(&wanted.keys)?, wants(&wanted.accounts)?);
    let (threads, runs) = (wants(&wanted.threads)?, wants(&wanted.runs)?);
    // SQLite takes both statements at once, PostgreSQL only one with values.
    if kind == Kind::Postgres {
        writer.execute(&sql::BEGIN, |q| q).await?;
    }
    let rows = writer.fetch(&sql::LOCK_GROUP, |q| q.bind(keys).bind(accounts).bind(threads).bind(runs)).await?;
    let text = rows.first().ok_or_else(|| Error::corrupt("what the lock found"))?.text("found")?;
    let rows: FoundRows = serde_json::from_str(&text).map_err(|source| Error::unreadable("what the lock found", source))?;
    let mut found = Found::default();
    for row in rows.keys {
        let moment = |at: Option<i64>| at.map(Time::from_micros);
        let max = row.creations_per_minute.unwrap_or(CREATIONS_PER_MINUTE);
        let key = FoundKey {
            mode: row.mode,
            revoked_at: moment(row.revoked_at),
            expires_at: moment(row.expires_at),
            window: Window { began: Time::from_micros(row.began), count: row.count, max },
            active: 0,
            active_max: row.active_runs_max.unwrap_or(ACTIVE_RUNS_MAX),
            workflows: row.workflows,
        };
        found.keys.insert(at(&wanted.keys, row.place)?, key);
    }
    for (place, unlimited, granted, used, lines) in rows.accounts {
        let account = FoundAccount { unlimited: unlimited != 0, granted, used, lines };
        found.accounts.insert(at(&wanted.accounts, place)?, account);
    }
    for (place, mode) in rows.threads {
        found.threads.insert(at(&wanted.threads, place)?, FoundThread { mode, unfinished: Vec::new() });
    }
    for (place, head, chain) in rows.runs {
        let chain = HEXLOWER.decode(chain.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        let chain = chain.ok_or_else(|| Error::corrupt("column chain"))?;
        found.runs.insert(at(&wanted.runs, place)?, FoundRun { head, chain });
    }
    if !wanted.keys.is_empty() || !wanted.threads.is_empty() {
        stand(writer, members, &wanted, &mut found).await?;
    }
    Ok(found)
}

#[derive(Serialize)]
struct WantReplay<'a> {
    org_id: OrgId,
    mode: Mode,
    key: &'a str,
}

/// What stands behind the locked rows: each row begins with the place of what was asked.
#[derive(Deserialize)]
struct StandingRows {
    replays: Vec<(usize, String, RunId, Status)>,
    active: Vec<(usize, u32)>,
    unfinished: Vec<(usize, RunId, Status)>,
}

/// Reads what idempotency keys stand for, what counts against limits and who stands in threads. After the lock, in a statement
/// of its own: only then is it the last word.
async fn stand(writer: &mut Lent, members: &[Member], wanted: &Wanted, found: &mut Found) -> Result<(), Error> {
    let named: Vec<WantReplay<'_>> = members
        .iter()
        .filter_map(|member| {
            let (key, _) = member.gate.as_ref()?.idempotency.as_ref()?;
            Some(WantReplay { org_id: member.org, mode: member.mode(), key })
        })
        .collect();
    let (names, keys, threads) = (json(&named)?, wants(&wanted.keys)?, wants(&wanted.threads)?);
    let rows = writer.fetch(&sql::STANDING, |q| q.bind(names).bind(keys).bind(threads)).await?;
    let text = rows.first().ok_or_else(|| Error::corrupt("what stands behind the lock"))?.text("found")?;
    let rows: StandingRows = serde_json::from_str(&text).map_err(|source| Error::unreadable("what stands behind the lock", source))?;
    for (place, fingerprint, run, status) in rows.replays {
        let want = named.get(place).ok_or_else(|| Error::corrupt("a row's place"))?;
        let fingerprint = HEXLOWER.decode(fingerprint.as_bytes()).map_err(|_| Error::corrupt("column fingerprint"))?;
        found.replays.insert((want.org_id, want.mode, want.key.to_owned()), FoundReplay { fingerprint, run, status });
    }
    for (place, active) in rows.active {
        if let Some(key) = found.keys.get_mut(&at(&wanted.keys, place)?) {
            key.active = active;
        }
    }
    for (place, run, status) in rows.unfinished {
        if let Some(thread) = found.threads.get_mut(&at(&wanted.threads, place)?) {
            thread.unfinished.push((run, status));
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct WantAppend {
    org_id: OrgId,
    run_id: RunId,
    seq: i64,
}

/// Finds the members that an earlier commit, whose answer was lost, has written already.
pub(crate) async fn append_ids(writer: &mut Lent, members: &[Member], found: &mut Found) -> Result<(), Error> {
    let want = |member: &Member| Ok(WantAppend { org_id: member.org, run_id: member.run, seq: stored(member.base + 1)? });
    let list = json(&members.iter().map(want).collect::<Result<Vec<_>, Error>>()?)?;
    for row in writer.fetch(&sql::APPEND_IDS, |q| q.bind(list)).await? {
        let place: usize = row.count("place")?;
        if members.get(place).is_some_and(|member| row.bytes("append_id").is_ok_and(|id| id == member.append_id)) {
            found.written.insert(place);
        }
    }
    Ok(())
}

/// Writes everything and ends the transaction.
pub(crate) async fn write(writer: &mut Lent, kind: Kind, values: Values) -> Result<(), Error> {
    let Values { arena, lists } = values;
    writer.execute(&sql::WRITE_GROUP, |q| lists.into_iter().fold(q.bind(arena), |q, list| q.bind(list))).await?;
    // SQLite's text ends with the commit.
    if kind == Kind::Postgres {
        writer.execute(&sql::COMMIT, |q| q).await?;
    }
    Ok(())
}
