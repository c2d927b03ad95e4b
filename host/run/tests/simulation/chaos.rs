//! Nodes that crash and freeze, clients that approve and cancel, and the clock that brings it all to an end.

use super::database::Connection;
use super::script::{ONCE, Scripted, TWICE};
use super::world::Shared;
use super::{executor, invariants};
use journal::event::{Approval, Created, FORMAT, PinnedCheck, Pins, Request};
use journal::{Credits, KeyId, Mode, OrgId, Private, Record, RunId, ThreadId, Time, id::RANDOM_BYTES};
use run::Clock;
use run::Fair;
use run::admit::{Birth, admit};
use run::crew::Crew;
use run::decide::{Word, cancel, decide};
use run::engine::{Engine, Journals, LEASE};
use std::sync::Arc;
use std::time::Duration;
use store::Admission;

/// What may go wrong, in thousandths of the chances for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Faults {
    /// A request to the database, or its answer, is lost.
    pub(super) losses: usize,
    /// A node crashes within a second of its life.
    pub(super) crashes: usize,
    /// A node stands still for longer than its lease.
    pub(super) freezes: usize,
    /// A client cancels a run.
    pub(super) cancels: usize,
    /// The sandbox has no room for a turn.
    pub(super) turns: usize,
    /// A turn takes [`super::script::SLOW`].
    pub(super) slow: usize,
}

/// What a simulation came to.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Rules that were broken.
    pub(super) violations: Vec<String>,
    /// How many runs ended with each status.
    pub(super) ended: std::collections::BTreeMap<&'static str, usize>,
    /// Calls that were performed more than once, as they may be after a crash.
    pub(super) repeated: usize,
    /// Calls in flight that a cancel closed without their answer.
    pub(super) cut_off: usize,
    /// Runs that were admitted without their first turn.
    pub(super) bare: usize,
}

/// A client has its run by then: the first turn is waited for a tenth of it.
const ADMITTED_WITHIN: Duration = Duration::from_secs(1);

const NODES: usize = 2;
const RUNS: usize = 4;
const STEPS_MAX: u64 = 200_000;

/// Lets a few runs live through `faults`, in the order that `seed` decides.
pub(super) fn simulate(seed: u64, faults: Faults) -> Outcome {
    let shared = Shared::new(seed, Duration::from_secs(60));
    let runs: Vec<RunId> = (0..RUNS).map(|number| begin(&shared, number, faults)).collect();
    for node in 0..NODES {
        shared.spawn(None, live(shared.clone(), node, faults));
    }
    for run in &runs {
        shared.spawn(None, attend(shared.clone(), *run, faults));
    }
    let finished = executor::run(&shared, STEPS_MAX);
    // Those that nodes admitted are among them.
    let runs: Vec<RunId> = shared.with(|world| world.database.runs.keys().copied().collect());
    let mut outcome = invariants::judge(&shared, &runs);
    outcome.bare = shared.with(|world| world.bare);
    if !finished {
        outcome.violations.push("it never came to rest".into());
    }
    outcome
}

pub(super) fn engine(shared: &Shared, node: usize, name: String, faults: Faults) -> Engine {
    Engine {
        journals: Arc::new(Connection { shared: shared.clone(), node, losses: faults.losses }),
        workshop: Arc::new(Scripted { shared: shared.clone(), unavailable: faults.turns, slow: faults.slow }),
        clock: Arc::new(shared.clone()),
        node: name.into(),
        lease: LEASE,
        fair: Fair::default(),
    }
}

fn begin(shared: &Shared, number: usize, faults: Faults) -> RunId {
    let approval = if number == 1 { Approval::Always } else { Approval::Auto };
    begin_one(shared, number, &sizes(shared), approval, number == 3, faults)
}

fn sizes(shared: &Shared) -> String {
    (0..3).map(|_| char::from(b'1' + u8::try_from(shared.below(3)).unwrap())).collect()
}

/// Admits a run of rounds of these sizes, which nobody drives yet; with `once` the first call of each must not be repeated.
pub(super) fn begin_one(shared: &Shared, number: usize, sizes: &str, approval: Approval, once: bool, faults: Faults) -> RunId {
    let (run, record) = asked_for(number, sizes, approval, once);
    let admission = Admission { run, record, new_thread: true, idempotency: None, lease: None, workflows: None };
    let connection = Connection { shared: shared.clone(), node: 0, losses: faults.losses };
    futures::executor::block_on(connection.admit(admission)).unwrap();
    run
}

