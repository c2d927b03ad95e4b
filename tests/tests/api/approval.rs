//! Plans that wait for a decision, cancels, and the clock.

use futures::future::join_all;
use journal::Mode;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::app::App;
use tests::customer::{Customer, DILIGENCE, QUICKSTART};
use tests::wire;

crate::stories! {
    a_run_parks_with_its_plan_and_goes_on_where_it_paused,
    a_declined_plan_ends_the_run_and_nothing_more_is_billed,
    nobody_decides_and_a_day_later_the_run_is_cancelled,
    a_run_that_parks_at_once_is_not_waited_for_in_vain,
    a_test_clock_lets_a_client_try_the_timeout,
    a_key_that_approves_beforehand_never_pauses,
    of_many_approvals_and_cancels_one_wins,
    of_many_refusals_and_cancels_one_wins,
    a_stale_approval_is_refused,
    a_run_waits_for_approval_across_a_restart,
    a_cancel_settles_what_is_in_flight,
    what_is_over_cannot_be_cancelled,
}

fn calls(run: &Value) -> usize {
    run["tool_calls"].as_array().unwrap().len()
}

async fn a_run_parks_with_its_plan_and_goes_on_where_it_paused(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let parked = customer.parked().await;
    let id = parked["id"].as_str().unwrap();
    let plan = &parked["plan"];
    assert!(plan["plan_id"].as_str().unwrap().starts_with("plan_") && plan["summary"].is_string(), "{plan}");
    let tasks = plan["tasks"].as_array().unwrap();
    assert!(!tasks.is_empty() && tasks.iter().all(|task| task["goal"].is_string() && !task["checks"].as_array().unwrap().is_empty()));
    assert!(plan["max_credits"].as_f64().unwrap() > 0.0 && plan["approval_expires_at"].is_string());
    assert_eq!((calls(&parked), &parked["credits_used"]), (0, &json!(0.0)), "nothing was called yet");
    let listening = customer.attach(id, None).await;
    let (status, approved) = customer.post(&format!("/v1/runs/{id}/approval"), &json!({ "decision": "approved" })).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&approved["id"], &approved["plan"]), (&parked["id"], &Value::Null));
    let heard = wire::all(listening).await;
    assert!(heard.iter().any(|heard| heard.name == "run.requires_approval" && heard.data["plan"] == *plan), "{heard:?}");
    assert_eq!(heard.last().unwrap().data["status"], "completed", "open streams go on");
    let ended = customer.ended(id).await;
    assert!(calls(&ended) >= 2 && ended["status"] == "completed", "{ended:#}");
    let again = customer.post(&format!("/v1/runs/{id}/approval"), &json!({ "decision": "approved" })).await;
    assert_eq!((again.0, &again.1["error"]["code"]), (StatusCode::CONFLICT, &json!("not_awaiting_approval")));
    assert_eq!(again.1["error"]["run_id"], id);
    let told = again.1["error"]["message"].as_str().unwrap();
    assert!(told.contains("completed") && told.contains("approved"), "{told}");
}

async fn a_declined_plan_ends_the_run_and_nothing_more_is_billed(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let parked = customer.parked().await;
    let path = format!("/v1/runs/{}/approval", parked["id"].as_str().unwrap());
    for wrong in [json!({}), json!({ "decision": "maybe" }), json!({ "decision": 1 }), json!({ "decision": "approved", "plan_id": "x" })] {
        let (status, body) = customer.post(&path, &wrong).await;
        assert_eq!((status, &body["error"]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid_request")), "{wrong}");
    }
    let (status, other) = customer.post(&path, &json!({ "decision": "declined", "plan_id": "plan_x" })).await;
    assert_eq!((status, &other["error"]["code"]), (StatusCode::CONFLICT, &json!("not_awaiting_approval")), "a plan that nobody gave");
    let (status, declined) = customer.post(&path, &json!({ "decision": "declined" })).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&declined["status"], &declined["status_reason"]), (&json!("cancelled"), &json!("declined")));
    assert_eq!((calls(&declined), &declined["credits_used"]), (0, &json!(0.0)));
}

async fn nobody_decides_and_a_day_later_the_run_is_cancelled(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let parked = customer.parked().await;
    app.clock.advance(Duration::from_secs(24 * 60 * 60));
    let ended = customer.ended(parked["id"].as_str().unwrap()).await;
    assert_eq!((&ended["status"], &ended["status_reason"]), (&json!("cancelled"), &json!("approval_timeout")));
}

