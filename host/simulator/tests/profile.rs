//! That every scenario of the analysis of a public profile comes true with the platform.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use egress::{Error, Outbound, Request, Response};
use serde_json::Value;
use simulator::{Options, Simulator, scenarios};
use std::time::Duration;
use url::Url;

async fn looked_up(handle: &str) -> Result<Response, Error> {
    let url = format!("https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor={handle}");
    let request = Request {
        url: Url::parse(&url).unwrap(),
        method: "GET".into(),
        headers: Vec::new(),
        body: None,
        deadline: Duration::from_millis(20),
        response_bytes_max: 1 << 20,
    };
    Simulator::new(Options::default()).send(request).await
}

async fn outcome_of(message: &str) -> &'static str {
    let name = message.split(": ").nth(1).unwrap().split(',').next().unwrap();
    let handle = message.split("/profile/").nth(1).unwrap().split(',').next().unwrap();
    let response = match looked_up(handle).await {
        Err(Error::Timeout) => return "timeout",
        response => response.unwrap(),
    };
    let told: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    match (response.status, told["displayName"].as_str(), told["error"].as_str()) {
        (503, ..) => "provider_unavailable",
        (429, ..) => "provider_rate_limited",
        (400, _, Some("AccountTakedown")) => "inactive",
        (400, ..) => "not_found",
        (200, Some(shown), _) if shown.contains(name.split(' ').next().unwrap()) => "verified",
        (200, Some(_), _) => "name_mismatch",
        (200, None, _) => "provider_malformed",
        other => panic!("{message}: {other:?}"),
    }
}

#[tokio::test]
async fn every_scenario_comes_true() {
    let mut proven = 0;
    for scenario in scenarios().iter().filter(|scenario| scenario.workflow == "social-profile-analysis") {
        assert_eq!(outcome_of(scenario.message).await, scenario.outcome, "{}", scenario.message);
        proven += 1;
    }
    assert_eq!(proven, 8);
}
