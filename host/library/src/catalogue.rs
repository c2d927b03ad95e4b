//! The built-ins of this build: what new runs are pinned to.

use crate::WIT;
use crate::built_in::{self, AGENT, CHECKS, GENERAL, Guest, WORKFLOWS};
use crate::error::{Error, Gone};
use crate::examine::{self, Compared, Examined};
use crate::pinned::{Execution, Executions};
use crate::providers::{self, Providers};
use crate::published::{self, Published, Says};
use journal::event::{PinnedCheck, Pins, RecentTerms};
use journal::{Credits, Json, Mode, OrgId, ThreadId};
use procedure::{Catalogue, DescribedCheck, Lint, Procedure};
use sandbox::{Check, Grants, Sandbox, Workflow};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{NewVersion, Rollout, Store, VersionKind};

/// Everything that runs can be pinned to. Cheap to clone.
#[derive(Clone)]
pub struct Library {
    inner: Arc<Inner>,
    providers: Arc<Providers>,
}

pub(crate) struct Inner {
    pub(crate) sandbox: Sandbox,
    pub(crate) store: Store,
    pub(crate) agent: Workflow,
    checks: BTreeMap<String, CheckEntry>,
    /// The same, as the linter knows them.
    pub(crate) described: Catalogue,
    workflows: BTreeMap<&'static str, Shelved>,
    pub(crate) published: Published,
    executions: Executions,
}

/// One check of the catalogue.
#[derive(Clone)]
pub struct CheckEntry {
    /// The component that performs it.
    pub component: Check,
    /// What the component says about it.
    pub description: sandbox::CheckDescription,
    /// What a success costs.
    pub price: Credits,
}

/// A built-in workflow, read.
struct Shelved {
    pins: Pins,
    procedure: Arc<Procedure>,
    listed: bool,
}

/// What a new run follows.
#[derive(Clone, Debug)]
pub struct Pinned {
    /// What its first event says.
    pub pins: Pins,
    /// The procedure, approval policy included; absent where a component is the procedure.
    pub procedure: Option<Arc<Procedure>>,
    /// Where the choice depends on what its organisation published: the revision of that, for [`store::Admission::workflows`].
    pub workflows: Option<i64>,
}

/// One row of the list that clients see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What clients call it by.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// `built-in` or `org`.
    pub scope: &'static str,
    /// Whether new runs may follow it.
    pub is_active: bool,
    /// What its version is made of.
    pub kind: VersionKind,
    /// The digest that new runs follow.
    pub version: String,
    /// What new runs of some threads follow instead.
    pub rollout: Option<Rollout>,
}

impl From<store::Workflow> for Listed {
    fn from(own: store::Workflow) -> Listed {
        let store::Workflow { slug, is_active, version, rollout } = own;
        let store::Version { digest, kind, name, description, .. } = version;
        Listed { slug, name, description, scope: "org", is_active, kind, version: digest, rollout }
    }
}

impl Library {
    /// Compiles what ships with this build, reads its procedures, and keeps all of it in the store by digest.
    pub async fn load(sandbox: Sandbox, store: &Store) -> Result<Library, Error> {
        let engine = sandbox.clone();
        let (agent, checks) = tokio::task::spawn_blocking(move || compile(&engine)).await??;
        let described = Catalogue::of(checks.values().map(CheckEntry::described));
        let workflows = shelve(&agent, &checks, &described)?;
        store.put_known_artefact("workflow component", AGENT.digest, AGENT.bytes).await?;
        for guest in &CHECKS {
            store.put_known_artefact("check component", guest.digest, guest.bytes).await?;
        }
        for workflow in &WORKFLOWS {
            store.put_artefact("procedure", workflow.source.as_bytes()).await?;
        }
        let (published, executions) = (Published::default(), Executions::default());
        let inner = Inner { sandbox, store: store.clone(), agent, checks, described, workflows, published, executions };
        Ok(Library { inner: Arc::new(inner), providers: Arc::default() })
    }

    /// The same library, whose live runs may reach these outside services.
    #[must_use]
    pub fn with_providers(self, providers: Providers) -> Library {
        Library { providers: Arc::new(providers), ..self }
    }

    /// What a new run of `org` in `thread` that names `slug` follows, if it may: the organisation's own workflow before the built-in
    /// one, and nothing where its own is not active. Without a name: the built-in `general`.
    ///
    /// Chosen from what this node remembers. It holds for as long as the organisation's workflows stand at [`Pinned::workflows`],
    /// which the store looks at when the run is admitted; where it refuses, [`Library::refresh`] and choose again.
    pub async fn workflow(&self, org: OrgId, slug: Option<&str>, thread: ThreadId) -> Result<Option<Pinned>, Gone> {
        let Some(slug) = slug else { return Ok(self.inner.built_in(GENERAL)) };
        let known = self.inner.published.of(org);
        if let Some(pinned) = self.inner.follow(&known, slug, thread).await? {
            return Ok(Some(pinned));
        }
        // No admission will look whether that is still so.
        let known = self.inner.published.keep(org, &self.inner.store.of(org).workflows().await?);
        self.inner.follow(&known, slug, thread).await
    }

