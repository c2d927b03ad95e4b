//! Runs of one conversation take turns, and remember.

use journal::Mode;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};

crate::stories! {
    runs_of_a_thread_wait_for_each_other_in_order,
    a_parked_run_keeps_nobody_waiting,
    a_cancelled_run_lets_the_next_begin,
    a_follow_up_knows_what_was_said_before,
    a_run_is_told_nothing_of_those_behind_it,
    turns_are_kept_across_a_restart_and_a_rebuild,
}

async fn follow_up(customer: &Customer, thread: &Value, message: &str) -> String {
    let order = json!({ "message": message, "workflow": "kyc-verification", "thread_id": thread });
    let (status, created) = customer.post("/v1/runs", &order).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{created}");
    assert_eq!(created["thread_id"], *thread);
    created["id"].as_str().unwrap().to_owned()
}

async fn read(customer: &Customer, run: &str) -> Value {
    customer.get(&format!("/v1/runs/{run}")).send().await.unwrap().json().await.unwrap()
}

async fn runs_of_a_thread_wait_for_each_other_in_order(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let first = customer.verify(QUICKSTART).await;
    let mut runs = vec![first["id"].as_str().unwrap().to_owned()];
    customer.until(&runs[0], "running").await;
    for _ in 0..3 {
        runs.push(follow_up(&customer, &first["thread_id"], QUICKSTART).await);
    }
    for waiting in &runs[1..] {
        assert_eq!(read(&customer, waiting).await["status"], "queued", "it waits for the first");
    }
    app.providers.open();
    let mut ended = Vec::new();
    for run in &runs {
        ended.push(customer.ended(run).await);
    }
    for pair in ended.windows(2) {
        assert_eq!(pair[1]["status"], "completed");
        assert!(pair[1]["started_at"].as_str() >= pair[0]["completed_at"].as_str(), "one after the other");
    }
}

async fn a_parked_run_keeps_nobody_waiting(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let parked = customer.parked().await;
    let next = follow_up(&customer, &parked["thread_id"], QUICKSTART).await;
    assert_eq!(customer.ended(&next).await["status"], "completed");
    let id = parked["id"].as_str().unwrap();
    assert_eq!(read(&customer, id).await["status"], "requires_approval");
    customer.post(&format!("/v1/runs/{id}/approval"), &json!({ "decision": "approved" })).await;
    assert_eq!(customer.ended(id).await["status"], "completed", "it resumes also after a later one");
}

async fn a_cancelled_run_lets_the_next_begin(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let first = customer.verify(QUICKSTART).await;
    let (second, third) =
        (follow_up(&customer, &first["thread_id"], QUICKSTART).await, follow_up(&customer, &first["thread_id"], QUICKSTART).await);
    let (status, cancelled) = customer.post(&format!("/v1/runs/{second}/cancel"), &json!({})).await;
    assert_eq!((status, &cancelled["status"]), (StatusCode::OK, &json!("cancelled")));
    assert_eq!(read(&customer, &third).await["status"], "queued", "the first is still at work");
    app.providers.open();
    assert_eq!(customer.ended(first["id"].as_str().unwrap()).await["status"], "completed");
    assert_eq!(customer.ended(&third).await["status"], "completed");
}

async fn a_follow_up_knows_what_was_said_before(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let first = customer.verify("Verify identity: Rahul Sharma, PAN ABCDE1234F").await;
    customer.ended(first["id"].as_str().unwrap()).await;
    let second = follow_up(&customer, &first["thread_id"], "Also check his mobile number +91 98123 45610").await;
    let ended = customer.ended(&second).await;
    let names: Vec<&str> = ended["tool_calls"].as_array().unwrap().iter().map(|call| call["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"mobile_intelligence") && names.contains(&"pan_verification"), "{names:?}: {ended:#}");
    let alone = json!({ "message": "Also check his mobile number +91 98123 45610", "workflow": "kyc-verification" });
    let (_, alone) = customer.post("/v1/runs", &alone).await;
    let alone = customer.ended(alone["id"].as_str().unwrap()).await;
    assert_eq!(alone["status_reason"], "missing_input", "without the conversation the name is missing");
    let question = json!({ "message": "Also his mobile +91 98123 45610", "workflow": "kyc-verification", "thread_id": first["thread_id"] });
    let (_, quote) = customer.post("/v1/runs/quote", &question).await;
    assert_eq!((&quote["status_reason"], &quote["most"]), (&Value::Null, &json!(3.7)), "a quote remembers as the run would: {quote}");
    for path in ["/v1/runs", "/v1/runs/quote"] {
        let (status, unknown) = customer.post(path, &json!({ "message": "m", "thread_id": "th_none" })).await;
        assert_eq!((status, &unknown["error"]["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{path}");
    }
}

async fn a_run_is_told_nothing_of_those_behind_it(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let first = customer.verify(QUICKSTART).await;
    let second = follow_up(&customer, &first["thread_id"], "And once more, please.").await;
    let third = follow_up(&customer, &first["thread_id"], "Verify Asha Verma, PAN AAAPV1002A").await;
    let (_, cancelled) = customer.post(&format!("/v1/runs/{third}/cancel"), &json!({})).await;
    let early = (&cancelled["status"], &cancelled["answer"], &cancelled["answer_partial"]);
    assert_eq!(early, (&json!("cancelled"), &Value::Null, &json!(true)), "it is over before the second begins");
    app.providers.open();
    let ended = customer.ended(&second).await;
    assert_eq!(ended["report"]["subject"]["name"], "Rahul Sharma", "{ended:#}");
    customer.ended(first["id"].as_str().unwrap()).await;
}

async fn turns_are_kept_across_a_restart_and_a_rebuild(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let first = customer.verify(QUICKSTART).await;
    let second = follow_up(&customer, &first["thread_id"], QUICKSTART).await;
    app.house.store.rebuild().await.unwrap();
    let app = app.restart().await;
    let customer = customer.at(&app);
    let (first, second) = (customer.ended(first["id"].as_str().unwrap()).await, customer.ended(&second).await);
    assert!(second["started_at"].as_str() >= first["completed_at"].as_str());
    assert_eq!(app.house.store.verify().await.unwrap().faults, Vec::<String>::new());
}
