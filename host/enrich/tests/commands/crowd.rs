//! Two servers of one database, and a crowd of clients with one key at both: what the key is allowed is never exceeded by one.

use crate::binary::{Machine, http};
use futures::future::join_all;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

/// Requests of one moment.
const REQUESTS: usize = 120;
/// Runs are still at work when the last of the crowd has been answered; a check would not wait for longer than ten seconds.
const LATENCY_MS: &str = "9000";

/// Whoever has the key, at each of the servers.
struct Crowd<'a> {
    client: Client,
    secret: &'a str,
    servers: [&'a str; 2],
}

impl Crowd<'_> {
    /// All at once, half of them at each server: how many were accepted, having checked what the others were told.
    async fn ask(&self, message: &str, limit: &str) -> usize {
        let order = json!({ "message": message, "workflow": "kyc-verification" });
        let ask = async |n: usize| {
            let request = self.client.post(format!("{}/v1/runs", self.servers[n % 2])).bearer_auth(self.secret).json(&order);
            let response = request.send().await.unwrap();
            (response.status(), response.json::<Value>().await.unwrap())
        };
        let answers = join_all((0..REQUESTS).map(ask)).await;
        for (status, answer) in answers.iter().filter(|(status, _)| *status != StatusCode::ACCEPTED) {
            assert_eq!((*status, &answer["error"]["limit"]), (StatusCode::TOO_MANY_REQUESTS, &json!(limit)), "{answer}");
        }
        answers.iter().filter(|(status, _)| *status == StatusCode::ACCEPTED).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_at_two_servers_gets_what_its_key_allows_and_not_one_more() {
    let Some(machine) = Machine::with_postgres() else { return };
    let (one, here) = machine.serve(&["--simulator-latency", LATENCY_MS]);
    let (other, there) = machine.serve(&["--simulator-latency", LATENCY_MS]);
    let message = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";
    for (creations, active, accepted, limit) in [("37", "1000", 37, "creations_per_minute"), ("1000", "13", 13, "active_runs")] {
        let (org, _, secret) = machine.tenant("Busy");
        machine.enrich(&["org", "set", &org, "--active-runs", active, "--creations-per-minute", creations]);
        let crowd = Crowd { client: http(), secret: &secret, servers: [&here, &there] };
        assert_eq!(crowd.ask(message, limit).await, accepted, "{limit}");
        assert_eq!(crowd.ask(message, limit).await, 0, "{limit}: it is used up at either server");
    }
    assert!(one.stop().success() && other.stop().success());
    let verified = machine.enrich(&["ledger", "verify", "--json"]).json();
    assert_eq!((&verified["faults"], &verified["runs"]), (&json!([]), &json!(37 + 13)), "what was refused is not stored");
}
