//! This machine: folders that can be written, room on the disk, files that others should not touch.

use super::{Finding, Patient, bytes};
use crate::master_key;
use crate::wiring::COMPILED_FOLDER;
use rustix::fs::{Access, access, statvfs};
use std::path::{Path, PathBuf};

/// With less the database's log cannot grow through a busy minute.
const FREE_PROBLEM: u64 = 256 << 20;
/// With less it is time to find more.
const FREE_WARNED: u64 = 2 << 30;
/// A log is emptied again and again; one of this length is not.
const LOG_WARNED: u64 = 1 << 30;
/// Who may not: everybody but the owner and, for reading a key, the owner's group too.
const OTHERS_WRITE: u32 = 0o022;
const OTHERS_READ: u32 = 0o077;

pub(super) fn examine(patient: &Patient, found: &mut Vec<Finding>) {
    let mut folders = vec![patient.data_dir.as_path()];
    if let Some(file) = patient.database.file() {
        let folder = file.parent().unwrap_or(Path::new("/"));
        if folder != patient.data_dir {
            folders.push(folder);
        }
        embedded(file, found);
    }
    for folder in folders {
        writable(folder, found);
        room(folder, found);
    }
    guarded(patient, found);
}

/// The part of a path that exists.
fn existing(path: &Path) -> PathBuf {
    path.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/")).to_owned()
}

fn writable(folder: &Path, found: &mut Vec<Finding>) {
    let there = existing(folder);
    let says = match access(&there, Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) if there == folder => return found.push(Finding::ok("disk", format!("{} can be written", folder.display()))),
        Ok(()) => return found.push(Finding::ok("disk", format!("{} is not there yet, and can be made", folder.display()))),
        Err(error) => format!("{} cannot be written by this user: {error}", there.display()),
    };
    let remedy = "run as the user that the server runs as, let that user write there, or choose another --data-dir or --database";
    found.push(Finding::problem("disk", says, remedy));
}

fn room(folder: &Path, found: &mut Vec<Finding>) {
    let there = existing(folder);
    found.push(match statvfs(&there) {
        Ok(disk) => judged(disk.f_bavail.saturating_mul(disk.f_frsize), folder),
        Err(error) => {
            let says = format!("how much room {} has could not be found out: {error}", there.display());
            Finding::warning("room", says, "look with df")
        }
    });
}

/// What so many free bytes mean. Pure: a test cannot choose how full its machine is.
fn judged(free: u64, folder: &Path) -> Finding {
    let says = format!("{} free where {} is", bytes(free), folder.display());
    let remedy = "make room: a full disk stops every run until there is some again, though nothing is lost";
    match free {
        ..FREE_PROBLEM => Finding::problem("room", says, remedy),
        FREE_PROBLEM..FREE_WARNED => Finding::warning("room", says, remedy),
        _ => Finding::ok("room", says),
    }
}

/// The file of the embedded database and its log.
fn embedded(file: &Path, found: &mut Vec<Finding>) {
    if !file.exists() {
        return;
    }
    if let Err(error) = access(file, Access::READ_OK | Access::WRITE_OK) {
        let says = format!("{} cannot be written by this user: {error}", file.display());
        found.push(Finding::problem("disk", says, "run as the user that the server runs as, or give the file to that user"));
    }
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let Ok(log) = std::fs::metadata(PathBuf::from(log)) else { return };
    let says = format!("the database's log (-wal) takes {}", bytes(log.len()));
    found.push(match log.len() {
        ..LOG_WARNED => Finding::ok("disk", says),
        _ => Finding::warning(
            "disk",
            says,
            "it is emptied when no reader needs its beginning: let a backup or a proof that is under way end; restart the server if there is none",
        ),
    });
}

/// The key and the database, which their owner alone may read; and compiled guests, which whoever can write them can run in the server.
fn guarded(patient: &Patient, found: &mut Vec<Finding>) {
    let compiled = patient.data_dir.join(COMPILED_FOLDER);
    if let Some(mode) = mode(&compiled).filter(|mode| mode & OTHERS_WRITE != 0) {
        let says = format!("others than its owner can write {} (mode {mode:o}), and so run code in the server", compiled.display());
        found.push(Finding::problem("disk", says, format!("chmod 700 {}, and delete what is in it", compiled.display())));
    }
    let readable = |path: &Path| mode(path).filter(|mode| mode & OTHERS_READ != 0);
    if let Some((file, mode)) = patient.database.file().and_then(|file| Some((file, readable(file)?))) {
        let says = format!("others than its owner can read {} (mode {mode:o})", file.display());
        found.push(Finding::warning("disk", says, format!("chmod 600 {}*", file.display())));
    }
    let Some(key) = master_key::place(&patient.database).filter(|_| patient.environment.text("ENRICH_MASTER_KEY").is_none()) else {
        return;
    };
    if let Some(mode) = readable(&key) {
        let says = format!("others than its owner can read {} (mode {mode:o}), and with it all personal data", key.display());
        found.push(Finding::warning("key", says, format!("chmod 600 {}", key.display())));
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    Some(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).ok()?.permissions()) & 0o777)
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn little_room_is_warned_of_before_it_is_a_problem() {
        let level = |free| judged(free, Path::new("/var/lib/enrich")).level;
        assert_eq!(
            [FREE_WARNED, FREE_WARNED - 1, FREE_PROBLEM, FREE_PROBLEM - 1, 0].map(level),
            [Level::Ok, Level::Warning, Level::Warning, Level::Problem, Level::Problem,]
        );
        assert!(judged(788 << 20, Path::new("/var/lib/enrich")).says.contains("788.00 MiB free where /var/lib/enrich is"));
    }
}
