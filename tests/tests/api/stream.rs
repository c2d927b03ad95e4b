//! Listening to a run.

use futures::StreamExt;
use journal::Mode;
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::app::App;
use tests::customer::QUICKSTART;
use tests::wire;

crate::stories! {
    both_ways_to_listen_hear_the_same_from_created_to_completed,
    a_client_cut_off_anywhere_loses_nothing_and_hears_nothing_twice,
    a_stream_cut_off_while_the_run_works_is_taken_up_where_it_was,
    a_client_that_goes_away_cancels_nothing,
    silence_is_filled_while_a_run_is_parked,
    steps_are_the_sequence_that_a_stream_hears,
    a_call_is_told_as_it_came_out,
    a_server_that_stops_lets_go_of_listeners_and_its_successor_goes_on,
}

async fn both_ways_to_listen_hear_the_same_from_created_to_completed(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let order = json!({ "message": QUICKSTART, "workflow": "kyc-verification", "stream": true });
    let response = customer.post_run(&order).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    let run = response.headers()["enrich-run-id"].to_str().unwrap().to_owned();
    assert_eq!(response.headers()[header::LOCATION], format!("/v1/runs/{run}").as_str());
    let live = response.text().await.unwrap();
    assert!(live.starts_with("retry: 3000\n\nid: 1\nevent: run.created\n"), "{live}");
    let live = wire::parse(&live);
    assert!(live.is_sorted_by(|before, after| before.id < after.id), "ids only increase");
    let resource = customer.ended(&run).await;
    assert_eq!(live[0].data, json!({ "run_id": run, "thread_id": resource["thread_id"] }));
    let last = live.last().unwrap();
    assert_eq!(last.name, "run.completed");
    assert_eq!(last.data, json!({ "status": "completed", "credits_used": 3.7, "report_url": null }));
    let said: String = live.iter().filter(|heard| heard.name == "answer.delta").map(|heard| heard.data["text"].as_str().unwrap()).collect();
    assert_eq!(resource["answer"], said, "the answer is the sum of its pieces");
    let calls = |status: &str| live.iter().filter(|heard| heard.name == "tool_call" && heard.data["status"] == status).count();
    assert_eq!((calls("started"), calls("success")), (3, 3));

    assert_eq!(customer.heard(&run, None).await, live, "attaching later hears the persisted sequence");
}

async fn a_client_cut_off_anywhere_loses_nothing_and_hears_nothing_twice(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    customer.ended(&run).await;
    let whole = customer.heard(&run, None).await;
    assert!(whole.len() > 5);
    for cut in 1..whole.len() {
        let mut heard = wire::first(customer.attach(&run, None).await, cut).await;
        heard.extend(customer.heard(&run, Some(heard[cut - 1].id)).await);
        assert_eq!(heard, whole, "cut after {cut} events");
    }
    let last = whole.last().unwrap().id;
    for after in [last, last + 1, u64::MAX] {
        let ended = customer.attach(&run, Some(after)).await;
        assert_eq!(ended.status(), StatusCode::NO_CONTENT, "nothing follows {after}: an EventSource stops");
        assert!(ended.text().await.unwrap().is_empty());
    }
    assert_eq!(customer.heard(&run, Some(0)).await, whole);
    for junk in ["", "x", "-1", "1.5", "0x1"] {
        let refused = customer.get(&format!("/v1/runs/{run}/events")).header("Last-Event-ID", junk).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{junk}");
        let told: Value = refused.json().await.unwrap();
        assert!(told["error"]["message"].as_str().unwrap().starts_with("Last-Event-ID: "));
    }
}

async fn a_stream_cut_off_while_the_run_works_is_taken_up_where_it_was(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let mut heard = wire::until(customer.attach(&run, None).await, |heard| heard.name == "tool_call").await;
    let after = heard.last().unwrap().id;
    let stays = customer.attach(&run, None).await;
    let returns = customer.attach(&run, Some(after)).await;
    app.providers.open();
    heard.extend(wire::all(returns).await);
    let whole = wire::all(stays).await;
    assert_eq!(heard, whole);
    assert_eq!(whole, customer.heard(&run, None).await, "what was heard live is what was persisted");
}

async fn a_client_that_goes_away_cancels_nothing(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let response = customer.post_run(&json!({ "message": QUICKSTART, "stream": true })).send().await.unwrap();
    let run = response.headers()["enrich-run-id"].to_str().unwrap().to_owned();
    drop(response);
    app.providers.open();
    assert_eq!(customer.ended(&run).await["status"], "completed");
}

async fn silence_is_filled_while_a_run_is_parked(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.parked().await["id"].as_str().unwrap().to_owned();
    let mut stream = customer.attach(&run, None).await.bytes_stream();
    let mut wire = String::new();
    let silent = Instant::now();
    while !wire.contains("\n\n: ping\n\n") {
        wire.push_str(std::str::from_utf8(&stream.next().await.unwrap().unwrap()).unwrap());
    }
    assert!(silent.elapsed() >= Duration::from_secs(14), "it beats in silence alone");
    customer.post(&format!("/v1/runs/{run}/approval"), &json!({ "decision": "approved" })).await;
    while let Some(chunk) = stream.next().await {
        wire.push_str(std::str::from_utf8(&chunk.unwrap()).unwrap());
    }
    assert_eq!(wire::parse(&wire), customer.heard(&run, None).await, "the same connection goes on, and heard all");
}