/// A node admits a run as it does for a client, with its first turn.
async fn bear(shared: Shared, crew: Arc<Crew>, node: usize, faults: Faults) {
    let number = RUNS + node;
    let (run, record) = asked_for(number, &sizes(&shared), Approval::Auto, node == 1);
    let admission = Box::pin(admit(&crew, Birth { run, record, idempotency: None, workflows: None, ahead: true }));
    // Whether it was admitted only the database knows: the answer may be lost, and the other node's client goes away meanwhile.
    if node == 0 {
        let asked = shared.now();
        drop(admission.await);
        if faults.losses == 0 && faults.freezes == 0 && shared.now().since(asked) > ADMITTED_WITHIN {
            shared.with(|world| world.violations.push(format!("{run} was admitted late")));
        }
    } else {
        drop(futures::future::select(admission, Box::pin(shared.pause())).await);
        shared.sleep(Duration::from_secs(1)).await;
    }
    let entries = shared.with(|world| world.database.runs.get(&run).map(|row| row.entries.len()));
    if let Some(entries) = entries {
        shared.with(|world| world.bare += usize::from(entries == 1));
        if entries == 1 && faults.turns == 0 && faults.slow == 0 {
            shared.with(|world| world.violations.push(format!("{run} was admitted without its first turn")));
        }
        shared.spawn(None, attend(shared.clone(), run, faults));
    }
}

fn asked_for(number: usize, sizes: &str, approval: Approval, once: bool) -> (RunId, Record) {
    let mut random = [0; RANDOM_BYTES];
    random[0] = u8::try_from(number).unwrap();
    let at = Time::from_micros(1_000_000_000_000);
    let check = |name: &str, repeatable| PinnedCheck {
        name: name.into(),
        component: String::new(),
        wit: "1.0.0".into(),
        price: Credits::from_micros(1_500_000),
        bills_not_found: true,
        repeatable,
        recent: None,
    };
    let mut checks = vec![check(TWICE, true)];
    if once {
        checks.push(check(ONCE, false));
    }
    let created = Created {
        format: FORMAT,
        org: OrgId::new(at, &[1; RANDOM_BYTES]),
        mode: Mode::Live,
        thread: ThreadId::new(at, &random),
        key: key(),
        workflow: None,
        pins: Pins { component: String::new(), wit: "1.0.0".into(), procedure: String::new(), approval, checks },
        auto_approve: false,
        continues: false,
        max_credits: None,
        retry_of: None,
        private: Private::Known(Request { message: sizes.into(), metadata: None }),
    };
    (RunId::new(at, &random), Record::begin(at, created).unwrap())
}

pub(super) fn key() -> KeyId {
    KeyId::new(Time::default(), &[2; RANDOM_BYTES])
}

fn over(shared: &Shared, run: RunId) -> bool {
    shared.with(|world| world.database.runs[&run].is_over())
}

fn all_over(shared: &Shared) -> bool {
    shared.with(|world| world.database.runs.keys().copied().collect::<Vec<_>>()).into_iter().all(|run| over(shared, run))
}

/// A node's lives: it claims and drives until it crashes, and comes back under another name.
async fn live(shared: Shared, node: usize, faults: Faults) {
    for life in 0_u32.. {
        let engine = engine(&shared, node, format!("node-{node}-{life}"), faults);
        let spawn = {
            let shared = shared.clone();
            Box::new(move |run| shared.spawn(Some(node), run))
        };
        let crew = Arc::new(Crew::new(engine, spawn));
        if life == 0 {
            shared.spawn(Some(node), bear(shared.clone(), Arc::clone(&crew), node, faults));
        }
        shared.spawn(Some(node), async move { run::wake::attend(&crew).await });
        loop {
            shared.sleep(Duration::from_secs(1)).await;
            if all_over(&shared) {
                shared.with(|world| world.crashed.push(node));
                return;
            }
            if shared.fault(faults.freezes) {
                let until = shared.with(|world| world.now).plus(LEASE + Duration::from_secs(3));
                shared.with(|world| world.frozen.insert(node, until));
            }
            if shared.fault(faults.crashes) {
                break;
            }
        }
        shared.with(|world| {
            world.crashed.push(node);
            world.frozen.remove(&node);
        });
        shared.sleep(Duration::from_millis(500)).await;
        // The executor drops what crashed before it takes what was spawned since.
        shared.with(|world| world.crashed.retain(|crashed| *crashed != node));
    }
}

/// A client: approves or declines what is parked, sometimes cancels, at moments of its own.
async fn attend(shared: Shared, run: RunId, faults: Faults) {
    let engine = engine(&shared, 0, "client".into(), faults);
    let org = shared.with(|world| Record::of(world.database.runs[&run].entries.clone()).unwrap().created().org);
    while !over(&shared, run) {
        let millis = 50 + shared.below(4_000) as u64;
        shared.sleep(Duration::from_millis(millis)).await;
        let cancels = shared.fault(faults.cancels);
        let word = if shared.below(4) == 0 { Word::Decline } else { Word::Approve };
        // Too late, too early, lost on the way: a client tries again or lets it be.
        if cancels {
            drop(cancel(&engine, org, run, key()).await);
        } else {
            drop(decide(&engine, org, run, key(), None, word).await);
        }
    }
}