async fn a_run_that_parks_at_once_is_not_waited_for_in_vain(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let created = customer.post_run(&json!({ "message": DILIGENCE, "workflow": "business-due-diligence" })).send().await.unwrap();
    let tag = created.headers()["etag"].clone();
    let run = created.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/runs/{run}?wait=50");
    let began = Instant::now();
    let waited = customer.get(&path).header("If-None-Match", tag).send().await.unwrap();
    assert_eq!(waited.json::<Value>().await.unwrap()["status"], "requires_approval");
    assert!(began.elapsed() < Duration::from_secs(40), "it answers with what is newer than the answer of the create");
    customer.post(&format!("/v1/runs/{run}/cancel"), &json!({})).await;
    customer.ended(&run).await;
    // Where nothing is newer, the tag says that too.
    app.providers.close();
    let first = customer.verify(QUICKSTART).await;
    let behind = json!({ "message": QUICKSTART, "thread_id": first["thread_id"] });
    let created = customer.post_run(&behind).send().await.unwrap();
    let tag = created.headers()["etag"].clone();
    let queued = created.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let same = customer.get(&format!("/v1/runs/{queued}")).header("If-None-Match", tag).send().await.unwrap();
    assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
    app.providers.open();
    customer.ended(&queued).await;
}

async fn a_test_clock_lets_a_client_try_the_timeout(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let parked = customer.parked().await;
    let advance = async |seconds: Value| customer.post("/v1/test/clock/advance", &json!({ "seconds": seconds })).await;
    for wrong in [json!(0), json!(-1), json!(1.5), json!("1"), json!(31_536_001), Value::Null] {
        assert_eq!(advance(wrong.clone()).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(advance(json!(3_600)).await, (StatusCode::OK, json!({ "timers": 1, "deliveries": 0 })));
    let path = format!("/v1/runs/{}", parked["id"].as_str().unwrap());
    let still: Value = customer.get(&path).send().await.unwrap().json().await.unwrap();
    assert_eq!(still["status"], "requires_approval");
    assert_eq!(advance(json!(83_000)).await.1, json!({ "timers": 1, "deliveries": 0 }));
    let ended = customer.ended(parked["id"].as_str().unwrap()).await;
    assert_eq!((&ended["status"], &ended["status_reason"]), (&json!("cancelled"), &json!("approval_timeout")));
    let live = app.colleague(customer.org, Mode::Live).await;
    let (status, refused) = live.post("/v1/test/clock/advance", &json!({ "seconds": 1 })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
}

async fn a_key_that_approves_beforehand_never_pauses(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let bold = app.bold_colleague(customer.org, Mode::Test).await;
    let order = json!({ "message": tests::customer::DILIGENCE, "workflow": "business-due-diligence" });
    let (_, created) = bold.post("/v1/runs", &order).await;
    let heard = bold.heard(created["id"].as_str().unwrap(), None).await;
    assert!(heard.iter().all(|heard| heard.name != "run.requires_approval"), "{heard:?}");
    assert_eq!(heard.last().unwrap().data["status"], "completed");
    let audit: Value = bold.get(&format!("/v1/runs/{}/audit", created["id"].as_str().unwrap())).send().await.unwrap().json().await.unwrap();
    let decided = audit["events"].as_array().unwrap().iter().find(|event| event["event"] == "plan_decided").unwrap().clone();
    assert!(decided.to_string().contains("key_"), "the decision names the key: {decided}");
}

async fn of_many_approvals_and_cancels_one_wins(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    // Whoever is sent first is likely to win, so each is once; then they alternate.
    for (round, approves) in [|n| n < 100, |n| n >= 100, |n| n % 2 == 0].into_iter().enumerate() {
        let race = race(&customer, "approved", approves).await;
        let (approvals, cancels) = (race.winners(true), race.winners(false));
        let events = race.audited["events"].as_array().unwrap();
        let count = |name: &str| events.iter().filter(|event| event["event"] == name).count();
        let seen = format!("round {round}: {approvals} approvals and {cancels} cancels took: {:#}", race.audited);
        assert!(count("cancel_asked") <= 1 && count("ended") == 1, "{seen}");
        if count("plan_decided") == 0 {
            assert_eq!((approvals, cancels), (0, 1), "{seen}");
            assert_eq!((&race.ended["status"], &race.ended["status_reason"]), (&json!("cancelled"), &json!("requested")), "{seen}");
            assert_eq!((count("check_asked"), calls(&race.ended), &race.ended["credits_used"]), (0, 0, &json!(0.0)), "{seen}");
            assert_eq!(race.audited["charges"], json!([]), "{seen}");
        } else {
            // The run goes on, and a cancel may still stop it; those that come while it is stopping are told of the same end.
            assert_eq!((count("plan_decided"), approvals), (1, 1), "{seen}");
            assert_eq!(cancels > 0, count("cancel_asked") == 1, "{seen}");
            let end = if cancels > 0 { "cancelled" } else { "completed" };
            assert_eq!(race.ended["status"], end, "{seen}");
        }
    }
    assert_eq!(app.house.store.verify().await.unwrap().faults, Vec::<String>::new());
}

async fn of_many_refusals_and_cancels_one_wins(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let race = race(&customer, "declined", |n| n % 2 == 0).await;
    let (declined, cancelled) = (race.winners(true), race.winners(false));
    assert_eq!(declined + cancelled, 1, "either ends the run");
    let reason = if declined == 1 { "declined" } else { "requested" };
    assert_eq!((&race.ended["status"], &race.ended["status_reason"]), (&json!("cancelled"), &json!(reason)));
    assert_eq!((calls(&race.ended), &race.audited["charges"]), (0, &json!([])));
}

/// What came of many decisions and cancels at the same time.
struct Race {
    /// Of each: whether it decided, and what it was answered.
    answers: Vec<(bool, (StatusCode, Value))>,
    ended: Value,
    audited: Value,
}

/// Two hundred at once on one parked plan: those numbers that `decides` is true of send `decision`, the others cancel.
async fn race(customer: &Customer, decision: &str, decides: fn(usize) -> bool) -> Race {
    let parked = customer.parked().await;
    let id = parked["id"].as_str().unwrap();
    let send = async |n: usize| match decides(n) {
        true => (true, customer.post(&format!("/v1/runs/{id}/approval"), &json!({ "decision": decision })).await),
        false => (false, customer.post(&format!("/v1/runs/{id}/cancel"), &json!({})).await),
    };
    let answers = join_all((0..200).map(send)).await;
    let ended = customer.ended(id).await;
    let audited = customer.get(&format!("/v1/runs/{id}/audit")).send().await.unwrap().json().await.unwrap();
    let race = Race { answers, ended, audited };
    for (decided, (status, answer)) in &race.answers {
        let code = if *decided { "not_awaiting_approval" } else { "not_cancellable" };
        let refused = *status == StatusCode::CONFLICT && answer["error"]["code"] == code && answer["error"]["run_id"] == id;
        assert!(refused || *status == StatusCode::OK && answer["id"] == id, "{status}: {answer}");
    }
    race
}

impl Race {
    /// How many decisions, or cancels, took.
    fn winners(&self, decided: bool) -> usize {
        self.answers.iter().filter(|(did, (status, _))| *did == decided && *status == StatusCode::OK).count()
    }
}

async fn a_stale_approval_is_refused(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (one, other) = (customer.parked().await, customer.parked().await);
    let path = |run: &Value| format!("/v1/runs/{}/approval", run["id"].as_str().unwrap());
    let of = |run: &Value| json!({ "decision": "declined", "plan_id": run["plan"]["plan_id"] });
    let (status, refused) = customer.post(&path(&one), &of(&other)).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::CONFLICT, &json!("not_awaiting_approval")));
    for run in [&one, &other] {
        assert_eq!(customer.post(&path(run), &of(run)).await.0, StatusCode::OK);
    }
}

async fn a_run_waits_for_approval_across_a_restart(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let parked = customer.parked().await;
    let id = parked["id"].as_str().unwrap();
    let app = app.restart().await;
    let customer = customer.at(&app);
    let still: Value = customer.get(&format!("/v1/runs/{id}")).send().await.unwrap().json().await.unwrap();
    assert_eq!(still, parked);
    customer.post(&format!("/v1/runs/{id}/approval"), &json!({ "decision": "approved" })).await;
    assert_eq!(customer.ended(id).await["status"], "completed");
}

async fn a_cancel_settles_what_is_in_flight(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let listening = customer.attach(&run, None).await;
    wire::until(listening, |heard| heard.name == "tool_call" && heard.data["status"] == "started").await;
    let (path, nothing) = (format!("/v1/runs/{run}/cancel"), json!({}));
    let (cancelled, ()) = tokio::join!(customer.post(&path, &nothing), async {
        // Once the cancel is on record, what is in flight may land.
        while customer.get(&format!("/v1/runs/{run}/audit")).send().await.unwrap().text().await.unwrap().contains("cancel_asked").eq(&false)
        {
        }
        app.providers.open();
    });
    let (status, ended) = cancelled;
    assert_eq!((status, &ended["status"], &ended["status_reason"]), (StatusCode::OK, &json!("cancelled"), &json!("requested")));
    let paid: f64 = ended["tool_calls"].as_array().unwrap().iter().map(|call| call["credits"].as_f64().unwrap()).sum();
    assert!(paid > 0.0, "what was answered in time is billed: {ended:#}");
    assert_eq!(ended["credits_used"].as_f64().unwrap(), paid);
    assert!(ended["tool_calls"].as_array().unwrap().iter().all(|call| call["status"] != "started"));
    assert_eq!(customer.ended(&run).await["credits_used"], ended["credits_used"], "it never moves afterwards");
}

async fn what_is_over_cannot_be_cancelled(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    customer.ended(&run).await;
    let (status, refused) = customer.post(&format!("/v1/runs/{run}/cancel"), &json!({})).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::CONFLICT, &json!("not_cancellable")));
    assert!(refused["error"]["message"].as_str().unwrap().contains("completed"), "{refused}");
    let stranger = app.customer(Mode::Test, "0").await;
    for verb in ["cancel", "approval", "stream-token"] {
        let (status, _) = stranger.post(&format!("/v1/runs/{run}/{verb}"), &json!({ "decision": "approved" })).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{verb}");
    }
}
