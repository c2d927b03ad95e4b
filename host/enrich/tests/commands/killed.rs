//! `kill -9` in the middle of everything: every run ends, as if nothing had happened, and nothing is billed twice.

use crate::binary::{Machine, Process, http};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

const RUNS: usize = 50;
const KILLS: usize = 20;
/// Requests that take different ways: verified, mismatched, not found, without a phone, without a PAN.
const MESSAGES: [&str; 5] = [
    "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F",
    "Verify identity: Asha Rao, +91 98123 45600, PAN AAAPR0001A",
    "Verify identity: Asha Rao, +91 98123 45602, PAN AAAPR0002A",
    "Verify identity: Rahul Sharma, PAN ABCDE1234F",
    "Verify identity: Rahul Sharma",
];
/// Long enough that most kills find calls in flight.
const LATENCY_MS: &str = "60";

/// A client that tries again for as long as nobody answers.
struct Customer {
    client: Client,
    secret: String,
}

impl Customer {
    async fn create(&self, url: &str, number: usize) -> Option<String> {
        let body = json!({ "message": MESSAGES[number % MESSAGES.len()], "workflow": "kyc-verification" });
        let request = self.client.post(format!("{url}/v1/runs")).bearer_auth(&self.secret);
        let response = request.header("Idempotency-Key", format!("order-{number}")).json(&body).send().await.ok()?;
        assert!([StatusCode::ACCEPTED, StatusCode::OK].contains(&response.status()), "{}", response.status());
        Some(response.json::<Value>().await.ok()?["id"].as_str().unwrap().to_owned())
    }

    async fn ended(&self, url: &str, run: &str) -> Value {
        loop {
            let response = self.client.get(format!("{url}/v1/runs/{run}?wait=50")).bearer_auth(&self.secret).send().await.unwrap();
            let resource: Value = response.json().await.unwrap();
            if !resource["completed_at"].is_null() {
                return resource;
            }
        }
    }
}

/// What a client must find again: everything that a crash has no part in.
fn outcome(resource: &Value) -> Value {
    let calls = resource["tool_calls"].as_array().unwrap().iter();
    let calls: Vec<Value> = calls.map(|call| json!([call["name"], call["status"], call["credits"]])).collect();
    json!({ "status": resource["status"], "answer": resource["answer"], "credits": resource["credits_used"], "calls": calls })
}

/// A moment by the seed: SplitMix64.
fn moments(mut seed: u64) -> impl Iterator<Item = Duration> {
    std::iter::repeat_with(move || {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        Duration::from_millis(20 + (mixed >> 33) % 200)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_at_any_moment_loses_nothing_and_bills_nothing_twice() {
    storm(&Machine::new(), &Machine::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_on_postgres() {
    let (Some(undisturbed), Some(machine)) = (Machine::with_postgres(), Machine::with_postgres()) else { return };
    storm(&undisturbed, &machine).await;
}

async fn storm(undisturbed: &Machine, machine: &Machine) {
    let (_, _, secret) = undisturbed.tenant("Calm");
    let client = http();
    let (server, url) = undisturbed.serve(&[]);
    let customer = Customer { client: client.clone(), secret };
    let mut expected = Vec::new();
    for number in 0..MESSAGES.len() {
        let run = customer.create(&url, number).await.unwrap();
        expected.push(outcome(&customer.ended(&url, &run).await));
    }
    assert!(server.stop().success());

    let (org, _, secret) = machine.tenant("Stormy");
    // Where a dead node's leases have to run out first, more runs wait than the product's own limit allows.
    machine.enrich(&["org", "set", &org, "--active-runs", "100", "--creations-per-minute", "1000"]);
    let customer = Customer { client, secret };
    let mut runs: BTreeMap<usize, String> = BTreeMap::new();
    let mut next = 0;
    for moment in moments(7).take(KILLS) {
        let (server, url) = machine.serve(&["--simulator-latency", LATENCY_MS]);
        let until = tokio::time::Instant::now() + moment;
        // New runs keep coming until the moment is there; the request that the kill cuts off is repeated on the next server.
        while next < RUNS && tokio::time::Instant::now() < until {
            if let Ok(Some(run)) = tokio::time::timeout_at(until, customer.create(&url, next)).await {
                runs.insert(next, run);
                next += 1;
                if next % 3 == 0 {
                    break;
                }
            }
        }
        tokio::time::sleep_until(until).await;
        kill(server);
    }
    let (server, url) = machine.serve(&[]);
    for number in next..RUNS {
        runs.insert(number, customer.create(&url, number).await.unwrap());
    }
    for (number, run) in &runs {
        let resource = customer.ended(&url, run).await;
        assert_eq!(outcome(&resource), expected[number % MESSAGES.len()], "order-{number}, {run}");
        assert_eq!(customer.create(&url, *number).await.as_ref(), Some(run), "the same request is the same run");
    }
    let verified = machine.enrich(&["ledger", "verify", "--json"]).json();
    assert_eq!(verified["faults"], json!([]), "{verified:#}");
    assert_eq!(verified["runs"], RUNS, "each request made one run");
    assert!(server.stop().success());
}

/// Dropping a process is `kill -9`.
fn kill(server: Process) {
    drop(server);
}
