//! Real servers as processes of their own: killed, frozen, stopped, and started again as a supervisor would.

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::net::SocketAddr;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Any key will do: nothing here outlives the chaos.
const MASTER_KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";
/// How long a server may take to stop when it is asked to.
const STOP_TIME_MAX: Duration = Duration::from_secs(30);

/// What every server and command is started with.
#[derive(Clone, Debug)]
pub struct Build {
    /// The binary.
    pub binary: PathBuf,
    /// The database's URL.
    pub database: String,
    /// The folder of local files, logs among them.
    pub folder: PathBuf,
    /// Base URL of every provider.
    pub provider: String,
    /// Seconds of a lease.
    pub lease_seconds: u64,
}

impl Build {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.env_clear().env("ENRICH_MASTER_KEY", MASTER_KEY).env("ENRICH_DATA_DIR", &self.folder);
        command.env("ENRICH_DATABASE_URL", &self.database).env("ENRICH_LEASE_SECONDS", self.lease_seconds.to_string());
        command.env("ENRICH_LOG", std::env::var("CHAOS_LOG").unwrap_or_else(|_| "info".into())).env("ENRICH_EGRESS_ALLOW", "127.0.0.0/8");
        for (provider, secrets) in [("CASHFREE", ["CLIENT_ID", "CLIENT_SECRET"]), ("TWILIO", ["ACCOUNT_SID", "AUTH_TOKEN"])] {
            command.env(format!("ENRICH_PROVIDER_{provider}_URL"), &self.provider);
            for secret in secrets {
                command.env(format!("ENRICH_PROVIDER_{provider}_{secret}"), "chaos");
            }
        }
        command.args(arguments).stdin(Stdio::null());
        command
    }

    /// The JSON document that a command prints.
    ///
    /// # Panics
    ///
    /// If it fails for another reason than what it found.
    pub fn ask(&self, arguments: &[&str]) -> Value {
        let output = self.command(arguments).arg("--json").output().unwrap();
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

/// One server, through all its lives.
pub struct Host {
    /// Where it listens, in every life.
    pub address: SocketAddr,
    build: Build,
    log: PathBuf,
    life: Mutex<Life>,
}

#[derive(Default)]
struct Life {
    child: Option<Child>,
    /// Whether it shall run: then it is started again when it ends.
    wanted: bool,
}

impl Host {
    /// A host that does not run yet. Each has a loopback address of its own, so that nobody takes its port while it is down.
    ///
    /// # Panics
    ///
    /// If it has no free port.
    pub fn new(build: &Build, number: u8) -> Host {
        let probe = std::net::TcpListener::bind((std::net::Ipv4Addr::new(127, 0, 1, 10 + number), 0)).unwrap();
        let address = probe.local_addr().unwrap();
        Host { address, build: build.clone(), log: build.folder.join(format!("host-{number}.log")), life: Mutex::default() }
    }

    /// Starts it, not waiting for anything.
    ///
    /// # Panics
    ///
    /// If there is no such binary.
    pub fn start(&self) {
        let log = std::fs::File::options().create(true).append(true).open(&self.log).unwrap();
        let mut life = self.life.lock().unwrap();
        life.wanted = true;
        let mut command = self.build.command(&["serve", "--listen", &self.address.to_string()]);
        life.child = Some(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
    }

    fn signal(&self, signal: Signal) {
        if let Some(child) = &self.life.lock().unwrap().child {
            // One that ended by itself a moment ago is past all signals.
            let _ = kill_process(Pid::from_child(child), signal);
        }
    }

    /// `kill -9`, and nobody starts it again until [`Host::start`].
    pub fn kill(&self) {
        self.signal(Signal::KILL);
        let mut life = self.life.lock().unwrap();
        life.wanted = false;
        if let Some(mut child) = life.child.take() {
            let _ = child.wait();
        }
    }

    /// Stops all its threads where they are.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets them go on as if nothing had been.
    pub fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    /// Asks it to stop and waits for it. How it ended and how long that took; `None`: it does not stop.
    pub fn stop(&self) -> Option<(ExitStatus, Duration)> {
        self.life.lock().unwrap().wanted = false;
        self.signal(Signal::TERM);
        let begun = Instant::now();
        while begun.elapsed() < STOP_TIME_MAX {
            let mut life = self.life.lock().unwrap();
            match life.child.as_mut()?.try_wait() {
                Ok(Some(status)) => {
                    life.child = None;
                    return Some((status, begun.elapsed()));
                }
                Ok(None) | Err(_) => drop(life),
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    /// What a supervisor does every so often: starts it again if it ended by itself. How it ended then.
    ///
    /// A server that cannot open its database at the start gives up, with exit code 1; nothing else may end one.
    pub fn supervise(&self) -> Option<ExitStatus> {
        let ended = {
            let mut life = self.life.lock().unwrap();
            let ended = life.child.as_mut().and_then(|child| child.try_wait().ok().flatten());
            if !life.wanted {
                return None;
            }
            ended?
        };
        self.start();
        Some(ended)
    }

    /// Whether an end by itself is excused: it could not open its database.
    pub fn is_excused(status: ExitStatus) -> bool {
        status.code() == Some(1) && status.signal().is_none()
    }

    /// Lines of its log that tell of a panic.
    pub fn panics(&self) -> Vec<String> {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        text.lines().filter(|line| line.contains("panicked")).map(str::to_owned).collect()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.kill();
    }
}
