//! Every built-in workflow, and one that is a component by itself, cut after every event, on both engines: whoever goes on from there ends it the same.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::event::{Created, Event};
use journal::id::RANDOM_BYTES;
use journal::{Mode, Record, RunId, ThreadId, view::Resource};
use serde_json::Value;
use std::collections::HashMap;
use store::{Admission, Append, Ownership, Publication, Store};
use tests::app::{App, master_key};
use tests::customer::QUICKSTART;

/// Requests that take different ways through the procedures.
const REQUESTS: [(&str, &str); 8] = [
    ("kyc-verification", QUICKSTART),
    ("kyc-verification", "Verify identity: Rahul Sharma, +91 98xxxxxx10, PAN ABCDE1234F"),
    ("kyc-verification", "Verify identity: Rahul Sharma, PAN ABCDE1234F"),
    ("kyc-verification", "Verify identity: Rahul Sharma"),
    ("kyc-verification", "Verify identity: Asha Rao, +91 98123 45604, PAN AAAPR0004A"),
    ("", QUICKSTART),
    (COMPONENT, "Verify these: ABCDE1234F, AAAPV1002A and ABCDE1234G"),
    (COMPONENT, "Verify these"),
];
/// A workflow that is a component by itself: each organisation publishes it.
const COMPONENT: &str = "pan-list";

#[tokio::test(flavor = "multi_thread")]
async fn a_run_cut_anywhere_ends_as_if_it_had_not_been_on_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    every_request(&format!("sqlite://{}", folder.path().join("enrich.db").display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_cut_anywhere_ends_as_if_it_had_not_been_on_postgres() {
    let Some(url) = tests::postgres::database() else { return };
    every_request(&url).await;
}

async fn every_request(url: &str) {
    for (workflow, message) in REQUESTS {
        cut_everywhere(url, workflow, message).await;
    }
}

async fn cut_everywhere(url: &str, workflow: &str, message: &str) {
    let app = App::over(url).await;
    let customer = app.customer(Mode::Test, "0").await;
    if workflow == COMPONENT {
        publish(&app, customer.org).await;
    }
    let body = match workflow {
        "" => serde_json::json!({ "message": message }),
        slug => serde_json::json!({ "message": message, "workflow": slug }),
    };
    let created: Value = customer.post_run(&body).send().await.unwrap().json().await.unwrap();
    let run: RunId = created["id"].as_str().unwrap().parse().unwrap();
    customer.ended(&run.to_string()).await;
    let whole = app.house.store.of(customer.org).journal(run).await.unwrap().unwrap();
    assert!(matches!(whole.entries().last().unwrap().event, Event::Ended(_)));
    stop(app).await;

    // With nobody there to drive them, as many runs are written as the journal can be cut, each as a crash would leave it.
    let store = Store::open(url, master_key()).await.unwrap();
    let mut cuts = Vec::new();
    for cut in (1..whole.entries().len()).filter(|cut| !tears_a_group(&whole, *cut)) {
        cuts.push((cut, crash(&store, &whole, cut).await));
    }
    drop(store);

    let app = App::over(url).await;
    let expected = outcome(run, &whole);
    for (cut, run) in cuts {
        customer.at(&app).ended(&run.to_string()).await;
        let resumed = app.house.store.of(customer.org).journal(run).await.unwrap().unwrap();
        assert_eq!(outcome(run, &resumed), expected, "{workflow}: {message}: cut after {cut}");
        let kept = resumed.entries()[1..cut].iter().zip(&whole.entries()[1..cut]).all(|(resumed, whole)| resumed == whole);
        assert!(kept, "cut after {cut}: the history before the cut was changed");
    }
    let verification = app.house.store.verify().await.unwrap();
    assert!(verification.faults.is_empty(), "{:?}", verification.faults);
    stop(app).await;
}

async fn publish(app: &App, org: journal::OrgId) {
    let examined = app.house.library.examine(tests::guests::component(COMPONENT).to_vec()).await.unwrap();
    let version = examined.version.unwrap_or_else(|| panic!("{:?}", examined.diagnostics));
    let publication = Publication { slug: COMPONENT, version: &version, percent: 100, built_in: None };
    let outcome = admin::workflow::publish(app.desk(), org, publication, &examined.digest).await.unwrap();
    assert!(outcome.fresh);
}

/// Calls asked together are one question, and one append writes them: no crash leaves a part of them.
fn tears_a_group(whole: &Record, cut: usize) -> bool {
    let group = |place: usize| if let Event::CheckAsked(asked) = &whole.entries()[place].event { Some(asked.group) } else { None };
    group(cut).is_some() && group(cut) == group(cut - 1)
}

async fn stop(mut app: App) {
    app.stop().await;
}

/// Writes the first `cut` entries of `whole` as another run of the same organisation.
async fn crash(store: &Store, whole: &Record, cut: usize) -> RunId {
    let at = whole.created_at();
    let mut random = [0; RANDOM_BYTES];
    random[..8].copy_from_slice(&(cut as u64).to_le_bytes());
    random[8..].copy_from_slice(&whole.created().thread.to_string().as_bytes()[24..26]);
    let (run, thread) = (RunId::new(at, &random), ThreadId::new(at, &random));
    let created = Created { thread, ..whole.created().clone() };
    let mut record = Record::begin(at, created).unwrap();
    let admission = Admission { run, record: record.clone(), new_thread: true, idempotency: None, lease: None, workflows: None };
    assert_eq!(store.admit(admission).await.unwrap(), store::Admitted::Fresh);
    for entry in &whole.entries()[1..cut] {
        record.extend(entry.at, [entry.event.clone()]).unwrap();
    }
    if cut > 1 {
        store.append(Append { run, base: 1, record, lease: Ownership::Free }).await.unwrap();
    }
    run
}

/// What must not depend on where a run was cut: everything but its ids and times.
fn outcome(run: RunId, record: &Record) -> String {
    let mut resource = serde_json::to_value(Resource::of(run, record, None)).unwrap();
    let mut names: HashMap<String, String> = HashMap::new();
    for (place, call) in resource["tool_calls"].as_array().unwrap().iter().enumerate() {
        names.insert(call["id"].as_str().unwrap().to_owned(), format!("call {place}"));
    }
    for member in ["id", "thread_id", "created_at", "started_at", "completed_at"] {
        resource[member] = Value::Null;
    }
    forget(&mut resource);
    let mut text = serde_json::to_string_pretty(&resource).unwrap();
    for (id, name) in names {
        text = text.replace(&id, &name);
    }
    text
}

/// Latencies and plan ids differ from one life to the next.
fn forget(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| name != "latency_ms" && name != "plan_id");
            members.values_mut().for_each(forget);
        }
        Value::Array(items) => items.iter_mut().for_each(forget),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
