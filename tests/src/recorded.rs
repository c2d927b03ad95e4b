//! Runs that are over, written as a server would have: played against the simulator, charged, and kept under an organisation.

use admin::Desk;
use journal::event::{Created, FORMAT, Request};
use journal::id::RANDOM_BYTES;
use journal::{Json, KeyId, Mode, OpenCall, OrgId, Private, Record, RunId, ThreadId, Time};
use library::{Page, Shelf};
use run::rehearse::{answered, gone, rehearse};
use run::{Clock, SystemClock};
use sandbox::Call;
use simulator::Simulator;
use store::{Admission, Admitted, Append, Limits, Ownership, Store};

/// An organisation that runs are written for.
pub struct Office {
    /// The built-ins.
    pub shelf: Shelf,
    /// Whose runs.
    pub org: OrgId,
    key: KeyId,
    mode: Mode,
    clock: SystemClock,
}

impl Office {
    /// A new organisation with plenty of credits and a key of `mode`.
    pub async fn open(store: &Store, mode: Mode) -> Office {
        let clock = SystemClock::default();
        let desk = Desk { store, clock: &clock, actor: "test" };
        let org = admin::org::create(desk, "Acme Bank", true, &[]).await.unwrap().id;
        let many = Some(1_000_000);
        admin::org::set_limits(desk, org, Limits { creations_per_minute: many, active_runs_max: many, reads_per_minute: many })
            .await
            .unwrap();
        let wanted =
            admin::key::Wanted { mode, name: "backend".into(), auto_approve: false, scopes: store::Scopes::EVERYTHING, expires_at: None };
        let key = admin::key::create(desk, org, wanted).await.unwrap().key.id;
        Office { shelf: Shelf::of(&crate::app::sandbox()).unwrap(), org, key, mode, clock }
    }

    /// The page of a built-in workflow.
    pub fn built_in(&self, slug: &str) -> Page {
        let workflow = library::built_in::WORKFLOWS.iter().find(|workflow| workflow.slug == slug).unwrap();
        self.shelf.page(workflow.source).unwrap()
    }

    /// Plays a run of `page` that its client asked for by `slug`.
    pub async fn play(&self, page: &Page, slug: &str, message: &str) -> Record {
        let begun = Record::begin(self.clock.now(), self.created(page, slug, message)).unwrap();
        let execution = &page.execution;
        let order = execution.order(message.to_owned(), Vec::new(), page.pins.approval);
        let answer = |open: OpenCall, input: Json| async move {
            let call = Call { id: open.call, check: open.check.clone(), input, asked_at: open.asked_at };
            let answer = match page.execution.checks.get(&open.check) {
                Some(check) => check.perform(&call, &self.shelf.grants(check), &Simulator::default()).await,
                None => gone(),
            };
            answered(&page.pins, &open, answer, self.clock.now())
        };
        rehearse(&execution.workflow, &order, &self.clock, begun, answer, |_| {}).await.unwrap()
    }

    /// Keeps a run that was played.
    pub async fn keep(&self, store: &Store, record: &Record) -> RunId {
        let run = RunId::new(self.clock.now(), &self.random());
        let begun = Record::of([record.entries()[0].clone()]).unwrap();
        let admission = Admission { run, record: begun, new_thread: true, idempotency: None, lease: None, workflows: None };
        assert_eq!(store.admit(admission).await.unwrap(), Admitted::Fresh);
        store.append(Append { run, base: 1, record: record.clone(), lease: Ownership::Free }).await.unwrap();
        run
    }

    /// The same run as if another client had asked for it, in a conversation of its own and with calls of its own.
    pub fn again(&self, record: &Record) -> Record {
        let entries = record.entries().iter().map(|entry| {
            let mut entry = journal::Entry::clone(entry);
            if let journal::Event::Created(created) = &mut entry.event {
                created.thread = ThreadId::new(record.created_at(), &self.random());
            }
            entry
        });
        Record::of(entries).unwrap()
    }

    fn created(&self, page: &Page, slug: &str, message: &str) -> Created {
        Created {
            format: FORMAT,
            org: self.org,
            mode: self.mode,
            thread: ThreadId::new(self.clock.now(), &self.random()),
            key: self.key,
            workflow: Some(slug.to_owned()),
            pins: page.pins.clone(),
            auto_approve: false,
            continues: false,
            max_credits: None,
            retry_of: None,
            private: Private::Known(Request { message: message.to_owned(), metadata: None }),
        }
    }

    fn random(&self) -> [u8; RANDOM_BYTES] {
        let mut random = [0; RANDOM_BYTES];
        self.clock.random(&mut random);
        random
    }

    /// The present moment.
    pub fn now(&self) -> Time {
        self.clock.now()
    }
}
