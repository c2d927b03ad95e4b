//! How runs end, and what is kept of them: whichever way it was, the bill, the partial answer and the last event tell it.

use journal::event::{AnswerDelta, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Created, Ended, Outcome, Problem, Started, Text};
use journal::{CallId, Credits, Event, Json, Mode, OpenCall, Private, Record, RunId, Status};
use reqwest::StatusCode;
use run::Clock;
use serde_json::{Value, json};
use std::time::Duration;
use store::{Admission, Admitted, Append, AppendError, Lease, Ownership};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};
use tests::wire;

crate::stories! {
    a_run_that_failed_keeps_what_it_found_and_bills_it,
    a_cancel_keeps_the_answer_as_far_as_it_came,
    the_last_event_tells_how_it_ended_whichever_way_that_was,
    a_run_admitted_with_little_goes_past_zero_and_a_top_up_settles_the_debt,
    a_status_leads_to_its_fields,
}

/// A run whose first two calls are in flight, behind the closed gate.
async fn in_flight(app: &App, customer: &Customer) -> RunId {
    app.providers.close();
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let listening = customer.attach(&run, None).await;
    wire::until(listening, |heard| heard.data["name"] == "mobile_intelligence").await;
    run.parse().unwrap()
}

/// Adds what a node would, in a run whose calls are held.
async fn add(app: &App, customer: &Customer, run: RunId, lease: Ownership, events: impl Fn(&Record) -> Vec<Event>) {
    loop {
        let mut record = app.house.store.of(customer.org).journal(run).await.unwrap().unwrap();
        let base = record.head();
        let events = events(&record);
        record.extend(app.now(), events).unwrap();
        match app.house.store.append(Append { run, base, record, lease: lease.clone() }).await {
            Ok(()) => return,
            Err(AppendError::Conflict) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

fn said(text: &str) -> Event {
    Event::AnswerDelta(AnswerDelta { private: Private::Known(Text { text: text.into() }) })
}

/// The answer to a call in flight, at its price or at `credits`.
fn answer(open: &OpenCall, outcome: Outcome, credits: Credits) -> Event {
    let private = Private::Known(CheckOutput { output: Json::parse("{}").unwrap(), message: None });
    let (call, check) = (open.call, open.check.clone());
    Event::CheckAnswered(CheckAnswered { call, check, outcome, credits, latency_ms: 5, carried_from: None, recent: None, private })
}

fn ended(record: &Record, status: Status, credits_used: Credits) -> Event {
    let fault = (status == Status::Failed).then(|| Problem {
        code: "internal_error".into(),
        message: "The workflow broke off.".into(),
        retryable: false,
    });
    assert!(record.state().credits_used <= credits_used);
    Event::Ended(Ended { status, reason: None, error: fault, credits_used })
}

async fn a_run_that_failed_keeps_what_it_found_and_bills_it(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = in_flight(&app, &customer).await;
    add(&app, &customer, run, Ownership::Free, |record| {
        let mut events: Vec<Event> = record
            .state()
            .open
            .iter()
            .map(|open| match open.check.as_str() {
                "pan_verification" => answer(open, Outcome::Success, open.hold),
                _ => answer(open, Outcome::Failed { code: "timeout".into(), retryable: true }, Credits::ZERO),
            })
            .collect();
        events.push(said("PAN found"));
        events.push(ended(record, Status::Failed, "2".parse().unwrap()));
        events
    })
    .await;
    app.providers.open();
    let failed = customer.ended(&run.to_string()).await;
    assert_eq!((&failed["status"], &failed["credits_used"]), (&json!("failed"), &json!(2.0)), "{failed:#}");
    assert_eq!(failed["error"], json!({ "code": "internal_error", "message": "The workflow broke off.", "retryable": false }));
    assert_eq!((&failed["answer"], &failed["answer_partial"]), (&json!("PAN found"), &json!(true)));
    assert!(failed["completed_at"].is_string(), "every end has its moment");
    let heard = customer.heard(&run.to_string(), None).await;
    let last = heard.last().unwrap();
    assert_eq!((last.name.as_str(), &last.data["status"], &last.data["credits_used"]), ("run.completed", &json!("failed"), &json!(2.0)));
    let usage: Value = customer.get("/v1/usage").send().await.unwrap().json().await.unwrap();
    assert_eq!(usage["credits_used"], 2.0, "what was answered is billed");
    assert_eq!(app.house.store.verify().await.unwrap().faults, Vec::<String>::new());
}

async fn a_cancel_keeps_the_answer_as_far_as_it_came(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = in_flight(&app, &customer).await;
    add(&app, &customer, run, Ownership::Keep, |_| vec![said("So far: ")]).await;
    let (path, nothing) = (format!("/v1/runs/{run}/cancel"), json!({}));
    let (cancelled, ()) = tokio::join!(customer.post(&path, &nothing), async {
        let record = async || app.house.store.of(customer.org).journal(run).await.unwrap().unwrap();
        while !record().await.state().cancelling() {}
        app.providers.open();
    });
    let (status, cancelled) = cancelled;
    assert_eq!((status, &cancelled["status"]), (StatusCode::OK, &json!("cancelled")), "{cancelled:#}");
    assert_eq!((&cancelled["answer"], &cancelled["answer_partial"]), (&json!("So far: "), &json!(true)));
    assert!(cancelled["error"].is_null() && cancelled["completed_at"].is_string());
    assert_eq!(customer.ended(&run.to_string()).await, cancelled);
}

async fn the_last_event_tells_how_it_ended_whichever_way_that_was(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (declined, stopped) = (customer.parked().await, customer.parked().await);
    let completed = customer.verify(QUICKSTART).await;
    for (run, verb, status, reason) in [
        (&declined, Some("approval"), "cancelled", json!("declined")),
        (&stopped, Some("cancel"), "cancelled", json!("requested")),
        (&completed, None, "completed", Value::Null),
    ] {
        let id = run["id"].as_str().unwrap();
        // Whoever listens to a parked run is told of its end on the same connection.
        let listening = customer.attach(id, None).await;
        if let Some(verb) = verb {
            let (decided, _) = customer.post(&format!("/v1/runs/{id}/{verb}"), &json!({ "decision": "declined" })).await;
            assert_eq!(decided, StatusCode::OK);
        }
        let heard = wire::all(listening).await;
        let resource = customer.ended(id).await;
        let (first, last) = (&heard[0], heard.last().unwrap());
        assert_eq!((first.name.as_str(), &first.data["thread_id"]), ("run.created", &resource["thread_id"]));
        assert_eq!(heard.iter().filter(|heard| heard.name == "run.completed").count(), 1);
        assert_eq!((last.name.as_str(), &last.data["status"]), ("run.completed", &json!(status)), "{id}");
        assert_eq!((&resource["status"], &resource["status_reason"]), (&json!(status), &reason));
        assert_eq!((&last.data["credits_used"], &last.data["report_url"]), (&resource["credits_used"], &resource["report_url"]));
    }
}

async fn a_run_admitted_with_little_goes_past_zero_and_a_top_up_settles_the_debt(app: App) {
    let live = app.customer(Mode::Live, "0.000001").await;
    // No provider is configured, so the run is over at once: what it is given here comes from a node that has one.
    let model = live.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    live.ended(&model).await;
    let created = app.house.store.of(live.org).journal(model.parse().unwrap()).await.unwrap().unwrap().created().clone();
    let price = "2".parse().unwrap();
    let run = executed_elsewhere(&app, &live, created, price).await;
    let usage = async || live.get("/v1/usage").send().await.unwrap().json::<Value>().await.unwrap();
    let told = usage().await;
    assert_eq!((&told["credits_used"], &told["credits_remaining"]), (&json!(2.0), &json!(-1.999_999)), "{run}: {told}");
    let order = json!({ "message": QUICKSTART });
    assert_eq!(live.post("/v1/runs", &order).await.1["error"]["code"], "insufficient_credits");
    admin::credits::grant(app.desk(), live.org, "1.999999".parse().unwrap(), "").await.unwrap();
    assert_eq!(usage().await["credits_remaining"], 0.0);
    assert_eq!(live.post("/v1/runs", &order).await.0, StatusCode::PAYMENT_REQUIRED, "nothing is left, and nothing is owed");
    admin::credits::grant(app.desk(), live.org, "1".parse().unwrap(), "").await.unwrap();
    assert_eq!(usage().await["credits_remaining"], 1.0);
    let (status, admitted) = live.post("/v1/runs", &order).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    live.ended(admitted["id"].as_str().unwrap()).await;
}

/// A run that was admitted like `created` and then executed by a node that has a provider, which answered at this price.
async fn executed_elsewhere(app: &App, customer: &Customer, created: Created, price: Credits) -> RunId {
    let mut random = [0; 10];
    app.clock.random(&mut random);
    let (run, call) = (RunId::new(app.now(), &random), CallId::new(app.now(), &random));
    let record = Record::begin(app.now(), created).unwrap();
    let lease = Lease { node: "elsewhere".into(), until: app.now().plus(Duration::from_secs(600)) };
    let admission = Admission { run, record, new_thread: false, idempotency: None, lease: Some(lease), workflows: None };
    assert_eq!(app.house.store.admit(admission).await.unwrap(), Admitted::Fresh);
    add(app, customer, run, Ownership::Keep, |record| {
        let private = Private::Known(CheckInput { input: Json::parse("{}").unwrap() });
        let asked = CheckAsked { call, group: record.head() + 2, check: "pan_verification".into(), hold: price, private };
        vec![Event::Started(Started { memory: Vec::new() }), Event::CheckAsked(asked)]
    })
    .await;
    let ends = |record: &Record| vec![answer(&record.state().open[0], Outcome::Success, price), ended(record, Status::Completed, price)];
    add(app, customer, run, Ownership::Free, ends).await;
    run
}

async fn a_status_leads_to_its_fields(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let first = customer.verify(QUICKSTART).await;
    let id = first["id"].as_str().unwrap();
    let running = customer.until(id, "running").await;
    assert!(first["started_at"].is_null() && running["started_at"].is_string(), "it began when it began to run");
    for (early, status) in [(&first, "queued"), (&running, "running")] {
        assert_eq!(early["status"], status);
        for field in ["answer", "report", "report_url", "plan", "error", "completed_at"] {
            assert!(early[field].is_null(), "{status}: {field}");
        }
    }
    app.providers.open();
    let completed = customer.ended(id).await;
    for (field, there) in [("answer", true), ("report", true), ("completed_at", true), ("plan", false), ("error", false)] {
        assert_eq!(!completed[field].is_null(), there, "{field}");
    }
    assert!(completed["created_at"].as_str() <= completed["started_at"].as_str());
    assert!(completed["started_at"].as_str() <= completed["completed_at"].as_str());
    let parked = customer.parked().await;
    assert!(parked["plan"].is_object() && parked["report"].is_null() && parked["completed_at"].is_null());
    customer.post(&format!("/v1/runs/{}/cancel", parked["id"].as_str().unwrap()), &json!({})).await;
}
