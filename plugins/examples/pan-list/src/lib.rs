//! A workflow that is a component by itself: it verifies every PAN of a list. See `README.md`.

pub mod list;

#[cfg(target_arch = "wasm32")]
mod component;
