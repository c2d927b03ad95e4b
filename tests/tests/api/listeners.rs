//! Ephemeral endpoints: what a listener pulls is what would have been sent, nothing is lost with it, and nothing stays of it.

use journal::{Mode, Time};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tests::app::{App, authority};
use tests::customer::{Customer, QUICKSTART};
use tests::receiver::{Receiver, Says};
use tests::wire::refusal;
use webhook::{Scheme, Signing};

crate::stories! {
    what_is_pulled_is_what_would_have_been_sent,
    a_pull_that_waits_is_woken_by_what_happens,
    pulls_at_the_same_time_share_nothing,
    what_a_killed_listener_had_is_handed_out_again,
    what_came_of_it_counts_as_if_it_had_been_sent,
    a_listener_that_is_gone_takes_its_endpoint_with_it,
    nobody_listens_for_another_organisation_or_mode,
    a_listener_is_refused_by_the_field,
    listeners_are_counted_apart,
}

const ELSEWHERE: &str = "https://8.8.8.8/hook";

/// An ephemeral endpoint, and its secret.
async fn listens(customer: &Customer, wanted: Value) -> (String, String) {
    let (status, created) = customer.post("/v1/webhooks", &wanted).await;
    assert_eq!(status, StatusCode::CREATED, "{created}");
    assert_eq!((&created["url"], &created["ephemeral"]), (&Value::Null, &json!(true)));
    (format!("/v1/webhooks/{}", created["id"].as_str().unwrap()), created["secret"].as_str().unwrap().to_owned())
}

