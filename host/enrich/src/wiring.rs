//! Puts the rooms together, the same way for commands, the server, the demo and tests.

use crate::config::{Database, DatabaseArgs, Environment, MASTER_KEY_FILE};
use crate::{master_key, official, providers};
use admin::Desk;
use admin::webhook::Judge;
use anyhow::{Context, Result};
use library::{Library, Shelf};
use run::{Clock, Engine, Fair, Guests, House, SystemClock};
use sandbox::Sandbox;
use simulator::Simulator;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{MasterKey, Serving, Store};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Folder of compiled guests, within the data directory. Whoever can write there can run code in the server.
pub(crate) const COMPILED_FOLDER: &str = "compiled";

/// An open database with a clock: what an administrator's command needs.
pub struct Office {
    /// The database, open.
    pub store: Store,
    /// Time and chance.
    pub clock: SystemClock,
    actor: String,
}

impl Office {
    /// Opens what `args` name. A missing database is created and brought up to date.
    pub async fn open(args: &DatabaseArgs) -> Result<Office> {
        let environment = Environment::of_process();
        let database = Database::of(args, &environment)?;
        Office::at(&database, &environment).await
    }

    /// Opens `database`.
    pub async fn at(database: &Database, environment: &Environment) -> Result<Office> {
        Office::with(database, environment, master(database, environment).await?).await
    }

    async fn with(database: &Database, environment: &Environment, master: MasterKey) -> Result<Office> {
        let store = Store::open(database.url(), master).await.with_context(|| format!("cannot open the database {database}"))?;
        let user = environment.text("USER").or(environment.text("LOGNAME")).unwrap_or("unknown");
        Ok(Office { store, clock: SystemClock::default(), actor: format!("cli:{user}") })
    }

    /// Where the administrator acts.
    pub fn desk(&self) -> Desk<'_> {
        Desk { store: &self.store, clock: &self.clock, actor: &self.actor }
    }
}

/// The operator's master key; else the one beside the SQLite file, or the one that PostgreSQL keeps.
async fn master(database: &Database, environment: &Environment) -> Result<MasterKey> {
    if let Some(text) = environment.secret("ENRICH_MASTER_KEY")? {
        return Ok(MasterKey::from_bytes(master_key::parse(&text).context("read ENRICH_MASTER_KEY")?));
    }
    match database.file() {
        Some(file) => {
            let folder = file.parent().unwrap_or(Path::new("/"));
            private_folder(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
            Ok(MasterKey::from_bytes(master_key::beside(&folder.join(MASTER_KEY_FILE), file)?))
        }
        None => {
            // Nobody may listen.
            let _ = writeln!(
                std::io::stderr(),
                "warning: ENRICH_MASTER_KEY is not set, so the master key is kept in the database {database} itself: whoever reads \
                 the database can read all personal data in it. Set ENRICH_MASTER_KEY or ENRICH_MASTER_KEY_FILE before going live."
            );
            store::created_master_key(database.url()).await.with_context(|| format!("cannot open the database {database}"))
        }
    }
}

/// Makes a missing folder for its owner alone.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// What a server is made of.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The database.
    pub database: Database,
    /// Where compiled guests are kept.
    pub data_dir: PathBuf,
    /// Providers, the master key and the way out are read from here.
    pub environment: Environment,
    /// The operator's mail server, if there is one.
    pub mail: Option<mail::Smtp>,
    /// How long the simulator takes for each answer.
    pub latency: Duration,
    /// How long this node may be silent before another takes its runs.
    pub lease: Duration,
}

/// A server that is ready to serve.
pub struct App {
    /// The rooms.
    pub house: Arc<House>,
    /// The same database, for administrators.
    pub office: Office,
    judge: Judge,
    sender: Arc<webhook::Sender>,
    lists: lists::Shelf,
    _serving: Serving,
}

