-- Read by store::rebuild::rebuild.
-- Of a thread's queued runs the oldest may begin, unless one is running; the others wait for an append of whoever is before them.
UPDATE wakeups SET due = 9223372036854775807
WHERE (org_id, run_id) IN (
    SELECT r.org_id, r.run_id
    FROM runs AS r
    JOIN runs AS o ON o.org_id = r.org_id AND o.thread_id = r.thread_id AND o.completed_at IS NULL AND o.run_id <> r.run_id
    WHERE r.status = 'queued' AND (o.status = 'running' OR (o.status = 'queued' AND o.run_id < r.run_id))
)
