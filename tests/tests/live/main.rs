//! Checks over a real connection: the component in its sandbox, the host's own way out, and a server on this machine that says what the
//! provider documents, refusals included. Those of the United States are in `us.rs`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod emirates;
mod india;

use sandbox::Answer;
use serde_json::{Value, json};
use tests::ask::{Live, SECRET};

/// How a call came out, in one word.
fn told(answer: &Answer) -> String {
    match answer {
        Answer::Success(_) => "success".into(),
        Answer::NotFound(_) => "not_found".into(),
        Answer::Failed { code, .. } => code.clone(),
    }
}

/// That each answer of a provider to each question becomes the word beside it, and that no word of ours repeats a secret.
async fn become_of(questions: &[(&str, Value)], answers: &[(u16, Value, &str)]) {
    for (check, input) in questions {
        for (status, body, expected) in answers {
            let live = Live::with(vec![(*status, body.clone())]).await;
            let answer = live.ask(check, input.clone()).await;
            assert_eq!(told(&answer), *expected, "{check}: {status} {body}");
            assert!(!format!("{answer:?}").contains(SECRET), "{answer:?}");
            assert!(!live.heard().is_empty(), "{check}: nobody was asked");
        }
    }
}

/// What no provider means for an answer, and what every one means by these.
fn common() -> [(u16, Value, &'static str); 6] {
    [
        (401, json!({}), "provider_refused"),
        (429, json!({}), "provider_rate_limited"),
        (503, json!("<html>Service unavailable</html>"), "provider_unavailable"),
        (200, json!("<html>Welcome</html>"), "provider_malformed"),
        (200, json!([]), "provider_malformed"),
        (200, json!({}), "provider_malformed"),
    ]
}

/// The body of a request.
fn body(received: &tests::receiver::Received) -> Value {
    serde_json::from_slice(&received.body).unwrap()
}
