//! Organisations, keys and credits from the command line, on a database that the first command makes.

use crate::binary::{Machine, is_anywhere};

#[test]
fn every_command_has_a_help_that_names_it() {
    let machine = Machine::bare();
    let commands = [
        "",
        "demo",
        "serve",
        "run",
        "run approve",
        "run decline",
        "run explain",
        "check",
        "check list",
        "check describe",
        "check run",
        "workflow",
        "workflow lint",
        "workflow explain",
        "workflow diff",
        "workflow publish",
        "workflow list",
        "workflow versions",
        "workflow rollout",
        "workflow rollback",
        "workflow activate",
        "workflow deactivate",
        "workflow remove",
        "extract",
        "lists",
        "lists load",
        "lists show",
        "listen",
        "trigger",
        "org",
        "org create",
        "org set",
        "org list",
        "key",
        "key create",
        "key list",
        "key revoke",
        "credits",
        "credits grant",
        "ledger",
        "ledger verify",
        "rebuild",
        "backup",
        "restore",
        "doctor",
    ];
    for command in commands {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let said = machine.enrich(&arguments);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{command}");
        assert!(said.out.contains(&format!("Usage: enrich {command}").trim_end().to_owned()), "{command}: {}", said.out);
    }
    assert_eq!(machine.enrich(&["verify"]).code, 2);
    assert!(!machine.data_dir().exists(), "asking for help makes no data");
}

