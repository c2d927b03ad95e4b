//! The workflow component that carries out a procedure. It has no language model: what it says it read in a check's answer.
//!
//! [`identify`] finds identifiers in the request, [`plan`] says which steps can run on them, [`carry_out`] proposes the plan,
//! calls the checks, decides, and writes the report and the answer; [`known`] is what conditions are decided by. All of it is plain code over values, tested as such;
//! `component` alone knows that it runs inside a sandbox. The same answers always lead to the same questions.

pub mod carry_out;
pub mod extract;
pub mod host;
pub mod identify;
pub mod known;
pub mod plan;
pub mod procedure;
mod shown;
mod wanted;

#[cfg(target_arch = "wasm32")]
mod component;
