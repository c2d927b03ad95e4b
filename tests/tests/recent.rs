//! Recent answers, on both engines: a paid answer of the same organisation stands for a new one, is labelled and costs what the page says;
//! anything else is asked anew.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::event::{Created, Event, FORMAT, PinnedCheck, Request};
use journal::id::RANDOM_BYTES;
use journal::{Credits, Json, Mode, Private, Record, RunId, ThreadId, Time};
use library::Shelf;
use run::Clock;
use serde_json::{Value, json};
use sqlx::{Executor, Row};
use std::time::Duration;
use store::{Admission, Admitted, Append, Ownership, Question};
use tests::app::{App, sandbox};
use tests::customer::Customer;

const MESSAGE: &str = "PAN ABCDE1234F";
const OTHER: &str = "PAN AAAPV1000A";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn example() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../workflows/examples/recent-answers.md")).unwrap()
}

/// The example, ready to be pinned to.
struct Page(library::Page);

impl Page {
    async fn of(app: &App, source: &str) -> Page {
        app.house.store.put_artefact("procedure", source.as_bytes()).await.unwrap();
        Page(Shelf::of(&sandbox()).unwrap().page(source).unwrap())
    }

    fn check(&self) -> &PinnedCheck {
        self.0.pins.check("pan_verification").unwrap()
    }

    fn question(&self, mode: Mode, input: &str) -> Question {
        Question { mode, check: self.check().clone(), input: Json::parse(input).unwrap() }
    }

    /// The journal of a new run of `message`, in a conversation of its own.
    fn begin(&self, app: &App, customer: &Customer, message: &str) -> Record {
        let now = app.now();
        let created = Created {
            format: FORMAT,
            org: customer.org,
            mode: Mode::Test,
            thread: ThreadId::new(now, &random(app)),
            key: customer.key,
            workflow: Some("recent-answers".into()),
            pins: self.0.pins.clone(),
            auto_approve: false,
            continues: false,
            max_credits: None,
            retry_of: None,
            private: Private::Known(Request { message: message.into(), metadata: None }),
        };
        Record::begin(now, created).unwrap()
    }

    /// Carries out a run and gives its resource.
    async fn run(&self, app: &App, customer: &Customer, message: &str) -> Value {
        let run = admit(app, self.begin(app, customer, message)).await;
        customer.ended(&run.to_string()).await
    }
}

fn random(app: &App) -> [u8; RANDOM_BYTES] {
    let mut random = [0; RANDOM_BYTES];
    app.clock.random(&mut random);
    random
}

async fn admit(app: &App, record: Record) -> RunId {
    let run = RunId::new(app.now(), &random(app));
    let admission = Admission { run, record, new_thread: true, idempotency: None, lease: None, workflows: None };
    assert_eq!(app.house.store.admit(admission).await.unwrap(), Admitted::Fresh);
    run
}

async fn sql(url: &str, statement: &str) -> i64 {
    let mut on = tests::rows::connect(url).await;
    on.fetch_optional(sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))).await.unwrap().map_or(0, |row| row.get::<i64, _>(0))
}

/// Whether it was asked for anew, at its whole price.
fn is_anew(run: &Value) -> bool {
    let call = &run["tool_calls"][0];
    assert_eq!(run["status"], "completed", "{run:#}");
    assert_eq!(call["credits"].to_string(), if call["recent"].is_null() { "2.0" } else { "0.5" }, "{run:#}");
    assert_eq!(run["credits_used"], call["credits"]);
    call["recent"].is_null()
}

