//! The machine's clock, plus whatever a story adds: 24 hours pass in a microsecond.

use futures::future::BoxFuture;
use journal::Time;
use run::{Clock, SystemClock};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A clock that a story can put forward. Whoever sleeps by it wakes when its moment has come by either way.
pub struct FastClock {
    machine: Arc<SystemClock>,
    ahead: watch::Sender<Duration>,
}

impl Default for FastClock {
    fn default() -> Self {
        FastClock { machine: Arc::new(SystemClock::default()), ahead: watch::Sender::new(Duration::ZERO) }
    }
}

impl FastClock {
    /// Lets `by` pass at once.
    pub fn advance(&self, by: Duration) {
        self.ahead.send_modify(|ahead| *ahead += by);
    }
}

impl Clock for FastClock {
    fn now(&self) -> Time {
        self.machine.now().plus(*self.ahead.borrow())
    }

    fn random(&self, bytes: &mut [u8]) {
        self.machine.random(bytes);
    }

    fn sleep_until(&self, at: Time) -> BoxFuture<'static, ()> {
        let machine = Arc::clone(&self.machine);
        let mut ahead = self.ahead.subscribe();
        Box::pin(async move {
            loop {
                let left = at.since(machine.now().plus(*ahead.borrow_and_update()));
                if left.is_zero() {
                    return;
                }
                tokio::select! {
                    () = tokio::time::sleep(left) => {}
                    moved = ahead.changed() => if moved.is_err() {
                        // Without a clock nobody puts it forward any more.
                        tokio::time::sleep(left).await;
                    }
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_day_passes_at_once() {
        let clock = FastClock::default();
        let day = Duration::from_secs(24 * 60 * 60);
        let tomorrow = clock.now().plus(day);
        let waits = tokio::spawn(clock.sleep_until(tomorrow));
        clock.advance(day);
        waits.await.unwrap();
        assert!(clock.now() >= tomorrow);
    }
}
