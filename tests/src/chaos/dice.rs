//! Chance that a seed fixes.

use std::time::Duration;

/// SplitMix64: small, and good enough to choose.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Begins at `seed`.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// Dice of their own, which roll on whatever these do.
    #[must_use]
    pub fn branch(&mut self) -> Dice {
        Dice(self.roll())
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound.max(1)
    }

    /// Whether something of that probability, in hundredths, happens.
    pub fn chance(&mut self, hundredths: u64) -> bool {
        self.below(100) < hundredths
    }

    /// A time between two others, in milliseconds.
    pub fn millis(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_millis(from + self.below(to.saturating_sub(from) + 1))
    }

    /// One of `choices`.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn one<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }

    /// Puts them into another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, usize::try_from(self.below(at as u64 + 1)).unwrap());
        }
    }
}