    /// Reads what the organisation published anew.
    pub async fn refresh(&self, org: OrgId) -> Result<(), store::Error> {
        self.inner.published.keep(org, &self.inner.store.of(org).workflows().await?);
        Ok(())
    }

    /// What an admitted run executes: from memory, or out of the store.
    pub async fn pinned(&self, pins: &Pins) -> Result<Arc<Execution>, Gone> {
        self.inner.executions.get(&self.inner, pins).await
    }

    /// The workflows that clients of `org` see, by slug: one row for each, its own before a built-in one.
    pub async fn listed(&self, org: OrgId) -> Result<Vec<Listed>, store::Error> {
        let workflows = self.inner.store.of(org).workflows().await?;
        self.inner.published.keep(org, &workflows);
        let built_in = self.inner.workflows.iter().filter(|(_, shelved)| shelved.listed).map(|(slug, shelved)| shelved.listed(slug));
        let mut rows: BTreeMap<String, Listed> = built_in.map(|row| (row.slug.clone(), row)).collect();
        rows.extend(workflows.rows.into_iter().map(Listed::from).map(|row| (row.slug.clone(), row)));
        Ok(rows.into_values().collect())
    }

    /// The built-in workflow of that slug, and its page. Also one that is not listed.
    pub fn built_in(&self, slug: &str) -> Option<(Listed, &'static str)> {
        let source = WORKFLOWS.iter().find(|workflow| workflow.slug == slug)?.source;
        Some((self.inner.workflows.get(slug)?.listed(slug), source))
    }

    /// The page of [`Library::built_in`] as organisations publish pages.
    pub fn built_in_version(&self, slug: &str) -> Option<NewVersion> {
        let source = WORKFLOWS.iter().find(|workflow| workflow.slug == slug)?.source;
        Some(examine::version(&self.inner.workflows.get(slug)?.procedure, source.into()))
    }

    /// Looks at a page or a component that somebody wants to publish.
    pub async fn examine(&self, bytes: Vec<u8>) -> Result<Examined, Error> {
        let inner = Arc::clone(&self.inner);
        Ok(tokio::task::spawn_blocking(move || examine::examine(&inner.sandbox, &inner.described, bytes)).await?)
    }

    /// What the second of two versions does otherwise than the first.
    pub async fn compare(&self, before: Vec<u8>, after: Vec<u8>) -> Result<Compared, Error> {
        let inner = Arc::clone(&self.inner);
        Ok(tokio::task::spawn_blocking(move || examine::compare(&inner.described, before, after)).await?)
    }

    /// All checks of this build, by name.
    pub fn checks(&self) -> &BTreeMap<String, CheckEntry> {
        &self.inner.checks
    }

    /// Reads a procedure and says all that is to be said of it, with what this build's checks take, answer and cost.
    pub fn lint(&self, source: &str) -> Lint {
        procedure::lint(source, &self.inner.described)
    }

    /// What one call of a check in that component may reach.
    pub fn grants(&self, check: &Check, mode: Mode) -> Grants {
        providers::grants(check.manifest(), mode, &self.providers)
    }
}

/// What [`Library::load`] does, but for keeping it in a store: compiles what ships with this build and reads its procedures. Gives
/// the checks, by name.
pub fn survey(sandbox: &Sandbox) -> Result<BTreeMap<String, CheckEntry>, Error> {
    let (agent, checks) = compile(sandbox)?;
    shelve(&agent, &checks, &Catalogue::of(checks.values().map(CheckEntry::described)))?;
    Ok(checks)
}

impl Shelved {
    fn listed(&self, slug: &str) -> Listed {
        Listed {
            slug: slug.to_owned(),
            name: self.procedure.name.clone(),
            description: self.procedure.description.clone(),
            scope: "built-in",
            is_active: true,
            kind: VersionKind::Procedure,
            version: self.pins.procedure.clone(),
            rollout: None,
        }
    }
}

impl Inner {
    /// What an organisation's own workflow, or else the built-in one, says that a run is to follow.
    async fn follow(&self, known: &published::Known, slug: &str, thread: ThreadId) -> Result<Option<Pinned>, Gone> {
        let pinned = match known.says(slug, thread) {
            Says::Nothing => self.built_in(slug),
            Says::Inactive => None,
            Says::Follow(version) => Some(published::pinned(self, version).await?),
        };
        Ok(pinned.map(|pinned| Pinned { workflows: Some(known.revision), ..pinned }))
    }