async fn reads(customer: &Customer, path: &str) -> (StatusCode, Value) {
    let response = customer.get(path).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

/// What a pull hands out.
async fn pulls(customer: &Customer, path: &str, wait: &str) -> Vec<Value> {
    let (status, answer) = reads(customer, &format!("{path}/pull?wait={wait}")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["data"].as_array().unwrap().clone()
}

async fn settles(customer: &Customer, path: &str, delivery: &Value, how: Value) -> (StatusCode, Value) {
    let mut body = how;
    body["lease"] = delivery["lease"].clone();
    customer.post(&format!("{path}/deliveries/{}/settle", delivery["id"].as_str().unwrap()), &body).await
}

async fn pinged(customer: &Customer, path: &str) -> String {
    let (status, queued) = customer.post(&format!("{path}/test"), &json!({})).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{queued}");
    queued["event_id"].as_str().unwrap().to_owned()
}

/// The endpoint's newest delivery, as it is listed.
async fn listed(customer: &Customer, path: &str) -> Value {
    reads(customer, &format!("{path}/deliveries?limit=1")).await.1["data"][0].clone()
}

async fn what_is_pulled_is_what_would_have_been_sent(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(200)).await;
    let (_, sent_to) = customer.post("/v1/webhooks", &json!({ "url": format!("https://127.0.0.1:{}/hook", receiver.port) })).await;
    let sent_to = format!("/v1/webhooks/{}", sent_to["id"].as_str().unwrap());
    let (path, secret) = listens(&customer, json!({ "ephemeral": true })).await;
    let (deaf, _) = listens(&customer, json!({ "ephemeral": true, "event_types": ["run.failed"] })).await;
    let run = customer.verify(QUICKSTART).await["id"].clone();
    let delivery = pulls(&customer, &path, "50").await.remove(0);
    let begun = Instant::now();
    while listed(&customer, &sent_to).await["status"] != "delivered" {
        assert!(begun.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let sent = receiver.received().remove(0);
    assert_eq!((&delivery["event_type"], &delivery["run_id"], &delivery["attempt"]), (&json!("run.completed"), &run, &json!(1)));
    assert_eq!(delivery["body"].as_str().unwrap().as_bytes(), sent.body, "the bodies are the same to the byte");
    let headers = delivery["headers"].as_object().unwrap();
    let names = |names: &mut dyn Iterator<Item = &String>| -> BTreeSet<String> { names.map(|name| name.to_lowercase()).collect() };
    let transport = ["host", "accept", "content-length"].map(str::to_owned).into();
    assert_eq!(&names(&mut sent.headers.keys()) - &transport, names(&mut headers.keys()));
    assert_eq!([&headers["Webhook-Id"]; 2], [&delivery["id"], &json!(sent.headers["webhook-id"])]);
    for same in ["Content-Type", "User-Agent"] {
        assert_eq!(headers[same], sent.headers[&same.to_lowercase()]);
    }
    let secret = secret.parse().unwrap();
    let at: i64 = headers["Webhook-Timestamp"].as_str().unwrap().parse().unwrap();
    let signing = Signing { scheme: Scheme::Document, secret: &secret, previous: None };
    for (name, value) in signing.headers(delivery["id"].as_str().unwrap(), Time::from_micros(at * 1_000_000), &sent.body) {
        assert_eq!(headers[&name], value);
    }

    let (status, settled) = settles(&customer, &path, &delivery, json!({ "status": 204, "latency_ms": 12 })).await;
    assert_eq!((status, settled), (StatusCode::OK, json!({ "status": "delivered", "attempts": 1, "next_attempt_at": null })));
    let known = listed(&customer, &path).await;
    assert_eq!((&known["status"], &known["attempts"]), (&json!("delivered"), &json!(1)));
    let last = &known["last_attempt"];
    assert_eq!((&last["status"], &last["latency_ms"], &last["error"]), (&json!(204), &json!(12), &Value::Null));
    app.clock.advance(Duration::from_secs(60));
    assert_eq!(pulls(&customer, &path, "0").await, Vec::<Value>::new(), "what was acknowledged is over");
    assert_eq!(pulls(&customer, &deaf, "0").await, Vec::<Value>::new(), "it did not ask for that type");
}

async fn a_pull_that_waits_is_woken_by_what_happens(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (path, _) = listens(&customer, json!({ "ephemeral": true })).await;
    assert_eq!(pulls(&customer, &path, "0.05").await, Vec::<Value>::new());
    for _ in 0..3 {
        let begun = Instant::now();
        let (event, pulled) = tokio::join!(
            async {
                // The pull is asleep by then, or finds it at once: it is told of either way.
                tokio::time::sleep(Duration::from_millis(50)).await;
                pinged(&customer, &path).await
            },
            pulls(&customer, &path, "50")
        );
        assert_eq!(pulled[0]["id"], event);
        assert!(begun.elapsed() < Duration::from_secs(10), "it slept on: {:?}", begun.elapsed());
        settles(&customer, &path, &pulled[0], json!({ "status": 200 })).await;
    }
    let run = customer.verify(QUICKSTART).await["id"].clone();
    assert_eq!(pulls(&customer, &path, "50").await[0]["run_id"], run, "the end of a run is heard too");
}

async fn pulls_at_the_same_time_share_nothing(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (path, _) = listens(&customer, json!({ "ephemeral": true })).await;
    let mut expected = BTreeSet::new();
    for _ in 0..40 {
        expected.insert(pinged(&customer, &path).await);
    }
    let mut seen = Vec::new();
    while seen.len() < expected.len() {
        let together = futures::future::join_all((0..6).map(|_| pulls(&customer, &path, "0"))).await;
        assert!(together.iter().all(|pulled| pulled.len() <= 16));
        assert!(together.iter().any(|pulled| !pulled.is_empty()), "{} of {}", seen.len(), expected.len());
        seen.extend(together.into_iter().flatten().map(|delivery| delivery["id"].as_str().unwrap().to_owned()));
    }
    assert_eq!(seen.len(), expected.len(), "none was handed out twice");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), expected);
}

async fn what_a_killed_listener_had_is_handed_out_again(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (path, _) = listens(&customer, json!({ "ephemeral": true })).await;
    let event = pinged(&customer, &path).await;
    let first = pulls(&customer, &path, "0").await.remove(0);
    assert_eq!(pulls(&customer, &path, "0").await, Vec::<Value>::new(), "until the lease is over it is handed to nobody");
    let (again, ()) = tokio::join!(pulls(&customer, &path, "50"), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        app.clock.advance(Duration::from_secs(31));
    });
    assert_eq!((&again[0]["id"], &again[0]["attempt"]), (&json!(event), &json!(1)), "nothing was heard of the first attempt");
    assert_eq!(again[0]["body"], first["body"]);
    let stamp = |delivery: &Value| delivery["headers"]["Webhook-Timestamp"].as_str().unwrap().parse::<i64>().unwrap();
    assert!(stamp(&again[0]) >= stamp(&first) + 30, "signed afresh");
    let (status, late) = settles(&customer, &path, &first, json!({ "status": 200 })).await;
    assert_eq!((status, late), (StatusCode::NOT_FOUND, refusal("not_found", "Delivery does not exist at this webhook endpoint")));
    assert_eq!(listed(&customer, &path).await["status"], "pending", "who comes too late counts for nothing");
    assert_eq!(settles(&customer, &path, &again[0], json!({ "status": 200 })).await.0, StatusCode::OK);
    assert_eq!(settles(&customer, &path, &again[0], json!({ "status": 500 })).await.0, StatusCode::NOT_FOUND, "once is enough");
    assert_eq!(listed(&customer, &path).await["status"], "delivered");

    let lost = pinged(&customer, &path).await;
    assert_eq!(pulls(&customer, &path, "0").await[0]["id"], lost);
    let app = app.restart().await;
    let customer = customer.at(&app);
    // What the first clock was put forward, and the lease.
    app.clock.advance(Duration::from_secs(31 + 31));
    assert_eq!(pulls(&customer, &path, "5").await[0]["id"], lost, "a restart loses nothing either");
}

