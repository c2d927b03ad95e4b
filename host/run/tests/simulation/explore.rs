//! Every life of one run on two nodes, within bounds: each order of their steps, each point at which one of them crashes or
//! stands still, each request and answer that is lost.
//!
//! A task does nothing but what follows from what it has learnt; so two lives in which the database, the providers, the time and
//! what every living task has learnt are the same go on alike, and only one of them is followed.

use super::chaos::{Faults, Outcome, begin_one, engine, key};
use super::choices::{Budget, Choice, Choices};
use super::executor::Task;
use super::invariants;
use super::world::Shared;
use journal::event::{Approval, Event};
use journal::{Record, RunId};
use run::crew::Crew;
use run::decide::{Word, cancel, decide};
use run::engine::Engine;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// A run, and what may happen to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    /// Sizes of its rounds of calls.
    pub(super) sizes: &'static str,
    /// Whether its first call must not be repeated.
    pub(super) once: bool,
    /// Whether its plan waits for a client's approval.
    pub(super) parks: bool,
    /// Whether a client cancels it, at any moment.
    pub(super) cancels: bool,
    /// What may go wrong.
    pub(super) budget: Budget,
}

/// What all lives came to.
#[derive(Debug, Default)]
pub(super) struct Explored {
    /// Lives that were followed to their end.
    pub(super) lives: usize,
    /// States that were met.
    pub(super) states: usize,
    /// Lives by the status in which the run ended.
    pub(super) ended: BTreeMap<&'static str, usize>,
    /// Lives in which a call was performed again.
    pub(super) repeated: usize,
    /// Lives in which a call was closed without its answer.
    pub(super) cut_off: usize,
}

const NODES: usize = 2;
/// Steps of one life. A run that needs more is stuck.
const STEPS_MAX: usize = 3_000;
/// The longest life: past the longest pause that a run makes after failed drives.
const LIFE_MAX: Duration = Duration::from_secs(600);
const REBIRTH: Duration = Duration::from_millis(500);
/// How long after the first node the second begins.
const LAG: Duration = Duration::from_millis(10);
/// Shorter than in earnest, so that less happens between a fault and what comes of it.
const LEASE: Duration = Duration::from_secs(1);
const QUIET: Faults = Faults { losses: 0, crashes: 0, freezes: 0, cancels: 0, turns: 0, slow: 0 };

/// Follows every life. The first broken rule ends it, with the story of that life.
pub(super) fn explore(plot: Plot) -> Result<Explored, String> {
    let (mut explored, mut met, mut path) = (Explored::default(), HashSet::new(), Vec::new());
    loop {
        let mut life = Life::begin(plot, path, false);
        let ended = life.follow(&mut met);
        let outcome = life.judge(&ended);
        path = life.path();
        if let Some(outcome) = outcome.map_err(|broken| story(plot, &path, &broken))? {
            explored.lives += 1;
            explored.repeated += usize::from(outcome.repeated > 0);
            explored.cut_off += usize::from(outcome.cut_off > 0);
            outcome.ended.into_keys().for_each(|status| *explored.ended.entry(status).or_default() += 1);
        }
        if !next(&mut path) {
            explored.states = met.len();
            return Ok(explored);
        }
    }
}

/// The next path that was not taken. `false`: all were.
fn next(path: &mut Vec<Choice>) -> bool {
    while let Some(last) = path.last_mut() {
        last.taken += 1;
        if last.taken < last.of {
            return true;
        }
        path.pop();
    }
    false
}

/// Lives through the path once more, telling what happens.
fn story(plot: Plot, path: &[Choice], broken: &str) -> String {
    let mut life = Life::begin(plot, path.to_vec(), true);
    life.follow(&mut HashSet::new());
    let told = life.shared.with(|world| world.choices.as_mut().and_then(|choices| choices.story.take())).unwrap_or_default();
    format!("{broken}\n{}", told.join("\n"))
}

/// How a life was left.
#[derive(Debug, PartialEq, Eq)]
enum Left {
    /// Everything came to rest.
    AtRest,
    /// From here on it goes as another went before.
    Met,
    /// It does not come to rest.
    Stuck,
}

/// What may happen next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Go(usize),
    Crash(usize),
    Freeze(usize),
    Thaw(usize),
}

struct Life {
    shared: Shared,
    run: RunId,
    /// By their names: what a node spawns is counted for each node.
    tasks: Vec<(u64, Task)>,
    spawned: [u64; NODES + 1],
    frozen: BTreeSet<usize>,
}

impl Life {
    fn begin(plot: Plot, path: Vec<Choice>, told: bool) -> Life {
        let shared = Shared::new(0, Duration::ZERO);
        let mut choices = Choices::new(path, plot.budget);
        choices.story = told.then(Vec::new);
        shared.with(|world| world.choices = Some(choices));
        let approval = if plot.parks { Approval::Always } else { Approval::Auto };
        let run = begin_one(&shared, 0, plot.sizes, approval, plot.once, QUIET);
        let life = Life { shared, run, tasks: Vec::new(), spawned: [0; NODES + 1], frozen: BTreeSet::new() };
        (0..NODES).for_each(|node| life.bear(node, 0));
        if plot.parks {
            life.shared.spawn(None, approve(life.shared.clone(), run));
        }
        if plot.cancels {
            life.shared.spawn(None, stop(life.shared.clone(), run));
        }
        life
    }

