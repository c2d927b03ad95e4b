//! What an admitted run executes, by digest: kept in memory while it is used, taken out of the store otherwise.

use crate::WIT;
use crate::catalogue::Inner;
use crate::error::Gone;
use journal::Json;
use journal::event::{Approval, PinnedCheck, Pins};
use procedure::Procedure;
use sandbox::{Check, CheckInfo, Checks, EarlierRun, Order, Workflow};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// Executions kept in memory. More are loaded again from the store, whose compiled code the sandbox caches.
pub const EXECUTIONS_MAX: usize = 256;

/// What one run executes.
pub struct Execution {
    /// The workflow component.
    pub workflow: Workflow,
    /// The procedure it carries out, as JSON.
    pub procedure: Json,
    /// What the workflow is told about the checks it may call, at the prices pinned.
    pub infos: Arc<Checks>,
    /// Those checks, by name.
    pub checks: BTreeMap<String, Check>,
}

impl Execution {
    /// What the workflow is told of a request. `approval`: which plans wait for somebody's word.
    pub fn order(&self, message: String, memory: Vec<EarlierRun>, approval: Approval) -> Order {
        Order { message, procedure: self.procedure.clone(), checks: Arc::clone(&self.infos), memory, approval }
    }
}

/// Executions in memory, the least recently used given up first.
#[derive(Default)]
pub(crate) struct Executions {
    kept: Mutex<Kept>,
    /// Loading costs processor time and memory: one at a time.
    loading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Kept {
    /// By pins, with the moment of last use as counted by `uses`.
    executions: HashMap<Pins, (u64, Arc<Execution>)>,
    uses: u64,
}

impl Executions {
    pub(crate) async fn get(&self, library: &Inner, pins: &Pins) -> Result<Arc<Execution>, Gone> {
        if let Some(execution) = self.kept(pins) {
            return Ok(execution);
        }
        let _turn = self.loading.lock().await;
        if let Some(execution) = self.kept(pins) {
            return Ok(execution);
        }
        let execution = Arc::new(load(library, pins).await?);
        self.keep(pins, Arc::clone(&execution));
        Ok(execution)
    }

    fn kept(&self, pins: &Pins) -> Option<Arc<Execution>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        let (used, execution) = kept.executions.get_mut(pins)?;
        *used = now;
        Some(Arc::clone(execution))
    }

    fn keep(&self, pins: &Pins, execution: Arc<Execution>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.executions.len() >= EXECUTIONS_MAX {
            let oldest = kept.executions.iter().min_by_key(|(_, (used, _))| *used).map(|(pins, _)| pins.clone());
            if let Some(oldest) = oldest {
                kept.executions.remove(&oldest);
            }
        }
        let now = kept.uses;
        kept.executions.insert(pins.clone(), (now, execution));
    }
}

async fn load(library: &Inner, pins: &Pins) -> Result<Execution, Gone> {
    known("component", &pins.wit)?;
    let workflow = if pins.component == library.agent.digest() {
        library.agent.clone()
    } else {
        let bytes = stored(library, "component", &pins.component).await?;
        let sandbox = library.sandbox.clone();
        let compiled = tokio::task::spawn_blocking(move || sandbox.workflow(&bytes)).await?;
        compiled.map_err(|error| unusable("component", &pins.component, error))?
    };
    let mut checks = BTreeMap::new();
    let mut infos = Vec::new();
    for pinned in &pins.checks {
        let check = load_check(library, pinned).await?;
        infos.push(info(&check, pinned)?);
        checks.insert(pinned.name.clone(), check);
    }
    let procedure = load_procedure(library, pins).await?;
    Ok(Execution { workflow, procedure, infos: Arc::new(infos.into_iter().collect()), checks })
}

async fn load_check(library: &Inner, pinned: &PinnedCheck) -> Result<Check, Gone> {
    known("check", &pinned.wit)?;
    if let Some(check) = library.check(&pinned.component) {
        return Ok(check);
    }
    let bytes = stored(library, "check", &pinned.component).await?;
    let sandbox = library.sandbox.clone();
    let compiled = tokio::task::spawn_blocking(move || sandbox.check(&bytes)).await?;
    compiled.map_err(|error| unusable("check", &pinned.component, error))
}

pub(crate) fn info(check: &Check, pinned: &PinnedCheck) -> Result<CheckInfo, Gone> {
    let missing = || Gone::Missing { kind: "check", digest: pinned.component.clone() };
    let described = check.manifest().check(&pinned.name).ok_or_else(missing)?;
    Ok(CheckInfo {
        name: pinned.name.clone(),
        summary: described.summary.clone(),
        input_schema: described.input_schema.clone(),
        price: pinned.price,
    })
}

async fn load_procedure(library: &Inner, pins: &Pins) -> Result<Json, Gone> {
    let digest = &pins.procedure;
    if *digest == pins.component {
        // It carries out nothing but itself.
        return Ok(Json::empty());
    }
    if let Some(json) = library.procedure(digest) {
        return json.map_err(|error| unusable("procedure", digest, error));
    }
    let bytes = stored(library, "procedure", digest).await?;
    let names: Vec<&str> = pins.checks.iter().map(|check| check.name.as_str()).collect();
    let read = read(&bytes, digest, &names)?;
    Json::of(&read).map_err(|error| unusable("procedure", digest, error))
}

/// Reads a procedure whose steps use these checks.
pub(crate) fn read(bytes: &[u8], digest: &str, checks: &[&str]) -> Result<Procedure, Gone> {
    let source = std::str::from_utf8(bytes).map_err(|error| unusable("procedure", digest, error))?;
    procedure::parse(source, checks).map_err(|found| {
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        unusable("procedure", digest, said.join("\n"))
    })
}

fn known(kind: &'static str, wit: &str) -> Result<(), Gone> {
    if wit == WIT { Ok(()) } else { Err(Gone::Foreign { kind, wit: wit.to_owned() }) }
}

async fn stored(library: &Inner, kind: &'static str, digest: &str) -> Result<Vec<u8>, Gone> {
    let bytes = library.store.artefact(digest).await?;
    bytes.ok_or_else(|| Gone::Missing { kind, digest: digest.to_owned() })
}

pub(crate) fn unusable(kind: &'static str, digest: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Gone {
    Gone::Unusable { kind, digest: digest.to_owned(), source: source.into() }
}