async fn what_came_of_it_counts_as_if_it_had_been_sent(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (path, _) = listens(&customer, json!({ "ephemeral": true })).await;
    pinged(&customer, &path).await;
    let pauses = [30, 120, 600, 1_800, 3_600, 10_800, 21_600];
    for (number, pause) in pauses.into_iter().chain([0]).enumerate() {
        let delivery = pulls(&customer, &path, "5").await.remove(0);
        assert_eq!(delivery["attempt"], number + 1);
        let how = if number % 2 == 0 { json!({ "status": 500 }) } else { json!({ "error": "connect", "latency_ms": 3 }) };
        let (_, settled) = settles(&customer, &path, &delivery, how).await;
        let last = &listed(&customer, &path).await["last_attempt"];
        assert_eq!(last["error"], if number % 2 == 0 { "status" } else { "connect" });
        let Ok(next) = serde_json::from_value::<Time>(settled["next_attempt_at"].clone()) else {
            assert_eq!((number, &settled), (7, &json!({ "status": "dead", "attempts": 8, "next_attempt_at": null })));
            break;
        };
        let wait = next.since(app.now());
        assert!((pause * 9 / 10 - 5..=pause * 11 / 10).contains(&wait.as_secs()), "{wait:?} after attempt {}", number + 1);
        assert_eq!((&settled["status"], pulls(&customer, &path, "0").await.len()), (&json!("pending"), 0));
        // Longer than a listener may be silent: it pulls in between.
        for _ in 0..=wait.as_secs() / 240 {
            app.clock.advance((wait + Duration::from_millis(1)).min(Duration::from_secs(240)));
            let now = app.now();
            if now >= next {
                break;
            }
            assert_eq!(pulls(&customer, &path, "0").await.len(), 0);
        }
    }
    let event = pinged(&customer, &path).await;
    let asks = pulls(&customer, &path, "5").await.remove(0);
    let (_, settled) = settles(&customer, &path, &asks, json!({ "status": 503, "retry_after": "3600" })).await;
    let next = serde_json::from_value::<Time>(settled["next_attempt_at"].clone()).unwrap();
    assert!(next.since(app.now()) > Duration::from_secs(3_590));
    customer.post(&format!("{path}/deliveries/{event}/redeliver"), &json!({})).await;
    let gone = pulls(&customer, &path, "5").await.remove(0);
    let (_, settled) = settles(&customer, &path, &gone, json!({ "status": 410 })).await;
    assert_eq!(settled, json!({ "status": "dead", "attempts": 1, "next_attempt_at": null }));
    assert_eq!(reads(&customer, &path).await.1["is_active"], true, "it goes when its listener does, and not before");
}

async fn a_listener_that_is_gone_takes_its_endpoint_with_it(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (_, stays) = customer.post("/v1/webhooks", &json!({ "url": ELSEWHERE, "event_types": ["run.failed"] })).await;
    let (path, _) = listens(&customer, json!({ "ephemeral": true })).await;
    pinged(&customer, &path).await;
    for _ in 0..3 {
        app.clock.advance(Duration::from_secs(240));
        assert_eq!(pulls(&customer, &path, "0").await.len(), 1, "whoever pulls is there");
    }
    app.clock.advance(Duration::from_secs(301));
    let begun = Instant::now();
    while reads(&customer, &path).await.0 != StatusCode::NOT_FOUND {
        assert!(begun.elapsed() < Duration::from_secs(30), "it stays");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(reads(&customer, &format!("{path}/pull")).await.0, StatusCode::NOT_FOUND);
    let (own, gone) = (app.house.store.of(customer.org), path.rsplit('/').next().unwrap().parse().unwrap());
    while !own.deliveries(gone, None, 10).await.unwrap().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(30), "what it was to be told goes with it");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let row = own.audit(1).await.unwrap().remove(0);
    assert_eq!((row.actor.as_str(), row.action.as_str(), &row.subject), ("host", "webhook.delete", &gone.to_string()));
    assert_eq!(reads(&customer, "/v1/webhooks").await.1[0]["id"], stays["id"], "the others stay");
}

