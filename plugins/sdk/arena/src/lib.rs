//! The allocator of guests: an arena, falling back to the system's allocator when it is full.
//!
//! A guest lives for one call. What counts is that it touches few pages and never grows its memory: each page that it writes is zeroed
//! afterwards, and growth costs the host a system call under a lock that all its threads share. The arena lies in zeroed memory that
//! every instance has from the start; a block that was given back is used again for the next of its size.
//!
//! It also compares memory by words.
//!
//! Depending on this crate is enough: `use enrich_arena as _;`.

#[cfg(any(test, target_arch = "wasm32"))]
mod blocks;

#[cfg(any(test, target_arch = "wasm32"))]
mod compare;

#[cfg(target_arch = "wasm32")]
mod global;
