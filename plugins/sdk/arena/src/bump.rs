//! Where the next allocation goes: plain arithmetic on offsets.

/// Bytes of the arena. Most calls need a tenth of it. A larger one would hold the last turn of a procedure of 200 steps whole; but a slot
/// that ran such a turn once keeps its pages, and everything that runs there later pays for looking through them.
pub(crate) const ARENA_BYTES_MAX: usize = 512 << 10;

/// The free end of an arena of `ARENA_BYTES_MAX` bytes, whose start is aligned to 16.
pub(crate) struct Bump {
    free: usize,
}

impl Bump {
    /// An empty arena.
    pub(crate) const fn new() -> Self {
        Bump { free: 0 }
    }

    /// The offset of `size` fresh bytes, or `None` when they do not fit. `align` is a power of two, at most 16.
    pub(crate) fn take(&mut self, size: usize, align: usize) -> Option<usize> {
        let start = self.free.checked_add(align - 1)? & !(align - 1);
        let end = start.checked_add(size)?;
        if end > ARENA_BYTES_MAX {
            return None;
        }
        self.free = end;
        Some(start)
    }

    /// Makes the block of `size` bytes at `start` `wanted` bytes long where it is. False when another lies behind it.
    pub(crate) fn resize(&mut self, start: usize, size: usize, wanted: usize) -> bool {
        if wanted <= size && start + size != self.free {
            return true;
        }
        match start.checked_add(wanted) {
            Some(end) if start + size == self.free && end <= ARENA_BYTES_MAX => {
                self.free = end;
                true
            }
            _ => false,
        }
    }

    /// Gives a block back, which has an effect on the newest alone.
    pub(crate) fn give(&mut self, start: usize, size: usize) {
        if start + size == self.free {
            self.free = start;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned_and_do_not_overlap() {
        let mut bump = Bump::new();
        assert_eq!(bump.take(3, 1), Some(0));
        assert_eq!(bump.take(8, 8), Some(8));
        assert_eq!(bump.take(1, 16), Some(16));
        assert_eq!(bump.take(1, 1), Some(17));
    }

    #[test]
    fn the_newest_block_grows_shrinks_and_goes_in_place() {
        let mut bump = Bump::new();
        assert_eq!(bump.take(8, 8), Some(0));
        assert!(bump.resize(0, 8, 64));
        assert_eq!(bump.take(8, 8), Some(64), "behind the grown block");
        assert!(!bump.resize(0, 64, 65), "another block lies behind it");
        assert!(bump.resize(0, 64, 10), "a shorter one always fits");
        bump.give(64, 8);
        assert_eq!(bump.take(8, 8), Some(64), "the newest block was given back");
        bump.give(0, 10);
        assert_eq!(bump.take(8, 8), Some(72), "an older one is not");
    }

    #[test]
    fn a_full_arena_says_so() {
        let mut bump = Bump::new();
        assert_eq!(bump.take(ARENA_BYTES_MAX, 1), Some(0));
        assert_eq!(bump.take(1, 1), None);
        assert_eq!(bump.take(usize::MAX, 16), None);
        assert!(!bump.resize(0, ARENA_BYTES_MAX, ARENA_BYTES_MAX + 1));
    }
}
