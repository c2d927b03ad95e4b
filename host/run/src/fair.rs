//! Who goes on next when more runs could than the machine carries: organisations take turns, so that ten thousand runs of one do not
//! stand before the single run of another.

use journal::OrgId;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Runs that go on at one time. Those that wait for providers, people or timers are not counted.
const PASSES: usize = 128;

/// Passes to go on, given out in turn.
#[derive(Clone, Debug)]
pub struct Fair(Arc<Mutex<Queues>>);

#[derive(Debug)]
struct Queues {
    free: usize,
    /// In the order of their coming.
    waiting: HashMap<OrgId, VecDeque<oneshot::Sender<Pass>>>,
    /// Organisations that wait, each once, the next first.
    next: VecDeque<OrgId>,
}

/// Leave to go on, until dropped.
#[derive(Debug)]
pub(crate) struct Pass(Option<Fair>);

impl Default for Fair {
    fn default() -> Fair {
        Fair::of(PASSES)
    }
}

impl Fair {
    fn of(passes: usize) -> Fair {
        Fair(Arc::new(Mutex::new(Queues { free: passes, waiting: HashMap::new(), next: VecDeque::new() })))
    }

    fn queues(&self) -> std::sync::MutexGuard<'_, Queues> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A pass, if there is one that nobody waits for.
    pub(crate) fn free(&self) -> Option<Pass> {
        let mut queues = self.queues();
        queues.free = queues.free.checked_sub(1)?;
        Some(Pass(Some(self.clone())))
    }

    /// Waits for its organisation's turn.
    pub(crate) async fn pass(&self, org: OrgId) -> Pass {
        let waiting = {
            let mut queues = self.queues();
            // Who comes while nobody waits need not.
            if queues.free > 0 {
                queues.free -= 1;
                return Pass(Some(self.clone()));
            }
            let (given, waiting) = oneshot::channel();
            queues.wait(org, given);
            waiting
        };
        // A sender is dropped only with the queues, and these live as long as `self`.
        waiting.await.unwrap_or(Pass(None))
    }

    /// Hands a pass on, or lays it back.
    fn hand_on(&self) {
        loop {
            let Some(waiting) = self.queues().next() else { return };
            match waiting.send(Pass(Some(self.clone()))) {
                Ok(()) => return,
                // Whoever waited has gone. Its pass must not be handed on from within itself.
                Err(mut pass) => pass.0 = None,
            }
        }
    }
}

impl Queues {
    fn wait(&mut self, org: OrgId, given: oneshot::Sender<Pass>) {
        let queue = self.waiting.entry(org).or_default();
        if queue.is_empty() {
            self.next.push_back(org);
        }
        queue.push_back(given);
    }

    /// The first of the organisation whose turn it is, which then goes to the end of the line. `None`: nobody waits.
    fn next(&mut self) -> Option<oneshot::Sender<Pass>> {
        let Some(org) = self.next.pop_front() else {
            self.free += 1;
            return None;
        };
        let queue = self.waiting.get_mut(&org)?;
        let first = queue.pop_front();
        if queue.is_empty() {
            self.waiting.remove(&org);
        } else {
            self.next.push_back(org);
        }
        first
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if let Some(fair) = self.0.take() {
            fair.hand_on();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;
    use journal::Time;

    fn org(n: u8) -> OrgId {
        OrgId::new(Time::from_micros(0), &[n; 10])
    }

    #[tokio::test]
    async fn organisations_take_turns() {
        let fair = Fair::of(1);
        let first = fair.pass(org(1)).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let one = |n: u8| {
            let (fair, order) = (fair.clone(), Arc::clone(&order));
            async move {
                let _pass = fair.pass(org(n)).await;
                order.lock().unwrap().push(n);
            }
        };
        // Each comes in this order: a thousand of one, then two others.
        let crowd = futures::future::join_all((0..1_000).map(|_| one(1)).chain([one(2), one(3), one(2)]));
        let mut crowd = Box::pin(crowd);
        assert!(crowd.as_mut().now_or_never().is_none(), "all wait");
        drop(first);
        crowd.await;
        let order = order.lock().unwrap();
        assert_eq!(order[..6], [1, 2, 3, 1, 2, 1]);
        assert_eq!(order.len(), 1_003);
        let queues = fair.queues();
        assert!(queues.free == 1 && queues.waiting.is_empty() && queues.next.is_empty(), "nothing is left behind");
    }

    #[tokio::test]
    async fn whoever_gives_up_keeps_nothing() {
        let fair = Fair::of(1);
        let first = fair.pass(org(1)).await;
        let mut waiting: Vec<_> = (0..5).map(|n| Box::pin(fair.clone().into_pass(org(n)))).collect();
        for one in &mut waiting {
            assert!(one.as_mut().now_or_never().is_none());
        }
        let last = waiting.pop().unwrap();
        drop(waiting);
        drop(first);
        let pass = last.now_or_never().expect("those before it are gone");
        drop(pass);
        assert_eq!(fair.queues().free, 1);
        // One that was handed a pass and never looked at it.
        let first = fair.pass(org(1)).await;
        let mut late = Box::pin(fair.clone().into_pass(org(2)));
        assert!(late.as_mut().now_or_never().is_none());
        drop(first);
        drop(late);
        assert_eq!(fair.queues().free, 1);
    }

    impl Fair {
        async fn into_pass(self, org: OrgId) -> Pass {
            self.pass(org).await
        }
    }
}
