//! A server with administrators and clients beside it.

use crate::binary::{Machine, Said, http};
use serde_json::Value;
use std::time::{Duration, Instant};

const QUICKSTART: &str = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";
const MASKED: &str = "Verify identity: Rahul Sharma, +91 98xxxxxx10, PAN ABCDE1234F";

fn run(machine: &Machine, url: &str, secret: &str, arguments: &[&str]) -> Said {
    machine.enrich_with(&[&["run"], arguments].concat(), &[("ENRICH_URL", url), ("ENRICH_KEY", secret)])
}

fn call<'a>(run: &'a Value, name: &str) -> Option<&'a Value> {
    run["tool_calls"].as_array().unwrap().iter().find(|call| call["name"] == name)
}

#[test]
fn a_client_runs_a_verification_and_an_administrator_explains_it() {
    let machine = Machine::new();
    let (server, url) = machine.serve(&[]);
    let (_, _, secret) = machine.tenant("Acme");
    let done = run(&machine, &url, &secret, &[QUICKSTART, "--workflow", "kyc-verification", "--json"]).json();
    assert_eq!((done["status"].as_str(), done["mode"].as_str()), (Some("completed"), Some("test")));
    for check in ["pan_verification", "name_match", "mobile_intelligence"] {
        assert_eq!(call(&done, check).unwrap()["status"], "success", "{done:#}");
    }
    assert_eq!(done["credits_used"].to_string(), "3.7");
    let id = done["id"].as_str().unwrap();
    let explained = machine.enrich(&["run", "explain", id]);
    for words in [id, "completed", "pan_verification", "answered", "3.7"] {
        assert!(explained.out.contains(words), "{words}: {}", explained.out);
    }
    assert!(server.stop().success());
    let explained = machine.enrich(&["run", "explain", id, "--json"]).json();
    assert_eq!((explained["status"].as_str(), explained["credits_used"].to_string()), (Some("completed"), "3.7".into()));
    assert_eq!(machine.enrich(&["ledger", "verify", "--json"]).json()["sound"], true);
    assert_eq!(machine.enrich(&["rebuild", "--json"]).json()["runs"], 1);
    assert_eq!(machine.enrich(&["run", "explain", id, "--json"]).json(), explained, "the rows are made again as they were");
    assert!(machine.enrich(&["run", "explain", "run_00000000000000000000000001"]).refusal().contains("no organisation"));
}

#[test]
fn whoever_watches_a_run_is_told_how_to_decide_on_its_plan() {
    let machine = Machine::new();
    let (_server, url) = machine.serve(&[]);
    let (_, _, secret) = machine.tenant("Acme");
    let page = machine.data_dir().join("asked.md");
    std::fs::write(&page, include_str!("../../../../workflows/examples/approval.md")).unwrap();
    machine.enrich(&["workflow", "publish", page.to_str().unwrap(), "--org", "Acme", "--json"]).json();
    let environment = [("ENRICH_URL", url.as_str()), ("ENRICH_KEY", &secret), ("ENRICH_LOG", "warn")];
    let elsewhere = [("ENRICH_KEY", secret.as_str())];
    let command = |line: &str| line.split_once("enrich ").unwrap().1.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let asked = ["run", QUICKSTART, "--workflow", "asked"];
    for (word, exit) in [("approve", 0), ("decline", 1)] {
        let mut watched = machine.start_with(&asked, &environment);
        let told = command(&watched.until(|line| line.contains(&format!("enrich run {word}"))));
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        assert_eq!(machine.enrich_with(&told, &elsewhere).code, 0, "in another terminal");
        assert_eq!(watched.ended().code(), Some(exit), "{word}");
        assert!(machine.enrich_with(&told, &environment).refusal().contains("not_awaiting_approval"), "it is decided");
    }
    let mut program = machine.start_with(&[&asked[..], &["--json"]].concat(), &environment);
    let run = command(&program.until_told(|line| line.contains("enrich run approve"))).swap_remove(2);
    let other = machine.enrich_with(&["run", "approve", &run, "--plan", "plan_00000000000000000000000001"], &environment);
    assert!(other.refusal().contains("not_awaiting_approval"), "it waits on another plan: {other:?}");
    assert_eq!(machine.enrich_with(&["run", "decline", &run, "--json"], &environment).json()["status"], "cancelled");
    assert_eq!(program.ended().code(), Some(1));
}

