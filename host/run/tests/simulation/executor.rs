//! Polls tasks in an order that the seed decides, and moves time only when nothing else can happen.

use super::world::{Shared, Spawned};
use futures::future::BoxFuture;
use futures::task::{ArcWake, waker};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

pub(super) struct Task {
    pub(super) node: Option<usize>,
    future: BoxFuture<'static, ()>,
    flag: Arc<Flag>,
}

struct Flag {
    ready: Mutex<bool>,
}

impl Task {
    pub(super) fn new(spawned: Spawned) -> Task {
        Task { node: spawned.node, future: spawned.future, flag: Arc::new(Flag { ready: Mutex::new(true) }) }
    }

    /// Whether it was woken since it was polled last.
    pub(super) fn is_ready(&self) -> bool {
        *self.flag.ready.lock().unwrap()
    }

    /// Lets it go on. Whether it is done.
    pub(super) fn poll(&mut self) -> bool {
        *self.flag.ready.lock().unwrap() = false;
        let waker = waker(Arc::clone(&self.flag));
        self.future.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Ready(())
    }
}

impl ArcWake for Flag {
    fn wake_by_ref(flag: &Arc<Self>) {
        *flag.ready.lock().unwrap() = true;
    }
}

/// Runs everything to its end. `false`: the bound on steps was hit.
pub(super) fn run(shared: &Shared, steps_max: u64) -> bool {
    let mut tasks: Vec<Task> = Vec::new();
    while shared.count_step() < steps_max {
        let (spawned, crashed) = shared.with(|world| (std::mem::take(&mut world.spawned), std::mem::take(&mut world.crashed)));
        tasks.retain(|task| task.node.is_none_or(|node| !crashed.contains(&node)));
        tasks.extend(spawned.into_iter().map(Task::new));
        if tasks.is_empty() {
            return true;
        }
        let runnable: Vec<usize> =
            (0..tasks.len()).filter(|&index| tasks[index].is_ready() && shared.with(|world| !world.is_frozen(tasks[index].node))).collect();
        if runnable.is_empty() {
            if !shared.advance_time() {
                return tasks.iter().all(|task| task.node.is_some());
            }
            continue;
        }
        let chosen = runnable[shared.below(runnable.len())];
        if tasks[chosen].poll() {
            tasks.swap_remove(chosen);
        }
    }
    false
}
