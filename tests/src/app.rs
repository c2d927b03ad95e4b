//! The real app on a free port: every room in earnest, but for providers, which the simulator answers, and the clock.

use crate::clock::FastClock;
use crate::customer::Customer;
use crate::gate::Gate;
use crate::receiver::Authority;
use admin::Desk;
use egress::Policy;
use journal::{Credits, Mode, OrgId, Time};
use library::Library;
use run::engine::LEASE;
use run::{Clock, Engine, Fair, Guests, House};
use sandbox::Sandbox;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use store::{Limits, MasterKey, Store};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A running app. Dropping it fails the test if a run was left that has not ended: every story tells its end.
pub struct App {
    /// The rooms.
    pub house: Arc<House>,
    /// What the app has the time from.
    pub clock: Arc<FastClock>,
    /// The way to the simulator.
    pub providers: Arc<Gate>,
    /// Where it listens.
    pub address: SocketAddr,
    /// A client with connections of its own.
    pub client: reqwest::Client,
    database: Arc<Database>,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    /// What all of it runs on; none only until it is whole.
    runtime: Option<Runtime>,
}

/// Where an app keeps its runs.
struct Database {
    url: String,
    /// By which e-mails are sent.
    mail: Mutex<Option<mail::Smtp>>,
    /// Removed with the last app that uses it.
    _folder: Option<TempDir>,
}

