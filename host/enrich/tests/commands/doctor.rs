//! `enrich doctor` on set-ups that are well, and one story for each kind of trouble.

use crate::binary::{Machine, Said};
use run::{Clock, SystemClock};
use serde_json::Value;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// What it found: its exit code belongs to it. How full this machine happens to be is set aside; a unit test judges that.
fn findings(said: &Said) -> Vec<Value> {
    let shown: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let mut found = shown["findings"].as_array().unwrap().clone();
    let problems = found.iter().filter(|finding| finding["level"] == "problem").count();
    assert_eq!((said.code, &shown["healthy"]), (i32::from(problems > 0), &(problems == 0).into()), "{said:?}");
    assert!(found.iter().all(|finding| finding["level"] == "ok" || finding["do"].is_string()), "it says what to do: {found:#?}");
    assert!(found.iter().any(|finding| finding["about"] == "room"), "{found:#?}");
    found.retain(|finding| finding["about"] != "room");
    found
}

fn examined(machine: &Machine, environment: &[(&str, &str)]) -> Vec<Value> {
    findings(&machine.enrich_with(&["doctor", "--json"], environment))
}

/// Exactly one finding is not as it should be: of that level, about that, saying these words.
fn only(found: &[Value], level: &str, about: &str, words: &[&str]) {
    let bad: Vec<&Value> = found.iter().filter(|finding| finding["level"] != "ok").collect();
    assert_eq!(bad.len(), 1, "{bad:#?}");
    assert_eq!((&bad[0]["level"], &bad[0]["about"]), (&level.into(), &about.into()), "{bad:#?}");
    for word in words {
        assert!(bad[0]["says"].as_str().unwrap().contains(word), "{word}: {bad:#?}");
    }
}

fn well(found: &[Value]) {
    assert!(found.iter().all(|finding| finding["level"] == "ok"), "{found:#?}");
}

/// Every file below a folder with a digest of its content and the moment of its last change; but for that in which SQLite's readers
/// tell each other of themselves.
fn everything(folder: &Path) -> Vec<(String, u64, SystemTime)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(everything(&path));
        } else if !path.display().to_string().ends_with("-shm") {
            let mut digest = DefaultHasher::new();
            fs::read(&path).unwrap().hash(&mut digest);
            all.push((path.display().to_string(), digest.finish(), fs::metadata(&path).unwrap().modified().unwrap()));
        }
    }
    all.sort();
    all
}

#[test]
fn a_sound_set_up_is_well_served_or_not_and_nothing_changes() {
    let machine = Machine::bare();
    machine.tenant("Acme");
    // A folder for compiled guests that lacks them, as after an upgrade.
    fs::DirBuilder::new().mode(0o700).create(machine.data_dir().join("compiled")).unwrap();
    let before = everything(&machine.data_dir());
    let found = examined(&machine, &[]);
    well(&found);
    for about in ["database", "schema", "key", "nodes", "keys", "disk", "checks", "providers", "public URL", "way out"] {
        assert!(found.iter().any(|finding| finding["about"] == about), "{about}");
    }
    assert_eq!(everything(&machine.data_dir()), before, "it changes nothing");
    let (server, _) = machine.serve(&[]);
    well(&examined(&machine, &[]));
    drop(server);
    let left = everything(&machine.data_dir());
    assert!(left.iter().any(|(name, ..)| name.ends_with("-wal")), "a killed server leaves its log");
    well(&examined(&machine, &[]));
    assert_eq!(everything(&machine.data_dir()), left, "and it is left to the next server");
    let text = machine.enrich(&["doctor"]);
    let end = if text.out.contains("make room") { "No problem; 1 warning." } else { "All is well." };
    assert!(text.code == 0 && text.out.ends_with(&format!("{end}\n")) && !text.out.contains("Acme"), "{text:?}");
}

#[test]
fn a_sound_set_up_on_postgres_is_well() {
    let Some(machine) = Machine::with_postgres() else { return };
    let key = [("ENRICH_MASTER_KEY", "42".repeat(32))];
    let key: Vec<(&str, &str)> = key.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let empty = examined(&machine, &key);
    well(&empty);
    assert!(empty.iter().any(|finding| finding["says"].as_str().unwrap().contains("is empty")), "it makes no tables: {empty:#?}");
    assert_eq!(machine.enrich_with(&["org", "create", "Acme"], &key).code, 0);
    let found = examined(&machine, &key);
    well(&found);
    assert!(found.iter().any(|finding| finding["about"] == "clock"), "{found:#?}");
    only(&examined(&machine, &[]), "problem", "key", &["is nowhere"]);
    only(&examined(&machine, &[("ENRICH_MASTER_KEY", &"43".repeat(32))]), "problem", "key", &["not the one"]);
    let missing = format!("{}_missing", machine.database_url().split_once('?').unwrap().0);
    let missing = machine.database_url().replacen(machine.database_url().split_once('?').unwrap().0, &missing, 1);
    only(&examined(&machine, &[("ENRICH_DATABASE_URL", &missing)]), "warning", "database", &["there is no database"]);
}

