//! A throw-away PostgreSQL cluster of installed binaries: one for each test process, one database for each test.
//!
//! It listens on a Unix socket in its own folder and nowhere else. A child of ours waits for the end of this process, whatever
//! kind of end that is, then stops the cluster and removes the folder. Where no binaries are installed the tests that need
//! them say so and pass; with `CI=true` they fail.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A running cluster.
pub struct Cluster {
    folder: PathBuf,
    binaries: PathBuf,
    settings: String,
    databases: AtomicU32,
    /// Stops the cluster when its standard input ends, and that is when this process does.
    _watcher: Child,
}

/// What a commit waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing: right for tests of behaviour.
    None,
    /// The disk: right for measuring.
    Disk,
}

/// The address of a new, empty database in this process's cluster. `None`, said loudly: no PostgreSQL is installed.
pub fn database() -> Option<String> {
    static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
    SHARED.get_or_init(|| Cluster::start(Durability::None)).as_ref().map(Cluster::database)
}

impl Cluster {
    /// Starts a cluster of its own. `None`, said loudly: no PostgreSQL is installed.
    ///
    /// # Panics
    /// When it is installed and does not start, or when it is not installed and `CI` is `true`.
    pub fn start(durability: Durability) -> Option<Cluster> {
        let Some(binaries) = binaries() else {
            let required = std::env::var("CI").is_ok_and(|ci| ci == "true");
            assert!(!required, "CI=true, and no PostgreSQL is installed");
            eprintln!("SKIPPED: no PostgreSQL is installed, so nothing was tested on it");
            return None;
        };
        let folder = folder();
        let settings = if durability == Durability::None { "-c fsync=off" } else { "" };
        run(program(&binaries, "initdb")
            .args(["-N", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D"])
            .arg(folder.join("data")));
        Some(Cluster::over(folder, binaries, settings))
    }

    /// Starts the server whose files lie in `folder`.
    fn over(folder: PathBuf, binaries: PathBuf, settings: &str) -> Cluster {
        let watcher = watcher(&folder, &program(&binaries, "pg_ctl"));
        let place = folder.display();
        let settings = format!("-c listen_addresses= -c unix_socket_directories={place} -c max_connections=300 {settings}");
        let cluster = Cluster { folder, binaries, settings, databases: AtomicU32::new(0), _watcher: watcher };
        cluster.restart();
        cluster
    }

    fn control(&self, arguments: &[&str]) {
        run(program(&self.binaries, "pg_ctl").arg("-D").arg(self.folder.join("data")).arg("-w").args(arguments));
    }

    /// Ends all its processes at once, in the middle of whatever they do: nothing is flushed, and the next start recovers.
    pub fn crash(&self) {
        self.control(&["-m", "immediate", "stop"]);
    }

    /// Starts it after a crash, and waits until it takes connections.
    pub fn restart(&self) {
        let log = self.folder.join("log");
        self.control(&["-l", log.to_str().unwrap(), "-o", &self.settings, "start"]);
    }

    /// A copy that follows: from now on a commit here waits until it is on that disk too.
    pub fn standby(&self) -> Cluster {
        let folder = folder();
        let mut copy = program(&self.binaries, "pg_basebackup");
        copy.arg("-h").arg(&self.folder).args(["-U", "postgres", "-R", "-X", "stream", "-c", "fast", "-D"]).arg(folder.join("data"));
        run(&mut copy);
        let standby = Cluster::over(folder, self.binaries.clone(), "");
        self.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
        self.sql("postgres", "SELECT pg_reload_conf()");
        let synchronous = "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync') \
            LOOP PERFORM pg_sleep(0.02), pg_stat_clear_snapshot(); END LOOP; END $$";
        self.sql("postgres", synchronous);
        standby
    }

    /// Follows nobody any more, and takes writes.
    pub fn promote(&self) {
        self.control(&["promote"]);
    }

    /// Its first process, parent of all others.
    pub fn postmaster(&self) -> u32 {
        let text = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        text.lines().next().unwrap().parse().unwrap()
    }

    /// Where it listens.
    pub fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"));
        self.url(&name)
    }

    /// The address of a database by that name, which may not exist.
    pub fn url(&self, name: &str) -> String {
        format!("postgres:///{name}?host={}&user=postgres", self.folder.display())
    }

    /// A shell of the user that the server runs as, which reaches the server without further ado, in a folder that this user may
    /// write and that goes with the cluster.
    pub fn shell(&self, script: &str) -> Command {
        let mut shell = program(Path::new("/bin"), "sh");
        let path = std::env::var("PATH").unwrap_or_default();
        shell.args(["-euc", script]).current_dir(&self.folder).env("PATH", format!("{}:{path}", self.binaries.display()));
        shell.env("PGHOST", &self.folder).env("PGUSER", "postgres").env("PGDATA", self.folder.join("data"));
        shell.stdin(Stdio::null());
        shell
    }

    fn sql(&self, database: &str, statement: &str) {
        let mut psql = Command::new(self.binaries.join("psql"));
        run(psql.arg("-h").arg(&self.folder).args(["-U", "postgres", "-d", database, "-X", "-q", "-c", statement]));
    }
}

/// A new folder for a cluster. Its path is short, because the path of a socket is.
fn folder() -> PathBuf {
    let folder = PathBuf::from(run(Command::new("mktemp").args(["-d", "/tmp/enrich-pg-XXXXXXXX"])).trim());
    if let Some(user) = plain_user() {
        run(Command::new("chown").arg(user).arg(&folder));
    }
    folder
}

/// One of PostgreSQL's programs, as the user that it may be.
fn program(binaries: &Path, name: &str) -> Command {
    let path = binaries.join(name);
    let mut command = match plain_user() {
        Some(user) => {
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--"]).arg(path);
            command
        }
        None => Command::new(path),
    };
    // Somewhere that the user may enter.
    command.current_dir("/");
    command
}

/// The newest installed version, or the one on PATH.
fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let number = |path: &Path| path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok());
    let newest = versions.map(|entry| entry.path()).filter(|path| path.join("bin/initdb").exists()).max_by_key(|path| number(path));
    let on_path = || std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| folder.join("initdb").exists());
    newest.map(|path| path.join("bin")).or_else(on_path)
}

/// PostgreSQL refuses to run as root: whom to be instead, if that is who we are.
fn plain_user() -> Option<&'static str> {
    if run(Command::new("id").arg("-u")).trim() != "0" {
        return None;
    }
    let exists = |user: &&str| Command::new("id").arg(user).output().is_ok_and(|output| output.status.success());
    ["postgres", "nobody"].into_iter().find(exists)
}

/// Signals that reach the whole group must not end the one who cleans up.
const WATCH: &str = r#"trap "" INT TERM HUP; folder=$1; shift; read -r _; "$@" >/dev/null 2>&1; rm -rf "$folder""#;

fn watcher(folder: &Path, pg_ctl: &Command) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", WATCH, "watcher"]).arg(folder).arg(pg_ctl.get_program()).args(pg_ctl.get_args());
    command.arg("-D").arg(folder.join("data")).args(["-m", "immediate", "stop"]);
    command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap_or_else(|error| panic!("start the watcher: {error}"))
}

/// The output of a program that must succeed.
fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?} failed: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}