impl App {
    /// Over a new SQLite database in a temporary folder.
    pub async fn start() -> App {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("enrich.db").display());
        App::open(Arc::new(Database { url, mail: Mutex::default(), _folder: Some(folder) })).await
    }

    /// Over the database at `url`.
    pub async fn over(url: &str) -> App {
        App::open(Arc::new(Database { url: url.to_owned(), mail: Mutex::default(), _folder: None })).await
    }

    /// The same app with a mail server: stops, and starts anew over the same database.
    pub async fn with_mail(mut self, mail: mail::Smtp) -> App {
        self.stop().await;
        *self.database.mail.lock().unwrap() = Some(mail);
        App::beside(&self).await
    }

    /// A second node over the same database.
    pub async fn beside(other: &App) -> App {
        App::open(Arc::clone(&other.database)).await
    }

    async fn open(database: Arc<Database>) -> App {
        // A runtime of its own: what blocks a story's thread, as its end does, must not hold up a transaction of the app.
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mut app = runtime.spawn(App::assemble(database)).await.unwrap();
        app.runtime = Some(runtime);
        app
    }

    async fn assemble(database: Arc<Database>) -> App {
        let store = Store::open(&database.url, master_key()).await.unwrap();
        let library = Library::load(sandbox(), &store).await.unwrap();
        let providers = Arc::new(Gate::default());
        let live = Arc::new(egress::Client::new(&Policy::default()).unwrap());
        let receivers = Arc::new(egress::Client::new(&receivers()).unwrap());
        let judge = admin::webhook::Judge::of((*receivers).clone());
        let guests = Guests { library: library.clone(), live, test: Arc::clone(&providers) as _ };
        let clock = Arc::new(FastClock::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let node: Arc<str> = format!("test:{address}").into();
        let (mail, time) = (database.mail.lock().unwrap().clone(), Arc::clone(&clock) as _);
        let sender = webhook::Sender { store: store.clone(), out: receivers, mail, clock: time, node: Arc::clone(&node), lease: LEASE };
        let engine = Engine {
            journals: Arc::new(store.clone()),
            workshop: Arc::new(guests),
            clock: Arc::clone(&clock) as _,
            node,
            lease: LEASE,
            fair: Fair::default(),
        };
        let house = House::new(store, library, engine);
        let stop = CancellationToken::new();
        let router = api::router(Arc::clone(&house), judge, "", stop.clone());
        let tasks = vec![
            tokio::spawn(api::serve(listener, router, stop.clone())),
            tokio::spawn(run::serve(Arc::clone(&house), stop.clone())),
            tokio::spawn(webhook::serve(Arc::new(sender), stop.clone())),
        ];
        App { house, clock, providers, address, client: client(), database, stop, tasks, runtime: None }
    }

    /// Where `path` is.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The address of the database.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// The present moment, as the app has it.
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Where administrators act.
    pub fn desk(&self) -> Desk<'_> {
        Desk { store: &self.house.store, clock: &*self.clock, actor: "test" }
    }

    /// A new organisation with `credits` and a key of `mode`, and with limits that no story reaches by being quick.
    pub async fn customer(&self, mode: Mode, credits: &str) -> Customer {
        let customer = self.stranger(mode, credits).await;
        let many = Some(1_000_000);
        let limits = Limits { creations_per_minute: many, active_runs_max: many, reads_per_minute: many };
        admin::org::set_limits(self.desk(), customer.org, limits).await.unwrap();
        customer
    }

    /// The same with the limits that every organisation begins with.
    pub async fn stranger(&self, mode: Mode, credits: &str) -> Customer {
        let org = admin::org::create(self.desk(), "Acme Bank", false, &[]).await.unwrap();
        let credits: Credits = credits.parse().unwrap();
        if credits > Credits::ZERO {
            admin::credits::grant(self.desk(), org.id, credits, "first grant").await.unwrap();
        }
        self.colleague(org.id, mode).await
    }

    /// A further key of an organisation.
    pub async fn colleague(&self, org: OrgId, mode: Mode) -> Customer {
        self.further_key(org, mode, false).await
    }

    /// A further key, which approves every plan beforehand.
    pub async fn bold_colleague(&self, org: OrgId, mode: Mode) -> Customer {
        self.further_key(org, mode, true).await
    }

    async fn further_key(&self, org: OrgId, mode: Mode, auto_approve: bool) -> Customer {
        let (name, scopes) = ("backend".into(), store::Scopes::EVERYTHING);
        let wanted = admin::key::Wanted { mode, name, auto_approve, scopes, expires_at: None };
        let created = admin::key::create(self.desk(), org, wanted).await.unwrap();
        Customer::new(self, org, created)
    }

    /// Stops as on SIGTERM: drains, gives leases back.
    pub async fn stop(&mut self) {
        self.stop.cancel();
        for task in self.tasks.drain(..) {
            task.await.unwrap();
        }
    }

    /// Stops, and starts anew over the same database, on another port.
    pub async fn restart(mut self) -> App {
        self.stop().await;
        App::beside(&self).await
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.stop.cancel();
        let Some(runtime) = self.runtime.take() else { return };
        // Of several nodes the last one tells: the others leave their runs to it.
        if std::thread::panicking() || Arc::strong_count(&self.database) > 1 {
            return runtime.shutdown_background();
        }
        let url = self.database.url.clone();
        // On a thread of its own, because runtimes are not ended or begun within another.
        let due = std::thread::spawn(move || {
            runtime.shutdown_timeout(SHUTDOWN_TIME_MAX);
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let store = Store::open(&url, master_key()).await.unwrap();
                (store.next_due().await.unwrap(), store.next_parcel().await.unwrap())
            })
        });
        let (due, parcel) = due.join().unwrap();
        assert!(due.is_none(), "a run was left that has not ended: its wake-up is due at {due:?}");
        assert!(parcel.is_none(), "a delivery was left that has not ended: it is due at {parcel:?}");
    }
}

/// The authority that every receiver of a test process has its certificate from.
pub fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(Authority::default)
}

/// Receivers live on loopback.
fn receivers() -> Policy {
    let allow = ["127.0.0.0/8", "::1"].map(|block| block.parse().unwrap()).to_vec();
    Policy { allow, ca_pem: Some(authority().pem.clone().into_bytes()) }
}

/// How long blocking work of an app may take to end with it.
const SHUTDOWN_TIME_MAX: Duration = Duration::from_secs(10);

/// What every app of the tests seals with.
pub fn master_key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

/// One engine for all apps of a test process.
pub fn sandbox() -> Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    let make = || Sandbox::new(sandbox::Options { artefacts: Some(crate::compiled::folder()), ..Default::default() }).unwrap();
    SANDBOX.get_or_init(make).clone()
}

fn client() -> reqwest::Client {
    // Two tests of one process may come here at once; the second finds it done.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::QUICKSTART;

    #[tokio::test]
    #[should_panic(expected = "a run was left that has not ended")]
    async fn a_story_that_leaves_a_run_behind_fails() {
        let app = App::start().await;
        let customer = app.customer(Mode::Test, "0").await;
        app.providers.close();
        customer.verify(QUICKSTART).await;
    }
}
