-- Read by store::explain::explain.
SELECT
    run_id, mode, thread_id, key_id, workflow, status, status_reason, head, credits_used, retry_of, created_at, started_at,
    completed_at
FROM runs
WHERE org_id = $1 AND thread_id = $2 AND thread_id <> '' AND run_id <> $3 AND completed_at IS NULL
ORDER BY run_id
LIMIT $4
