//! The allocator of guests: a bump arena, falling back to the system's allocator when it is full.
//!
//! A guest lives for one call, so nothing is worth giving back. What counts is that it never grows its memory: growth costs
//! the host a system call under a lock that all its threads share. The arena lies in zeroed memory that every instance has
//! from the start, and only the pages that a call touches cost anything.
//!
//! It also compares memory by words.
//!
//! Depending on this crate is enough: `use enrich_arena as _;`.

#[cfg(any(test, target_arch = "wasm32"))]
mod bump;

#[cfg(any(test, target_arch = "wasm32"))]
mod compare;

#[cfg(target_arch = "wasm32")]
mod global;
