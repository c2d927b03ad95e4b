//! Time and chance, as arguments: a test moves 24 hours in a microsecond.

use futures::future::BoxFuture;
use journal::Time;
use ring::rand::{SecureRandom, SystemRandom};
use std::sync::atomic::{AtomicI64, Ordering};

/// Where the engine has the time and its randomness from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Time;
    /// Fills `bytes` with randomness, good enough for ids.
    fn random(&self, bytes: &mut [u8]);
    /// Resolves at `at`, or at once if that is past.
    fn sleep_until(&self, at: Time) -> BoxFuture<'static, ()>;
}

/// The machine's own. It never runs backwards within a process, whatever is done to the wall clock.
#[derive(Debug)]
pub struct SystemClock {
    latest: AtomicI64,
    random: SystemRandom,
}

impl Default for SystemClock {
    fn default() -> Self {
        SystemClock { latest: AtomicI64::new(0), random: SystemRandom::new() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes from")]
    fn now(&self) -> Time {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let wall = Time::default().plus(since_epoch).micros();
        Time::from_micros(self.latest.fetch_max(wall, Ordering::Relaxed).max(wall))
    }

    fn random(&self, bytes: &mut [u8]) {
        // Ids made of anything else would collide, and a collision is a lost run: better no process than such a one.
        assert!(self.random.fill(bytes).is_ok(), "the operating system gives no randomness");
    }

    fn sleep_until(&self, at: Time) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(at.since(self.now())))
    }
}

/// A new id of any kind, from a clock.
pub(crate) fn id<T>(clock: &dyn Clock, make: impl Fn(Time, &[u8; journal::id::RANDOM_BYTES]) -> T) -> T {
    let mut random = [0; journal::id::RANDOM_BYTES];
    clock.random(&mut random);
    make(clock.now(), &random)
}
