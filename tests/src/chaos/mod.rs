//! Chaos: real servers, real databases, real clients, and everything that can break does. What clients were told is then
//! proven to be true.
//!
//! A seed fixes what breaks and what is asked for, not which of them comes first: that is up to the machine.

pub mod balancer;
pub mod client;
pub mod dice;
pub mod fault;
pub mod host;
pub mod order;
pub mod proof;
pub mod provider;
pub mod proxy;
pub mod wire;

use crate::postgres::{Cluster, Durability};
use balancer::Balancer;
use dice::Dice;
use fault::{Fault, Shared, Stage};
use host::{Build, Host};
use provider::{Provider, Record};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use wire::{Tally, Wire};

/// How long everything may take to come to its end once nothing breaks any more.
const DRAIN_TIME_MAX: Duration = Duration::from_secs(90);
/// Between two looks at the hosts.
const SUPERVISE_EVERY: Duration = Duration::from_millis(200);

/// A game of chaos.
#[derive(Clone, Debug)]
pub struct Game {
    /// The server's binary.
    pub binary: PathBuf,
    /// What fixes chance.
    pub seed: u64,
    /// How long things break.
    pub time: Duration,
    /// Clients at work.
    pub clients: usize,
    /// Seconds of a lease.
    pub lease_seconds: u64,
    /// Hosts.
    pub hosts: u8,
    /// What breaks, each as often as the next.
    pub faults: Vec<Fault>,
    /// Milliseconds between two faults, at least and at most.
    pub pause_ms: (u64, u64),
}

/// What came of it.
#[derive(Debug)]
pub struct Report {
    /// Counts, for people.
    pub text: String,
    /// Rules that were broken.
    pub violations: Vec<String>,
    /// Requests that were answered with 503.
    pub unavailable: u64,
}

impl Game {
    /// Hosts that share a PostgreSQL. `None`, said loudly: none is installed.
    pub async fn on_postgres(&self, folder: &Path) -> Option<Report> {
        let cluster = tokio::task::block_in_place(|| Cluster::start(Durability::Disk))?;
        let stands_by = self.faults.contains(&Fault::FailOver);
        let standby = stands_by.then(|| tokio::task::block_in_place(|| Arc::new(cluster.standby())));
        let proxy = proxy::Proxy::start(cluster.socket()).await;
        let url = format!("postgres://postgres@{}/chaos?sslmode=disable", proxy.address);
        let shared = Shared { proxy, primary: Arc::new(cluster).into(), standby: standby.into() };
        Some(self.play(folder, url, Some(shared), None).await)
    }

    /// One host with a SQLite file in `disk`, a file system that can be filled.
    pub async fn on_sqlite(&self, folder: &Path, disk: &Path) -> Report {
        let url = format!("sqlite://{}", disk.join("enrich.db").display());
        self.play(folder, url, None, Some(disk.to_owned())).await
    }

    async fn play(&self, folder: &Path, database: String, shared: Option<Shared>, disk: Option<PathBuf>) -> Report {
        let mut dice = Dice::new(self.seed);
        let provider = Provider::start(dice.branch()).await;
        let build = Build {
            binary: self.binary.clone(),
            database,
            folder: folder.to_owned(),
            provider: provider.url.clone(),
            lease_seconds: self.lease_seconds,
        };
        crate::compiled::lend(&build.folder);
        let secret = customer(&build);
        let hosts: Vec<Arc<Host>> = (0..self.hosts).map(|number| Arc::new(Host::new(&build, number))).collect();
        hosts.iter().for_each(|host| host.start());
        let balancer = Balancer::start(hosts.iter().map(|host| host.address).collect()).await;
        let tally = Arc::new(Tally::default());
        let lease = Duration::from_secs(self.lease_seconds);
        let stage = Stage { hosts, shared, disk, lease, tally: Arc::clone(&tally) };
        let wire = Wire::new(format!("http://{}", balancer.address), secret, Arc::clone(&tally));
        if !proof::knock(&wire, &mut dice).await {
            tally.violation("no host came up");
        }
        let supervisor = tokio::spawn(supervise(stage.hosts.clone(), Arc::clone(&tally)));
        let until = Instant::now() + self.time;
        let clients: Vec<_> =
            (0..self.clients).map(|number| tokio::spawn(client::work(wire.clone(), dice.branch(), number, until))).collect();
        let dealt = fault::deal(&stage, &mut dice, &self.faults, until, self.pause_ms).await;
        stage.mend();
        let begun = Instant::now();
        let watch = tokio::spawn(end(wire.clone()));
        let mut logs = Vec::new();
        for client in clients {
            logs.extend(client.await.unwrap());
        }
        let drained = begun.elapsed();
        watch.abort();
        wire.over.store(false, Ordering::Relaxed);
        let watch = tokio::spawn(end(wire.clone()));
        let record = provider.record();
        let proven = proof::prove(&wire, &mut dice, &logs, &record).await;
        watch.abort();
        supervisor.abort();
        self.verify(&build, &stage, &tally);
        let text = self.tell(&tally, &dealt, logs.len(), &proven, &record, drained);
        let violations = tally.violations.lock().unwrap().clone();
        Report { text, violations, unavailable: tally.unavailable.load(Ordering::Relaxed) }
    }

