-- The whole of the first schema, one text for SQLite and PostgreSQL: TEXT, BIGINT and bytes alone.
-- BIGINT holds microseconds since the epoch, millionths of a credit, and 0 or 1 for truth.
--
-- Tenant first: org_id leads every primary key and every index, so that the tables can be distributed by it. What belongs to
-- no organisation, or must be asked across all of them, says so where it stands.

-- One row for each thing that the database knows of itself: the sealed check value of the master key, and perhaps that key.
-- Belongs to no organisation.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

CREATE TABLE orgs (
    org_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Administrators address organisations by name: the one index on labels, asked by people and never by a run.
CREATE INDEX orgs_by_name ON orgs (name);

-- Two for each organisation, mode live and mode test. `granted`, `used` and `lines` are folds of the ledger.
CREATE TABLE accounts (
    org_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    unlimited BIGINT NOT NULL,
    granted BIGINT NOT NULL,
    used BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    PRIMARY KEY (org_id, mode)
);

-- Line 1, 2, 3 and so on of each account. Grants are primary facts; debits are folds of journals (see events.line).
CREATE TABLE ledger (
    org_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    line BIGINT NOT NULL,
    kind TEXT NOT NULL,
    run_id TEXT,
    seq BIGINT,
    call_id TEXT,
    check_name TEXT,
    amount BIGINT NOT NULL,
    balance BIGINT NOT NULL,
    at BIGINT NOT NULL,
    note TEXT,
    PRIMARY KEY (org_id, mode, line)
);

-- No entry of a journal is ever debited twice.
CREATE UNIQUE INDEX ledger_by_entry ON ledger (org_id, run_id, seq) WHERE run_id IS NOT NULL;

CREATE TABLE keys (
    org_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    name TEXT NOT NULL,
    last4 TEXT NOT NULL,
    auto_approve BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT,
    PRIMARY KEY (org_id, key_id)
);

-- The one look-up without a tenant, and so a table of its own: the SHA-256 of a secret tells whose it is.
CREATE TABLE key_hashes (
    sha256 BYTEA NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL,
    key_id TEXT NOT NULL
);

-- wrapped_key: the thread's random key under the master key. NULL: destroyed, its payloads are unreadable for ever.
CREATE TABLE threads (
    org_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    wrapped_key BYTEA,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, thread_id)
);

-- The journals. The primary key is the lock: of two appends at one place, one exists.
CREATE TABLE events (
    org_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- The public part of the event, JSON.
    facts TEXT NOT NULL,
    -- SHA-256 of the sealed payload; NULL where there is none.
    digest BYTEA,
    -- SHA-256 of the previous entry's chain with this entry's seq, at, facts and digest.
    chain BYTEA NOT NULL,
    -- Random, of the append that wrote it; on the first entry of an append alone.
    append_id BYTEA,
    -- The line of the ledger that the entry's charge took; NULL where it charged nothing.
    line BIGINT,
    PRIMARY KEY (org_id, run_id, seq)
);

-- The private parts of events: nonce, ciphertext and tag, under the thread's key.
CREATE TABLE payloads (
    org_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (org_id, run_id, seq)
);

-- One row for each run, a fold of its journal. Its row lock makes appends wait for each other instead of failing late.
CREATE TABLE runs (
    org_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    workflow TEXT,
    status TEXT NOT NULL,
    status_reason TEXT,
    head BIGINT NOT NULL,
    chain BYTEA NOT NULL,
    credits_used BIGINT NOT NULL,
    retry_of TEXT,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    completed_at BIGINT,
    PRIMARY KEY (org_id, run_id)
);

-- Who stands before whom in a thread. Partial also because PostgreSQL, while it has no statistics, thinks that any index which
-- begins with org_id does the primary key's work as well: this one cannot.
CREATE INDEX runs_by_thread ON runs (org_id, thread_id, created_at) WHERE completed_at IS NULL;

-- A client's names for its requests. The run is a column of its own, so that a key can be bound again after an interruption.
CREATE TABLE idempotency_keys (
    org_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    run_id TEXT NOT NULL,
    PRIMARY KEY (org_id, mode, idempotency_key)
);

-- One row for each run that has not ended: when somebody must look at it. A fold of its journal but for owner and attempts.
CREATE TABLE wakeups (
    org_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    due BIGINT NOT NULL,
    -- The node that has it; its lease ends when that of the node does.
    owner TEXT,
    -- Claims since the last append.
    attempts BIGINT NOT NULL,
    PRIMARY KEY (org_id, run_id)
);

-- The work queue is asked across all organisations: these two indexes do not begin with org_id. They are partial, so that a
-- claim walks over neither the runs that are being executed nor those that wait for somebody else.
CREATE INDEX wakeups_waiting ON wakeups (due) WHERE owner IS NULL;
CREATE INDEX wakeups_owned ON wakeups (owner) WHERE owner IS NOT NULL;

-- One row for each node that has runs: prolonging all its leases is one write. Belongs to no organisation.
CREATE TABLE nodes (
    node TEXT NOT NULL PRIMARY KEY,
    lease_until BIGINT NOT NULL
);

-- Components and procedures by the SHA-256 of their bytes. Belongs to no organisation: a digest is its own permission.
CREATE TABLE artefacts (
    digest TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    bytes BYTEA NOT NULL
);

-- One row for each change by an administrator. audit_id is random.
CREATE TABLE audit (
    org_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    audit_id BYTEA NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (org_id, at, audit_id)
);
