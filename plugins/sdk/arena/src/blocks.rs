//! Where the next allocation goes: plain arithmetic on offsets, and one word in each block that was given back.

/// Bytes of the arena. Most calls need a tenth of it. A slot of the pool keeps the pages that its guests wrote, and everything that runs
/// there later pays for looking through them: so what was given back is used again before what was never used.
pub(crate) const ARENA_BYTES_MAX: usize = 512 << 10;

/// What each block is aligned to.
pub(crate) const GRAIN: usize = 8;
/// Up to here there is a size of block for each grain, beyond it four between two powers of two.
const SMALL: usize = 512;
const SMALL_SIZES: usize = SMALL / GRAIN + 1;
const SIZES: usize = SMALL_SIZES + 4 * (ARENA_BYTES_MAX.ilog2() - SMALL.ilog2()) as usize;

/// The words of the arena. A block that was given back holds where the next of its size lies.
pub(crate) trait Words {
    fn get(&self, offset: usize) -> u32;
    fn set(&mut self, offset: usize, word: u32);
}

/// An arena of `ARENA_BYTES_MAX` bytes, whose start is aligned to [`GRAIN`].
pub(crate) struct Blocks {
    /// Everything from here on was never used.
    fresh: usize,
    /// By size, the offset of the block that was given back last, plus one.
    given: [u32; SIZES],
}

/// The bytes of the block for `size` bytes, and the place of that size among all. `None`: no arena has such a block.
fn block(size: usize) -> Option<(usize, usize)> {
    if size <= SMALL {
        let grains = size.div_ceil(GRAIN).max(1);
        return Some((grains * GRAIN, grains));
    }
    if size > ARENA_BYTES_MAX {
        return None;
    }
    let power = (size - 1).ilog2();
    let quarters = (size - 1) >> (power - 2);
    Some(((quarters + 1) << (power - 2), SMALL_SIZES + 4 * (power - SMALL.ilog2()) as usize + (quarters & 3)))
}

impl Blocks {
    /// An empty arena.
    pub(crate) const fn new() -> Self {
        Blocks { fresh: 0, given: [0; SIZES] }
    }

    /// The offset of `size` bytes, or `None` when they do not fit.
    pub(crate) fn take(&mut self, words: &impl Words, size: usize) -> Option<usize> {
        let (bytes, place) = block(size)?;
        if let Some(start) = self.given[place].checked_sub(1) {
            self.given[place] = words.get(start as usize);
            return Some(start as usize);
        }
        let start = self.fresh;
        if start + bytes > ARENA_BYTES_MAX {
            return None;
        }
        self.fresh = start + bytes;
        Some(start)
    }

    /// Makes the block of `size` bytes at `start` `wanted` bytes long where it is. False when it cannot grow there.
    pub(crate) fn resize(&mut self, start: usize, size: usize, wanted: usize) -> bool {
        let (Some((bytes, _)), Some((wanted, _))) = (block(size), block(wanted)) else { return false };
        if start + bytes == self.fresh && start + wanted <= ARENA_BYTES_MAX {
            self.fresh = start + wanted;
            return true;
        }
        wanted <= bytes
    }

