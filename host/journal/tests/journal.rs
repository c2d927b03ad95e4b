//! The folds of a journal, on literal histories: what may follow what, what clients see, what the database keeps.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::event::*;
use journal::id::RANDOM_BYTES;
use journal::{
    CallId, Credits, Entry, Event, Json, KeyId, Mode, OrgId, Phase, PlanId, Private, Record, RunId, State, Status, ThreadId, Time, audit,
    stream, view,
};

fn at(second: i64) -> Time {
    Time::from_micros(1_750_000_000_000_000 + second * 1_000_000)
}

fn json(text: &str) -> Json {
    Json::parse(text).unwrap()
}

fn call(number: u8) -> CallId {
    CallId::new(at(0), &[number; RANDOM_BYTES])
}

fn plan() -> PlanId {
    PlanId::new(at(0), &[9; RANDOM_BYTES])
}

fn run() -> RunId {
    RunId::new(at(0), &[1; RANDOM_BYTES])
}

fn created() -> Created {
    let check = PinnedCheck {
        name: "pan_verification".into(),
        component: "c0ffee".into(),
        wit: "1.0.0".into(),
        price: Credits::from_micros(2_000_000),
        bills_not_found: true,
        repeatable: true,
        recent: None,
    };
    Created {
        format: FORMAT,
        org: OrgId::new(at(0), &[2; RANDOM_BYTES]),
        mode: Mode::Test,
        thread: ThreadId::new(at(0), &[3; RANDOM_BYTES]),
        key: KeyId::new(at(0), &[4; RANDOM_BYTES]),
        workflow: Some("kyc-verification".into()),
        pins: Pins { component: "a".into(), wit: "1.0.0".into(), procedure: "b".into(), approval: Approval::Auto, checks: vec![check] },
        auto_approve: false,
        continues: false,
        max_credits: None,
        retry_of: None,
        private: Private::Known(Request { message: "Verify Rahul Sharma".into(), metadata: Some(json(r#"{"b":1.0,"a":2}"#)) }),
    }
}

fn proposed() -> Event {
    let tasks = vec![Task { goal: "Verify the PAN".into(), checks: vec!["pan_verification".into()] }];
    Event::PlanProposed(PlanProposed {
        plan: plan(),
        parks: true,
        expires_at: at(86_400),
        ceiling: Credits::from_micros(2_000_000),
        checks: vec!["pan_verification".into()],
        private: Private::Known(Plan { summary: "One check".into(), tasks }),
    })
}

fn decided(decision: Decision) -> Event {
    Event::PlanDecided(PlanDecided { plan: plan(), decision, by: Decider::Client(created().key) })
}

fn asked(number: u8, group: u64) -> Event {
    let private = Private::Known(CheckInput { input: json(r#"{"pan":"ABCDE1234F"}"#) });
    Event::CheckAsked(CheckAsked {
        call: call(number),
        group,
        check: "pan_verification".into(),
        hold: Credits::from_micros(2_000_000),
        private,
    })
}

fn answered(number: u8, micros: i64) -> Event {
    let private = Private::Known(CheckOutput { output: json(r#"{"pan_status":"VALID"}"#), message: None });
    Event::CheckAnswered(CheckAnswered {
        call: call(number),
        check: "pan_verification".into(),
        outcome: Outcome::Success,
        credits: Credits::from_micros(micros),
        latency_ms: 840,
        carried_from: None,
        recent: None,
        private,
    })
}

fn failed(number: u8) -> Event {
    let private = Private::Known(CheckOutput { output: Json::empty(), message: Some("The provider is down.".into()) });
    Event::CheckAnswered(CheckAnswered {
        call: call(number),
        check: "pan_verification".into(),
        outcome: Outcome::Failed { code: "provider_unavailable".into(), retryable: true },
        credits: Credits::ZERO,
        latency_ms: 3,
        carried_from: None,
        recent: None,
        private,
    })
}

fn said(text: &str) -> Event {
    Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text: text.into() }) })
}

fn ended(status: Status, micros: i64) -> Event {
    Event::Ended(Ended { status, reason: None, error: None, credits_used: Credits::from_micros(micros) })
}

fn started() -> Event {
    Event::Started(Started { memory: Vec::new() })
}

fn record(events: Vec<Event>) -> Record {
    let mut record = Record::begin(at(0), created()).unwrap();
    for (second, event) in (1..).zip(events) {
        record.extend(at(second), [event]).unwrap();
    }
    record
}

fn whole() -> Record {
    let report = Event::Reported(Reported { private: Private::Known(Report { report: json(r#"{"title":"KYC"}"#) }) });
    record(vec![
        started(),
        proposed(),
        decided(Decision::Approved),
        asked(1, 5),
        asked(2, 5),
        failed(2),
        answered(1, 2_000_000),
        Event::Narrated(Narrated { private: Private::Known(Text { text: "PAN asked".into() }) }),
        report,
        said("PAN "),
        said("verified"),
        ended(Status::Completed, 2_000_000),
    ])
}

#[test]
fn illegal_history_is_refused_and_leaves_the_record_as_it_was() {
    let cancel = || Event::CancelAsked(CancelAsked { by: created().key });
    let running = || vec![started()];
    let open = || vec![started(), asked(1, 3)];
    let parked = || vec![started(), proposed()];
    for (what, history, event) in [
        ("a second beginning", running(), Event::Created(Box::new(created()))),
        ("a second start", running(), started()),
        ("a question before the start", vec![], asked(1, 2)),
        ("an answer to no question", running(), answered(1, 0)),
        ("a second answer", vec![started(), asked(1, 3), answered(1, 0)], answered(1, 0)),
        ("a charge above the hold", open(), answered(1, 2_000_001)),
        ("a negative charge", open(), answered(1, -1)),
        ("a plan beside open calls", open(), proposed()),
        ("a question while parked", parked(), asked(1, 4)),
        ("a decision on nothing", running(), decided(Decision::Approved)),
        ("a question after a cancel", vec![started(), cancel()], asked(1, 4)),
        ("a decision after a cancel", vec![started(), proposed(), cancel()], decided(Decision::Approved)),
        ("a second cancel", vec![started(), cancel()], cancel()),
        ("words after a decline", vec![started(), proposed(), decided(Decision::Declined)], said("on")),
        ("completion of what was declined", vec![started(), proposed(), decided(Decision::Declined)], ended(Status::Completed, 0)),
        ("completion of what was cancelled", vec![started(), cancel()], ended(Status::Completed, 0)),
        ("an end with open calls", open(), ended(Status::Completed, 0)),
        ("an end with another sum", vec![started(), asked(1, 3), answered(1, 2_000_000)], ended(Status::Completed, 1_000_000)),
        ("an end that is none", running(), ended(Status::Running, 0)),
        ("completion while queued", vec![], ended(Status::Completed, 0)),
        ("anything after the end", vec![started(), ended(Status::Completed, 0)], said("more")),
        ("a cancel after the end", vec![started(), ended(Status::Completed, 0)], cancel()),
    ] {
        let mut record = record(history);
        let before = record.clone();
        let kind = event.kind();
        let error = record.extend(at(99), [event]).expect_err(what);
        assert_eq!((error.event, error.seq), (kind, before.head() + 1), "{what}");
        assert_eq!(record, before, "{what}");
    }
}

#[test]
fn a_batch_is_taken_whole_or_not_at_all() {
    let mut record = record(vec![started()]);
    let before = record.clone();
    assert!(record.extend(at(9), [asked(1, 3), answered(1, 5), answered(1, 5)]).is_err());
    assert_eq!(record, before);
}

#[test]
fn a_gap_or_a_repetition_is_refused() {
    let mut entries = whole().entries().to_vec();
    entries.remove(3);
    assert_eq!(State::of(&entries).unwrap_err().seq, 5);
    let mut entries = whole().entries().to_vec();
    entries.insert(3, entries[2].clone());
    assert_eq!(State::of(&entries).unwrap_err().seq, 3);
}

#[test]
fn a_journal_never_runs_backwards() {
    let mut record = record(vec![started()]);
    record.extend(at(-50), [said("late clock")]).unwrap();
    assert_eq!(record.entries()[2].at, at(1));
}

#[test]
fn a_decline_can_only_end_cancelled() {
    let mut record = record(vec![started(), proposed(), decided(Decision::Declined)]);
    assert_eq!(record.state().phase, Phase::Stopped(Decision::Declined));
    record.extend(at(9), [ended(Status::Cancelled, 0)]).unwrap();
    assert_eq!(record.state().wake_at(), None);
}

#[test]
fn what_must_be_looked_at_when_is_read_off_the_journal() {
    assert_eq!(record(vec![]).state().wake_at(), Some(at(0)));
    assert_eq!(record(vec![started(), proposed()]).state().wake_at(), Some(at(86_400)));
    let cancelled = record(vec![started(), proposed(), Event::CancelAsked(CancelAsked { by: created().key })]);
    assert_eq!(cancelled.state().wake_at(), Some(at(3)), "a cancel does not wait for the approval timer");
}

#[test]
fn the_resource_is_what_the_contract_shows() {
    let resource = serde_json::to_value(view::Resource::of(run(), &whole(), None)).unwrap();
    let expected: serde_json::Value = serde_json::from_str(include_str!("goldens/resource.json")).unwrap();
    assert_eq!(resource, expected, "{resource:#}");
    let text = serde_json::to_string(&view::Resource::of(run(), &whole(), None)).unwrap();
    assert!(text.contains(r#""metadata":{"b":1.0,"a":2}"#), "metadata is echoed as it came: {text}");
    assert!(text.contains(r#""credits_used":2.0"#), "{text}");
}

#[test]
fn the_bill_is_the_sum_of_its_calls_at_every_moment() {
    let whole = whole();
    for cut in 1..=whole.entries().len() {
        let record = Record::of(whole.entries()[..cut].to_vec()).unwrap();
        let resource = view::Resource::of(run(), &record, None);
        let sum = Credits::sum(resource.tool_calls.iter().map(|call| call.credits));
        let debits = Credits::sum(record.projection(0).debits.iter().map(|debit| debit.credits));
        assert_eq!(sum, Some(resource.credits_used), "after {cut}");
        assert_eq!(debits, sum, "after {cut}");
    }
}

#[test]
fn a_projection_charges_only_what_is_new() {
    let whole = whole();
    assert_eq!(whole.projection(0).debits.len(), 1);
    assert_eq!(whole.projection(8).debits.len(), 0, "entry 8 charged it");
    assert_eq!(whole.projection(7).debits[0].seq, 8);
}

#[test]
fn a_stream_tells_every_client_the_same() {
    let whole = whole();
    let messages: Vec<String> = whole
        .entries()
        .iter()
        .filter_map(|entry| stream::render(entry, run(), None))
        .map(|message| format!("{} {} {}", message.seq, message.name, message.data))
        .collect();
    assert_eq!(messages.join("\n"), include_str!("goldens/stream.txt").trim_end(), "\n{}", messages.join("\n"));
}

#[test]
fn what_was_erased_leaves_the_rest_readable() {
    let whole = whole();
    let erased = whole.entries().iter().map(|entry| {
        let facts = entry.event.facts().unwrap();
        Entry { seq: entry.seq, at: entry.at, event: Event::decode(&facts, None).unwrap() }
    });
    let record = Record::of(erased).unwrap();
    let resource = view::Resource::of(run(), &record, None);
    assert_eq!((resource.input.message, resource.answer, resource.report), (None, None, None));
    assert_eq!(resource.credits_used, Credits::from_micros(2_000_000));
    assert_eq!(record.projection(0), whole.projection(0));
    let facts: String = record.entries().iter().map(|entry| entry.event.facts().unwrap()).collect();
    for personal in ["Rahul", "ABCDE1234F", "VALID", "verified", "KYC", "One check", "down"] {
        assert!(!facts.contains(personal), "{personal} stands in clear");
    }
}

#[test]
fn an_auditor_reads_everything_with_exact_amounts() {
    let whole = whole();
    let told = |entry: &Entry| serde_json::to_string(&audit::Audited::of(entry).unwrap()).unwrap();
    let lines: Vec<String> = whole.entries().iter().map(|entry| told(entry)).collect();
    assert_eq!(lines.join("\n"), include_str!("goldens/audit.txt").trim_end(), "\n{}", lines.join("\n"));

    let mut bounded = created();
    bounded.max_credits = Some(Credits::from_micros(5_500_000));
    bounded.pins.approval = Approval::Over(Credits::from_micros(1));
    bounded.private = Private::Erased;
    let told = told(&Entry { seq: 1, at: at(0), event: Event::Created(Box::new(bounded)) });
    for part in [r#""max_credits":5.5"#, r#""approval":{"over":0.000001}"#] {
        assert!(told.contains(part), "{told}");
    }
    assert!(!told.contains("private"), "{told}");
}

/// One file for every shape that was ever written: `facts`, a line break, `private`. Files are added, never changed.
#[test]
fn every_shape_that_was_ever_written_decodes() {
    let mut kinds = std::collections::BTreeSet::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/goldens/events");
    if std::env::var_os("WRITE_GOLDENS").is_some() {
        for entry in
            whole().entries().iter().chain(record(vec![started(), Event::CancelAsked(CancelAsked { by: created().key })]).entries())
        {
            let path = format!("{folder}/{}-1.txt", entry.event.kind());
            let private = entry.event.private().unwrap().unwrap_or_default();
            if !std::path::Path::new(&path).exists() {
                std::fs::write(path, format!("{}\n{}\n", entry.event.facts().unwrap(), String::from_utf8(private).unwrap())).unwrap();
            }
        }
    }
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (facts, private) = text.trim_end_matches('\n').split_once('\n').unwrap_or((text.trim_end(), ""));
        let private = (!private.is_empty()).then_some(private.as_bytes());
        let event = Event::decode(facts, private).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
        kinds.insert(event.kind());
        // What was only added is left out where it is absent: old and new shapes are written as they were.
        assert_eq!(event.facts().unwrap(), facts, "{} changed its shape: lift the old one and add a new golden", path.display());
    }
    assert_eq!(kinds.len(), 11, "a kind of event has no golden: run with WRITE_GOLDENS=1");
}
