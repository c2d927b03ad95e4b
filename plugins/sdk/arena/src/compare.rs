//! Comparing memory by words. What the compiler brings for this target goes byte by byte, and names that begin alike, as those of checks
//! and of members do, are compared all day.
#![expect(unsafe_code, reason = "this is what the compiler calls for every comparison of texts; each block says why it is sound")]

const WORD: usize = size_of::<u64>();

/// Below zero, zero or above, as the first of `len` bytes that differ do.
///
/// # Safety
///
/// Both blocks have `len` bytes.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
unsafe extern "C" fn memcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    // SAFETY: whoever calls it stays within `len` bytes; no alignment is asked for.
    let word = |block: *const u8, at: usize| u64::from_be(unsafe { block.add(at).cast::<u64>().read_unaligned() });
    // SAFETY: as above.
    let byte = |block: *const u8, at: usize| unsafe { block.add(at).read() };
    let mut at = 0;
    while at + WORD <= len {
        let (one, other) = (word(left, at), word(right, at));
        if one != other {
            return if one < other { -1 } else { 1 };
        }
        at += WORD;
    }
    while at < len {
        let (one, other) = (byte(left, at), byte(right, at));
        if one != other {
            return i32::from(one) - i32::from(other);
        }
        at += 1;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_compare_as_their_bytes_do() {
        let mut blocks: Vec<Vec<u8>> = vec![Vec::new()];
        for len in [1, 7, 8, 9, 15, 16, 17, 40] {
            for place in 0..len {
                for byte in [0, 1, 0x7f, 0x80, 0xff] {
                    let mut block = vec![0x7f; len];
                    block[place] = byte;
                    blocks.push(block);
                }
            }
        }
        for left in &blocks {
            for right in &blocks {
                let len = left.len().min(right.len());
                // SAFETY: `len` is the shorter of the two.
                let found = unsafe { memcmp(left.as_ptr(), right.as_ptr(), len) };
                assert_eq!(found.cmp(&0), left[..len].cmp(&right[..len]), "{left:?} {right:?}");
            }
        }
    }
}
