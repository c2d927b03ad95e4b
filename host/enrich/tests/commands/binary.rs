//! Runs the real binary, with a data directory and an environment of its own.

use serde_json::Value;
use sqlx::{Connection, Executor};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything here takes on a machine that builds besides; reached only where something hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// A person's machine: a home with nothing in it but compiled guests.
pub(crate) struct Machine {
    home: TempDir,
    /// Where its runs are kept; absent: SQLite in its data directory.
    database: Option<String>,
    /// What is set for every command.
    environment: Vec<(String, String)>,
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The JSON document it printed, having done its work.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The one line that says why it failed; programs read the same on standard output.
    pub(crate) fn refusal(&self) -> &str {
        assert_eq!(self.code, 1, "{self:?}");
        let line = self.err.strip_prefix("error: ").and_then(|line| line.strip_suffix('\n')).unwrap_or_else(|| panic!("{self:?}"));
        assert!(!line.contains('\n'), "one line: {self:?}");
        if !self.out.is_empty() {
            let told: Value = serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
            assert_eq!(told, serde_json::json!({ "error": { "message": line } }), "{self:?}");
        }
        line
    }
}

impl Machine {
    pub(crate) fn new() -> Machine {
        let machine = Machine::bare();
        tests::compiled::lend(&machine.data_dir());
        machine
    }

    /// A machine with nothing in its home at all: its first command compiles the guests.
    pub(crate) fn bare() -> Machine {
        Machine { home: tempfile::tempdir().unwrap(), database: None, environment: Vec::new() }
    }

    /// A machine that keeps its runs in a PostgreSQL database of its own. `None`, said loudly: none is installed.
    pub(crate) fn with_postgres() -> Option<Machine> {
        let database = tests::postgres::database()?;
        Some(Machine::over(&database, []))
    }

    /// A machine that keeps its runs there.
    pub(crate) fn over<const N: usize>(database: &str, environment: [(&str, &str); N]) -> Machine {
        let environment = environment.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Machine { database: Some(database.to_owned()), environment, ..Machine::new() }
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Where its runs are kept.
    pub(crate) fn database_url(&self) -> String {
        let embedded = || format!("sqlite://{}", self.data_dir().join("enrich.db").display());
        self.database.clone().unwrap_or_else(embedded)
    }

    /// Changes its database behind the product's back.
    pub(crate) fn meddle(&self, statement: &str) {
        self.meddle_each(&[statement.to_owned()]);
    }

    /// The same, each statement in a transaction of its own.
    pub(crate) fn meddle_each(&self, statements: &[String]) {
        sqlx::any::install_default_drivers();
        let url = self.database_url();
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let mut on = sqlx::AnyConnection::connect(&url).await.unwrap();
            for statement in statements {
                let done = on.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone()))).await.unwrap();
                assert!(done.rows_affected() > 0, "{statement}");
            }
            on.close().await.unwrap();
        });
    }

    /// A command that is to be run here.
    pub(crate) fn command(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enrich"));
        command.args(arguments).env_clear().current_dir(self.home.path());
        command.env("HOME", self.home.path()).env("ENRICH_DATA_DIR", self.data_dir()).env("USER", "asha");
        command.envs(self.database.iter().map(|url| ("ENRICH_DATABASE_URL", url)));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.envs(environment.iter().copied()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn enrich(&self, arguments: &[&str]) -> Said {
        self.enrich_with(arguments, &[])
    }

    pub(crate) fn enrich_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Said {
        let output = self.command(arguments, environment).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Starts a command that stays.
    pub(crate) fn start(&self, arguments: &[&str]) -> Process {
        self.start_with(arguments, &[("ENRICH_LOG", "warn")])
    }

    pub(crate) fn start_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Process {
        let mut child = self.command(arguments, environment).spawn().unwrap();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        Process { child, out: Lines::of(out), err: Lines::of(err) }
    }

    /// Starts a server and waits until it is ready. Its address.
    pub(crate) fn serve(&self, more: &[&str]) -> (Process, String) {
        let mut server = self.start(&[&["serve", "--listen", "127.0.0.1:0", "--json"], more].concat());
        let ready: Value = serde_json::from_str(&server.until(|_| true)).unwrap();
        (server, ready["url"].as_str().unwrap().to_owned())
    }

    /// The same of a server whose log nobody can write any more.
    #[cfg(target_os = "linux")]
    pub(crate) fn serve_without_a_log(&self) -> (Process, String) {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0", "--json"], &[("ENRICH_LOG", "debug")]);
        let mut child = command.stderr(full).spawn().unwrap();
        let out = Lines::of(child.stdout.take().unwrap());
        let mut server = Process { child, out, err: Lines::of(std::io::empty()) };
        let ready: Value = serde_json::from_str(&server.until(|_| true)).unwrap();
        (server, ready["url"].as_str().unwrap().to_owned())
    }

    /// An organisation with a test key: its id, the key's id and its secret.
    pub(crate) fn tenant(&self, name: &str) -> (String, String, String) {
        let org = self.enrich(&["org", "create", name, "--json"]).json();
        let org = org["id"].as_str().unwrap().to_owned();
        let key = self.enrich(&["key", "create", "--org", &org, "--mode", "test", "--json"]).json();
        let field = |name: &str| key[name].as_str().unwrap().to_owned();
        (org, field("id"), field("secret"))
    }
}

/// A command at work. Dropping it ends it.
pub(crate) struct Process {
    child: Child,
    out: Lines,
    err: Lines,
}

impl Process {
    /// The next line of standard output that `is_it`, with those before it thrown away.
    pub(crate) fn until(&mut self, is_it: impl Fn(&str) -> bool) -> String {
        self.all_until(is_it).pop().unwrap()
    }

    /// The next line of standard error that `is_it`.
    pub(crate) fn until_told(&mut self, is_it: impl Fn(&str) -> bool) -> String {
        std::iter::from_fn(|| self.err.next()).find(|line| is_it(line)).unwrap_or_else(|| panic!("it ended"))
    }

    /// The lines of standard output up to and with the first that `is_it`.
    pub(crate) fn all_until(&mut self, is_it: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            match self.out.next() {
                Some(line) => lines.push(line),
                None => panic!("it ended: {lines:#?}\n{:#?}", self.err.rest()),
            }
            if lines.last().is_some_and(|line| is_it(line)) {
                return lines;
            }
        }
    }

    /// Asks it to stop, as a supervisor does, and waits for it.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        self.ended()
    }

    /// Waits for its end.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end: {:#?}", self.err.rest());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lines of a pipe, read as they come so that the writer never waits.
struct Lines(mpsc::Receiver<String>);

impl Lines {
    fn of(pipe: impl std::io::Read + Send + 'static) -> Lines {
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Lines(told)
    }

    fn next(&self) -> Option<String> {
        match self.0.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(mpsc::RecvTimeoutError::Disconnected) => None,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("it says nothing"),
        }
    }

    fn rest(&self) -> Vec<String> {
        std::iter::from_fn(|| self.0.recv_timeout(Duration::from_millis(100)).ok()).collect()
    }
}

/// Whether any file below `folder` holds `words`.
pub(crate) fn is_anywhere(folder: &Path, words: &str) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| match path.is_dir() {
        true => is_anywhere(&path, words),
        false => std::fs::read(&path).unwrap().windows(words.len()).any(|window| window == words.as_bytes()),
    })
}

/// A client that no proxy of the environment stands before.
pub(crate) fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
