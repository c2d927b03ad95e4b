//! What the tasks of a simulation share: time, chance, the database, the providers.

use super::choices::Choices;
use super::database::Database;
use futures::future::BoxFuture;
use journal::{CallId, Time};
use run::Clock;
use std::collections::{BTreeMap, HashMap};
use std::future::poll_fn;
use std::hash::Hash;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::Duration;

pub(super) struct Spawned {
    pub(super) node: Option<usize>,
    pub(super) future: BoxFuture<'static, ()>,
}

pub(super) struct World {
    state: u64,
    pub(super) now: Time,
    pub(super) timers: BTreeMap<(Time, u64), Waker>,
    ticket: u64,
    pub(super) steps: u64,
    pub(super) spawned: Vec<Spawned>,
    pub(super) crashed: Vec<usize>,
    pub(super) frozen: HashMap<usize, Time>,
    pub(super) database: Database,
    /// How often each call was performed by its provider.
    pub(super) performed: HashMap<CallId, u32>,
    /// Runs that were admitted without their first turn.
    pub(super) bare: usize,
    pub(super) faults_until: Time,
    /// Rules that were seen broken while things happened.
    pub(super) violations: Vec<String>,
    /// Where every possibility is tried in turn: which are taken this time. Then nothing is left to chance.
    pub(super) choices: Option<Choices>,
}

#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(super) fn new(seed: u64, faults_for: Duration) -> Shared {
        let now = Time::from_micros(1_000_000_000_000);
        Shared(Arc::new(Mutex::new(World {
            state: seed,
            now,
            timers: BTreeMap::new(),
            ticket: 0,
            steps: 0,
            spawned: Vec::new(),
            crashed: Vec::new(),
            frozen: HashMap::new(),
            database: Database::default(),
            performed: HashMap::new(),
            bare: 0,
            faults_until: now.plus(faults_for),
            violations: Vec::new(),
            choices: None,
        })))
    }

    pub(super) fn with<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    /// A number below `bound`, by the seed.
    pub(super) fn below(&self, bound: usize) -> usize {
        self.with(|world| world.below(bound))
    }

    /// Whether something of that probability, in thousandths, happens; nothing does once the faults are over.
    pub(super) fn fault(&self, thousandths: usize) -> bool {
        self.with(|world| world.now < world.faults_until && world.below(1000) < thousandths)
    }

    /// What the task at work learnt: whatever it does next follows from it.
    pub(super) fn learns(&self, what: impl Hash) {
        self.with(|world| {
            if let Some(choices) = &mut world.choices {
                choices.learns(what);
            }
        });
    }

    /// Whether a request, or its answer, is lost on the way: by chance, or because it is this possibility's turn.
    pub(super) fn loses(&self, thousandths: usize, what: &'static str) -> bool {
        match self.with(|world| world.choices.as_mut().map(|choices| choices.loses(what))) {
            Some(loses) => loses,
            None => self.fault(thousandths),
        }
    }

    pub(super) fn count_step(&self) -> u64 {
        self.with(|world| {
            world.steps += 1;
            world.steps
        })
    }

    pub(super) fn spawn(&self, node: Option<usize>, future: impl Future<Output = ()> + Send + 'static) {
        self.with(|world| world.spawned.push(Spawned { node, future: Box::pin(future) }));
    }

    /// Jumps to the next timer or thaw. `false`: there is none.
    pub(super) fn advance_time(&self) -> bool {
        self.with(|world| {
            let timer = world.timers.keys().next().map(|(at, _)| *at);
            let thaw = world.frozen.values().filter(|until| **until > world.now).min().copied();
            let Some(next) = [timer, thaw].into_iter().flatten().min() else { return false };
            world.now = world.now.max(next);
            while let Some(entry) = world.timers.first_entry() {
                if entry.key().0 > world.now {
                    break;
                }
                entry.remove().wake();
            }
            true
        })
    }

    /// Lets others go first, a few times; sometimes time passes. Where every order is tried, once is as good as often.
    pub(super) async fn pause(&self) {
        if self.with(|world| world.choices.is_some()) {
            return yield_once().await;
        }
        for _ in 0..self.below(3) {
            yield_once().await;
        }
        if self.below(4) == 0 {
            let millis = 1 + self.below(40) as u64;
            self.sleep(Duration::from_millis(millis)).await;
        }
    }

    pub(super) async fn sleep(&self, duration: Duration) {
        let until = self.with(|world| world.now.plus(duration));
        self.sleep_until_time(until).await;
    }

    async fn sleep_until_time(&self, until: Time) {
        poll_fn(|context| {
            self.with(|world| {
                if world.now >= until {
                    return Poll::Ready(());
                }
                world.ticket += 1;
                let ticket = world.ticket;
                world.timers.insert((until, ticket), context.waker().clone());
                Poll::Pending
            })
        })
        .await;
    }
}

impl World {
    /// SplitMix64: small, and good enough to choose.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Where nothing is left to chance it is always the same number, and never a small one: nothing unlikely happens by itself.
    fn below(&mut self, bound: usize) -> usize {
        if self.choices.is_some() {
            return bound.max(1) - 1;
        }
        usize::try_from(self.next() % bound.max(1) as u64).unwrap()
    }

    pub(super) fn is_frozen(&self, node: Option<usize>) -> bool {
        node.and_then(|node| self.frozen.get(&node)).is_some_and(|until| *until > self.now)
    }
}

async fn yield_once() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Clock for Shared {
    fn now(&self) -> Time {
        self.with(|world| world.now)
    }

    fn random(&self, bytes: &mut [u8]) {
        self.with(|world| {
            if let Some(choices) = &mut world.choices {
                return choices.fill(bytes);
            }
            for byte in bytes {
                *byte = world.next().to_le_bytes()[0];
            }
        });
    }

    fn sleep_until(&self, at: Time) -> BoxFuture<'static, ()> {
        let shared = self.clone();
        Box::pin(async move { shared.sleep_until_time(at).await })
    }
}
