//! What operators are told to do for backups of PostgreSQL, done as it is told.

use crate::binary::Machine;
use serde_json::Value;
use std::path::Path;
use tests::postgres::{Cluster, Durability};

/// One piece of the page.
fn told(job: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/postgres-backup.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once(&format!("```sh run={job}\n")).unwrap_or_else(|| panic!("nothing is told of {job}"));
    rest.split_once("```").unwrap().0.to_owned()
}

struct Operator {
    cluster: Cluster,
}

impl Operator {
    /// Does what is told, with these variables besides.
    fn does(&self, script: &str, variables: &[(&str, &str)]) -> String {
        let mut shell = self.cluster.shell(script);
        let output =
            shell.env("BACKUPS", "backups").env("ARCHIVE", self.folder("archive")).envs(variables.iter().copied()).output().unwrap();
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{script}\n{text}");
        text.trim().to_owned()
    }

    fn folder(&self, name: &str) -> String {
        self.cluster.socket().with_file_name(name).display().to_string()
    }
}

const KEY: [(&str, &str); 1] = [("ENRICH_MASTER_KEY", "4242424242424242424242424242424242424242424242424242424242424242")];
const QUICKSTART: &str = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";

/// What is told of a copy: it is looked at, and proved; and besides, it is made again from its journals.
fn checked(machine: &Machine) -> u64 {
    assert_eq!(
        told("check").lines().map(|line| line.split('#').next().unwrap().trim()).collect::<Vec<_>>(),
        ["enrich doctor", "enrich ledger verify"]
    );
    let doctor = machine.enrich(&["doctor"]);
    assert_eq!(doctor.code, 0, "{doctor:?}");
    let runs = machine.enrich(&["ledger", "verify", "--json"]).json()["runs"].as_u64().unwrap();
    assert_eq!(machine.enrich(&["rebuild", "--json"]).json()["runs"], runs);
    assert_eq!(machine.enrich(&["ledger", "verify", "--json"]).json()["sound"], true);
    runs
}

/// A run from its creation to its end.
fn verified(machine: &Machine) -> String {
    let (_, _, secret) = machine.tenant("Acme");
    let (server, url) = machine.serve(&[]);
    let arguments = ["run", QUICKSTART, "--workflow", "kyc-verification", "--json"];
    let done = machine.enrich_with(&arguments, &[("ENRICH_URL", &url), ("ENRICH_KEY", &secret)]).json();
    assert!(server.stop().success());
    done["id"].as_str().unwrap().to_owned()
}

fn knows(machine: &Machine, run: &str) -> bool {
    let explained = machine.enrich(&["run", "explain", run, "--json"]);
    explained.code == 0 && serde_json::from_str::<Value>(&explained.out).unwrap()["status"] == "completed"
}

#[test]
fn what_is_told_of_backups_works() {
    let Some(cluster) = Cluster::start(Durability::None) else { return };
    let operator = Operator { cluster };
    operator.does("mkdir backups archive", &[]);
    let database = operator.cluster.database();
    let name = database.strip_prefix("postgres:///").and_then(|rest| rest.split('?').next()).unwrap();
    let machine = Machine::over(&database, KEY);
    let first = verified(&machine);

    operator.does(&told("dump"), &[("DATABASE", name)]);
    operator.does(&told("restore"), &[("RESTORED", "restored")]);
    let restored = Machine::over(&operator.cluster.url("restored"), KEY);
    assert_eq!(checked(&restored), 1);
    assert!(knows(&restored, &first));
    let stranger = Machine::over(&operator.cluster.url("restored"), [("ENRICH_MASTER_KEY", "43".repeat(32).as_str())]);
    assert_eq!(stranger.enrich(&["doctor"]).code, 1, "the key is not in the dump");

    // What the test's server is told on its command line the recovered one has to find in its file.
    let place = operator.folder("");
    let settings = format!("max_connections = 300\nlisten_addresses = ''\nunix_socket_directories = '{place}'\n");
    operator.does("printf %s \"$SETTINGS\" >> \"$PGDATA/postgresql.conf\"", &[("SETTINGS", &settings)]);
    operator.does(&told("archive"), &[]);
    operator.cluster.crash();
    operator.cluster.restart();
    operator.does(&told("base"), &[]);
    let second = verified(&machine);
    let moment = operator.does("psql -Atc 'SELECT clock_timestamp()' postgres", &[]);
    let third = verified(&machine);
    // The piece that is being written is put away when it is full, or after a minute; or now.
    let put_away = "psql -Atq postgres -c 'SELECT pg_walfile_name(pg_switch_wal())' | { read -r piece; until test -f \"$ARCHIVE/$piece\"; do sleep 0.05; done; }";
    operator.does(put_away, &[]);
    operator.does(&told("recover"), &[("RECOVERED", &operator.folder("recovered")), ("MOMENT", &moment)]);
    let recovered = Machine::over(&format!("{database}&port=5433"), KEY);
    let (runs, known) = (checked(&recovered), [&first, &second, &third].map(|run| knows(&recovered, run)));
    operator.does("pg_ctl --pgdata=recovered --mode=immediate stop", &[]);
    assert_eq!((runs, known), (2, [true, true, false]), "as it was at that moment");
}
