//! The engine that all guests share, and what loads them.

use crate::{Check, Workflow};
use std::path::PathBuf;

/// How a sandbox is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folder of precompiled code. It must be the server's own: whoever can write there can run code in the server. Absent:
    /// every start compiles every guest again.
    pub artefacts: Option<PathBuf>,
    /// Guests alive at one time; more calls wait. Absent: 1,000.
    pub instances_max: Option<u32>,
}

/// The engine that all guests share. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox {}

/// Why a component was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine itself cannot be set up on this machine.
    #[error("set up the engine of guests")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Sandbox {
    /// Sets up the engine.
    pub fn new(_options: Options) -> Result<Sandbox, Error> {
        Ok(Sandbox {})
    }

    /// Compiles a workflow component, or loads what was compiled before. Takes processor time: not for an async task.
    pub fn workflow(&self, _component: &[u8]) -> Result<Workflow, Error> {
        Err(Error::Engine("not built".into()))
    }

    /// Compiles a check component, or loads what was compiled before, and reads its manifest. Takes processor time: not for
    /// an async task.
    pub fn check(&self, _component: &[u8]) -> Result<Check, Error> {
        Err(Error::Engine("not built".into()))
    }
}