async fn nobody_listens_for_another_organisation_or_mode(app: App) {
    let owner = app.customer(Mode::Test, "0").await;
    let (live, stranger) = (app.colleague(owner.org, Mode::Live).await, app.customer(Mode::Test, "0").await);
    let (path, _) = listens(&owner, json!({ "ephemeral": true })).await;
    let (other, _) = listens(&live, json!({ "ephemeral": true })).await;
    let run = owner.verify(QUICKSTART).await["id"].clone();
    let delivery = pulls(&owner, &path, "50").await.remove(0);
    assert_eq!(delivery["run_id"], run);
    assert_eq!(pulls(&live, &other, "0").await, Vec::<Value>::new(), "test runs are none of its business");
    let nobody = (StatusCode::NOT_FOUND, refusal("not_found", "Webhook endpoint does not exist in your organisation"));
    for customer in [&live, &stranger] {
        for path in [&path, "/v1/webhooks/none", "/v1/webhooks/wh_00000000000000000000000001"] {
            assert_eq!(reads(customer, &format!("{path}/pull?wait=50")).await, nobody);
            assert_eq!(settles(customer, path, &delivery, json!({ "status": 200 })).await, nobody);
        }
    }
    let (mine, _) = listens(&stranger, json!({ "ephemeral": true })).await;
    assert_eq!(settles(&stranger, &mine, &delivery, json!({ "status": 200 })).await.0, StatusCode::NOT_FOUND);
    assert_eq!(listed(&owner, &path).await["status"], "pending");
    let revoked = tokio::spawn({
        let (owner, path) = (owner.clone(), path.clone());
        async move { reads(&owner, &format!("{path}/pull?wait=50")).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    admin::key::revoke(app.desk(), owner.org, owner.key).await.unwrap();
    assert_eq!(revoked.await.unwrap().0, StatusCode::UNAUTHORIZED, "a pull ends with its key");
}

async fn a_listener_is_refused_by_the_field(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (path, _) = listens(&customer, json!({ "ephemeral": true })).await;
    let (_, sent) = customer.post("/v1/webhooks", &json!({ "url": ELSEWHERE })).await;
    let sent = format!("/v1/webhooks/{}", sent["id"].as_str().unwrap());
    let settle = format!("{path}/deliveries/evt_00000000000000000000000001/settle");
    let lease = "pull:0";
    for (method, path, body, said) in [
        (Method::POST, "/v1/webhooks", json!({ "ephemeral": true, "url": ELSEWHERE }), "url: must be absent"),
        (Method::POST, "/v1/webhooks", json!({ "ephemeral": false }), "url: is required"),
        (Method::POST, "/v1/webhooks", json!({ "ephemeral": 1 }), "ephemeral: must be true or false"),
        (Method::PATCH, &*path, json!({ "url": ELSEWHERE }), "url: must be absent"),
        (Method::GET, &*format!("{path}/pull?wait=soon"), json!({}), "wait: must be a number of seconds"),
        (Method::GET, &*format!("{path}/pull?wait=1&wait=2"), json!({}), "wait: must be given once"),
        (Method::GET, &*format!("{sent}/pull"), json!({}), "webhook: is no ephemeral endpoint"),
        (Method::POST, &*settle, json!({ "status": 200 }), "lease: must be the lease"),
        (Method::POST, &*settle, json!({ "lease": 5, "status": 200 }), "lease: must be the lease"),
        (Method::POST, &*settle, json!({ "lease": "a\0b", "status": 200 }), "lease: must not contain"),
        (Method::POST, &*settle, json!({ "lease": lease }), "status: must be a status"),
        (Method::POST, &*settle, json!({ "lease": lease, "status": 99 }), "status: must be a status"),
        (Method::POST, &*settle, json!({ "lease": lease, "status": 200, "error": "reset" }), "status: must be a status"),
        (Method::POST, &*settle, json!({ "lease": lease, "error": "boredom" }), "error: must be connect"),
        (Method::POST, &*settle, json!({ "lease": lease, "status": 200, "latency_ms": -1 }), "latency_ms: must be"),
    ] {
        let response = customer.request(method, path).json(&body).send().await.unwrap();
        let (status, refused) = (response.status(), response.json::<Value>().await.unwrap());
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {body}");
        assert!(refused["error"]["message"].as_str().unwrap().starts_with(said), "{body}: {refused}");
    }
    assert_eq!(customer.post(&settle, &json!({ "lease": lease, "status": 200 })).await.0, StatusCode::NOT_FOUND);
}

async fn listeners_are_counted_apart(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    for number in 0..16 {
        let (status, _) = customer.post("/v1/webhooks", &json!({ "url": format!("https://8.8.8.8/{number}") })).await;
        assert_eq!(status, StatusCode::CREATED);
    }
    for _ in 0..16 {
        listens(&customer, json!({ "ephemeral": true })).await;
    }
    for wanted in [json!({ "ephemeral": true }), json!({ "url": ELSEWHERE })] {
        let told = customer.post("/v1/webhooks", &wanted).await;
        assert_eq!(told, (StatusCode::UNPROCESSABLE_ENTITY, refusal("invalid_request", "webhooks: at most 16 endpoints")), "{wanted}");
    }
    let all = reads(&customer, "/v1/webhooks").await.1;
    assert_eq!(all.as_array().unwrap().iter().filter(|endpoint| endpoint["ephemeral"] == true).count(), 16);
}
