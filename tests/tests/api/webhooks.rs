//! Webhook endpoints: made, read, changed and removed by whoever they belong to, and what was sent to them.

use data_encoding::BASE64;
use journal::{Mode, Time};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};
use tests::app::{App, authority};
use tests::customer::{Customer, QUICKSTART};
use tests::receiver::{Received, Receiver, Says};
use tracing_subscriber::EnvFilter;
use webhook::{Scheme, Signing};

crate::stories! {
    an_endpoint_is_registered_read_changed_and_removed,
    a_secret_is_told_once_and_nowhere_else,
    nobody_sees_or_touches_the_endpoints_of_another_organisation_or_mode,
    a_wish_of_the_wrong_shape_is_refused_by_its_field,
    a_url_that_leads_inside_is_refused_whenever_it_is_given,
    an_organisation_has_sixteen_endpoints_in_each_mode,
    a_ping_arrives_signed_with_the_secrets_that_are_valid,
    what_failed_is_listed_and_sent_again,
    an_endpoint_that_was_switched_off_begins_anew,
    deliveries_are_read_in_pages,
}

/// A public address that nothing is sent to.
const ELSEWHERE: &str = "https://8.8.8.8/hook";
const NO_ENDPOINT: &str = "Webhook endpoint does not exist in your organisation";