    /// What the product's own proof says, once all hosts have stopped as they were asked to.
    fn verify(&self, build: &Build, stage: &Stage, tally: &Tally) {
        for host in &stage.hosts {
            match tokio::task::block_in_place(|| host.stop()) {
                Some((status, _)) if status.success() => {}
                other => tally.violation(format!("at the end a host stopped with {other:?}")),
            }
            host.panics().into_iter().for_each(|line| tally.violation(line));
        }
        let verified = tokio::task::block_in_place(|| build.ask(&["ledger", "verify"]));
        if verified["sound"] != true {
            tally.violation(format!("the ledger is not sound: {verified}"));
        }
    }

    fn tell(
        &self,
        tally: &Tally,
        dealt: &BTreeMap<Fault, u64>,
        orders: usize,
        proven: &proof::Proven,
        record: &Record,
        drained: Duration,
    ) -> String {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut text = format!(
            "seed {}: {} hosts, {} clients, {:?} of faults, then {drained:.1?} to the end\n",
            self.seed, self.hosts, self.clients, self.time
        );
        let mut say = |name: &str, what: String| {
            let _ = writeln!(text, "{name:<12}{what}");
        };
        let list = |counts: Vec<(String, u64)>| counts.iter().map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ");
        say("runs", format!("{orders}: {}", list(proven.ended.iter().map(|(name, count)| (name.clone(), *count)).collect())));
        let (requests, unavailable, broken) = (get(&tally.requests), get(&tally.unavailable), get(&tally.broken));
        say("requests", format!("{requests}: {unavailable} answered with 503, {broken} broken off"));
        let (streams, reconnects, events) = (get(&tally.streams), get(&tally.reconnects), get(&tally.events));
        say(
            "streams",
            format!("{streams}, {reconnects} of them continued another time; {events} events; {} histories compared", proven.histories),
        );
        say("re-read", format!("{} ended runs", get(&tally.reread)));
        say("faults", list(dealt.iter().map(|(fault, count)| (fault.name().to_owned(), *count)).collect()));
        let asked: u64 = record.answered.values().map(|count| u64::from(*count)).sum();
        let repeated = asked - record.answered.len() as u64;
        say(
            "calls",
            format!(
                "{} billed, {} credits; the provider answered {asked}, {repeated} of them repetitions, and refused {} by their ids",
                proven.billed,
                journal::Credits::from_micros(proven.credits),
                record.refused
            ),
        );
        say(
            "disturbed",
            format!(
                "calls that ended otherwise than undisturbed, unbilled: {}",
                list(proven.disturbed.iter().map(|(code, count)| (code.clone(), *count)).collect())
            ),
        );
        say("violations", tally.violations.lock().unwrap().len().to_string());
        text
    }
}

/// An organisation with credits and a live key that no limit stops: its secret.
fn customer(build: &Build) -> String {
    let org = build.ask(&["org", "create", "Chaos"]);
    let org = org["id"].as_str().unwrap();
    let many = "1000000000";
    build.ask(&["org", "set", org, "--creations-per-minute", many, "--active-runs", many, "--reads-per-minute", many]);
    build.ask(&["credits", "grant", "--org", org, "1000000"]);
    build.ask(&["key", "create", "--org", org, "--mode", "live"])["secret"].as_str().unwrap().to_owned()
}

async fn supervise(hosts: Vec<Arc<Host>>, tally: Arc<Tally>) {
    loop {
        tokio::time::sleep(SUPERVISE_EVERY).await;
        for ended in hosts.iter().filter_map(|host| host.supervise()) {
            if !Host::is_excused(ended) {
                tally.violation(format!("a host ended by itself with {ended}"));
            }
        }
    }
}

/// Even patient clients stop asking at last.
async fn end(wire: Wire) {
    tokio::time::sleep(DRAIN_TIME_MAX).await;
    wire.over.store(true, Ordering::Relaxed);
}
