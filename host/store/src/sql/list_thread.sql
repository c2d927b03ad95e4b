-- Read by store::list::thread_runs.
SELECT run_id FROM runs
WHERE org_id = $1 AND thread_id = $2 AND thread_id <> ''
ORDER BY org_id DESC, thread_id DESC, run_id DESC
LIMIT $3 OFFSET $4
