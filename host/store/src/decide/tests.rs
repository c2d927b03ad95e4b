//! Groups decided in memory.

use super::*;
use crate::Ownership;
use crate::member::{Gate, Sealed};
use journal::event::{
    Approval, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Created, Ended, Event, Outcome, Pins, Private, Request, Started,
};
use journal::{CallId, Credits, Json, Record};

fn at(place: u8) -> Time {
    Time::from_micros(i64::from(place))
}

fn created(run: u8) -> Created {
    let pins = Pins { component: String::new(), wit: String::new(), procedure: String::new(), approval: Approval::Auto, checks: vec![] };
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
        paid: Vec::new(),
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
    let answered = CheckAnswered { call, check, outcome, credits: hold, latency_ms: 1, carried_from: None, recent: None, private };
    record.extend(at(3), [Event::CheckAnswered(answered)]).unwrap();
    let member = member(run, &record, base, None);
    (record, member)
}

fn account(found: &mut Found, granted: i64) {
    let org = created(0).org;
    found.accounts.insert((org, Mode::Live), FoundAccount { unlimited: false, granted, used: 0, lines: 7 });
    found.keys.insert(
        (org, created(0).key),
        FoundKey {
            mode: Mode::Live,
            revoked_at: None,
            expires_at: None,
            window: Window { began: at(0), count: 0, max: 60 },
            active: 0,
            active_max: 10,
            workflows: 0,
        },
    );
}

#[test]
fn debits_of_one_group_follow_one_another() {
    let (members, mut found) = ([charging(1, 100).1, charging(2, 50).1], Found::default());
    account(&mut found, 1_000);
    for member in &members {
        found.runs.insert((member.org, member.run), FoundRun { head: 3, chain: [0; 32] });
    }
    let Decided { verdicts, writes, .. } = decide(&members, found).unwrap();
    assert!(matches!(verdicts[..], [Verdict::Won, Verdict::Won]));
    let lists = writes.values().unwrap().lists.join("\n");
    for (line, amount, balance) in [(8, -100, 900), (9, -50, 850)] {
        assert!(lists.contains(&format!("\"line\":{line},\"run_id\"")), "{lists}");
        assert!(lists.contains(&format!("\"amount\":{amount},\"balance\":{balance}")), "{lists}");
    }
    assert!(lists.contains("\"used\":150,\"lines\":9"), "the account is written once: {lists}");
}

#[test]
fn a_run_that_ends_with_its_admission_takes_nobodys_place() {
    let first = |ended: bool| {
        let mut record = Record::begin(at(1), created(1)).unwrap();
        record.extend(at(2), [Event::Started(Started { memory: vec![] })]).unwrap();
        let (status, reason, error) = (Status::Completed, Some("missing_input".to_owned()), None);
        record.extend(at(3), ended.then_some(Event::Ended(Ended { status, reason, error, credits_used: Credits::ZERO }))).unwrap();
        record
    };
    for ended in [true, false] {
        let gate = || Some(Gate { thread: Thread::New(vec![1; 60]), idempotency: None, workflows: None });
        let second = Record::begin(at(4), created(2)).unwrap();
        let mut found = Found::default();
        account(&mut found, 1_000);
        found.keys.values_mut().for_each(|key| key.active_max = 1);
        let members = [member(1, &first(ended), 0, gate()), member(2, &second, 0, gate())];
        let Decided { verdicts, .. } = decide(&members, found).unwrap();
        let taken = matches!(verdicts[..], [Verdict::Won, Verdict::Won]);
        let refused = matches!(verdicts[..], [Verdict::Won, Verdict::Refused(Refusal::TooManyActive)]);
        assert!(if ended { taken } else { refused }, "{verdicts:?}");
    }
}

#[test]
fn what_one_member_takes_the_next_does_not_get() {
    let (record, answer) = charging(1, 1_000);
    let fresh = Record::begin(at(4), created(2)).unwrap();
    let name = || Some(("order".to_owned(), vec![1; 32]));
    let gate = |idempotency| Some(Gate { thread: Thread::New(vec![1; 60]), idempotency, workflows: None });
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
    let Decided { verdicts, writes, .. } = decide(&members, found).unwrap();
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
    let Decided { verdicts, writes, .. } = decide(&members, found).unwrap();
    assert!(matches!(verdicts[..], [Verdict::Impossible(_)]) && writes.is_empty());
}