#[test]
fn an_organisation_is_made_found_and_changed() {
    let machine = Machine::new();
    let made = machine.enrich(&["org", "create", "Acme Bank", "--json"]).json();
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("org_"));
    assert_eq!((made["unlimited"].as_bool(), made["credits_remaining"].to_string()), (Some(false), "0.0".into()));
    let set = machine.enrich(&["org", "set", "Acme Bank", "--unlimited", "--json"]).json();
    assert_eq!((set["id"].as_str(), set["credits_remaining"].is_null()), (Some(id), true));
    let limited = machine.enrich(&["org", "set", id, "--creations-per-minute", "7", "--json"]).json();
    assert_eq!((&limited["creations_per_minute"], &limited["active_runs"], &limited["unlimited"]), (&7.into(), &10.into(), &true.into()));
    assert_eq!(machine.enrich(&["org", "set", id, "--prepaid", "--json"]).json()["unlimited"], false);
    assert_eq!(machine.enrich(&["org", "set", id]).code, 2, "there is something to set");
    assert_eq!(limited["contacts"], serde_json::json!([]));
    let told = machine.enrich(&["org", "set", id, "--email", "oncall@acme.example", "--email", "asha@acme.example", "--json"]).json();
    assert_eq!(told["contacts"], serde_json::json!(["asha@acme.example", "oncall@acme.example"]));
    assert!(!is_anywhere(&machine.data_dir(), "acme.example"), "addresses are personal data");
    assert!(machine.enrich(&["org", "list"]).out.contains("asha@acme.example, oncall@acme.example"));
    let wrong = machine.enrich(&["org", "set", id, "--email", "asha at acme"]);
    assert!(wrong.refusal().contains("must be an address"), "{wrong:?}");
    assert_eq!(machine.enrich(&["org", "set", id, "--no-email", "--json"]).json()["contacts"], serde_json::json!([]));
    let listed = machine.enrich(&["org", "list", "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert!(machine.enrich(&["org", "list"]).out.contains("Acme Bank"));
    assert!(machine.enrich(&["key", "list", "--org", "Acme"]).refusal().contains("no such organisation"));
    machine.enrich(&["org", "create", "Acme Bank"]);
    assert!(machine.enrich(&["key", "list", "--org", "Acme Bank"]).refusal().contains("use the id"));
}

#[test]
fn a_secret_is_shown_once_and_kept_nowhere() {
    let machine = Machine::new();
    let (org, key, secret) = machine.tenant("Acme");
    assert!(secret.starts_with("sk-tm-test-"));
    let live =
        machine.enrich(&["key", "create", "--org", "Acme", "--mode", "live", "--name", "backend", "--auto-approve", "--json"]).json();
    assert!(live["secret"].as_str().unwrap().starts_with("sk-tm-") && live["auto_approve"] == true);
    let listed = machine.enrich(&["key", "list", "--org", &org, "--json"]);
    assert!(!listed.out.contains(&secret) && !machine.enrich(&["key", "list", "--org", &org]).out.contains(&secret));
    let listed = listed.json();
    assert!(listed.as_array().unwrap().iter().all(|key| key.get("secret").is_none()));
    assert_eq!(listed[0]["last4"].as_str().unwrap(), &secret[secret.len() - 4..]);
    assert!(!is_anywhere(&machine.data_dir(), &secret));
    let revoked = machine.enrich(&["key", "revoke", &key, "--json"]).json();
    assert!(revoked["revoked_at"].is_string());
    assert!(machine.enrich(&["key", "list", "--org", &org]).out.contains("revoked"));
    let again = machine.enrich(&["key", "revoke", &key, "--json"]).json();
    assert_eq!(again["revoked_at"], revoked["revoked_at"], "the first moment counts");
    assert!(machine.enrich(&["key", "revoke", "key_00000000000000000000000001"]).refusal().contains("no such key"));
}

#[test]
fn an_eleventh_key_waits_for_one_to_be_revoked() {
    let machine = Machine::new();
    let (org, first, _) = machine.tenant("Acme");
    let create = || machine.enrich(&["key", "create", "--org", &org, "--mode", "live"]);
    assert!((1..10).all(|_| create().code == 0));
    assert!(create().refusal().contains("10 active keys"));
    machine.enrich(&["key", "revoke", &first]);
    assert_eq!(create().code, 0);
}

#[test]
fn credits_are_exact() {
    let machine = Machine::new();
    let (org, ..) = machine.tenant("Acme");
    let grant = |amount| machine.enrich(&["credits", "grant", "--org", &org, amount, "--json"]);
    assert_eq!(grant("500").json()["credits_remaining"].to_string(), "500.0");
    let text = grant("0.000001").out;
    assert!(text.contains("\"max_credits\": 500.000001"), "{text}");
    for wrong in ["1e3", "0.0000001", "many"] {
        assert_eq!(grant(wrong).code, 2, "{wrong}");
    }
    for nothing in ["0", "-1"] {
        assert_eq!(grant(nothing).code, 1, "{nothing}");
    }
    let verified = machine.enrich(&["ledger", "verify", "--json"]).json();
    assert_eq!((verified["sound"].as_bool(), verified["lines"].as_u64()), (Some(true), Some(2)));
}

#[test]
fn a_database_is_named_by_url_and_opened_with_its_key_alone() {
    let machine = Machine::new();
    let file = machine.data_dir().join("deep/one two.db");
    let url = format!("sqlite://{}", file.display());
    assert_eq!(machine.enrich(&["org", "create", "Acme", "--database", &url]).code, 0);
    assert!(file.exists());
    let key = file.with_file_name("master.key");
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&key).unwrap().permissions()) & 0o777, 0o600);
    let list = ["org", "list", "--json", "--database", url.as_str()];
    assert_eq!(machine.enrich(&list).json().as_array().unwrap().len(), 1);
    let other = "00".repeat(32);
    let told = machine.enrich_with(&list, &[("ENRICH_MASTER_KEY", &other)]);
    assert!(told.refusal().contains("master key"));
    let told = machine.enrich_with(&list, &[("ENRICH_MASTER_KEY", "hunter2")]);
    assert!(told.refusal().contains("32 bytes") && !told.err.contains("hunter2"));
    std::fs::remove_file(key).unwrap();
    assert!(machine.enrich(&list).refusal().contains("is missing"));
    let told = machine.enrich(&["org", "list", "--database", "mysql://root:hunter2@db/x"]);
    assert!(told.refusal().contains("sqlite:// or postgres://") && !told.err.contains("hunter2"));
}