    /// Gives a block back.
    pub(crate) fn give(&mut self, words: &mut impl Words, start: usize, size: usize) {
        let (Some((bytes, place)), Ok(offset)) = (block(size), u32::try_from(start)) else { return };
        if start + bytes == self.fresh {
            self.fresh = start;
            return;
        }
        words.set(start, self.given[place]);
        self.given[place] = offset + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    struct Memory(Vec<u8>);

    impl Words for Memory {
        fn get(&self, offset: usize) -> u32 {
            u32::from_le_bytes(self.0[offset..offset + 4].try_into().unwrap())
        }

        fn set(&mut self, offset: usize, word: u32) {
            self.0[offset..offset + 4].copy_from_slice(&word.to_le_bytes());
        }
    }

    fn empty() -> (Blocks, Memory) {
        (Blocks::new(), Memory(vec![0; ARENA_BYTES_MAX]))
    }

    #[test]
    fn a_size_has_the_smallest_block_that_holds_it() {
        let mut last = (0, 0);
        for size in 0..=ARENA_BYTES_MAX {
            let (bytes, place) = block(size).unwrap();
            assert!(bytes >= size && bytes % GRAIN == 0 && place < SIZES, "{size}");
            assert!(size <= SMALL || bytes - size < bytes / 4, "{size}: {bytes} waste too much");
            assert!((bytes, place) == last || bytes > last.0 && place == last.1 + 1, "{size}");
            last = (bytes, place);
        }
        assert_eq!(last, (ARENA_BYTES_MAX, SIZES - 1));
        assert_eq!([block(ARENA_BYTES_MAX + 1), block(usize::MAX)], [None, None]);
    }

    #[test]
    fn what_was_given_back_is_used_again() {
        let (mut blocks, mut memory) = empty();
        let [one, two, three] = [(); 3].map(|()| blocks.take(&memory, 20).unwrap());
        assert_eq!([one, two, three], [0, 24, 48]);
        blocks.give(&mut memory, one, 20);
        blocks.give(&mut memory, two, 17);
        assert_eq!(blocks.take(&memory, 32), Some(72), "of another size");
        assert_eq!([blocks.take(&memory, 24), blocks.take(&memory, 18), blocks.take(&memory, 19)], [Some(two), Some(one), Some(104)]);
        blocks.give(&mut memory, 104, 19);
        assert_eq!(blocks.take(&memory, 700), Some(104), "the last block makes room for any");
    }

    #[test]
    fn the_last_block_grows_and_shrinks_in_place() {
        let (mut blocks, memory) = empty();
        assert_eq!(blocks.take(&memory, 8), Some(0));
        assert!(blocks.resize(0, 8, 600));
        assert_eq!(blocks.take(&memory, 8), Some(640), "behind the grown block");
        assert!(!blocks.resize(0, 600, 641), "another block lies behind it");
        assert!(blocks.resize(0, 600, 640), "so far it reaches");
        assert!(blocks.resize(640, 8, 1));
        assert!(!blocks.resize(640, 1, ARENA_BYTES_MAX));
        assert!(blocks.resize(0, 640, 10), "a shorter one always fits");
    }

    #[test]
    fn a_full_arena_says_so() {
        let (mut blocks, memory) = empty();
        assert_eq!(blocks.take(&memory, ARENA_BYTES_MAX), Some(0));
        assert_eq!([blocks.take(&memory, 0), blocks.take(&memory, usize::MAX)], [None, None]);
    }

    #[test]
    fn no_two_blocks_overlap() {
        let (mut blocks, mut memory) = empty();
        let mut live: BTreeMap<usize, usize> = BTreeMap::new();
        let mut random = 1_u64;
        let mut chance = |below: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) as usize % below
        };
        for _ in 0..20_000 {
            let size = if chance(10) == 0 { chance(5_000) } else { chance(100) };
            let nth = chance(live.len().max(1));
            match (chance(5), live.iter().nth(nth).map(|(start, size)| (*start, *size))) {
                (0 | 1, Some((start, size))) => {
                    live.remove(&start);
                    blocks.give(&mut memory, start, size);
                }
                (2, Some((start, old))) => {
                    if blocks.resize(start, old, size) {
                        live.insert(start, size);
                    }
                }
                _ => {
                    if let Some(start) = blocks.take(&memory, size) {
                        assert!(start % GRAIN == 0 && start + size <= ARENA_BYTES_MAX);
                        assert!(live.insert(start, size).is_none());
                    }
                }
            }
            if let Some((start, size)) = live.iter().nth(nth) {
                // What a guest writes into its block.
                memory.0[*start..start + size].fill(0xff);
            }
            let mut end = 0;
            for (start, size) in &live {
                assert!(*start >= end, "{start} lies within the block before it");
                end = start + size;
            }
        }
    }
}
