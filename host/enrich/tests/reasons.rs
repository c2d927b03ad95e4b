//! Why a run is where it is, told from literal journals and rows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use enrich::reasons::{Facts, Reasons};
use enrich::show::Look;
use journal::event::{Approval, CheckAnswered, CheckAsked, Created, Ended, Outcome, Pins, PlanProposed, Problem, Started};
use journal::{CallId, Credits, Event, KeyId, Mode, OrgId, PlanId, Private, Record, RunId, Status, ThreadId, Time};
use std::time::Duration;
use store::{Explanation, Lease, RunRow, WakeRow};

const SECOND: Duration = Duration::from_secs(1);

fn at(second: u32) -> Time {
    Time::from_micros(1_700_000_000_000_000).plus(SECOND * second)
}

fn run(number: u8) -> RunId {
    RunId::new(at(0), &[number; 10])
}

fn call(number: u8) -> CallId {
    CallId::new(at(0), &[number; 10])
}

fn created() -> Created {
    let pins = Pins { component: "c".into(), wit: "1.0.0".into(), procedure: "p".into(), approval: Approval::Auto, checks: vec![] };
    Created {
        format: 1,
        org: OrgId::new(at(0), &[1; 10]),
        mode: Mode::Test,
        thread: ThreadId::new(at(0), &[2; 10]),
        key: KeyId::new(at(0), &[3; 10]),
        workflow: None,
        pins,
        auto_approve: false,
        continues: false,
        max_credits: None,
        retry_of: None,
        private: Private::Erased,
    }
}

fn asked(number: u8) -> Event {
    let hold = Credits::from_micros(2_000_000);
    Event::CheckAsked(CheckAsked { call: call(number), group: 3, check: format!("check_{number}"), hold, private: Private::Erased })
}

fn answered(number: u8, outcome: Outcome, micros: i64) -> Event {
    let (check, credits) = (format!("check_{number}"), Credits::from_micros(micros));
    Event::CheckAnswered(CheckAnswered {
        call: call(number),
        check,
        outcome,
        credits,
        latency_ms: 5,
        carried_from: None,
        recent: None,
        private: Private::Erased,
    })
}

/// A run that was begun and lived through these, one second each.
fn begun(events: Vec<Event>) -> Record {
    let mut record = Record::begin(at(0), created()).unwrap();
    record.extend(at(1), [Event::Started(Started { memory: vec![] })]).unwrap();
    for (second, event) in (2..).zip(events) {
        record.extend(at(second), [event]).unwrap();
    }
    record
}

fn row(number: u8, status: Status) -> RunRow {
    RunRow {
        run: run(number),
        mode: Mode::Test,
        thread: ThreadId::new(at(0), &[2; 10]),
        key: KeyId::new(at(0), &[3; 10]),
        workflow: None,
        status,
        status_reason: None,
        head: 1,
        credits_used: Credits::ZERO,
        retry_of: None,
        created_at: at(0),
        started_at: None,
        completed_at: None,
    }
}

fn told(record: Record, wake: Option<WakeRow>, others: Vec<RunRow>, now: Time) -> (String, serde_json::Value) {
    let org = record.created().org;
    let beside = Explanation { row: row(9, record.state().status()), wake, others };
    let reasons = Reasons::of(org, run(9), &Facts { record, beside }, now);
    let json: serde_json::Value = serde_json::from_str(&serde_json::to_string(&reasons).unwrap()).unwrap();
    // A wide page, so that no sentence is wrapped.
    (reasons.text(&Look::plain(500)), json)
}

fn wake(due: Time, lease: Option<(&str, Time)>, attempts: u32) -> Option<WakeRow> {
    Some(WakeRow { due: Some(due), lease: lease.map(|(node, until)| Lease { node: node.to_owned(), until }), attempts })
}

fn has(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
}

#[test]
fn a_queued_run_tells_what_it_is_behind() {
    let record = || Record::begin(at(0), created()).unwrap();
    let others = vec![row(1, Status::RequiresApproval), row(2, Status::Running)];
    let (text, json) = told(record(), wake(at(0), None, 0), others, at(5));
    has(&text, &[&format!("queued behind {} (running)", run(2)), "Is a server running?"]);
    assert_eq!(json["status"], "queued");
    let (text, _) = told(record(), wake(at(0), Some(("north:1", at(10))), 1), vec![row(1, Status::RequiresApproval)], at(5));
    has(&text, &["nothing stands before it", "The node north:1 has it", &at(10).to_string()]);
}

#[test]
fn a_running_run_tells_what_it_waits_for_and_who_has_it() {
    let record = begun(vec![asked(1), asked(2), answered(1, Outcome::Success, 2_000_000)]);
    let (text, json) = told(record, wake(at(3), Some(("north:1", at(4))), 3), vec![], at(63));
    has(&text, &["waits for check_2", "asked 60 s ago", "held at 2.0 credits", "ran out", "taken up 3 times", "After 10 times"]);
    assert_eq!((json["lease"]["expired"].as_bool(), json["attempts"].as_u64()), (Some(true), Some(3)));
    has(&text, &["check_1", "answered"]);
}

#[test]
fn a_parked_run_tells_the_plan_and_the_time() {
    let (plan, expires_at) = (PlanId::new(at(0), &[7; 10]), at(2).plus(SECOND * 86_400));
    let ceiling = Credits::from_micros(1);
    let proposed = PlanProposed { plan, parks: true, expires_at, ceiling, checks: vec![], private: Private::Erased };
    let (text, _) = told(begun(vec![Event::PlanProposed(proposed)]), wake(expires_at, None, 0), vec![], at(3));
    has(&text, &[&plan.to_string(), &expires_at.to_string(), "(in 23 h)", "none needs to"]);
}

#[test]
fn the_bill_says_why_each_call_cost_what_it_cost() {
    let down = Outcome::Failed { code: "provider_unavailable".into(), retryable: true };
    let error = Problem { code: "journal_full".into(), message: "Its journal is full.".into(), retryable: false };
    let ended = Ended { status: Status::Failed, reason: None, error: Some(error), credits_used: Credits::from_micros(1_500_000) };
    let calls = vec![
        asked(1),
        asked(2),
        asked(3),
        answered(1, Outcome::NotFound, 1_500_000),
        answered(2, down, 0),
        answered(3, Outcome::NotFound, 0),
        Event::Ended(ended),
    ];
    let (text, json) = told(begun(calls), None, vec![], at(20));
    has(&text, &["Its journal is full. (journal_full)", "would end the same way", "this check bills that", "not billed"]);
    has(&text, &["provider_unavailable; never billed"]);
    assert!(!text.contains("wake-up"), "a run that ended needs none:\n{text}");
    assert_eq!(json["credits_used"].to_string(), "1.5");
    assert_eq!(json["billed"].as_array().unwrap().len(), 3);
}

#[test]
fn a_run_that_was_lost_is_noticed() {
    let (text, _) = told(begun(vec![]), None, vec![], at(3));
    has(&text, &["between two steps", "enrich rebuild"]);
}
