//! `kill -9` of whoever sends webhooks, under load and to receivers that fail by chance: every event arrives, and is one event.

use crate::binary::{Machine, Process, http};
use futures::StreamExt;
use reqwest::Client;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tests::receiver::{Authority, Received, Receiver, Says, acknowledges};

/// Events, unless `STORM_EVENTS` says otherwise: `just storm` has ten thousand.
const EVENTS: usize = 2_000;
/// As many as runs; the others are pings, which are cheaper.
const RUNS: usize = 40;
const RECEIVERS: usize = 4;
const KILLS: usize = 6;
const TOGETHER: usize = 16;
const ATTEMPTS_MAX: u64 = 8;
/// Longer than any of it takes; a dead node's lease on PostgreSQL alone is half a minute.
const PATIENCE: Duration = Duration::from_secs(300);

/// Moments by the seed: SplitMix64.
fn moments(mut seed: u64) -> impl Iterator<Item = Duration> {
    std::iter::repeat_with(move || {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        Duration::from_millis(300 + (mixed >> 33) % 900)
    })
}

/// A customer with an endpoint at each receiver.
struct Storm<'a> {
    machine: &'a Machine,
    ca: PathBuf,
    client: Client,
    secret: String,
    receivers: Vec<Receiver>,
    endpoints: Vec<String>,
    /// Pings that were acknowledged, each with the number of its receiver; and runs.
    pings: BTreeMap<String, usize>,
    runs: BTreeSet<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_arrives_although_the_sender_is_killed_and_receivers_fail() {
    let machine = Machine::new();
    Storm::over(&machine).await.rages().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_arrives_on_postgres_too() {
    let Some(machine) = Machine::with_postgres() else { return };
    Storm::over(&machine).await.rages().await;
}

impl<'a> Storm<'a> {
    async fn over(machine: &'a Machine) -> Storm<'a> {
        let authority = Authority::default();
        let (org, _, secret) = machine.tenant("Stormy");
        machine.enrich(&[
            "org",
            "set",
            &org,
            "--active-runs",
            "1000",
            "--creations-per-minute",
            "1000000",
            "--reads-per-minute",
            "1000000",
        ]);
        let ca = machine.data_dir().join("ca.pem");
        std::fs::create_dir_all(machine.data_dir()).unwrap();
        std::fs::write(&ca, &authority.pem).unwrap();
        let mut receivers = Vec::new();
        for seed in 0..RECEIVERS {
            receivers.push(Receiver::start(&authority, Says::Moody(seed as u64)).await);
        }
        let (pings, runs) = (BTreeMap::new(), BTreeSet::new());
        let mut storm = Storm { machine, ca, client: http(), secret, receivers, endpoints: Vec::new(), pings, runs };
        let (_server, url) = storm.serve();
        for receiver in &storm.receivers {
            let answer = storm.post(&format!("{url}/v1/webhooks"), &json!({ "url": receiver.url() })).await.unwrap();
            storm.endpoints.push(answer["id"].as_str().unwrap().to_owned());
        }
        storm
    }

    fn serve(&self) -> (Process, String) {
        let environment =
            [("ENRICH_LOG", "error"), ("ENRICH_EGRESS_ALLOW", "127.0.0.0/8,::1/128"), ("ENRICH_EGRESS_CA", self.ca.to_str().unwrap())];
        let mut server = self.machine.start_with(&["serve", "--listen", "127.0.0.1:0", "--json"], &environment);
        let ready: Value = serde_json::from_str(&server.until(|_| true)).unwrap();
        (server, ready["url"].as_str().unwrap().to_owned())
    }

    /// What was acknowledged. `None`: nobody answered, so nobody knows.
    async fn post(&self, url: &str, body: &Value) -> Option<Value> {
        let response = self.client.post(url).bearer_auth(&self.secret).json(body).send().await.ok()?;
        assert!(response.status().is_success(), "{}", response.text().await.unwrap());
        response.json().await.ok()
    }

    /// Events until there are `all` or the moment has come.
    async fn events(&mut self, url: &str, all: usize, until: Instant) {
        let next = self.pings.len() + self.runs.len();
        let pings = futures::stream::iter(next..all).map(|number| {
            let (storm, place) = (&*self, number % RECEIVERS);
            async move {
                if number % (all / RUNS).max(1) == 0 {
                    let run = storm.post(&format!("{url}/v1/runs"), &json!({ "message": "nobody" })).await?;
                    return Some((run["id"].as_str()?.to_owned(), None));
                }
                let ping = storm.post(&format!("{url}/v1/webhooks/{}/test", storm.endpoints[place]), &json!({})).await?;
                Some((ping["event_id"].as_str()?.to_owned(), Some(place)))
            }
        });
        let mut pings = pings.buffer_unordered(TOGETHER);
        let mut acknowledged = Vec::new();
        while let Ok(Some(made)) = tokio::time::timeout_at(until.into(), pings.next()).await {
            acknowledged.extend(made);
        }
        drop(pings);
        for (id, place) in acknowledged {
            match place {
                Some(place) => drop(self.pings.insert(id, place)),
                None => drop(self.runs.insert(id)),
            }
        }
    }

    async fn rages(mut self) {
        let all = std::env::var("STORM_EVENTS").map_or(EVENTS, |events| events.parse().unwrap());
        for (kill, moment) in moments(11).take(KILLS).enumerate() {
            let (server, url) = self.serve();
            let until = Instant::now() + moment;
            // Some are left for every server that follows.
            self.events(&url, all * (kill + 1) / (KILLS + 1), until).await;
            tokio::time::sleep_until(until.into()).await;
            // Dropping a process is `kill -9`.
            drop(server);
        }
        let (server, url) = self.serve();
        while self.pings.len() + self.runs.len() < all {
            self.events(&url, all, Instant::now() + PATIENCE).await;
        }
        self.drained(&url).await;
        for receiver in 0..RECEIVERS {
            self.examined(&url, receiver).await;
        }
        assert!(server.stop().success());
    }

    /// Waits until nothing is to be sent any more. What has failed is due at once: the clock is put forward for it.
    async fn drained(&self, url: &str) {
        let begun = Instant::now();
        for endpoint in &self.endpoints {
            loop {
                let mut pending = self.deliveries(url, endpoint).await;
                pending.retain(|delivery| delivery["status"] == "pending");
                if pending.is_empty() {
                    break;
                }
                assert!(begun.elapsed() < PATIENCE, "it is not drained");
                // A row at a time: a statement that held many would wait for the sender's while the sender waits for it.
                let forward = |delivery: &Value| {
                    let event = delivery["id"].as_str().unwrap();
                    format!("UPDATE deliveries SET due = due - 3600000000 WHERE endpoint_id = '{endpoint}' AND event_id = '{event}'")
                };
                let forward: Vec<String> = pending.iter().map(forward).collect();
                std::thread::scope(|scope| scope.spawn(|| self.machine.meddle_each(&forward)).join().unwrap());
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }

    async fn deliveries(&self, url: &str, endpoint: &str) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{url}/v1/webhooks/{endpoint}/deliveries?limit=100{cursor}");
            let page: Value = self.client.get(path).bearer_auth(&self.secret).send().await.unwrap().json().await.unwrap();
            all.extend(page["data"].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return all,
            }
        }
    }

    /// What arrived at one receiver, against what it was to be told.
    async fn examined(&self, url: &str, place: usize) {
        let mut arrived: BTreeMap<String, Vec<Received>> = BTreeMap::new();
        let mut acknowledged = BTreeSet::new();
        for (before, received) in self.receivers[place].received().into_iter().enumerate() {
            if acknowledges(place as u64, before + 1) {
                acknowledged.insert(received.headers["webhook-id"].clone());
            }
            arrived.entry(received.headers["webhook-id"].clone()).or_default().push(received);
        }
        for (event, attempts) in &arrived {
            let bodies: BTreeSet<String> = attempts.iter().map(identity).collect();
            assert_eq!(bodies.len(), 1, "{event}: {bodies:?}");
            assert!(bodies.iter().all(|identity| identity.starts_with(event)), "{event}: {bodies:?}");
        }
        let told = |id: &String| arrived.contains_key(id);
        assert!(self.pings.iter().filter(|(_, to)| **to == place).all(|(id, _)| told(id)), "a ping is lost");
        let of_run = |attempts: &Vec<Received>| body(&attempts[0])["data"]["id"].as_str().map(str::to_owned);
        let runs: Vec<String> = arrived.values().filter_map(of_run).collect();
        assert!(self.runs.iter().all(|run| runs.iter().filter(|told| *told == run).count() == 1), "each run ends once");
        for delivery in self.deliveries(url, &self.endpoints[place]).await {
            let (id, attempts) = (delivery["id"].as_str().unwrap().to_owned(), delivery["attempts"].as_u64().unwrap());
            assert!(delivery["status"] == "dead" || acknowledged.contains(&id), "nobody acknowledged it: {delivery:#}");
            let dead = delivery["status"] == "dead" && attempts == ATTEMPTS_MAX;
            assert!(delivery["status"] == "delivered" || dead, "{delivery:#}");
            let seen = arrived.get(&id).map_or(0, Vec::len) as u64;
            // A kill loses the count of an attempt that it cuts off, and nothing else does.
            let most = attempts + KILLS as u64;
            assert!((1..=ATTEMPTS_MAX).contains(&attempts) && (1..=most).contains(&seen), "{seen} arrived: {delivery:#}");
        }
    }
}

fn body(received: &Received) -> Value {
    serde_json::from_slice(&received.body).unwrap()
}

/// What is the same in every attempt: links in a body are fresh each time.
fn identity(received: &Received) -> String {
    let body = body(received);
    let part = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    [part("id"), part("type"), part("created_at"), body["data"]["id"].to_string()].join(" ")
}