    fn built_in(&self, slug: &str) -> Option<Pinned> {
        let shelved = self.workflows.get(slug)?;
        Some(Pinned { pins: shelved.pins.clone(), procedure: Some(Arc::clone(&shelved.procedure)), workflows: None })
    }

    /// How a run is pinned to these checks.
    pub(crate) fn pins_of<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<PinnedCheck> {
        names.filter_map(|name| self.checks.get(name)).map(CheckEntry::pin).collect()
    }

    /// The check component of this build with that digest.
    pub(crate) fn check(&self, digest: &str) -> Option<Check> {
        self.checks.values().find(|entry| entry.component.digest() == digest).map(|entry| entry.component.clone())
    }

    /// The procedure of this build with that digest, as JSON.
    pub(crate) fn procedure(&self, version: &str) -> Option<Result<Json, serde_json::Error>> {
        let shelved = self.workflows.values().find(|shelved| shelved.pins.procedure == version)?;
        Some(Json::of(&*shelved.procedure))
    }
}

pub(crate) fn compile(sandbox: &Sandbox) -> Result<(Workflow, BTreeMap<String, CheckEntry>), Error> {
    let component = |name| move |source| Error::Component { name, source };
    let agent = sandbox.known_workflow(AGENT.digest, AGENT.bytes).map_err(component(AGENT.name))?;
    let mut checks = BTreeMap::new();
    for Guest { name, digest, bytes } in CHECKS {
        let component = sandbox.known_check(digest, bytes).map_err(component(name))?;
        for description in &component.manifest().checks {
            let entry = CheckEntry { component: component.clone(), description: description.clone(), price: description.price };
            if checks.insert(description.name.clone(), entry).is_some() {
                return Err(Error::CheckTwice(description.name.clone()));
            }
        }
    }
    Ok((agent, checks))
}

fn shelve(
    agent: &Workflow,
    checks: &BTreeMap<String, CheckEntry>,
    described: &Catalogue,
) -> Result<BTreeMap<&'static str, Shelved>, Error> {
    let shelve = |workflow: &built_in::Workflow| {
        let lint = procedure::lint(workflow.source, described);
        let said = || lint.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let faulty = || Error::Procedure { slug: workflow.slug, diagnostics: said() };
        let procedure = lint.procedure.clone().ok_or_else(faulty)?;
        let pins = pins(agent, checks, &procedure);
        Ok((workflow.slug, Shelved { pins, procedure: Arc::new(procedure), listed: workflow.listed }))
    };
    WORKFLOWS.iter().map(shelve).collect()
}

/// What a run that follows `procedure` is pinned to.
pub(crate) fn pins(agent: &Workflow, checks: &BTreeMap<String, CheckEntry>, procedure: &Procedure) -> Pins {
    let named = procedure.steps().filter_map(|step| checks.get(&step.check)).map(CheckEntry::pin);
    Pins {
        component: agent.digest().to_owned(),
        wit: WIT.to_owned(),
        procedure: procedure.version.clone(),
        approval: procedure.approval,
        checks: with_recent(named.collect(), procedure),
    }
}

/// The same checks, with the terms on which the steps of `procedure` take recent answers. Such an answer never costs more than a new one,
/// whatever a page says.
pub(crate) fn with_recent(mut checks: Vec<PinnedCheck>, procedure: &Procedure) -> Vec<PinnedCheck> {
    for step in procedure.steps() {
        if let Some((check, days)) = checks.iter_mut().find(|check| check.name == step.check).zip(step.recent_days) {
            check.recent = Some(RecentTerms { days, price: step.recent_price.unwrap_or(Credits::ZERO).min(check.price) });
        }
    }
    checks
}

impl CheckEntry {
    /// What the linter is to know of it.
    pub fn described(&self) -> DescribedCheck {
        let (check, manifest) = (&self.description, self.component.manifest());
        let provider = |name: &String| manifest.provider(name)?.base_url.host_str().map(str::to_owned);
        // What ends so is answered within this server: no name is ever looked up there (RFC 6761).
        let (within, hosts): (Vec<String>, Vec<String>) =
            check.providers.iter().filter_map(provider).partition(|host| host.ends_with(".invalid"));
        DescribedCheck {
            name: check.name.clone(),
            input_schema: check.input_schema.value(),
            output_schema: check.output_schema.value(),
            price: self.price,
            bills_not_found: check.bills_not_found,
            of_the_day: !within.is_empty(),
            hosts,
            personal_fields: check.personal_fields.clone(),
        }
    }

    fn pin(&self) -> PinnedCheck {
        PinnedCheck {
            name: self.description.name.clone(),
            component: self.component.digest().to_owned(),
            wit: WIT.to_owned(),
            price: self.price,
            bills_not_found: self.description.bills_not_found,
            repeatable: self.description.repeatable,
            recent: None,
        }
    }
}
