//! What goes wrong: dealt like cards, so that a short game too has one of each.

use super::dice::Dice;
use super::host::Host;
use super::proxy::Proxy;
use super::wire::Tally;
use crate::postgres::Cluster;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::spawn_blocking;

/// One kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// `kill -9` of a host, and a start a little later.
    Kill,
    /// A host stands still for longer than its lease.
    Freeze,
    /// One host after another is asked to stop, and started again.
    Roll,
    /// PostgreSQL loses all its processes, and starts again.
    Crash,
    /// Every connection to the database is cut; for a while new ones may be refused.
    Cut,
    /// What goes between hosts and database takes longer.
    Delay,
    /// Nothing goes between hosts and database for a while, and nothing is lost.
    Stall,
    /// The primary is killed for ever, and its synchronous standby takes over.
    FailOver,
    /// No byte more fits on the disk.
    DiskFull,
}

impl Fault {
    /// As people say it.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Kill => "kill -9 of a host",
            Fault::Freeze => "host frozen past its lease",
            Fault::Roll => "rolling restart",
            Fault::Crash => "database crashed and restarted",
            Fault::Cut => "database connections cut",
            Fault::Delay => "database slow",
            Fault::Stall => "database stalled",
            Fault::FailOver => "standby promoted",
            Fault::DiskFull => "disk full",
        }
    }
}

/// What there is to break.
pub struct Stage {
    /// The hosts.
    pub hosts: Vec<Arc<Host>>,
    /// The database between them, where they share one.
    pub shared: Option<Shared>,
    /// The file system of the database, where it is one that can be filled.
    pub disk: Option<PathBuf>,
    /// How long a lease is.
    pub lease: Duration,
    /// Where broken rules are noted.
    pub tally: Arc<Tally>,
}

/// A PostgreSQL behind its proxy.
pub struct Shared {
    /// What hosts reach it by.
    pub proxy: Proxy,
    /// The primary.
    pub primary: Mutex<Arc<Cluster>>,
    /// What follows it; `None`: nothing does.
    pub standby: Mutex<Option<Arc<Cluster>>>,
}

/// Deals faults until `until`. How many of each there were.
pub async fn deal(stage: &Stage, dice: &mut Dice, deck: &[Fault], until: Instant, pause_ms: (u64, u64)) -> BTreeMap<Fault, u64> {
    let mut dealt = BTreeMap::new();
    let mut hand: Vec<Fault> = Vec::new();
    loop {
        tokio::time::sleep(dice.millis(pause_ms.0, pause_ms.1)).await;
        if Instant::now() >= until {
            return dealt;
        }
        if hand.is_empty() {
            hand = deck.to_vec();
            dice.shuffle(&mut hand);
        }
        let Some(fault) = hand.pop() else { return dealt };
        *dealt.entry(fault).or_insert(0) += 1;
        println!("{:>8.2?} before the end: {}", until.saturating_duration_since(Instant::now()), fault.name());
        stage.strike(dice, fault, until).await;
    }
}

impl Stage {
    fn host(&self, dice: &mut Dice) -> Arc<Host> {
        Arc::clone(&self.hosts[usize::try_from(dice.below(self.hosts.len() as u64)).unwrap()])
    }

    async fn strike(&self, dice: &mut Dice, fault: Fault, until: Instant) {
        match fault {
            Fault::Kill => {
                let (host, pause) = (self.host(dice), dice.millis(0, 2_000));
                host.kill();
                tokio::time::sleep(pause).await;
                host.start();
            }
            Fault::Freeze => {
                let (host, pause) = (self.host(dice), self.lease + dice.millis(500, 3_000));
                host.freeze();
                // Other faults strike meanwhile.
                tokio::spawn(async move {
                    tokio::time::sleep(pause).await;
                    host.thaw();
                });
            }
            Fault::Roll => self.roll().await,
            Fault::DiskFull => self.fill(dice.millis(2_500, 5_000), until).await,
            Fault::Crash | Fault::Cut | Fault::Delay | Fault::Stall | Fault::FailOver => {
                if let Some(shared) = &self.shared {
                    shared.strike(dice, fault).await;
                }
            }
        }
    }

