-- Read by store::pages::fill.
SELECT
    org_id, run_id, mode, thread_id, key_id, workflow, status, status_reason, head, chain, credits_used, retry_of, created_at,
    started_at, completed_at
FROM runs
WHERE (org_id, run_id) > ($1, $2)
ORDER BY org_id, run_id
LIMIT $3
