-- Whom to tell of what happens to runs, and what is still to be told.

-- A URL that an organisation registered, for live runs or for test runs.
CREATE TABLE endpoints (
    org_id TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    url TEXT NOT NULL,
    -- Words with a space before, between and after; NULL: every event type, now and later.
    event_types TEXT,
    -- How deliveries are signed: document or standard.
    scheme TEXT NOT NULL,
    -- Sealed under the master key. The one before stays valid for a while after a rotation.
    secret BYTEA NOT NULL,
    previous_secret BYTEA,
    previous_until BIGINT,
    is_active BIGINT NOT NULL,
    -- Why it is not active, where nobody switched it off: failing or gone.
    disabled_reason TEXT,
    -- The first failed attempt since the last that was acknowledged.
    failing_since BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, endpoint_id)
);

-- One row for each event and endpoint, written in the transaction of its event. It holds no body: the body is the fold of the
-- run's journal up to `seq`. A ping is of no run.
CREATE TABLE deliveries (
    org_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    run_id TEXT,
    seq BIGINT,
    created_at BIGINT NOT NULL,
    -- pending, delivered or dead.
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due BIGINT NOT NULL,
    -- The node that sends it; its lease ends when that of the node does.
    owner TEXT,
    -- Of the last attempt: when, the receiver's status, how long it took, and why it failed.
    last_at BIGINT,
    last_status BIGINT,
    last_latency_ms BIGINT,
    last_error TEXT,
    PRIMARY KEY (org_id, event_id, endpoint_id)
);

-- The work queue is asked across all organisations, like that of runs.
CREATE INDEX deliveries_waiting ON deliveries (due) WHERE status = 'pending' AND owner IS NULL;
CREATE INDEX deliveries_owned ON deliveries (owner) WHERE owner IS NOT NULL;
-- What an endpoint was sent, newest first. Its condition holds for every row: see runs_by_thread.
CREATE INDEX deliveries_by_endpoint ON deliveries (org_id, endpoint_id, created_at, event_id) WHERE endpoint_id <> '';
