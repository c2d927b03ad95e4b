//! Backups of the embedded database: made under load, restored elsewhere, refused where they would lose something.

use crate::binary::{Machine, Said, http};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Runs that are acknowledged before the backup begins.
const RUNS: usize = 40;
const QUICKSTART: &str = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Takes the master key along, as an operator must.
fn carry_key(from: &Machine, to: &Machine) {
    fs::create_dir_all(to.data_dir()).unwrap();
    fs::copy(from.data_dir().join("master.key"), to.data_dir().join("master.key")).unwrap();
}

/// Names of the files in a folder, in order.
fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A machine with one organisation of that name.
fn machine_of(name: &str) -> Machine {
    let machine = Machine::new();
    assert_eq!(machine.enrich(&["org", "create", name]).code, 0);
    machine
}

fn organisations(machine: &Machine) -> String {
    let listed = machine.enrich(&["org", "list", "--json"]).json();
    listed.as_array().unwrap().iter().map(|org| org["name"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

/// A backup of `machine` in a folder of its own.
fn backup(machine: &Machine) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    assert_eq!(machine.enrich(&["backup", text(&file), "--json"]).json()["file"], text(&file));
    (folder, file)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_holds_every_run_that_was_acknowledged_before_it() {
    let machine = Arc::new(Machine::new());
    let (org, _, secret) = machine.tenant("Acme");
    machine.enrich(&["org", "set", &org, "--active-runs", "1000000", "--creations-per-minute", "1000000"]);
    let (server, url) = machine.serve(&["--simulator-latency", "20"]);
    let (acknowledged, enough) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
    let clients: Vec<_> = (0..4)
        .map(|_| {
            let (acknowledged, enough, secret, url) = (acknowledged.clone(), enough.clone(), secret.clone(), url.clone());
            tokio::spawn(async move {
                let (client, body) = (http(), json!({ "message": QUICKSTART, "workflow": "kyc-verification" }));
                while !enough.load(Ordering::Relaxed) {
                    let response = client.post(format!("{url}/v1/runs")).bearer_auth(&secret).json(&body).send().await.unwrap();
                    assert_eq!(response.status(), 202);
                    let run = response.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
                    acknowledged.lock().unwrap().push(run);
                }
            })
        })
        .collect();
    while acknowledged.lock().unwrap().len() < RUNS {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let before = acknowledged.lock().unwrap().clone();
    let folder = tempfile::tempdir().unwrap();
    let (backed, file) = (machine.clone(), folder.path().join("backup.db"));
    let path = file.clone();
    let made = tokio::task::spawn_blocking(move || backed.enrich(&["backup", text(&path)])).await.unwrap();
    let during = acknowledged.lock().unwrap().len() - before.len();
    enough.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.unwrap();
    }
    assert!(made.code == 0 && made.out.contains("THE MASTER KEY IS NOT IN IT"), "{made:?}");
    assert!(during > 0, "the server went on meanwhile");
    assert_eq!(files(folder.path()), ["backup.db"], "one file and no draft");
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions()) & 0o777, 0o600);
    assert!(server.stop().success());

    let elsewhere = Machine::new();
    carry_key(&machine, &elsewhere);
    let restored = elsewhere.enrich(&["restore", text(&file), "--json"]).json();
    assert!(restored["previous_kept_as"].is_null(), "{restored}");
    assert_eq!(elsewhere.enrich(&["doctor"]).code, 0);
    let verified = elsewhere.enrich(&["ledger", "verify", "--json"]).json();
    assert_eq!(verified["faults"], json!([]), "{verified:#}");
    assert!(verified["runs"].as_u64().unwrap() >= before.len() as u64, "{verified:#}");
    // Runs that were open at the moment of the backup go on.
    let (server, url) = elsewhere.serve(&[]);
    let client = http();
    for run in before {
        loop {
            let response = client.get(format!("{url}/v1/runs/{run}?wait=50")).bearer_auth(&secret).send().await.unwrap();
            assert_eq!(response.status(), 200, "{run} was acknowledged");
            let resource: Value = response.json().await.unwrap();
            if !resource["completed_at"].is_null() {
                assert_eq!((&resource["status"], resource["credits_used"].to_string()), (&json!("completed"), "3.7".into()));
                break;
            }
        }
    }
    assert!(server.stop().success());
    assert_eq!(elsewhere.enrich(&["ledger", "verify", "--json"]).json()["sound"], true);
}

#[test]
fn what_was_there_is_kept_and_a_served_database_is_left_alone() {
    let (old, new) = (machine_of("Old"), machine_of("New"));
    let (_folder, file) = backup(&old);
    carry_key(&old, &new);
    // The key in place is now the backup's, and no longer that of the database: which is why somebody restores.
    let (server, _) = old.serve(&[]);
    assert!(old.enrich(&["restore", text(&file)]).refusal().contains("already being served"), "by its own server");
    assert!(server.stop().success());
    let restored = new.enrich(&["restore", text(&file), "--json"]).json();
    assert_eq!(organisations(&new), "Old");
    let kept = restored["previous_kept_as"].as_str().unwrap();
    assert!(kept.contains("enrich.db.before-restore-2"), "{kept}");
    let bytes = fs::read(kept).unwrap();
    assert!(bytes.windows(3).any(|window| window == b"New"), "what was there before is in it, whole");
    // The same again, in the same second or not: nothing that was kept is ever replaced.
    let again = new.enrich(&["restore", text(&file)]);
    assert!(again.code == 0 || again.refusal().contains("cannot replace"), "{again:?}");
    assert_eq!((fs::read(kept).unwrap(), organisations(&new)), (bytes, "Old".to_owned()));
    assert!(files(&new.data_dir()).iter().all(|name| !name.contains("draft")), "{:?}", files(&new.data_dir()));
}

#[test]
fn a_log_that_was_never_emptied_is_not_taken_for_the_new_databases() {
    let (old, new) = (machine_of("Old"), Machine::new());
    let (_folder, file) = backup(&old);
    let (server, _) = new.serve(&[]);
    new.enrich(&["org", "create", "Late"]);
    // `kill -9` leaves the log beside the file.
    drop(server);
    assert!(files(&new.data_dir()).contains(&"enrich.db-wal".to_owned()));
    carry_key(&old, &new);
    let restored = new.enrich(&["restore", text(&file), "--json"]).json();
    assert_eq!(organisations(&new), "Old");
    let kept = fs::read(restored["previous_kept_as"].as_str().unwrap()).unwrap();
    assert!(kept.windows(4).any(|window| window == b"Late"), "what was in the log is kept too");
    assert_eq!(new.enrich(&["ledger", "verify"]).code, 0);
}

#[test]
fn what_cannot_be_used_is_refused_and_nothing_is_touched() {
    let (old, new) = (machine_of("Old"), machine_of("New"));
    let (folder, file) = backup(&old);
    // What SQLite keeps beside a file while it is open, and the lock of servers, come and go.
    let lasting = || -> Vec<String> {
        let comes_and_goes = |name: &str| ["-wal", "-shm", ".serving"].into_iter().any(|ending| name.ends_with(ending));
        files(&new.data_dir()).into_iter().filter(|name| !comes_and_goes(name)).collect()
    };
    let before = lasting();
    let refused = |file: &Path, why: &str, more: &[&str]| {
        let said = new.enrich(&[&["restore", text(file)], more].concat());
        assert!(said.refusal().contains(why), "{why}: {said:?}");
        assert_eq!(organisations(&new), "New");
        assert_eq!(lasting(), before, "{why}");
    };
    refused(&file, "not the one", &[]);
    refused(&folder.path().join("nowhere"), "there is no file", &[]);
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let whole = fs::read(&file).unwrap();
    refused(&put("cut", &whole[..whole.len() / 2]), "damaged", &["--accept-other-key"]);
    let mut scratched = whole.clone();
    scratched[8_192..12_288].fill(0xff);
    refused(&put("scratched", &scratched), "damaged", &["--accept-other-key"]);
    refused(&put("text", b"no database at all, but long enough to be looked at"), "damaged", &["--accept-other-key"]);
    refused(&put("empty", b""), "none of this product", &["--accept-other-key"]);
    let live = put("live", &whole);
    put("live-wal", b"not empty");
    refused(&live, "no finished backup", &["--accept-other-key"]);
    // Said so, another key is accepted; then no server opens the database until the key is changed too.
    assert_eq!(new.enrich(&["restore", text(&file), "--accept-other-key"]).code, 0);
    assert!(new.enrich(&["org", "list"]).refusal().contains("master key"));
    carry_key(&old, &new);
    assert_eq!(organisations(&new), "Old");
}

#[test]
fn a_backup_of_a_newer_build_is_for_that_build() {
    let (old, new) = (machine_of("Old"), Machine::new());
    old.meddle("INSERT INTO migrations (version, name) VALUES (999, 'from the future')");
    let (_folder, file) = backup(&old);
    carry_key(&old, &new);
    // A build that newer ones leave everything in place for takes it as its own.
    assert_eq!(new.enrich(&["restore", text(&file)]).code, 0);
    assert_eq!(organisations(&new), "Old");
    old.meddle("UPDATE meta SET value = CAST('999' AS BLOB) WHERE name = 'schema_served_from'");
    let (_folder, file) = backup(&old);
    let other = Machine::new();
    carry_key(&old, &other);
    assert!(other.enrich(&["restore", text(&file)]).refusal().contains("--accept-newer-schema"));
    assert_eq!(other.enrich(&["restore", text(&file), "--accept-newer-schema"]).code, 0);
    assert!(other.enrich(&["org", "list"]).refusal().contains("from the future"));
}

#[test]
fn a_backup_that_nobody_could_read_is_not_made() {
    let machine = machine_of("Acme");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    let backup = |environment: &[(&str, &str)]| -> Said { machine.enrich_with(&["backup", text(&file)], environment) };
    let other = "00".repeat(32);
    assert!(backup(&[("ENRICH_MASTER_KEY", &other)]).refusal().contains("does not open"));
    assert_eq!(files(folder.path()), Vec::<String>::new(), "no draft stays behind");
    assert_eq!(backup(&[]).code, 0);
    assert!(backup(&[]).refusal().contains("--overwrite"), "nothing is replaced unasked");
    assert_eq!(machine.enrich(&["backup", text(&file), "--overwrite"]).code, 0);
    let named = machine.enrich(&["backup", text(folder.path()), "--json"]).json();
    assert!(named["file"].as_str().unwrap().contains("/enrich-2"), "{named}");
    fs::remove_file(machine.data_dir().join("master.key")).unwrap();
    assert!(machine.enrich(&["backup", text(&file), "--overwrite"]).refusal().contains("is nowhere"));
    assert!(Machine::new().enrich(&["backup", text(&file)]).refusal().contains("there is no database"));
    assert_eq!(files(folder.path()).len(), 2);
}

#[test]
fn postgres_has_tools_of_its_own() {
    let machine = Machine::new();
    for command in ["backup", "restore"] {
        let said = machine.enrich(&[command, "/tmp/x.db", "--database", "postgres://asha:hunter2@db/enrich"]);
        assert!(said.refusal().contains("docs/postgres-backup.md") && !said.err.contains("hunter2"), "{said:?}");
    }
}
