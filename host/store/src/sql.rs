//! Every statement, by the name of its file. One text serves both engines but for the few that must differ to be fast.

use crate::engine::Kind;

/// A statement of both engines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sql {
    /// Its file's name without the ending.
    pub(crate) name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    pub(crate) fn text(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Sqlite => self.sqlite,
            Kind::Postgres => self.postgres,
        }
    }
}

macro_rules! statements {
    (one { $($one:ident = $one_file:literal,)* } each { $($each:ident = $each_file:literal,)* }) => {
        $(pub(crate) const $one: Sql = {
            let text = include_str!(concat!("sql/", $one_file, ".sql"));
            Sql { name: $one_file, sqlite: text, postgres: text }
        };)*
        $(pub(crate) const $each: Sql = Sql {
            name: $each_file,
            sqlite: include_str!(concat!("sql/", $each_file, ".sqlite.sql")),
            postgres: include_str!(concat!("sql/", $each_file, ".postgres.sql")),
        };)*
        /// All of them, to be prepared by a test.
        pub(crate) const ALL: &[Sql] = &[$($one,)* $($each,)*];
    };
}

statements! {
    one {
    ABANDONED = "abandoned",
    ACCOUNT = "account",
    ACCOUNTS_PAGE = "accounts_page",
    ACTIVE_KEYS = "active_keys",
    ADVANCE_TEST = "advance_test",
    ADVANCE_TEST_DELIVERIES = "advance_test_deliveries",
    ARTEFACT = "artefact",
    AUDIT = "audit",
    CHARGES = "charges",
    CLAIM_MAILS = "claim_mails",
    CLAIM_PULLED = "claim_pulled",
    CLEAR_DEBITS = "clear_debits",
    CLEAR_DELIVERY_LEASES = "clear_delivery_leases",
    CLEAR_LEASES = "clear_leases",
    CLEAR_NODES = "clear_nodes",
    CLEAR_RUNS = "clear_runs",
    CLEAR_WAKEUPS = "clear_wakeups",
    COMMIT = "commit",
    CONTACTS = "contacts",
    COUNT_DUE = "count_due",
    COUNT_ENDPOINTS = "count_endpoints",
    COUNT_RUNS = "count_runs",
    COUNT_WORKFLOWS = "count_workflows",
    CREATE_ACCOUNTS = "create_accounts",
    CREATE_AUDIT = "create_audit",
    CREATE_ENDPOINT = "create_endpoint",
    CREATE_GRANT = "create_grant",
    CREATE_KEY = "create_key",
    CREATE_KEY_HASH = "create_key_hash",
    CREATE_MAIL = "create_mail",
    CREATE_META = "create_meta",
    CREATE_ORG = "create_org",
    CREATE_PING = "create_ping",
    CREATIONS = "creations",
    DEBITS_PAGE = "debits_page",
    DELIVERIES = "deliveries",
    DISABLE_ENDPOINT = "disable_endpoint",
    EARLIER = "earlier",
    ENDPOINTS = "endpoints",
    ENDPOINT_FAILED = "endpoint_failed",
    ENDPOINT_SUCCEEDED = "endpoint_succeeded",
    FORGET_ANSWERS = "forget_answers",
    FORGET_NODES = "forget_nodes",
    GIVE_BACK = "give_back",
    GIVE_BACK_DELIVERY = "give_back_delivery",
    HAS_ARTEFACT = "has_artefact",
    HEAD = "head",
    HELD = "held",
    IDEMPOTENT = "idempotent",
    JOURNAL = "journal",
    JOURNALS_PAGE = "journals_page",
    KEY = "key",
    KEYS = "keys",
    KEYS_ENDING = "keys_ending",
    KEY_BY_ID = "key_by_id",
    LEDGER_NEWEST = "ledger_newest",
    LEDGER_OLDEST = "ledger_oldest",
    LEDGER_PAGE = "ledger_page",
    LIST_EDGE = "list_edge",
    LIST_RUNS = "list_runs",
    LIST_THREAD = "list_thread",
    MAILS = "mails",
    META = "meta",
    MIGRATIONS_APPLIED = "migrations_applied",
    MIGRATIONS_TABLE = "migrations_table",
    MIGRATION_APPLIED = "migration_applied",
    MOVE_GRANTED = "move_granted",
    MOVE_WORKFLOWS = "move_workflows",
    NEWEST_VERSION = "newest_version",
    NEXT_DELIVERY = "next_delivery",
    NEXT_DUE = "next_due",
    NEXT_MAIL = "next_mail",
    NEXT_PULLED = "next_pulled",
    NODES = "nodes",
    ORGS = "orgs",
    ORGS_LOCKED_OUT = "orgs_locked_out",
    ORGS_NAMED = "orgs_named",
    OWNED = "owned",
    OWNED_DELIVERIES = "owned_deliveries",
    PAYLOADS_PAGE = "payloads_page",
    PULLING = "pulling",
    PUT_ARTEFACT = "put_artefact",
    PUT_VERSION = "put_version",
    REBUILD_ACCOUNTS = "rebuild_accounts",
    REBUILD_BALANCES = "rebuild_balances",
    REBUILD_DEBIT = "rebuild_debit",
    REBUILD_RUN = "rebuild_run",
    REBUILD_TURNS = "rebuild_turns",
    REBUILD_WAKEUP = "rebuild_wakeup",
    RECALL = "recall",
    RECOVER = "recover",
    RECOVER_EDGE = "recover_edge",
    REDELIVER = "redeliver",
    RELEASE_DELIVERIES = "release_deliveries",
    RELEASE_NODE = "release_node",
    REMOVED_ENDPOINTS = "removed_endpoints",
    REMOVE_ENDPOINT = "remove_endpoint",
    REMOVE_WORKFLOW = "remove_workflow",
    RENEW = "renew",
    REVOKE_KEY = "revoke_key",
    ROLLBACK = "rollback",
    ROTATE_ENDPOINT = "rotate_endpoint",
    RUN = "run",
    RUNS_PAGE = "runs_page",
    SEALED_ENDPOINT = "sealed_endpoint",
    SETTLE_MAIL = "settle_mail",
    SET_CONTACTS = "set_contacts",
    SET_LIMITS = "set_limits",
    SET_META = "set_meta",
    SET_UNLIMITED = "set_unlimited",
    SET_WORKFLOW = "set_workflow",
    SUPERSEDED_BY = "superseded_by",
    SWEEP_ANSWERS = "sweep_answers",
    SWEEP_DELIVERIES = "sweep_deliveries",
    SWEEP_ENDPOINTS = "sweep_endpoints",
    SWEEP_MAILS = "sweep_mails",
    SWEEP_REMOVED = "sweep_removed",
    THREAD = "thread",
    THREAD_OTHERS = "thread_others",
    UPDATE_ENDPOINT = "update_endpoint",
    WAKEUP = "wakeup",
    WORKFLOW = "workflow",
    WORKFLOWS = "workflows",
    WORKFLOW_VERSION = "workflow_version",
    WORKFLOW_VERSIONS = "workflow_versions",
    }
    each {
    APPEND_IDS = "append_ids",
    BEGIN = "begin",
    CLAIM = "claim",
    CLAIM_DELIVERIES = "claim_deliveries",
    CLAIM_QUEUES = "claim_queues",
    DATABASE = "database",
    HEADS = "heads",
    LOCK_ACCOUNT = "lock_account",
    LOCK_GROUP = "lock_group",
    LOCK_JOURNALS = "lock_journals",
    LOCK_ORG = "lock_org",
    MIGRATIONS_LOCK = "migrations_lock",
    RELEASE = "release",
    SETTLE_DELIVERIES = "settle_deliveries",
    SNAPSHOT = "snapshot",
    STANDING = "standing",
    TAKE_OVER_DELIVERIES = "take_over_deliveries",
    TOUCH_KEYS = "touch_keys",
    WRITE_GROUP = "write_group",
    }
}

/// What every new connection is told, in one round trip; not prepared.
pub(crate) const CONNECT_POSTGRES: &str = include_str!("sql/connect.postgres.sql");
pub(crate) const CONNECT_READER: &str = include_str!("sql/connect_reader.sqlite.sql");
pub(crate) const CONNECT_WRITER: &str = include_str!("sql/connect_writer.sqlite.sql");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_names_its_reader_and_every_file_is_read() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for file in std::fs::read_dir(folder.join("sql")).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let reader =
                text.lines().next().and_then(|line| line.strip_prefix("-- Read by store::")).and_then(|line| line.strip_suffix('.'));
            let (module, function) = reader.and_then(|reader| reader.rsplit_once("::")).unwrap_or_else(|| panic!("{name}: no reader"));
            let source = std::fs::read_to_string(folder.join(module.replace("::", "/")).with_extension("rs"))
                .unwrap_or_else(|_| panic!("{name}: no {module}"));
            assert!(source.contains(&format!("fn {function}")), "{name}: no {function} in {module}");
            let stem = name.split('.').next().unwrap();
            assert!(stem.starts_with("connect") || ALL.iter().any(|sql| sql.name == stem), "{name} is not listed");
        }
    }
}