#[test]
fn a_key_within_the_database_is_warned_of() {
    let Some(machine) = Machine::with_postgres() else { return };
    assert_eq!(machine.enrich(&["org", "create", "Acme"]).code, 0);
    only(&examined(&machine, &[]), "warning", "key", &["in the database itself"]);
}

#[test]
fn where_there_is_nothing_nothing_is_made() {
    let machine = Machine::bare();
    only(&examined(&machine, &[]), "warning", "database", &["there is no database"]);
    assert!(!machine.data_dir().exists());
}

#[test]
fn a_database_that_cannot_be_reached_is_a_finding() {
    let machine = Machine::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    let url = format!("postgres://asha:hunter2@127.0.0.1:{port}/enrich");
    let said = machine.enrich(&["doctor", "--json", "--database", &url]);
    only(&findings(&said), "problem", "database", &["cannot be reached"]);
    assert!(!said.out.contains("hunter2") && !said.err.contains("hunter2"));
    let file = machine.data_dir().join("enrich.db");
    fs::create_dir_all(machine.data_dir()).unwrap();
    fs::write(&file, "no database at all, but long enough to be looked at").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let found = examined(&machine, &[]);
        assert!(found.iter().any(|one| one["level"] == "warning" && one["do"].as_str().unwrap().starts_with("chmod 600 ")), "{found:#?}");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    }
    only(&examined(&machine, &[]), "problem", "database", &["cannot be reached or read", "not a database"]);
}