    /// A node begins to claim, under a name that none had before.
    fn bear(&self, node: usize, lives: u64) {
        let shared = self.shared.clone();
        let engine = Engine { lease: LEASE, ..engine(&shared, node, format!("node-{node}-{lives}"), QUIET) };
        let spawn = {
            let shared = shared.clone();
            Box::new(move |run| shared.spawn(Some(node), run))
        };
        self.shared.spawn(Some(node), async move {
            // Which of two equal nodes is first is all the same; and they need not look at the same moments.
            shared.sleep(if lives > 0 { REBIRTH } else { LAG * u32::try_from(node).unwrap() }).await;
            run::wake::attend(&Crew::new(engine, spawn)).await;
        });
    }

    fn follow(&mut self, met: &mut HashSet<u64>) -> Left {
        let begun = self.shared.with(|world| world.now);
        for _ in 0..STEPS_MAX {
            self.take_in();
            let over = self.over();
            // Nodes attend for ever; nothing else does.
            if over && self.frozen.is_empty() && self.tasks.len() == NODES {
                return Left::AtRest;
            }
            if self.shared.with(|world| world.now.since(begun)) > LIFE_MAX {
                return Left::Stuck;
            }
            let is_new = self.shared.with(|world| world.choices.as_ref().is_some_and(Choices::is_new));
            if is_new && !met.insert(self.state()) {
                return Left::Met;
            }
            let steps = self.steps(over);
            if steps.is_empty() {
                if !self.shared.advance_time() {
                    return Left::Stuck;
                }
                continue;
            }
            let taken = self.shared.with(|world| world.choices.as_mut().map_or(0, |choices| choices.choose(steps.len())));
            self.take(steps[taken]);
        }
        Left::Stuck
    }

    fn take_in(&mut self) {
        for spawned in self.shared.with(|world| std::mem::take(&mut world.spawned)) {
            let place = spawned.node.unwrap_or(NODES);
            self.spawned[place] += 1;
            self.tasks.push((place as u64 * 1_000 + self.spawned[place], Task::new(spawned)));
        }
        // The order in which tasks came must not matter.
        self.tasks.sort_by_key(|(name, _)| *name);
    }

    fn over(&self) -> bool {
        self.shared.with(|world| world.database.runs[&self.run].is_over())
    }

    /// Whether the node has the lease of the run.
    fn owns(&self, node: usize) -> bool {
        let prefix = format!("node-{node}-");
        self.shared.with(|world| world.database.runs[&self.run].owner.as_ref().is_some_and(|lease| lease.node.starts_with(&prefix)))
    }

    /// Whether it has, or drives it still.
    fn concerns(&self, node: usize) -> bool {
        self.owns(node) || self.tasks.iter().filter(|(_, task)| task.node == Some(node)).count() > 1
    }

    /// What may happen now. Nothing: time passes.
    fn steps(&self, over: bool) -> Vec<Step> {
        let is_frozen = |node: &Option<usize>| node.is_some_and(|node| self.frozen.contains(&node));
        let ready = (0..self.tasks.len()).filter(|&index| self.tasks[index].1.is_ready() && !is_frozen(&self.tasks[index].1.node));
        let mut steps: Vec<Step> = ready.map(Step::Go).collect();
        let idle = steps.is_empty();
        let left = self.shared.with(|world| world.choices.as_ref().map(|choices| choices.left)).unwrap_or_default();
        // A node that has nothing to do with the run loses nothing, and where all is quiet or over a fault changes nothing that one
        // at the next step would not.
        if !idle && !over && left.faults > 0 {
            let nodes = (0..NODES).filter(|node| self.concerns(*node) && !self.frozen.contains(node));
            for node in nodes {
                steps.extend((left.crashes > 0).then_some(Step::Crash(node)));
                steps.extend((left.freezes > 0 && self.owns(node)).then_some(Step::Freeze(node)));
            }
        }
        // One that stands still goes on once its lease is another's, at any step of that one, or when the run has ended without it.
        let thawing = self.frozen.iter().filter(|node| over || (!idle && !self.owns(**node)));
        steps.extend(thawing.map(|node| Step::Thaw(*node)));
        // What is over cannot be changed, in whatever order the late comers try.
        steps.truncate(if over { 1 } else { steps.len() });
        steps
    }

