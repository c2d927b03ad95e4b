//! What ships with this build, in no database: enough to look at checks and procedures and to try them.

use crate::built_in::{AGENT_TASK_EXTRACT, WORKFLOWS};
use crate::catalogue::{CheckEntry, compile, pins};
use crate::error::{Error, Gone};
use crate::examine::{self, Compared, Examined};
use crate::pinned::{Execution, info};
use crate::providers::{self, Providers};
use journal::event::{Approval, Entry, Pins};
use journal::{Json, Mode};
use procedure::{Catalogue, Lint, Procedure};
use sandbox::{Ask, Check, End, Grants, Order, Sandbox, TurnError, Workflow};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::NewVersion;

/// The built-ins, compiled and kept nowhere. [`crate::Library`] is for runs, which are pinned to what a store keeps.
pub struct Shelf {
    sandbox: Sandbox,
    agent: Workflow,
    checks: BTreeMap<String, CheckEntry>,
    described: Catalogue,
}

/// A page that is published nowhere, ready to be carried out.
pub struct Page {
    /// What it says.
    pub procedure: Procedure,
    /// What a run of it would be pinned to.
    pub pins: Pins,
    /// What such a run would execute.
    pub execution: Execution,
}

/// Why a page cannot be carried out.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The linter found errors.
    #[error("the procedure has errors")]
    Faulty(Box<Lint>),
    /// It could not be handed to the agent.
    #[error("write the procedure as JSON")]
    Unwritable(#[from] serde_json::Error),
    /// A check that it names is not described by its component.
    #[error("load the checks of the procedure")]
    Gone(#[from] Gone),
}

/// Why a text's identifiers are not known.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// The sandbox could not run the agent.
    #[error("run the agent")]
    Turn(#[from] TurnError),
    /// The agent gave up on it.
    #[error("the agent gave up: {message} ({code})")]
    Ended {
        /// Stable word: see [`End::Failed`].
        code: &'static str,
        /// One sentence.
        message: String,
    },
    /// The agent said nothing of identifiers.
    #[error("the agent told of no identifiers")]
    Silent,
}

impl Shelf {
    /// Compiles what ships with this build.
    pub fn of(sandbox: &Sandbox) -> Result<Shelf, Error> {
        let (agent, checks) = compile(sandbox)?;
        let described = Catalogue::of(checks.values().map(CheckEntry::described));
        Ok(Shelf { sandbox: sandbox.clone(), agent, checks, described })
    }

    /// All checks of this build, by name.
    pub fn checks(&self) -> &BTreeMap<String, CheckEntry> {
        &self.checks
    }

    /// Reads a procedure and says all that is to be said of it, with what this build's checks take, answer and cost.
    pub fn lint(&self, source: &str) -> Lint {
        procedure::lint(source, &self.described)
    }

    /// Looks at a page or a component that somebody wants to publish. Takes processor time: not for an async task.
    pub fn examine(&self, bytes: Vec<u8>) -> Examined {
        examine::examine(&self.sandbox, &self.described, bytes)
    }

    /// The built-in page of that slug, as organisations publish pages.
    pub fn built_in_version(&self, slug: &str) -> Option<NewVersion> {
        let source = WORKFLOWS.iter().find(|workflow| workflow.slug == slug)?.source;
        Some(examine::version(&self.lint(source).procedure?, source.into()))
    }

    /// What the second of two versions does otherwise than the first. Takes processor time: not for an async task.
    pub fn compare(&self, before: Vec<u8>, after: Vec<u8>) -> Compared {
        examine::compare(&self.described, before, after)
    }

    /// Reads a page as a new run would be pinned to it now.
    pub fn page(&self, source: &str) -> Result<Page, PageError> {
        let mut lint = self.lint(source);
        let Some(procedure) = lint.procedure.take() else { return Err(PageError::Faulty(Box::new(lint))) };
        let pins = pins(&self.agent, &self.checks, &procedure);
        let (mut infos, mut checks) = (Vec::new(), BTreeMap::new());
        for pinned in &pins.checks {
            let Some(entry) = self.checks.get(&pinned.name) else { continue };
            infos.push(info(&entry.component, pinned)?);
            checks.insert(pinned.name.clone(), entry.component.clone());
        }
        let (json, infos) = (Json::of(&procedure)?, Arc::new(infos.into_iter().collect()));
        Ok(Page { procedure, pins, execution: Execution { workflow: self.agent.clone(), procedure: json, infos, checks } })
    }

    /// What one call of a check in that component may reach in test mode: every provider it names, with invented secrets.
    pub fn grants(&self, check: &Check) -> Grants {
        providers::grants(check.manifest(), Mode::Test, &Providers::new())
    }

    /// The components that speak to an outside service, each once.
    pub fn speakers<'a>(&'a self, provider: &'a str) -> impl Iterator<Item = &'a Check> {
        let mut seen = BTreeSet::new();
        let components = self.checks.values().map(|entry| &entry.component);
        components.filter(move |check| check.manifest().provider(provider).is_some() && seen.insert(check.digest()))
    }

    /// What one call of a check in that component may reach in live mode.
    pub fn live_grants(&self, check: &Check, configured: &Providers) -> Grants {
        providers::grants(check.manifest(), Mode::Live, configured)
    }

    /// The identifiers that the agent finds in `text`: its own code, in its sandbox. A JSON object with one member, `identifiers`:
    /// objects with `kind`, `state`, `value`, `text`, `start`, `end` (bytes from 0), `position` (characters from 1) and `why`.
    pub async fn identifiers(&self, text: String) -> Result<Json, ExtractError> {
        let procedure = Json::parse(AGENT_TASK_EXTRACT).unwrap_or_else(|_| Json::empty());
        let order = Order { message: text, procedure, checks: Arc::default(), memory: Vec::new(), approval: Approval::Never };
        let turn = self.agent.turn(&order, &[] as &[Entry]).await?;
        if let Some(End::Failed { code, message }) = turn.end {
            return Err(ExtractError::Ended { code, message });
        }
        let report = turn.fresh.into_iter().find_map(|ask| if let Ask::Report(report) = ask { Some(report) } else { None });
        report.ok_or(ExtractError::Silent)
    }
}
