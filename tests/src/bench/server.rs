//! The real binary as a process of its own, and its administrators' commands.

use super::process;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Any key will do: nothing that is measured outlives the bench.
const MASTER_KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// The optimised binary of this tree, built when it is missing or old; or the one that `BENCH_BINARY` names.
///
/// # Panics
///
/// If it does not compile.
pub fn binary() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        if let Some(named) = std::env::var_os("BENCH_BINARY") {
            return named.into();
        }
        // This program is TARGET/release/deps/NAME.
        let program = std::env::current_exe().unwrap();
        let profile = program.ancestors().nth(2).unwrap();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args(["build", "--quiet", "--release", "-p", "tests", "-p", "enrich", "--bin", "enrich", "--target-dir"])
            .arg(profile.parent().unwrap());
        cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
        assert!(cargo.status().unwrap().success(), "build the binary");
        profile.join("enrich")
    })
}

/// Where a server keeps its runs.
#[derive(Clone, Debug)]
pub struct Place {
    /// The database.
    pub url: String,
    /// The folder of local files.
    pub data: PathBuf,
}

impl Place {
    /// A SQLite database in `folder`.
    pub fn sqlite(folder: &Path) -> Place {
        Place { url: format!("sqlite://{}", folder.join("enrich.db").display()), data: folder.to_owned() }
    }

    /// Trusts this authority, and lets deliveries go to loopback.
    pub fn trust(&self, pem: &str) {
        std::fs::create_dir_all(&self.data).unwrap();
        std::fs::write(self.authority(), pem).unwrap();
    }

    fn authority(&self) -> PathBuf {
        self.data.join("authority.pem")
    }

    /// A command on it, in an environment of its own.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.env_clear().env("ENRICH_MASTER_KEY", MASTER_KEY).env("ENRICH_DATA_DIR", &self.data).arg("--json");
        command.args(arguments).arg("--database").arg(&self.url);
        if self.authority().exists() {
            command.env("ENRICH_EGRESS_CA", self.authority()).env("ENRICH_EGRESS_ALLOW", "127.0.0.0/8,::1");
        }
        // To see how much of a figure is the log.
        if let Ok(level) = std::env::var("BENCH_LOG") {
            command.env("ENRICH_LOG", level);
        }
        command
    }

    fn answer(&self, arguments: &[&str]) -> Value {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// New organisations without limit, each with a test key: their secrets.
    pub fn customers(&self, count: usize) -> Vec<String> {
        let customer = |n: usize| {
            let org = self.answer(&["org", "create", &format!("Bench {n}"), "--unlimited"]);
            let id = org["id"].as_str().unwrap();
            let many = "1000000000";
            self.answer(&["org", "set", id, "--creations-per-minute", many, "--active-runs", many, "--reads-per-minute", many]);
            let key = self.answer(&["key", "create", "--org", org["id"].as_str().unwrap(), "--mode", "test"]);
            key["secret"].as_str().unwrap().to_owned()
        };
        (0..count).map(customer).collect()
    }
}

/// A server. Dropped, it is killed.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
}

impl Server {
    /// Starts one on a free port and waits until it is ready.
    pub fn start(place: &Place) -> Server {
        Server::start_with(place, &[])
    }

    /// The same with more flags.
    pub fn start_with(place: &Place, more: &[&str]) -> Server {
        let mut command = place.command(&[&["serve", "--listen", "127.0.0.1:0"], more].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(log(place)).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Option<Value> = serde_json::from_str(&line).ok();
        let address = ready.as_ref().and_then(|ready| ready["url"].as_str()?.strip_prefix("http://")?.parse().ok());
        let said = || process::read(&place.data.join("server.log").display().to_string());
        Server { address: address.unwrap_or_else(|| panic!("the server did not start: {}", said())), child }
    }

    /// Starts one on `address`, not waiting for anything.
    pub fn launch(place: &Place, address: SocketAddr) -> Server {
        let mut command = place.command(&["serve", "--listen", &address.to_string()]);
        Server { address, child: command.stdout(Stdio::null()).stderr(log(place)).spawn().unwrap() }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Stops it as an operator would.
    pub fn stop(mut self) {
        let told = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status();
        assert!(told.is_ok_and(|status| status.success()) && self.child.wait().is_ok(), "the server cannot be stopped");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the server says while it works: as much as it does by default, into a file.
fn log(place: &Place) -> Stdio {
    std::fs::create_dir_all(&place.data).unwrap();
    std::fs::File::create(place.data.join("server.log")).unwrap().into()
}
