//! The built-in agent and checks in one sandbox, and what a run of them begins with: for stories without a database.

use journal::event::{Approval, Created, Event, Pins, Request, Started};
use journal::id::RANDOM_BYTES;
use journal::{Json, KeyId, Mode, OrgId, Private, Record, ThreadId, Time};
use sandbox::{Check, CheckInfo, Grants, Limits, Options, Order, Provider, Sandbox, Secret, Workflow};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The agent with the checks it may call.
pub struct Shelf {
    /// Carries out procedures.
    pub agent: Workflow,
    /// The components of checks that ship.
    pub components: Vec<Check>,
}

/// One for all stories of a test process.
pub fn shelf() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(|| {
        let sandbox = Sandbox::new(Options::default()).unwrap();
        let components = library::built_in::CHECKS.iter().map(|guest| sandbox.check(guest.bytes).unwrap()).collect();
        Shelf { agent: sandbox.workflow(library::built_in::AGENT.bytes).unwrap(), components }
    })
}

impl Shelf {
    /// The component that performs a check.
    pub fn component(&self, check: &str) -> &Check {
        self.components.iter().find(|component| component.manifest().check(check).is_some()).unwrap()
    }

    /// What the agent is handed for a request to the built-in workflow `slug`.
    pub fn order(&self, slug: &str, message: &str) -> Order {
        let workflow = library::built_in::WORKFLOWS.iter().find(|workflow| workflow.slug == slug).unwrap();
        self.order_of(workflow.source, message)
    }

    /// What the agent is handed for a request to the procedure on this page.
    pub fn order_of(&self, page: &str, message: &str) -> Order {
        let described = self.components.iter().flat_map(|component| &component.manifest().checks);
        let known: Vec<&str> = described.map(|check| check.name.as_str()).collect();
        let procedure = procedure::parse(page, &known).unwrap();
        let info = |check: &sandbox::CheckDescription| CheckInfo {
            name: check.name.clone(),
            summary: check.summary.clone(),
            input_schema: check.input_schema.clone(),
            price: check.price,
        };
        let checks = procedure.steps().map(|step| info(self.component(&step.check).manifest().check(&step.check).unwrap()));
        Order {
            message: message.into(),
            procedure: Json::of(&procedure).unwrap(),
            checks: Arc::new(checks.collect()),
            memory: Vec::new(),
            approval: Approval::Always,
        }
    }

    /// All providers of the checks where their documentation has them, with invented secrets.
    pub fn grants(&self, deadline: Duration) -> Grants {
        let provider = |described: &sandbox::ProviderDescription| {
            let secrets = described.secrets.iter().map(|name| (name.clone(), Secret::new(format!("test-{name}"))));
            (described.name.clone(), Provider { base_url: described.base_url.clone(), secrets: secrets.collect() })
        };
        let limits = Limits { deadline, ..Limits::default() };
        let providers = self.components.iter().flat_map(|component| &component.manifest().providers);
        Grants { providers: providers.map(provider).collect(), limits }
    }

    /// The journal of a run that has just started.
    pub fn begin(&self, message: &str) -> Record {
        let (at, random) = (Time::from_micros(1_000_000), [0; RANDOM_BYTES]);
        let pins = Pins {
            component: self.agent.digest().into(),
            wit: "1.0.0".into(),
            procedure: String::new(),
            approval: Approval::Auto,
            checks: Vec::new(),
        };
        let created = Created {
            format: journal::event::FORMAT,
            org: OrgId::new(at, &random),
            mode: Mode::Test,
            thread: ThreadId::new(at, &random),
            key: KeyId::new(at, &random),
            workflow: None,
            pins,
            auto_approve: false,
            continues: false,
            max_credits: None,
            retry_of: None,
            private: Private::Known(Request { message: message.into(), metadata: None }),
        };
        let mut record = Record::begin(at, created).unwrap();
        record.extend(at, [Event::Started(Started { memory: Vec::new() })]).unwrap();
        record
    }
}