async fn steps_are_the_sequence_that_a_stream_hears(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let (resource, heard) = (customer.ended(&run).await, customer.heard(&run, None).await);
    let steps = resource["steps"].as_array().unwrap();
    let heard_at = |step: &Value| heard.iter().find(|heard| Some(heard.id) == step["seq"].as_u64()).unwrap();
    for step in steps {
        let heard = heard_at(step);
        let (name, told) = match step["type"].as_str().unwrap() {
            "tool_call" => ("tool_call", heard.data["id"] == step["id"] && heard.data["name"] == step["name"]),
            "report" => ("run.report", heard.data["report"] == resource["report"]),
            "text" if step["narration"] == true => ("run.narration", heard.data["text"] == step["content"]),
            "text" => ("answer.delta", step["content"].as_str().unwrap().starts_with(heard.data["text"].as_str().unwrap())),
            "plan" => ("run.plan", heard.data["plan"]["plan_id"] == step["plan_id"]),
            other => panic!("{other}"),
        };
        assert!(heard.name == name && told, "{step} was heard as {heard:?}");
    }
    assert!(steps.is_sorted_by_key(|step| step["seq"].as_u64()), "in order");
    let of = |kind: &str| steps.iter().filter(|step| step["type"] == kind).collect::<Vec<_>>();
    assert_eq!((of("report").len(), of("tool_call").len()), (1, 3));
    let said: String = of("text").iter().filter(|step| step["narration"] != true).map(|step| step["content"].as_str().unwrap()).collect();
    assert_eq!(resource["answer"], said, "the answer is no narration");
    for (call, step) in resource["tool_calls"].as_array().unwrap().iter().zip(of("tool_call")) {
        assert!(call["id"].as_str().unwrap().starts_with("call_") && call["latency_ms"].is_u64() && call["billed"] == true, "{call}");
        for field in ["id", "name", "status", "credits"] {
            assert_eq!(call[field], step[field], "{field}");
        }
    }
}

async fn a_call_is_told_as_it_came_out(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let scenarios: Value = customer.get("/v1/scenarios").send().await.unwrap().json().await.unwrap();
    for (outcome, status, billed) in [("not_found", "not_found", true), ("provider_unavailable", "failed", false)] {
        let row = scenarios.as_array().unwrap().iter().find(|row| row["outcome"] == outcome).unwrap_or_else(|| panic!("{scenarios:#}"));
        let order = json!({ "message": row["message"], "workflow": row["workflow"] });
        let run = customer.post("/v1/runs", &order).await.1["id"].as_str().unwrap().to_owned();
        let heard = customer.heard(&run, None).await;
        let told = heard.iter().filter(|heard| heard.name == "tool_call");
        let came_out = told.clone().find(|heard| heard.data["status"] == status).unwrap_or_else(|| panic!("{heard:?}"));
        assert!(told.clone().any(|heard| heard.data["id"] == came_out.data["id"] && heard.data["status"] == "started"));
        let resource = customer.ended(&run).await;
        let call = resource["tool_calls"].as_array().unwrap().iter().find(|call| call["id"] == came_out.data["id"]).unwrap();
        assert_eq!((&call["status"], &call["billed"]), (&json!(status), &json!(billed)), "{call}");
        assert_eq!(call["credits"].as_f64().unwrap() > 0.0, billed, "{call}");
        assert_eq!(resource["status"], "completed", "a check that fails does not fail the run");
    }
}

async fn a_server_that_stops_lets_go_of_listeners_and_its_successor_goes_on(mut app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let attached = customer.attach(&run, None).await;
    let waits = customer.get(&format!("/v1/runs/{run}?wait=50"));
    let waiting = tokio::spawn(async move { waits.send().await.unwrap().json::<Value>().await.unwrap() });
    // The stream has begun and so has the run; both end with the server, the one cut short, the other to be continued.
    let mut heard = wire::until(customer.attach(&run, None).await, |heard| heard.name == "tool_call").await;
    let began = Instant::now();
    app.stop().await;
    assert!(began.elapsed() < Duration::from_secs(9), "neither a stream nor a poll holds the server up");
    // Two streams need not be equally far when they are cut off, but they tell the same.
    let cut = wire::all(attached).await;
    assert!(heard.starts_with(&cut) || cut.starts_with(&heard), "{heard:?} and {cut:?}");
    assert_eq!(waiting.await.unwrap()["id"], run.as_str());

    let app = app.restart().await;
    let customer = customer.at(&app);
    assert_eq!(customer.ended(&run).await["status"], "completed");
    heard.extend(customer.heard(&run, Some(heard.last().unwrap().id)).await);
    assert_eq!(heard, customer.heard(&run, None).await);
}
