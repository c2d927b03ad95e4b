-- What the whole of the public contract asks of the tables: limits, scopes, threads as lists.

-- NULL: the product's default. What organisations are given beyond it is an operator's decision.
ALTER TABLE orgs ADD COLUMN creations_per_minute BIGINT;
ALTER TABLE orgs ADD COLUMN active_runs_max BIGINT;
ALTER TABLE orgs ADD COLUMN reads_per_minute BIGINT;

-- What the key may do, as words between spaces. NULL: everything under /v1.
ALTER TABLE keys ADD COLUMN scopes TEXT;
-- The window of creations: when it began, and how many runs were created in it.
ALTER TABLE keys ADD COLUMN window_began BIGINT NOT NULL DEFAULT 0;
ALTER TABLE keys ADD COLUMN window_count BIGINT NOT NULL DEFAULT 0;

-- The runs that count against a key's limit.
CREATE INDEX runs_active ON runs (org_id, key_id) WHERE status IN ('queued', 'running');

-- The runs of a thread in their order. Its condition holds for every row and must be repeated by whoever reads by it: PostgreSQL,
-- while it has no statistics, thinks that any whole index which begins with org_id does the primary key's work as well.
DROP INDEX runs_by_thread;
CREATE INDEX runs_by_thread ON runs (org_id, thread_id, run_id) WHERE thread_id <> '';

-- Who stands before whom in a thread.
CREATE INDEX runs_waiting ON runs (org_id, thread_id, run_id) WHERE completed_at IS NULL;

-- What repeats an interrupted run.
CREATE INDEX runs_by_retry ON runs (org_id, retry_of) WHERE retry_of IS NOT NULL;
