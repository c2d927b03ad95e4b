//! What is refused, in which words, and that nothing is stored of it.

use journal::Mode;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

crate::stories! {
    bad_input_names_its_field_and_stores_nothing,
    the_largest_valid_request_is_taken_however_it_is_escaped,
    what_is_too_large_or_no_json_is_refused_in_the_same_envelope,
    who_sends_too_much_is_told_so_and_not_cut_off,
    refusals_are_json_also_where_a_stream_was_asked_for,
}

/// Bodies of `POST /v1/runs` that are refused, and the field that the refusal names.
fn faulty() -> Vec<(String, &'static str)> {
    let long = |bytes: usize| "x".repeat(bytes);
    let nested = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let mut table: Vec<(String, &'static str)> = [
        ("", "body"),
        (" ", "body"),
        ("null", "body"),
        ("[]", "body"),
        ("\"message\"", "body"),
        ("5", "body"),
        ("[\"Verify\"]", "body"),
        ("{", "body"),
        ("{\"message\"}", "body"),
        ("{message: \"a\"}", "body"),
        ("{'message': 'a'}", "body"),
        ("{\"message\": \"a\",}", "body"),
        ("{\"message\": \"a\"} {}", "body"),
        ("{\"message\": \"a\"}]", "body"),
        ("{\"message\": \"a", "message"),
        ("{\"message\": \"a\\x\"}", "message"),
        ("{\"message\": \"\\ud800\"}", "message"),
        ("{\"message\": \"a\\u0000b\"}", "message"),
        ("{\"message\": \"line\nbreak\"}", "message"),
        ("{}", "message"),
        ("{\"msg\": \"a\"}", "message"),
        ("{\"message\": null}", "message"),
        ("{\"message\": \"\"}", "message"),
        ("{\"message\": 5}", "message"),
        ("{\"message\": true}", "message"),
        ("{\"message\": [\"a\"]}", "message"),
        ("{\"message\": {\"text\": \"a\"}}", "message"),
        ("{\"message\": \"a\", \"message\": \"b\"}", "message"),
        ("{\"message\": \"a\", \"workflow\": 5}", "workflow"),
        ("{\"message\": \"a\", \"workflow\": \"\"}", "workflow"),
        ("{\"message\": \"a\", \"workflow\": \"KYC\"}", "workflow"),
        ("{\"message\": \"a\", \"workflow\": \"kyc verification\"}", "workflow"),
        ("{\"message\": \"a\", \"workflow\": \"../general\"}", "workflow"),
        ("{\"message\": \"a\", \"workflow\": \"kyc\\u0000\"}", "workflow"),
        ("{\"message\": \"a\", \"workflow\": [\"kyc\"]}", "workflow"),
        ("{\"message\": \"a\", \"thread_id\": 7}", "thread_id"),
        ("{\"message\": \"a\", \"thread_id\": \"th_\\u0000\"}", "thread_id"),
        ("{\"message\": \"a\", \"stream\": \"true\"}", "stream"),
        ("{\"message\": \"a\", \"stream\": 1}", "stream"),
        ("{\"message\": \"a\", \"metadata\": []}", "metadata"),
        ("{\"message\": \"a\", \"metadata\": \"order\"}", "metadata"),
        ("{\"message\": \"a\", \"metadata\": 5}", "metadata"),
        ("{\"message\": \"a\", \"metadata\": {\"a\": \"\\u0000\"}}", "metadata"),
        ("{\"message\": \"a\", \"metadata\": {\"\\u0000\": 1}}", "metadata"),
        ("{\"message\": \"a\", \"metadata\": {\"a\": \"\\udead\"}}", "metadata"),
        ("{\"message\": \"a\", \"metadata\": {\"a\": 1e999}}", "metadata"),
        ("{\"message\": \"a\", \"metadata\": {\"a\": }}", "metadata"),
    ]
    .map(|(body, field)| (body.to_owned(), field))
    .into();
    table.extend([
        (json!({ "message": long(32_769) }).to_string(), "message"),
        (json!({ "message": "é".repeat(16_385) }).to_string(), "message"),
        (json!({ "message": "a", "workflow": long(65) }).to_string(), "workflow"),
        (json!({ "message": "a", "metadata": { "a": long(2_041) } }).to_string(), "metadata"),
        (format!("{{\"message\": \"a\", \"metadata\": {{\"a\": {nested}}}}}"), "metadata"),
    ]);
    table
}

fn posted(customer: &Customer, body: impl Into<reqwest::Body>) -> reqwest::RequestBuilder {
    customer.request(Method::POST, "/v1/runs").header(header::CONTENT_TYPE, "application/json").body(body)
}

async fn message(response: reqwest::Response, status: StatusCode, code: &str) -> String {
    let (found, envelope) = (response.status(), response.json::<Value>().await.unwrap());
    assert_eq!((found, &envelope["error"]["code"]), (status, &json!(code)), "{envelope}");
    assert_eq!(envelope.as_object().unwrap().len(), 1);
    envelope["error"]["message"].as_str().unwrap().to_owned()
}

