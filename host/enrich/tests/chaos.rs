//! Everything breaks, and nothing is lost: see `tests::chaos`. Short here; `just chaos` plays for longer.
//!
//! `CHAOS_SEED` repeats a game, `CHAOS_SECONDS` says how long things break, `CHAOS_CLIENTS` how many ask. `CHAOS_LONG=1` adds what
//! takes too long for every build; `CHAOS_KEEP=1` keeps the logs.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tests::chaos::fault::Fault;
use tests::chaos::{Game, Report};

/// MiB of the disk that gets full: so much for a start, and more than the runs of a second take, for each second. What clients keep must
/// fit once the fault is over.
const DISK_MIB: u64 = 48;
const DISK_MIB_PER_SECOND: u64 = 3;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

fn game(hosts: u8, seconds: u64, faults: &[Fault]) -> Game {
    Game {
        binary: env!("CARGO_BIN_EXE_enrich").into(),
        seed: setting("CHAOS_SEED", 1),
        time: Duration::from_secs(setting("CHAOS_SECONDS", seconds)),
        clients: usize::try_from(setting("CHAOS_CLIENTS", 16)).unwrap(),
        lease_seconds: setting("CHAOS_LEASE_SECONDS", 4),
        hosts,
        faults: faults.to_vec(),
        pause_ms: (300, 2_500),
    }
}

fn hold(report: Report, folder: tempfile::TempDir) {
    println!("{}", report.text);
    if !report.violations.is_empty() || setting("CHAOS_KEEP", 0) == 1 {
        let kept = folder.keep();
        let first: Vec<_> = report.violations.iter().take(20).collect();
        panic!("{} rules were broken; logs are in {}: {first:#?}", report.violations.len(), kept.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_and_their_postgres_break_and_nothing_is_lost() {
    let mut faults = vec![
        Fault::Kill,
        Fault::Kill,
        Fault::Kill,
        Fault::Freeze,
        Fault::Roll,
        Fault::Crash,
        Fault::Cut,
        Fault::Cut,
        Fault::Delay,
        Fault::Stall,
    ];
    if setting("CHAOS_LONG", 0) == 1 {
        faults.push(Fault::FailOver);
    }
    let folder = tempfile::tempdir().unwrap();
    if let Some(report) = game(3, 30, &faults).on_postgres(folder.path()).await {
        hold(report, folder);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_with_its_sqlite_file_breaks_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let seconds = setting("CHAOS_SECONDS", 20);
    let disk = Disk::mount(folder.path(), DISK_MIB + DISK_MIB_PER_SECOND * seconds);
    let mut faults = vec![Fault::Kill, Fault::Kill, Fault::Freeze, Fault::Roll];
    faults.extend(disk.iter().flat_map(|_| [Fault::DiskFull, Fault::DiskFull]));
    let place = disk.as_ref().map_or(folder.path(), |disk| &disk.0);
    let report = game(1, seconds, &faults).on_sqlite(folder.path(), place).await;
    assert!(disk.is_none() || report.unavailable > 0, "a full disk was told nobody: {}", report.text);
    drop(disk);
    hold(report, folder);
}

/// A small file system in memory, until it is dropped.
struct Disk(PathBuf);

impl Disk {
    /// `None`, said loudly: this user may mount nothing.
    fn mount(folder: &Path, mib: u64) -> Option<Disk> {
        let place = folder.join("disk");
        std::fs::create_dir(&place).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={mib}m"), "tmpfs"]).arg(&place).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Disk(place));
        }
        println!("SKIPPED: no file system can be mounted here, so no disk gets full");
        None
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}