#[test]
#[cfg(target_os = "linux")]
fn a_log_that_cannot_be_written_stops_nothing() {
    let machine = Machine::new();
    let (server, url) = machine.serve_without_a_log();
    let (_, _, secret) = machine.tenant("Acme");
    let done = run(&machine, &url, &secret, &[QUICKSTART, "--workflow", "kyc-verification", "--json"]).json();
    assert_eq!(done["status"], "completed");
    assert!(server.stop().success());
}

#[test]
fn a_masked_number_is_reported_and_not_guessed() {
    let machine = Machine::new();
    let (_server, url) = machine.serve(&[]);
    let (_, _, secret) = machine.tenant("Acme");
    let shown = run(&machine, &url, &secret, &[MASKED, "--workflow", "kyc-verification"]);
    assert_eq!(shown.code, 0, "{shown:?}");
    assert!(shown.out.contains("incomplete"), "{}", shown.out);
    assert!(!shown.out.contains("mobile_intelligence  success") && !shown.out.contains('\u{1b}'), "{}", shown.out);
    let done = run(&machine, &url, &secret, &[MASKED, "--workflow", "kyc-verification", "--json"]).json();
    assert!(call(&done, "mobile_intelligence").is_none(), "{done:#}");
}

#[test]
fn the_exit_code_of_a_run_tells_and_refusals_are_one_line() {
    let machine = Machine::new();
    let (_server, url) = machine.serve(&[]);
    let (_, _, secret) = machine.tenant("Acme");
    assert!(run(&machine, &url, &secret, &["x", "--workflow", "no-such"]).refusal().contains("workflow_not_found"));
    assert!(run(&machine, &url, "sk-tm-test-nobody", &["x"]).refusal().contains("invalid_api_key"));
    assert!(run(&machine, "http://127.0.0.1:1", &secret, &["x"]).refusal().contains("is the server running?"));
    assert!(machine.enrich(&["run", "x"]).refusal().contains("ENRICH_KEY is not set"));
    assert_eq!(run(&machine, &url, &secret, &["x", "--metadata", "[1]"]).code, 2);
    let same = ["Verify PAN ABCDE1234F", "--idempotency-key", "order-1", "--json"];
    let first = run(&machine, &url, &secret, &same).json();
    assert_eq!(run(&machine, &url, &secret, &same).json()["id"], first["id"], "said twice, run once");
}

#[tokio::test]
async fn a_revoked_key_is_refused_within_a_second() {
    for machine in [Some(Machine::new()), Machine::with_postgres()].into_iter().flatten() {
        refuses_a_revoked_key(&machine).await;
    }
}

async fn refuses_a_revoked_key(machine: &Machine) {
    let (_server, url) = machine.serve(&[]);
    let (_, key, secret) = machine.tenant("Acme");
    let client = http();
    let usage = || client.get(format!("{url}/v1/usage")).bearer_auth(&secret).send();
    assert_eq!(usage().await.unwrap().status(), 200);
    machine.enrich(&["key", "revoke", &key]);
    let revoked = Instant::now();
    while usage().await.unwrap().status() != 401 {
        assert!(revoked.elapsed() < Duration::from_secs(1), "it is still accepted");
    }
}

#[test]
fn a_second_server_of_the_same_file_is_refused() {
    let machine = Machine::new();
    let (server, _) = machine.serve(&[]);
    let told = machine.enrich_with(&["serve", "--listen", "127.0.0.1:0"], &[("ENRICH_LOG", "error")]);
    assert!(told.refusal().contains("already being served"));
    assert!(server.stop().success());
    let (server, _) = machine.serve(&[]);
    assert!(server.stop().success(), "once the first is gone the file is free");
}

#[tokio::test]
async fn a_server_says_that_it_is_well() {
    let machine = Machine::new();
    let (server, url) = machine.serve(&[]);
    for path in ["/healthz", "/readyz"] {
        assert_eq!(http().get(format!("{url}{path}")).send().await.unwrap().status(), 200, "{path}");
    }
    assert!(server.stop().success());
}