async fn bad_input_names_its_field_and_stores_nothing(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let table = faulty();
    assert!(table.len() >= 40);
    for (body, field) in table {
        let shown: String = body.chars().take(80).collect();
        let response = posted(&customer, body).header("Idempotency-Key", "order-1").send().await.unwrap();
        let told = message(response, StatusCode::UNPROCESSABLE_ENTITY, "invalid_request").await;
        assert!(told.starts_with(&format!("{field}: ")), "{shown}\n{told}");
    }
    let response = posted(&customer, b"{\"message\": \"\xff\"}".to_vec()).send().await.unwrap();
    assert!(message(response, StatusCode::UNPROCESSABLE_ENTITY, "invalid_request").await.starts_with("message: "));

    let long = "k".repeat(256);
    for key in [&b""[..], long.as_bytes(), "schlüssel".as_bytes()] {
        let request = posted(&customer, json!({ "message": QUICKSTART }).to_string());
        let response = request.header("Idempotency-Key", key).send().await.unwrap();
        let told = message(response, StatusCode::UNPROCESSABLE_ENTITY, "invalid_request").await;
        assert!(told.starts_with("Idempotency-Key: "), "{told}");
    }
    let twice =
        posted(&customer, json!({ "message": QUICKSTART }).to_string()).header("Idempotency-Key", "a").header("Idempotency-Key", "b");
    message(twice.send().await.unwrap(), StatusCode::UNPROCESSABLE_ENTITY, "invalid_request").await;

    let stored = app.house.store.verify().await.unwrap();
    assert_eq!((stored.runs, stored.lines, stored.faults), (0, 0, Vec::new()));
    let used = posted(&customer, json!({ "message": QUICKSTART }).to_string()).header("Idempotency-Key", "order-1").send().await.unwrap();
    assert_eq!(used.status(), StatusCode::ACCEPTED, "a refusal binds no key");
    customer.ended(used.json::<Value>().await.unwrap()["id"].as_str().unwrap()).await;
}

async fn the_largest_valid_request_is_taken_however_it_is_escaped(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let escape = |text: &str| text.bytes().map(|byte| format!("\\u{byte:04x}")).collect::<String>();
    let whole = format!(
        "{{\"message\": \"{}\", \"metadata\": {{\"a\": \"{}\"}}, \"workflow\": \"kyc-verification\"}}",
        escape(&"x".repeat(32_768)),
        escape(&"y".repeat(2_040)),
    );
    let key = "k".repeat(255);
    let response = posted(&customer, whole).header("Idempotency-Key", key).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let created: Value = response.json().await.unwrap();
    assert_eq!(created["metadata"]["a"].as_str().unwrap().len(), 2_040);
    let ended = customer.ended(created["id"].as_str().unwrap()).await;
    assert_eq!(
        (&ended["status"], &ended["status_reason"], &ended["credits_used"]),
        (&json!("completed"), &json!("missing_input"), &json!(0.0))
    );
}

async fn what_is_too_large_or_no_json_is_refused_in_the_same_envelope(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let huge = vec![b' '; 257 << 10];
    let response = posted(&customer, huge.clone()).send().await.unwrap();
    message(response, StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large").await;
    // Without a declared length it is refused as soon as it is too long, whatever would still come.
    let endless = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 16 << 10]));
    if let Ok(response) = posted(&customer, reqwest::Body::wrap_stream(endless)).send().await {
        message(response, StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large").await;
    }
    for declared in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let request = customer.request(Method::POST, "/v1/runs").header(header::CONTENT_TYPE, declared);
        let response = request.body(json!({ "message": QUICKSTART }).to_string()).send().await.unwrap();
        message(response, StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type").await;
    }
    let undeclared = customer.request(Method::POST, "/v1/runs").body(json!({ "message": QUICKSTART }).to_string()).send().await.unwrap();
    message(undeclared, StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type").await;
    assert_eq!(app.house.store.verify().await.unwrap().runs, 0);
}

/// By a client that reads nothing before it has sent everything, as many do.
async fn who_sends_too_much_is_told_so_and_not_cut_off(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let bytes = 9 << 20;
    for length in [format!("Content-Length: {bytes}"), "Transfer-Encoding: chunked".to_owned()] {
        let mut client = TcpStream::connect(app.address).await.unwrap();
        let head = format!(
            "POST /v1/runs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nConnection: close\r\n{length}\r\n\r\n",
            customer.secret.reveal()
        );
        client.write_all(head.as_bytes()).await.unwrap();
        let body = vec![b' '; bytes];
        if length.starts_with("Transfer") {
            client.write_all(format!("{bytes:x}\r\n").as_bytes()).await.unwrap();
        }
        client.write_all(&body).await.unwrap();
        if length.starts_with("Transfer") {
            client.write_all(b"\r\n0\r\n\r\n").await.unwrap();
        }
        let mut told = String::new();
        client.read_to_string(&mut told).await.unwrap();
        assert!(told.starts_with("HTTP/1.1 413 ") && told.contains("payload_too_large"), "{length}: {told}");
    }
}

async fn refusals_are_json_also_where_a_stream_was_asked_for(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let unknown = json!({ "message": QUICKSTART, "workflow": "no-such-workflow", "stream": true });
    let response = customer.post_run(&unknown).header("Idempotency-Key", "order-1").send().await.unwrap();
    message(response, StatusCode::NOT_FOUND, "workflow_not_found").await;
    let unlisted = json!({ "message": QUICKSTART, "thread_id": "th_06f2k00000000000000000000", "stream": true });
    message(customer.post_run(&unlisted).send().await.unwrap(), StatusCode::NOT_FOUND, "not_found").await;
    let junk = customer.post_run(&json!({ "message": QUICKSTART, "stream": true })).header("Last-Event-ID", "x").send().await.unwrap();
    assert!(message(junk, StatusCode::UNPROCESSABLE_ENTITY, "invalid_request").await.starts_with("Last-Event-ID: "));
    assert_eq!(app.house.store.verify().await.unwrap().runs, 0);
}