    fn take(&mut self, step: Step) {
        let now = self.shared.with(|world| world.now);
        self.shared.with(|world| {
            let Some(choices) = world.choices.as_mut() else { return };
            let budget = &mut choices.left;
            match step {
                Step::Go(_) | Step::Thaw(_) => {}
                Step::Crash(_) => (budget.crashes, budget.faults) = (budget.crashes - 1, budget.faults - 1),
                Step::Freeze(_) => (budget.freezes, budget.faults) = (budget.freezes - 1, budget.faults - 1),
            }
        });
        let tell =
            |what: String| self.shared.with(|world| world.choices.as_mut().into_iter().for_each(|choices| choices.tell(|| what.clone())));
        match step {
            Step::Go(index) => {
                tell(format!("{now} task {} goes on", self.tasks[index].0));
                self.go(index);
            }
            Step::Crash(node) => {
                tell(format!("{now} node {node} crashes"));
                self.tasks.retain(|(_, task)| task.node != Some(node));
                self.bear(node, self.spawned[node]);
            }
            Step::Freeze(node) => {
                tell(format!("{now} node {node} stands still"));
                self.frozen.insert(node);
            }
            Step::Thaw(node) => {
                tell(format!("{now} node {node} goes on"));
                self.frozen.remove(&node);
            }
        }
    }

    fn go(&mut self, index: usize) {
        let node = self.tasks[index].1.node;
        let beside: Vec<u64> = self.tasks.iter().filter(|(_, task)| task.node == node).map(|(name, _)| *name).collect();
        let (name, task) = &mut self.tasks[index];
        self.shared.with(|world| {
            let heard = world.database.heads.get(&(node.unwrap_or(0), self.run)).map_or(0, |head| *head.borrow());
            let now = world.now;
            if let Some(choices) = world.choices.as_mut() {
                // What it sees without asking: the time, what was told of the run, who works beside it.
                choices.current = *name;
                choices.learns((now.micros(), heard, beside));
            }
        });
        if task.poll() {
            let (name, _) = self.tasks.remove(index);
            self.shared.with(|world| world.choices.as_mut().map(|choices| choices.learnt.remove(&name)));
        }
    }

    /// All that decides how it goes on.
    fn state(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let tasks: Vec<_> = self.tasks.iter().map(|(name, task)| (*name, task.is_ready())).collect();
        (&tasks, &self.frozen, self.spawned).hash(&mut hasher);
        self.shared.with(|world| {
            let row = &world.database.runs[&self.run];
            format!("{:?}{:?}", row.owner, row.wake_at).hash(&mut hasher);
            (row.digest, row.attempts, world.now.micros(), row.debited.micros()).hash(&mut hasher);
            world.performed.iter().map(|(call, times)| (call.to_string(), *times)).collect::<BTreeMap<_, _>>().hash(&mut hasher);
            world.timers.keys().map(|(at, _)| at.micros()).collect::<Vec<_>>().hash(&mut hasher);
            let heads: BTreeMap<_, _> = world.database.heads.iter().map(|((node, _), head)| (*node, *head.borrow())).collect();
            heads.hash(&mut hasher);
            if let Some(choices) = &world.choices {
                let learnt: Vec<_> = self.tasks.iter().map(|(name, _)| choices.learnt.get(name)).collect();
                (choices.left, learnt).hash(&mut hasher);
            }
        });
        hasher.finish()
    }

    fn path(&self) -> Vec<Choice> {
        self.shared.with(|world| world.choices.as_mut().map(|choices| std::mem::take(&mut choices.path)).unwrap_or_default())
    }

    /// What it came to; nothing of a life that went on as another; or the rule that was broken.
    fn judge(&self, left: &Left) -> Result<Option<Outcome>, String> {
        let broken = self.shared.with(|world| world.violations.first().cloned());
        match (broken, left) {
            (Some(broken), _) => Err(broken),
            (None, Left::Stuck) => Err("it never came to rest".into()),
            (None, Left::Met) => Ok(None),
            (None, Left::AtRest) => {
                let outcome = invariants::judge(&self.shared, &[self.run]);
                match outcome.violations.first() {
                    Some(broken) => Err(broken.clone()),
                    None => Ok(Some(outcome)),
                }
            }
        }
    }
}

/// A client that approves the plan as soon as there is one.
async fn approve(shared: Shared, run: RunId) {
    let engine = engine(&shared, 0, "client".into(), QUIET);
    let org = shared.with(|world| Record::of(world.database.runs[&run].entries.clone()).unwrap().created().org);
    while let Err(error) = decide(&engine, org, run, key(), None, Word::Approve).await {
        if let run::decide::Error::NotAwaiting(record) = &error
            && (record.state().status().is_terminal() || record.entries().iter().any(|entry| matches!(entry.event, Event::PlanDecided(_))))
        {
            return;
        }
        shared.sleep(Duration::from_secs(1)).await;
    }
}

/// A client that cancels, and tries again for as long as it is not told how that came out.
async fn stop(shared: Shared, run: RunId) {
    // At any moment of the run's first stretch, or of the one after the approval.
    let later = shared.with(|world| world.choices.as_mut().map_or(0, |choices| choices.choose(3)));
    shared.sleep(Duration::from_secs(later as u64)).await;
    let engine = engine(&shared, 0, "client".into(), QUIET);
    let org = shared.with(|world| Record::of(world.database.runs[&run].entries.clone()).unwrap().created().org);
    while let Err(run::decide::Error::Store(_)) = cancel(&engine, org, run, key()).await {
        shared.sleep(Duration::from_secs(1)).await;
    }
}