async fn story(url: &str) {
    let app = App::over(url).await;
    let customer = app.customer(Mode::Test, "0").await;
    let page = Page::of(&app, &example()).await;
    let first = page.run(&app, &customer, MESSAGE).await;
    assert!(is_anew(&first), "there was nothing to be had again");
    let answered_at: Time = {
        let run: RunId = first["id"].as_str().unwrap().parse().unwrap();
        let journal = app.house.store.of(customer.org).journal(run).await.unwrap().unwrap();
        journal.entries().iter().find(|entry| matches!(entry.event, Event::CheckAnswered(_))).unwrap().at
    };

    // Whoever asked a provider now would wait for ever.
    app.providers.close();
    app.clock.advance(DAY * 20);
    let again = page.run(&app, &customer, MESSAGE).await;
    assert!(!is_anew(&again));
    let expected = json!({ "run_id": first["id"], "call_id": first["tool_calls"][0]["id"], "answered_at": answered_at });
    assert_eq!(again["tool_calls"][0]["recent"], expected);
    let step = again["steps"].as_array().unwrap().iter().find(|step| step["type"] == "tool_call").unwrap();
    assert_eq!(step["recent"], expected);
    let label = json!({ "run_id": first["id"], "answered_at": answered_at, "days": 20 });
    assert_eq!(again["report"]["phases"][0]["checks"][0]["recent"], label);
    let words = |run: &Value| run["answer"].as_str().unwrap().to_owned();
    assert_eq!(words(&again), words(&first).replacen("PAN verified", "PAN verified (an answer of 20 days ago)", 1));
    let told = customer.heard(again["id"].as_str().unwrap(), None).await;
    assert_eq!(told.iter().filter(|heard| heard.data["recent"] == expected).count(), 1, "the stream tells it too");

    cut_everywhere(&app, &customer, &again).await;
    let (member, org) = (r#"{"pan":"ABCDE1234F"}"#, app.house.store.of(customer.org));
    let recall = |question: Question| async move { org.recall(&question, Time::from_micros(0)).await.unwrap() };
    assert!(recall(page.question(Mode::Test, member)).await.is_some());
    assert!(recall(page.question(Mode::Live, member)).await.is_none(), "test and live never mix");
    let priced =
        Question { check: PinnedCheck { price: Credits::from_micros(1), ..page.check().clone() }, ..page.question(Mode::Test, member) };
    let built =
        Question { check: PinnedCheck { component: "another".into(), ..page.check().clone() }, ..page.question(Mode::Test, member) };
    assert!(recall(priced).await.is_none() && recall(built).await.is_none(), "another price, another component");

    app.providers.open();
    let stranger = app.customer(Mode::Test, "0").await;
    assert!(is_anew(&page.run(&app, &stranger, MESSAGE).await), "another organisation's answers are its own");
    assert!(is_anew(&page.run(&app, &customer, OTHER).await), "another question");
    app.clock.advance(DAY * 11);
    let anew = page.run(&app, &customer, MESSAGE).await;
    assert!(is_anew(&anew), "31 days: to be had again does not make an answer younger");
    assert_eq!(page.run(&app, &customer, MESSAGE).await["tool_calls"][0]["recent"]["run_id"], anew["id"], "the newest");

    let rows = format!("SELECT count(*) FROM answers WHERE org_id = '{}'", customer.org);
    assert_eq!(sql(url, &rows).await, 2, "one row for each question, however often it was asked");
    let verification = app.house.store.verify().await.unwrap();
    assert!(verification.faults.is_empty(), "{:?}", verification.faults);

    // What is erased is not had again: in another process, for this one may hold the key in memory.
    let thread: ThreadId = anew["thread_id"].as_str().unwrap().parse().unwrap();
    sql(url, &format!("UPDATE threads SET wrapped_key = NULL WHERE thread_id = '{thread}'")).await;
    let app = restarted(app, url).await;
    assert!(is_anew(&page.run(&app, &customer.at(&app), MESSAGE).await));
    let other = page.run(&app, &customer.at(&app), OTHER).await;
    let from: ThreadId = {
        let run: RunId = other["tool_calls"][0]["recent"]["run_id"].as_str().unwrap().parse().unwrap();
        app.house.store.of(customer.org).journal(run).await.unwrap().unwrap().created().thread
    };
    assert_eq!(app.house.store.of(customer.org).forget_answers(from).await.unwrap(), 1);
    assert!(is_anew(&page.run(&app, &customer.at(&app), OTHER).await), "and what is forgotten is not found");
    let old = app.now().plus(store::ANSWERS_KEPT + DAY);
    app.house.store.sweep(old).await.unwrap();
    assert_eq!(sql(url, "SELECT count(*) FROM answers").await, 0, "nothing is kept for ever");
    stop(app).await;
}

async fn restarted(app: App, url: &str) -> App {
    let ahead = app.clock.now();
    stop(app).await;
    let app = App::over(url).await;
    app.clock.advance(ahead.since(app.clock.now()));
    app
}

async fn stop(mut app: App) {
    app.stop().await;
}

/// The run that took a recent answer, cut after every event as a crash would leave it: each ends as it did.
async fn cut_everywhere(app: &App, customer: &Customer, whole: &Value) {
    let run: RunId = whole["id"].as_str().unwrap().parse().unwrap();
    let journal = app.house.store.of(customer.org).journal(run).await.unwrap().unwrap();
    for cut in 1..journal.entries().len() {
        let created = Created { thread: ThreadId::new(app.now(), &random(app)), ..journal.created().clone() };
        let mut record = Record::begin(journal.created_at(), created).unwrap();
        let begun = record.clone();
        for entry in &journal.entries()[1..cut] {
            record.extend(entry.at, [entry.event.clone()]).unwrap();
        }
        let run = RunId::new(app.now(), &random(app));
        // Nobody takes it up before it is as long as the crash left it.
        let lease = store::Lease { node: "crashed".into(), until: app.now().plus(Duration::from_secs(1)) };
        let admission = Admission { run, record: begun, new_thread: true, idempotency: None, lease: Some(lease), workflows: None };
        assert_eq!(app.house.store.admit(admission).await.unwrap(), Admitted::Fresh);
        if cut > 1 {
            app.house.store.append(Append { run, base: 1, record, lease: Ownership::Free }).await.unwrap();
        }
        let ended = customer.ended(&run.to_string()).await;
        for member in ["status", "answer", "credits_used"] {
            assert_eq!(ended[member], whole[member], "cut after {cut}: {member}");
        }
        assert_eq!(report(&ended), report(whole), "cut after {cut}");
        assert_eq!(ended["tool_calls"][0]["recent"], whole["tool_calls"][0]["recent"], "cut after {cut}");
    }
}

/// Its report, but for the id of its own call.
fn report(run: &Value) -> Value {
    let mut report = run["report"].clone();
    report["phases"][0]["checks"][0]["call_id"] = Value::Null;
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recent_answer_stands_for_a_new_one_on_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    story(&format!("sqlite://{}", folder.path().join("enrich.db").display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recent_answer_stands_for_a_new_one_on_postgres() {
    let Some(url) = tests::postgres::database() else { return };
    story(&url).await;
}
