//! What every story of the store begins with: a database, an organisation, a key; and runs that do what runs do.

use journal::event::{
    Approval, CancelAsked, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Created, Decider, Decision, Ended, Event, Narrated, Outcome,
    Pins, Plan, PlanDecided, PlanProposed, Private, Request, Started, Text,
};
use journal::{CallId, Credits, Json, KeyId, Mode, OrgId, PlanId, Record, RunId, Status, ThreadId, Time};
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Admission, Admitted, Append, AppendError, KeyCreated, Lease, MasterKey, NewKey, NewOrg, Ownership, Store};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    Sqlite,
    Postgres,
}

/// The message of every run; nothing of it may be readable in the database.
pub(crate) const MESSAGE: &str = "Verify identity: Rahul Sharma, PAN ABCDE1234F";

/// A database with an organisation of 500 credits.
pub(crate) struct Stage {
    pub(crate) base: Base,
    pub(crate) url: String,
    pub(crate) store: Store,
    pub(crate) org: OrgId,
    pub(crate) key: KeyId,
    pub(crate) test_key: KeyId,
    _folder: Option<tempfile::TempDir>,
}

/// A run and what its driver knows of it.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) id: RunId,
    pub(crate) record: Record,
}

static CLOCK: AtomicI64 = AtomicI64::new(1_780_000_000_000_000);

/// A moment, each later than the one before.
pub(crate) fn now() -> Time {
    Time::from_micros(CLOCK.fetch_add(1_000, Ordering::Relaxed))
}

fn chance() -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&CLOCK.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

pub(crate) fn new_run() -> RunId {
    RunId::new(now(), &chance())
}

pub(crate) fn master() -> MasterKey {
    MasterKey::from_bytes([42; 32])
}

/// Millionths of a credit.
pub(crate) fn micros(amount: i64) -> Credits {
    Credits::from_micros(amount)
}

impl Stage {
    /// `None`: PostgreSQL is not installed, and that was said.
    pub(crate) async fn on(base: Base) -> Option<Stage> {
        let (url, folder) = match base {
            Base::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                (format!("sqlite://{}/in a new folder/store.db", folder.path().display()), Some(folder))
            }
            Base::Postgres => (tests::postgres::database()?, None),
        };
        let store = Store::open(&url, master()).await.unwrap();
        let mut stage = Stage {
            base,
            url,
            org: OrgId::new(now(), &chance()),
            key: KeyId::new(now(), &chance()),
            test_key: KeyId::new(now(), &chance()),
            store,
            _folder: folder,
        };
        stage.org = stage.new_org(false).await;
        stage.store.of(stage.org).grant(Mode::Live, micros(500_000_000), "welcome", now()).await.unwrap().unwrap();
        stage.key = stage.new_key(stage.org, Mode::Live).await;
        stage.test_key = stage.new_key(stage.org, Mode::Test).await;
        Some(stage)
    }

    pub(crate) async fn new_org(&self, unlimited: bool) -> OrgId {
        let id = OrgId::new(now(), &chance());
        let new = NewOrg { id, name: "Acme".into(), unlimited, contacts: Vec::new(), at: now() };
        self.store.of(id).acting("tester").create(&new).await.unwrap();
        // Crowds are what these tests are about; limits have stories of their own. Past the door, so that no audit row is made.
        let limits = "UPDATE orgs SET creations_per_minute = 1000000, active_runs_max = 1000000";
        sqlx::Executor::execute(&mut self.sql().await, limits).await.unwrap();
        id
    }

    pub(crate) async fn new_key(&self, org: OrgId, mode: Mode) -> KeyId {
        let (new, id) = key(mode);
        assert_eq!(self.store.of(org).create_key(&new).await.unwrap(), KeyCreated::Yes);
        id
    }

    /// Another node: the same database through connections of its own.
    pub(crate) async fn another(&self) -> Store {
        Store::open(&self.url, master()).await.unwrap()
    }

    /// Direct access, to tamper and to look.
    pub(crate) async fn sql(&self) -> sqlx::AnyConnection {
        use sqlx::Connection;
        sqlx::any::install_default_drivers();
        let url = self.url.replace(' ', "%20");
        sqlx::AnyConnection::connect(&url).await.unwrap()
    }

    /// Ends every connection of every store, as a restarting server does. A SQLite file has no such moments.
    pub(crate) async fn disconnect(&self) {
        use sqlx::Executor;
        if self.base == Base::Postgres {
            let others =
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
            self.sql().await.execute(others).await.unwrap();
        }
    }

    pub(crate) fn created(&self, mode: Mode) -> Created {
        Created {
            format: journal::event::FORMAT,
            org: self.org,
            mode,
            thread: ThreadId::new(now(), &chance()),
            key: if mode == Mode::Live { self.key } else { self.test_key },
            workflow: Some("kyc-verification".into()),
            pins: Pins {
                component: "0".repeat(64),
                wit: "1.0.0".into(),
                procedure: "1".repeat(64),
                approval: Approval::Auto,
                checks: Vec::new(),
            },
            auto_approve: false,
            continues: false,
            max_credits: None,
            retry_of: None,
            private: Private::Known(Request { message: MESSAGE.into(), metadata: None }),
        }
    }

    /// An admission with a thread of its own.
    pub(crate) fn admission(&self, mode: Mode) -> Admission {
        let record = Record::begin(now(), self.created(mode)).unwrap();
        Admission { run: new_run(), record, new_thread: true, idempotency: None, lease: None, workflows: None }
    }

    /// A run that exists and that nobody has.
    pub(crate) async fn admitted(&self, mode: Mode) -> Run {
        let admission = self.admission(mode);
        let run = Run { id: admission.run, record: admission.record.clone() };
        assert_eq!(self.store.admit(admission).await.unwrap(), Admitted::Fresh);
        run
    }

    /// A run that was executed and waits for nothing.
    pub(crate) async fn started(&self, mode: Mode) -> Run {
        let mut run = self.admitted(mode).await;
        run.say(&self.store, vec![Event::Started(Started { memory: Vec::new() })]).await.unwrap();
        run
    }

    /// A run of three checks, to its end: five appends.
    pub(crate) async fn completed(&self, mode: Mode) -> Run {
        let mut run = self.started(mode).await;
        run.checks(&self.store, &[2_000_000, 1_500_000, 200_000]).await;
        run.end(&self.store, Status::Completed).await;
        run
    }

    /// A run that waits for a decision.
    pub(crate) async fn parked(&self, mode: Mode) -> (Run, PlanId) {
        let mut run = self.started(mode).await;
        let plan = PlanId::new(now(), &chance());
        let expires_at = now().plus(std::time::Duration::from_secs(86_400));
        let private = Private::Known(Plan { summary: format!("Ask about {MESSAGE}"), tasks: Vec::new() });
        let proposed = PlanProposed { plan, parks: true, expires_at, ceiling: micros(3_700_000), checks: Vec::new(), private };
        run.say(&self.store, vec![Event::PlanProposed(proposed)]).await.unwrap();
        (run, plan)
    }

    pub(crate) async fn journal(&self, run: RunId) -> Record {
        self.store.of(self.org).journal(run).await.unwrap().unwrap()
    }
}

