//! Runs guests: a turn of a workflow, a call of a check.
//!
//! A [`Workflow`] may do nothing but ask; [`Workflow::turn`] answers it from a run's journal and tells what it asks beyond.
//! A [`Check`] gets a fresh instance for every call; [`Check::perform`] gives it the providers of its [`Grants`] and nothing
//! else. Whatever a guest does, the host gets a value back and lives on.

mod about;
mod artefacts;
mod bounds;
mod check;
mod engine;
mod fault;
mod grants;
mod input;
mod kept;
mod manifest;
mod object;
mod order;
mod outgoing;
mod replay;
mod turn;
mod v1;

pub use about::{FRONT_MATTER_SECTION, front_matter};
pub use check::{Answer, Call, Check};
pub use engine::{Error, Options, Sandbox};
pub use grants::{Grants, Limits, Provider, Secret};
pub use kept::Kept;
pub use manifest::{CheckDescription, Invalid, Manifest, ProviderDescription};
pub use order::{CheckInfo, Checks, EarlierRun, Order};
pub use turn::{Ask, CheckCall, End, Turn, TurnError, Workflow};