impl App {
    /// Opens everything. One process at a time may serve a SQLite file; a second is refused.
    pub async fn open(plan: &Plan) -> Result<App> {
        let database = &plan.database;
        let master = master(database, &plan.environment).await?;
        let serving = Store::exclusive(database.url()).context("cannot serve this database")?;
        let office = Office::with(database, &plan.environment, master).await?;
        let store = office.store.clone();
        store.trust(&serving);
        if database.file().is_some() {
            // The leases are those of a process that is gone: its runs go on at once.
            store.clear_leases().await.context("cannot take over the runs of the last server")?;
        }
        let library = library(plan, &store).await?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
        let way_out = providers::way_out(&plan.environment)?;
        let client = || egress::Client::new(&way_out).context("cannot set up the way out");
        let lists = lists::Shelf::default();
        official::Follower::new(store.clone(), lists.clone()).look().await.context("cannot load the sanctions lists")?;
        let guests = Guests {
            library: library.clone(),
            live: Arc::new(lists::Door { shelf: lists.clone(), beyond: Arc::new(client()?) }),
            test: Arc::new(Simulator::new(simulator::Options { latency: plan.latency })),
        };
        let node = node(&plan.environment, &*clock);
        let node: Arc<str> = node.into();
        // Connections of their own: a receiver's and a provider's have nothing to do with each other.
        let receivers = client()?;
        let judge = Judge::of(receivers.clone());
        let sender = webhook::Sender {
            lease: plan.lease,
            store: store.clone(),
            out: Arc::new(receivers),
            mail: plan.mail.clone(),
            clock: Arc::clone(&clock),
            node: Arc::clone(&node),
        };
        let engine =
            Engine { journals: Arc::new(store.clone()), workshop: Arc::new(guests), clock, node, lease: plan.lease, fair: Fair::default() };
        Ok(App { house: House::new(store, library, engine), office, judge, sender: Arc::new(sender), lists, _serving: serving })
    }

    /// Serves until `stop`: requests and runs at work then have some seconds to finish, and leases are given back.
    /// `public_url` is where clients reach it.
    pub async fn serve(&self, listener: TcpListener, public_url: &str, stop: CancellationToken) {
        let router = api::router(Arc::clone(&self.house), self.judge.clone(), public_url.trim_end_matches('/'), stop.clone());
        let sender = webhook::serve(Arc::clone(&self.sender), stop.clone());
        // The last news of a node is that it leaves its runs to the others.
        let told = CancellationToken::new();
        let news = self.house.store.exchange_news(told.clone());
        let lists = official::follow(self.house.store.clone(), self.lists.clone(), stop.clone());
        let work = async {
            tokio::join!(lists, api::serve(listener, router, stop.clone()), run::serve(Arc::clone(&self.house), stop), sender);
            told.cancel();
        };
        tokio::join!(work, news);
    }
}

/// What commands need that look at checks and procedures or try them: the built-ins, and no database.
pub async fn shelf(data_dir: &Path) -> Result<Shelf> {
    let sandbox = sandbox(data_dir)?;
    let shelf = tokio::task::spawn_blocking(move || Shelf::of(&sandbox)).await.context("wait for the compiler of guests")?;
    shelf.context("cannot load the built-in checks")
}

/// The engine of guests, whose compiled code is kept in the data directory.
fn sandbox(data_dir: &Path) -> Result<Sandbox> {
    let folder = data_dir.join(COMPILED_FOLDER);
    let artefacts = match private_folder(&folder) {
        Ok(()) => Some(folder),
        Err(error) => {
            tracing::warn!(folder = %folder.display(), %error, "compiled checks cannot be kept: every start compiles them again");
            None
        }
    };
    Sandbox::new(sandbox::Options { artefacts, ..sandbox::Options::default() }).context("cannot set up the sandbox")
}

async fn library(plan: &Plan, store: &Store) -> Result<Library> {
    let library = Library::load(sandbox(&plan.data_dir)?, store).await.context("cannot load the built-in checks and workflows")?;
    let known = providers::known(library.checks());
    let (mut configured, strangers) = providers::configured(&plan.environment, &known)?;
    configured.insert(lists::PROVIDER.to_owned(), library::Configured::default());
    for stranger in strangers {
        tracing::warn!("{stranger} is set and names no provider or secret that a check knows");
    }
    Ok(library.with_providers(configured))
}

/// A name for this process that no other has, and that tells people which it is.
fn node(environment: &Environment, clock: &dyn Clock) -> String {
    let mut random = [0; 4];
    clock.random(&mut random);
    let host = environment.text("HOSTNAME").unwrap_or("node");
    format!("{host}:{}:{}", std::process::id(), data_encoding::HEXLOWER.encode(&random))
}