    async fn roll(&self) {
        for host in &self.hosts {
            // One that is frozen cannot hear.
            host.thaw();
            let stopping = Arc::clone(host);
            match spawn_blocking(move || stopping.stop()).await.unwrap() {
                Some((status, _)) if status.success() => {}
                Some((status, _)) if Host::is_excused(status) => {}
                Some((status, after)) => self.tally.violation(format!("a host that was asked to stop ended with {status} after {after:?}")),
                None => {
                    self.tally.violation("a host that was asked to stop did not");
                    host.kill();
                }
            }
            host.start();
            // The next one goes when this one is back, as an operator's tool would have it.
            for _ in 0..100 {
                if tokio::net::TcpStream::connect(host.address).await.is_ok() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// Fills the disk up to its last byte, and makes room again after a while: not before a client was told, for SQLite goes on within
    /// the pages its log already has, and a slow machine's clients may need long to use them up.
    async fn fill(&self, pause: Duration, until: Instant) {
        let Some(disk) = &self.disk else { return };
        // One that is frozen tells nobody.
        self.hosts.iter().for_each(|host| host.thaw());
        let told = || self.tally.unavailable.load(Ordering::Relaxed);
        let before = told();
        let ballast = disk.join("ballast");
        let filling = ballast.clone();
        spawn_blocking(move || fill(&filling)).await.unwrap();
        tokio::time::sleep(pause).await;
        while told() == before && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        std::fs::remove_file(ballast).unwrap();
    }

    /// Undoes what lasts, so that everything can come to its end.
    pub fn mend(&self) {
        for host in &self.hosts {
            host.thaw();
        }
        if let Some(shared) = &self.shared {
            shared.proxy.refuse(false);
            shared.proxy.delay(Duration::ZERO);
        }
    }
}

fn fill(ballast: &std::path::Path) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(ballast).unwrap();
    for size in [1 << 20, 4_096, 1] {
        let piece = vec![7; size];
        while file.write_all(&piece).is_ok() {}
    }
}

impl Shared {
    async fn strike(&self, dice: &mut Dice, fault: Fault) {
        match fault {
            Fault::Crash => {
                let (primary, pause) = (self.primary(), dice.millis(0, 1_500));
                spawn_blocking(move || {
                    primary.crash();
                    std::thread::sleep(pause);
                    primary.restart();
                })
                .await
                .unwrap();
            }
            Fault::Cut => {
                let refuses = dice.chance(50);
                self.proxy.refuse(refuses);
                self.proxy.cut();
                if refuses {
                    tokio::time::sleep(dice.millis(200, 2_000)).await;
                    self.proxy.refuse(false);
                }
            }
            Fault::Delay => {
                self.proxy.delay(dice.millis(5, 80));
                tokio::time::sleep(dice.millis(1_000, 4_000)).await;
                self.proxy.delay(Duration::ZERO);
            }
            Fault::Stall => {
                self.proxy.stall();
                tokio::time::sleep(dice.millis(500, 3_000)).await;
                self.proxy.delay(Duration::ZERO);
            }
            Fault::FailOver => self.fail_over().await,
            Fault::Kill | Fault::Freeze | Fault::Roll | Fault::DiskFull => {}
        }
    }

    fn primary(&self) -> Arc<Cluster> {
        Arc::clone(&self.primary.lock().unwrap())
    }

    async fn fail_over(&self) {
        let Some(standby) = self.standby.lock().unwrap().take() else { return };
        let (old, new) = (self.primary(), Arc::clone(&standby));
        spawn_blocking(move || {
            old.crash();
            new.promote();
        })
        .await
        .unwrap();
        self.proxy.turn_to(standby.socket());
        *self.primary.lock().unwrap() = Arc::clone(&standby);
        // Until the next one follows, commits wait for the disk of this one alone.
        let next = spawn_blocking(move || standby.standby()).await.unwrap();
        *self.standby.lock().unwrap() = Some(Arc::new(next));
    }
}
