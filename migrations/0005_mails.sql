-- Whom to write to, what is still to be written, and what makes removing in small steps cheap.

-- Where an organisation is told of what needs a person: a list of addresses, JSON, sealed under the master key. NULL: nobody.
ALTER TABLE orgs ADD COLUMN contacts BYTEA;

-- Removed, and kept only until its deliveries are.
ALTER TABLE endpoints ADD COLUMN removed_at BIGINT;
-- Asked across all organisations by whoever tidies up.
CREATE INDEX endpoints_removed ON endpoints (removed_at) WHERE removed_at IS NOT NULL;

-- E-mails, each written in the transaction of what it tells.
CREATE TABLE mails (
    org_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    -- To whom and of what, JSON, sealed under the master key.
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    -- pending, sent or dead.
    status TEXT NOT NULL,
    -- Counted when an attempt begins.
    attempts BIGINT NOT NULL,
    -- When it is to be tried next; of one that is being tried: when whoever tries it is taken for dead.
    due BIGINT NOT NULL,
    last_error TEXT,
    PRIMARY KEY (org_id, mail_id)
);

-- Work queues are asked across all organisations.
CREATE INDEX mails_waiting ON mails (due) WHERE status = 'pending';
CREATE INDEX mails_by_age ON mails (due);

-- Of each endpoint the delivery that is due first: one with a long queue must not stand before the others.
-- The owner stands in an expression, repeated by whoever reads by this index, so that no planner takes deliveries_waiting instead.
CREATE INDEX IF NOT EXISTS deliveries_queued ON deliveries (endpoint_id, due)
    WHERE status = 'pending' AND coalesce(owner, '') = '' AND pulled = 0;
-- What is over, the oldest first.
CREATE INDEX IF NOT EXISTS deliveries_over ON deliveries (due) WHERE status <> 'pending';
