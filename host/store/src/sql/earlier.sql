-- Read by store::tenant::earlier.
SELECT run_id FROM runs
WHERE org_id = $1 AND thread_id = $2 AND thread_id <> '' AND run_id < $3 AND completed_at IS NOT NULL
ORDER BY run_id DESC
LIMIT $4