/// A key to be made.
pub(crate) fn key(mode: Mode) -> (NewKey, KeyId) {
    let id = KeyId::new(now(), &chance());
    let mut sha256 = [0; 32];
    sha256[..10].copy_from_slice(&chance());
    let new = NewKey {
        id,
        mode,
        name: "ci".into(),
        sha256,
        last4: "x7Qz".into(),
        auto_approve: false,
        scopes: store::Scopes::EVERYTHING,
        expires_at: None,
        at: now(),
    };
    (new, id)
}

impl Run {
    /// An append of these events after what the driver knows.
    pub(crate) fn append(&self, events: Vec<Event>, lease: Ownership) -> (Append, Record) {
        let mut record = self.record.clone();
        let base = record.head();
        record.extend(now(), events).unwrap();
        let append = Append { run: self.id, base, record: record.clone(), lease };
        (append, record)
    }

    /// Appends, and leaves the run to whoever claims it.
    pub(crate) async fn say(&mut self, store: &Store, events: Vec<Event>) -> Result<(), AppendError> {
        self.say_as(store, events, Ownership::Free).await
    }

    pub(crate) async fn say_as(&mut self, store: &Store, events: Vec<Event>, lease: Ownership) -> Result<(), AppendError> {
        let (append, record) = self.append(events, lease);
        store.append(append).await?;
        self.record = record;
        Ok(())
    }

    /// Asks checks of these prices together, then answers each with an append of its own.
    pub(crate) async fn checks(&mut self, store: &Store, prices: &[i64]) {
        let group = self.record.head() + 1;
        let asked: Vec<_> = prices.iter().map(|&price| asked(group, price)).collect();
        self.say(store, asked.iter().cloned().map(Event::CheckAsked).collect()).await.unwrap();
        for asked in asked {
            self.say(store, vec![answered(&asked)]).await.unwrap();
        }
    }

    pub(crate) async fn end(&mut self, store: &Store, status: Status) {
        let credits_used = self.record.state().credits_used;
        self.say(store, vec![Event::Ended(Ended { status, reason: None, error: None, credits_used })]).await.unwrap();
    }

    pub(crate) async fn decide(&mut self, store: &Store, plan: PlanId, key: KeyId) -> Result<(), AppendError> {
        let decided = PlanDecided { plan, decision: Decision::Approved, by: Decider::Client(key) };
        self.say_as(store, vec![Event::PlanDecided(decided)], Ownership::Keep).await
    }

    pub(crate) async fn cancel(&mut self, store: &Store, key: KeyId) -> Result<(), AppendError> {
        self.say_as(store, vec![Event::CancelAsked(CancelAsked { by: key })], Ownership::Keep).await
    }
}

pub(crate) fn narrated(text: impl Into<String>) -> Event {
    Event::Narrated(Narrated { private: Private::Known(Text { text: text.into() }) })
}

pub(crate) fn asked(group: u64, price: i64) -> CheckAsked {
    let input = CheckInput { input: Json::parse(r#"{"pan":"ABCDE1234F"}"#).unwrap() };
    let call = CallId::new(now(), &chance());
    CheckAsked { call, group, check: "pan_verification".into(), hold: micros(price), private: Private::Known(input) }
}

pub(crate) fn answered(asked: &CheckAsked) -> Event {
    let output = CheckOutput { output: Json::parse(r#"{"registered_name":"Rahul Sharma"}"#).unwrap(), message: None };
    Event::CheckAnswered(CheckAnswered {
        call: asked.call,
        check: asked.check.clone(),
        outcome: Outcome::Success,
        credits: asked.hold,
        latency_ms: 210,
        carried_from: None,
        recent: None,
        private: Private::Known(output),
    })
}

pub(crate) fn lease(node: &str, until: Time) -> Ownership {
    Ownership::Hold(Lease { node: node.into(), until })
}