#[test]
fn a_master_key_that_does_not_fit_is_a_problem() {
    let machine = Machine::new();
    machine.tenant("Acme");
    let other = "ab".repeat(32);
    let said = machine.enrich_with(&["doctor", "--json"], &[("ENRICH_MASTER_KEY", &other)]);
    only(&findings(&said), "problem", "key", &["not the one"]);
    assert!(!said.out.contains(&other));
    let said = machine.enrich_with(&["doctor", "--json"], &[("ENRICH_MASTER_KEY", "hunter2")]);
    only(&findings(&said), "problem", "key", &["32 bytes"]);
    assert!(!said.out.contains("hunter2"));
    let key = machine.data_dir().join("master.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    only(&examined(&machine, &[]), "warning", "key", &["others than its owner can read"]);
    fs::remove_file(&key).unwrap();
    only(&examined(&machine, &[]), "problem", "key", &["is nowhere"]);
    assert!(!key.exists(), "none is made");
}

#[test]
fn a_schema_of_another_build_is_told() {
    let machine = Machine::new();
    machine.tenant("Acme");
    machine.meddle("INSERT INTO migrations (version, name) VALUES (999, 'from the future')");
    only(&examined(&machine, &[]), "warning", "schema", &["from the future", "serves beside it"]);
    machine.meddle("UPDATE meta SET value = CAST('999' AS BLOB) WHERE name = 'schema_served_from'");
    only(&examined(&machine, &[]), "problem", "schema", &["from the future", "newer than this build"]);
    machine.meddle("DELETE FROM migrations WHERE version > 2");
    only(&examined(&machine, &[]), "warning", "schema", &["not yet 3 webhooks"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_a_problem() {
    let machine = Machine::new();
    machine.tenant("Acme");
    fs::set_permissions(machine.data_dir(), fs::Permissions::from_mode(0o500)).unwrap();
    let doctor = machine.command(&["doctor", "--json"], &[]);
    // The superuser may write anywhere, unless that right is taken away.
    let mut plain = Command::new("setpriv");
    plain.args(["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]);
    plain.arg(doctor.get_program()).args(doctor.get_args()).env_clear();
    plain.envs(doctor.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut run = if rustix::process::geteuid().is_root() { plain } else { doctor };
    let output = run.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let said = Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) };
    fs::set_permissions(machine.data_dir(), fs::Permissions::from_mode(0o700)).unwrap();
    only(&findings(&said), "problem", "disk", &["cannot be written"]);
}

#[test]
fn compiled_checks_that_others_could_change_are_a_problem() {
    let machine = Machine::bare();
    machine.tenant("Acme");
    let compiled = machine.data_dir().join("compiled");
    fs::create_dir(&compiled).unwrap();
    fs::set_permissions(&compiled, fs::Permissions::from_mode(0o777)).unwrap();
    only(&examined(&machine, &[]), "problem", "disk", &["run code in the server"]);
}

#[test]
fn settings_that_no_server_would_start_with_are_problems() {
    let machine = Machine::new();
    machine.tenant("Acme");
    // Each row is one look: every setting with what is found for it, and nothing else is found.
    let file = machine.data_dir().join("ca.pem");
    fs::write(&file, "no certificate").unwrap();
    let file = file.to_str().unwrap();
    let looks: [&[[&str; 5]]; 4] = [
        &[
            ["ENRICH_PROVIDER_CASHFREE_CLIENT_ID", "hunter2", "warning", "providers", "configured in part"],
            ["ENRICH_PROVIDER_CASHFRE_CLIENT_SECRET", "hunter2", "warning", "providers", "ENRICH_PROVIDER_CASHFRE_CLIENT_SECRET"],
            ["ENRICH_PUBLIC_URL", "example.com", "problem", "public URL", "ENRICH_PUBLIC_URL"],
            ["ENRICH_EGRESS_ALLOW", "10.0.0.0/99", "problem", "way out", "ENRICH_EGRESS_ALLOW"],
        ],
        &[
            ["ENRICH_PROVIDER_CASHFREE_URL", "ftp://x", "problem", "providers", "no http:// or https:// URL"],
            ["ENRICH_PUBLIC_URL", "http://api.example.com", "warning", "public URL", "plain http"],
            ["ENRICH_EGRESS_ALLOW", "nowhere", "problem", "way out", "ENRICH_EGRESS_ALLOW"],
            ["ENRICH_SMTP_URL", "smtp://asha:hunter2@mail.example.com", "problem", "e-mail", "ENRICH_SMTP_FROM is not"],
        ],
        &[["ENRICH_EGRESS_CA", "/no/such/file", "problem", "way out", "/no/such/file"]],
        &[["ENRICH_EGRESS_CA", file, "problem", "way out", "certificate"]],
    ];
    for look in looks {
        let settings: Vec<(&str, &str)> = look.iter().map(|[name, value, ..]| (*name, *value)).collect();
        let found = examined(&machine, &settings);
        let bad: Vec<&Value> = found.iter().filter(|finding| finding["level"] != "ok").collect();
        assert_eq!(bad.len(), look.len(), "{bad:#?}");
        for (finding, [.., level, about, words]) in bad.into_iter().zip(look) {
            assert_eq!((&finding["level"], &finding["about"]), (&(*level).into(), &(*about).into()), "{finding:#}");
            assert!(finding["says"].as_str().unwrap().contains(words), "{words}: {finding:#}");
        }
    }
    let secrets = [("ENRICH_PROVIDER_CASHFRE_CLIENT_SECRET", "hunter2"), ("ENRICH_SMTP_URL", "smtp://asha:hunter2@mail.example.com")];
    let said = machine.enrich_with(&["doctor"], &secrets);
    assert!(!said.out.contains("hunter2") && said.out.ends_with("1 problem, 1 warning.\n"), "{said:?}");
}

#[test]
fn keys_that_end_and_clocks_that_differ_and_runs_that_wait_are_told() {
    let machine = Machine::new();
    let (org, key, _) = machine.tenant("Acme");
    let micros = |seconds: i64| SystemClock::default().now().micros() + seconds * 1_000_000;
    machine.meddle(&format!("UPDATE keys SET expires_at = {}", micros(3 * 24 * 3600)));
    only(&examined(&machine, &[]), "warning", "keys", &[&key, "ends at"]);
    machine.meddle(&format!("UPDATE keys SET expires_at = {}", micros(-60)));
    let found = examined(&machine, &[]);
    let told: Vec<&str> = found.iter().filter(|finding| finding["level"] == "warning").map(|it| it["says"].as_str().unwrap()).collect();
    assert!(told.len() == 2 && told[0].contains("ended at") && told[1].contains(&format!("{org} has no API key")), "{told:#?}");
    machine.meddle("UPDATE keys SET expires_at = NULL");
    machine.meddle(&format!("INSERT INTO nodes (node, lease_until) VALUES ('fast:1:00', {})", micros(3600)));
    only(&examined(&machine, &[]), "warning", "clock", &["fast:1:00", "ahead of this machine's"]);
    machine.meddle("DELETE FROM nodes");
    machine
        .meddle(&format!("INSERT INTO wakeups (org_id, run_id, due, attempts) VALUES ('{org}', 'run_00000000000000000000000001', 1, 0)"));
    only(&examined(&machine, &[]), "warning", "nodes", &["runs wait for a node: 1"]);
}