async fn sends(customer: &Customer, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
    let response = customer.request(method, path).json(&body).send().await.unwrap();
    let status = response.status();
    (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
}

async fn reads(customer: &Customer, path: &str) -> (StatusCode, Value) {
    sends(customer, Method::GET, path, json!({})).await
}

/// An endpoint, and its secret.
async fn registered(customer: &Customer, wanted: Value) -> (String, Value, String) {
    let (status, mut created) = customer.post("/v1/webhooks", &wanted).await;
    assert_eq!(status, StatusCode::CREATED, "{created}");
    let secret = created.as_object_mut().unwrap().remove("secret").unwrap();
    (format!("/v1/webhooks/{}", created["id"].as_str().unwrap()), created, secret.as_str().unwrap().to_owned())
}

async fn listening(customer: &Customer, says: Says) -> (Receiver, String, String) {
    let receiver = Receiver::start(authority(), says).await;
    let (path, _, secret) = registered(customer, json!({ "url": format!("https://127.0.0.1:{}/hook", receiver.port) })).await;
    (receiver, path, secret)
}

/// Waits until the endpoint's newest delivery is as wanted.
async fn until(customer: &Customer, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let (_, page) = reads(customer, &format!("{path}/deliveries?limit=1")).await;
        if wanted(&page["data"][0]) {
            return page["data"][0].clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{page:#}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn pinged(customer: &Customer, path: &str) -> Value {
    let (status, queued) = customer.post(&format!("{path}/test"), &json!({})).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{queued}");
    queued["event_id"].clone()
}

async fn redelivers(customer: &Customer, path: &str, event: &str) -> (StatusCode, Value) {
    customer.post(&format!("{path}/deliveries/{event}/redeliver"), &json!({})).await
}

async fn an_endpoint_is_registered_read_changed_and_removed(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let response = customer.request(Method::POST, "/api/v1/webhooks").json(&json!({ "url": ELSEWHERE })).send().await.unwrap();
    let place = response.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let first: Value = response.json().await.unwrap();
    let id = first["id"].as_str().unwrap();
    assert!(id.starts_with("wh_") && place == format!("/api/v1/webhooks/{id}"), "{place}");
    let types = json!(["run.requires_approval", "run.completed", "run.completed"]);
    let wanted = json!({ "url": "https://8.8.8.8:8443", "event_types": types, "signature_scheme": "standard" });
    let (path, second, _) = registered(&customer, wanted).await;
    let expected = json!({
        "id": second["id"], "url": "https://8.8.8.8:8443/", "ephemeral": false, "event_types": ["run.completed", "run.requires_approval"],
        "signature_scheme": "standard", "is_active": true, "disabled_reason": null, "created_at": second["created_at"], "mode": "test",
    });
    assert_eq!(second, expected);
    let (_, all) = reads(&customer, "/v1/webhooks").await;
    assert_eq!((&all[0]["id"], &all[0]["event_types"], &all[0]["signature_scheme"]), (&json!(id), &Value::Null, &json!("document")));
    assert_eq!((&all[1], all.as_array().unwrap().len()), (&second, 2));

    let mut now = second;
    for (change, field, value) in [
        (json!({ "event_types": ["run.failed"] }), "event_types", json!(["run.failed"])),
        (json!({ "url": ELSEWHERE }), "url", json!(ELSEWHERE)),
        (json!({ "is_active": false }), "is_active", json!(false)),
        (json!({ "event_types": null }), "event_types", Value::Null),
        (json!({ "is_active": true, "signature_scheme": "document", "mode": "live" }), "is_active", json!(true)),
        (json!({}), "is_active", json!(true)),
    ] {
        now[field] = value;
        assert_eq!(sends(&customer, Method::PATCH, &path, change.clone()).await, (StatusCode::OK, now.clone()), "{change}");
        assert_eq!(reads(&customer, &path).await, (StatusCode::OK, now.clone()), "{change}");
    }

    let (_receiver, path, _) = listening(&customer, Says::Status(500)).await;
    pinged(&customer, &path).await;
    assert_eq!(sends(&customer, Method::DELETE, &path, json!({})).await, (StatusCode::NO_CONTENT, Value::Null));
    let (own, gone) = (app.house.store.of(customer.org), path.rsplit('/').next().unwrap().parse().unwrap());
    assert!(own.target(gone, app.now()).await.unwrap().is_none(), "its secret is gone with it");
    assert_eq!(reads(&customer, &path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(sends(&customer, Method::DELETE, &path, json!({})).await.0, StatusCode::NOT_FOUND);
    let audit = own.audit(100).await.unwrap();
    let done: Vec<&str> = audit.iter().filter(|row| row.actor == customer.key.to_string()).map(|row| row.action.as_str()).collect();
    let words = ["delete", "create", "update", "enable", "update", "disable", "update", "update", "create", "create"];
    assert_eq!(done, words.map(|word| format!("webhook.{word}")), "each change has its row");
}

/// All that this process logged since a story asked to keep it.
static LOGGED: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static KEEP: Once = Once::new();

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOGGED.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn keep_log() {
    let filter = EnvFilter::new("info,admin=trace,api=trace,store=trace,webhook=trace,egress=trace,run=debug");
    KEEP.call_once(|| tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| Log).init());
}

async fn a_secret_is_told_once_and_nowhere_else(app: App) {
    keep_log();
    let customer = app.customer(Mode::Test, "0").await;
    let (receiver, path, first) = listening(&customer, Says::Status(200)).await;
    let bytes = |secret: &str| BASE64.decode(secret.strip_prefix("whsec_").unwrap().as_bytes()).unwrap();
    assert_eq!(bytes(&first).len(), 32);
    let (_, rotated) = customer.post(&format!("{path}/rotate"), &json!({})).await;
    let second = rotated["secret"].as_str().unwrap().to_owned();
    assert_ne!(bytes(&first), bytes(&second));
    let day = serde_json::from_value::<Time>(rotated["previous_valid_until"].clone()).unwrap().since(app.now());
    assert!(day <= Duration::from_secs(86_400) && day > Duration::from_secs(86_340), "{day:?}");
    pinged(&customer, &path).await;
    let delivered = until(&customer, &path, |delivery| delivery["status"] == "delivered").await;
    let received = receiver.received().remove(0);
    let mut said = vec![delivered.to_string(), String::from_utf8_lossy(&received.body).into_owned(), format!("{:?}", received.headers)];
    for path in [&path, "/v1/webhooks", &format!("{path}/deliveries")] {
        said.push(reads(&customer, path).await.1.to_string());
    }
    said.push(sends(&customer, Method::PATCH, &path, json!({ "is_active": true })).await.1.to_string());
    said.push(format!("{:?}", app.house.store.of(customer.org).audit(100).await.unwrap()));
    if let Some(file) = app.database_url().strip_prefix("sqlite://") {
        for file in [file.to_owned(), format!("{file}-wal")] {
            said.push(String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned());
        }
    }
    let logged = String::from_utf8_lossy(&LOGGED.lock().unwrap()).into_owned();
    assert!(logged.contains("/rotate"), "requests are logged");
    said.push(logged);
    for secret in [&first, &second] {
        let encoded = secret.strip_prefix("whsec_").unwrap();
        let leaks: Vec<usize> = said.iter().enumerate().filter(|(_, said)| said.contains(encoded)).map(|(place, _)| place).collect();
        assert_eq!(leaks, Vec::<usize>::new());
    }
}

async fn nobody_sees_or_touches_the_endpoints_of_another_organisation_or_mode(app: App) {
    let owner = app.customer(Mode::Test, "0").await;
    let (colleague, live) = (app.colleague(owner.org, Mode::Test).await, app.colleague(owner.org, Mode::Live).await);
    let stranger = app.customer(Mode::Test, "0").await;
    let (path, endpoint, _) = registered(&owner, json!({ "url": ELSEWHERE })).await;
    assert_eq!(reads(&colleague, &path).await, (StatusCode::OK, endpoint.clone()));
    let event = "evt_00000000000000000000000001";
    let bases = |path: &str| {
        [
            (Method::GET, path.to_owned()),
            (Method::PATCH, path.to_owned()),
            (Method::DELETE, path.to_owned()),
            (Method::POST, format!("{path}/rotate")),
            (Method::POST, format!("{path}/test")),
            (Method::POST, format!("{path}/recover")),
            (Method::GET, format!("{path}/deliveries")),
            (Method::POST, format!("{path}/deliveries/{event}/redeliver")),
            (Method::POST, format!("{path}/deliveries/none/redeliver")),
        ]
    };
    let body = json!({ "since": "2026-01-01T00:00:00Z", "is_active": false });
    for other in [&live, &stranger] {
        assert_eq!(reads(other, "/v1/webhooks").await, (StatusCode::OK, json!([])));
        for (method, path) in [bases(&path), bases("/v1/webhooks/none"), bases("/v1/webhooks/wh_00000000000000000000000001")].concat() {
            let told = sends(other, method.clone(), &path, body.clone()).await;
            assert_eq!(told, (StatusCode::NOT_FOUND, tests::wire::refusal("not_found", NO_ENDPOINT)), "{method} {path}");
        }
    }
    assert_eq!(
        redelivers(&owner, &path, event).await.1,
        tests::wire::refusal("not_found", "Delivery does not exist at this webhook endpoint")
    );
    assert_eq!(reads(&owner, &path).await.1, endpoint, "nothing happened to it");
}

async fn a_wish_of_the_wrong_shape_is_refused_by_its_field(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (path, endpoint, _) = registered(&customer, json!({ "url": ELSEWHERE })).await;
    for (method, path, body, said) in [
        (Method::POST, "/v1/webhooks", json!({}), "url: is required"),
        (Method::POST, "/v1/webhooks", json!({ "url": 5 }), "url: must be a string"),
        (Method::POST, "/v1/webhooks", json!({ "url": "hook" }), "url: must be a URL"),
        (Method::POST, "/v1/webhooks", json!({ "url": "https://8.8.8.8/\0" }), "url: must not contain U+0000"),
        (Method::POST, "/v1/webhooks", json!({ "url": ELSEWHERE, "event_types": [] }), "event_types: must be null"),
        (Method::POST, "/v1/webhooks", json!({ "url": ELSEWHERE, "event_types": ["run.ended"] }), "event_types: must be null"),
        (Method::POST, "/v1/webhooks", json!({ "url": ELSEWHERE, "event_types": ["ping"] }), "event_types: must be null"),
        (Method::POST, "/v1/webhooks", json!({ "url": ELSEWHERE, "event_types": "run.failed" }), "event_types: must be null"),
        (Method::POST, "/v1/webhooks", json!({ "url": ELSEWHERE, "signature_scheme": "v2" }), "signature_scheme: must be document"),
        (Method::PATCH, &path, json!({ "event_types": [] }), "event_types: must be null"),
        (Method::PATCH, &path, json!({ "event_types": [null] }), "event_types: must be null"),
        (Method::PATCH, &path, json!({ "is_active": 1 }), "is_active: must be true or false"),
        (Method::POST, &format!("{path}/recover"), json!({}), "since: is required"),
        (Method::POST, &format!("{path}/recover"), json!({ "since": "yesterday" }), "since: must be a moment"),
        (Method::GET, &format!("{path}/deliveries?limit=0"), json!({}), "limit: must be a number from 1 to 100"),
        (Method::GET, &format!("{path}/deliveries?cursor=MSAx"), json!({}), "cursor: must be the next_cursor"),
    ] {
        let (status, refused) = sends(&customer, method, path, body.clone()).await;
        assert_eq!((status, &refused["error"]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid_request")), "{body}");
        assert!(refused["error"]["message"].as_str().unwrap().starts_with(said), "{body}: {refused}");
    }
    assert_eq!(reads(&customer, "/v1/webhooks").await.1, json!([endpoint]), "a refusal stores nothing");
}

async fn a_url_that_leads_inside_is_refused_whenever_it_is_given(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (path, endpoint, _) = registered(&customer, json!({ "url": ELSEWHERE })).await;
    let long = format!("https://8.8.8.8/{}", "é".repeat(1_000));
    for (url, said) in [
        ("http://8.8.8.8/", "without TLS"),
        ("http://127.0.0.1:8443/", "only https"),
        ("https://key:secret@8.8.8.8/", "names a user"),
        ("https://8.8.8.8:22/", "system's own services"),
        ("https://10.1.2.3/", "private"),
        ("https://169.254.169.254/latest/meta-data", "link-local"),
        ("https://[::ffff:10.1.2.3]/", "private"),
        ("https://[fd00::1]/", ""),
        (&long, "2,048 bytes"),
    ] {
        for (method, path) in [(Method::POST, "/v1/webhooks"), (Method::PATCH, path.as_str())] {
            let (status, refused) = sends(&customer, method, path, json!({ "url": url, "is_active": false })).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
            let message = refused["error"]["message"].as_str().unwrap();
            assert!(message.starts_with("url: ") && message.contains(said), "{url}: {message}");
        }
    }
    assert_eq!(reads(&customer, "/v1/webhooks").await.1, json!([endpoint]), "nothing of a refused change was made");
}

async fn an_organisation_has_sixteen_endpoints_in_each_mode(app: App) {
    let test = app.customer(Mode::Test, "0").await;
    let live = app.colleague(test.org, Mode::Live).await;
    for customer in [&test, &live] {
        let mut last = String::new();
        for number in 0..16 {
            last = registered(customer, json!({ "url": format!("https://8.8.8.8/{number}") })).await.0;
        }
        let (status, refused) = customer.post("/v1/webhooks", &json!({ "url": ELSEWHERE })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused, tests::wire::refusal("invalid_request", "webhooks: at most 16 endpoints"));
        sends(customer, Method::DELETE, &last, json!({})).await;
        registered(customer, json!({ "url": ELSEWHERE })).await;
    }
}

/// Headers as somebody with these secrets makes them for what was received.
fn expected(scheme: Scheme, received: &Received, secret: &str, previous: Option<&str>) -> Vec<(String, String)> {
    let seconds: i64 = received.headers["webhook-timestamp"].parse().unwrap();
    let (secret, previous) = (secret.parse().unwrap(), previous.map(|previous| previous.parse().unwrap()));
    let signing = Signing { scheme, secret: &secret, previous: previous.as_ref() };
    signing.headers(&received.headers["webhook-id"], Time::from_micros(seconds * 1_000_000), &received.body)
}

async fn a_ping_arrives_signed_with_the_secrets_that_are_valid(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let receiver = Receiver::start(authority(), Says::Status(200)).await;
    let url = format!("https://127.0.0.1:{}/hook", receiver.port);
    for (scheme, name) in [(Scheme::Document, "document"), (Scheme::Standard, "standard")] {
        let wanted = json!({ "url": url, "signature_scheme": name, "event_types": ["run.failed"] });
        let (path, _, first) = registered(&customer, wanted).await;
        let arrives = async |secret: &str, previous: Option<&str>| {
            let event = pinged(&customer, &path).await;
            let delivered = until(&customer, &path, |delivery| delivery["id"] == event && delivery["status"] == "delivered").await;
            assert_eq!((&delivered["event_type"], &delivered["run_id"], &delivered["attempts"]), (&json!("ping"), &Value::Null, &json!(1)));
            let received = receiver.received().pop().unwrap();
            let body: Value = serde_json::from_slice(&received.body).unwrap();
            assert_eq!(body, json!({ "id": event, "type": "ping", "created_at": delivered["created_at"], "data": {} }));
            let signed = expected(scheme, &received, secret, previous);
            for (header, value) in &signed {
                assert_eq!(&received.headers[&header.to_lowercase()], value, "{name}");
            }
            assert_eq!(received.headers.keys().filter(|header| header.starts_with("webhook-")).count(), signed.len());
        };
        arrives(&first, None).await;
        let second = customer.post(&format!("{path}/rotate"), &json!({})).await.1["secret"].as_str().unwrap().to_owned();
        arrives(&second, Some(&first)).await;
        app.clock.advance(Duration::from_secs(86_400));
        arrives(&second, None).await;
    }
}

async fn what_failed_is_listed_and_sent_again(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (receiver, path, _) = listening(&customer, Says::Status(500)).await;
    let begun = app.now();
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let ended = customer.ended(&run).await;
    let failed = until(&customer, &path, |delivery| delivery["attempts"] == 1).await;
    let attempt = &failed["last_attempt"];
    assert_eq!((&attempt["status"], &attempt["error"]), (&json!(500), &json!("status")));
    assert!(attempt["latency_ms"].is_u64() && attempt["at"].is_string() && failed["next_attempt_at"].is_string(), "{failed}");
    let told = [&failed["event_type"], &failed["run_id"], &failed["status"], &failed["created_at"]];
    assert_eq!(told, [&json!("run.completed"), &json!(run), &json!("pending"), &ended["completed_at"]]);
    let event = failed["id"].as_str().unwrap();

    receiver.says(Says::Status(204));
    for expected in [2, 3] {
        let (status, queued) = redelivers(&customer, &path, event).await;
        assert_eq!((status, &queued), (StatusCode::ACCEPTED, &json!({ "event_id": event })));
        let arrived = |delivery: &Value| delivery["status"] == "delivered" && receiver.received().len() == expected;
        let delivered = until(&customer, &path, arrived).await;
        assert_eq!((&delivered["attempts"], &delivered["next_attempt_at"]), (&json!(1), &Value::Null));
        assert_eq!((&delivered["last_attempt"]["status"], &delivered["last_attempt"]["error"]), (&json!(204), &Value::Null));
    }
    let (status, recovered) = customer.post(&format!("{path}/recover"), &json!({ "since": begun })).await;
    assert_eq!((status, recovered), (StatusCode::ACCEPTED, json!({ "deliveries": 0 })), "what was acknowledged is not sent again");
}

async fn an_endpoint_that_was_switched_off_begins_anew(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (receiver, path, _) = listening(&customer, Says::Status(410)).await;
    let begun = app.now();
    let event = pinged(&customer, &path).await;
    until(&customer, &path, |delivery| delivery["status"] == "dead").await;
    let (_, off) = reads(&customer, &path).await;
    assert_eq!((&off["is_active"], &off["disabled_reason"]), (&json!(false), &json!("gone")));
    let since = json!({ "since": begun });
    for (what, body) in
        [("test", json!({})), ("recover", since.clone()), (&*format!("deliveries/{}/redeliver", event.as_str().unwrap()), json!({}))]
    {
        let (status, refused) = customer.post(&format!("{path}/{what}"), &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        let said = "is_active: must be true before anything is sent there";
        assert_eq!(refused, tests::wire::refusal("invalid_request", said));
    }
    receiver.says(Says::Status(200));
    let (_, on) = sends(&customer, Method::PATCH, &path, json!({ "is_active": true })).await;
    assert_eq!((&on["is_active"], &on["disabled_reason"]), (&json!(true), &Value::Null));
    let endpoint = app.house.store.of(customer.org).endpoints(Mode::Test).await.unwrap().pop().unwrap();
    assert_eq!(endpoint.failing_since, None, "its five days begin anew");
    let (_, none) = customer.post(&format!("{path}/recover"), &json!({ "since": app.now() })).await;
    assert_eq!(none, json!({ "deliveries": 0 }));
    assert_eq!(customer.post(&format!("{path}/recover"), &since).await.1, json!({ "deliveries": 1 }));
    let delivered = until(&customer, &path, |delivery| delivery["status"] == "delivered").await;
    assert_eq!((&delivered["id"], receiver.received().len()), (&event, 2));
}

async fn deliveries_are_read_in_pages(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (_receiver, path, _) = listening(&customer, Says::Status(200)).await;
    assert_eq!(reads(&customer, &format!("{path}/deliveries")).await.1, json!({ "data": [], "next_cursor": null }));
    let mut sent = Vec::new();
    for _ in 0..5 {
        sent.insert(0, pinged(&customer, &path).await);
    }
    let (mut seen, mut lengths, mut cursor) = (Vec::new(), Vec::new(), String::new());
    loop {
        let (_, page) = reads(&customer, &format!("{path}/deliveries?limit=2{cursor}")).await;
        let data = page["data"].as_array().unwrap();
        seen.extend(data.iter().map(|delivery| delivery["id"].clone()));
        lengths.push(data.len());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!((seen, lengths), (sent, vec![2, 2, 1]), "newest first, each once");
    let delivered = |page: &Value| page["data"].as_array().unwrap().iter().all(|delivery| delivery["status"] == "delivered");
    while !delivered(&reads(&customer, &format!("{path}/deliveries")).await.1) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
