//! The workflow component that carries out a procedure. It has no language model: what it says it read in a check's answer.
//!
//! [`identify`] finds identifiers in the request, [`plan`] says which steps can run on them, [`carry_out`] proposes the plan,
//! calls the checks, and writes the report and the answer. All of it is plain code over values, tested as such;
//! `component` alone knows that it runs inside a sandbox. The same answers always lead to the same questions.

pub mod carry_out;
pub mod host;
pub mod identify;
pub mod plan;
pub mod procedure;

#[cfg(target_arch = "wasm32")]
mod component;
